//! How good the examples' probabilities are.

use super::Examples;
use ghm::calibration::{Reliability, temperature};

/// Bins of equal width, as is usual for the error.
const BINS: usize = 15;

/// Reliability before and after one temperature.
pub struct Calibration {
    /// As the detector was trained.
    pub before: Reliability,
    /// With the logits divided by the temperature.
    pub after: Reliability,
    /// The temperature at which the examples' cross-entropy is least.
    pub temperature: f64,
}

impl Calibration {
    pub(super) fn of(examples: &Examples) -> Option<Self> {
        let (all, positives) = (examples.all.as_ref()?, examples.positives.as_ref()?);
        // Both are sorted, and each positive is among all: what is left over is negative.
        let mut logits = Vec::with_capacity(all.len());
        let mut left = positives.keys().iter().peekable();
        for key in all.keys() {
            let positive = left.next_if(|it| *it == key).is_some();
            // A key is the logit turned towards the wrong side.
            logits.push(if positive {
                (-key, true)
            } else {
                (*key, false)
            });
        }
        let each = || logits.iter().copied();
        (!logits.is_empty()).then(|| {
            let temperature = temperature(each);
            Self {
                before: Reliability::of(each(), BINS, 1.0),
                after: Reliability::of(each(), BINS, temperature),
                temperature,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::data::Recorded;
    use crate::derived::Derived;
    use crate::knob::State;

    #[test]
    fn cross_entropys_scores_are_nearly_probabilities_and_ghms_are_not() {
        let mut derived = Derived::default();
        let bytes = include_bytes!("../../../../www/data/recorded_noisy.bin");
        let noisy = Recorded::decode(bytes).unwrap();
        derived.load(|loaded| loaded.noisy = vec![noisy.into()]);
        let of = |trained: &str| {
            let mut state = State::default();
            state.set("trained", trained).unwrap();
            let found = derived.calibration(&state);
            let found = (*found).as_ref().unwrap();
            let n: u64 = found.before.counts.iter().sum();
            assert_eq!(n, derived.examples(&state).len() as u64);
            assert!(found.after.error() <= found.before.error() + 1e-3);
            found.before.error()
        };
        let (ce, ghm) = (of("ce"), of("ghm"));
        assert!(ce < 0.01 && ghm > 20.0 * ce, "{ce} {ghm}");
    }
}

//! Whether rows are repeated, in memory that does not grow with them.
//!
//! Equal rows alone say little: half floats and numbers of three decimals repeat by themselves. What chance gives is
//! known, though. If rows fall on possible values independently, the number of rows on a value is a Poisson number whose
//! mean differs from value to value, and so `c_k = k! n_k`, with `n_k` the number of values that occur `k` times, is
//! the `k`-th moment of a positive measure: `c_k^2 <= c_(k-1) c_(k+1)` (Cauchy and Schwarz). Rows that were pasted
//! several times break this: of a file that stands twice in itself no value occurs once or three times.
//!
//! A single row that stands many times is not found so: it may be a logit at which a sigmoid or a rounding ends.
//!
//! Values are sampled by their hash (Gibbons 2001): those whose hash ends in enough zeros are kept with all that follow,
//! and whenever there are too many, one zero more is asked for. A value that is kept has been counted from the start.

use std::collections::BTreeMap;

/// So many different values are kept at most.
const MOST: usize = 4096;
/// A multiplicity is looked at if this many values have it.
const ENOUGH: f64 = 12.0;
/// The values that occur once more often must be fewer than this part of what chance asks for at least: sampling varies.
const PART: f64 = 0.5;
/// Fewer rows than this share may be chance after all: there are many multiplicities, and one of them may stand out. Of 12,600
/// seeded sets without repeated rows, rounded to seven precisions, 43 had one with up to .067 of the rows.
const SHARE: f64 = 0.1;
/// Added to the neighbours of a multiplicity, so that a few values by chance don't count; of the one above also this many
/// of its own deviations.
const SLACK: f64 = 4.0;
const DEVIATIONS: f64 = 3.0;

/// Counts how often values occur.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Repeats {
    /// By their hash, of which a value follows.
    seen: BTreeMap<u64, u64>,
    /// Bits of the hash that must be 0.
    mask: u64,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Repeated {
    /// How often the rarest of the repeated values occur.
    pub times: f64,
    /// The share of rows that are such values.
    pub share: f64,
}

impl Repeats {
    /// A row came.
    pub fn add(&mut self, logit: f32, target: f32) {
        // Adding 0 turns -0 into 0.
        let bits = |value: f32| u64::from((value + 0.0).to_bits());
        let hash = mixed(bits(logit) << 32 | bits(target));
        if hash & self.mask != 0 {
            return;
        }
        *self.seen.entry(hash).or_default() += 1;
        while self.seen.len() > MOST {
            self.mask = self.mask << 1 | 1;
            let mask = self.mask;
            self.seen.retain(|hash, _| hash & mask == 0);
        }
    }

    /// The rows that chance doesn't explain.
    pub fn found(&self) -> Option<Repeated> {
        let mut values = BTreeMap::<u64, f64>::new();
        for &times in self.seen.values() {
            *values.entry(times).or_default() += 1.0;
        }
        let of = |times: u64| values.get(&times).copied().unwrap_or(0.0);
        let too_often = |times: u64, n: f64| {
            let k = times as f64;
            let (below, above) = (of(times - 1), of(times + 1));
            // c_k^2 <= c_(k-1) c_(k+1), solved for how many occur once more often.
            let by_chance = n * n / (below + SLACK) * k / (k + 1.0);
            let at_most = above + SLACK + DEVIATIONS * above.sqrt();
            times > 1 && n >= ENOUGH && at_most < PART * by_chance
        };
        let rows: f64 = values.iter().map(|(&times, n)| times as f64 * n).sum();
        let strange = values.iter().filter(|(times, n)| too_often(**times, **n));
        let strange: Vec<[f64; 2]> = strange
            .map(|(&times, n)| [times as f64, times as f64 * n])
            .collect();
        let share = strange.iter().map(|of| of[1]).sum::<f64>() / rows;
        let times = strange.first()?[0];
        (share >= SHARE).then_some(Repeated { times, share })
    }
}

/// Spreads the bits of a number (the end of SplitMix64). Different numbers stay different.
fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ghm::sample::Preset;

    fn found(logits: impl Iterator<Item = f32>) -> Option<Repeated> {
        let mut repeats = Repeats::default();
        logits.for_each(|logit| repeats.add(logit, 0.0));
        assert!(repeats.seen.len() <= MOST);
        repeats.found()
    }

    /// Rounded to this step, as files with few decimals have it.
    fn rounded(n: usize, step: f32) -> Vec<f32> {
        let logits = Preset::Converged.classification(n, 5).logits;
        let round = |x: &f32| {
            if step > 0.0 {
                (x / step).round() * step
            } else {
                *x
            }
        };
        logits.iter().map(round).collect()
    }

    #[test]
    fn values_that_repeat_by_themselves_are_not_repeated_rows() {
        for n in [100, 3000, 200_000] {
            for step in [0.0, 1e-4, 1e-3, 1e-2, 0.1, 1.0] {
                assert_eq!(found(rounded(n, step).into_iter()), None, "{n} of {step}");
            }
        }
    }

    #[test]
    fn a_file_that_stands_several_times_in_itself_is_found() {
        for (n, step) in [(20, 0.0), (3000, 0.0), (100_000, 0.0), (100_000, 1e-4)] {
            for times in [2, 3, 7] {
                let rows = rounded(n, step).into_iter();
                let rows = rows.flat_map(|x| std::iter::repeat_n(x, times));
                let found = found(rows).unwrap_or_else(|| panic!("{n} of {step}, {times} times"));
                assert_eq!(found.times, times as f64);
                assert!(found.share > 0.6, "{found:?}");
            }
        }
    }

    #[test]
    fn so_is_a_part_that_was_pasted_once_more() {
        let rows = rounded(30_000, 0.0);
        let found = found(rows.iter().chain(&rows[..6000]).copied()).unwrap();
        assert_eq!(found.times, 2.0);
        // A third of the rows are one of two.
        assert!((found.share - 1.0 / 3.0).abs() < 0.05, "{found:?}");
    }
}

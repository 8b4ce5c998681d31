//! GHM-C: cross-entropy, weighted by the density of its gradient norm.

use crate::{
    baseline::cross_entropy,
    density::{Average, Edge, Options, UnitRegions, at_least, classification_norm},
    error::{Error, finite, positive},
    harmonize::{Example, Harmonizer, Lanes},
    kernel::{ExampleBatch, Level, Pass, check},
};

pub use crate::harmonize::Step;

/// The classification loss: `loss_weight / N` times the sum of `beta_i L_i`, `L` the binary
/// cross-entropy of a logit, `g = |p - p*|`.
///
/// It is stateful: with momentum, each step moves the average of the counts. Weights are held
/// constant in the gradient. With default options it agrees with mmdet 3.3.0's `GHMC`.
#[derive(Clone, Debug)]
pub struct GhmC {
    harmonizer: Harmonizer,
}

impl GhmC {
    /// A loss that has seen no batch yet.
    ///
    /// # Errors
    /// As [`Options::validate`].
    pub fn new(options: Options) -> Result<Self, Error> {
        let regions = UnitRegions::classification(options.bins)?.ending(options.edge);
        // In the lanes every example has a region.
        let lanes = (options.edge == Edge::Closed).then(|| Lanes {
            pass: Pass::classification(Level::new(), &regions),
            take: check::is_hard,
        });
        Ok(Self {
            harmonizer: Harmonizer::new(regions, lanes, options)?,
        })
    }

    /// The options it was made with.
    pub fn options(&self) -> Options {
        self.average().options()
    }

    /// One step over a batch of logits and targets in `[0, 1]`, both of shape `[N]`.
    ///
    /// `mask`, if given, has the same shape: an example is valid where it is above 0 (its size
    /// has no further meaning, as mmdet's `label_weight`). Masked examples are not read. Without
    /// any valid example the loss is 0 and the average stays.
    ///
    /// The result lives in buffers that the next step overwrites.
    ///
    /// # Errors
    /// [`Error::UnequalLengths`], [`Error::NotFinite`], [`Error::TargetOutOfRange`]. The average
    /// is then unchanged.
    pub fn step(
        &mut self,
        logits: &[f32],
        targets: &[f32],
        mask: Option<&[f32]>,
    ) -> Result<&Step, Error> {
        self.step_over(logits, targets, mask, None)
    }

    /// As [`step`](Self::step), but the sum is divided by `divisor` instead of by `N`: by the
    /// number of positives, say, as other losses are. The harmonizing parameters are the same.
    ///
    /// # Errors
    /// As [`step`](Self::step), and [`Error::NotPositive`] for the divisor.
    pub fn step_divided_by(
        &mut self,
        divisor: f64,
        logits: &[f32],
        targets: &[f32],
        mask: Option<&[f32]>,
    ) -> Result<&Step, Error> {
        let divisor = positive("divisor", divisor)?;
        self.step_over(logits, targets, mask, Some(divisor))
    }

    fn step_over(
        &mut self,
        logits: &[f32],
        targets: &[f32],
        mask: Option<&[f32]>,
        divisor: Option<f64>,
    ) -> Result<&Step, Error> {
        let batch = ExampleBatch {
            inputs: logits,
            targets,
            mask,
        };
        self.harmonizer
            .step(batch, divisor, |i| example(i, logits[i], targets[i]))
    }

    /// The moving average of the counts.
    pub fn average(&self) -> &Average {
        self.harmonizer.average()
    }

    /// Goes on from where the average of a loss with the same options was.
    ///
    /// # Errors
    /// As [`Average::restore`].
    pub fn restore(&mut self, raw: &[f64], updates: &[u32]) -> Result<(), Error> {
        self.harmonizer.restore(raw, updates)
    }

    /// What the last step gave, in the buffers that the next one overwrites. After a step that failed
    /// its numbers mean nothing.
    pub fn last(&self) -> &Step {
        self.harmonizer.last()
    }

    /// Forgets every batch.
    pub fn reset(&mut self) {
        self.harmonizer.reset();
    }

    #[cfg(test)]
    pub(crate) fn harmonizer(&self) -> &Harmonizer {
        &self.harmonizer
    }
}

/// One example of the classification, checked.
pub(crate) fn example(index: usize, logit: f32, target: f32) -> Result<Example, Error> {
    let key = checked_key(index, logit, target)?;
    let loss = cross_entropy(f64::from(logit), f64::from(target));
    Ok(Example {
        key,
        loss: loss.value,
        derivative: loss.derivative,
    })
}

/// Key of the norm of one example, for those who count examples themselves: see [`UnitRegions`].
///
/// # Errors
/// [`Error::NotFinite`], [`Error::TargetOutOfRange`].
pub fn example_key(logit: f32, target: f32) -> Result<f32, Error> {
    checked_key(0, logit, target)
}

/// Key of an example's norm: see [`UnitRegions`].
pub(crate) fn checked_key(index: usize, logit: f32, target: f32) -> Result<f32, Error> {
    finite("logits", index, logit)?;
    finite("targets", index, target)?;
    if !(0.0..=1.0).contains(&target) {
        return Err(Error::TargetOutOfRange {
            index,
            found: target,
        });
    }
    // For 0 and 1 nothing is rounded: the key is the logit or its negative. A soft target's key is
    // rounded as the thresholds are, so that a norm on an edge stays in the region it starts.
    Ok(match target {
        0.0 => logit,
        1.0 => -logit,
        _ => at_least(soft_key(f64::from(logit), f64::from(target))),
    })
}

/// `ln(g / (1 - g))` with `g = |p - p*|`; minus infinity at `g = 0`.
fn soft_key(x: f64, target: f64) -> f64 {
    let derivative = cross_entropy(x, target).derivative;
    // 1 - g from its parts, because the difference has no digits left next to g = 1.
    let rest = if derivative > 0.0 {
        classification_norm(-x) + target
    } else {
        classification_norm(x) + (1.0 - target)
    };
    libm::log(derivative.abs() / rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hard_target_flips_the_sign_and_rounds_nothing() {
        for x in [0.1_f32, -3.7, 1e-40, f32::MAX] {
            assert_eq!(checked_key(0, x, 0.0), Ok(x));
            assert_eq!(checked_key(0, x, 1.0), Ok(-x));
        }
    }

    #[test]
    fn a_soft_norm_on_an_edge_starts_its_region() {
        // A logit of 0 gives p = 1/2 exactly, so these norms are j/M in exact arithmetic.
        for m in [4_usize, 8, 16, 32, 64] {
            let regions = UnitRegions::classification(m).unwrap();
            for j in 1..m / 2 {
                let target = 0.5 - j as f32 / m as f32;
                for target in [target, 1.0 - target] {
                    assert_eq!(
                        regions.index(checked_key(0, 0.0, target).unwrap()),
                        j,
                        "{target}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_soft_key_keeps_its_digits_next_to_a_norm_of_one() {
        // 1 - g = (1 - p) + p* = e^-40 + 1e-20 in the first order: 1 - g itself would be 0.
        let target = 1e-20_f32;
        let rest = libm::exp(-40.0) + f64::from(target);
        let key = f64::from(checked_key(0, 40.0, target).unwrap());
        assert!((key + libm::log(rest)).abs() < 1e-5, "{key}");
    }

    #[test]
    fn another_divisor_scales_loss_and_gradient_only() {
        let options = Options::classification();
        let (mut by_examples, mut by_one) =
            (GhmC::new(options).unwrap(), GhmC::new(options).unwrap());
        let (logits, targets) = ([0.5, -2.0, 1.0, -3.0], [0.0, 1.0, 0.0, 0.0]);
        let quarter = by_examples.step(&logits, &targets, None).unwrap();
        let whole = by_one
            .step_divided_by(1.0, &logits, &targets, None)
            .unwrap();
        assert_eq!(whole.loss, 4.0 * quarter.loss);
        assert_eq!(whole.weights, quarter.weights);
        for (whole, quarter) in whole.gradient.iter().zip(&quarter.gradient) {
            assert_eq!(*whole, 4.0 * quarter);
        }
        let refused = by_one.step_divided_by(0.0, &logits, &targets, None);
        assert!(matches!(refused, Err(Error::NotPositive { .. })));
    }

    #[test]
    fn the_gradient_keeps_its_digits_on_both_sides() {
        let mut loss = GhmC::new(Options {
            bins: 1,
            momentum: 0.0,
            ..Options::classification()
        })
        .unwrap();
        let step = loss.step(&[40.0, -40.0], &[1.0, 0.0], None).unwrap();
        let easy = (libm::exp(-40.0) / 2.0) as f32;
        assert_eq!(step.gradient, [-easy, easy]);
    }
}

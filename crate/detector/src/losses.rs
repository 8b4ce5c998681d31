//! The losses that a detector is trained with, for one batch: value and derivative.
//!
//! Cross-entropy, focal loss, smooth L1 and ASL1 are summed over the batch and divided by the
//! number of positives, at least 1 (for boxes: of their offsets). GHM-C and GHM-R divide by the
//! number of valid examples, as mmdet does.

use ghm::{Error, GhmC, GhmR, Options, baseline};

/// Loss of the classification.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClassLoss {
    /// Cross-entropy.
    CrossEntropy,
    /// Focal loss.
    Focal {
        /// Weight of the positives; the negatives have `1 - alpha`.
        alpha: f64,
        /// How fast the weight of easy examples falls.
        gamma: f64,
    },
    /// GHM-C.
    Ghm(Options),
}

/// Loss of the boxes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BoxLoss {
    /// Smooth L1.
    SmoothL1 {
        /// Where the parabola ends.
        delta: f64,
    },
    /// ASL1.
    Asl1 {
        /// Where the parabola ends, about.
        mu: f64,
    },
    /// GHM-R.
    Ghm {
        /// ASL1's `mu`.
        mu: f64,
        /// Regions and average.
        options: Options,
    },
}

/// Focal loss with the constants of its paper.
pub const FOCAL: ClassLoss = ClassLoss::Focal {
    alpha: 0.25,
    gamma: 2.0,
};

/// A classification loss at work: GHM-C keeps an average.
#[derive(Clone, Debug)]
pub struct ClassState {
    loss: ClassLoss,
    ghm: Option<GhmC>,
}

impl ClassState {
    /// The loss, before its first batch.
    ///
    /// # Errors
    /// As [`GhmC::new`].
    pub fn new(loss: ClassLoss) -> Result<Self, Error> {
        let ghm = match loss {
            ClassLoss::Ghm(options) => Some(GhmC::new(options)?),
            _ => None,
        };
        Ok(Self { loss, ghm })
    }

    /// Loss of a batch; `gradient` becomes its derivative by each logit. An example is valid
    /// where `mask` is above 0.
    ///
    /// # Errors
    /// As [`GhmC::step`]: a logit that is not finite, if training diverged.
    pub fn step(
        &mut self,
        logits: &[f32],
        targets: &[f32],
        mask: &[f32],
        gradient: &mut Vec<f32>,
    ) -> Result<f64, Error> {
        gradient.clear();
        if let Some(ghm) = &mut self.ghm {
            let step = ghm.step(logits, targets, Some(mask))?;
            gradient.extend(&step.gradient);
            return Ok(step.loss);
        }
        let valid = targets.iter().zip(mask).filter(|&(_, &mask)| mask > 0.0);
        let positives = valid.filter(|&(&target, _)| target > 0.0).count().max(1) as f64;
        let mut sum = 0.0;
        for (i, ((&logit, &target), &mask)) in logits.iter().zip(targets).zip(mask).enumerate() {
            if !logit.is_finite() {
                return Err(Error::NotFinite {
                    what: "logits",
                    index: i,
                    found: logit,
                });
            }
            if mask <= 0.0 {
                gradient.push(0.0);
                continue;
            }
            let (logit, target) = (f64::from(logit), f64::from(target));
            let value = match self.loss {
                ClassLoss::Focal { alpha, gamma } => baseline::focal(logit, target, alpha, gamma),
                _ => baseline::cross_entropy(logit, target),
            };
            sum += value.value;
            gradient.push((value.derivative / positives) as f32);
        }
        Ok(sum / positives)
    }

    /// GHM-C with its average, if that is the loss.
    pub fn ghm(&self) -> Option<&GhmC> {
        self.ghm.as_ref()
    }
}

/// A box loss at work: GHM-R keeps an average.
#[derive(Clone, Debug)]
pub struct BoxState {
    loss: BoxLoss,
    weight: f64,
    ghm: Option<GhmR>,
}

impl BoxState {
    /// The loss times `weight`, before its first batch.
    ///
    /// # Errors
    /// As [`GhmR::new`].
    pub fn new(loss: BoxLoss, weight: f64) -> Result<Self, Error> {
        let ghm = match loss {
            BoxLoss::Ghm { mu, options } => Some(GhmR::new(mu, options)?),
            _ => None,
        };
        Ok(Self { loss, weight, ghm })
    }

    /// Loss of the positives' offsets; `gradient` becomes its derivative by each prediction.
    ///
    /// # Errors
    /// As [`GhmR::step`].
    pub fn step(
        &mut self,
        predictions: &[f32],
        targets: &[f32],
        gradient: &mut Vec<f32>,
    ) -> Result<f64, Error> {
        gradient.clear();
        if let Some(ghm) = &mut self.ghm {
            let step = ghm.step(predictions, targets, None)?;
            gradient.extend(step.gradient.iter().map(|g| self.weight as f32 * g));
            return Ok(self.weight * step.loss);
        }
        let scale = self.weight / predictions.len().max(1) as f64;
        let mut sum = 0.0;
        for (&prediction, &target) in predictions.iter().zip(targets) {
            let d = f64::from(prediction) - f64::from(target);
            let value = match self.loss {
                BoxLoss::SmoothL1 { delta } => baseline::smooth_l1(d, delta),
                BoxLoss::Asl1 { mu } | BoxLoss::Ghm { mu, .. } => baseline::asl1(d, mu),
            };
            sum += value.value;
            gradient.push((scale * value.derivative) as f32);
        }
        Ok(scale * sum)
    }

    /// GHM-R with its average, if that is the loss.
    pub fn ghm(&self) -> Option<&GhmR> {
        self.ghm.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGITS: [f32; 8] = [-4.0, -3.9, -4.2, -0.3, 0.4, 1.5, -2.0, 5.0];
    const TARGETS: [f32; 8] = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0];
    const MASK: [f32; 8] = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0];
    /// Differences of f32 inputs, a hundredth apart.
    const TOLERANCE: f64 = 2e-4;

    fn losses() -> [ClassLoss; 3] {
        let options = Options {
            momentum: 0.0,
            ..Options::classification()
        };
        [ClassLoss::CrossEntropy, FOCAL, ClassLoss::Ghm(options)]
    }

    #[test]
    fn class_gradients_are_numerical_differences() {
        for loss in losses() {
            let mut gradient = vec![];
            let at = |logits: &[f32; 8], gradient: &mut Vec<f32>| {
                let mut state = ClassState::new(loss).unwrap();
                state.step(logits, &TARGETS, &MASK, gradient).unwrap()
            };
            at(&LOGITS, &mut gradient);
            assert_eq!(gradient[7], 0.0, "masked");
            for i in 0..7 {
                const H: f32 = 0.005; // short enough that no example changes its region
                let (mut up, mut down) = (LOGITS, LOGITS);
                up[i] += H;
                down[i] -= H;
                let numerical =
                    (at(&up, &mut vec![]) - at(&down, &mut vec![])) / f64::from(up[i] - down[i]);
                assert!(
                    (f64::from(gradient[i]) - numerical).abs() < TOLERANCE,
                    "{loss:?} {i}"
                );
            }
        }
    }

    #[test]
    fn box_gradients_are_numerical_differences() {
        let predictions = [0.011, -0.3, 0.052, 1.7];
        let targets = [0.0, 0.1, 0.02, 0.0];
        let options = Options {
            momentum: 0.0,
            ..Options::regression()
        };
        for loss in [
            BoxLoss::SmoothL1 { delta: 0.11 },
            BoxLoss::Asl1 { mu: 0.02 },
            BoxLoss::Ghm { mu: 0.02, options },
        ] {
            let at = |predictions: &[f32; 4], gradient: &mut Vec<f32>| {
                let mut state = BoxState::new(loss, 12.0).unwrap();
                state.step(predictions, &targets, gradient).unwrap()
            };
            let mut gradient = vec![];
            at(&predictions, &mut gradient);
            for i in 0..4 {
                const H: f32 = 1e-4;
                let (mut up, mut down) = (predictions, predictions);
                up[i] += H;
                down[i] -= H;
                let numerical =
                    (at(&up, &mut vec![]) - at(&down, &mut vec![])) / f64::from(up[i] - down[i]);
                let error = (f64::from(gradient[i]) - numerical).abs();
                assert!(
                    error < 1e-3 * (1.0 + numerical.abs()),
                    "{loss:?} {i}: {error}"
                );
            }
        }
    }

    #[test]
    fn sums_are_divided_by_the_positives() {
        // Two positives among seven valid examples.
        let mut state = ClassState::new(ClassLoss::CrossEntropy).unwrap();
        let loss = state.step(&LOGITS, &TARGETS, &MASK, &mut vec![]).unwrap();
        let valid = LOGITS.iter().zip(TARGETS).take(7);
        let sum: f64 = valid
            .map(|(&x, t)| baseline::cross_entropy(f64::from(x), f64::from(t)).value)
            .sum();
        assert!((loss - sum / 2.0).abs() < 1e-12);
        // Without a positive by one.
        let loss = state
            .step(&[0.0; 3], &[0.0; 3], &[1.0; 3], &mut vec![])
            .unwrap();
        assert!((loss - 3.0 * std::f64::consts::LN_2).abs() < 1e-12);
        let mut boxes = BoxState::new(BoxLoss::SmoothL1 { delta: 1.0 }, 12.0).unwrap();
        assert_eq!(boxes.step(&[], &[], &mut vec![]), Ok(0.0));
        assert_eq!(boxes.step(&[1.0; 4], &[0.0; 4], &mut vec![]), Ok(6.0));
    }

    #[test]
    fn a_diverged_logit_is_an_error_whatever_the_loss() {
        for loss in losses() {
            let mut state = ClassState::new(loss).unwrap();
            let error = state.step(&[0.0, f32::NAN], &[0.0; 2], &[1.0; 2], &mut vec![]);
            assert!(
                matches!(error, Err(Error::NotFinite { index: 1, .. })),
                "{loss:?}"
            );
        }
    }
}

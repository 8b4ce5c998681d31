//! The losses that a detector is trained with, for one batch: value and derivative.
//!
//! Cross-entropy, focal loss, smooth L1 and ASL1 are summed over the batch and divided by the
//! number of positives, at least 1 (for boxes: of their offsets). GHM-C and GHM-R divide by the
//! number of valid examples, as mmdet does.

use ghm::{
    Error, GhmC, GhmR, Options, baseline,
    kernel::{
        Level,
        exp::{sigmoid_into, softplus_into},
    },
};

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

/// A classification loss at work: GHM-C keeps an average, the others buffers.
#[derive(Clone, Debug)]
pub struct ClassState {
    loss: ClassLoss,
    ghm: Option<GhmC>,
    level: Level,
    keys: Vec<f32>,
    norms: Vec<f32>,
    softplus: Vec<f32>,
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
        Ok(Self {
            loss,
            ghm,
            level: Level::new(),
            keys: vec![],
            norms: vec![],
            softplus: vec![],
        })
    }

    /// Loss of a batch with targets of 0 or 1; `gradient` becomes its derivative by each logit.
    /// An example is valid where `mask` is above 0.
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
        let positives = self.keys(logits, targets, mask)?.max(1) as f64;
        let n = self.keys.len();
        self.norms.resize(n, 0.0);
        self.softplus.resize(n, 0.0);
        sigmoid_into(self.level, &self.keys, &mut self.norms);
        softplus_into(self.level, &self.keys, &mut self.softplus);

        // With g = sigmoid(z), cross-entropy is L = ln(1 + e^z), and dL/dz = g.
        // Focal loss is g^gamma L, and its derivative g^gamma (gamma (1 - g) L + g).
        let (gamma, of_class) = match self.loss {
            ClassLoss::Focal { alpha, gamma } => (gamma as f32, [1.0 - alpha as f32, alpha as f32]),
            _ => (0.0, [1.0; 2]),
        };
        let focal =
            |power: f32, g: f32, loss: f32| (power * loss, power * (gamma * (1.0 - g) * loss + g));
        let weight = |target: f32, mask: f32| {
            let valid = f32::from(u8::from(mask > 0.0));
            valid * (of_class[0] + target * (of_class[1] - of_class[0]))
        };
        let sum = if gamma == 0.0 {
            self.weigh(targets, mask, weight, |g, loss| (loss, g), gradient)
        } else if gamma == 2.0 {
            self.weigh(
                targets,
                mask,
                weight,
                |g, loss| focal(g * g, g, loss),
                gradient,
            )
        } else {
            let value = |g, loss| focal(libm::powf(g, gamma), g, loss);
            self.weigh(targets, mask, weight, value, gradient)
        };
        let scale = (1.0 / positives) as f32;
        gradient.iter_mut().for_each(|g| *g *= scale);
        Ok(sum / positives)
    }

    /// Sum of `value(g, L)` times its weight; `gradient` becomes the derivative by the logits.
    fn weigh(
        &self,
        targets: &[f32],
        mask: &[f32],
        weight: impl Fn(f32, f32) -> f32,
        value: impl Fn(f32, f32) -> (f32, f32),
        gradient: &mut Vec<f32>,
    ) -> f64 {
        let mut sum = 0.0;
        gradient.resize(targets.len(), 0.0);
        let values = self.norms.iter().zip(&self.softplus);
        let examples = values.zip(targets.iter().zip(mask)).zip(gradient);
        for (((&g, &loss), (&target, &mask)), gradient) in examples {
            let (value, slope) = value(g, loss);
            let weight = weight(target, mask);
            sum += f64::from(weight * value);
            *gradient = (1.0 - 2.0 * target) * weight * slope;
        }
        sum
    }

    /// Sets the keys `z = (1 - 2 p*) x` of all examples, 0 where masked; returns the number of
    /// valid positives.
    fn keys(&mut self, logits: &[f32], targets: &[f32], mask: &[f32]) -> Result<usize, Error> {
        let mut positives = 0;
        self.keys.resize(logits.len(), 0.0);
        let examples = logits.iter().zip(targets).zip(mask).zip(&mut self.keys);
        for (index, (((&logit, &target), &mask), key)) in examples.enumerate() {
            let valid = mask > 0.0;
            if valid && !logit.is_finite() {
                return Err(Error::NotFinite {
                    what: "logits",
                    index,
                    found: logit,
                });
            }
            positives += usize::from(valid && target > 0.0);
            *key = if valid {
                (1.0 - 2.0 * target) * logit
            } else {
                0.0
            };
        }
        Ok(positives)
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
    fn lanes_agree_with_the_definitions() {
        for loss in [
            ClassLoss::CrossEntropy,
            FOCAL,
            ClassLoss::Focal {
                alpha: 0.4,
                gamma: 1.3,
            },
        ] {
            let definition = |x: f64, t: f64| match loss {
                ClassLoss::Focal { alpha, gamma } => baseline::focal(x, t, alpha, gamma),
                _ => baseline::cross_entropy(x, t),
            };
            let logits: Vec<f32> = (-200..=200).map(|i| i as f32 / 8.0).collect();
            for target in [0.0, 1.0] {
                let n = logits.len();
                let (targets, mask, mut gradient) = (vec![target; n], vec![1.0; n], vec![]);
                let mut state = ClassState::new(loss).unwrap();
                let found = state.step(&logits, &targets, &mask, &mut gradient).unwrap();
                let positives = if target > 0.0 { n as f64 } else { 1.0 };
                let mut sum = 0.0;
                for (&x, &g) in logits.iter().zip(&gradient) {
                    let expected = definition(f64::from(x), f64::from(target));
                    sum += expected.value;
                    let error = (f64::from(g) * positives - expected.derivative).abs();
                    assert!(
                        error < 2e-6 * expected.derivative.abs() + 1e-12,
                        "{loss:?} {x} {error}"
                    );
                }
                assert!((found * positives / sum - 1.0).abs() < 1e-6, "{loss:?}");
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
        assert!((loss - sum / 2.0).abs() < 1e-6);
        // Without a positive by one.
        let loss = state
            .step(&[0.0; 3], &[0.0; 3], &[1.0; 3], &mut vec![])
            .unwrap();
        assert!((loss - 3.0 * std::f64::consts::LN_2).abs() < 1e-6);
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

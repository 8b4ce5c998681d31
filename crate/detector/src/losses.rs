//! Losses at work on batches: value and derivative of any loss of [`ghm::loss`]'s lists.
//!
//! Cross-entropy and focal loss run in single precision in lanes, GHM-C and GHM-R in their own
//! steps; every other loss is asked for one example after the other, in double precision.
//!
//! The sum over a batch is divided by the number of positives, at least 1, or of valid examples:
//! see [`Divisor`]. Box losses are divided by the number of offsets, which only positives have.

use ghm::{
    Error, GhmC, GhmR, MedianMu,
    density::classification_norm,
    kernel::{
        Level,
        exp::{sigmoid_into, softplus_into},
        pass::BANKS,
    },
    loss::{Batch, BoxLoss, ClassLoss, Divisor, hardest_count},
};

/// A classification loss at work: GHM-C keeps an average, the others buffers.
#[derive(Clone, Debug)]
pub struct ClassState {
    loss: ClassLoss,
    divisor: Divisor,
    ghm: Option<GhmC>,
    level: Level,
    keys: Vec<f32>,
    norms: Vec<f32>,
    softplus: Vec<f32>,
}

/// Valid examples of a batch.
struct Valid {
    positives: usize,
    examples: usize,
}

impl ClassState {
    /// The loss, before its first batch. Its sums are divided by `divisor`.
    ///
    /// # Errors
    /// As [`ClassLoss::validate`].
    pub fn new(loss: ClassLoss, divisor: Divisor) -> Result<Self, Error> {
        loss.validate()?;
        let ghm = match loss {
            ClassLoss::Ghm(options) => Some(GhmC::new(options)?),
            _ => None,
        };
        Ok(Self {
            loss,
            divisor,
            ghm,
            level: Level::new(),
            keys: vec![],
            norms: vec![],
            softplus: vec![],
        })
    }

    /// Loss of a batch with targets of 0 or 1; `gradient` becomes its derivative by each logit.
    /// An example is valid where `mask` is above 0. All slices have the same length.
    ///
    /// # Errors
    /// [`Error::UnequalLengths`]; [`Error::NotFinite`] for a logit, if training diverged.
    pub fn step(
        &mut self,
        logits: &[f32],
        targets: &[f32],
        mask: &[f32],
        gradient: &mut Vec<f32>,
    ) -> Result<f64, Error> {
        let valid = self.set_keys(logits, targets, mask)?;
        let divisor = self.divisor.number(valid.positives, valid.examples);
        gradient.clear();
        let sum = match self.loss {
            ClassLoss::Ghm(_) => {
                let ghm = self.ghm.as_mut().expect("GHM-C was made with its state");
                let step = ghm.step_divided_by(divisor, logits, targets, Some(mask))?;
                gradient.extend(&step.gradient);
                return Ok(step.loss);
            }
            ClassLoss::CrossEntropy => {
                self.in_lanes(targets, mask, [1.0; 2], |g, loss| (loss, g), gradient)
            }
            ClassLoss::Focal { alpha, gamma } => {
                self.focal(targets, mask, [alpha as f32, gamma as f32], gradient)
            }
            loss => self.one_by_one(loss, targets, mask, gradient),
        };
        // As GHM-C scales: under the same divisor GHM-C with one region and no momentum is
        // cross-entropy to the last bit.
        let scale = 1.0 / divisor;
        gradient.iter_mut().for_each(|g| *g *= scale as f32);
        Ok(scale * sum)
    }

    /// Focal loss with `[alpha, gamma]`: `g^gamma L`, and its derivative
    /// `g^gamma (gamma (1 - g) L + g)`.
    fn focal(
        &mut self,
        targets: &[f32],
        mask: &[f32],
        [alpha, gamma]: [f32; 2],
        gradient: &mut Vec<f32>,
    ) -> f64 {
        let weights = [1.0 - alpha, alpha];
        let focal =
            |power: f32, g: f32, loss: f32| (power * loss, power * (gamma * (1.0 - g) * loss + g));
        if gamma == 0.0 {
            self.in_lanes(targets, mask, weights, |g, loss| (loss, g), gradient)
        } else if gamma == 2.0 {
            let value = |g, loss| focal(g * g, g, loss);
            self.in_lanes(targets, mask, weights, value, gradient)
        } else {
            let value = |g, loss| focal(libm::powf(g, gamma), g, loss);
            self.in_lanes(targets, mask, weights, value, gradient)
        }
    }

    /// Sum of a loss that is a function of `g` and `L` times a weight of the class, from the
    /// batch's keys `z`: `g = sigmoid(z)` is the gradient norm of cross-entropy, and
    /// `L = ln(1 + e^z)` cross-entropy itself. `value` gives loss and derivative by the key.
    /// `gradient` becomes the derivative by the logits.
    fn in_lanes(
        &mut self,
        targets: &[f32],
        mask: &[f32],
        weights: [f32; 2],
        value: impl Fn(f32, f32) -> (f32, f32),
        gradient: &mut Vec<f32>,
    ) -> f64 {
        let n = self.keys.len();
        self.norms.resize(n, 0.0);
        self.softplus.resize(n, 0.0);
        sigmoid_into(self.level, &self.keys, &mut self.norms);
        softplus_into(self.level, &self.keys, &mut self.softplus);
        let mut sums = [0.0; BANKS];
        gradient.resize(n, 0.0);
        let values = self.norms.iter().zip(&self.softplus);
        let examples = values.zip(targets.iter().zip(mask)).zip(gradient);
        for (i, (((&g, &loss), (&target, &mask)), gradient)) in examples.enumerate() {
            let (value, slope) = value(g, loss);
            let valid = f32::from(u8::from(mask > 0.0));
            let weight = valid * (weights[0] + target * (weights[1] - weights[0]));
            sums[i % BANKS] += f64::from(weight * value);
            *gradient = (1.0 - 2.0 * target) * weight * slope;
        }
        total(sums)
    }

    /// Sum of any loss that has no state; `gradient` becomes the derivative by the logits.
    fn one_by_one(
        &self,
        loss: ClassLoss,
        targets: &[f32],
        mask: &[f32],
        gradient: &mut Vec<f32>,
    ) -> f64 {
        let hardest = |share| hardest(&self.keys, mask, share);
        // Only GHM-C asks for the harmonizing parameter, and has its own step.
        let loss = loss.in_batch(&Batch {
            hardest: &hardest,
            beta: &|_| 1.0,
        });
        let mut sums = [0.0; BANKS];
        let examples = self.keys.iter().zip(targets).zip(mask);
        for (i, ((&key, &target), &mask)) in examples.enumerate() {
            if mask > 0.0 {
                let value = loss.value(f64::from(key), target > 0.0);
                sums[i % BANKS] += value.value;
                gradient.push((1.0 - 2.0 * target) * value.derivative as f32);
            } else {
                gradient.push(0.0);
            }
        }
        total(sums)
    }

    /// Sets the keys `z = (1 - 2 p*) x` of all examples, 0 where masked.
    fn set_keys(&mut self, logits: &[f32], targets: &[f32], mask: &[f32]) -> Result<Valid, Error> {
        let n = logits.len();
        for (what, found) in [("targets", targets.len()), ("mask", mask.len())] {
            if found != n {
                return Err(Error::UnequalLengths {
                    what,
                    expected: n,
                    found,
                });
            }
        }
        let (mut positives, mut examples) = (0, 0);
        self.keys.resize(n, 0.0);
        let all = logits.iter().zip(targets).zip(mask).zip(&mut self.keys);
        for (index, (((&logit, &target), &mask), key)) in all.enumerate() {
            let valid = mask > 0.0;
            if valid && !logit.is_finite() {
                return Err(Error::NotFinite {
                    what: "logits",
                    index,
                    found: logit,
                });
            }
            positives += usize::from(valid && target > 0.0);
            examples += usize::from(valid);
            *key = if valid {
                (1.0 - 2.0 * target) * logit
            } else {
                0.0
            };
        }
        Ok(Valid {
            positives,
            examples,
        })
    }

    /// GHM-C with its average, if that is the loss.
    pub fn ghm(&self) -> Option<&GhmC> {
        self.ghm.as_ref()
    }
}

/// The sum of the parts, in the order in which the kernel of GHM-C adds its own.
fn total(sums: [f64; BANKS]) -> f64 {
    sums.into_iter().fold(0.0, |sum, part| sum + part)
}

/// The least gradient norm among the hardest share of the valid examples; 0 if there is none.
fn hardest(keys: &[f32], mask: &[f32], share: f64) -> f64 {
    let valid = keys.iter().zip(mask).filter(|(_, mask)| **mask > 0.0);
    let mut keys: Vec<f32> = valid.map(|(key, _)| *key).collect();
    if keys.is_empty() {
        return 0.0;
    }
    let last = hardest_count(share, keys.len()) - 1;
    let (_, least, _) = keys.select_nth_unstable_by(last, |a, b| b.total_cmp(a));
    classification_norm(f64::from(*least))
}

/// A box loss at work: GHM-R keeps an average.
#[derive(Clone, Debug)]
pub struct BoxState {
    loss: BoxLoss,
    weight: f64,
    ghm: Option<GhmR>,
    following: Option<MedianMu>,
}

/// Momentum of the median that `mu` follows: a batch of the detector has some twenty positives.
const FOLLOWING: f64 = 0.9;

impl BoxState {
    /// The loss times `weight`, before its first batch.
    ///
    /// # Errors
    /// As [`BoxLoss::validate`].
    pub fn new(loss: BoxLoss, weight: f64) -> Result<Self, Error> {
        loss.validate()?;
        let ghm = match loss {
            BoxLoss::Ghm { mu, options } => Some(GhmR::new(mu, options)?),
            _ => None,
        };
        Ok(Self {
            loss,
            weight,
            ghm,
            following: None,
        })
    }

    /// The same with a `mu` that follows the offsets, if `follows`: see [`MedianMu`]. A loss without
    /// `mu` is unchanged.
    ///
    /// # Errors
    /// As [`MedianMu::new`].
    pub fn following(mut self, follows: bool) -> Result<Self, Error> {
        self.following = match follows {
            true => Some(MedianMu::new(FOLLOWING)?),
            false => None,
        };
        Ok(self)
    }

    /// `mu` in the last step, if the loss has one.
    pub fn mu(&self) -> Option<f64> {
        match self.loss {
            BoxLoss::Asl1 { mu } | BoxLoss::Ghm { mu, .. } => Some(mu),
            _ => None,
        }
    }

    fn follow(&mut self, predictions: &[f32], targets: &[f32]) -> Result<(), Error> {
        let offsets = predictions.iter().zip(targets).map(|(p, t)| p - t);
        let following = self.following.as_mut().and_then(|it| it.update(offsets));
        if let Some(next) = following {
            if let BoxLoss::Asl1 { mu } | BoxLoss::Ghm { mu, .. } = &mut self.loss {
                *mu = next;
            }
            if let Some(ghm) = &mut self.ghm {
                ghm.set_mu(next)?;
            }
        }
        Ok(())
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
        self.follow(predictions, targets)?;
        if let Some(ghm) = &mut self.ghm {
            let step = ghm.step(predictions, targets, None)?;
            gradient.extend(step.gradient.iter().map(|g| self.weight as f32 * g));
            return Ok(self.weight * step.loss);
        }
        let scale = self.weight / predictions.len().max(1) as f64;
        let mut sum = 0.0;
        for (&prediction, &target) in predictions.iter().zip(targets) {
            let value = self.loss.value(f64::from(prediction) - f64::from(target));
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
    use ghm::{
        Options, baseline,
        loss::{BOX_LOSSES, CLASS_LOSSES, Parameters},
    };

    const LOGITS: [f32; 8] = [-4.0, -3.9, -4.2, -0.3, 0.4, 1.5, -2.0, 5.0];
    const TARGETS: [f32; 8] = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0];
    const MASK: [f32; 8] = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0];
    /// Differences of f32 inputs, a hundredth apart.
    const TOLERANCE: f64 = 2e-4;

    /// Every loss of the list, at its default parameters and without a memory.
    fn losses() -> impl Iterator<Item = (ClassLoss, Divisor)> {
        CLASS_LOSSES.iter().map(|row| {
            let loss = (row.make)(&Parameters::default());
            (loss.without_memory(), row.own_divisor)
        })
    }

    fn state(loss: ClassLoss) -> ClassState {
        ClassState::new(loss, Divisor::Positives).unwrap()
    }

    #[test]
    fn class_gradients_are_numerical_differences() {
        for (loss, divisor) in losses() {
            let mut gradient = vec![];
            let at = |logits: &[f32; 8], gradient: &mut Vec<f32>| {
                let mut state = ClassState::new(loss, divisor).unwrap();
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
        let mut parameters = Parameters::default();
        parameters.boxes.momentum = 0.0;
        for loss in BOX_LOSSES.iter().map(|row| (row.make)(&parameters)) {
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
    fn a_mu_that_follows_is_the_one_at_which_the_median_offset_has_the_norm_of_one_half() {
        let mut parameters = Parameters::default();
        parameters.boxes.momentum = 0.0;
        let predictions = [0.1, -0.3, 0.05, 0.7, 0.2];
        let targets = [0.0; 5];
        let step = |loss, follows| {
            let state = BoxState::new(loss, 12.0).unwrap();
            let mut state = state.following(follows).unwrap();
            let mut gradient = vec![];
            let loss = state.step(&predictions, &targets, &mut gradient).unwrap();
            (state.mu(), loss, gradient)
        };
        // The median is .2.
        let mu = ghm::flat_mu(f64::from(0.2_f32));
        for row in BOX_LOSSES {
            parameters.mu = 0.02;
            let followed = step((row.make)(&parameters), true);
            parameters.mu = mu;
            let fixed = step((row.make)(&parameters), false);
            assert!((followed.1 - fixed.1).abs() < 1e-9, "{}", row.key);
            assert_eq!(followed.2, fixed.2, "{}", row.key);
            let has_mu = row.parameters.contains(&"mu");
            assert_eq!(followed.0.is_some(), has_mu, "{}", row.key);
        }
    }

    #[test]
    fn lanes_agree_with_the_definitions() {
        let focal = |alpha, gamma| ClassLoss::Focal { alpha, gamma };
        for loss in [
            ClassLoss::CrossEntropy,
            focal(0.25, 2.0),
            focal(0.4, 1.3),
            focal(0.3, 0.0),
        ] {
            let definition = |x: f64, t: f64| match loss {
                ClassLoss::Focal { alpha, gamma } => baseline::focal(x, t, alpha, gamma),
                _ => baseline::cross_entropy(x, t),
            };
            let logits: Vec<f32> = (-200..=200).map(|i| i as f32 / 8.0).collect();
            for target in [0.0, 1.0] {
                let n = logits.len();
                let (targets, mask, mut gradient) = (vec![target; n], vec![1.0; n], vec![]);
                let mut state = state(loss);
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

    /// What trains a loss that has no lanes of its own.
    #[test]
    fn lanes_agree_with_one_example_after_the_other() {
        for row in &CLASS_LOSSES[..2] {
            let loss = (row.make)(&Parameters::default());
            let (mut lanes, mut single) = (vec![], vec![]);
            let mut state = state(loss);
            let found = state.step(&LOGITS, &TARGETS, &MASK, &mut lanes).unwrap();
            let sum = state.one_by_one(loss, &TARGETS, &MASK, &mut single);
            // Two of the valid examples are positives.
            assert!((found - sum / 2.0).abs() < 1e-6, "{}", row.key);
            for (lanes, single) in lanes.iter().zip(&single) {
                assert!((lanes - single / 2.0).abs() < 1e-6, "{}", row.key);
            }
        }
    }

    #[test]
    fn the_hardest_share_begins_at_a_valid_examples_norm() {
        let keys = [-1.0, 3.0, 0.5, -2.0, 9.0];
        let mask = [1.0, 1.0, 1.0, 1.0, 0.0];
        for (share, key) in [
            (0.01, 3.0),
            (0.25, 3.0),
            (0.5, 0.5),
            (0.75, -1.0),
            (1.0, -2.0),
        ] {
            assert_eq!(
                hardest(&keys, &mask, share),
                classification_norm(key),
                "{share}"
            );
        }
        assert_eq!(hardest(&keys, &[0.0; 5], 0.5), 0.0);
    }

    /// One region has every example, so every harmonizing parameter is 1: what remains of GHM-C is
    /// cross-entropy, which is computed elsewhere and in another way.
    #[test]
    fn ghm_with_one_region_is_cross_entropy_to_the_last_bit() {
        let one = ClassLoss::Ghm(Options {
            bins: 1,
            momentum: 0.0,
            ..Options::classification()
        });
        // More than a block of the kernel, and not a multiple of one.
        let n = 1357;
        let logits: Vec<f32> = (0..n)
            .map(|i| ((i * 83 % n) as f32 - 900.0) / 77.0)
            .collect();
        let targets: Vec<f32> = (0..n).map(|i| f32::from(u8::from(i % 41 == 3))).collect();
        let mask: Vec<f32> = (0..n).map(|i| f32::from(u8::from(i % 7 != 5))).collect();
        let bits = |loss, divisor| {
            let mut gradient = vec![];
            let mut state = ClassState::new(loss, divisor).unwrap();
            let loss = state.step(&logits, &targets, &mask, &mut gradient).unwrap();
            // A masked example's zero may have either sign.
            let gradient = gradient.into_iter().map(|g| (g + 0.0).to_bits());
            (loss.to_bits(), gradient.collect::<Vec<u32>>())
        };
        for divisor in [Divisor::Positives, Divisor::Examples] {
            assert_eq!(
                bits(one, divisor),
                bits(ClassLoss::CrossEntropy, divisor),
                "{divisor:?}"
            );
        }
        let own = bits(ClassLoss::CrossEntropy, Divisor::Positives);
        assert_ne!(bits(one, Divisor::Examples), own);
    }

    #[test]
    fn slices_of_different_lengths_are_refused() {
        for (loss, divisor) in losses() {
            let mut state = ClassState::new(loss, divisor).unwrap();
            let error = state.step(&LOGITS, &TARGETS[1..], &MASK, &mut vec![]);
            assert!(matches!(error, Err(Error::UnequalLengths { found: 7, .. })));
        }
    }

    #[test]
    fn sums_are_divided_by_the_positives() {
        // Two positives among seven valid examples.
        let mut state = state(ClassLoss::CrossEntropy);
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
        for (loss, divisor) in losses() {
            let mut state = ClassState::new(loss, divisor).unwrap();
            let error = state.step(&[0.0, f32::NAN], &[0.0; 2], &[1.0; 2], &mut vec![]);
            assert!(
                matches!(error, Err(Error::NotFinite { index: 1, .. })),
                "{loss:?}"
            );
        }
    }
}

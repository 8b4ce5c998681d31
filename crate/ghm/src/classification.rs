//! GHM-C: cross-entropy, weighted by the density of its gradient norm.

use crate::{
    baseline::cross_entropy,
    density::{Average, Options, UnitRegions},
    error::{Error, finite},
    harmonize::{Example, Harmonizer},
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
        let regions = UnitRegions::classification(options.bins)?;
        Ok(Self {
            harmonizer: Harmonizer::new(regions, options)?,
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
        self.harmonizer
            .step(logits.len(), targets.len(), mask, |i| {
                example(i, logits[i], targets[i])
            })
    }

    /// The moving average of the counts.
    pub fn average(&self) -> &Average {
        self.harmonizer.average()
    }

    /// Forgets every batch.
    pub fn reset(&mut self) {
        self.harmonizer.reset();
    }
}

/// One example of the classification, checked.
pub(crate) fn example(index: usize, logit: f32, target: f32) -> Result<Example, Error> {
    finite("logits", index, logit)?;
    finite("targets", index, target)?;
    if !(0.0..=1.0).contains(&target) {
        return Err(Error::TargetOutOfRange {
            index,
            found: target,
        });
    }
    let entropy = cross_entropy(f64::from(logit), f64::from(target));
    Ok(Example {
        key: key(logit, target),
        loss: entropy.value,
        derivative: entropy.derivative,
    })
}

/// `ln(g / (1 - g))`: for a target of 0 or 1 the logit itself or its negative, without rounding.
fn key(logit: f32, target: f32) -> f32 {
    if target == 0.0 {
        return logit;
    }
    if target == 1.0 {
        return -logit;
    }
    let (x, target) = (f64::from(logit), f64::from(target));
    let derivative = cross_entropy(x, target).derivative;
    // 1 - g from its parts, because the difference has no digits left next to g = 1.
    let rest = if derivative > 0.0 {
        crate::density::classification_norm(-x) + target
    } else {
        crate::density::classification_norm(x) + (1.0 - target)
    };
    libm::log(derivative.abs() / rest) as f32
}

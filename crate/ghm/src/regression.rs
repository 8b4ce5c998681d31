//! GHM-R: the authentic smooth L1 loss, weighted by the density of its gradient norm.

use crate::{
    baseline::asl1,
    density::{Average, Options, UnitRegions},
    error::{Error, finite},
    harmonize::{Example, Harmonizer, Lanes},
    kernel::{ExampleBatch, Level, Pass, check},
};

pub use crate::harmonize::Step;

/// The regression loss: `loss_weight / N` times the sum of `beta_i ASL1(d_i)`, `d` prediction
/// minus target, `g = |d| / sqrt(d^2 + mu^2)`.
///
/// It is stateful: with momentum, each step moves the average of the counts. Weights are held
/// constant in the gradient. With default options it agrees with mmdet 3.3.0's `GHMR` at a loss
/// weight of 1.
#[derive(Clone, Debug)]
pub struct GhmR {
    mu: f64,
    harmonizer: Harmonizer,
}

impl GhmR {
    /// A loss that has seen no batch yet; `mu` in units of the predictions, mmdet's is .02.
    ///
    /// # Errors
    /// [`Error::NotPositive`] for `mu`, or as [`Options::validate`].
    pub fn new(mu: f64, options: Options) -> Result<Self, Error> {
        let (regions, lanes) = regions_of(options.bins, mu)?;
        Ok(Self {
            mu,
            harmonizer: Harmonizer::new(regions, lanes, options)?,
        })
    }

    /// Goes on with another `mu`, such as one that [follows](crate::MedianMu) the offsets. Regions divide
    /// the norm and not the offset, so they stay the same regions, and the average goes on.
    ///
    /// # Errors
    /// [`Error::NotPositive`]; `mu` is unchanged then.
    pub fn set_mu(&mut self, mu: f64) -> Result<(), Error> {
        let (regions, lanes) = regions_of(self.options().bins, mu)?;
        self.harmonizer.set_regions(regions, lanes);
        self.mu = mu;
        Ok(())
    }

    /// The options it was made with.
    pub fn options(&self) -> Options {
        self.average().options()
    }

    /// Where ASL1 turns from a parabola to a line.
    pub fn mu(&self) -> f64 {
        self.mu
    }

    /// One step over a batch of predictions and targets, both of shape `[N]` (a box has several).
    ///
    /// The difference is taken in `f32`, as mmdet does. `mask` as in
    /// [`GhmC::step`](crate::GhmC::step). Without any valid example the loss is 0 and the average
    /// stays.
    ///
    /// The result lives in buffers that the next step overwrites.
    ///
    /// # Errors
    /// [`Error::UnequalLengths`], [`Error::NotFinite`]. The average is then unchanged.
    pub fn step(
        &mut self,
        predictions: &[f32],
        targets: &[f32],
        mask: Option<&[f32]>,
    ) -> Result<&Step, Error> {
        let mu = self.mu;
        let batch = ExampleBatch {
            inputs: predictions,
            targets,
            mask,
        };
        self.harmonizer
            .step(batch, None, |i| example(i, predictions[i], targets[i], mu))
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
}

fn regions_of(bins: usize, mu: f64) -> Result<(UnitRegions, Option<Lanes>), Error> {
    let regions = UnitRegions::regression(bins, mu)?;
    let pass = Pass::regression(Level::new(), &regions, mu);
    let lanes = pass.map(|pass| Lanes {
        pass,
        take: check::is_finite,
    });
    Ok((regions, lanes))
}

/// One example of the regression, checked.
pub(crate) fn example(
    index: usize,
    prediction: f32,
    target: f32,
    mu: f64,
) -> Result<Example, Error> {
    let offset = checked_offset(index, prediction, target)?;
    let loss = asl1(f64::from(offset), mu);
    Ok(Example {
        key: offset.abs(),
        loss: loss.value,
        derivative: loss.derivative,
    })
}

/// Prediction minus target in `f32`, which must not overflow either.
pub(crate) fn checked_offset(index: usize, prediction: f32, target: f32) -> Result<f32, Error> {
    finite("predictions", index, prediction)?;
    finite("targets", index, target)?;
    finite("offsets", index, prediction - target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_has_the_sign_of_the_offset() {
        // 3-4-5 triangles: norms .6 and .8.
        let mut loss = GhmR::new(
            4.0,
            Options {
                bins: 1,
                momentum: 0.0,
                ..Options::regression()
            },
        )
        .unwrap();
        let step = loss.step(&[4.0, 0.0], &[1.0, 3.0], None).unwrap();
        assert_eq!(step.gradient, [0.3, -0.3]);
        assert_eq!(step.loss, 1.0);
        assert_eq!(loss.mu(), 4.0);
    }

    #[test]
    fn with_another_mu_the_average_goes_on_and_the_step_is_that_of_a_loss_made_with_it() {
        let offsets = [0.3, -0.02, 0.011, 1.7, -0.09, 0.004];
        let targets = [0.0; 6];
        let options = Options::regression();
        let mut moved = GhmR::new(0.02, options).unwrap();
        moved.step(&offsets, &targets, None).unwrap();
        let mut made = GhmR::new(0.1, options).unwrap();
        let average = moved.average();
        made.restore(average.raw(), average.updates()).unwrap();
        moved.set_mu(0.1).unwrap();
        let moved_step = moved.step(&offsets, &targets, None).unwrap().clone();
        assert_eq!(&moved_step, made.step(&offsets, &targets, None).unwrap());
        assert!(matches!(moved.set_mu(0.0), Err(Error::NotPositive { .. })));
        assert_eq!(moved.mu(), 0.1);
    }

    #[test]
    fn the_difference_is_taken_in_single_precision() {
        assert_eq!(checked_offset(0, 1.0, 1e-9), Ok(1.0));
    }
}

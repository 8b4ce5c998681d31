//! One step of a harmonized loss: what GHM-C and GHM-R have in common.

use crate::{
    density::{Average, Options, UnitRegions},
    error::{Error, finite, same_length},
    kernel::{ExampleBatch, Level, Pass},
};

/// What one step of a harmonized loss gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// `loss_weight / N` times the sum of `beta_i L_i` over the valid examples; 0 without any.
    pub loss: f64,
    /// Harmonizing parameter `beta_i` of each example; 0 where masked.
    pub weights: Vec<f32>,
    /// Derivative of [`loss`](Self::loss) by each logit or prediction, the weights held constant;
    /// 0 where masked.
    pub gradient: Vec<f32>,
    /// `R_j`: valid examples in each unit region.
    pub counts: Vec<u64>,
    /// `S_j` after this step; `None` without momentum.
    pub average: Option<Vec<f64>>,
    /// `N`: number of valid examples.
    pub valid: usize,
}

/// One valid example, whatever the loss.
pub(crate) struct Example {
    /// What [`UnitRegions`] finds its region by.
    pub key: f32,
    /// Loss without weight.
    pub loss: f64,
    /// Derivative of that loss.
    pub derivative: f64,
}

/// Checks the shapes and the mask, then visits the valid examples.
pub(crate) fn valid_examples(
    n: usize,
    targets: usize,
    mask: Option<&[f32]>,
    visit: &mut dyn FnMut(usize) -> Result<(), Error>,
) -> Result<(), Error> {
    same_length("targets", n, targets)?;
    same_length("mask", n, mask.map_or(n, <[f32]>::len))?;
    for i in 0..n {
        if finite("mask", i, mask.map_or(1.0, |mask| mask[i]))? > 0.0 {
            visit(i)?;
        }
    }
    Ok(())
}

/// Regions, average and buffers of a stateful loss.
#[derive(Clone, Debug)]
pub(crate) struct Harmonizer {
    regions: UnitRegions,
    /// For the usual batches, which are nearly all.
    lanes: Option<Lanes>,
    average: Average,
    /// Of each valid example, when the lanes didn't take the batch: index, region, loss,
    /// derivative.
    examples: Vec<(usize, usize, f64, f64)>,
    betas: Vec<f64>,
    step: Step,
}

/// The kernels, and the check whether they can take a batch.
#[derive(Clone, Debug)]
pub(crate) struct Lanes {
    pub(crate) pass: Pass,
    pub(crate) take: fn(Level, ExampleBatch) -> bool,
}

impl Harmonizer {
    pub(crate) fn new(
        regions: UnitRegions,
        lanes: Option<Lanes>,
        options: Options,
    ) -> Result<Self, Error> {
        let step = Step {
            counts: vec![0; regions.len()],
            ..Step::default()
        };
        Ok(Self {
            average: Average::new(options)?,
            regions,
            lanes,
            examples: Vec::new(),
            betas: Vec::new(),
            step,
        })
    }

    /// As many regions, at other keys: the average goes on.
    pub(crate) fn set_regions(&mut self, regions: UnitRegions, lanes: Option<Lanes>) {
        debug_assert_eq!(regions.len(), self.regions.len());
        (self.regions, self.lanes) = (regions, lanes);
    }

    /// One step; `example` checks one and tells its key, loss and derivative. The sum is divided by
    /// `divisor`, or else by the number of valid examples.
    pub(crate) fn step(
        &mut self,
        batch: ExampleBatch,
        divisor: Option<f64>,
        example: impl Fn(usize) -> Result<Example, Error>,
    ) -> Result<&Step, Error> {
        let n = batch.inputs.len();
        same_length("targets", n, batch.targets.len())?;
        if let Some(mask) = batch.mask {
            same_length("mask", n, mask.len())?;
        }
        self.step.weights.resize(n, 0.0);
        self.step.gradient.resize(n, 0.0);
        let level = Level::new();
        match self.lanes.take() {
            Some(mut lanes) if (lanes.take)(level, batch) => {
                self.step_in_lanes(&mut lanes.pass, batch, divisor);
                self.lanes = Some(lanes);
            }
            lanes => {
                self.lanes = lanes;
                self.step_one_by_one(batch, divisor, example)?;
            }
        }
        let step = &mut self.step;
        if self.average.options().momentum > 0.0 {
            let values = step.average.get_or_insert_default();
            values.clear();
            values.extend_from_slice(self.average.values());
        }
        Ok(step)
    }

    fn step_in_lanes(&mut self, pass: &mut Pass, batch: ExampleBatch, divisor: Option<f64>) {
        pass.count_and_mark(batch, &mut self.step.weights, &mut self.step.gradient);
        self.step.counts.copy_from_slice(pass.counts());
        let scale = self.weigh(pass.counts().iter().sum(), divisor);
        let Self { betas, step, .. } = self;
        pass.weigh(betas, scale, &mut step.weights, &mut step.gradient);
        let losses = pass.losses().iter().zip(&*betas);
        step.loss = scale * losses.map(|(loss, beta)| loss * beta).sum::<f64>();
    }

    fn step_one_by_one(
        &mut self,
        batch: ExampleBatch,
        divisor: Option<f64>,
        example: impl Fn(usize) -> Result<Example, Error>,
    ) -> Result<(), Error> {
        let Self {
            regions,
            examples,
            step,
            ..
        } = self;
        examples.clear();
        step.counts.fill(0);
        let mut valid = 0;
        // Everything that can fail comes before the average is touched.
        let n = batch.inputs.len();
        valid_examples(n, batch.targets.len(), batch.mask, &mut |i| {
            let Example {
                key,
                loss,
                derivative,
            } = example(i)?;
            valid += 1;
            // An example beyond the last region counts among the valid ones, and its weight is 0.
            if let Some(region) = regions.find(key) {
                step.counts[region] += 1;
                examples.push((i, region, loss, derivative));
            }
            Ok(())
        })?;
        let scale = self.weigh(valid, divisor);
        let step = &mut self.step;
        step.weights.fill(0.0);
        step.gradient.fill(0.0);
        let mut sum = 0.0;
        for &(i, region, loss, derivative) in &self.examples {
            let beta = self.betas[region];
            sum += beta * loss;
            step.weights[i] = beta as f32;
            step.gradient[i] = (scale * beta * derivative) as f32;
        }
        step.loss = scale * sum;
        Ok(())
    }

    /// Updates the average with the step's counts and computes the harmonizing parameters. Returns the
    /// factor of loss and gradient.
    fn weigh(&mut self, valid: u64, divisor: Option<f64>) -> f64 {
        let step = &mut self.step;
        step.valid = valid as usize;
        if step.valid > 0 {
            self.average.update(&step.counts);
        }
        self.average
            .weights_among(valid, &step.counts, &mut self.betas);
        let divisor = divisor.unwrap_or(step.valid.max(1) as f64);
        self.average.options().loss_weight / divisor
    }

    pub(crate) fn average(&self) -> &Average {
        &self.average
    }

    pub(crate) fn restore(&mut self, raw: &[f64], updates: &[u32]) -> Result<(), Error> {
        self.average.restore(raw, updates)
    }

    pub(crate) fn last(&self) -> &Step {
        &self.step
    }

    pub(crate) fn reset(&mut self) {
        self.average.reset();
    }
}

#[cfg(test)]
mod tests {
    use crate::{GhmC, Options, Step};

    #[test]
    fn the_loss_weight_scales_loss_and_gradient_only() {
        let of = |loss_weight| {
            let options = Options {
                loss_weight,
                ..Options::classification()
            };
            GhmC::new(options)
                .unwrap()
                .step(&[0.5, -2.0], &[0.0, 1.0], None)
                .unwrap()
                .clone()
        };
        let (one, two) = (of(1.0), of(2.0));
        assert_eq!(two.loss, 2.0 * one.loss);
        assert_eq!(two.gradient, [2.0 * one.gradient[0], 2.0 * one.gradient[1]]);
        assert_eq!(
            (two.weights, two.counts, two.average),
            (one.weights, one.counts, one.average)
        );
    }

    #[test]
    fn without_a_valid_example_the_loss_is_zero_and_the_average_stays() {
        let mut loss = GhmC::new(Options {
            bins: 2,
            ..Options::classification()
        })
        .unwrap();
        loss.step(&[1.0], &[0.0], None).unwrap();
        let before = loss.average().clone();
        let expected = Step {
            loss: 0.0,
            weights: vec![0.0; 2],
            gradient: vec![0.0; 2],
            counts: vec![0; 2],
            average: Some(vec![0.0, 0.25]),
            valid: 0,
        };
        assert_eq!(
            loss.step(&[1.0, 2.0], &[0.0; 2], Some(&[0.0, -1.0]))
                .unwrap(),
            &expected
        );
        assert_eq!(loss.average(), &before);
        assert_eq!(loss.step(&[], &[], None).unwrap().valid, 0);
        assert_eq!(loss.average(), &before);
    }

    #[test]
    fn later_steps_reuse_the_buffers() {
        let mut loss = GhmC::new(Options::classification()).unwrap();
        let buffers = |loss: &GhmC| {
            let harmonizer = loss.harmonizer();
            let step = &harmonizer.step;
            (
                (
                    step.weights.as_ptr(),
                    step.gradient.as_ptr(),
                    step.counts.as_ptr(),
                ),
                step.average.as_ref().map(Vec::as_ptr),
                (
                    harmonizer.examples.as_ptr(),
                    harmonizer.examples.capacity(),
                    harmonizer.betas.as_ptr(),
                ),
            )
        };
        loss.step(&[0.5; 100], &[1.0; 100], None).unwrap();
        let first = buffers(&loss);
        loss.step(&[-0.5; 100], &[1.0; 100], None).unwrap();
        assert_eq!(buffers(&loss), first);
    }

    #[test]
    fn reset_forgets_every_batch() {
        let mut loss = GhmC::new(Options::classification()).unwrap();
        let first = loss.step(&[0.5, 1.0], &[1.0, 0.0], None).unwrap().clone();
        assert_ne!(loss.step(&[0.5, 1.0], &[1.0, 0.0], None).unwrap(), &first);
        loss.reset();
        assert_eq!(loss.step(&[0.5, 1.0], &[1.0, 0.0], None).unwrap(), &first);
    }
}

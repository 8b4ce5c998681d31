//! One step of a harmonized loss: what GHM-C and GHM-R have in common.

use crate::{
    density::{Average, Options, UnitRegions},
    error::{Error, finite, same_length},
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
    mut visit: impl FnMut(usize) -> Result<(), Error>,
) -> Result<(), Error> {
    same_length("targets", n, targets)?;
    let Some(mask) = mask else {
        return (0..n).try_for_each(visit);
    };
    same_length("mask", n, mask.len())?;
    for (i, &value) in mask.iter().enumerate() {
        if finite("mask", i, value)? > 0.0 {
            visit(i)?;
        }
    }
    Ok(())
}

/// Regions, average and buffers of a stateful loss.
#[derive(Clone, Debug)]
pub(crate) struct Harmonizer {
    regions: UnitRegions,
    average: Average,
    /// Of each valid example: index, region, loss, derivative.
    examples: Vec<(usize, usize, f64, f64)>,
    counts: Vec<u64>,
    betas: Vec<f64>,
    step: Step,
}

impl Harmonizer {
    pub(crate) fn new(regions: UnitRegions, options: Options) -> Result<Self, Error> {
        Ok(Self {
            average: Average::new(options)?,
            counts: vec![0; regions.len()],
            regions,
            examples: Vec::new(),
            betas: Vec::new(),
            step: Step::default(),
        })
    }

    /// One step over `n` examples; `example` checks one and tells its key, loss and derivative.
    pub(crate) fn step(
        &mut self,
        n: usize,
        targets: usize,
        mask: Option<&[f32]>,
        example: impl Fn(usize) -> Result<Example, Error>,
    ) -> Result<&Step, Error> {
        let Self {
            regions,
            average,
            examples,
            counts,
            betas,
            step,
        } = self;
        examples.clear();
        counts.fill(0);
        // Everything that can fail comes before the average is touched.
        valid_examples(n, targets, mask, |i| {
            let Example {
                key,
                loss,
                derivative,
            } = example(i)?;
            let region = regions.index(key);
            counts[region] += 1;
            examples.push((i, region, loss, derivative));
            Ok(())
        })?;
        if !examples.is_empty() {
            average.update(counts);
        }
        average.weights_into(counts, betas);

        let options = average.options();
        let scale = options.loss_weight / examples.len().max(1) as f64;
        step.valid = examples.len();
        step.weights.clear();
        step.weights.resize(n, 0.0);
        step.gradient.clear();
        step.gradient.resize(n, 0.0);
        let mut sum = 0.0;
        for &(i, region, loss, derivative) in &*examples {
            let beta = betas[region];
            sum += beta * loss;
            step.weights[i] = beta as f32;
            step.gradient[i] = (scale * beta * derivative) as f32;
        }
        step.loss = scale * sum;
        step.counts.clone_from(counts);
        if options.momentum > 0.0 {
            let values = step.average.get_or_insert_default();
            values.clear();
            values.extend_from_slice(average.values());
        }
        Ok(step)
    }

    pub(crate) fn average(&self) -> &Average {
        &self.average
    }

    pub(crate) fn reset(&mut self) {
        self.average.reset();
    }
}

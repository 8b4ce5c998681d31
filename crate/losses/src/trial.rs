//! What the page times on the reader's machine. JavaScript has the clock.

use ghm::density::Options;
use ghm::kernel::{ExampleBatch, Level, Pass};
use ghm::sample::Preset;
use ghm::{Average, Sorted, UnitRegions};
use wasm_bindgen::prelude::*;

/// A batch in this module's memory, and ways to compute its loss.
#[wasm_bindgen]
pub struct Trial {
    logits: Vec<f32>,
    targets: Vec<f32>,
    options: Options,
    pass: Pass,
    beta: Vec<f64>,
}

#[wasm_bindgen]
impl Trial {
    /// `n` examples as of a converged detector, the same in every build.
    #[wasm_bindgen(constructor)]
    pub fn new(n: usize, bins: usize) -> Result<Self, JsError> {
        let made = Preset::Converged.classification(n, 1);
        let regions = UnitRegions::classification(bins)?;
        let options = Options {
            bins,
            momentum: 0.0,
            ..Options::classification()
        };
        let pass = Pass::classification(Level::new(), &regions);
        Ok(Self {
            logits: made.logits,
            targets: made.targets,
            options,
            pass,
            beta: vec![],
        })
    }

    /// The logits, copied.
    pub fn logits(&self) -> Vec<f32> {
        self.logits.clone()
    }

    /// The targets, copied.
    pub fn targets(&self) -> Vec<f32> {
        self.targets.clone()
    }

    /// GHM-C by unit regions: one pass of the kernel.
    pub fn regions(&mut self) -> Result<f64, JsError> {
        self.pass.count(ExampleBatch {
            inputs: &self.logits,
            targets: &self.targets,
            mask: None,
        });
        let mut average = Average::new(self.options)?;
        average.update(self.pass.counts());
        average.weights_into(self.pass.counts(), &mut self.beta);
        let sum: f64 = self
            .beta
            .iter()
            .zip(self.pass.losses())
            .map(|(b, l)| b * l)
            .sum();
        Ok(sum / self.logits.len().max(1) as f64)
    }

    /// GHM-C by the exact density of every example: sort, then two pointers.
    pub fn exact(&self) -> Result<f64, JsError> {
        let sorted = Sorted::classification(&self.logits, &self.targets, None)?;
        Ok(sorted.exact_loss(1.0 / self.options.bins as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_give_nearly_the_same_loss() {
        let mut trial = Trial::new(20_000, 30).ok().unwrap();
        let (regions, exact) = (trial.regions().ok().unwrap(), trial.exact().ok().unwrap());
        assert!((regions / exact - 1.0).abs() < 0.2, "{regions} {exact}");
    }
}

//! What the page times on the reader's machine. The clock is JavaScript's.

use ghm::density::Options;
use ghm::kernel::{ExampleBatch, Level, Pass};
use ghm::sample::Preset;
use ghm::{Average, Sorted, UnitRegions};
use wasm_bindgen::prelude::*;

/// A batch in this module's memory, and the loss of it by several ways.
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
    /// `n` examples of a converged detector, the same in every build.
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

/// Times taken here: nanoseconds per example by what was run and for which M.
#[derive(Default)]
pub struct Times(Vec<Timed>);

/// What was run, for which M, and how long it took each time.
struct Timed {
    what: String,
    bins: u32,
    nanoseconds: Vec<f64>,
}

impl Times {
    /// Takes one time.
    pub fn add(&mut self, what: &str, bins: u32, nanoseconds: f64) {
        match self.0.iter_mut().find(|t| t.what == what && t.bins == bins) {
            Some(timed) => timed.nanoseconds.push(nanoseconds),
            None => {
                let after = self
                    .0
                    .iter()
                    .position(|t| t.bins > bins)
                    .unwrap_or(self.0.len());
                self.0.insert(
                    after,
                    Timed {
                        what: what.to_owned(),
                        bins,
                        nanoseconds: vec![nanoseconds],
                    },
                );
            }
        }
    }

    /// Median time for each M, ascending.
    pub fn medians(&self, what: &str) -> Vec<(f64, f64)> {
        let of = self.0.iter().filter(|t| t.what == what);
        of.map(|t| (f64::from(t.bins), median(&t.nanoseconds)))
            .collect()
    }

    /// Forgets what was timed.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    crate::scale::sort(&mut sorted);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_taken_for_each_number_of_regions() {
        let mut times = Times::default();
        for t in [3.0, 1.0, 9.0] {
            times.add("simd", 30, t);
        }
        times.add("simd", 10, 2.0);
        times.add("js", 30, 50.0);
        assert_eq!(times.medians("simd"), [(10.0, 2.0), (30.0, 3.0)]);
        times.clear();
        assert!(times.medians("js").is_empty());
    }

    #[test]
    fn both_ways_give_nearly_the_same_loss() {
        let mut trial = Trial::new(20_000, 30).ok().unwrap();
        let (regions, exact) = (trial.regions().ok().unwrap(), trial.exact().ok().unwrap());
        assert!((regions / exact - 1.0).abs() < 0.2, "{regions} {exact}");
    }
}

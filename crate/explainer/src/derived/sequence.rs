//! Batches in turn, and the moving average over them.

use super::examples::SYNTHETIC_BATCHES;
use super::regions::unit_regions;
use crate::data::file::Batch;
use ghm::loss::Divisor;
use ghm::sorted::LEVELS;
use ghm::{Average, Options};

/// Counts, moving averages and losses, batch by batch.
#[derive(Default)]
pub struct Sequence {
    /// Counts R_j of each batch: batches by unit regions.
    pub counts: Vec<Vec<u64>>,
    /// Moving averages S_j after each batch, as the loss uses them, in the same shape.
    pub averages: Vec<Vec<f64>>,
    /// Numbers of updates k_j that each average has had, in the same shape.
    pub updates: Vec<Vec<u32>>,
    /// Cross-entropy of each batch.
    pub cross_entropy: Vec<f64>,
    /// GHM-C with the state's momentum.
    pub with_momentum: Vec<f64>,
    /// GHM-C without momentum: from each batch alone.
    pub without_momentum: Vec<f64>,
}

impl Sequence {
    /// Feeds the batches to the loss in turn; with `repeats`, the only one again and again. With `levels`, each
    /// level of a feature pyramid is a call of its own, and the loss of a batch is the mean over its calls.
    pub(super) fn of(
        batches: &[Batch],
        options: Options,
        levels: bool,
        divisor: Option<Divisor>,
        repeats: bool,
    ) -> Self {
        let mut out = Self::default();
        let alone = Options {
            momentum: 0.0,
            ..options
        };
        let (Ok(mut average), Ok(mut alone), Ok(regions)) = (
            Average::new(options),
            Average::new(alone),
            unit_regions(options),
        ) else {
            return out;
        };
        let times = match (batches.is_empty(), repeats) {
            (true, _) => 0,
            (false, true) => SYNTHETIC_BATCHES,
            (false, false) => batches.len(),
        };
        let mut beta = vec![];
        // Counts and losses of each call for a batch.
        let mut calls_of_batch = vec![];
        for (t, batch) in batches.iter().cycle().take(times).enumerate() {
            let (mut with, mut without, mut calls) = (0.0, 0.0, 0.0_f64);
            let mut whole = vec![0; options.bins];
            let examples = &batch.examples;
            // Turns a sum divided by N into the sum divided by what the state's divisor says.
            let each = match divisor {
                Some(Divisor::Positives) => examples.len() as f64 / batch.positives.max(1) as f64,
                None | Some(Divisor::Examples) => 1.0,
            };
            // The same batch again has the same counts.
            if t < batches.len() {
                calls_of_batch.clear();
                for level in 0..if levels { LEVELS } else { 1 } {
                    let (mut counts, mut losses) = (vec![], vec![]);
                    match levels {
                        true => examples.level_into(level, &regions, &mut counts, &mut losses),
                        false => examples.sums_into(&regions, &mut counts, &mut losses),
                    }
                    calls_of_batch.push((counts, losses));
                }
            }
            for (counts, losses) in &calls_of_batch {
                // N cancels in the loss, so it may leave out the examples that half precision drops.
                let n: u64 = counts.iter().sum();
                if n == 0 {
                    continue;
                }
                let mut harmonized = |average: &mut Average| {
                    average.update(counts);
                    average.weights_into(counts, &mut beta);
                    beta.iter().zip(losses).map(|(b, l)| b * l).sum::<f64>() / n as f64
                };
                with += harmonized(&mut average);
                without += harmonized(&mut alone);
                calls += 1.0;
                for (sum, count) in whole.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
            out.with_momentum.push(each * (with / calls.max(1.0)));
            out.without_momentum.push(each * (without / calls.max(1.0)));
            let mean = examples.total_loss() / (examples.len() as f64).max(1.0);
            out.cross_entropy.push(each * mean);
            out.averages.push(average.values().to_vec());
            out.updates.push(average.updates().to_vec());
            out.counts.push(whole);
        }
        out
    }
}

//! Batches in turn, and the moving average over them.

use super::examples::SYNTHETIC_BATCHES;
use super::regions::unit_regions;
use crate::data::file::Batch;
use crate::knob::Scope;
use ghm::loss::Divisor;
use ghm::sorted::{GPUS, LEVELS};
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
    /// With several GPUs, GHM-C with momentum if they added up their counts; else nothing.
    pub reduced: Vec<f64>,
    /// With several GPUs, how many times as much an example can weigh on one of them as on another, in each batch; else
    /// nothing.
    pub apart: Vec<f64>,
}

impl Sequence {
    /// Feeds the batches to the loss in turn; with `repeats`, the only one again and again. With several calls
    /// a batch, the loss of a batch is the mean over its calls, and averages of several GPUs are added up.
    pub(super) fn of(
        batches: &[Batch],
        options: Options,
        scope: Scope,
        divisor: Option<Divisor>,
        repeats: bool,
    ) -> Self {
        let mut out = Self::default();
        let alone = Options {
            momentum: 0.0,
            ..options
        };
        let calls_each = match scope {
            Scope::Batch => 1,
            Scope::Levels => LEVELS,
            Scope::Gpus => GPUS,
        };
        let (Ok(average), Ok(mut alone), Ok(regions)) = (
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
        // Levels share their average; each GPU has its own.
        let mut averages = vec![average.clone(); if scope == Scope::Gpus { GPUS } else { 1 }];
        let mut shared = average;
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
                for call in 0..calls_each {
                    let (mut counts, mut losses) = (vec![], vec![]);
                    let (into, sums) = (&mut counts, &mut losses);
                    match scope {
                        Scope::Batch => examples.sums_into(&regions, into, sums),
                        Scope::Levels => examples.level_into(call, &regions, into, sums),
                        Scope::Gpus => examples.dealt_into(call, &regions, into, sums),
                    }
                    calls_of_batch.push((counts, losses));
                }
            }
            // The least and the greatest weight that each region has on any GPU.
            let mut range = vec![(f64::INFINITY, 0.0_f64); options.bins];
            let mut lost = vec![0.0; options.bins];
            for (call, (counts, losses)) in calls_of_batch.iter().enumerate() {
                let at = call.min(averages.len() - 1);
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
                without += harmonized(&mut alone);
                with += harmonized(&mut averages[at]);
                let weighed = beta.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
                for (j, &weight) in weighed {
                    range[j] = (range[j].0.min(weight), range[j].1.max(weight));
                }
                for (sum, loss) in lost.iter_mut().zip(losses) {
                    *sum += loss;
                }
                calls += 1.0;
                for (sum, count) in whole.iter_mut().zip(counts) {
                    *sum += count;
                }
            }
            if scope == Scope::Gpus {
                shared.update(&whole);
                shared.weights_into(&whole, &mut beta);
                let sum: f64 = beta.iter().zip(&lost).map(|(b, l)| b * l).sum();
                let n: u64 = whole.iter().sum();
                out.reduced.push(each * sum / n.max(1) as f64);
                let ratios = range.iter().filter(|it| it.1 > 0.0).map(|it| it.1 / it.0);
                out.apart.push(ratios.fold(1.0, f64::max));
            }
            out.with_momentum.push(each * (with / calls.max(1.0)));
            out.without_momentum.push(each * (without / calls.max(1.0)));
            let mean = examples.total_loss() / (examples.len() as f64).max(1.0);
            out.cross_entropy.push(each * mean);
            let mut sums = vec![0.0; options.bins];
            let mut updates = vec![0; options.bins];
            for average in &averages {
                let each = average.values().iter().zip(average.updates());
                for (j, (value, &times)) in each.enumerate() {
                    sums[j] += value;
                    updates[j] = updates[j].max(times);
                }
            }
            out.averages.push(sums);
            out.updates.push(updates);
            out.counts.push(whole);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use crate::derived::Derived;
    use crate::knob::{Scope, State};

    /// Adding up the counts of all GPUs gives what one with the whole batch would give; without that, weights differ.
    #[test]
    fn gpus_that_add_up_their_counts_compute_as_one() {
        let mut state = State::default();
        state.set("data", "early").unwrap();
        let derived = Derived::default();
        let one = derived.sequence(&state);
        assert!(one.reduced.is_empty() && one.apart.is_empty());
        state.scope = Scope::Gpus;
        let eight = derived.sequence(&state);
        assert_eq!(eight.counts, one.counts);
        let all = eight.reduced.iter().zip(&one.with_momentum);
        for (reduced, whole) in all {
            assert!((reduced / whole - 1.0).abs() < 1e-9);
        }
        assert!(eight.apart.iter().all(|ratio| *ratio > 1.0));
        assert!(eight.with_momentum[60] != one.with_momentum[60]);
    }
}

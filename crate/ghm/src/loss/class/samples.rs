//! Sums of a loss over the examples of a region, of which few are looked at: for figures that follow a reader's hand.

use super::InBatch;
use std::slice;

/// Up to so many examples of a region, a loss is evaluated on each.
const SAMPLED: usize = 1_024;
/// The norms of a block differ by at most this factor, and so do their distances from 1, near which
/// losses bend. A loss that goes with the k-th power of the norm is then off by at most
/// `k (k - 1) / 8` times the square of the factor's excess: less than a thousandth up to k = 6.
const FACTOR: f64 = 1.0 + 1.0 / 64.0;
/// Norms this much smaller than the greatest of a region share a block: what they add to any loss is
/// lost beside it. So do those this near to 1, where no loss changes any more.
const NEGLIGIBLE: f64 = 1.0 / 1_048_576.0;

/// A region's examples: each, or blocks of nearly equal ones by their mean and number. What is linear
/// in the norm, as cross-entropy and GHM-C are, sums exactly; a smooth loss to within a thousandth, and
/// the asymmetric one, which has an edge at its margin, to within four. They are copied, since the
/// examples may be far apart in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    samples: Vec<Sample>,
    /// Stands for all: so many examples of norm 1 have the same summed norms.
    whole: Sample,
}

/// Examples that have, or nearly have, the same gradient norm under cross-entropy.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    norm: f64,
    /// How many are negative, and how many positive.
    numbers: [f64; 2],
}

impl Samples {
    /// Of examples whose gradient norms under cross-entropy are `all`, ascending; those of the
    /// positives among them are `positives`.
    pub fn of(all: &[f64], positives: &[f64]) -> Self {
        let mut samples = vec![];
        let one_by_one = all.len() <= SAMPLED;
        sample(&mut samples, all, [1.0, 0.0], one_by_one);
        if one_by_one {
            let mut positives = positives.iter().peekable();
            for Sample { norm, numbers } in &mut samples {
                if positives.next_if(|&positive| positive <= norm).is_some() {
                    *numbers = [0.0, 1.0];
                }
            }
        } else {
            // So far, positives are counted as negatives.
            sample(&mut samples, positives, [-1.0, 1.0], false);
        }
        let mut sums = [0.0; 2];
        for Sample { norm, numbers } in &samples {
            sums[0] += numbers[0] * norm;
            sums[1] += numbers[1] * norm;
        }
        let whole = Sample {
            norm: 1.0,
            numbers: sums,
        };
        Self { samples, whole }
    }

    /// The examples' gradient norms under cross-entropy, summed.
    pub fn norm_sum(&self) -> f64 {
        self.whole.numbers.iter().sum()
    }

    /// The examples' gradient norms under a loss, summed.
    pub fn sum(&self, loss: &InBatch) -> f64 {
        let samples = if loss.loss.scales() {
            slice::from_ref(&self.whole)
        } else {
            &self.samples
        };
        let mut sums = [0.0; 2];
        for Sample { norm, numbers } in samples {
            let norms = loss.norms(*norm);
            sums[0] += numbers[0] * norms[0];
            sums[1] += numbers[1] * norms[1];
        }
        // Samples of positives may stand for a little more than those of all.
        sums[0].max(0.0) + sums[1]
    }
}

/// Adds sorted norms, one by one or in blocks. `each` is what one norm counts as: negatives and positives.
/// Not inlined, as the page would have to load it twice.
#[inline(never)]
fn sample(samples: &mut Vec<Sample>, norms: &[f64], each: [f64; 2], one_by_one: bool) {
    let greatest = norms.last().copied().unwrap_or_default();
    let (mut rest, mut highest) = (norms, greatest * NEGLIGIBLE);
    while let Some(&least) = rest.first() {
        let mut length = 1;
        if !one_by_one {
            let to_one = 1.0 - least;
            let near_one = if to_one > NEGLIGIBLE {
                1.0 - to_one / FACTOR
            } else {
                1.0
            };
            highest = highest.max((least * FACTOR).min(near_one)).max(least);
            length = rest.partition_point(|&norm| norm <= highest);
        }
        let (block, others) = rest.split_at(length);
        rest = others;
        samples.push(Sample {
            norm: block.iter().sum::<f64>() / length as f64,
            numbers: each.map(|number| number * length as f64),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::{Batch, CLASS_LOSSES, Parameters};

    const BATCH: Batch = Batch {
        hardest: &|_| 0.4,
        beta: &|_| 0.25,
    };

    /// So many norms, evenly spaced in a region of the unit interval.
    fn spaced(count: usize) -> Vec<f64> {
        let at = |i: usize| 0.3 + 0.2 * (i as f64 + 0.5) / count as f64;
        (0..count).map(at).collect()
    }

    #[test]
    fn samples_sum_to_what_all_examples_do() {
        for (count, tolerance) in [(900, 1e-12), (50_003, 1e-3)] {
            let all = spaced(count);
            let positive = |place: usize| place.is_multiple_of(3);
            let positives: Vec<f64> = all.iter().copied().step_by(3).collect();
            let samples = Samples::of(&all, &positives);
            for row in CLASS_LOSSES {
                let loss = (row.make)(&Parameters::default());
                let loss = loss.in_batch(&BATCH);
                let norms = all.iter().enumerate();
                let expected: f64 = norms.map(|(i, &g)| loss.norm(g, positive(i))).sum();
                let ratio = samples.sum(&loss) / expected;
                // A block may lie on both sides of OHEM's threshold.
                let threshold = row.key == "ohem" && count > SAMPLED;
                let tolerance = if threshold { 0.03 } else { tolerance };
                assert!((ratio - 1.0).abs() < tolerance, "{} {ratio}", row.key);
            }
        }
    }

    #[test]
    fn few_examples_are_all_looked_at_and_many_in_blocks() {
        assert_eq!(Samples::of(&spaced(900), &[]).samples.len(), 900);
        let (all, positives) = (spaced(5_003), spaced(2_000));
        let samples = Samples::of(&all, &positives).samples;
        assert!(samples.len() < 200);
        let count = |label: usize| samples.iter().map(|it| it.numbers[label]).sum::<f64>();
        assert_eq!([count(0), count(1)], [3_003.0, 2_000.0]);
        assert!(Samples::of(&[], &[]).samples.is_empty());
    }

    #[test]
    fn each_positive_is_found_among_examples_of_the_same_norm() {
        let samples = Samples::of(&[0.1, 0.2, 0.2, 0.2, 0.3], &[0.2, 0.2, 0.3]).samples;
        let positives: Vec<_> = samples.iter().map(|it| it.numbers[1]).collect();
        assert_eq!(positives, [0.0, 1.0, 1.0, 0.0, 1.0]);
    }

    #[test]
    fn no_sum_is_negative_where_all_are_positive() {
        let all = spaced(5_000);
        let samples = Samples::of(&all, &all);
        let focal = (CLASS_LOSSES[1].make)(&Parameters::default());
        let focal = focal.in_batch(&BATCH);
        let expected: f64 = all.iter().map(|&g| focal.norm(g, true)).sum();
        assert!((samples.sum(&focal) / expected - 1.0).abs() < 1e-4);
    }
}

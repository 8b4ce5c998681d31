//! Sums of a loss over the examples of a region, of which few are looked at: for figures that follow a reader's hand.

use super::InBatch;
use std::slice;

/// A loss is evaluated on at most this many examples of a region: all of them, or evenly spaced ones.
const SAMPLED: usize = 1_024;

/// Samples of a region's examples, each with the number of examples that it stands for: sorted
/// neighbours differ by little. They are copied, since the examples may be far apart in memory.
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
        sample(&mut samples, all, [1.0, 0.0]);
        if all.len() <= SAMPLED {
            let mut positives = positives.iter().peekable();
            for Sample { norm, numbers } in &mut samples {
                if positives.next_if(|&positive| positive <= norm).is_some() {
                    *numbers = [0.0, 1.0];
                }
            }
        } else {
            // So far, positives are counted as negatives.
            sample(&mut samples, positives, [-1.0, 1.0]);
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

/// Adds at most [`SAMPLED`] of sorted norms, evenly spaced. `each` is what one norm counts as: negatives and positives.
/// Not inlined, as the page would have to load it twice.
#[inline(never)]
fn sample(samples: &mut Vec<Sample>, norms: &[f64], each: [f64; 2]) {
    let (count, most) = (norms.len(), norms.len().min(SAMPLED));
    samples.extend((0..most).map(|i| {
        let (from, to) = (i * count / most, (i + 1) * count / most);
        Sample {
            norm: norms[(from + to) / 2],
            numbers: each.map(|number| number * (to - from) as f64),
        }
    }));
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
                assert!((ratio - 1.0).abs() < tolerance, "{} {ratio}", row.key);
            }
        }
    }

    #[test]
    fn few_examples_are_all_looked_at_and_many_evenly() {
        assert_eq!(Samples::of(&spaced(900), &[]).samples.len(), 900);
        let (all, positives) = (spaced(5_003), spaced(2_000));
        let samples = Samples::of(&all, &positives).samples;
        assert_eq!(samples.len(), 2 * SAMPLED);
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

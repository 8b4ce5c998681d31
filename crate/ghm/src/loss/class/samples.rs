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

/// To every so many norms belongs their running sum.
const STRIDE: usize = 32;

/// Ascending gradient norms under cross-entropy with running sums, so that the sum of any part of them takes a few
/// additions, however many they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NormSums {
    /// The sum of all norms before each [`STRIDE`]th.
    every: Vec<f64>,
}

impl NormSums {
    /// Of these norms, ascending: then what is small is added before what is large. O(N).
    #[inline(never)]
    pub fn of(norms: &[f64]) -> Self {
        let mut sum = 0.0;
        let mut every = vec![0.0];
        for whole in norms.chunks_exact(STRIDE) {
            sum += whole.iter().sum::<f64>();
            every.push(sum);
        }
        Self { every }
    }

    /// All of the norms. They have to be those that the sums were taken of.
    pub fn all<'a>(&'a self, norms: &'a [f64]) -> Norms<'a> {
        Norms {
            norms,
            from: 0,
            to: norms.len(),
            sums: &self.every,
        }
    }
}

/// A part of ascending gradient norms under cross-entropy.
#[derive(Clone, Copy, Debug)]
pub struct Norms<'a> {
    /// All norms.
    norms: &'a [f64],
    /// Where the part starts and ends.
    from: usize,
    to: usize,
    sums: &'a [f64],
}

impl<'a> Norms<'a> {
    /// The norms of this part.
    pub fn part(&self) -> &'a [f64] {
        &self.norms[self.from..self.to]
    }

    /// Takes the first so many away, at most as many as there are, and returns them.
    #[must_use]
    pub fn take(&mut self, count: usize) -> Self {
        let to = self.to.min(self.from + count);
        let first = Self { to, ..*self };
        self.from = to;
        first
    }

    fn sum(&self) -> f64 {
        let (first, last) = (self.from.div_ceil(STRIDE), self.to / STRIDE);
        let between = |from: usize, to: usize| self.norms[from..to].iter().sum::<f64>();
        if last <= first {
            return between(self.from, self.to);
        }
        let whole = self.sums[last] - self.sums[first];
        between(self.from, first * STRIDE) + whole + between(last * STRIDE, self.to)
    }
}

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
    /// Of examples whose gradient norms under cross-entropy are `all`; those of the positives among them are
    /// `positives`.
    pub fn of(all: Norms, positives: Norms) -> Self {
        let mut samples = vec![];
        let one_by_one = all.part().len() <= SAMPLED;
        sample(&mut samples, all, [1.0, 0.0], one_by_one);
        if one_by_one {
            let mut positives = positives.part().iter().peekable();
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

/// Adds norms, one by one or in blocks. `each` is what one norm counts as: negatives and positives.
/// Not inlined, as the page would have to load it twice.
#[inline(never)]
fn sample(samples: &mut Vec<Sample>, mut norms: Norms, each: [f64; 2], one_by_one: bool) {
    if one_by_one {
        let single = |&norm: &f64| Sample {
            norm,
            numbers: each,
        };
        samples.extend(norms.part().iter().map(single));
        return;
    }
    let greatest = norms.part().last().copied().unwrap_or_default();
    let mut highest = greatest * NEGLIGIBLE;
    while let Some(&least) = norms.part().first() {
        let to_one = 1.0 - least;
        let near_one = if to_one > NEGLIGIBLE {
            1.0 - to_one / FACTOR
        } else {
            1.0
        };
        highest = highest.max((least * FACTOR).min(near_one)).max(least);
        let length = up_to(norms.part(), highest);
        samples.push(Sample {
            norm: norms.take(length).sum() / length as f64,
            numbers: each.map(|number| number * length as f64),
        });
    }
}

/// How many of the norms are at most `highest`. Looked for from the first one on, as these are few of many.
fn up_to(norms: &[f64], highest: f64) -> usize {
    let mut near = 16;
    while norms.get(near).is_some_and(|&norm| norm <= highest) {
        near *= 4;
    }
    let near = &norms[..norms.len().min(near)];
    near.partition_point(|&norm| norm <= highest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::{Batch, CLASS_LOSSES, Parameters};

    const BATCH: Batch = Batch {
        hardest: &|_| 0.4,
        beta: &|_| 0.25,
    };

    fn samples(all: &[f64], positives: &[f64]) -> Samples {
        let sums = [all, positives].map(NormSums::of);
        Samples::of(sums[0].all(all), sums[1].all(positives))
    }

    #[test]
    fn a_part_sums_to_what_its_norms_do() {
        let norms = spaced(1_000);
        let sums = NormSums::of(&norms);
        for from in [0, 1, 31, 32, 33, 500, 999, 1_000] {
            for to in [0, 1, 32, 40, 63, 64, 97, 511, 640, 1_000] {
                let mut rest = sums.all(&norms);
                let _ = rest.take(from);
                let part = rest.take(to.max(from) - from);
                let expected: f64 = norms[from..to.max(from)].iter().sum();
                assert_eq!(part.part(), &norms[from..to.max(from)]);
                let error = (part.sum() - expected).abs();
                assert!(error <= 1e-13 * expected, "{from} to {to}: {error}");
            }
        }
        assert!(NormSums::of(&[]).all(&[]).part().is_empty());
    }

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
            let samples = samples(&all, &positives);
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
        assert_eq!(samples(&spaced(900), &[]).samples.len(), 900);
        let (all, positives) = (spaced(5_003), spaced(2_000));
        let blocks = samples(&all, &positives).samples;
        assert!(blocks.len() < 200);
        let count = |label: usize| blocks.iter().map(|it| it.numbers[label]).sum::<f64>();
        assert_eq!([count(0), count(1)], [3_003.0, 2_000.0]);
        assert!(samples(&[], &[]).samples.is_empty());
    }

    #[test]
    fn each_positive_is_found_among_examples_of_the_same_norm() {
        let found = samples(&[0.1, 0.2, 0.2, 0.2, 0.3], &[0.2, 0.2, 0.3]).samples;
        let positives: Vec<_> = found.iter().map(|it| it.numbers[1]).collect();
        assert_eq!(positives, [0.0, 1.0, 1.0, 0.0, 1.0]);
    }

    #[test]
    fn no_sum_is_negative_where_all_are_positive() {
        let all = spaced(5_000);
        let samples = samples(&all, &all);
        let focal = (CLASS_LOSSES[1].make)(&Parameters::default());
        let focal = focal.in_batch(&BATCH);
        let expected: f64 = all.iter().map(|&g| focal.norm(g, true)).sum();
        assert!((samples.sum(&focal) / expected - 1.0).abs() < 1e-4);
    }
}

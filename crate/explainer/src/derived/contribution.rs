//! What each unit region adds to the gradient under a loss.

use super::{Examples, Regions, weight_at};
use ghm::Sorted;
use ghm::loss::{Batch, ClassLoss, InBatch};
use std::rc::Rc;

/// The loss is evaluated on at most this many examples of a region: all of them, or evenly spaced ones.
const SAMPLED: usize = 1_024;

/// Gradient norms sampled from each region, each with the number of examples that it stands for: sorted neighbours
/// differ by little. They are copied into one array, since the norms themselves are far apart in memory.
pub struct Samples {
    norms: Vec<(f64, f64)>,
    /// Where each region's samples end. The last entry is for norms beyond the last region.
    ends: Vec<usize>,
}

impl Samples {
    pub(super) fn of(examples: &Examples, regions: &Regions) -> Self {
        let (mut norms, mut ends) = (vec![], vec![]);
        let all = examples.all.as_ref().map_or(&[][..], Sorted::norms);
        let mut from = 0;
        let counts = regions.counts.iter().map(|&count| count as usize);
        let beyond = all.len() - counts.clone().sum::<usize>();
        for count in counts.chain([beyond]) {
            let inside = &all[from..from + count];
            from += count;
            norms.extend(sampled(inside, SAMPLED));
            ends.push(norms.len());
        }
        Self { norms, ends }
    }

    /// The summed gradient norm of each region, under cross-entropy; the last entry is of norms beyond the last region.
    pub(super) fn norm_sums(&self) -> Vec<f64> {
        let mut from = 0;
        let sums = self.ends.iter().map(|&to| {
            let samples = &self.norms[std::mem::replace(&mut from, to)..to];
            samples.iter().map(|(g, times)| times * g).sum()
        });
        sums.collect()
    }

    /// The summed reformulated gradient norm of each region. For losses without regions, the last one also has the
    /// examples beyond its end.
    pub(super) fn sums(&self, loss: ClassLoss, examples: &Examples, regions: &Regions) -> Vec<f64> {
        let batch = Batch {
            hardest: &|share| hardest(examples, share),
            beta: &|g| beta(regions, g),
        };
        let of = loss.in_batch(&batch);
        let mut sums = vec![];
        let mut from = 0;
        for &to in &self.ends {
            let samples = &self.norms[from..to];
            let negative = samples.iter().map(|&(g, times)| times * of.norm(g, false));
            sums.push(negative.sum::<f64>());
            from = to;
        }
        if let (true, Some(positives)) = (loss.depends_on_label(), &examples.positives) {
            relabel(&mut sums, positives, regions, of);
        }
        let beyond = sums.pop().unwrap_or_default();
        if let (Some(last), false) = (sums.last_mut(), matches!(loss, ClassLoss::Ghm(_))) {
            *last += beyond;
        }
        sums
    }
}

/// The reformulated gradient norm of an example from its norm under cross-entropy and its label.
pub fn reformulated(
    loss: ClassLoss,
    examples: Rc<Examples>,
    regions: Rc<Regions>,
) -> impl Fn(f64, bool) -> f64 {
    move |g, positive| {
        let batch = Batch {
            hardest: &|share| hardest(&examples, share),
            beta: &|g| beta(&regions, g),
        };
        loss.in_batch(&batch).norm(g, positive)
    }
}

/// The harmonizing parameter at a gradient norm; NaN in an empty region.
fn beta(regions: &Regions, g: f64) -> f64 {
    weight_at(&regions.edges, &regions.weights, g).unwrap_or(f64::NAN)
}

/// At most that many of sorted norms, evenly spaced, each with the number that it stands for.
fn sampled(norms: &[f64], most: usize) -> impl Iterator<Item = (f64, f64)> {
    let (count, samples) = (norms.len(), norms.len().min(most));
    (0..samples).map(move |i| {
        let (from, to) = (i * count / samples, (i + 1) * count / samples);
        (norms[(from + to) / 2], (to - from) as f64)
    })
}

/// Corrects the sums for the positives, which were summed as if they were negatives.
fn relabel(sums: &mut [f64], positives: &Sorted, regions: &Regions, of: InBatch) {
    let norms = positives.norms();
    let mut from = 0;
    let counts = regions.positives.iter().map(|&count| count as usize);
    let beyond = norms.len() - counts.clone().sum::<usize>();
    for (sum, count) in sums.iter_mut().zip(counts.chain([beyond])) {
        let inside = &norms[from..from + count];
        from += count;
        let more = sampled(inside, SAMPLED);
        let more = more.map(|(g, times)| {
            let [negative, positive] = of.norms(g);
            times * (positive - negative)
        });
        *sum = (*sum + more.sum::<f64>()).max(0.0);
    }
}

/// The least gradient norm among the hardest share of the examples.
fn hardest(examples: &Examples, share: f64) -> f64 {
    let norms = examples.all.as_ref().map_or(&[][..], Sorted::norms);
    let kept = libm::ceil(share * norms.len() as f64) as usize;
    norms
        .get(norms.len() - kept.min(norms.len()))
        .copied()
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_samples_of_a_region_sum_to_what_all_of_them_do() {
        let norms: Vec<f64> = (0..5_003).map(|i| 0.1 + f64::from(i) / 150_000.0).collect();
        let focal = |g: f64| 0.75 * g.powi(3);
        let all: f64 = norms.iter().map(|&g| focal(g)).sum();
        let few: f64 = sampled(&norms, SAMPLED)
            .map(|(g, times)| times * focal(g))
            .sum();
        assert!((few / all - 1.0).abs() < 1e-5, "{few} {all}");
        assert_eq!(sampled(&norms, SAMPLED).count(), SAMPLED);
        assert_eq!(
            sampled(&norms, 9).map(|(_, times)| times).sum::<f64>(),
            5_003.0
        );
        assert_eq!(sampled(&[], 9).count(), 0);
    }
}

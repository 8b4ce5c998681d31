//! Examples counted as they come, and what follows from the counts.

use crate::counts::Counts;
use crate::read::Read;
use crate::refused::Refused;
use crate::sink::Sink;
use crate::words::say;
use ghm::baseline::cross_entropy;
use ghm::classification::example_key;
use ghm::density::{CELLS, classification_key};
use ghm::{Average, Options, UnitRegions};

/// Counts examples in cells and in unit regions, in memory that does not grow with them.
///
/// Counts are exact. Losses are summed as `f64` with the error carried along (Neumaier), so that a sum's relative error
/// stays below 1e-15 however many they are; each loss itself is right to 1e-15 of its size, about.
#[derive(Clone, Debug)]
pub struct Tally {
    cells: UnitRegions,
    regions: UnitRegions,
    /// Counts by cells; losses and positives too.
    pub counts: Counts,
    rest: Vec<f64>,
    /// Counts and losses by regions, and the losses' carried errors.
    pub of_regions: (Vec<u64>, Vec<f64>),
    rest_of_regions: Vec<f64>,
    /// Whether regions are so many cells.
    shared: bool,
}

impl Tally {
    /// Counts for this many unit regions too.
    ///
    /// # Errors
    /// [`ghm::Error::Bins`].
    pub fn new(bins: usize) -> Result<Self, ghm::Error> {
        Ok(Self {
            cells: UnitRegions::cells(),
            regions: UnitRegions::classification(bins)?,
            counts: Counts::new(),
            rest: vec![0.0; CELLS],
            of_regions: (vec![0; bins], vec![0.0; bins]),
            rest_of_regions: vec![0.0; bins],
            shared: CELLS.is_multiple_of(bins),
        })
    }

    /// One example: the key of its norm, its loss, whether it is positive.
    fn add(&mut self, key: f32, loss: f64, positive: bool) {
        let cell = self.cells.index(key);
        self.counts.counts[cell] += 1;
        if let Some(losses) = &mut self.counts.losses {
            carried(&mut losses[cell], &mut self.rest[cell], loss);
        }
        if let Some(positives) = &mut self.counts.positives {
            positives[cell] += u64::from(positive);
        }
        if !self.shared {
            let region = self.regions.index(key);
            self.of_regions.0[region] += 1;
            carried(
                &mut self.of_regions.1[region],
                &mut self.rest_of_regions[region],
                loss,
            );
        }
    }

    /// All examples came.
    pub fn finish(&mut self) {
        let bins = self.of_regions.0.len();
        if let Some(losses) = &mut self.counts.losses {
            for (sum, rest) in losses.iter_mut().zip(&mut self.rest) {
                *sum += std::mem::take(rest);
            }
        }
        for (sum, rest) in self.of_regions.1.iter_mut().zip(&mut self.rest_of_regions) {
            *sum += std::mem::take(rest);
        }
        if let Some((counts, losses)) = self.counts.regions(bins) {
            self.of_regions = (counts, losses.unwrap_or_default());
        }
    }
}

/// Adds to a sum, and what rounding drops to `rest`.
fn carried(sum: &mut f64, rest: &mut f64, value: f64) {
    let total = *sum + value;
    *rest += if *sum >= value {
        (*sum - total) + value
    } else {
        (value - total) + *sum
    };
    *sum = total;
}

impl Sink for Tally {
    fn example(&mut self, logit: f32, target: f32) {
        // What comes here was checked.
        if let Ok(key) = example_key(logit, target) {
            let loss = cross_entropy(f64::from(logit), f64::from(target)).value;
            self.add(key, loss, target > 0.5);
        }
    }

    fn offset(&mut self, _: f32) {}

    fn norm(&mut self, norm: f32) {
        self.add(classification_key(f64::from(norm)) as f32, 0.0, false);
    }
}

/// What counts say under GHM-C without momentum, which is also what a moving average settles on.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Unit regions that are not empty.
    pub filled: usize,
    /// The share of examples in the first region.
    pub first_region: f64,
    /// The share of examples in the last region.
    pub last_region: f64,
    /// The mean cross-entropy; none where losses are unknown.
    pub cross_entropy: Option<f64>,
    /// GHM-C as the code has it; none where losses are unknown.
    pub ghm_c: Option<f64>,
    /// The greatest weight of a region.
    pub greatest_weight: f64,
}

impl Summary {
    /// Of unit regions with their counts and, if known, summed losses.
    ///
    /// # Errors
    /// [`ghm::Error::Bins`].
    pub fn of(counts: &[u64], losses: Option<&[f64]>) -> Result<Self, ghm::Error> {
        let options = Options {
            bins: counts.len(),
            momentum: 0.0,
            ..Options::classification()
        };
        let mut average = Average::new(options)?;
        average.update(counts);
        let mut weights = vec![];
        average.weights_into(counts, &mut weights);
        let n = counts.iter().sum::<u64>().max(1) as f64;
        let share = |count: Option<&u64>| count.map_or(0.0, |&count| count as f64 / n);
        Ok(Self {
            filled: counts.iter().filter(|&&count| count > 0).count(),
            first_region: share(counts.first()),
            last_region: share(counts.last()),
            cross_entropy: losses.map(|losses| losses.iter().sum::<f64>() / n),
            ghm_c: losses.map(|losses| {
                losses
                    .iter()
                    .zip(&weights)
                    .map(|(loss, weight)| loss * weight)
                    .sum::<f64>()
                    / n
            }),
            greatest_weight: weights.iter().copied().fold(0.0, f64::max),
        })
    }
}

/// Counts of what was read: by cells, and by `bins` regions with their summed losses.
pub type Counted = (Counts, Vec<u64>, Option<Vec<f64>>);

/// Counts what was read; none where it holds box offsets alone.
///
/// # Errors
/// If a number of regions is no such number, or can't be had from a table of counts.
pub fn count(read: &Read, bins: usize) -> Result<Option<Counted>, Refused> {
    let error = |error: ghm::Error| Refused::told(error);
    let mut tally = Tally::new(bins).map_err(error)?;
    if let Some(counts) = &read.counts {
        let regions = counts.regions(bins).ok_or_else(|| {
            Refused::new(say!("{bins} regions can't be had from a table of {CELLS} cells: expected a number that divides {CELLS}", "{CELLS} 格的表分不出 {bins} 个区域，区域数应整除 {CELLS}"))
        })?;
        return Ok(Some((counts.clone(), regions.0, regions.1)));
    }
    if let Some(examples) = &read.examples {
        for (&logit, &target) in examples.logits.iter().zip(&examples.targets) {
            tally.example(logit, target);
        }
        tally.finish();
        let (counts, losses) = tally.of_regions;
        return Ok(Some((tally.counts, counts, Some(losses))));
    }
    let Some(norms) = &read.norms else {
        return Ok(None);
    };
    for &norm in norms {
        tally.norm(norm);
    }
    tally.finish();
    tally.counts.losses = None;
    tally.counts.positives = None;
    Ok(Some((tally.counts, tally.of_regions.0, None)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ghm::Sorted;

    #[test]
    fn counts_and_losses_are_those_of_sorted_examples() {
        let logits: Vec<f32> = (0..5000).map(|i| (i as f32 * 0.37).sin() * 9.0).collect();
        let targets: Vec<f32> = (0..5000).map(|i| [0.0, 1.0, 0.25][i % 3]).collect();
        let sorted = Sorted::classification(&logits, &targets, None).unwrap();
        for bins in [7, 30] {
            let mut tally = Tally::new(bins).unwrap();
            logits
                .iter()
                .zip(&targets)
                .for_each(|(&x, &t)| tally.example(x, t));
            tally.finish();
            let (mut counts, mut losses) = (vec![], vec![]);
            sorted.sums_into(
                &UnitRegions::classification(bins).unwrap(),
                &mut counts,
                &mut losses,
            );
            assert_eq!(tally.of_regions.0, counts, "{bins}");
            for (found, expected) in tally.of_regions.1.iter().zip(losses) {
                assert!((found - expected).abs() < 1e-9, "{bins}");
            }
        }
    }

    #[test]
    fn a_sum_of_many_losses_loses_nothing() {
        let mut tally = Tally::new(30).unwrap();
        let (logit, n) = (-2.3_f32, 3_000_000);
        (0..n).for_each(|_| tally.example(logit, 0.0));
        tally.finish();
        let exact = f64::from(n) * cross_entropy(f64::from(logit), 0.0).value;
        let sum: f64 = tally.counts.losses.unwrap().iter().sum();
        assert!((sum / exact - 1.0).abs() < 1e-15, "{}", sum / exact - 1.0);
    }
}

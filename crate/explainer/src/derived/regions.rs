//! Unit regions of the examples.

use super::Examples;
use crate::knob::Precision;
use crate::plot::cell;
use ghm::half::half;
use ghm::{Average, Convention, Options, UnitRegions};

/// The unit regions of GHM-C, with what the examples make of each.
#[derive(Default)]
pub struct Regions {
    /// Edges on the axis of the gradient norm g: j / M, for j from 0 to M.
    pub edges: Vec<f64>,
    /// R_j, the number of examples in each region.
    pub counts: Vec<u64>,
    /// Cross-entropy summed over each region.
    pub losses: Vec<f64>,
    /// Positives in each region; empty where labels are unknown.
    pub positives: Vec<u64>,
    /// Harmonizing parameter of each region once the moving average has settled: S_j = R_j.
    pub weights: Vec<f64>,
    /// The same in the first call of a fresh loss.
    pub first_weights: Vec<f64>,
}

impl Regions {
    /// The sum of all losses, where each region's examples have this weight.
    pub fn loss(&self, weights: &[f64]) -> f64 {
        let weighted = weights.iter().zip(&self.losses);
        weighted.map(|(weight, loss)| weight * loss).sum()
    }

    /// The filled regions whose right neighbour is filled, too.
    pub fn steps(&self) -> impl Iterator<Item = usize> + '_ {
        let pairs = self.counts.windows(2).enumerate();
        pairs
            .filter(|(_, pair)| pair[0] > 0 && pair[1] > 0)
            .map(|(j, _)| j)
    }

    /// Whether the weights of a region and of its right neighbour differ by no more than they deviate: their bands meet.
    pub fn bands_meet(&self, j: usize, momentum: f64) -> bool {
        let off = |j: usize| deviation(momentum, self.counts[j]) * self.weights[j];
        (self.weights[j] - self.weights[j + 1]).abs() <= off(j) + off(j + 1)
    }

    pub(super) fn of(examples: &Examples, options: Options) -> Self {
        let m = options.bins;
        let mut made = Self {
            edges: edges(m),
            ..Self::default()
        };
        let (Some(all), Ok(regions)) = (&examples.all, unit_regions(options)) else {
            return Self {
                counts: vec![0; m],
                losses: vec![0.0; m],
                weights: vec![0.0; m],
                first_weights: vec![0.0; m],
                ..made
            };
        };
        all.sums_into(&regions, &mut made.counts, &mut made.losses);
        if let Some(positives) = &examples.positives {
            positives.counts_into(&regions, &mut made.positives);
        }
        made.weights = settled_weights(options, &made.counts, all.len());
        made.first_weights = first_weights(options, &made.counts, all.len());
        made
    }
}

/// The M + 1 edges of M unit regions, from 0 to 1.
pub fn edges(m: usize) -> Vec<f64> {
    (0..=m).map(|j| j as f64 / m as f64).collect()
}

/// The regions of the classification loss.
pub fn unit_regions(options: Options) -> Result<UnitRegions, ghm::Error> {
    Ok(UnitRegions::classification(options.bins)?.ending(options.edge))
}

/// Harmonizing parameters once the moving average has settled on these counts.
pub fn settled_weights(options: Options, counts: &[u64], n: usize) -> Vec<f64> {
    let settled = Options {
        momentum: 0.0,
        ..options
    };
    first_weights(settled, counts, n)
}

/// Harmonizing parameters in the first call of a fresh loss, with `n` examples.
fn first_weights(options: Options, counts: &[u64], n: usize) -> Vec<f64> {
    let mut weights = vec![];
    if let Ok(mut average) = Average::new(options) {
        average.update(counts);
        average.weights_among(n as u64, counts, &mut weights);
    }
    weights
}

/// Harmonizing parameters as half precision holds them. mmdetection writes `N / S` into a tensor of the predictions' type and
/// divides by `n` afterwards: beyond 65,504 that is infinite. Where all is half, so is the average, if there is one: beyond the
/// same number it is infinite, and the weight 0.
pub fn in_half(
    precision: Precision,
    options: Options,
    counts: &[u64],
    weights: &[f64],
    n: usize,
) -> Vec<f64> {
    let filled = counts.iter().filter(|&&count| count > 0).count();
    let divisor = match options.convention {
        Convention::Paper => counts.len(),
        Convention::Code | Convention::Average => filled,
    } as f64;
    let weight = |&weight: &f64| {
        if precision == Precision::Single || weight == 0.0 {
            return weight;
        }
        let mut average = n as f64 / (weight * divisor);
        if precision == Precision::All && options.momentum > 0.0 {
            average = half(average);
        }
        half(half(n as f64 / average) / divisor)
    };
    weights.iter().map(weight).collect()
}

/// By how much, relatively, a weight deviates from batch to batch where its region holds `count` examples: a count deviates
/// by its root, and of independent counts a settled average keeps `(1 - alpha) / (1 + alpha)` of the variance.
pub fn deviation(momentum: f64, count: u64) -> f64 {
    ((1.0 - momentum) / ((1.0 + momentum) * count as f64)).sqrt()
}

/// The harmonizing parameter at a gradient norm; none outside the regions and in an empty one.
pub fn weight_at(edges: &[f64], weights: &[f64], g: f64) -> Option<f64> {
    let weight = *weights.get(cell(edges, g)?)?;
    (weight > 0.0).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What mmdetection's formula gave under torch: 60 examples of 3.92 million are too few, and so are 122 of 8 million.
    #[test]
    fn half_precision_makes_the_weights_of_small_regions_infinite() {
        let options = Options {
            momentum: 0.0,
            ..Options::classification()
        };
        let infinite = |n: u64, count: u64, options: Options| {
            let mut counts = vec![0; options.bins];
            (counts[0], counts[9]) = (n - count, count);
            let weights = first_weights(options, &counts, n as usize);
            let found = in_half(
                Precision::Predictions,
                options,
                &counts,
                &weights,
                n as usize,
            );
            assert!(found[0].is_finite() && found[5] == 0.0);
            found[9].is_infinite()
        };
        assert!(infinite(3_920_000, 59, options) && !infinite(3_920_000, 60, options));
        assert!(infinite(8_000_000, 122, options) && !infinite(8_000_000, 123, options));
        // In a first call from zero, four times as many are too few.
        let first = Options {
            momentum: 0.75,
            ..options
        };
        assert!(infinite(100_000, 6, first) && !infinite(100_000, 7, first));
    }

    #[test]
    fn where_all_is_half_a_great_average_is_infinite_and_its_weight_0() {
        let options = Options::classification();
        let mut counts = vec![0; options.bins];
        (counts[0], counts[9]) = (102_048, 1_000);
        let weights = settled_weights(options, &counts, 103_048);
        let of = |precision| in_half(precision, options, &counts, &weights, 103_048);
        assert_eq!(of(Precision::Single), weights);
        assert!(of(Precision::Predictions)[0] > 0.5);
        assert_eq!(of(Precision::All)[0], 0.0);
        // Without a moving average nothing is stored in half but the weights.
        let none = Options {
            momentum: 0.0,
            ..options
        };
        let found = in_half(Precision::All, none, &counts, &weights, 103_048);
        assert!(found[0] > 0.5);
    }

    /// The averages of many batches of 1,000 examples deviate as the formula says.
    #[test]
    fn the_deviation_is_that_of_drawn_batches() {
        for momentum in [0.0, 0.75, 0.9] {
            let options = Options {
                bins: 10,
                momentum,
                start: ghm::Start::Corrected,
                empty: ghm::Empty::Decay,
                ..Options::classification()
            };
            let mut average = Average::new(options).unwrap();
            let mut random = 1_u64;
            let mut seen = vec![];
            for batch in 0..4_000 {
                let mut counts = vec![0; 10];
                for _ in 0..1_000 {
                    random = random
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    // A fiftieth are in one region: 20 of 1,000.
                    let rare = (random >> 33).is_multiple_of(50);
                    counts[if rare { 4 } else { 0 }] += 1;
                }
                average.update(&counts);
                if batch > 200 {
                    seen.push(average.values()[4]);
                }
            }
            let n = seen.len() as f64;
            let mean = seen.iter().sum::<f64>() / n;
            let squares: f64 = seen.iter().map(|s| (s - mean) * (s - mean)).sum();
            let found = (squares / n).sqrt() / mean;
            let expected = deviation(momentum, 20);
            assert!(
                (found / expected - 1.0).abs() < 0.08,
                "{momentum}: {found} {expected}"
            );
        }
    }
}

//! Unit regions of the examples.

use super::Examples;
use crate::plot::cell;
use ghm::{Average, Options, UnitRegions};

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

/// The harmonizing parameter at a gradient norm; none outside the regions and in an empty one.
pub fn weight_at(edges: &[f64], weights: &[f64], g: f64) -> Option<f64> {
    let weight = *weights.get(cell(edges, g)?)?;
    (weight > 0.0).then_some(weight)
}

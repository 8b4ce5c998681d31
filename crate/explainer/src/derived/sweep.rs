//! The loss against the number of unit regions.

use super::Examples;
use super::regions::{settled_weights, unit_regions};
use ghm::Options;

/// Numbers of unit regions that the figure `regions` shows.
pub const BINS: [usize; 13] = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 200];

/// GHM-C at several numbers of unit regions, momentum aside.
#[derive(Default)]
pub struct Sweep {
    /// Numbers of unit regions M, ascending.
    pub bins: Vec<usize>,
    /// GHM-C by unit regions, for each M.
    pub regions: Vec<f64>,
    /// GHM-C by the exact density with epsilon = 1 / M, for each M.
    pub exact: Vec<f64>,
}

impl Sweep {
    pub(super) fn of(examples: &Examples, options: Options) -> Self {
        let mut sweep = Self::default();
        let Some(all) = &examples.all else {
            return sweep;
        };
        let total = all.len().max(1) as f64;
        let (mut counts, mut losses) = (vec![], vec![]);
        for bins in BINS {
            let options = Options { bins, ..options };
            let Ok(regions) = unit_regions(options) else {
                continue;
            };
            all.sums_into(&regions, &mut counts, &mut losses);
            let weights = settled_weights(options, &counts, all.len());
            let weighted = weights.iter().zip(&losses).map(|(beta, loss)| beta * loss);
            sweep.bins.push(bins);
            sweep.regions.push(weighted.sum::<f64>() / total);
            sweep
                .exact
                .push(examples.exact_loss(bins).unwrap_or(f64::NAN));
        }
        sweep
    }
}

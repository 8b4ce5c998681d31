//! Unit regions of box offsets.

use super::regions::{edges, settled_weights};
use ghm::{Options, Sorted, UnitRegions};

/// The unit regions of GHM-R, with what the offsets make of each.
pub struct OffsetRegions {
    /// Edges on the axis of the gradient norm gr: j / M, for j from 0 to M.
    pub edges: Vec<f64>,
    /// R_j, the number of offsets in each region.
    pub counts: Vec<u64>,
    /// Harmonizing parameter of each region once the moving average has settled: S_j = R_j.
    pub weights: Vec<f64>,
}

impl OffsetRegions {
    pub(super) fn of(offsets: Option<&Sorted>, mu: f64, options: Options) -> Self {
        let m = options.bins;
        let mut counts = vec![];
        match (offsets, UnitRegions::regression(m, mu)) {
            (Some(offsets), Ok(regions)) => offsets.counts_into(&regions, &mut counts),
            _ => counts = vec![0; m],
        }
        Self {
            edges: edges(m),
            weights: settled_weights(options, &counts, offsets.map_or(0, Sorted::len)),
            counts,
        }
    }
}

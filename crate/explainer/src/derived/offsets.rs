//! Unit regions of box offsets.

use super::regions::{edges, settled_weights};
use ghm::{Options, Sorted, UnitRegions};

/// What unit regions of GHM-R make of the offsets.
pub struct OffsetRegions {
    /// Edges on the gr axis: j / M.
    pub edges: Vec<f64>,
    /// R_j.
    pub counts: Vec<u64>,
    /// Harmonizing parameter of each region, the average settled.
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

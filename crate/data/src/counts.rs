//! Examples counted elsewhere: how many lie in each of 1,200 cells of the gradient norm.

use ghm::density::CELLS;

/// Examples by cells: `[i/1200, (i+1)/1200)` of the gradient norm.
///
/// Counts of any M that divides 1,200 follow exactly: a region is so many cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// How many examples each cell holds.
    pub counts: Vec<u64>,
    /// Their summed cross-entropy; none if the table has no such column.
    pub losses: Option<Vec<f64>>,
    /// How many of them are positive; none if the table has no such column.
    pub positives: Option<Vec<u64>>,
}

impl Counts {
    /// No example.
    pub fn new() -> Self {
        Self {
            counts: vec![0; CELLS],
            losses: Some(vec![0.0; CELLS]),
            positives: Some(vec![0; CELLS]),
        }
    }

    /// How many examples there are.
    pub fn total(&self) -> u64 {
        together(&self.counts)
    }

    /// Counts and summed losses of `bins` unit regions; none if `bins` does not divide the number of cells.
    pub fn regions(&self, bins: usize) -> Option<(Vec<u64>, Option<Vec<f64>>)> {
        let cells = CELLS
            .checked_div(bins)
            .filter(|cells| cells * bins == CELLS)?;
        let counts = self.counts.chunks(cells).map(together).collect();
        let losses = self.losses.as_ref();
        let losses = losses.map(|losses| {
            losses
                .chunks(cells)
                .map(|chunk| chunk.iter().sum())
                .collect()
        });
        Some((counts, losses))
    }
}

/// Their sum. A table may claim more examples than there are numbers.
fn together(counts: &[u64]) -> u64 {
    counts
        .iter()
        .fold(0, |sum, &count| sum.saturating_add(count))
}

impl Default for Counts {
    fn default() -> Self {
        Self::new()
    }
}

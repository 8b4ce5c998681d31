//! What is known of examples, kept when these are gone, and small enough to be sent from a worker to another.

mod numbers;

use crate::{Counted, Diagnosis, Evidence, Labels, Offsets, Seen, Settings, diagnose};

/// Examples counted by cells or by regions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// How many are in each.
    pub counts: Vec<u64>,
    /// Their summed cross-entropy, if it is known.
    pub losses: Option<Vec<f64>>,
    /// How many of them are positive, if that is known.
    pub positives: Option<Vec<u64>>,
}

/// What is known of the examples, for any settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// By the 1200 cells of the gradient norm; none where there are box offsets alone.
    pub cells: Option<Counts>,
    /// By unit regions, of numbers that don't divide 1200.
    pub regions: Vec<Counts>,
    /// What single examples say; none where a table counts them.
    pub rows: Option<Seen>,
    /// Box offsets, of which there may be none.
    pub offsets: Offsets,
    /// Whether each anchor is one example, under a softmax.
    pub softmax: bool,
    /// Whether a mask came with them.
    pub mask: bool,
    /// How many batches they are.
    pub batches: u64,
}

impl Known {
    /// Says what is wrong with the examples under these settings.
    ///
    /// # Errors
    /// As [`diagnose`].
    pub fn diagnose(&self, settings: &Settings) -> Result<Diagnosis, ghm::Error> {
        let bins = settings.classification.bins;
        let regions = self.regions.iter().find(|it| it.counts.len() == bins);
        let evidence = Evidence {
            cells: self.cells.as_ref().map(Counts::counted),
            regions: regions.map(Counts::counted),
            rows: self.rows,
            offsets: Some(&self.offsets),
            labels: if self.softmax {
                Labels::Softmax
            } else {
                Labels::Own
            },
            batches: self.batches,
        };
        diagnose(&evidence, settings)
    }
}

impl Counts {
    fn counted(&self) -> Counted<'_> {
        Counted {
            counts: &self.counts,
            losses: self.losses.as_deref(),
            positives: self.positives.as_deref(),
        }
    }
}

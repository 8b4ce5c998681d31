//! The last batches, and what the detectors said of them.

use ghm::UnitRegions;

/// One batch, and what each detector said of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    pub(super) targets: Vec<f32>,
    pub(super) mask: Vec<f32>,
    /// One for each loss.
    pub(super) outputs: Vec<Said>,
}

/// What one detector said of a batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) logits: Vec<f32>,
    /// Predicted minus wanted, of the positives' boxes.
    pub(super) offsets: Vec<f32>,
    pub(super) counts: Counts,
}

/// Anchors in each unit region: all, and the positive ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) all: Vec<u32>,
    pub(super) positive: Vec<u32>,
}

impl Seen {
    pub(super) fn new(losses: usize) -> Self {
        Self {
            outputs: vec![Said::default(); losses],
            ..Self::default()
        }
    }

    /// Each valid anchor's key, and whether it is positive.
    pub(super) fn keys(&self, loss: usize) -> impl Iterator<Item = (f32, bool)> {
        let logits = &self.outputs[loss].logits;
        let examples = logits.iter().zip(&self.targets).zip(&self.mask);
        examples
            .filter(|&(_, &mask)| mask > 0.0)
            .map(|((&logit, &target), _)| ((1.0 - 2.0 * target) * logit, target > 0.0))
    }

    pub(super) fn count(&mut self, regions: &UnitRegions) {
        for loss in 0..self.outputs.len() {
            let mut counts = std::mem::take(&mut self.outputs[loss].counts);
            counts.all.clear();
            counts.all.resize(regions.len(), 0);
            counts.positive.clear();
            counts.positive.resize(regions.len(), 0);
            for (key, positive) in self.keys(loss) {
                let region = regions.index(key);
                counts.all[region] += 1;
                counts.positive[region] += u32::from(positive);
            }
            self.outputs[loss].counts = counts;
        }
    }
}

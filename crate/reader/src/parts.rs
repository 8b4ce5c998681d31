//! Sorted examples, part by part, as a page takes them.

use data::{Late, Ordered};
use ghm::density::UnitRegions;

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All examples of the classification.
    All,
    /// The positives among them.
    Positives,
    /// A batch of them, with so many positives.
    Batch(usize),
    /// Box offsets, by their size.
    Offsets,
}

/// Sorted examples.
#[derive(Clone, Debug)]
pub struct Part {
    /// What they are.
    pub kind: Kind,
    /// Whether their losses don't follow from their keys.
    pub soft: bool,
    /// The examples themselves.
    pub examples: Late,
}

impl Part {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.examples.len()
    }

    /// Their loss by the exact density with epsilon = 1 / `bins`.
    pub fn exact_loss(&mut self, bins: usize) -> f64 {
        self.examples.sorted().exact_loss(1.0 / bins as f64)
    }

    /// Their counts and summed losses by unit regions.
    pub fn by_regions(&mut self, regions: &UnitRegions) -> (Vec<u64>, Vec<f64>) {
        let (mut counts, mut losses) = (vec![], vec![]);
        let examples = self.examples.sorted();
        examples.sums_into(regions, &mut counts, &mut losses);
        (counts, losses)
    }

    /// Some of their keys.
    pub fn keys(&self, from: usize, to: usize) -> &[f32] {
        self.examples.keys().get(from..to).unwrap_or_default()
    }

    /// The running sum of the losses after each of them; nothing if they are not soft.
    pub fn sums(&mut self, from: usize, to: usize) -> &[f64] {
        if !self.soft {
            return &[];
        }
        let sums = self.examples.sorted().sums();
        sums.get(from + 1..to + 1).unwrap_or_default()
    }
}

/// The parts of what was read.
pub fn of(ordered: Ordered) -> Vec<Part> {
    let soft = ordered.soft;
    let part = |kind, soft| {
        move |examples| Part {
            kind,
            soft,
            examples,
        }
    };
    let mut parts = vec![];
    parts.extend(ordered.all.map(part(Kind::All, soft)));
    parts.extend(ordered.positives.map(part(Kind::Positives, soft)));
    for (examples, positives) in ordered.batches {
        parts.push(part(Kind::Batch(positives), soft)(examples));
    }
    parts.extend(ordered.offsets.map(part(Kind::Offsets, false)));
    parts
}

//! The reader's own examples, which a worker has read and sorted.

use ghm::{Error, Sorted};
use std::rc::Rc;

/// Any mu will do for box offsets at first: each figure has its own.
const MU: f64 = 0.02;

/// One batch of a sequence. Sessions and figures share its examples.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its examples by gradient norm.
    pub examples: Rc<Sorted>,
    /// How many of them are positive.
    pub positives: usize,
}

/// What the reader's files hold.
#[derive(Clone, Debug, Default)]
pub struct FileExamples {
    /// The examples of the classification; none if there are box offsets alone.
    pub all: Option<Rc<Sorted>>,
    /// Of these, the ones with a target above one half; none where that is unknown.
    pub positives: Option<Rc<Sorted>>,
    /// Batches in turn, if there are several.
    pub batches: Vec<Batch>,
    /// Box offsets.
    pub offsets: Option<Rc<Sorted>>,
    /// GHM-C by the exact density.
    pub exact: Exact,
}

/// GHM-C by the exact density with epsilon = 1 / M: each M takes a pass over all examples, too long for a frame where
/// these are many. A worker makes the passes for those M that figures ask for.
#[derive(Clone, Debug, Default)]
pub struct Exact {
    /// The M and losses that have come.
    pub known: Rc<Vec<(usize, f64)>>,
    /// Whether they are still to come.
    pub awaited: bool,
}

impl FileExamples {
    /// Examples of the classification with their positives.
    pub fn classified(all: Sorted, positives: Option<Sorted>) -> Self {
        Self {
            all: Some(all.into()),
            positives: positives.map(Rc::new),
            ..Self::default()
        }
    }
}

/// What a part of them is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All examples of the classification.
    All,
    /// The positives among them.
    Positives,
    /// A batch of them, with so many positives.
    Batch(usize),
    /// Box offsets.
    Offsets,
}

/// Takes sorted examples piece by piece, part by part.
#[derive(Debug, Default)]
pub struct Intake {
    current: Option<(Part, Sorted)>,
    made: FileExamples,
}

impl Intake {
    /// A part begins, with so many examples; the one before is whole.
    pub fn begin(&mut self, part: Part, examples: usize) {
        self.end();
        self.current = Some((part, Sorted::with_room(examples)));
    }

    /// The next examples of the part, by their keys; with the running sums of their losses, if these don't follow from
    /// the keys.
    ///
    /// # Errors
    /// As [`Sorted::append`].
    pub fn push(&mut self, keys: &[f32], sums: &[f64]) -> Result<(), Error> {
        match &mut self.current {
            None => Ok(()),
            Some((Part::Offsets, sorted)) => sorted.append_offsets(keys, MU),
            Some((_, sorted)) if sums.is_empty() => sorted.append(keys),
            Some((_, sorted)) => sorted.append_soft(keys, sums),
        }
    }

    /// Losses by the exact density will come later.
    pub fn await_exact(&mut self) {
        self.made.exact.awaited = true;
    }

    /// All that came.
    pub fn finish(mut self) -> FileExamples {
        self.end();
        self.made
    }

    fn end(&mut self) {
        let Some((part, sorted)) = self.current.take() else {
            return;
        };
        let examples = Rc::new(sorted);
        match part {
            Part::All => self.made.all = Some(examples),
            Part::Positives => self.made.positives = Some(examples),
            Part::Offsets => self.made.offsets = Some(examples),
            Part::Batch(positives) => self.made.batches.push(Batch {
                examples,
                positives,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_piece_by_piece() {
        let mut intake = Intake::default();
        intake.begin(Part::All, 3);
        intake.push(&[-3.0], &[]).unwrap();
        intake.push(&[-1.0, 2.0], &[]).unwrap();
        intake.begin(Part::Batch(1), 1);
        intake.push(&[2.0], &[2.5]).unwrap();
        intake.begin(Part::Offsets, 1);
        intake.push(&[0.5], &[]).unwrap();
        let made = intake.finish();
        assert_eq!(made.all.unwrap().keys(), [-3.0, -1.0, 2.0]);
        assert!(made.positives.is_none());
        assert_eq!(made.batches[0].positives, 1);
        assert_eq!(made.batches[0].examples.total_loss(), 2.5);
        let offsets = Sorted::from_offsets(vec![0.5], MU).unwrap();
        assert_eq!(*made.offsets.unwrap(), offsets);
    }
}

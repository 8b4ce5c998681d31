//! Examples by their gradient norm, as figures take them.

use crate::counts::Counts;
use crate::late::Late;
use crate::read::{Examples, Read};
use crate::refused::Refused;
use crate::words::say;
use ghm::Sorted;
use ghm::density::{CELLS, classification_key};

/// A table of more examples than this is not drawn: each takes room.
pub const MOST_COUNTED: u64 = 20_000_000;
/// Any mu will do for offsets: their order doesn't depend on it.
const MU: f64 = 0.02;

/// All examples that were read, sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ordered {
    /// The examples of the classification; none if there are box offsets alone.
    pub all: Option<Late>,
    /// The positives among them, whose targets are above one half; none where that is unknown.
    pub positives: Option<Late>,
    /// If there are several batches: the examples of each, and how many of these are positive.
    pub batches: Vec<(Late, usize)>,
    /// Box offsets.
    pub offsets: Option<Late>,
    /// Whether targets lie between 0 and 1, so that losses don't follow from gradient norms.
    pub soft: bool,
}

impl Ordered {
    /// Sorts what was read.
    ///
    /// # Errors
    /// What `ghm` refuses, or a table of too many examples.
    pub fn of(read: &Read) -> Result<Self, Refused> {
        let mut made = Self::default();
        if let Some(offsets) = &read.offsets {
            let sorted = Sorted::from_offsets(offsets.clone(), MU).map_err(refused)?;
            made.offsets = Some(sorted.into());
        }
        match (&read.examples, &read.norms, &read.counts) {
            (Some(examples), ..) => made.classify(examples)?,
            (None, Some(norms), _) => {
                // A norm of exactly 0 or 1 has no finite key: the nearest one stands for it.
                let key = |norm: &f32| {
                    (classification_key(f64::from(*norm)) as f32).clamp(f32::MIN, f32::MAX)
                };
                made.all = Some(from_keys(norms.iter().map(key).collect())?);
            }
            (None, None, Some(counts)) => made.count(counts)?,
            (None, None, None) => {}
        }
        Ok(made)
    }

    fn classify(&mut self, examples: &Examples) -> Result<(), Refused> {
        let Examples {
            logits,
            targets,
            batches,
        } = examples;
        let mask: Vec<f32> = targets
            .iter()
            .map(|target| f32::from(u8::from(*target > 0.5)))
            .collect();
        self.soft = targets.iter().any(|&target| target != 0.0 && target != 1.0);
        let sorted = |from: usize, to: usize, mask: Option<&[f32]>| {
            let mask = mask.map(|mask| &mask[from..to]);
            let (logits, targets) = (&logits[from..to], &targets[from..to]);
            match Sorted::hard_keys(logits, targets, mask) {
                Some(keys) => Ok(Late::of_keys(keys)),
                None => Sorted::classification(logits, targets, mask)
                    .map(Late::from)
                    .map_err(refused),
            }
        };
        let n = logits.len();
        self.all = Some(sorted(0, n, None)?);
        self.positives = Some(sorted(0, n, Some(&mask))?);
        if batches.len() > 1 {
            let mut from = 0;
            for &to in batches {
                let positives = mask[from..to].iter().filter(|mask| **mask > 0.0).count();
                self.batches.push((sorted(from, to, None)?, positives));
                from = to;
            }
        }
        Ok(())
    }

    /// Examples in the middles of their cells: counts of unit regions are exact where M divides 1200.
    fn count(&mut self, counts: &Counts) -> Result<(), Refused> {
        if counts.total() > MOST_COUNTED {
            return Err(Refused::new(say!(
                "the table counts {} examples: figures are drawn of at most {MOST_COUNTED}; `ghm diagnose` takes any number",
                "表中计有 {} 个样本，图最多画 {MOST_COUNTED} 个；`ghm diagnose` 不限数量",
                counts.total()
            )));
        }
        let of = |counts: &[u64]| {
            let cells = counts.iter().enumerate();
            let keys = cells.flat_map(|(cell, &count)| {
                let key = classification_key((cell as f64 + 0.5) / CELLS as f64) as f32;
                std::iter::repeat_n(key, count as usize)
            });
            from_keys(keys.collect())
        };
        self.all = Some(of(&counts.counts)?);
        self.positives = counts.positives.as_deref().map(of).transpose()?;
        Ok(())
    }
}

fn from_keys(keys: Vec<f32>) -> Result<Late, Refused> {
    Sorted::from_keys(keys).map(Late::from).map_err(refused)
}

fn refused(error: ghm::Error) -> Refused {
    Refused::told(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choices, read};

    fn of(files: &[(&str, &str)]) -> Ordered {
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, text)| (*name, text.as_bytes()))
            .collect();
        Ordered::of(&read(&files, &Choices::default()).unwrap()).unwrap()
    }

    #[test]
    fn examples_and_positives_are_sorted() {
        let made = of(&[("a.csv", "logit,target\n-3.5,0\n2,1\n9,1\n-1,0\n")]);
        assert_eq!(made.all.unwrap().keys(), [-9.0, -3.5, -2.0, -1.0]);
        assert_eq!(made.positives.unwrap().keys(), [-9.0, -2.0]);
        assert!(made.batches.is_empty() && made.offsets.is_none() && !made.soft);
    }

    #[test]
    fn files_are_batches_in_the_order_of_their_names() {
        let made = of(&[
            ("step10.csv", "logit,target\n5,0\n"),
            ("step9.csv", "logit,target\n-3,0\n2,1\n"),
        ]);
        let batches: Vec<(Vec<f32>, usize)> = made
            .batches
            .iter()
            .map(|(examples, positives)| (examples.keys().to_vec(), *positives))
            .collect();
        assert_eq!(batches, [(vec![-3.0, -2.0], 1), (vec![5.0], 0)]);
    }

    #[test]
    fn labels_are_unknown_where_there_are_norms_alone() {
        let made = of(&[("a.csv", "g\n0.5\n1\n0\n")]);
        assert_eq!(made.all.unwrap().keys(), [f32::MIN, 0.0, f32::MAX]);
        assert_eq!(made.positives, None);
    }

    #[test]
    fn soft_targets_are_known_as_such() {
        let made = of(&[("a.csv", "logit,target\n-3.5,0.25\n2,0.75\n")]);
        assert!(made.soft);
        assert_eq!(made.positives.unwrap().len(), 1);
    }
}

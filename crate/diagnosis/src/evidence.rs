//! What is known of the examples, and the settings they meet.

use crate::{Offsets, Seen};
use ghm::density::CELLS;
use ghm::{Error, Options};

/// Examples counted by cells or by regions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counted<'a> {
    /// How many are in each.
    pub counts: &'a [u64],
    /// Their summed cross-entropy, if it is known.
    pub losses: Option<&'a [f64]>,
    /// How many of them are positive, if that is known.
    pub positives: Option<&'a [u64]>,
}

impl<'a> Counted<'a> {
    /// Counts alone.
    pub fn of(counts: &'a [u64]) -> Self {
        Self {
            counts,
            ..Self::default()
        }
    }
}

/// What targets say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// Which examples are positive, one by one.
    #[default]
    Own,
    /// Nothing: under a softmax each anchor is one example, and its key is that of a positive.
    Softmax,
}

/// What is known of the examples.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'a> {
    /// Examples by the 1200 cells of the gradient norm; none where there are box offsets alone.
    pub cells: Option<Counted<'a>>,
    /// Examples by the settings' unit regions: needed where their number doesn't divide 1200.
    pub regions: Option<Counted<'a>>,
    /// What single examples said as they came by; none where a table counts them.
    pub rows: Option<Seen>,
    /// Box offsets; none if there are none.
    pub offsets: Option<&'a Offsets>,
    /// What targets say.
    pub labels: Labels,
    /// How many batches the examples are; 0 is taken as 1.
    pub batches: u64,
}

/// The settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Of GHM-C.
    pub classification: Options,
    /// Unit regions of GHM-R.
    pub box_bins: usize,
    /// Of ASL1.
    pub mu: f64,
}

impl Default for Settings {
    /// mmdet's.
    fn default() -> Self {
        Self {
            classification: Options::classification(),
            box_bins: Options::regression().bins,
            mu: 0.02,
        }
    }
}

impl Evidence<'_> {
    pub(crate) fn check(&self, settings: &Settings) -> Result<(), Error> {
        settings.classification.validate()?;
        let boxes = Options {
            bins: settings.box_bins,
            ..settings.classification
        };
        boxes.validate()?;
        if !(settings.mu > 0.0 && settings.mu.is_finite()) {
            return Err(Error::NotPositive {
                what: "mu",
                found: settings.mu,
            });
        }
        let bins = settings.classification.bins;
        for (counted, expected) in [(self.cells, CELLS), (self.regions, bins)] {
            let Some(counted) = counted else { continue };
            let lengths = [
                Some(counted.counts.len()),
                counted.losses.map(<[f64]>::len),
                counted.positives.map(<[u64]>::len),
            ];
            if let Some(found) = lengths.into_iter().flatten().find(|&it| it != expected) {
                return Err(Error::UnequalLengths {
                    what: "counts",
                    expected,
                    found,
                });
            }
        }
        Ok(())
    }

    /// How many batches there are, at least one.
    pub(crate) fn batches(&self) -> f64 {
        self.batches.max(1) as f64
    }
}

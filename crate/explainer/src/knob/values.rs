//! Values of knobs that are not numbers.

use detector::twin;
use ghm::sample::Preset;

/// The examples that the figures show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Data {
    /// The outputs of a real detector that was trained with noisy labels.
    #[default]
    Noisy,
    /// The same for a detector that was trained with clean labels.
    Clean,
    /// A seeded example set.
    Preset(Preset),
    /// The outputs of the detectors that train in the page.
    Detector,
    /// The reader's own logits.
    File,
}

/// What is wrong with the labels of the twin's outliers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Wrong {
    /// A cluster labelled as positives, among the easy negatives.
    #[default]
    Positive,
    /// A cluster labelled as negatives, among the positives.
    Negative,
    /// Examples anywhere, whose label is turned into the other one.
    Turned,
}

impl Wrong {
    /// Where a cluster of this kind does harm.
    pub fn place(self) -> [f32; 2] {
        match self {
            Self::Negative => twin::AMONG_POSITIVES,
            Self::Positive | Self::Turned => twin::AMONG_NEGATIVES,
        }
    }
}

/// The anchors that the mask lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mask {
    /// Positives and negatives.
    #[default]
    Valid,
    /// Also the anchors that the loss should ignore, as negatives.
    All,
    /// Positives alone.
    Positives,
}

//! What knobs hold that is no number.

use detector::twin;
use ghm::sample::Preset;

/// The examples that the figures show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Data {
    /// A real detector's outputs, trained with noisy labels.
    #[default]
    Noisy,
    /// The same detector with clean labels.
    Clean,
    /// A seeded example set.
    Preset(Preset),
    /// What the detectors that train in the page say.
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
    /// Labels turned anywhere.
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
    /// Those that should be ignored too, as negatives.
    All,
    /// Positives alone.
    Positives,
}

//! Values of knobs that are not numbers.

use crate::text::{Choice, Text};
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

/// Where the presets are in the list of all data.
const PRESETS: usize = 2;
const COUNT: usize = Preset::ALL.len() + 4;

/// All data, in the order to list them in.
pub const DATA: [Data; COUNT] = {
    let mut data = [Data::Noisy; COUNT];
    data[1] = Data::Clean;
    let mut i = 0;
    while i < Preset::ALL.len() {
        data[PRESETS + i] = Data::Preset(Preset::ALL[i]);
        i += 1;
    }
    data[COUNT - 2] = Data::Detector;
    data[COUNT - 1] = Data::File;
    data
};

/// Their names and labels.
pub const DATA_OPTIONS: [Choice; COUNT] = {
    let mut options = [DATA[0].option(); COUNT];
    let mut i = 1;
    while i < COUNT {
        options[i] = DATA[i].option();
        i += 1;
    }
    options
};

impl Data {
    const fn option(self) -> Choice {
        let (value, label) = match self {
            Self::Noisy => ("noisy", Text::DataNoisy),
            Self::Clean => ("clean", Text::DataClean),
            Self::Preset(preset) => (preset.name(), Text::preset(preset)),
            Self::Detector => ("detector", Text::DataDetector),
            Self::File => ("file", Text::DataFile),
        };
        Choice { value, label }
    }
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

/// What one call of the loss sees of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Scope {
    /// All of it.
    #[default]
    Batch,
    /// A level of a feature pyramid; all levels share one average.
    Levels,
    /// The part that one of several GPUs has; each keeps an average of its own.
    Gpus,
}

/// What is in half precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Precision {
    /// Nothing.
    #[default]
    Single,
    /// The predictions, and so the weights: mixed precision (AMP).
    Predictions,
    /// The average, too: a model that was turned to half as a whole.
    All,
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

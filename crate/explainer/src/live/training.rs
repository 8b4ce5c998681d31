//! The detectors that train in the page: what their worker sends, and what was recorded before.

use crate::knob::State;
use detector::progress::{Progress, Recorded, RecordedRun};

/// All trainings that are known.
#[derive(Default)]
pub struct Trainings {
    /// The one that runs here.
    pub live: Option<Progress>,
    /// Those that were recorded.
    pub recorded: Recorded,
    /// Counts up with every change.
    pub changes: u32,
}

impl Trainings {
    /// The recorded run under the state's settings.
    pub fn run(&self, state: &State) -> Option<&RecordedRun> {
        let settings = state.changed_training();
        let runs = &self.recorded.runs;
        runs.iter().find(|run| run.settings == settings.as_bytes())
    }

    /// What figures show: the training that runs here, or before its first step the recorded one.
    pub fn shown(&self, state: &State) -> Option<&Progress> {
        let begun = self.live.as_ref().filter(|live| live.step > 0);
        begun.or_else(|| Some(&self.run(state)?.first))
    }
}

/// The examples that a detector was last trained with.
pub struct DetectorExamples {
    /// Keys of the negatives, then of the positives.
    pub keys: Vec<f32>,
    /// Where the positives begin.
    pub positives: usize,
    /// Box offsets of the positives, prediction minus target.
    pub offsets: Vec<f32>,
}

impl DetectorExamples {
    /// From the numbers of `Training.examples`; none if they are cut off.
    pub fn decode(numbers: &[f32]) -> Option<Self> {
        let &[negatives, positives, _, ref rest @ ..] = numbers else {
            return None;
        };
        let (keys, offsets) = rest.split_at_checked((negatives + positives) as usize)?;
        Some(Self {
            keys: keys.to_vec(),
            positives: negatives as usize,
            offsets: offsets.to_vec(),
        })
    }
}

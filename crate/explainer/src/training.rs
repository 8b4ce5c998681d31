//! The detectors that train in the page: what their worker sends, and what was recorded before.

use crate::derived::Derived;
use crate::plot::Role;
use crate::scale::number;
use crate::session::Session;
use crate::state::{Data, State};
use crate::strings::Text;
use crate::theme::{Theme, css};
use detector::progress::{Progress, Recorded, RecordedRun};
use ghm::Sorted;
use wasm_bindgen::prelude::*;

/// The losses that they train under, in the order of [`Progress::tracks`].
pub const ROLES: [(Role, Text); 3] = [
    (Role::CrossEntropy, Text::CrossEntropy),
    (Role::Focal, Text::FocalLoss),
    (Role::Ghm, Text::GhmC),
];

/// All that is known of them.
#[derive(Default)]
pub struct Training {
    /// The training that runs here.
    pub live: Option<Progress>,
    /// Those that were recorded.
    pub recorded: Recorded,
    /// Counts up with every change.
    pub changes: u32,
}

impl Training {
    /// The recorded run under the state's settings.
    pub fn run(&self, state: &State) -> Option<&RecordedRun> {
        let settings = state.training(false);
        self.recorded
            .runs
            .iter()
            .find(|run| run.settings == settings.as_bytes())
    }

    /// What is shown: what runs here, or before its first step what was recorded.
    pub fn shown(&self, state: &State) -> Option<&Progress> {
        let begun = self.live.as_ref().filter(|live| live.step > 0);
        begun.or_else(|| Some(&self.run(state)?.first))
    }
}

/// Examples that a training was fed with of late.
pub struct Examples {
    /// Keys of the negatives, then of the positives.
    pub keys: Vec<f32>,
    /// Where the positives begin.
    pub positives: usize,
    /// Differences of their offsets.
    pub offsets: Vec<f32>,
}

#[wasm_bindgen]
impl Session {
    /// What the trainer is to be set to: the knobs that it depends on, as a query.
    #[wasm_bindgen(js_name = trainingSettings)]
    pub fn training_settings(&self) -> String {
        self.state.training(true)
    }

    /// Takes recorded trainings.
    #[wasm_bindgen(js_name = loadTrainings)]
    pub fn load_trainings(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let recorded =
            Recorded::decode(bytes).ok_or_else(|| JsError::new("the file is cut off"))?;
        self.derived.training.recorded = recorded;
        self.derived.training.changes += 1;
        Ok(())
    }

    /// Takes `Training.progress`.
    pub fn trained(&mut self, numbers: &[f32]) {
        self.derived.training.live = Progress::decode(numbers);
        self.derived.training.changes += 1;
    }

    /// Steps of the training that runs here, and its budget: for a progress bar.
    #[wasm_bindgen(js_name = trainedSteps)]
    pub fn trained_steps(&self) -> Vec<u32> {
        let live = self.derived.training.live.as_ref();
        live.map_or(vec![], |live| vec![live.step, live.budget])
    }

    /// How fast it is and how long it will take, in words.
    #[wasm_bindgen(js_name = trainingStatus)]
    pub fn training_status(&self) -> String {
        let Some(live) = &self.derived.training.live else {
            return String::new();
        };
        let left = live.budget.saturating_sub(live.step);
        let (lang, each) = (self.state.lang, f64::from(live.each));
        let values = [
            ("t", number(f64::from(live.step), 6, lang)),
            ("of", number(f64::from(live.budget), 6, lang)),
            ("each", number(each, 2, lang)),
            (
                "left",
                number((f64::from(left) * each / 1e3).ceil(), 4, lang),
            ),
        ];
        let text = if live.each > 0.0 && left > 0 {
            Text::TrainingStatus
        } else {
            Text::TrainingStands
        };
        text.fill(lang, &values)
    }

    /// Takes `Training.examples`: the figures whose data are the detector's show them.
    #[wasm_bindgen(js_name = loadTrained)]
    pub fn load_trained(&mut self, numbers: &[f32]) {
        if let &[negatives, positives, _, ref rest @ ..] = numbers {
            let positives_end = (negatives + positives) as usize;
            if let Some((keys, offsets)) = rest.split_at_checked(positives_end) {
                self.derived.loaded.trained = Some(Examples {
                    keys: keys.to_vec(),
                    positives: negatives as usize,
                    offsets: offsets.to_vec(),
                });
                self.derived.epoch += 1;
            }
        }
    }

    /// Whether figures show the detector that trains here.
    #[wasm_bindgen(js_name = showsTraining)]
    pub fn shows_training(&self) -> bool {
        self.state.data == Data::Detector
    }

    /// Colours of what is drawn over scenes: of each loss, and of a digit's true box.
    #[wasm_bindgen(js_name = sceneColours)]
    pub fn scene_colours(&self, dark: bool) -> Vec<String> {
        let theme = if dark { Theme::Dark } else { Theme::Light };
        let losses = ROLES.iter().map(|&(role, _)| role);
        let roles = losses.chain([Role::Positive]);
        roles.map(|role| css(theme.colour(role))).collect()
    }

    /// What heads the scenes of each detector: its loss, and AP once it was tested.
    #[wasm_bindgen(js_name = sceneCaptions)]
    pub fn scene_captions(&self) -> Vec<String> {
        let (lang, live) = (self.state.lang, self.derived.training.live.as_ref());
        let captions = ROLES.iter().enumerate().map(|(i, (_, name))| {
            let name = name.get(lang).to_owned();
            let Some(&ap) = live.and_then(|live| live.tracks.get(i)?.ap.last()) else {
                return name;
            };
            let values = [("loss", name), ("ap", number(f64::from(ap), 3, lang))];
            Text::SceneCaption.fill(lang, &values)
        });
        captions.collect()
    }
}

impl Derived {
    /// The examples that the running training gave, all and the positive ones.
    pub(crate) fn trained_examples(&self) -> (Option<Sorted>, Option<Sorted>) {
        let Some(examples) = &self.loaded.trained else {
            return (None, None);
        };
        let positives = examples.keys[examples.positives..].to_vec();
        (
            Sorted::from_keys(examples.keys.clone()).ok(),
            Sorted::from_keys(positives).ok(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Boxes, Effect, KNOBS, Kind, effect};
    use detector::contest::Contest;
    use detector::settings::Settings;

    fn settings(state: &State) -> Settings {
        Settings::from_query(&state.training(true)).unwrap()
    }

    #[test]
    fn the_trainer_understands_the_knobs_and_starts_at_the_same_defaults() {
        assert_eq!(settings(&State::default()), Settings::default());
        assert_eq!(State::default().training(false), "");
    }

    /// What the page says of a knob is what the trainer does.
    #[test]
    fn a_knob_restarts_a_training_or_lets_it_go_on() {
        for boxes in [Boxes::SmoothL1, Boxes::Asl1, Boxes::Ghm] {
            let state = State {
                boxes,
                ..State::default()
            };
            let before = settings(&state);
            for knob in KNOBS.iter().filter(|knob| knob.key != "boxes") {
                let mut other = state.clone();
                let value = match knob.kind {
                    Kind::Number(range) => (range.min + 0.3 * (range.max - range.min)).to_string(),
                    Kind::Choice(options) => options[options.len() - 1].value.to_owned(),
                    Kind::Norms => continue,
                };
                other.set(knob.key, &value).unwrap();
                let after = settings(&other);
                let restarts = effect(knob.key) == Some(Effect::Restarts);
                assert_eq!(before.restarts(&after), restarts, "{}", knob.key);
                if effect(knob.key).is_none() {
                    assert_eq!(before, after, "{}", knob.key);
                }
            }
        }
        let other = State {
            boxes: Boxes::Asl1,
            ..State::default()
        };
        assert!(settings(&State::default()).restarts(&settings(&other)));
        assert_eq!(effect("boxes"), Some(Effect::Restarts));
    }

    #[test]
    fn a_recorded_run_is_found_by_its_settings() {
        let mut session = Session::new();
        let bytes = include_bytes!("../../../www/data/recorded_training.bin");
        session.load_trainings(bytes).ok().unwrap();
        let training = &session.derived.training;
        let run = |query: &str| {
            let mut state = State::default();
            assert_eq!(state.apply_query(query, &[]), []);
            training.run(&state).map(|run| run.settings.as_slice())
        };
        for recorded in &training.recorded.runs {
            let settings = str::from_utf8(&recorded.settings).unwrap();
            assert_eq!(run(settings), Some(settings.as_bytes()));
        }
        assert_eq!(
            run("seed=7&n=1000&mu=0.3"),
            Some(&b""[..]),
            "these don't count"
        );
        assert_eq!(run("bins=12"), None);
    }

    #[test]
    fn figures_take_the_examples_of_a_training() {
        let mut contest = Contest::new(Settings::default()).unwrap();
        for _ in 0..3 {
            contest.step_all().unwrap();
        }
        let parts = contest.examples(2);
        let lengths: Vec<f32> = parts.iter().map(|part| part.len() as f32).collect();
        let mut session = Session::new();
        session.set("data", "detector").ok().unwrap();
        assert_eq!(session.missing().as_deref(), Some("detector"));
        session.load_trained(&[lengths, parts.concat()].concat());
        assert_eq!(session.missing(), None);
        session.derived.update(&session.state);
        let tracks = contest.progress().tracks;
        let found: Vec<f32> = session.derived.counts.iter().map(|&c| c as f32).collect();
        assert_eq!(found, tracks[2].counts);
        let positives = session.derived.positives.as_ref().unwrap();
        assert_eq!(positives.len(), parts[1].len());
        let offsets = session.derived.boxes.examples.as_ref().unwrap();
        assert_eq!(offsets.len(), parts[2].len());
        // A cut message changes nothing.
        session.load_trained(&[9.0, 9.0, 9.0, 1.0]);
        assert_eq!(
            session.derived.loaded.trained.as_ref().unwrap().keys.len(),
            parts[0].len() + parts[1].len()
        );
    }

    #[test]
    fn the_status_counts_down() {
        let mut session = Session::new();
        assert_eq!(session.training_status(), "");
        let progress = |step, each| Progress {
            step,
            budget: 800,
            each,
            ..Progress::default()
        };
        session.trained(&progress(0, 0.0).encode());
        assert_eq!(session.training_status(), "step 0 of 800");
        session.trained(&progress(300, 21.4).encode());
        assert_eq!(
            session.training_status(),
            "step 300 of 800 · 21 ms a step of all three · 11 s left"
        );
        assert_eq!(session.trained_steps(), [300, 800]);
        session.trained(&progress(800, 21.4).encode());
        assert_eq!(session.training_status(), "step 800 of 800");
    }
}

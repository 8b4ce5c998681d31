//! Training: what the worker is told, and what the engine takes from it.

use super::Engine;
use crate::draw::{Theme, css};
use crate::knob::Data;
use crate::live::{DetectorExamples, TwinStudy};
use crate::loss;
use crate::plot::Role;
use crate::text::Text;
use crate::text::number::number;
use detector::progress::{Progress, Recorded};
use detector::twin::Answer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// The settings for the trainer: the knobs that a training depends on, as a query.
    #[wasm_bindgen(js_name = trainingSettings)]
    pub fn training_settings(&self) -> String {
        self.state.training()
    }

    /// Takes the recorded trainings. Throws if the bytes are cut off.
    #[wasm_bindgen(js_name = loadTrainings)]
    pub fn load_trainings(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let recorded = Recorded::decode(bytes)
            .ok_or_else(|| JsError::new("the recorded trainings are cut off"))?;
        let trainings = &mut self.edit().1.trainings;
        trainings.recorded = recorded;
        trainings.changes += 1;
        Ok(())
    }

    /// Takes the numbers of `Training.progress`.
    pub fn trained(&mut self, numbers: &[f32]) {
        let trainings = &mut self.edit().1.trainings;
        trainings.live = Progress::decode(numbers);
        trainings.changes += 1;
    }

    /// `[step, budget]` of the training that runs here, for a progress bar; empty if none does.
    #[wasm_bindgen(js_name = trainedSteps)]
    pub fn trained_steps(&self) -> Vec<u32> {
        let live = self.derived.trainings.live.as_ref();
        live.map_or(vec![], |live| vec![live.step, live.budget])
    }

    /// How fast it is and how long it will take, in words; empty if none runs.
    #[wasm_bindgen(js_name = trainingStatus)]
    pub fn training_status(&self) -> String {
        let Some(live) = &self.derived.trainings.live else {
            return String::new();
        };
        if live.step == 0 && self.derived.trainings.run(&self.state).is_some() {
            return Text::TrainingRecorded.get(self.state.lang).into();
        }
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

    /// Takes the numbers of `Training.examples`, for the figures that show the detector's examples. Numbers that are
    /// cut off change nothing.
    #[wasm_bindgen(js_name = loadTrained)]
    pub fn load_trained(&mut self, numbers: &[f32]) {
        if let Some(examples) = DetectorExamples::decode(numbers) {
            let (_, derived) = self.edit();
            derived.load(|loaded| loaded.detector = Some(examples.into()));
        }
    }

    /// Whether figures show the examples of the detector that trains here.
    #[wasm_bindgen(js_name = showsTraining)]
    pub fn shows_training(&self) -> bool {
        self.state.data == Data::Detector
    }

    /// Colours of what is drawn over scenes: one for the detections under each loss, and last that of true boxes.
    #[wasm_bindgen(js_name = sceneColours)]
    pub fn scene_colours(&self, dark: bool) -> Vec<String> {
        let theme = if dark { Theme::Dark } else { Theme::Light };
        let roles = self.state.losses.places().map(Role::Class);
        let roles = roles.chain([Role::Positive]);
        roles.map(|role| css(theme.colour(role))).collect()
    }

    /// A caption for the scenes of each detector: its loss and, once it was tested, its average precision.
    #[wasm_bindgen(js_name = sceneCaptions)]
    pub fn scene_captions(&self) -> Vec<String> {
        let (lang, live) = (self.state.lang, self.derived.trainings.live.as_ref());
        let caption = |place: usize| {
            let name = loss::class_series(place).0.get(lang).to_owned();
            let track = live.and_then(|live| live.track(loss::class_row(place).key));
            let Some(&ap) = track.and_then(|track| track.ap.last()) else {
                return name;
            };
            let values = [("loss", name), ("ap", number(f64::from(ap), 3, lang))];
            Text::SceneCaption.fill(lang, &values)
        };
        self.state.losses.places().map(caption).collect()
    }

    /// Whether the twin is to show something else than the page, which has its numbers, opens with.
    #[wasm_bindgen(js_name = twinMoved)]
    pub fn twin_moved(&self) -> bool {
        TwinStudy::is_moved(&self.state)
    }

    /// What the twin is to work on next: numbers for `Twin.work`. Empty when it is done.
    #[wasm_bindgen(js_name = twinJob)]
    pub fn twin_job(&mut self) -> Vec<f32> {
        let Self { state, derived, .. } = self;
        let job = derived.twin.job(state);
        job.map_or(vec![], |job| job.encode())
    }

    /// Takes the numbers that `Twin.work` returned; says whether the figure changed.
    #[wasm_bindgen(js_name = twinAnswer)]
    pub fn twin_answer(&mut self, numbers: &[f32]) -> bool {
        let before = self.derived.twin.changes();
        if let Some(answer) = Answer::decode(numbers) {
            self.edit().1.twin.take(answer);
        }
        self.derived.twin.changes() != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knob::{Effect, KNOBS, Kind, Number, State};
    use crate::loss::Chosen;
    use detector::contest::Contest;
    use detector::settings::Settings;

    fn settings(state: &State) -> Settings {
        Settings::from_query(&state.training()).unwrap()
    }

    #[test]
    fn the_trainer_understands_the_knobs_and_starts_at_the_same_defaults() {
        assert_eq!(settings(&State::default()), Settings::default());
        assert_eq!(State::default().changed_training(), "");
    }

    /// What the page says of a knob is what the trainer does.
    #[test]
    fn a_knob_restarts_a_training_or_lets_it_go_on() {
        for boxes in 0..loss::BOX.len() {
            let state = State {
                boxes,
                ..State::default()
            };
            let before = settings(&state);
            for knob in KNOBS.iter().filter(|knob| knob.key != "boxes") {
                let mut other = state.clone();
                match knob.kind {
                    Kind::Number(Number { range, set, .. }) => {
                        set(&mut other, range.min + 0.3 * (range.max - range.min));
                    }
                    Kind::Choice(menu) => (menu.set)(&mut other, menu.options.len() - 1),
                    Kind::List(list) => (list.set)(&mut other, Chosen::of(&[1, 2])),
                    Kind::Norms => continue,
                }
                let after = settings(&other);
                let restarts = knob.effect == Some(Effect::Restarts);
                assert_eq!(before.restarts(&after), restarts, "{}", knob.key);
                if knob.effect.is_none() {
                    assert_eq!(before, after, "{}", knob.key);
                }
            }
        }
        let other = State {
            boxes: loss::ASL1,
            ..State::default()
        };
        assert!(settings(&State::default()).restarts(&settings(&other)));
    }

    #[test]
    fn a_recorded_run_is_found_by_its_settings() {
        let mut engine = Engine::new();
        let bytes = include_bytes!("../../../../www/data/recorded_training.bin");
        engine.load_trainings(bytes).ok().unwrap();
        let training = &engine.derived.trainings;
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
        let mut engine = Engine::new();
        engine.set("data", "detector").ok().unwrap();
        assert_eq!(engine.missing().as_deref(), Some("detector"));
        engine.load_trained(&[lengths, parts.concat()].concat());
        assert_eq!(engine.missing(), None);
        let counts = contest.progress().tracks;
        let found: Vec<f32> = engine
            .derived
            .regions(&engine.state)
            .counts
            .iter()
            .map(|&c| c as f32)
            .collect();
        assert_eq!(found, counts[2].counts);
        let examples = engine.derived.examples(&engine.state);
        assert_eq!(examples.positives.as_ref().unwrap().len(), parts[1].len());
        let offsets = engine.derived.offsets(&engine.state);
        assert_eq!((*offsets).as_ref().unwrap().len(), parts[2].len());
        // A message that is cut off changes nothing.
        engine.load_trained(&[9.0, 9.0, 9.0, 1.0]);
        assert_eq!(
            engine
                .derived
                .loaded()
                .detector
                .as_ref()
                .unwrap()
                .keys
                .len(),
            parts[0].len() + parts[1].len()
        );
    }

    #[test]
    fn the_status_counts_down() {
        let mut engine = Engine::new();
        assert_eq!(engine.training_status(), "");
        let progress = |step, each| Progress {
            step,
            budget: 800,
            each,
            ..Progress::default()
        };
        engine.trained(&progress(0, 0.0).encode());
        assert_eq!(engine.training_status(), "step 0 of 800");
        engine.trained(&progress(300, 21.4).encode());
        assert_eq!(
            engine.training_status(),
            "step 300 of 800 · 21 ms a step of all · 11 s left"
        );
        assert_eq!(engine.trained_steps(), [300, 800]);
        engine.trained(&progress(800, 21.4).encode());
        assert_eq!(engine.training_status(), "step 800 of 800");
    }
}

//! Detectors that train side by side, on the same scenes: one for each chosen loss.
//!
//! The work comes in little pieces, so that a page can do something else in between: a detector's
//! step, or its test on a few scenes.

mod curve;
mod seen;

use ghm::UnitRegions;

use crate::{
    ap::average_precision,
    detect::{Detection, detect},
    digits::Split,
    losses::ClassState,
    progress::Progress,
    scene::{Painter, Rect, Scene},
    settings::Settings,
    train::{BATCH, Config, SceneBatch, Trainer},
};
use curve::Curve;
use seen::{Counts, Seen};

/// Seed of the scenes that detectors are tested on.
pub const TEST_SEED: u32 = 2019;
/// How many scenes that is.
pub const TESTED: usize = 400;
/// How many times each detector is tested before the budget is used up.
const TESTS: usize = 16;
/// Scenes whose detections are ranked together between tests.
const WATCHED: usize = 24;
/// How many of the watched scenes are shown.
const SHOWN: usize = 6;
/// Batches whose gradient norms are shown.
pub const WINDOW: usize = 15;
/// What is said when a loss refuses an option. The page keeps options in their ranges, and printing
/// the number in the error's own sentence would add 15 kB to the trainer.
const OUT_OF_RANGE: &str = "an option of a loss is out of its range";

/// The detectors, and what is known of them.
#[derive(Clone, Debug)]
pub struct Contest {
    settings: Settings,
    painter: Painter,
    /// Scenes of digits that no detector is trained with.
    held_out: Vec<Scene>,
    trainers: Vec<Trainer>,
    turn: Turn,
    batch: Option<SceneBatch>,
    now: Seen,
    /// The last batches.
    window: Vec<Seen>,
    regions: UnitRegions,
    /// Of each loss that remembers earlier batches, the same loss without that memory.
    alone: Vec<Option<ClassState>>,
    curves: Vec<Curve>,
    /// Steps and AP of the tests.
    aps: Vec<[Vec<f32>; 2]>,
}

/// What comes next: a step or a test, and of which detector.
#[derive(Clone, Debug)]
enum Turn {
    Step(usize),
    Test(usize, Vec<(Vec<Detection>, Vec<Rect>)>),
}

/// A detection on one of the scenes that are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// Which of the scenes.
    pub scene: usize,
    /// The box.
    pub rect: Rect,
    /// Its rank among the detections on all watched scenes, from 1.
    pub rank: usize,
    /// Whether its intersection over union with some digit is at least .5.
    pub correct: bool,
}

impl Contest {
    /// Untrained detectors.
    ///
    /// # Errors
    /// An option out of its range, in a sentence.
    pub fn new(settings: Settings) -> Result<Self, String> {
        let say = |_| OUT_OF_RANGE.to_owned();
        let kind = settings.kind();
        let configs = settings.configs();
        let trainers: Result<Vec<_>, _> = configs.iter().copied().map(Trainer::new).collect();
        Ok(Self {
            painter: Painter::new(Split::Train),
            held_out: SceneBatch::new(&Painter::new(Split::Test), &kind, TEST_SEED, 0, TESTED)
                .scenes,
            trainers: trainers.map_err(say)?,
            turn: Turn::Step(0),
            batch: None,
            now: Seen::new(configs.len()),
            window: vec![],
            regions: UnitRegions::classification(settings.parameters.class.bins).map_err(say)?,
            alone: alone(&configs).map_err(say)?,
            curves: vec![Curve::default(); configs.len()],
            aps: vec![Default::default(); configs.len()],
            settings,
        })
    }

    /// Takes other settings; says whether that meant to begin anew.
    ///
    /// # Errors
    /// An option out of its range, in a sentence; the detectors stay as they are.
    pub fn set(&mut self, settings: Settings) -> Result<bool, String> {
        if self.settings.restarts(&settings) {
            *self = Self::new(settings)?;
            return Ok(true);
        }
        let say = |_| OUT_OF_RANGE.to_owned();
        let configs = settings.configs();
        let bins = settings.parameters.class.bins;
        let regions = UnitRegions::classification(bins).map_err(say)?;
        let alone = alone(&configs).map_err(say)?;
        let mut trainers = self.trainers.clone();
        for (trainer, config) in trainers.iter_mut().zip(configs) {
            trainer.continue_with(config).map_err(say)?;
        }
        (self.trainers, self.regions, self.alone) = (trainers, regions, alone);
        for seen in &mut self.window {
            seen.count(&self.regions);
        }
        self.settings = settings;
        Ok(false)
    }

    /// What it was set to.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Steps that all detectors have made.
    pub fn steps(&self) -> usize {
        self.trainers.iter().map(Trainer::steps).min().unwrap_or(0)
    }

    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        matches!(self.turn, Turn::Step(0)) && self.steps() >= self.settings.budget
    }

    /// The detectors, one for each chosen loss.
    pub fn trainers(&self) -> &[Trainer] {
        &self.trainers
    }

    /// Does the next piece of work, if any is left.
    ///
    /// # Errors
    /// `diverged at step 12`, if a training did: the page says it in its reader's language.
    pub fn work(&mut self) -> Result<(), String> {
        if self.is_done() {
            return Ok(());
        }
        match std::mem::replace(&mut self.turn, Turn::Step(0)) {
            Turn::Step(loss) => self.step(loss),
            Turn::Test(loss, results) => {
                self.turn = self.test(loss, results);
                Ok(())
            }
        }
    }

    /// One more step of each detector, and the tests that are due before and after it.
    ///
    /// # Errors
    /// As [`Contest::work`].
    pub fn step_all(&mut self) -> Result<(), String> {
        let next = self.steps() + 1;
        while !self.is_done() && (self.steps() < next || !matches!(self.turn, Turn::Step(0))) {
            self.work()?;
        }
        Ok(())
    }

    fn step(&mut self, loss: usize) -> Result<(), String> {
        let trainer = &mut self.trainers[loss];
        let batch = self.batch.get_or_insert_with(|| {
            let (kind, seed) = (self.settings.kind(), self.settings.seed);
            SceneBatch::of_step(&self.painter, &kind, seed, trainer.steps())
        });
        let report = trainer
            .step_on(batch)
            .map_err(|_| format!("diverged at step {}", trainer.steps() + 1))?;
        let said = &mut self.now.outputs[loss];
        said.logits.clear();
        said.logits.extend(trainer.logits());
        said.offsets.clear();
        said.offsets.extend(trainer.offsets());
        let alone = match &mut self.alone[loss] {
            Some(state) => {
                let logits = trainer.logits();
                let step = state.step(logits, &batch.targets, &batch.mask, &mut vec![]);
                step.map_err(|_| OUT_OF_RANGE)?
            }
            None => report.class_loss,
        };
        self.curves[loss].add(report.step as u32, [report.class_loss, alone]);
        self.turn = Turn::Step(loss + 1);
        if loss + 1 == self.trainers.len() {
            self.finish_step();
        }
        Ok(())
    }

    /// What follows when all have made a step.
    fn finish_step(&mut self) {
        if let Some(batch) = self.batch.take() {
            (self.now.targets, self.now.mask) = (batch.targets, batch.mask);
        }
        self.now.count(&self.regions);
        let slot = (self.steps() - 1) % WINDOW;
        match self.window.get_mut(slot) {
            Some(old) => std::mem::swap(old, &mut self.now),
            None => {
                let next = Seen::new(self.trainers.len());
                self.window.push(std::mem::replace(&mut self.now, next));
            }
        }
        let (step, budget) = (self.steps(), self.settings.budget);
        let due = step.is_multiple_of((budget / TESTS).max(1)) || step >= budget;
        self.turn = if due {
            Turn::Test(0, vec![])
        } else {
            Turn::Step(0)
        };
    }

    /// Tests a detector on the next scenes.
    fn test(&mut self, loss: usize, mut results: Vec<(Vec<Detection>, Vec<Rect>)>) -> Turn {
        let from = results.len();
        let scenes = &self.held_out[from..(from + BATCH).min(TESTED)];
        self.trainers[loss].run(scenes, |i, output| {
            results.push((detect(output), scenes[i].objects.clone()));
        });
        if results.len() < TESTED {
            return Turn::Test(loss, results);
        }
        let [tests, ap] = &mut self.aps[loss];
        tests.push(self.trainers[loss].steps() as f32);
        ap.push(average_precision(&results).mean() as f32);
        if loss + 1 < self.trainers.len() {
            Turn::Test(loss + 1, vec![])
        } else {
            Turn::Step(0)
        }
    }

    /// How far they have come.
    pub fn progress(&self) -> Progress {
        let sum = |counts: fn(&Counts) -> &[u32], loss: usize| -> Vec<f32> {
            let mut sums = vec![0_u32; self.regions.len()];
            for seen in &self.window {
                for (sum, count) in sums.iter_mut().zip(counts(&seen.outputs[loss].counts)) {
                    *sum += count;
                }
            }
            sums.into_iter().map(|sum| sum as f32).collect()
        };
        let mut progress = Progress {
            step: self.steps() as u32,
            budget: self.settings.budget as u32,
            ..Progress::untrained(self.settings.losses.iter().copied())
        };
        for (loss, track) in progress.tracks.iter_mut().enumerate() {
            [track.tests, track.ap] = self.aps[loss].clone();
            let Curve { ends, means, .. } = self.curves[loss].clone();
            track.steps = ends;
            [track.loss, track.alone] = means;
            track.counts = sum(|counts| &counts.all, loss);
            track.positives = sum(|counts| &counts.positive, loss);
        }
        progress
    }

    /// The examples of the last batches under a loss: keys `z = (1 - 2 p*) x` of the negatives and
    /// of the positives, and differences of offsets.
    pub fn examples(&self, loss: usize) -> [Vec<f32>; 3] {
        let [mut negatives, mut positives, mut offsets] = [vec![], vec![], vec![]];
        for seen in &self.window {
            for (key, positive) in seen.keys(loss) {
                if positive {
                    positives.push(key);
                } else {
                    negatives.push(key);
                }
            }
            offsets.extend(&seen.outputs[loss].offsets);
        }
        [negatives, positives, offsets]
    }

    /// Numbers of the held-out scenes that are shown: most have a digit, some have none.
    fn shown(&self) -> Vec<usize> {
        let watched = 0..WATCHED;
        let (with, without): (Vec<_>, Vec<_>) =
            watched.partition(|&i| !self.held_out[i].objects.is_empty());
        let few = without
            .len()
            .min(SHOWN / 3)
            .max(SHOWN.saturating_sub(with.len()));
        let mut shown: Vec<usize> = with.into_iter().take(SHOWN - few).collect();
        shown.extend(without.into_iter().take(few));
        shown
    }

    /// The scenes that are shown.
    pub fn scenes(&self) -> impl Iterator<Item = &Scene> {
        self.shown().into_iter().map(|i| &self.held_out[i])
    }

    /// What a detector finds on the shown scenes. The detections on all watched scenes are ranked
    /// together, and as many of the best are kept as there are digits in them. An untrained detector
    /// finds nothing.
    pub fn sights(&mut self, loss: usize) -> Vec<Sight> {
        if self.trainers[loss].steps() == 0 {
            return vec![];
        }
        let shown = self.shown();
        let watched = &self.held_out[..WATCHED];
        let digits: usize = watched.iter().map(|scene| scene.objects.len()).sum();
        let mut found: Vec<(usize, Detection)> = vec![];
        self.trainers[loss].run(watched, |i, output| {
            found.extend(detect(output).into_iter().map(|detection| (i, detection)));
        });
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
        found.truncate(digits);
        let sight = |(rank, (i, detection)): (usize, (usize, Detection))| {
            let objects = &watched[i].objects;
            let covers = |object: &Rect| object.iou(&detection.rect) >= 0.5;
            Some(Sight {
                scene: shown.iter().position(|&it| it == i)?,
                rect: detection.rect,
                rank: rank + 1,
                correct: objects.iter().any(covers),
            })
        };
        found.into_iter().enumerate().filter_map(sight).collect()
    }
}

/// For each config its loss without a memory, if the loss has one.
fn alone(configs: &[Config]) -> Result<Vec<Option<ClassState>>, ghm::Error> {
    let of = |config: &Config| {
        let forgetful = config.class_loss.without_memory();
        let differs = forgetful != config.class_loss;
        let state = differs.then(|| ClassState::new(forgetful, config.divisor));
        state.transpose()
    };
    configs.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::FINGERPRINTS;

    fn contest(query: &str) -> Contest {
        Contest::new(Settings::from_query(query).unwrap()).unwrap()
    }

    fn fingerprints(contest: &Contest) -> Vec<u64> {
        let nets = contest.trainers().iter().map(Trainer::net);
        nets.map(|net| net.fingerprint()).collect()
    }

    #[test]
    fn side_by_side_is_as_alone() {
        let mut contest = contest("");
        for _ in 0..20 {
            contest.step_all().unwrap();
        }
        assert_eq!(fingerprints(&contest), FINGERPRINTS);
    }

    /// The page takes the step out of this, to say it in two languages.
    #[test]
    fn divergence_names_its_step() {
        // Infinite logits from the start.
        let error = contest("prior=0").work().unwrap_err();
        assert_eq!(error, "diverged at step 1");
    }

    #[test]
    fn a_budget_ends_with_a_test_and_then_nothing_happens() {
        let mut contest = contest("budget=32&objects=2");
        let mut pieces = 0;
        while !contest.is_done() {
            contest.work().unwrap();
            pieces += 1;
        }
        let per_test = TESTED.div_ceil(BATCH);
        assert_eq!(pieces, 3 * (32 + TESTS * per_test));
        let before = fingerprints(&contest);
        contest.work().unwrap();
        assert_eq!(fingerprints(&contest), before);

        let progress = contest.progress();
        assert_eq!((progress.step, progress.budget), (32, 32));
        for (loss, track) in progress.tracks.iter().enumerate() {
            let expected: Vec<f32> = (1..=TESTS).map(|i| 2.0 * i as f32).collect();
            assert_eq!((&track.tests, track.ap.len()), (&expected, TESTS));
            assert_eq!(track.steps, (1..=32).map(|i| i as f32).collect::<Vec<_>>());
            assert_eq!((track.loss.len(), track.alone.len()), (32, 32));
            let counted: f32 = track.counts.iter().sum();
            let [negatives, positives, offsets] = contest.examples(loss);
            assert_eq!(counted as usize, negatives.len() + positives.len());
            assert_eq!(
                track.positives.iter().sum::<f32>() as usize,
                positives.len()
            );
            assert_eq!(offsets.len(), 4 * positives.len());
            let anchors = (WINDOW * BATCH * crate::anchors::ANCHORS) as f32;
            assert!(counted > 0.9 * anchors && counted < anchors, "{counted}");
        }
        // A longer budget goes on where the shorter ended.
        let longer = Settings::from_query("budget=33&objects=2").unwrap();
        assert_eq!(contest.set(longer), Ok(false));
        contest.step_all().unwrap();
        assert_eq!(contest.steps(), 33);
    }

    /// What the page shows behind a training is what a training gives, bit for bit.
    #[test]
    fn the_recording_is_of_these_detectors() {
        let recorded = include_bytes!("../../../www/data/recorded_training.bin");
        let recorded = crate::progress::Recorded::decode(recorded).unwrap();
        let run = &recorded.runs[0];
        assert_eq!((run.settings.len(), run.seeds), (0, 5));
        let mut contest = contest("");
        for _ in 0..50 {
            contest.step_all().unwrap();
        }
        for (loss, now) in contest.progress().tracks.iter().enumerate() {
            let then = &run.first.tracks[loss];
            assert_eq!(now.ap[0], then.ap[0]);
            assert_eq!(now.ap[0], run.aps[loss][0]);
            assert_eq!(now.loss, then.loss[..now.loss.len()]);
        }
    }

    /// The first batch meets an average that began at zero: its loss is `1 / (1 - alpha)` times
    /// that without momentum.
    #[test]
    fn the_cold_start_is_in_the_curve() {
        let mut contest = contest("momentum=0.75");
        contest.step_all().unwrap();
        let progress = contest.progress();
        let [ce, ghm] = ["ce", "ghm"].map(|key| progress.track(key).unwrap());
        assert_eq!(ce.loss, ce.alone);
        let times = ghm.loss[0] / ghm.alone[0];
        assert!((times - 4.0).abs() < 1e-5, "{times}");
    }

    #[test]
    fn settings_restart_or_continue() {
        let mut contest = contest("");
        for _ in 0..3 {
            contest.step_all().unwrap();
        }
        let mut set = |query: &str| contest.set(Settings::from_query(query).unwrap());
        assert_eq!(set("bins=10&momentum=0.5&mu=0.1&gamma=1"), Ok(false));
        assert!(set("bins=0").is_err());
        assert_eq!(contest.steps(), 3);
        assert_eq!(contest.progress().tracks[0].counts.len(), 10);
        contest.step_all().unwrap();
        let set =
            |query: &str, contest: &mut Contest| contest.set(Settings::from_query(query).unwrap());
        for query in [
            "objects=2",
            "missing=.2",
            "false=.2",
            "prior=.5",
            "seed=2",
            "boxes=asl1",
            "losses=ce,ghm",
            "divisor=examples",
        ] {
            assert_eq!(set(query, &mut contest), Ok(true), "{query}");
            assert_eq!(contest.steps(), 0);
            contest.step_all().unwrap();
            set("", &mut contest).unwrap();
        }
    }

    #[test]
    fn sights_are_ranked_and_as_many_as_digits() {
        let mut contest = contest("budget=60&objects=2");
        while !contest.is_done() {
            contest.work().unwrap();
        }
        assert_eq!(contest.scenes().count(), SHOWN);
        for loss in 0..contest.trainers().len() {
            let sights = contest.sights(loss);
            assert!(!sights.is_empty());
            assert!(sights.is_sorted_by(|a, b| a.rank < b.rank));
            assert!(sights.iter().all(|sight| sight.scene < SHOWN));
        }
    }

    /// Each loss trains alike whatever is trained beside it.
    #[test]
    fn any_losses_train_side_by_side() {
        let mut contest = contest("losses=ghm,focal&budget=40");
        for _ in 0..20 {
            contest.step_all().unwrap();
        }
        assert_eq!(fingerprints(&contest), FINGERPRINTS[1..]);
        let progress = contest.progress();
        let keys: Vec<&str> = progress.tracks.iter().map(|track| track.key).collect();
        assert_eq!(keys, ["focal", "ghm"]);
        assert_eq!(Progress::decode(&progress.encode()), Some(progress));
        assert_eq!(contest.set(Settings::default()), Ok(true));
        assert_eq!(contest.progress().tracks.len(), 3);
    }
}

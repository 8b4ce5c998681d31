//! Training: a batch of scenes, forward, losses, backward, Adam.

use fearless_simd::Level;
use ghm::{
    Error,
    loss::{BoxLoss, ClassLoss, ClassRow, Divisor, Parameters},
};

use crate::{
    adam::{Adam, schedule},
    anchors::{ANCHORS, Assignment, assign},
    digits::Split,
    losses::{BoxState, ClassState},
    net::{Activations, Net, Output, PARAMETERS},
    scene::{Kind, Painter, Scene},
};

/// [Fingerprints](Net::fingerprint) after 20 steps with the default losses, cross-entropy, focal
/// loss and GHM-C: any machine can check that it computes as all others do.
pub const FINGERPRINTS: [u64; 3] = [
    8_495_566_739_700_792_498,
    5_793_089_956_241_080_024,
    7_094_634_052_162_714_049,
];

/// Scenes in a batch.
pub const BATCH: usize = 16;

/// Everything that a training depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Config {
    /// Loss of the classification.
    pub class_loss: ClassLoss,
    /// What its sum is divided by.
    pub divisor: Divisor,
    /// Loss of the boxes.
    pub box_loss: BoxLoss,
    /// Whether the box loss's `mu` follows the offsets.
    pub mu_follows: bool,
    /// Weight of the box loss: each classification loss has its own best.
    pub box_weight: f64,
    /// What the scenes hold.
    pub kind: Kind,
    /// Probability that every anchor starts with.
    pub prior: f64,
    /// Learning rate after the warm-up.
    pub rate: f32,
    /// Steps: the learning rate falls at 70 and 90 % of them.
    pub budget: usize,
    /// Seed of the scenes and of the network's start.
    pub seed: u32,
}

impl Config {
    /// Training with a loss of the list: divided as in its paper, with the box weight tuned for it.
    pub fn new(row: &ClassRow, parameters: &Parameters) -> Self {
        Self {
            class_loss: (row.make)(parameters),
            divisor: row.own_divisor,
            box_loss: BoxLoss::SmoothL1 {
                delta: parameters.delta,
            },
            mu_follows: false,
            box_weight: row.box_weight,
            kind: Kind::NONE_OR_ONE,
            prior: 0.01,
            rate: 0.01,
            budget: 800,
            seed: 1,
        }
    }
}

/// Scenes to train with, and what their anchors are to be.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneBatch {
    /// The scenes.
    pub scenes: Vec<Scene>,
    /// One for each scene.
    pub assignments: Vec<Assignment>,
    /// Targets of all anchors, scene by scene.
    pub targets: Vec<f32>,
    /// Masks of all anchors.
    pub mask: Vec<f32>,
}

impl SceneBatch {
    /// Scenes `first` to `first + n` of a seed.
    pub fn new(painter: &Painter, kind: &Kind, seed: u32, first: u32, n: usize) -> Self {
        let scenes: Vec<Scene> = (first..first + n as u32)
            .map(|index| painter.scene(kind, seed, index))
            .collect();
        let assignments: Vec<Assignment> =
            scenes.iter().map(|scene| assign(&scene.labels)).collect();
        let all =
            |part: fn(&Assignment) -> &[f32]| assignments.iter().flat_map(part).copied().collect();
        Self {
            targets: all(|assignment| &assignment.targets),
            mask: all(|assignment| &assignment.mask),
            scenes,
            assignments,
        }
    }

    /// The batch that a training of this kind and seed makes its step `step` with.
    pub fn of_step(painter: &Painter, kind: &Kind, seed: u32, step: usize) -> Self {
        Self::new(painter, kind, seed, (step * BATCH) as u32, BATCH)
    }
}

/// What one step gave.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepReport {
    /// Number of the step, from 1.
    pub step: usize,
    /// Loss of the classification before the step.
    pub class_loss: f64,
    /// Loss of the boxes, with its weight.
    pub box_loss: f64,
    /// Positive anchors of the batch.
    pub positives: usize,
    /// Valid anchors.
    pub valid: usize,
    /// Learning rate.
    pub rate: f32,
}

/// A detector in training.
#[derive(Clone, Debug)]
pub struct Trainer {
    config: Config,
    painter: Painter,
    net: Net,
    adam: Adam,
    class_loss: ClassState,
    box_loss: BoxState,
    step: usize,
    memory: Memory,
}

/// Buffers of a step, reused by the next.
#[derive(Clone, Debug, Default)]
struct Memory {
    activations: Vec<Activations>,
    outputs: Vec<Output>,
    logits: Vec<f32>,
    class_gradient: Vec<f32>,
    predictions: Vec<f32>,
    box_targets: Vec<f32>,
    box_gradient: Vec<f32>,
    gradient: Vec<f32>,
}

impl Trainer {
    /// An untrained detector.
    ///
    /// # Errors
    /// An option of a loss out of its range.
    pub fn new(config: Config) -> Result<Self, Error> {
        Self::with_level(Level::new(), config)
    }

    /// The same with the network at a given SIMD level: for benchmarks.
    ///
    /// # Errors
    /// An option of a loss out of its range.
    pub fn with_level(level: Level, config: Config) -> Result<Self, Error> {
        Ok(Self {
            painter: Painter::new(Split::Train),
            net: Net::with_level(level, config.prior, config.seed),
            adam: Adam::new(PARAMETERS),
            class_loss: ClassState::new(config.class_loss, config.divisor)?,
            box_loss: box_state(&config)?,
            step: 0,
            memory: Memory::default(),
            config,
        })
    }

    /// What it was made with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Steps done.
    pub fn steps(&self) -> usize {
        self.step
    }

    /// The network.
    pub fn net(&self) -> &Net {
        &self.net
    }

    /// The classification's loss, with GHM-C's average.
    pub fn class_loss(&self) -> &ClassState {
        &self.class_loss
    }

    /// The boxes' loss, with GHM-R's average.
    pub fn box_loss(&self) -> &BoxState {
        &self.box_loss
    }

    /// Logits of the last step's batch, scene by scene, before the step.
    pub fn logits(&self) -> &[f32] {
        &self.memory.logits
    }

    /// Gradient of the last step, laid out as the network's parameters.
    pub fn gradient(&self) -> &[f32] {
        &self.memory.gradient
    }

    /// Differences of predicted and wanted offsets: the positives' of the last step's batch.
    pub fn offsets(&self) -> impl Iterator<Item = f32> {
        let Memory {
            predictions,
            box_targets,
            ..
        } = &self.memory;
        predictions.iter().zip(box_targets).map(|(p, t)| p - t)
    }

    /// Continues under another config. A loss that the config changes starts with a new average.
    ///
    /// # Errors
    /// An option of a loss out of its range; nothing changes then.
    pub fn continue_with(&mut self, config: Config) -> Result<(), Error> {
        let class_loss = ClassState::new(config.class_loss, config.divisor)?;
        let box_loss = box_state(&config)?;
        if (config.class_loss, config.divisor) != (self.config.class_loss, self.config.divisor) {
            self.class_loss = class_loss;
        }
        let boxes = |it: &Config| (it.box_loss, it.box_weight, it.mu_follows);
        if boxes(&config) != boxes(&self.config) {
            self.box_loss = box_loss;
        }
        self.config = config;
        Ok(())
    }

    /// One step, on the next batch of the seed.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if training diverged; nothing is learned then.
    pub fn step(&mut self) -> Result<StepReport, Error> {
        let Config { kind, seed, .. } = self.config;
        self.step_on(&SceneBatch::of_step(&self.painter, &kind, seed, self.step))
    }

    /// One step on a given batch: several detectors can learn from the same.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if training diverged; nothing is learned then.
    pub fn step_on(&mut self, batch: &SceneBatch) -> Result<StepReport, Error> {
        let Memory {
            activations,
            outputs,
            logits,
            class_gradient,
            predictions,
            box_targets,
            box_gradient,
            gradient,
        } = &mut self.memory;
        let n = batch.scenes.len();
        activations.resize_with(n, Activations::default);
        outputs.resize_with(n, Output::default);
        logits.clear();
        predictions.clear();
        box_targets.clear();
        for (i, scene) in batch.scenes.iter().enumerate() {
            let output = &mut outputs[i];
            self.net.forward(&scene.pixels, &mut activations[i], output);
            logits.extend((0..ANCHORS).map(|anchor| output.logit(anchor)));
            for (anchor, target) in &batch.assignments[i].boxes {
                predictions.extend(output.offsets(*anchor));
                box_targets.extend(target);
            }
        }

        let class_loss =
            self.class_loss
                .step(logits, &batch.targets, &batch.mask, class_gradient)?;
        let box_loss = self.box_loss.step(predictions, box_targets, box_gradient)?;

        gradient.clear();
        gradient.resize(PARAMETERS, 0.0);
        self.net.transpose();
        let mut boxes = box_gradient.as_chunks::<4>().0.iter();
        for (i, class_gradient) in class_gradient.chunks_exact(ANCHORS).enumerate() {
            // The output has served: it becomes the derivative by it.
            let derivative = &mut outputs[i];
            derivative.clear();
            for (anchor, &value) in class_gradient.iter().enumerate() {
                *derivative.logit_mut(anchor) = value;
            }
            for ((anchor, _), &values) in batch.assignments[i].boxes.iter().zip(&mut boxes) {
                derivative.set_offsets(*anchor, values);
            }
            self.net.backward(&activations[i], derivative, gradient);
        }
        let rate = schedule(self.config.rate, self.step, self.config.budget);
        self.adam.step(rate, gradient, self.net.parameters_mut());
        self.step += 1;
        Ok(StepReport {
            step: self.step,
            class_loss,
            box_loss,
            positives: predictions.len() / 4,
            valid: batch.mask.iter().filter(|&&mask| mask > 0.0).count(),
            rate,
        })
    }

    /// What the detector says of scenes: `visit` gets each scene's number and output.
    pub fn run(&mut self, scenes: &[Scene], mut visit: impl FnMut(usize, &Output)) {
        let (mut activations, mut output) = (Activations::default(), Output::default());
        for (i, scene) in scenes.iter().enumerate() {
            self.net
                .forward(&scene.pixels, &mut activations, &mut output);
            visit(i, &output);
        }
    }
}

fn box_state(config: &Config) -> Result<BoxState, Error> {
    BoxState::new(config.box_loss, config.box_weight)?.following(config.mu_follows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ap::average_precision, detect::detect, settings::Settings};
    use ghm::{
        Options,
        loss::{CLASS_LOSSES, class_row},
    };

    fn configs() -> Vec<Config> {
        Settings::default().configs()
    }

    fn config(key: &str) -> Config {
        Config::new(class_row(key).unwrap(), &Parameters::default())
    }

    fn trained(config: Config, steps: usize) -> (Trainer, Vec<StepReport>) {
        let mut trainer = Trainer::new(config).unwrap();
        let reports = (0..steps).map(|_| trainer.step().unwrap()).collect();
        (trainer, reports)
    }

    /// The same bits on every machine: in the browser too these are the numbers.
    #[test]
    fn a_seed_gives_the_same_network_everywhere() {
        for (config, expected) in configs().into_iter().zip(FINGERPRINTS) {
            let (trainer, _) = trained(config, 20);
            assert_eq!(
                trainer.net().fingerprint(),
                expected,
                "{:?}",
                config.class_loss
            );
        }
        let other = Config {
            seed: 2,
            ..config("ghm")
        };
        assert_ne!(trained(other, 20).0.net().fingerprint(), FINGERPRINTS[2]);
    }

    #[test]
    fn given_batches_are_the_same_as_own_ones() {
        let painter = Painter::new(Split::Train);
        let mut trainer = Trainer::new(config("focal")).unwrap();
        for step in 0..20 {
            let batch = SceneBatch::of_step(&painter, &Kind::NONE_OR_ONE, 1, step);
            let report = trainer.step_on(&batch).unwrap();
            assert_eq!(
                (report.step, trainer.logits().len()),
                (step + 1, BATCH * ANCHORS)
            );
        }
        assert_eq!(trainer.net().fingerprint(), FINGERPRINTS[1]);
    }

    #[test]
    fn a_short_training_learns_to_detect() {
        let test =
            SceneBatch::new(&Painter::new(Split::Test), &Kind::ONE_TO_THREE, 9, 0, 100).scenes;
        for row in CLASS_LOSSES {
            let config = Config {
                kind: Kind::ONE_TO_THREE,
                budget: 150,
                ..Config::new(row, &Parameters::default())
            };
            let (mut trainer, reports) = trained(config, 150);
            let mean = |reports: &[StepReport], loss: fn(&StepReport) -> f64| {
                reports.iter().map(loss).sum::<f64>() / reports.len() as f64
            };
            let (first, last) = (&reports[..10], &reports[140..]);
            let boxes = |report: &StepReport| report.box_loss;
            assert!(mean(last, boxes) < 0.6 * mean(first, boxes));
            // That of GHM-C is about 1 however well it does.
            if !matches!(config.class_loss, ClassLoss::Ghm(_)) {
                let class = |report: &StepReport| report.class_loss;
                assert!(mean(last, class) < 0.6 * mean(first, class));
            }
            let mut results = vec![];
            trainer.run(&test, |i, output| {
                results.push((detect(output), test[i].objects.clone()));
            });
            let ap = average_precision(&results).at_50();
            assert!(ap > 0.5, "{:?}: AP50 {ap}", config.class_loss);
        }
    }

    /// GHM-C with one region and no momentum weighs every example alike. See also the test of one
    /// batch in `losses`.
    #[test]
    fn under_one_divisor_ghm_with_one_region_trains_as_cross_entropy_to_the_last_bit() {
        let test = SceneBatch::new(&Painter::new(Split::Test), &Kind::NONE_OR_ONE, 9, 0, 60).scenes;
        let of = |query: &str| {
            let query = format!("losses=ce,ghm&bins=1&momentum=0&budget=120&{query}");
            let configs = Settings::from_query(&query).unwrap().configs();
            let results = configs.into_iter().map(|config| {
                let (trainer, mut reports) = trained(config, 20);
                let early = trainer.net().fingerprint();
                let (mut trainer, rest) = trained(config, 120);
                reports.extend(rest);
                let mut found = vec![];
                trainer.run(&test, |i, output| {
                    found.push((detect(output), test[i].objects.clone()));
                });
                let ap = average_precision(&found).mean();
                let losses = reports.iter().map(|report| report.class_loss.to_bits());
                (early, losses.collect::<Vec<_>>(), ap.to_bits(), ap)
            });
            results.collect::<Vec<_>>()
        };
        for divisor in ["divisor=positives", "divisor=examples"] {
            let [ce, ghm] = &of(divisor)[..] else {
                panic!("two losses were chosen");
            };
            assert_eq!(ce, ghm, "{divisor}");
            assert!(ce.3 > 0.05, "nothing was learned: AP {}", ce.3);
        }
        let [ce, ghm] = &of("divisor=own")[..] else {
            panic!("two losses were chosen");
        };
        assert_ne!(ce.0, ghm.0);
        assert_ne!(ce.2, ghm.2);
    }

    #[test]
    fn divergence_is_an_error_and_leaves_the_network() {
        let mut trainer = Trainer::new(config("ghm")).unwrap();
        trainer.step().unwrap();
        trainer.net.parameters_mut()[3] = f32::INFINITY;
        let before = trainer.net().fingerprint();
        assert!(matches!(trainer.step(), Err(Error::NotFinite { .. })));
        assert_eq!((trainer.net().fingerprint(), trainer.steps()), (before, 1));
    }

    #[test]
    fn bad_options_are_errors() {
        let config = Config {
            class_loss: ClassLoss::Ghm(Options {
                bins: 0,
                ..Options::classification()
            }),
            ..config("ghm")
        };
        assert!(matches!(
            Trainer::new(config),
            Err(Error::Bins { found: 0 })
        ));
    }
}

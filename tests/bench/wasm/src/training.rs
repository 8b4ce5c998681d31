//! The detector's training step, for the wasm module and the native program.

use detector::{
    Config, Trainer, anchors::ANCHORS, digits::Split, net::LAYERS, scene::Painter,
    train::SceneBatch,
};
use ghm::{
    kernel::Level,
    loss::{Parameters, class_row},
};

/// Number of batches, which are used in turn.
const BATCHES: usize = 8;
/// Number of steps whose losses are compared.
const COMPARED: usize = 10;
/// Channels of the last layer in use.
const USED: usize = 15;

/// A detector, and the batches that it is trained on.
pub struct Training {
    config: Config,
    level: Level,
    trainer: Trainer,
    batches: Vec<SceneBatch>,
}

impl Training {
    /// An untrained detector under GHM-C or cross-entropy.
    pub fn new(level: Level, ghm: bool) -> Self {
        let key = if ghm { "ghm" } else { "ce" };
        let config = Config::new(class_row(key).unwrap(), &Parameters::default());
        let painter = Painter::new(Split::Train);
        let batch = |step| SceneBatch::of_step(&painter, &config.kind, config.seed, step);
        Self {
            trainer: Trainer::with_level(level, config).unwrap(),
            batches: (0..BATCHES).map(batch).collect(),
            config,
            level,
        }
    }

    /// Forward, losses, backward and Adam on the next batch; returns both losses.
    pub fn step(&mut self) -> [f64; 2] {
        let batch = &self.batches[self.trainer.steps() % BATCHES];
        let report = self.trainer.step_on(batch).unwrap();
        [report.class_loss, report.box_loss]
    }

    /// Starts over and returns the digest: for each layer the summed absolute derivatives by its
    /// weights and by its biases in the first step, then the losses of the first steps. The losses
    /// would differ if Adam got the same derivatives in another order.
    pub fn digest(&mut self) -> Vec<f64> {
        self.trainer = Trainer::with_level(self.level, self.config).unwrap();
        let first = self.step();
        let mut digest = vec![];
        let mut gradient = self.trainer.gradient();
        for layer in LAYERS {
            for length in [layer.weights_len(), layer.outputs] {
                let (part, rest) = gradient.split_at(length);
                digest.push(part.iter().map(|&g| f64::from(g.abs())).sum());
                gradient = rest;
            }
        }
        digest.extend(first);
        for _ in 1..COMPARED {
            digest.extend(self.step());
        }
        digest
    }

    /// What another program needs for the same steps: the number of batches and of compared steps;
    /// the weights `[y][x][input][output]` and biases of each layer; and for each batch its pixels,
    /// the target and the mask of each anchor, the number of positives, and the anchor and offsets
    /// of each positive.
    pub fn numbers(&self) -> Vec<f32> {
        let fresh = Trainer::with_level(self.level, self.config).unwrap();
        let mut numbers = vec![BATCHES as f32, COMPARED as f32];
        let mut parameters = fresh.net().parameters();
        for (i, layer) in LAYERS.iter().enumerate() {
            let outputs = if i + 1 < LAYERS.len() {
                layer.outputs
            } else {
                USED
            };
            let (block, of_output, taps) = (layer.block(), 8, layer.kernel * layer.kernel);
            for tap in 0..taps {
                for input in 0..layer.inputs {
                    for output in 0..outputs {
                        let panel = output / of_output * (layer.inputs / block) + input / block;
                        let row = (panel * taps + tap) * block + input % block;
                        numbers.push(parameters[row * of_output + output % of_output]);
                    }
                }
            }
            parameters = &parameters[layer.weights_len()..];
            numbers.extend(&parameters[..outputs]);
            parameters = &parameters[layer.outputs..];
        }
        for batch in &self.batches {
            numbers.extend(batch.scenes.iter().flat_map(|scene| &scene.pixels));
            numbers.extend(&batch.targets);
            numbers.extend(&batch.mask);
            let boxes = batch.assignments.iter().map(|it| &it.boxes);
            numbers.push(boxes.clone().map(Vec::len).sum::<usize>() as f32);
            for (scene, boxes) in boxes.enumerate() {
                for (anchor, offsets) in boxes {
                    numbers.push((scene * ANCHORS + anchor) as f32);
                    numbers.extend(offsets);
                }
            }
        }
        numbers
    }
}

//! Detectors in training, side by side.

use detector::{contest::Contest, settings::Settings};
use wasm_bindgen::prelude::*;

use crate::{now, parse};

/// A detector for each chosen loss. In each step, all are trained on the same scenes.
#[wasm_bindgen]
pub struct Training {
    contest: Contest,
    /// When the present stretch of training began, and at which step; none while it is paused.
    since: Option<(f64, usize)>,
}

#[wasm_bindgen]
impl Training {
    /// Untrained detectors, set as in the page's address: `objects=2&bins=10`. Throws what is wrong
    /// with a setting.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str) -> Result<Self, JsError> {
        let contest = read(settings).and_then(Contest::new);
        Ok(Self {
            contest: contest.map_err(thrown)?,
            since: None,
        })
    }

    /// Takes other settings. Returns whether the training had to restart for them.
    pub fn set(&mut self, settings: &str) -> Result<bool, JsError> {
        let restarted = read(settings).and_then(|it| self.contest.set(it));
        self.since = None;
        restarted.map_err(thrown)
    }

    /// Restarts the training.
    pub fn reset(&mut self) -> Result<(), JsError> {
        self.contest = Contest::new(self.contest.settings().clone()).map_err(thrown)?;
        self.since = None;
        Ok(())
    }

    /// Stops the clock until the next `advance`.
    pub fn pause(&mut self) {
        self.since = None;
    }

    /// Trains for that many milliseconds, or for one piece of work if that takes longer. Returns whether
    /// something is left to do.
    pub fn advance(&mut self, milliseconds: f64) -> Result<bool, JsError> {
        let start = now();
        self.since.get_or_insert((start, self.contest.steps()));
        loop {
            self.contest.work().map_err(thrown)?;
            if self.contest.is_done() || now() >= start + milliseconds {
                return Ok(!self.contest.is_done());
            }
        }
    }

    /// One step of each detector, and the tests that are due.
    pub fn step(&mut self) -> Result<(), JsError> {
        self.since = None;
        self.contest.step_all().map_err(thrown)
    }

    /// How far the detectors have come: numbers that `Engine.trained` takes.
    pub fn progress(&self) -> Vec<f32> {
        let mut progress = self.contest.progress();
        if let Some((start, from)) = self.since {
            let steps = self.contest.steps() - from;
            progress.each = ((now() - start) / steps.max(1) as f64) as f32;
        }
        progress.encode()
    }

    /// The examples that the detector under the loss with this key was last trained with, as `Engine.loadTrained`
    /// takes them: how many negatives, positives and offsets, and then these. Empty if no detector has this loss.
    pub fn examples(&self, key: &str) -> Vec<f32> {
        let Some(place) = self.place(key) else {
            return vec![];
        };
        let parts = self.contest.examples(place);
        let lengths = parts.iter().map(|part| part.len() as f32).collect();
        [lengths, parts.concat()].concat()
    }

    /// Brightness of the pixels of the shown scenes, 0 to 255, scene by scene.
    pub fn pixels(&self) -> Vec<u8> {
        let pixels = self.contest.scenes().flat_map(|scene| &scene.pixels);
        pixels
            .map(|&pixel| (pixel.clamp(0.0, 1.0) * 255.0) as u8)
            .collect()
    }

    /// Boxes of the digits in the shown scenes: for each box scene, left, top, right, bottom.
    pub fn objects(&self) -> Vec<f32> {
        let mut out = vec![];
        for (i, scene) in self.contest.scenes().enumerate() {
            for rect in &scene.objects {
                out.extend([i as f32, rect.x0, rect.y0, rect.x1, rect.y1]);
            }
        }
        out
    }

    /// What the detector under the loss with this key finds in the shown scenes: for each box scene, left, top, right,
    /// bottom, rank, and 1 if it is correct, else 0. Empty if no detector has this loss.
    pub fn sights(&mut self, key: &str) -> Vec<f32> {
        let Some(place) = self.place(key) else {
            return vec![];
        };
        let numbers = self.contest.sights(place).into_iter().flat_map(|it| {
            let (scene, rank, rect) = (it.scene as f32, it.rank as f32, it.rect);
            let correct = f32::from(u8::from(it.correct));
            [scene, rect.x0, rect.y0, rect.x1, rect.y1, rank, correct]
        });
        numbers.collect()
    }

    /// Keys of the losses, one for each detector.
    pub fn losses(&self) -> Vec<String> {
        let losses = self.contest.settings().losses.iter();
        losses.map(|row| row.key.to_owned()).collect()
    }

    /// How many steps all detectors have made.
    pub fn steps(&self) -> usize {
        self.contest.steps()
    }

    /// A hash of each network's parameters.
    pub fn fingerprints(&self) -> Vec<u64> {
        let nets = self.contest.trainers().iter().map(|it| it.net());
        nets.map(|net| net.fingerprint()).collect()
    }

    /// Size of the WebAssembly memory that it lives in, in bytes.
    pub fn memory(&self) -> usize {
        #[cfg(target_arch = "wasm32")]
        return core::arch::wasm32::memory_size::<0>() << 16;
        #[cfg(not(target_arch = "wasm32"))]
        0
    }
}

impl Training {
    /// The place of a loss among those of the detectors.
    fn place(&self, key: &str) -> Option<usize> {
        let losses = &self.contest.settings().losses;
        losses.iter().position(|row| row.key == key)
    }
}

fn read(settings: &str) -> Result<Settings, String> {
    let number = |text: &str| Some(parse(text)).filter(|number| number.is_finite());
    Settings::read(settings, number)
}

fn thrown(sentence: String) -> JsError {
    JsError::new(&sentence)
}

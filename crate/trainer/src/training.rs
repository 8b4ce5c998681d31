//! Detectors in training, side by side.

use detector::{contest::Contest, settings::Settings};
use wasm_bindgen::prelude::*;

use crate::{now, parse};

/// A detector for each chosen loss: all make each step on the same scenes.
#[wasm_bindgen]
pub struct Training {
    contest: Contest,
    /// When the present stretch of training began, and at which step.
    since: Option<(f64, usize)>,
}

#[wasm_bindgen]
impl Training {
    /// Untrained detectors under settings as the page's address has them: `objects=2&bins=10`.
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

    /// Trains until that many milliseconds have passed, and does one piece of work at least. Returns
    /// whether something is left to do.
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

    /// One step of each, and the tests that are due.
    pub fn step(&mut self) -> Result<(), JsError> {
        self.since = None;
        self.contest.step_all().map_err(thrown)
    }

    /// How far they have come: numbers that `Engine.trained` takes.
    pub fn progress(&self) -> Vec<f32> {
        let mut progress = self.contest.progress();
        if let Some((start, from)) = self.since {
            let steps = self.contest.steps() - from;
            progress.each = ((now() - start) / steps.max(1) as f64) as f32;
        }
        progress.encode()
    }

    /// What the detector under the loss with this key was trained with of late, for other figures: the numbers of
    /// negatives, positives and offsets, and then these, as `Engine.loadTrained` takes them. Nothing if none is trained
    /// under it.
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

    /// Boxes of the digits in them: scene, left, top, right, bottom of each.
    pub fn objects(&self) -> Vec<f32> {
        let mut out = vec![];
        for (i, scene) in self.contest.scenes().enumerate() {
            for rect in &scene.objects {
                out.extend([i as f32, rect.x0, rect.y0, rect.x1, rect.y1]);
            }
        }
        out
    }

    /// What the detector under the loss with this key finds in them: scene, left, top, right, bottom, rank, and 1 if
    /// correct. Nothing if none is trained under it.
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

    /// Keys of the losses that detectors are trained under.
    pub fn losses(&self) -> Vec<String> {
        let losses = self.contest.settings().losses.iter();
        losses.map(|row| row.key.to_owned()).collect()
    }

    /// Steps that all have made.
    pub fn steps(&self) -> usize {
        self.contest.steps()
    }

    /// Fingerprint of each network's parameters.
    pub fn fingerprints(&self) -> Vec<u64> {
        let nets = self.contest.trainers().iter().map(|it| it.net());
        nets.map(|net| net.fingerprint()).collect()
    }

    /// Bytes of the WebAssembly memory that it lives in.
    pub fn memory(&self) -> usize {
        #[cfg(target_arch = "wasm32")]
        return core::arch::wasm32::memory_size::<0>() << 16;
        #[cfg(not(target_arch = "wasm32"))]
        0
    }
}

impl Training {
    /// The place of a loss among those that are trained.
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

//! The two-dimensional twin, working for a reader who moves its outliers.

use detector::twin::{Bench, Job};
use wasm_bindgen::prelude::*;

use crate::now;

/// Three boundaries in training, and what they are worth.
#[wasm_bindgen]
#[derive(Default)]
pub struct Twin {
    bench: Bench,
}

#[wasm_bindgen]
impl Twin {
    /// Nothing is in training yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Works for so many milliseconds on what `Session.twinJob` asks; the result is for
    /// `Session.twinAnswer`.
    pub fn work(&mut self, job: &[f32], milliseconds: f64) -> Result<Vec<f32>, JsError> {
        let job = Job::decode(job).ok_or_else(|| JsError::new("this is no job for the twin"))?;
        let end = now() + milliseconds;
        let answer = self.bench.work(job, || now() < end)?;
        Ok(answer.encode())
    }
}

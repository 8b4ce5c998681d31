//! The two-dimensional twin, working for a reader who moves its outliers.

use detector::twin::{Job, JobRunner};
use wasm_bindgen::prelude::*;

use crate::now;

/// A boundary for each chosen loss in training, and what it is worth. In JavaScript it is `Twin`.
#[wasm_bindgen(js_name = Twin)]
#[derive(Default)]
pub struct TwinTrainer {
    runner: JobRunner,
}

#[wasm_bindgen(js_class = Twin)]
impl TwinTrainer {
    /// Nothing is in training yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Works for that many milliseconds on the job that `Session.twinJob` gave; the result is for
    /// `Session.twinAnswer`.
    pub fn work(&mut self, job: &[f32], milliseconds: f64) -> Result<Vec<f32>, JsError> {
        let job = Job::decode(job).ok_or_else(|| JsError::new("this is no job for the twin"))?;
        let end = now() + milliseconds;
        let answer = self.runner.work(job, || now() < end)?;
        Ok(answer.encode())
    }
}

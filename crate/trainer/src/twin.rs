//! The two-dimensional twin in training, while a reader moves its outliers.

use detector::twin::{Job, JobRunner};
use wasm_bindgen::prelude::*;

use crate::now;

/// Trains a boundary under each chosen loss, and computes its average precision. JavaScript calls it `Twin`.
#[wasm_bindgen(js_name = Twin)]
#[derive(Default)]
pub struct TwinTrainer {
    runner: JobRunner,
}

#[wasm_bindgen(js_class = Twin)]
impl TwinTrainer {
    /// A trainer without a job.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Works for that many milliseconds on a job from `Engine.twinJob`; the result is for
    /// `Engine.twinAnswer`.
    pub fn work(&mut self, job: &[f32], milliseconds: f64) -> Result<Vec<f32>, JsError> {
        let job = Job::decode(job).ok_or_else(|| JsError::new("this is no job for the twin"))?;
        let end = now() + milliseconds;
        let answer = self.runner.work(job, || now() < end)?;
        Ok(answer.encode())
    }
}

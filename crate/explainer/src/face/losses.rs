//! GHM-C and GHM-R for JavaScript, in the npm package.

use ghm::{Options, Step};
use wasm_bindgen::prelude::*;

/// What one step computed. Its arrays are copies, so later steps don't change them.
#[wasm_bindgen]
pub struct LossStep {
    /// The loss.
    pub loss: f64,
    weights: Vec<f32>,
    gradient: Vec<f32>,
    counts: Vec<u64>,
    average: Option<Vec<f64>>,
}

#[wasm_bindgen]
impl LossStep {
    /// Weight of each example; 0 where it is masked.
    #[wasm_bindgen(getter)]
    pub fn weights(&self) -> Vec<f32> {
        self.weights.clone()
    }

    /// Derivative of the loss with respect to each prediction, with the weights held constant.
    #[wasm_bindgen(getter)]
    pub fn gradient(&self) -> Vec<f32> {
        self.gradient.clone()
    }

    /// Examples in each unit region.
    #[wasm_bindgen(getter)]
    pub fn counts(&self) -> Vec<f64> {
        self.counts.iter().map(|&c| c as f64).collect()
    }

    /// Moving average of the counts; null without momentum.
    #[wasm_bindgen(getter, unchecked_return_type = "Float64Array | null")]
    pub fn average(&self) -> JsValue {
        match &self.average {
            Some(values) => js_sys::Float64Array::from(values.as_slice()).into(),
            None => JsValue::NULL,
        }
    }
}

impl From<&Step> for LossStep {
    fn from(step: &Step) -> Self {
        Self {
            loss: step.loss,
            weights: step.weights.clone(),
            gradient: step.gradient.clone(),
            counts: step.counts.clone(),
            average: step.average.clone(),
        }
    }
}

fn options(
    bins: Option<f64>,
    momentum: Option<f64>,
    default: Options,
) -> Result<Options, ghm::Error> {
    let bins = match bins {
        // A fraction is refused like any other number that bins can't be.
        Some(b) if b >= 0.0 && b == b.floor() => b as usize,
        Some(_) => 0,
        None => default.bins,
    };
    Ok(Options {
        bins,
        momentum: momentum.unwrap_or(default.momentum),
        ..default
    })
}

/// GHM-C: the classification loss on logits.
#[wasm_bindgen]
pub struct GhmC(ghm::GhmC);

#[wasm_bindgen]
impl GhmC {
    /// A fresh loss; by default 30 bins and momentum .75. Throws if a parameter is out of its range.
    #[wasm_bindgen(constructor)]
    pub fn new(bins: Option<f64>, momentum: Option<f64>) -> Result<Self, JsError> {
        Ok(Self(ghm::GhmC::new(options(
            bins,
            momentum,
            Options::classification(),
        )?)?))
    }

    /// One step on a batch: logits, targets in 0 to 1, and a mask (valid where above 0), of the same length. Throws on
    /// bad input; the moving average then stays as it was.
    pub fn step(
        &mut self,
        logits: &[f32],
        targets: &[f32],
        mask: Option<Box<[f32]>>,
    ) -> Result<LossStep, JsError> {
        Ok(self.0.step(logits, targets, mask.as_deref())?.into())
    }
}

/// GHM-R: the regression loss on box offsets.
#[wasm_bindgen]
pub struct GhmR(ghm::GhmR);

#[wasm_bindgen]
impl GhmR {
    /// A fresh loss; by default mu .02, 10 bins and momentum .7. Throws if a parameter is out of its range.
    #[wasm_bindgen(constructor)]
    pub fn new(mu: Option<f64>, bins: Option<f64>, momentum: Option<f64>) -> Result<Self, JsError> {
        let options = options(bins, momentum, Options::regression())?;
        Ok(Self(ghm::GhmR::new(mu.unwrap_or(0.02), options)?))
    }

    /// One step on a batch: predictions, targets, and a mask (valid where above 0), of the same length. Throws on bad
    /// input; the moving average then stays as it was.
    pub fn step(
        &mut self,
        predictions: &[f32],
        targets: &[f32],
        mask: Option<Box<[f32]>>,
    ) -> Result<LossStep, JsError> {
        Ok(self.0.step(predictions, targets, mask.as_deref())?.into())
    }
}

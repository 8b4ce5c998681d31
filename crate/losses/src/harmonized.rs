//! GHM-C and GHM-R for the npm package, whose `losses.js` checks what was given and hands out results.

use ghm::{Convention, Empty, Options, Start, Step};
use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

enum Loss {
    Classification(ghm::GhmC),
    Regression(ghm::GhmR),
}

/// A loss and the arrays of its present batch, which stay where they are: each is copied once on its
/// way in, and once on its way out if it is asked for.
#[wasm_bindgen]
pub struct Harmonized {
    loss: Loss,
    inputs: Vec<f32>,
    targets: Vec<f32>,
    mask: Vec<f32>,
}

#[wasm_bindgen]
impl Harmonized {
    /// GHM-R if there is a mu, else GHM-C. `start` is 0 for zero, 1 for first, 2 for corrected.
    #[wasm_bindgen(constructor)]
    pub fn new(
        mu: Option<f64>,
        bins: usize,
        momentum: f64,
        weight: f64,
        start: u8,
        decay: bool,
        paper: bool,
    ) -> Result<Self, JsError> {
        let options = Options {
            bins,
            momentum,
            loss_weight: weight,
            start: match start {
                0 => Start::Zero,
                1 => Start::First,
                _ => Start::Corrected,
            },
            empty: if decay { Empty::Decay } else { Empty::Hold },
            convention: match paper {
                true => Convention::Paper,
                false => Convention::Code,
            },
            ..Options::classification()
        };
        let loss = match mu {
            Some(mu) => Loss::Regression(ghm::GhmR::new(mu, options)?),
            None => Loss::Classification(ghm::GhmC::new(options)?),
        };
        Ok(Self {
            loss,
            inputs: vec![],
            targets: vec![],
            mask: vec![],
        })
    }

    /// The loss of a batch. Arrays of other numbers are converted on the way.
    pub fn step(
        &mut self,
        inputs: &Float32Array,
        targets: &Float32Array,
        mask: Option<Float32Array>,
    ) -> Result<f64, JsError> {
        take(&mut self.inputs, inputs);
        take(&mut self.targets, targets);
        let mask = mask.map(|mask| {
            take(&mut self.mask, &mask);
            &*self.mask
        });
        let step = match &mut self.loss {
            Loss::Classification(loss) => loss.step(&self.inputs, &self.targets, mask)?,
            Loss::Regression(loss) => loss.step(&self.inputs, &self.targets, mask)?,
        };
        Ok(step.loss)
    }

    /// Weight of each example of the last batch.
    pub fn weights(&self) -> Float32Array {
        Float32Array::from(&*self.last().weights)
    }

    /// Derivative of the loss by each input of the last batch.
    pub fn gradient(&self) -> Float32Array {
        Float32Array::from(&*self.last().gradient)
    }

    /// Writes them into arrays of the batch's length.
    pub fn write(&self, weights: Option<Float32Array>, gradient: Option<Float32Array>) {
        let step = self.last();
        for (array, values) in [(weights, &step.weights), (gradient, &step.gradient)] {
            if let Some(array) = array {
                array.copy_from(values);
            }
        }
    }

    /// Examples of the last batch in each unit region.
    pub fn counts(&self) -> Vec<f64> {
        self.last().counts.iter().map(|&c| c as f64).collect()
    }

    /// Moving average of the counts as the loss uses it; none without momentum.
    pub fn average(&self) -> Option<Vec<f64>> {
        self.last().average.clone()
    }

    /// The average's own values: what [`restore`](Self::restore) takes.
    pub fn raw(&self) -> Vec<f64> {
        self.average_of().raw().into()
    }

    /// How many updates touched each region.
    pub fn updates(&self) -> Vec<u32> {
        self.average_of().updates().into()
    }

    /// Goes on from where a loss with the same options was.
    pub fn restore(&mut self, raw: &[f64], updates: &[u32]) -> Result<(), JsError> {
        match &mut self.loss {
            Loss::Classification(loss) => loss.restore(raw, updates)?,
            Loss::Regression(loss) => loss.restore(raw, updates)?,
        }
        Ok(())
    }
}

impl Harmonized {
    fn last(&self) -> &Step {
        match &self.loss {
            Loss::Classification(loss) => loss.last(),
            Loss::Regression(loss) => loss.last(),
        }
    }

    fn average_of(&self) -> &ghm::Average {
        match &self.loss {
            Loss::Classification(loss) => loss.average(),
            Loss::Regression(loss) => loss.average(),
        }
    }
}

fn take(to: &mut Vec<f32>, from: &Float32Array) {
    to.resize(from.length() as usize, 0.0);
    from.copy_to(to);
}

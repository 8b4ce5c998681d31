//! The examples that the figures show, for those who say something of them.

use super::Engine;
use crate::text::Text;
use ghm::Sorted;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// A text that changes when other examples are shown, whatever they are.
    #[wasm_bindgen(js_name = exampleStamp)]
    pub fn example_stamp(&self) -> String {
        let knobs = ["data", "seed", "n", "trained", "step", "mask"];
        let values = knobs.iter().filter_map(|key| self.state.get(key));
        let epoch = self.derived.epoch().to_string();
        values.fold(epoch, |stamp, value| stamp + " " + &value)
    }

    /// What the examples are, for the reader: their name, and for a recording the training step and loss.
    #[wasm_bindgen(js_name = exampleName)]
    pub fn example_name(&self) -> String {
        let shown = |key: &str| self.shown(key).unwrap_or_default();
        let data = shown("data");
        if self.derived.shown_step(&self.state).is_none() {
            return data;
        }
        let values = [
            ("data", data),
            ("step", shown("step")),
            ("loss", shown("trained")),
        ];
        Text::ExamplesAtStep.fill(self.state.lang, &values)
    }

    /// Their keys, ascending: a negative's logit, a positive's with the other sign.
    #[wasm_bindgen(js_name = exampleKeys)]
    pub fn example_keys(&self) -> Vec<f32> {
        let examples = self.derived.examples(&self.state);
        keys(examples.all.as_deref())
    }

    /// The keys of the positives among them, ascending.
    #[wasm_bindgen(js_name = positiveKeys)]
    pub fn positive_keys(&self) -> Vec<f32> {
        let examples = self.derived.examples(&self.state);
        keys(examples.positives.as_deref())
    }

    /// The sizes of their box offsets, ascending.
    #[wasm_bindgen(js_name = offsetSizes)]
    pub fn offset_sizes(&self) -> Vec<f32> {
        keys((*self.derived.sizes(&self.state)).as_deref())
    }
}

fn keys(of: Option<&Sorted>) -> Vec<f32> {
    of.map_or_else(Vec::new, |sorted| sorted.keys().to_vec())
}

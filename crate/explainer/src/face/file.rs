//! The reader's own file.

use super::Engine;
use super::room::no_room;
use crate::data::file::{Exact, Intake, Part};
use crate::derived::BINS;
use crate::knob::{Data, Problem};
use wasm_bindgen::prelude::*;

/// Sorted examples that come piece by piece, from the reader in its worker, so that no piece takes longer than a frame.
#[wasm_bindgen]
#[derive(Default)]
pub struct FileIntake(Intake);

#[wasm_bindgen]
impl FileIntake {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A part begins: `all` examples, the `positives` among them, a `batch` with so many positives, or box `offsets`.
    pub fn begin(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "FilePart")] part: &str,
        examples: usize,
        positives: usize,
    ) -> Result<(), JsError> {
        let part = match part {
            "all" => Part::All,
            "positives" => Part::Positives,
            "batch" => Part::Batch(positives),
            "offsets" => Part::Offsets,
            other => return Err(JsError::new(&format!("there is no part called `{other}`"))),
        };
        if let Some(Problem::NoRoom { megabytes }) = no_room(examples) {
            let message = format!(
                "{examples} examples need some {megabytes} MB, which this browser doesn't give the page"
            );
            return Err(JsError::new(&message));
        }
        self.0.begin(part, examples);
        Ok(())
    }

    /// Losses by the exact density will come later, see `learnExact`.
    #[wasm_bindgen(js_name = awaitExact)]
    pub fn await_exact(&mut self) {
        self.0.await_exact();
    }

    /// Numbers of regions for which figures ask for these.
    pub fn bins() -> Vec<u32> {
        BINS.map(|bins| bins as u32).to_vec()
    }

    /// The next examples of the part, as the reader hands them out.
    pub fn push(&mut self, keys: &[f32], sums: &[f64]) -> Result<(), JsError> {
        Ok(self.0.push(keys, sums)?)
    }
}

#[wasm_bindgen]
impl Engine {
    /// Takes the reader's own examples and shows them.
    #[wasm_bindgen(js_name = loadFile)]
    pub fn load_file(&mut self, examples: FileIntake) {
        let (state, derived) = self.edit();
        let examples = examples.0.finish();
        derived.load(|loaded| loaded.file = Some(examples));
        state.data = Data::File;
    }

    /// Takes GHM-C of the reader's examples by the exact density with epsilon = 1 / M, for each of these M. What is
    /// missing is computed here from now on.
    #[wasm_bindgen(js_name = learnExact)]
    pub fn learn_exact(&mut self, bins: &[u32], losses: &[f64]) {
        let known = bins.iter().map(|&bins| bins as usize);
        let known: Vec<_> = known.zip(losses.iter().copied()).collect();
        let (_, derived) = self.edit();
        derived.load(|loaded| {
            if let Some(file) = &mut loaded.file {
                file.exact = Exact {
                    known: known.into(),
                    awaited: false,
                };
            }
        });
    }
}

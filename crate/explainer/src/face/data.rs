//! What is loaded: recordings, and the reader's own file.

use super::Engine;
use crate::data::Recorded;
use crate::data::file::{Exact, Intake, Part};
use crate::derived::BINS;
use crate::knob::Data;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A recorded detector's outputs, unpacked once for all engines of a page.
#[wasm_bindgen]
pub struct Recording(Rc<Recorded>);

#[wasm_bindgen]
impl Recording {
    /// Unpacks a file of `www/data`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Self, JsError> {
        Ok(Self(Recorded::decode(bytes)?.into()))
    }
}

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
    /// Takes a part of a recorded detector's outputs; the part that the page opens on comes first. `which` is `noisy`
    /// or `clean`; throws if it is neither.
    #[wasm_bindgen(js_name = loadRecorded)]
    pub fn load_recorded(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "'noisy' | 'clean'")] which: &str,
        recording: &Recording,
    ) -> Result<(), JsError> {
        let part = Rc::clone(&recording.0);
        let (_, derived) = self.edit();
        // What comes later are the earlier steps.
        match which {
            "noisy" => derived.load(|loaded| loaded.noisy.insert(0, part)),
            "clean" => derived.load(|loaded| loaded.clean.insert(0, part)),
            other => {
                let message = format!("recorded data are `noisy` or `clean`, not `{other}`");
                return Err(JsError::new(&message));
            }
        }
        Ok(())
    }

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

    /// The data that the state asks for, if they are not here yet: `noisy`, `clean`, `detector` or `file`.
    #[wasm_bindgen(unchecked_return_type = "Missing | undefined")]
    pub fn missing(&self) -> Option<String> {
        let loaded = self.derived.loaded();
        let (name, there) = match self.state.data {
            Data::Noisy => ("noisy", !loaded.noisy.is_empty()),
            Data::Clean => ("clean", !loaded.clean.is_empty()),
            Data::Detector => ("detector", loaded.detector.is_some()),
            Data::File => ("file", loaded.file.is_some()),
            Data::Preset(_) => return None,
        };
        (!there).then(|| name.to_owned())
    }

    /// Whether only the first part of the shown recording is here.
    pub fn partial(&self) -> bool {
        self.derived.loaded().recorded(self.state.data).len() == 1
    }

    /// Whether that part lacks what the state asks for: another training loss or an earlier step.
    pub fn incomplete(&self) -> bool {
        let shown = self.derived.shown_step(&self.state);
        self.partial() && shown.is_none_or(|step| self.state.step < step)
    }

    /// How many batches the figure `momentum` can show.
    pub fn batches(&self) -> usize {
        self.derived.sequence(&self.state).counts.len()
    }
}

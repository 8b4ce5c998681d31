//! What is wrong with the examples that were read, what suits them, and code with the settings: [`Findings`].

use crate::known;
use crate::settings::Named;
use diagnosis::export::{Target, export};
use diagnosis::{Known, json};
use wasm_bindgen::prelude::*;

/// Diagnoses examples from what is known of them: what a [`Reader`](crate::Reader) has kept of files, or the examples
/// that a page's figures show.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Findings {
    known: Known,
}

impl Default for Findings {
    fn default() -> Self {
        Self {
            known: Known {
                mask: true,
                ..Known::default()
            },
        }
    }
}

#[wasm_bindgen]
impl Findings {
    /// Nothing is known yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what [`Reader::evidence`](crate::Reader::evidence) says of files.
    pub fn file(&mut self, evidence: &[f64]) -> Result<(), JsError> {
        let known = Known::of_numbers(evidence);
        self.known = known.ok_or_else(|| told(&"this is no evidence"))?;
        Ok(())
    }

    /// Takes examples as an engine shows them: the keys of all and of the positives among them, and sizes of box
    /// offsets, each ascending.
    pub fn examples(
        &mut self,
        keys: Vec<f32>,
        positives: Vec<f32>,
        offsets: &[f32],
    ) -> Result<(), JsError> {
        let known = known::shown(keys, positives, offsets);
        self.known = known.map_err(|error| told(&error))?;
        Ok(())
    }

    /// What is found under these settings, as JSON: see [`json::diagnosis`]. Settings are names and values in turn.
    pub fn diagnose(&self, settings: Vec<String>) -> Result<String, JsError> {
        let named = Named::of(&settings).map_err(|error| told(&error))?;
        let found = self.known.diagnose(&named.settings());
        let found = found.map_err(|error| told(&error))?;
        Ok(serde_json::Value::Object(json::diagnosis(&found)).to_string())
    }

    /// Code with these settings for one of [`targets`](Self::targets).
    pub fn code(&self, target: &str, settings: Vec<String>) -> Result<String, JsError> {
        let named = Named::of(&settings).map_err(|error| told(&error))?;
        let of = Target::ALL.into_iter().find(|it| it.name() == target);
        let of = of.ok_or_else(|| told(&format!("there is no code for `{target}`")))?;
        Ok(export(of, &named.code(self.known.softmax, self.known.mask)))
    }

    /// What code is for, and what a file of it is called, in turn.
    pub fn targets(&self) -> Vec<String> {
        let all = Target::ALL.iter();
        all.flat_map(|target| [target.name(), target.file()].map(str::to_owned))
            .collect()
    }
}

fn told(error: &dyn std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}

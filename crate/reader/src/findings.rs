//! What is wrong with the examples that were read, what suits them, and code with the settings: [`Findings`].

use crate::settings::Named;
use diagnosis::export::{Target, export};
use diagnosis::{Known, json};
use wasm_bindgen::prelude::*;

/// Diagnoses examples that are gone, from what a [`Reader`](crate::Reader) has kept of them.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Findings {
    known: Known,
}

#[wasm_bindgen]
impl Findings {
    /// `evidence` is what [`Reader::evidence`](crate::Reader::evidence) says; empty where no file was read.
    #[wasm_bindgen(constructor)]
    pub fn new(evidence: &[f64]) -> Result<Self, JsError> {
        let none = || Known {
            mask: true,
            ..Known::default()
        };
        let known = match evidence {
            [] => Some(none()),
            numbers => Known::of_numbers(numbers),
        };
        let known = known.ok_or_else(|| told(&"this is no evidence"))?;
        Ok(Self { known })
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

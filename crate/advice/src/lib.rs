//! Whether to switch to GHM-C, by what was measured: [`Decision`]. It is a package of its own, as the rows that it answers from
//! weigh too much for pages that don't ask.

#![forbid(unsafe_code)]

use diagnosis::json;
use diagnosis::switch::{Kind, decide};
use wasm_bindgen::prelude::*;

// Smaller than the usual one; see the workspace.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Answers from what was measured.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, Default)]
pub struct Decision;

#[wasm_bindgen]
impl Decision {
    /// Something to ask.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self
    }

    /// The answer for data with so many positives and wrong labels of a kind among so many examples, as JSON: see
    /// [`json::decision`]. None where the numbers can't be.
    pub fn answer(&self, kind: &str, examples: f64, positives: f64, wrong: f64) -> Option<String> {
        let decision = decide(Kind::named(kind)?, examples, positives, wrong)?;
        Some(json::decision(&decision).to_string())
    }
}

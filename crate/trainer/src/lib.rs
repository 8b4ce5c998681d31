//! The crate `detector` for JavaScript: [`Training`], and [`TwinTrainer`] for its two-dimensional
//! twin.
//!
//! It is a package of its own, so that a page without training doesn't load it. Its objects live
//! in a worker or on the page's thread, so each call does a little work and returns.

#![forbid(unsafe_code)]

mod training;
mod twin;

pub use training::Training;
pub use twin::TwinTrainer;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the worker or the page started.
    #[wasm_bindgen(js_namespace = performance)]
    pub(crate) fn now() -> f64;

    /// The number in a text; NaN if it holds none.
    #[wasm_bindgen(js_name = Number)]
    pub(crate) fn parse(text: &str) -> f64;
}

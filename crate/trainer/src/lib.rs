//! What JavaScript sees of the crate `detector`: [`Training`], and [`TwinTrainer`] for its two-dimensional twin.
//!
//! It is a package of its own, so that a page without training doesn't load it. Its objects live
//! in a worker, or on the page's thread: each call does a little and comes back.

#![forbid(unsafe_code)]

mod training;
mod twin;

pub use training::Training;
pub use twin::TwinTrainer;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds, of a worker or a page.
    #[wasm_bindgen(js_namespace = performance)]
    pub(crate) fn now() -> f64;

    /// A number from a text.
    #[wasm_bindgen(js_name = Number)]
    pub(crate) fn parse(text: &str) -> f64;
}

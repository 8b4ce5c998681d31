//! The wasm file that the article loads first. It has the hero alone, so that this lives before the bytes of all other
//! figures are here; then the crate `engine` takes over its state.

pub use explainer::*;

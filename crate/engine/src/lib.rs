//! The wasm file that pages load. All its code is elsewhere.
//!
//! The linker optimises the whole as it is told for the crate that is linked: here for speed. The
//! crates that are built for size are marked so, function by function, and stay small.

pub use explainer::*;

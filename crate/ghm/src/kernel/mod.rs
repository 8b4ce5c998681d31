//! The same mathematics in single precision and in lanes, for millions of examples a frame.
//!
//! # Outline
//! - [`exp`]: `e^-|x|`, `ln(1 + e^x)` and `sigmoid(x)` with their error bounds.
//! - [`classification`], [`regression`]: what the lanes compute for GHM-C and GHM-R.
//! - [`regions`]: from a rounded norm to the exact unit region.
//! - [`pass`]: one pass over a batch, the same for both losses and any number of regions.
//! - [`check`]: whether the lanes take a batch.
//!
//! One source serves every level: scalar, SIMD128 in the browser, SSE4.2, AVX2 and wider natively.
//! All give the same bits: see [`exp`]. What the lanes don't take (soft targets, an unusual `mu`)
//! is left to the `f64` path of [`GhmC`](crate::GhmC) and [`GhmR`](crate::GhmR).

pub mod check;
pub mod classification;
pub mod exp;
pub mod pass;
pub mod regions;
pub mod regression;

pub use classification::CrossEntropy;
pub use fearless_simd::Level;
pub use pass::{ExampleBatch, Pass};
pub use regression::Asl1;

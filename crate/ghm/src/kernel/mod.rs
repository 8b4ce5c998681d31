//! The same mathematics in single precision and in lanes, for millions of examples a frame.
//!
//! # Outline
//! - [`exp`]: `e^-|x|`, `ln(1 + e^x)` and `sigmoid(x)` with their error bounds.
//! - [`lane_loss`]: what a loss has to compute in lanes; [`classification`], [`regression`]: what
//!   GHM-C and GHM-R compute.
//! - [`regions`]: from a rounded norm to the exact unit region.
//! - [`pass`]: one pass over a batch, the same for both losses and any number of regions.
//! - [`check`]: whether the lanes take a batch.
//!
//! One source serves every level: scalar, SIMD128 in the browser, SSE4.2, AVX2 and wider natively.
//! All give the same bits: see [`exp`]. What the lanes don't take (soft targets, an unusual `mu`)
//! is left to the `f64` path of [`GhmC`](crate::GhmC) and [`GhmR`](crate::GhmR).

mod batch;
pub mod check;
pub mod classification;
pub mod exp;
pub mod lane_loss;
pub mod pass;
pub mod regions;
pub mod regression;

pub use batch::ExampleBatch;
pub use classification::CrossEntropy;
pub use fearless_simd::Level;
pub use pass::Pass;
pub use regression::Asl1;

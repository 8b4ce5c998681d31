//! A one-stage detector small enough to train in a web page, with the losses of [`ghm`].
//!
//! [`digits`] are pasted into [`scene`]s; [`anchors`] say what the [`net`]work is to answer;
//! [`losses`] and [`adam`] [`train`] it; [`detect`] and [`ap`] say how well. The [`twin`] shows
//! the same losses on points in a plane.
//!
//! Everything hangs on seeds alone, and gives the same bits in a browser and natively: sums are
//! added in a fixed order, nothing is fused, and `exp`, `ln` and `cos` come from `libm`.
//!
//! # Why no library
//! Against candle 0.11.1 (candle-nn's AdamW without decay), natively and on one thread, a step of
//! this network, batch 16, takes about a twelfth of the time: 2.9 to 3.2 ms against 36, the best
//! steps of three turns of 60 on a busy machine (one of candle's turns had 84). Weights and batches
//! were the same, and the losses of ten steps agree to 1e-7. As WebAssembly with SIMD128, the step alone
//! is 522 kB gzipped with candle (opt-level 3, fat LTO); the trainer of this page is 104 kB. A twelfth
//! of the speed and five times the load: own kernels. burn was not measured.

#![forbid(unsafe_code)]

pub mod adam;
pub mod anchors;
pub mod ap;
pub mod contest;
pub mod conv;
pub mod detect;
pub mod digits;
pub mod losses;
#[cfg(test)]
mod naive;
pub mod net;
pub mod progress;
pub mod scene;
pub mod settings;
pub mod train;
pub mod twin;

pub use train::{Config, StepReport, Trainer};

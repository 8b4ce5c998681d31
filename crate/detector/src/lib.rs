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
//! Weighed natively on one thread, a step of this network with batch 16, best steps on a busy machine;
//! weights and batches were the same, and the losses of ten steps agree to 1e-7:
//!
//! | | milliseconds | times ours |
//! |---|---|---|
//! | own kernels | 2.8 to 3.2 | 1 |
//! | burn 0.22.1, backend flex | 18 | 6.6 |
//! | candle 0.11.1 | 36 | 12 |
//! | burn 0.22.1, backend ndarray | 219 | 70 |
//!
//! As WebAssembly with SIMD128, the step alone is 522 kB gzipped with candle (opt-level 3, fat LTO); the
//! trainer of this page is 104 kB. A sixth of the speed at best: own kernels.

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

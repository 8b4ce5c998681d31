//! A one-stage detector small enough to train in a web page, with the losses of [`ghm`].
//!
//! [`digits`] are pasted into [`scene`]s, and [`anchors`] say what the [`net`]work should answer.
//! [`losses`] and [`adam`] [`train`] it; [`detect`] and [`ap`] measure how well it detects. The
//! [`twin`] shows the same losses on points in a plane.
//!
//! Results depend on settings and seeds alone, and are the same bits in a browser and natively: sums
//! are added in a fixed order, no multiplication is fused with an addition, and `exp`, `ln` and `cos`
//! come from `libm`.
//!
//! # Why no library
//! How long a step of this network takes with a batch of 16, natively on one thread: the fastest of
//! many steps on a busy machine. Weights and batches were the same, and the losses of ten steps agree
//! to 1e-7.
//!
//! | | milliseconds | times ours |
//! |---|---|---|
//! | own kernels | 2.8 to 3.2 | 1 |
//! | burn 0.22.1, backend flex | 18 | 6.6 |
//! | candle 0.11.1 | 36 | 12 |
//! | burn 0.22.1, backend ndarray | 219 | 70 |
//!
//! As WebAssembly with SIMD128, the step alone is 522 kB gzipped with candle (opt-level 3, fat LTO); the
//! whole trainer of this page is 104 kB. A library would be several times as large, and have a sixth
//! of the speed at best.

#![forbid(unsafe_code)]

pub mod adam;
pub mod anchors;
pub mod ap;
pub mod contest;
pub mod conv;
pub mod detect;
pub mod digits;
pub mod losses;
pub mod many;
#[cfg(test)]
mod naive;
pub mod net;
pub mod progress;
pub mod scene;
pub mod settings;
pub mod train;
pub mod twin;

pub use train::{Config, StepReport, Trainer};

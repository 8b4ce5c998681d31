//! A one-stage detector small enough to train in a web page, with the losses of [`ghm`].
//!
//! [`digits`] are pasted into [`scene`]s; [`anchors`] say what the [`net`]work is to answer;
//! [`losses`] and [`adam`] [`train`] it; [`detect`] and [`ap`] say how well. The [`twin`] shows
//! the same losses on points in a plane.
//!
//! Everything hangs on seeds alone, and gives the same bits in a browser and natively: sums are
//! added in a fixed order, nothing is fused, and `exp`, `ln` and `cos` come from `libm`.

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

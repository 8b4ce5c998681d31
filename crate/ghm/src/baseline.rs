//! The losses that GHM is compared with: cross-entropy, focal, smooth L1, ASL1.
//!
//! Each is a formula of plain numbers, without checks. Where a parameter comes from outside, ask
//! [`validate_focal`], [`validate_delta`] or [`validate_mu`] first. Each stands in a file of its
//! own, among the losses of the list: see [`loss`](crate::loss).

pub use crate::loss::{
    Value,
    boxes::{
        asl1::{asl1, validate_mu},
        smooth_l1::{smooth_l1, validate_delta},
    },
    class::{
        cross_entropy::cross_entropy,
        focal::{focal, focal_norm, validate_focal},
    },
};

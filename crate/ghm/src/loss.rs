//! The list of losses: what figures, training and words walk instead of naming losses.
//!
//! A loss is a file in `class/` or `boxes/`, with its definition, derivative and source, and a
//! variant and a row in [`class`] or [`boxes`]. Its numbers are fields of [`Parameters`].
//!
//! A classification loss is a function of an example's gradient norm under cross-entropy, of its
//! label and of its batch: [`ClassLoss::in_batch`] takes what it needs of the batch and then
//! answers for one example at a time. A box loss is a function of one offset.
//!
//! # Example
//! ```
//! use ghm::loss::{Batch, Parameters, class_row};
//!
//! let mut parameters = Parameters::default();
//! parameters.set("gamma", 1.0).expect("focal loss has a gamma");
//! let focal = class_row("focal").expect("focal loss is in the list");
//! let loss = (focal.make)(&parameters);
//! let batch = Batch { hardest: &|_| 0.0, beta: &|_| 1.0 };
//! let loss = loss.in_batch(&batch);
//! assert!(loss.norm(0.1, false) < 0.1 * loss.norm(0.9, false));
//! ```

pub mod boxes;
#[cfg(test)]
pub(crate) mod check;
pub mod class;
mod parameters;
pub(crate) mod value;

pub use boxes::{BOX_LOSSES, BoxLoss, BoxRow, box_row};
pub use class::asymmetric::Asymmetry;
pub use class::{
    Batch, CLASS_LOSSES, ClassLoss, ClassRow, DEFAULT_CLASS_LOSSES, Divisor, InBatch, NormSums,
    Norms, Samples, class_row, hardest_count,
};
pub use parameters::Parameters;
pub use value::Value;

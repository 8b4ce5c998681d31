//! Arrays: NumPy's, and columns of a table, read in blocks.

mod dtype;
mod field;
mod npy;
mod view;

pub(crate) use field::{Array, Field};
pub(crate) use npy::{MAGIC, open};
pub use view::Bytes;

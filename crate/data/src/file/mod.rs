//! Files: their kinds, packed ones, and what is in them.

mod intake;
mod json;
mod kind;
pub mod limit;
mod reader;
mod unzip;

pub(crate) use intake::{Parsed, npy, of_table, table_arrays, table_notes};
pub use reader::{Reader, Reading, read};

//! Files: their kinds, packed ones, and what is in them.

mod intake;
mod json;
mod kind;
pub mod limit;
mod parsed;
mod reader;
mod unzip;

pub(crate) use kind::{Kind, kind};
pub(crate) use parsed::{arrays_of, npy, table_notes};
pub(crate) use reader::natural;
pub use reader::{Reader, Reading, read};

//! Tables as text, in pieces as they come.

mod cell;
mod column;
mod encoding;
mod fast;
mod sniff;
mod split;
mod table;

pub use cell::MISSING;
pub(crate) use cell::{Cell, Marks, cell, is_missing, yes_or_no};
pub(crate) use column::Used;
pub(crate) use table::Table;

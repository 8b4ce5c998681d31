//! Files: their kinds, packed ones, and what is in them.

mod intake;
mod json;
mod kind;
pub mod limit;
mod parsed;
mod reader;
mod unzip;

pub use reader::{Reader, Reading, read};

//! Examples from outside: recordings, and the reader's own file.

pub mod file;
pub mod recorded;

pub use recorded::{Recorded, TrainedWith};

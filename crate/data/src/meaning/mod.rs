//! Arrays to examples: which belong together, how they fit, what their values mean.

mod boxes;
mod emit;
mod layout;
mod plan;
mod set;
mod survey;
mod work;

pub use emit::Sink;
pub(crate) use set::{Set, sets};
pub(crate) use work::meanings;
pub use work::{Done, Work};

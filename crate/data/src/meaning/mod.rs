//! Arrays to examples: which belong together, how they fit, what their values mean.

mod boxes;
mod emit;
mod layout;
mod plan;
mod said;
mod set;
mod survey;
mod work;

pub(crate) use emit::Counted;
pub(crate) use layout::{Block, Layout};
pub(crate) use plan::Plan;
pub(crate) use said::{meanings, reported};
pub(crate) use set::{Set, of_table, sets};
pub(crate) use survey::Survey;
pub(crate) use work::Work;

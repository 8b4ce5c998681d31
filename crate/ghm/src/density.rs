//! How crowded a gradient norm is: unit regions, their moving average, the exact density.

mod average;
mod exact;
mod near;
mod options;
mod order;
mod sorted;
mod unit_regions;

pub use average::Average;
pub use exact::{count_window, densities, valid_length, validate_epsilon};
pub use options::{Convention, Edge, Empty, MAX_BINS, Options, Start};
pub use sorted::{LEVELS, Sorted};
pub(crate) use unit_regions::at_least;
pub use unit_regions::{
    UnitRegions, classification_key, classification_norm, regression_key, regression_norm,
};

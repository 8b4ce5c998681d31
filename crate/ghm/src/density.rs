//! How crowded a gradient norm is: unit regions, their moving average, the exact density; and weights made from it.

mod average;
mod exact;
mod options;
mod partial;
mod unit_regions;

pub use average::Average;
pub use exact::{count_window, densities, valid_length, validate_epsilon};
pub use options::{Convention, Edge, Empty, Options, Start};
pub use partial::partial_weights_into;
pub(crate) use unit_regions::at_least;
pub use unit_regions::{
    CELLS, UnitRegions, classification_key, classification_norm, regression_key, regression_norm,
};

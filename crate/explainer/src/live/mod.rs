//! What comes in while the page is read: trainings, the twin's answers, times taken.

mod guesses;
mod times;
mod training;
mod twin;

pub use guesses::{Aim, Guess, Guesses};
pub use times::Times;
pub use training::{DetectorExamples, Trainings};
pub use twin::{Fit, Mean, TwinStudy};

//! What can be wrong with a shape, a parameter or a value.

use std::fmt;

use crate::density::MAX_BINS;

/// Why a loss, a density or a parameter was refused.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// Two slices that describe the same examples differ in length.
    UnequalLengths {
        /// The slice that differs: `"targets"` or `"mask"`.
        what: &'static str,
        /// Number of logits or predictions.
        expected: usize,
        /// Length of the slice that differs.
        found: usize,
    },
    /// The number of unit regions is not in 1 to [`MAX_BINS`].
    Bins {
        /// The refused number.
        found: usize,
    },
    /// The momentum is not in `[0, 1)`.
    Momentum {
        /// The refused momentum.
        found: f64,
    },
    /// A parameter is not positive and finite.
    NotPositive {
        /// The parameter: `"mu"`, `"delta"`, `"loss weight"` or `"epsilon"`.
        what: &'static str,
        /// The refused value.
        found: f64,
    },
    /// A value of a valid example, or of the mask, is NaN or infinite.
    NotFinite {
        /// The slice: `"logits"`, `"predictions"`, `"targets"`, `"mask"`, `"keys"`, or `"offsets"`
        /// where a difference of finite numbers overflows.
        what: &'static str,
        /// Index into that slice.
        index: usize,
        /// The refused value.
        found: f32,
    },
    /// A target of the classification is not in `[0, 1]`.
    TargetOutOfRange {
        /// Index into the targets.
        index: usize,
        /// The refused target.
        found: f32,
    },
    /// Focal loss's `gamma` is not finite and at least 0.
    Gamma {
        /// The refused `gamma`.
        found: f64,
    },
    /// Focal loss's `alpha` is not in `[0, 1]`.
    Alpha {
        /// The refused `alpha`.
        found: f64,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::UnequalLengths {
                what,
                expected,
                found,
            } => {
                write!(
                    f,
                    "{found} {what} for {expected} examples: expected {expected}"
                )
            }
            Self::Bins { found } => write!(f, "bins is {found}: expected 1 to {MAX_BINS}"),
            Self::Momentum { found } => {
                write!(
                    f,
                    "momentum is {found}: expected at least 0 and less than 1"
                )
            }
            Self::NotPositive { what, found } => {
                write!(f, "{what} is {found}: expected a positive finite number")
            }
            Self::NotFinite { what, index, found } => {
                write!(f, "{what}[{index}] is {found}: expected a finite number")
            }
            Self::TargetOutOfRange { index, found } => {
                write!(f, "targets[{index}] is {found}: expected 0 to 1")
            }
            Self::Gamma { found } => {
                write!(
                    f,
                    "gamma is {found}: expected a finite number of at least 0"
                )
            }
            Self::Alpha { found } => write!(f, "alpha is {found}: expected 0 to 1"),
        }
    }
}

impl std::error::Error for Error {}

/// A parameter that must be positive and finite.
pub(crate) fn positive(what: &'static str, found: f64) -> Result<f64, Error> {
    if found > 0.0 && found.is_finite() {
        Ok(found)
    } else {
        Err(Error::NotPositive { what, found })
    }
}

/// A value that must not be NaN or infinite.
pub(crate) fn finite(what: &'static str, index: usize, found: f32) -> Result<f32, Error> {
    if found.is_finite() {
        Ok(found)
    } else {
        Err(Error::NotFinite { what, index, found })
    }
}

/// Slices that describe the same examples.
pub(crate) fn same_length(what: &'static str, expected: usize, found: usize) -> Result<(), Error> {
    if found == expected {
        Ok(())
    } else {
        Err(Error::UnequalLengths {
            what,
            expected,
            found,
        })
    }
}

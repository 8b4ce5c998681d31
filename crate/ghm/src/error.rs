//! What can be wrong with a shape, a parameter or a value.

use std::fmt;

/// The largest number of unit regions.
pub const MAX_BINS: usize = 65_536;

/// Why a loss, a density or a parameter was refused.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// Two slices that describe the same examples, or regions, differ in length.
    UnequalLengths {
        /// The slice that differs: `"targets"` or `"mask"`; of a restored average `"average"` or
        /// `"updates"`; `"counts"` of regions.
        what: &'static str,
        /// Number of logits or predictions; of regions.
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
        /// The parameter: `"mu"`, `"delta"`, `"balpha"`, `"bgamma"`, `"loss weight"`, `"divisor"` or
        /// `"epsilon"`.
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
    /// A parameter of a loss is not in its range.
    OutOfRange {
        /// The parameter: `"kept"`, `"gpos"`, `"gneg"`, `"margin"`, `"bgamma / balpha"` or `"harmonize"`; of a
        /// restored average `"average"`.
        what: &'static str,
        /// The range, in words.
        expected: &'static str,
        /// The refused value.
        found: f64,
    },
    /// The `alpha` of focal loss or of class-balanced cross-entropy is not in `[0, 1]`.
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
                let each = match what {
                    "average" | "updates" | "counts" => "region",
                    _ => "example",
                };
                write!(
                    f,
                    "{what} has length {found}: expected {expected}, one for each {each}"
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
                let found = f64::from(found);
                write!(f, "{what}[{index}] is {found}: expected a finite number")
            }
            Self::TargetOutOfRange { index, found } => {
                let found = shortest(found);
                write!(f, "targets[{index}] is {found}: expected 0 to 1")
            }
            Self::Gamma { found } => {
                write!(
                    f,
                    "gamma is {found}: expected a finite number of at least 0"
                )
            }
            Self::OutOfRange {
                what,
                expected,
                found,
            } => write!(f, "{what} is {found}: expected {expected}"),
            Self::Alpha { found } => write!(f, "alpha is {found}: expected 0 to 1"),
        }
    }
}

/// The number with the fewest decimals that rounds to `found`, as `f64`: code that prints `f32`, too,
/// would add half a kilobyte to what every reader of the page loads.
fn shortest(found: f32) -> f64 {
    let exact = f64::from(found);
    (0..9)
        .map(|places| f64::from(10_u32.pow(places)))
        .map(|power| libm::round(exact * power) / power)
        .find(|&rounded| rounded as f32 == found)
        .unwrap_or(exact)
}

impl std::error::Error for Error {}

/// A number of unit regions that is not 0 and not absurd.
pub(crate) fn validate_bins(bins: usize) -> Result<(), Error> {
    if (1..=MAX_BINS).contains(&bins) {
        Ok(())
    } else {
        Err(Error::Bins { found: bins })
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        GhmC, GhmR, Options, Sorted, UnitRegions,
        baseline::{validate_delta, validate_focal, validate_mu},
        density::validate_epsilon,
    };

    /// The message of a refusal.
    fn message<T>(result: Result<T, Error>) -> String {
        result.map(drop).expect_err("refused").to_string()
    }

    #[test]
    fn bad_shapes_are_named() {
        let mut c = GhmC::new(Options::classification()).unwrap();
        assert_eq!(
            message(c.step(&[0.0; 3], &[0.0; 2], None)),
            "targets has length 2: expected 3, one for each example"
        );
        assert_eq!(
            message(c.step(&[0.0; 3], &[0.0; 3], Some(&[1.0; 4]))),
            "mask has length 4: expected 3, one for each example"
        );
        assert_eq!(
            message(Sorted::regression(&[], &[0.0], None, 0.02)),
            "targets has length 1: expected 0, one for each example"
        );
    }

    #[test]
    fn bad_parameters_are_named() {
        let options = Options::classification();
        let with = |bins, momentum, loss_weight| {
            message(GhmC::new(Options {
                bins,
                momentum,
                loss_weight,
                ..options
            }))
        };
        assert_eq!(with(0, 0.0, 1.0), "bins is 0: expected 1 to 65536");
        assert_eq!(with(65_537, 0.0, 1.0), "bins is 65537: expected 1 to 65536");
        for momentum in [1.0, -0.1, f64::NAN] {
            assert_eq!(
                with(30, momentum, 1.0),
                format!("momentum is {momentum}: expected at least 0 and less than 1")
            );
        }
        assert_eq!(
            with(30, 0.0, 0.0),
            "loss weight is 0: expected a positive finite number"
        );
        assert_eq!(
            message(UnitRegions::regression(0, 1.0)),
            "bins is 0: expected 1 to 65536"
        );
        for mu in [0.0, -1.0, f64::INFINITY, f64::NAN] {
            let expected = format!("mu is {mu}: expected a positive finite number");
            assert_eq!(message(GhmR::new(mu, options)), expected);
            assert_eq!(message(UnitRegions::regression(10, mu)), expected);
            assert_eq!(message(Sorted::regression(&[], &[], None, mu)), expected);
            assert_eq!(message(Sorted::from_offsets(vec![], mu)), expected);
            assert_eq!(message(validate_mu(mu)), expected);
        }
        assert_eq!(
            message(validate_delta(0.0)),
            "delta is 0: expected a positive finite number"
        );
        assert_eq!(
            message(validate_epsilon(-0.5)),
            "epsilon is -0.5: expected a positive finite number"
        );
        assert_eq!(
            message(validate_focal(1.5, 2.0)),
            "alpha is 1.5: expected 0 to 1"
        );
        for gamma in [-1.0, f64::INFINITY, f64::NAN] {
            assert_eq!(
                message(validate_focal(0.25, gamma)),
                format!("gamma is {gamma}: expected a finite number of at least 0")
            );
        }
        assert_eq!(validate_focal(0.0, 0.0), Ok(()));
    }

    #[test]
    fn bad_values_are_named() {
        let mut c = GhmC::new(Options::classification()).unwrap();
        let mut r = GhmR::new(0.02, Options::regression()).unwrap();
        let nan = [0.0, f32::NAN];
        let infinite = [f32::NEG_INFINITY, 0.0];
        let zero = [0.0, 0.0];
        let not_finite = |what: &str| format!("{what}: expected a finite number");
        assert_eq!(
            message(c.step(&nan, &zero, None)),
            not_finite("logits[1] is NaN")
        );
        assert_eq!(
            message(c.step(&zero, &infinite, None)),
            not_finite("targets[0] is -inf")
        );
        assert_eq!(
            message(c.step(&zero, &zero, Some(&nan))),
            not_finite("mask[1] is NaN")
        );
        assert_eq!(
            message(r.step(&infinite, &zero, None)),
            not_finite("predictions[0] is -inf")
        );
        assert_eq!(
            message(r.step(&zero, &nan, None)),
            not_finite("targets[1] is NaN")
        );
        // Both numbers are finite, their difference is not.
        assert_eq!(
            message(r.step(&[f32::MAX], &[f32::MIN], None)),
            not_finite("offsets[0] is inf")
        );
        assert_eq!(
            message(Sorted::from_keys(nan.into())),
            not_finite("keys[1] is NaN")
        );
        assert_eq!(
            message(Sorted::from_offsets(infinite.into(), 1.0)),
            not_finite("offsets[0] is -inf")
        );
        for (target, text) in [(1.5, "1.5"), (-0.1, "-0.1"), (1.000_000_1, "1.0000001")] {
            let expected = format!("targets[0] is {text}: expected 0 to 1");
            assert_eq!(message(c.step(&[0.0], &[target], None)), expected);
            assert_eq!(
                message(Sorted::classification(&[0.0], &[target], None)),
                expected
            );
        }
    }
}

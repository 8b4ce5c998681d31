//! The asymmetric loss (ASL): a focusing exponent for each class, and a margin below which negatives
//! are dropped.
//!
//! # Definition
//! A positive has `(1 - p)^gpos (-ln p)`: focal loss without alpha. A negative has
//! `q^gneg (-ln(1 - q))` with its probability moved by the margin, `q = max(p - margin, 0)`: below
//! the margin neither loss nor gradient is left.
//!
//! # Derivative by the logit
//! With `dp/dx = p (1 - p)`, a negative beyond the margin has
//! `q^gneg (gneg (-ln(1 - q)) / q + 1 / (1 - q)) p (1 - p)`. It is 0 at `p = 1` too, unless the margin
//! is 0: a negative that is wrong with certainty counts as mislabelled.
//!
//! # Source
//! Ridnik et al., "Asymmetric Loss for Multi-Label Classification", ICCV 2021, arXiv 2009.14119,
//! section 2. The default `gneg` of 4 and `margin` of .05 are those of its authors' code; `gpos` is 0,
//! as positives are rare: to focus on some of them would weaken the rest.

use super::{
    cross_entropy::logistic,
    focal::{focal_norm, focal_of_key},
};
use crate::{density::classification_key, error::Error, loss::value::Value};

/// Exponents and margin of the asymmetric loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asymmetry {
    /// Exponent of the positives, finite and at least 0.
    pub gpos: f64,
    /// Exponent of the negatives, finite and at least 0.
    pub gneg: f64,
    /// What is taken off a negative's probability, in `[0, 1)`.
    pub margin: f64,
}

impl Asymmetry {
    /// Gradient norm of an example whose norm under cross-entropy is `g`.
    pub fn norm(&self, g: f64, positive: bool) -> f64 {
        if positive {
            focal_norm(g, self.gpos)
        } else if self.margin == 0.0 {
            focal_norm(g, self.gneg)
        } else if g < 1.0 {
            self.negative(classification_key(g)).derivative
        } else {
            0.0
        }
    }

    /// The loss of key `z`, and its derivative by the key.
    pub(super) fn of_key(&self, z: f64, positive: bool) -> Value {
        if positive {
            focal_of_key(z, self.gpos)
        } else if self.margin == 0.0 {
            focal_of_key(z, self.gneg)
        } else {
            self.negative(z)
        }
    }

    /// A negative of logit `z`, with a margin above 0.
    fn negative(&self, z: f64) -> Value {
        let (p, rest, _) = logistic(z);
        let q = p - self.margin;
        if q <= 0.0 {
            return Value::default();
        }
        // 1 - q from its parts: it is at least the margin.
        let loss = -libm::log(rest + self.margin);
        let power = libm::pow(q, self.gneg);
        let slope = self.gneg * loss / q + 1.0 / (rest + self.margin);
        Value {
            value: power * loss,
            derivative: power * slope * p * rest,
        }
    }

    /// Whether exponents and margin are in their ranges.
    ///
    /// # Errors
    /// [`Error::OutOfRange`], which names the one.
    pub fn validate(&self) -> Result<(), Error> {
        for (what, found) in [("gpos", self.gpos), ("gneg", self.gneg)] {
            if !(0.0..f64::INFINITY).contains(&found) {
                return Err(Error::OutOfRange {
                    what,
                    expected: "a finite number of at least 0",
                    found,
                });
            }
        }
        if !(0.0..1.0).contains(&self.margin) {
            return Err(Error::OutOfRange {
                what: "margin",
                expected: "at least 0 and less than 1",
                found: self.margin,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{density::classification_norm, loss::check::assert_close};

    const PAPER: Asymmetry = Asymmetry {
        gpos: 0.0,
        gneg: 4.0,
        margin: 0.05,
    };

    #[test]
    fn without_a_margin_it_is_focal_loss_by_class() {
        let loss = Asymmetry {
            gpos: 1.0,
            gneg: 3.0,
            margin: 0.0,
        };
        for z in [-40.0, -2.0, 0.5, 40.0] {
            assert_eq!(loss.of_key(z, true), focal_of_key(z, 1.0));
            assert_eq!(loss.of_key(z, false), focal_of_key(z, 3.0));
            let g = classification_norm(z);
            assert_eq!(loss.norm(g, false), focal_norm(g, 3.0));
        }
        // The formula of a margin, with a margin that is hardly one.
        let tiny = Asymmetry {
            margin: 1e-15,
            ..loss
        };
        assert_close(tiny.of_key(0.5, false).value, loss.of_key(0.5, false).value);
    }

    #[test]
    fn negatives_below_the_margin_are_dropped_and_certain_ones_ignored() {
        let below = classification_key(0.0499);
        assert_eq!(PAPER.of_key(below, false), Value::default());
        assert_eq!(PAPER.norm(0.0499, false), 0.0);
        assert!(PAPER.norm(0.0501, false) > 0.0);
        assert!(PAPER.norm(0.9, false) > PAPER.norm(0.999, false));
        assert_eq!(PAPER.norm(1.0, false), 0.0);
        let certain = PAPER.of_key(800.0, false);
        assert_close(certain.value, libm::pow(0.95, 4.0) * -libm::log(0.05));
        assert_eq!(certain.derivative, 0.0);
        // A positive that is wrong with certainty is not.
        assert_eq!(PAPER.norm(1.0, true), 1.0);
    }

    #[test]
    fn bad_exponents_and_margins_are_refused() {
        assert_eq!(PAPER.validate(), Ok(()));
        let wrong = |change: fn(&mut Asymmetry)| {
            let mut loss = PAPER;
            change(&mut loss);
            loss.validate().unwrap_err().to_string()
        };
        assert_eq!(
            wrong(|it| it.gpos = -1.0),
            "gpos is -1: expected a finite number of at least 0"
        );
        assert!(wrong(|it| it.gneg = f64::NAN).starts_with("gneg is NaN"));
        assert_eq!(
            wrong(|it| it.margin = 1.0),
            "margin is 1: expected at least 0 and less than 1"
        );
    }
}

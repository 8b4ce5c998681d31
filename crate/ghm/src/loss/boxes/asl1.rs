//! Authentic smooth L1 (ASL1): smooth L1 without the seam.

use crate::{
    error::{Error, positive},
    loss::value::Value,
};

/// Authentic smooth L1 of an offset: `sqrt(d^2 + mu^2) - mu`; the derivative is
/// `d / sqrt(d^2 + mu^2)`. The paper's `mu` is .02.
pub fn asl1(d: f64, mu: f64) -> Value {
    if is_ordinary(d, mu) {
        return ordinary_asl1(d, mu);
    }
    with_root(d, mu, libm::hypot(d, mu))
}

/// Whether an `f64` holds the squares, with all their digits: of other numbers the root takes five
/// times as long.
pub(crate) fn is_ordinary(d: f64, mu: f64) -> bool {
    (1e-200..1e200).contains(&(d * d + mu * mu))
}

/// [`asl1`] where [`is_ordinary`]: without a branch, for loops that run in lanes.
#[inline]
pub(crate) fn ordinary_asl1(d: f64, mu: f64) -> Value {
    with_root(d, mu, (d * d + mu * mu).sqrt())
}

#[inline]
fn with_root(d: f64, mu: f64, root: f64) -> Value {
    // The difference as a quotient: it keeps its digits for offsets far below mu.
    Value {
        value: d * (d / (root + mu)),
        derivative: d / root,
    }
}

/// Whether ASL1 takes this `mu`.
///
/// # Errors
/// [`Error::NotPositive`].
pub fn validate_mu(mu: f64) -> Result<(), Error> {
    positive("mu", mu).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::check::{assert_close, assert_derivative};

    #[test]
    fn asl1_holds_for_numbers_of_any_size() {
        for exponent in -300..=300 {
            let size = libm::pow(10.0, f64::from(exponent));
            for (d, mu) in [(3.0 * size, 4.0 * size), (-4.0 * size, 3.0 * size)] {
                let Value { value, derivative } = asl1(d, mu);
                let (expected, slope) = (5.0 * size - mu, d / (5.0 * size));
                assert!((value / expected - 1.0).abs() < 1e-14, "{d}, {mu}: {value}");
                assert!((derivative / slope - 1.0).abs() < 1e-15, "{d}, {mu}");
            }
        }
    }

    #[test]
    fn asl1_is_a_parabola_near_zero_and_a_line_far_off() {
        let mu = 0.02;
        for d in [-1.5_f64, -0.2, -0.02, 0.0, 0.001, 0.3] {
            assert_close(asl1(d, mu).value, (d * d + mu * mu).sqrt() - mu);
            assert_derivative(|d| asl1(d, mu), d);
        }
        assert_close(asl1(1e-9, mu).value / (1e-18 / (2.0 * mu)), 1.0);
        assert_eq!(
            asl1(1e30, mu),
            Value {
                value: 1e30,
                derivative: 1.0
            }
        );
        assert_eq!(asl1(-mu, mu).derivative, -mu / libm::hypot(mu, mu));
        assert_eq!(
            asl1(0.0, f64::MIN_POSITIVE),
            Value {
                value: 0.0,
                derivative: 0.0
            }
        );
    }
}

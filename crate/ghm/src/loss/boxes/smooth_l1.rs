//! Smooth L1: a parabola that turns into a line.

use crate::{
    error::{Error, positive},
    loss::value::Value,
};

/// Smooth L1 of an offset: `d^2 / (2 delta)` up to `|d| = delta`, then `|d| - delta/2`. The paper's
/// `delta` is 1/9. Beyond `delta` every offset has the derivative 1 or -1, however far off it is.
pub fn smooth_l1(d: f64, delta: f64) -> Value {
    let size = d.abs();
    if size <= delta {
        Value {
            value: d * d / (2.0 * delta),
            derivative: d / delta,
        }
    } else {
        Value {
            value: size - delta / 2.0,
            derivative: d.signum(),
        }
    }
}

/// Whether smooth L1 takes this `delta`.
///
/// # Errors
/// [`Error::NotPositive`].
pub fn validate_delta(delta: f64) -> Result<(), Error> {
    positive("delta", delta).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::check::{assert_close, assert_derivative};

    #[test]
    fn smooth_l1_joins_its_two_parts() {
        let delta = 1.0 / 9.0;
        for d in [-1.5, -0.2, -0.05, 0.0, 0.01, 0.3] {
            assert_derivative(|d| smooth_l1(d, delta), d);
        }
        assert_close(smooth_l1(delta, delta).value, delta / 2.0);
        assert_close(smooth_l1(delta.next_up(), delta).value, delta / 2.0);
        assert_eq!(smooth_l1(-delta, delta).derivative, -1.0);
        assert_eq!(smooth_l1(-5.0, delta).derivative, -1.0);
    }
}

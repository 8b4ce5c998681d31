//! Focal loss: cross-entropy whose easy examples weigh less, by a power of their gradient norm.

use super::{
    balanced::validate_alpha,
    cross_entropy::{cross_entropy, logistic},
};
use crate::{error::Error, loss::value::Value};

/// Focal loss of a logit: `-alpha (1 - p)^gamma ln p` for a target of 1,
/// `-(1 - alpha) p^gamma ln(1 - p)` for 0, and between them the mixture that the target says.
///
/// Source: Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, arXiv 1708.02002, where
/// `alpha` is .25 and `gamma` 2.
pub fn focal(x: f64, target: f64, alpha: f64, gamma: f64) -> Value {
    let positive = focal_of_key(-x, gamma);
    let negative = focal_of_key(x, gamma);
    Value {
        value: alpha * target * positive.value + (1.0 - alpha) * (1.0 - target) * negative.value,
        derivative: (1.0 - alpha) * (1.0 - target) * negative.derivative
            - alpha * target * positive.derivative,
    }
}

/// `g^gamma ln(1 + e^z)` with `g = sigmoid(z)`: the focal loss of key `z`, without alpha.
pub(super) fn focal_of_key(z: f64, gamma: f64) -> Value {
    let (g, rest, _) = logistic(z);
    let loss = cross_entropy(z, 0.0).value;
    let modulation = libm::pow(g, gamma);
    Value {
        value: modulation * loss,
        derivative: modulation * (gamma * rest * loss + g),
    }
}

/// Whether focal loss takes these parameters: `alpha` in `[0, 1]`, `gamma` finite and at least 0.
///
/// # Errors
/// [`Error::Alpha`], [`Error::Gamma`].
pub fn validate_focal(alpha: f64, gamma: f64) -> Result<(), Error> {
    validate_alpha(alpha)?;
    if !(0.0..f64::INFINITY).contains(&gamma) {
        return Err(Error::Gamma { found: gamma });
    }
    Ok(())
}

/// Gradient norm of the focal loss, without alpha, where that of the cross-entropy is `g`:
/// `g^gamma (gamma (1 - g) (-ln(1 - g)) + g)`; for `gamma = 0` it is `g`.
pub fn focal_norm(g: f64, gamma: f64) -> f64 {
    // (1 - g) ln(1 - g) tends to 0, but 0 * infinity does not.
    let entropy = if g < 1.0 {
        -(1.0 - g) * libm::log1p(-g)
    } else {
        0.0
    };
    libm::pow(g, gamma) * (gamma * entropy + g)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::check::{assert_close, assert_derivative};

    #[test]
    fn focal_is_its_definition() {
        for i in -60..=60 {
            let x = f64::from(i) / 10.0;
            let p = 1.0 / (1.0 + libm::exp(-x));
            for gamma in [0.0, 0.5, 2.0, 5.0] {
                let positive = -0.25 * libm::pow(1.0 - p, gamma) * libm::log(p);
                let negative = -0.75 * libm::pow(p, gamma) * libm::log(1.0 - p);
                assert!((focal(x, 1.0, 0.25, gamma).value - positive).abs() < 1e-12);
                assert!((focal(x, 0.0, 0.25, gamma).value - negative).abs() < 1e-12);
                for target in [0.0, 0.3, 1.0] {
                    assert_derivative(|x| focal(x, target, 0.25, gamma), x);
                }
            }
        }
    }

    #[test]
    fn focal_without_gamma_is_half_of_the_cross_entropy_at_alpha_half() {
        for x in [-90.0, -3.0, 0.0, 0.7, 90.0] {
            for target in [0.0, 0.4, 1.0] {
                let (focal, plain) = (focal(x, target, 0.5, 0.0), cross_entropy(x, target));
                assert_close(2.0 * focal.value, plain.value);
                assert_close(2.0 * focal.derivative, plain.derivative);
            }
        }
    }

    #[test]
    fn focal_norm_is_the_size_of_the_derivative() {
        for i in 1..100 {
            let g = f64::from(i) / 100.0;
            let x = libm::log(g / (1.0 - g));
            for gamma in [0.0, 0.5, 2.0, 5.0] {
                assert_close(
                    focal_norm(g, gamma),
                    2.0 * focal(x, 0.0, 0.5, gamma).derivative,
                );
                assert_close(
                    focal_norm(g, gamma),
                    -2.0 * focal(-x, 1.0, 0.5, gamma).derivative,
                );
            }
            let paper = g * g * (2.0 * (1.0 - g) * -libm::log(1.0 - g) + g);
            assert_close(focal_norm(g, 2.0), paper);
            assert_close(focal_norm(g, 0.0), g);
        }
        assert_eq!((focal_norm(0.0, 2.0), focal_norm(1.0, 2.0)), (0.0, 1.0));
    }
}

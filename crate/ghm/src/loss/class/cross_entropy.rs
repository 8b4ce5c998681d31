//! Cross-entropy: the loss that all the others of the list are made from.

use crate::loss::value::Value;

/// `p = sigmoid(x)`, `1 - p` and `ln(1 + e^-|x|)` from one exponential, all without cancellation.
pub(super) fn logistic(x: f64) -> (f64, f64, f64) {
    let e = libm::exp(-x.abs());
    let (large, small) = (1.0 / (1.0 + e), e / (1.0 + e));
    let (p, q) = if x < 0.0 {
        (small, large)
    } else {
        (large, small)
    };
    (p, q, libm::log1p(e))
}

/// Binary cross-entropy `-p* ln p - (1 - p*) ln(1 - p)` of a logit and a target in `[0, 1]`;
/// the derivative is `p - p*`.
///
/// For a target of 0 or 1, with `z = (1 - 2 p*) x`, it is `ln(1 + e^z)`, and the derivative
/// `(1 - 2 p*) sigmoid(z)`.
pub fn cross_entropy(x: f64, target: f64) -> Value {
    let (p, q, rest) = logistic(x);
    let linear = if x < 0.0 {
        -target * x
    } else {
        (1.0 - target) * x
    };
    // From the nearer side: p - 1 would lose the digits of a small 1 - p.
    let derivative = if target < 0.5 {
        p - target
    } else {
        (1.0 - target) - q
    };
    Value {
        value: linear + rest,
        derivative,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::check::{assert_close, assert_derivative};

    #[test]
    fn cross_entropy_is_its_definition() {
        for i in -80..=80 {
            let x = f64::from(i) / 10.0;
            let p = 1.0 / (1.0 + libm::exp(-x));
            for target in [0.0, 0.1, 0.5, 0.9, 1.0] {
                let expected = -target * libm::log(p) - (1.0 - target) * libm::log(1.0 - p);
                let found = cross_entropy(x, target);
                assert!((found.value - expected).abs() < 1e-12, "{x} {target}");
                assert_close(found.derivative, p - target);
                assert_derivative(|x| cross_entropy(x, target), x);
            }
        }
    }

    #[test]
    fn cross_entropy_of_huge_logits_is_linear() {
        assert_eq!(
            cross_entropy(800.0, 0.0),
            Value {
                value: 800.0,
                derivative: 1.0
            }
        );
        assert_eq!(
            cross_entropy(-800.0, 1.0),
            Value {
                value: 800.0,
                derivative: -1.0
            }
        );
        assert_eq!(cross_entropy(800.0, 1.0).value, 0.0);
        // An easy example's loss is its norm, to the last digits.
        assert_close(cross_entropy(50.0, 1.0).value / libm::exp(-50.0), 1.0);
        assert_close(cross_entropy(50.0, 1.0).derivative / libm::exp(-50.0), -1.0);
    }
}

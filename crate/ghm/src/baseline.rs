//! The losses that GHM is compared with: cross-entropy, focal, smooth L1, ASL1.
//!
//! Each is a formula of plain numbers, without checks. Where a parameter comes from outside, ask
//! [`validate_focal`], [`validate_delta`] or [`validate_mu`] first.

use crate::error::{Error, positive};

/// A loss and its derivative at one point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Value {
    /// The loss.
    pub value: f64,
    /// Its derivative by the logit or the offset.
    pub derivative: f64,
}

/// `p = sigmoid(x)`, `1 - p` and `ln(1 + e^-|x|)` from one exponential, all without cancellation.
fn logistic(x: f64) -> (f64, f64, f64) {
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

/// Focal loss of a logit: `-alpha (1 - p)^gamma ln p` for a target of 1,
/// `-(1 - alpha) p^gamma ln(1 - p)` for 0, and between them the mixture that the target says.
///
/// Source: Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, arXiv 1708.02002, where
/// `alpha` is .25 and `gamma` 2.
pub fn focal(x: f64, target: f64, alpha: f64, gamma: f64) -> Value {
    let positive = focal_negative(-x, gamma);
    let negative = focal_negative(x, gamma);
    Value {
        value: alpha * target * positive.value + (1.0 - alpha) * (1.0 - target) * negative.value,
        derivative: (1.0 - alpha) * (1.0 - target) * negative.derivative
            - alpha * target * positive.derivative,
    }
}

/// `g^gamma ln(1 + e^z)` with `g = sigmoid(z)`: the focal loss of key `z`, without alpha.
fn focal_negative(z: f64, gamma: f64) -> Value {
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
    if !(0.0..=1.0).contains(&alpha) {
        return Err(Error::Alpha { found: alpha });
    }
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

/// Authentic smooth L1 of an offset: `sqrt(d^2 + mu^2) - mu`; the derivative is
/// `d / sqrt(d^2 + mu^2)`. The paper's `mu` is .02.
pub fn asl1(d: f64, mu: f64) -> Value {
    let square = d * d + mu * mu;
    let root = if (1e-200..1e200).contains(&square) {
        libm::sqrt(square)
    } else {
        // A square was beyond what an f64 holds; of other numbers this takes five times as long.
        libm::hypot(d, mu)
    };
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

    /// The derivative agrees with differences of the value, to the error of the differences.
    fn assert_derivative(loss: impl Fn(f64) -> Value, at: f64) {
        let h = 1e-6;
        let numeric = (loss(at + h).value - loss(at - h).value) / (2.0 * h);
        let exact = loss(at).derivative;
        assert!(
            (numeric - exact).abs() < 1e-8,
            "at {at}: {numeric} for {exact}"
        );
    }

    fn assert_close(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 1e-14 * expected.abs().max(1.0),
            "{found} for {expected}"
        );
    }

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

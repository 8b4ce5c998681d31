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

/// Focal loss of a logit and a target in `[0, 1]`, in mmdet's form for soft targets:
/// `|p* - p|`-modulated for 0 and 1.
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

/// Smooth L1 of an offset: `d^2 / (2 delta)` up to `|d| = delta`, then `|d| - delta/2`.
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
/// `d / sqrt(d^2 + mu^2)`.
pub fn asl1(d: f64, mu: f64) -> Value {
    let root = libm::hypot(d, mu);
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

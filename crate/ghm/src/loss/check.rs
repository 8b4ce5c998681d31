//! What the tests of all losses compare with.

use super::value::Value;

/// The derivative agrees with differences of the value, to the error of the differences.
pub(crate) fn assert_derivative(loss: impl Fn(f64) -> Value, at: f64) {
    let h = 1e-6;
    let numeric = (loss(at + h).value - loss(at - h).value) / (2.0 * h);
    let exact = loss(at).derivative;
    assert!(
        (numeric - exact).abs() < 1e-8,
        "at {at}: {numeric} for {exact}"
    );
}

pub(crate) fn assert_close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-14 * expected.abs().max(1.0),
        "{found} for {expected}"
    );
}

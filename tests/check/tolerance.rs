//! How far two numbers may differ, and why that far.

/// mmdet computes in `f32`: a loss sums hundreds of terms with 6e-8 relative error each.
pub const MMDET: f64 = 1e-5;

/// mmdet's `p - p*` is rounded where `p` is near 1, by half the distance of `f32` numbers there;
/// times the weight of the example this is the error of its gradient.
pub const MMDET_DIFFERENCE: f64 = 6e-8;

/// The hand case is given with seven digits.
pub const HAND: f64 = 1e-6;

/// Weights and gradients are handed out in `f32`: half a unit in its last place.
pub const SINGLE: f64 = 6e-8;

/// Two ways to sum the same `f64` numbers: a few hundred roundings of 1.1e-16 each.
pub const SUM: f64 = 1e-12;

/// A step's losses come from `f32` kernels, whose logarithm is within 3 units in the last place;
/// a loss without any digit in `f32`, below 1e-37, may be lost.
pub const STEP: f64 = 2e-7;
/// See [`STEP`].
pub const LOST: f64 = 1e-37;

/// A central difference with a step of 1e-4 of the loss's own scale, of third order, and the
/// gradient's `f32`.
pub const DIFFERENCE: f64 = 1e-6;

/// A soft target's key is an `f32` number: its norm is known to about the same relative error.
pub const SOFT_NORM: f64 = 1e-6;

/// Panics unless `found` is within `relative * |expected| + absolute` of `expected`.
pub fn assert_close(found: f64, expected: f64, relative: f64, absolute: f64, what: &str) {
    let allowed = relative * expected.abs() + absolute;
    // Written so that NaN fails.
    let close = (found - expected).abs() <= allowed;
    assert!(
        close,
        "{what}: found {found:e}, expected {expected:e} to {allowed:e}"
    );
}

/// [`assert_close`] for all numbers of two slices of one length.
pub fn assert_all_close(found: &[f64], expected: &[f64], relative: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: length");
    for (i, (&found, &expected)) in found.iter().zip(expected).enumerate() {
        assert_close(found, expected, relative, relative, &format!("{what}[{i}]"));
    }
}

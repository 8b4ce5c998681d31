//! How much two numbers may differ, and why.

/// mmdet computes in `f32`: a loss sums hundreds of terms, each with a relative error of 6e-8.
pub const MMDET: f64 = 1e-5;

/// Where `p` is near 1, mmdet's `p - p*` is rounded by half the spacing of `f32` numbers there.
/// Times the weight of the example, that is the error of its gradient.
pub const MMDET_DIFFERENCE: f64 = 6e-8;

/// The numbers of the hand case have seven digits.
pub const HAND: f64 = 1e-6;

/// Weights and gradients are returned in `f32`: half a unit in the last place.
pub const SINGLE: f64 = 6e-8;

/// Two ways to sum the same `f64` numbers differ by a few hundred rounding errors of 1.1e-16 each.
pub const SUM: f64 = 1e-12;

/// Losses of a step come from `f32` kernels, whose logarithm is within 3 units in the last place.
pub const STEP: f64 = 2e-7;
/// The absolute part of that tolerance: a loss as small as this may become 0 in `f32`.
pub const LOST: f64 = 1e-37;

/// A central difference with a step of 1e-4 of the loss's scale has a third-order error; the
/// gradient is also rounded to `f32`.
pub const DIFFERENCE: f64 = 1e-6;

/// The key of a soft target is rounded to `f32`, which moves its norm by about this relative error.
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

/// [`assert_close`] for all numbers of two slices of the same length.
pub fn assert_all_close(found: &[f64], expected: &[f64], relative: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: length");
    for (i, (&found, &expected)) in found.iter().zip(expected).enumerate() {
        assert_close(found, expected, relative, relative, &format!("{what}[{i}]"));
    }
}

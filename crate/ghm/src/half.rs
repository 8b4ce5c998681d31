//! Numbers as half precision holds them.

/// The largest number of half precision.
pub const HALF_MOST: f64 = 65_504.0;

/// A number rounded to half precision, as IEEE 754 does it: to the nearest, ties to even; infinite from
/// 65,520 on.
pub fn half(value: f64) -> f64 {
    let size = value.abs();
    if size >= 65_520.0 {
        return f64::INFINITY.copysign(value);
    }
    // Eleven significant bits, and steps of 2^-24 below the smallest normal number.
    let exponent = if size > 0.0 {
        libm::ilogb(size).max(-14)
    } else {
        -14
    };
    let step = libm::ldexp(1.0, exponent - 10);
    libm::rint(value / step) * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_half_precision_does() {
        for (value, expected) in [
            (0.0, 0.0),
            (1.0, 1.0),
            (1.0 + 1e-6, 1.0),
            (0.1, 0.0999755859375),
            (2049.0, 2048.0),
            (2051.0, 2052.0),
            (65_504.0, HALF_MOST),
            (65_519.9, HALF_MOST),
            (65_520.0, f64::INFINITY),
            (-1e9, f64::NEG_INFINITY),
            (6e-8, 5.960464477539063e-8),
            (1e-8, 0.0),
        ] {
            assert_eq!(half(value), expected, "{value}");
        }
        assert!(half(f64::NAN).is_nan());
    }
}

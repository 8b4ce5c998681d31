//! L1: the size of the offset.

use crate::loss::value::Value;

/// The loss `|d|` of an offset. Its derivative is 1 or -1, and 0 at 0, where there is none: every box
/// pulls alike, however near it is.
pub fn l1(d: f64) -> Value {
    Value {
        value: d.abs(),
        derivative: if d == 0.0 { 0.0 } else { d.signum() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::boxes::{asl1::asl1, smooth_l1::smooth_l1};

    #[test]
    fn it_is_what_the_smooth_ones_tend_to() {
        for d in [-3.0, -0.1, 0.002, 1.5] {
            for smooth in [smooth_l1(d, 1e-9), asl1(d, 1e-9)] {
                assert!((l1(d).value - smooth.value).abs() < 1e-8, "{d}");
                assert!((l1(d).derivative - smooth.derivative).abs() < 1e-8, "{d}");
            }
        }
        assert_eq!(l1(0.0), Value::default());
    }
}

//! Balanced L1: small offsets pull more than under smooth L1, large ones no more than `bgamma`.
//!
//! # Definition
//! By its derivative: `balpha ln(b |d| + 1)` up to `|d| = 1`, and `bgamma` beyond, with the sign of
//! `d`. `b = e^(bgamma / balpha) - 1` joins the two: `balpha ln(b + 1) = bgamma`. The loss is
//! `(balpha / b) (b |d| + 1) ln(b |d| + 1) - balpha |d|` up to 1, and
//! `bgamma |d| + bgamma / b - balpha` beyond.
//!
//! Source: Pang et al., "Libra R-CNN: Towards Balanced Learning for Object Detection", CVPR 2019,
//! arXiv 1904.02701, section 3.3, where `balpha` is .5 and `bgamma` 1.5. mmdet's
//! `BalancedL1Loss` agrees with it.

use crate::{
    error::{Error, positive},
    loss::value::Value,
};

/// The loss of an offset, and its derivative by the offset.
pub fn balanced_l1(d: f64, balpha: f64, bgamma: f64) -> Value {
    let size = d.abs();
    // expm1 and log1p keep the digits of a small quotient or offset.
    let b = libm::expm1(bgamma / balpha);
    let (value, slope) = if size < 1.0 {
        let log = libm::log1p(b * size);
        let value = balpha / b * (b * size + 1.0) * log - balpha * size;
        (value, balpha * log)
    } else {
        (bgamma * size + bgamma / b - balpha, bgamma)
    };
    Value {
        value,
        derivative: slope.copysign(d),
    }
}

/// Whether balanced L1 takes these parameters: positive and finite, and `bgamma / balpha` at most
/// 700, so that `b` is finite.
///
/// # Errors
/// [`Error::NotPositive`], or [`Error::OutOfRange`] for the quotient.
pub fn validate_balanced_l1(balpha: f64, bgamma: f64) -> Result<(), Error> {
    let quotient = positive("bgamma", bgamma)? / positive("balpha", balpha)?;
    if quotient <= 700.0 {
        Ok(())
    } else {
        Err(Error::OutOfRange {
            what: "bgamma / balpha",
            expected: "at most 700",
            found: quotient,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::check::assert_close;

    /// As in the paper, from nothing but its gradient: integrated by the midpoint rule.
    #[test]
    fn it_is_the_integral_of_the_papers_gradient() {
        for (balpha, bgamma) in [(0.5, 1.5), (1.0, 0.4), (0.2, 1.0)] {
            let gradient = |x: f64| {
                let b = f64::exp(bgamma / balpha) - 1.0;
                if x < 1.0 {
                    balpha * (b * x + 1.0).ln()
                } else {
                    bgamma
                }
            };
            let (steps, mut sum) = (200_000, 0.0);
            for i in 0..steps {
                let x = (f64::from(i) + 0.5) * 2.0 / f64::from(steps);
                sum += gradient(x) * 2.0 / f64::from(steps);
                if (i + 1) % 20_000 == 0 {
                    let end = f64::from(i + 1) * 2.0 / f64::from(steps);
                    let found = balanced_l1(-end, balpha, bgamma);
                    assert!((found.value - sum).abs() < 1e-9, "{balpha} {bgamma} {end}");
                    assert_close(found.derivative, -gradient(end));
                }
            }
        }
    }

    #[test]
    fn small_offsets_pull_more_than_under_smooth_l1() {
        use crate::loss::boxes::smooth_l1::smooth_l1;
        for d in [0.01, 0.1, 0.3, 0.7] {
            let [balanced, smooth] = [balanced_l1(d, 0.5, 1.5), smooth_l1(d, 1.0)];
            assert!(balanced.derivative > smooth.derivative, "{d}");
        }
        assert_eq!(balanced_l1(0.0, 0.5, 1.5).value, 0.0);
        assert_eq!(balanced_l1(40.0, 0.5, 1.5).derivative, 1.5);
    }

    #[test]
    fn bad_parameters_are_named() {
        assert_eq!(validate_balanced_l1(0.5, 1.5), Ok(()));
        let message = |balpha, bgamma| {
            let refused = validate_balanced_l1(balpha, bgamma);
            refused.unwrap_err().to_string()
        };
        assert!(message(0.0, 1.5).starts_with("balpha is 0"));
        assert!(message(0.5, f64::NAN).starts_with("bgamma is NaN"));
        assert_eq!(
            message(0.001, 1.0),
            "bgamma / balpha is 1000: expected at most 700"
        );
    }
}

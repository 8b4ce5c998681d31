//! Class-balanced cross-entropy: the two classes weigh differently, whatever the gradient norm.
//!
//! A positive has the loss `-alpha ln p`, a negative `-(1 - alpha) ln(1 - p)`. Their derivatives by
//! the logit are `alpha (p - 1)` and `(1 - alpha) p`. With `alpha` of 1/2 it is half of cross-entropy.
//!
//! Source: Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, arXiv 1708.02002,
//! equation 3. There `alpha` of .75 is best without focusing (table 1a).

use crate::error::Error;

/// Factors of negatives and of positives.
pub fn balanced_weights(alpha: f64) -> [f64; 2] {
    [1.0 - alpha, alpha]
}

/// Whether `alpha` is in `[0, 1]`.
///
/// # Errors
/// [`Error::Alpha`].
pub fn validate_alpha(alpha: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&alpha) {
        Ok(())
    } else {
        Err(Error::Alpha { found: alpha })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_shares_and_alpha_is_the_positives() {
        assert_eq!(balanced_weights(0.75), [0.25, 0.75]);
        for alpha in [0.0, 0.3, 1.0] {
            assert_eq!(validate_alpha(alpha), Ok(()));
        }
        for alpha in [-0.1, 1.1, f64::NAN] {
            assert!(validate_alpha(alpha).is_err(), "{alpha}");
        }
    }
}

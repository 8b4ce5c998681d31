//! Online hard example mining (OHEM): cross-entropy of the hardest share of a batch, and 0 for the
//! rest.

use super::cross_entropy::cross_entropy;
use crate::{density::classification_norm, error::Error, loss::value::Value};

/// Gradient norm of an example: `g`, its norm under cross-entropy, if that is at least the
/// `threshold` of the batch, and else 0. The threshold is the least norm among the hardest share of
/// the batch's examples; all that share it are kept.
///
/// Source: Shrivastava, Gupta, Girshick, "Training Region-based Object Detectors with Online Hard
/// Example Mining", CVPR 2016, arXiv 1604.03540. There regions are ranked by their whole loss, 64 of
/// about 2000 are kept for an image, and regions that overlap a harder one are left out. Here
/// examples are ranked by cross-entropy, which grows with its gradient norm, and nothing else is
/// left out.
pub fn ohem_norm(g: f64, threshold: f64) -> f64 {
    if g >= threshold { g } else { 0.0 }
}

/// The loss of key `z`, and its derivative by the key with the threshold held constant.
pub(super) fn ohem_of_key(z: f64, threshold: f64) -> Value {
    if classification_norm(z) >= threshold {
        cross_entropy(z, 0.0)
    } else {
        Value::default()
    }
}

/// Whether `kept` is a share of at least something: in `(0, 1]`.
///
/// # Errors
/// [`Error::OutOfRange`].
pub fn validate_kept(kept: f64) -> Result<(), Error> {
    if kept > 0.0 && kept <= 1.0 {
        Ok(())
    } else {
        Err(Error::OutOfRange {
            what: "kept",
            expected: "more than 0, and at most 1",
            found: kept,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_with_the_threshold_are_kept() {
        assert_eq!(ohem_norm(0.5, 0.5), 0.5);
        assert_eq!(ohem_norm(0.5_f64.next_down(), 0.5), 0.0);
        let threshold = classification_norm(0.3);
        assert_eq!(ohem_of_key(0.3, threshold), cross_entropy(0.3, 0.0));
        assert_eq!(ohem_of_key(0.29, threshold), Value::default());
    }

    #[test]
    fn the_share_is_more_than_nothing() {
        for kept in [1e-9, 0.5, 1.0] {
            assert_eq!(validate_kept(kept), Ok(()));
        }
        for kept in [0.0, -0.1, 1.1, f64::NAN] {
            let error = validate_kept(kept).unwrap_err().to_string();
            let expected = "expected more than 0, and at most 1";
            assert_eq!(error, format!("kept is {kept}: {expected}"));
        }
    }
}

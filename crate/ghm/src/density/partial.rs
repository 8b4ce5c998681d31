//! The way from cross-entropy to GHM-C: weights that are a power of the harmonizing parameter.

use crate::error::Error;

/// Weights `beta_j^h` of regions or examples with these harmonizing parameters: `betas` and `weights`
/// have the shape `[M]`, or `[N]`. `weights` is overwritten.
///
/// At `h = 0` every weight is 1, which is cross-entropy; at `h = 1` it is `beta_j`, which is GHM-C.
/// Between them the logarithm of a weight grows in proportion to `h`. A constant factor of the `betas`,
/// such as that between the conventions, stays a constant factor. What has no region has `beta = 0`
/// and weighs nothing, but at `h = 0` it weighs 1 like all others.
///
/// Source: neither the paper nor its code has it. It is this project's own, so that a reader can go from one
/// loss to the other.
///
/// # Errors
/// [`Error::OutOfRange`] where `h` is not in `[0, 1]`. `weights` is then unchanged.
pub fn partial_weights_into(betas: &[f64], h: f64, weights: &mut Vec<f64>) -> Result<(), Error> {
    if !(0.0..=1.0).contains(&h) {
        return Err(Error::OutOfRange {
            what: "harmonize",
            expected: "0 to 1",
            found: h,
        });
    }
    weights.clear();
    weights.extend(betas.iter().map(|&beta| libm::pow(beta, h)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(betas: &[f64], h: f64) -> Vec<f64> {
        let mut weights = vec![7.0; 9];
        partial_weights_into(betas, h, &mut weights).unwrap();
        weights
    }

    #[test]
    fn the_ends_are_cross_entropy_and_ghm() {
        let betas = [0.0, 0.0337, 1.0, 344.0];
        assert_eq!(weights(&betas, 0.0), [1.0; 4]);
        assert_eq!(weights(&betas, 1.0), betas);
    }

    #[test]
    fn halfway_is_the_square_root() {
        assert_eq!(weights(&[0.0, 0.25, 4.0], 0.5), [0.0, 0.5, 2.0]);
    }

    #[test]
    fn what_is_not_between_the_ends_is_refused_and_changes_nothing() {
        for h in [-0.01, 1.01, f64::NAN, f64::INFINITY] {
            let mut kept = vec![7.0];
            let error = partial_weights_into(&[2.0], h, &mut kept).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("harmonize is {h}: expected 0 to 1")
            );
            assert_eq!(kept, [7.0]);
        }
    }
}

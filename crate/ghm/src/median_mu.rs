//! A `mu` that follows the offsets while a detector learns.

use crate::{density::Options, error::Error};

/// The `mu` under which offsets of this median size have the median gradient norm 1/2, as they have
/// where the norms are spread evenly: `sqrt(3)` times the median, since `|d| / sqrt(d^2 + mu^2) = 1/2`
/// at `|d| = mu / sqrt(3)`.
pub fn flat_mu(median: f64) -> f64 {
    3.0_f64.sqrt() * median
}

/// A moving average of the batches' medians `|d|`, corrected for its start, and the [`flat_mu`] of
/// that.
#[derive(Clone, Debug, PartialEq)]
pub struct MedianMu {
    momentum: f64,
    /// Starts at 0.
    average: f64,
    /// `momentum^t` after t batches.
    left: f64,
    sizes: Vec<f32>,
}

impl MedianMu {
    /// Before the first batch.
    ///
    /// # Errors
    /// [`Error::Momentum`].
    pub fn new(momentum: f64) -> Result<Self, Error> {
        Options {
            momentum,
            ..Options::regression()
        }
        .validate()?;
        Ok(Self {
            momentum,
            average: 0.0,
            left: 1.0,
            sizes: vec![],
        })
    }

    /// Takes the offsets of a batch, in any order, and tells `mu` with them. A batch without offsets,
    /// or one whose median is 0 or not finite, changes nothing; `None` while there was no other.
    pub fn update(&mut self, offsets: impl IntoIterator<Item = f32>) -> Option<f64> {
        self.sizes.clear();
        self.sizes.extend(offsets.into_iter().map(f32::abs));
        if !self.sizes.is_empty() {
            // Of an even number the upper one: it is an offset that there is.
            let middle = self.sizes.len() / 2;
            let (_, median, _) = self.sizes.select_nth_unstable_by(middle, f32::total_cmp);
            let median = f64::from(*median);
            if median > 0.0 && median.is_finite() {
                self.average = self.momentum * self.average + (1.0 - self.momentum) * median;
                self.left *= self.momentum;
            }
        }
        (self.average > 0.0).then(|| flat_mu(self.average / (1.0 - self.left)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::density::regression_norm;

    #[test]
    fn at_the_flat_mu_the_median_offset_has_the_norm_of_one_half() {
        assert!((regression_norm(0.07, flat_mu(0.07)) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn the_average_is_right_from_the_first_batch_on_and_follows_the_offsets() {
        let mut mu = MedianMu::new(0.9).unwrap();
        assert_eq!(mu.update([]), None);
        assert_eq!(mu.update([0.0, f32::NAN, f32::NAN]), None);
        let close = |found: Option<f64>, median: f64| {
            let found = found.unwrap();
            assert!((found / flat_mu(median) - 1.0).abs() < 1e-6, "{found}");
        };
        close(mu.update([0.5, -0.25, 0.125]), 0.25);
        close(mu.update([]), 0.25);
        // The second batch counts as .1 of .19, the first as .09 of it.
        close(mu.update([-0.125]), (0.09 * 0.25 + 0.1 * 0.125) / 0.19);
        for _ in 0..300 {
            mu.update([0.0625, -0.0625]);
        }
        close(mu.update([0.0625]), 0.0625);
    }

    #[test]
    fn a_momentum_of_one_is_refused() {
        assert!(MedianMu::new(1.0).is_err());
    }
}

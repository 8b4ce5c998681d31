//! Unit regions: gradient norms cut into `M` equal intervals, found by thresholds on a key.

use crate::{
    density::options::validate_bins,
    error::{Error, positive},
};

/// The `M` intervals `[j/M, (j+1)/M)` of the gradient norm, `j` from 0; `g = 1` belongs to the
/// last.
///
/// A region is found from a key that grows with the norm, not from the norm itself: rounding a
/// norm moves it over an edge, and many logits share the norm 1 in floating point. The key is a
/// given `f32` number, so comparing it with thresholds is exact.
///
/// - Classification: `z = (1 - 2 p*) x`, `g = sigmoid(z)`, edges `ln(j / (M - j))`.
/// - Regression: `|d|`, `g = |d| / sqrt(d^2 + mu^2)`, edges `mu j / sqrt(M^2 - j^2)`.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitRegions {
    thresholds: Vec<f32>,
}

impl UnitRegions {
    /// Regions of GHM-C.
    ///
    /// # Errors
    /// [`Error::Bins`].
    pub fn classification(bins: usize) -> Result<Self, Error> {
        Self::new(bins, |j, m| {
            // ln(j / (m - j)) by way of the larger part: log1p of a number that is not negative
            // keeps every digit, also next to the middle, and the edges come out symmetric.
            let (inner, sign) = if 2.0 * j >= m {
                (m - j, 1.0)
            } else {
                (j, -1.0)
            };
            sign * libm::log1p((2.0 * j - m).abs() / inner)
        })
    }

    /// Regions of GHM-R; `mu` in units of the offsets.
    ///
    /// # Errors
    /// [`Error::Bins`], or [`Error::NotPositive`] for `mu`.
    pub fn regression(bins: usize, mu: f64) -> Result<Self, Error> {
        positive("mu", mu)?;
        Self::new(bins, |j, m| mu * (j / libm::sqrt((m - j) * (m + j))))
    }

    fn new(bins: usize, edge: impl Fn(f64, f64) -> f64) -> Result<Self, Error> {
        validate_bins(bins)?;
        let thresholds = (1..bins)
            .map(|j| at_least(edge(j as f64, bins as f64)))
            .collect();
        Ok(Self { thresholds })
    }

    /// `M`, the number of regions.
    #[expect(clippy::len_without_is_empty, reason = "there is always a region")]
    pub fn len(&self) -> usize {
        self.thresholds.len() + 1
    }

    /// `M - 1` ascending thresholds: the `j`-th is the smallest key in region `j + 1` or above.
    pub fn thresholds(&self) -> &[f32] {
        &self.thresholds
    }

    /// The region of a key, 0 to `M - 1`: exact for every `f32` that is not NaN (NaN gives 0).
    pub fn index(&self, key: f32) -> usize {
        self.thresholds
            .partition_point(|&threshold| threshold <= key)
    }
}

/// The smallest `f32` that is not below `edge`.
fn at_least(edge: f64) -> f32 {
    let nearest = edge as f32;
    if f64::from(nearest) < edge {
        nearest.next_up()
    } else {
        nearest
    }
}

/// Gradient norm of the cross-entropy from its key `z = (1 - 2 p*) x`: `sigmoid(z)`.
pub fn classification_norm(z: f64) -> f64 {
    let e = libm::exp(-z.abs());
    if z < 0.0 {
        e / (1.0 + e)
    } else {
        1.0 / (1.0 + e)
    }
}

/// Key of a gradient norm of the cross-entropy: `ln(g / (1 - g))`, infinite at 0 and 1.
pub fn classification_key(g: f64) -> f64 {
    libm::log(g / (1.0 - g))
}

/// Gradient norm of ASL1 from its key `|d|`: `|d| / sqrt(d^2 + mu^2)`.
pub fn regression_norm(d_abs: f64, mu: f64) -> f64 {
    d_abs / libm::hypot(d_abs, mu)
}

/// Key of a gradient norm of ASL1: `|d| = mu g / sqrt(1 - g^2)`, infinite at 1.
pub fn regression_key(gr: f64, mu: f64) -> f64 {
    mu * (gr / libm::sqrt((1.0 - gr) * (1.0 + gr)))
}

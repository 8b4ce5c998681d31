//! Unit regions: gradient norms cut into `M` equal intervals, found by thresholds on a key.

use crate::{
    density::Edge,
    error::{Error, positive, validate_bins},
};

/// The smallest key whose norm is 1 in half precision. Halfway between its last two numbers,
/// `1 - 2^-11` and 1, lies `1 - 2^-12`, and rounds to the even one.
const ROUNDS_TO_ONE: f32 = 8.317_522;

/// Cells of the gradient norm in which examples are counted elsewhere: fine enough for figures, and each M that divides
/// it can be had from them exactly.
pub const CELLS: usize = 1200;

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
    end: Option<f32>,
}

impl UnitRegions {
    /// Regions of GHM-C.
    ///
    /// # Errors
    /// [`Error::Bins`].
    pub fn classification(bins: usize) -> Result<Self, Error> {
        Self::new(bins, logit_edge)
    }

    /// The [`CELLS`] of GHM-C. An edge that they share with M unit regions is the same number: both are computed from
    /// the same quotient, which division rounds correctly.
    pub fn cells() -> Self {
        let thresholds = (1..CELLS)
            .map(|j| at_least(logit_edge(j as f64, CELLS as f64)))
            .collect();
        Self {
            thresholds,
            end: None,
        }
    }

    /// Regions of GHM-R; `mu` in units of the offsets.
    ///
    /// # Errors
    /// [`Error::Bins`], or [`Error::NotPositive`] for `mu`.
    pub fn regression(bins: usize, mu: f64) -> Result<Self, Error> {
        positive("mu", mu)?;
        Self::new(bins, |j, m| offset_edge(j, m, mu))
    }

    /// Edges are computed in `f64`, and rounded up to `f32` after that. This is exact unless an
    /// edge lies closer to an `f32` number than the error of computing it, about 2^-52 of its size. An
    /// edge lies on an `f32` number only where it is computed exactly, too: `ln` of a rational is
    /// transcendental except for `ln 1 = 0`, and `sqrt(M^2 - j^2)` is an integer or irrational.
    fn new(bins: usize, edge: impl Fn(f64, f64) -> f64) -> Result<Self, Error> {
        validate_bins(bins)?;
        let thresholds = (1..bins)
            .map(|j| at_least(edge(j as f64, bins as f64)))
            .collect();
        let end = None;
        Ok(Self { thresholds, end })
    }

    /// The same regions of GHM-C with another last edge.
    pub fn ending(mut self, edge: Edge) -> Self {
        self.end = (edge == Edge::Half).then_some(ROUNDS_TO_ONE);
        self
    }

    /// The smallest key that is beyond the last region, if there is one.
    pub fn end(&self) -> Option<f32> {
        self.end
    }

    /// The region of a key; none beyond the last region's end.
    pub fn find(&self, key: f32) -> Option<usize> {
        self.end
            .is_none_or(|end| key < end)
            .then(|| self.index(key))
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

    /// The region of a key, 0 to `M - 1`, wherever the last one ends: exact for every `f32` that is
    /// not NaN (NaN gives 0).
    pub fn index(&self, key: f32) -> usize {
        self.thresholds
            .partition_point(|&threshold| threshold <= key)
    }
}

/// The key at which the norm is `j/m`: `ln(j / (m - j))`.
fn logit_edge(j: f64, m: f64) -> f64 {
    // By way of the larger part: log1p of a number that is not negative keeps every digit, also
    // next to the middle, and the edges come out symmetric.
    let (smaller, sign) = if 2.0 * j >= m {
        (m - j, 1.0)
    } else {
        (j, -1.0)
    };
    sign * libm::log1p((2.0 * j - m).abs() / smaller)
}

/// The offset at which the norm is `j/m`: `mu j / sqrt(m^2 - j^2)`.
fn offset_edge(j: f64, m: f64, mu: f64) -> f64 {
    // In this order, because product and root are exact where a tie can be.
    mu * j / ((m - j) * (m + j)).sqrt()
}

/// The smallest `f32` that is not below `edge`.
pub(crate) fn at_least(edge: f64) -> f32 {
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
    mu * (gr / ((1.0 - gr) * (1.0 + gr)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_belong_to_the_region_they_start() {
        // sigmoid(0) = 1/2 in exact arithmetic, so it starts the upper half.
        let halves = UnitRegions::classification(2).unwrap();
        assert_eq!(halves.thresholds(), [0.0]);
        for (key, region) in [
            (0.0, 1),
            (-0.0, 1),
            (-f32::from_bits(1), 0),
            (f32::from_bits(1), 1),
        ] {
            assert_eq!(halves.index(key), region, "{key:e}");
        }
        // 3/4 of mu is a gradient norm of 3/5, 4/3 of mu one of 4/5.
        let fifths = UnitRegions::regression(5, 3.0).unwrap();
        for (d, region) in [
            (0.0, 0),
            (2.25_f32.next_down(), 2),
            (2.25, 3),
            (4.0_f32.next_down(), 3),
            (4.0, 4),
        ] {
            assert_eq!(fifths.index(d), region, "{d:e}");
        }
    }

    #[test]
    fn cells_share_their_edges_with_each_number_of_regions_that_divides_them() {
        let cells = UnitRegions::cells();
        for bins in (1..=200).filter(|bins| CELLS.is_multiple_of(*bins)) {
            let regions = UnitRegions::classification(bins).unwrap();
            let shared = cells
                .thresholds()
                .iter()
                .skip(CELLS / bins - 1)
                .step_by(CELLS / bins);
            assert!(regions.thresholds().iter().eq(shared), "{bins}");
        }
    }

    #[test]
    fn every_number_has_a_region() {
        for regions in [
            UnitRegions::classification(30).unwrap(),
            UnitRegions::regression(30, 0.02).unwrap(),
            UnitRegions::regression(30, f64::MAX).unwrap(),
            UnitRegions::regression(30, f64::MIN_POSITIVE).unwrap(),
        ] {
            assert_eq!(regions.len(), 30);
            assert!(regions.thresholds().is_sorted());
            assert_eq!(regions.index(f32::NEG_INFINITY), 0);
            assert_eq!(regions.index(f32::NAN), 0);
            assert_eq!(regions.index(f32::INFINITY), 29);
        }
        assert_eq!(UnitRegions::classification(30).unwrap().index(f32::MAX), 29);
        let one = UnitRegions::classification(1).unwrap();
        assert!(one.thresholds().is_empty());
        assert_eq!(one.index(1.0), 0);
    }

    #[test]
    fn in_half_precision_a_norm_that_rounds_to_one_has_no_region() {
        let closed = UnitRegions::classification(30).unwrap();
        assert_eq!((closed.end(), closed.find(f32::INFINITY)), (None, Some(29)));
        assert_eq!(closed.clone().ending(Edge::Closed), closed);
        let half = closed.ending(Edge::Half);
        let end = half.end().unwrap();
        assert_eq!(end, at_least(logit_edge(4095.0, 4096.0)));
        // Half precision has 2048 numbers from .5 to 1.
        let rounds_to_one =
            |z: f32| (classification_norm(f64::from(z)) * 2048.0).round_ties_even() == 2048.0;
        for key in [end.next_down(), end, -end, 0.0, 8.0, 8.5, f32::MAX] {
            let region = (!rounds_to_one(key)).then(|| half.index(key));
            assert_eq!(half.find(key), region, "{key}");
        }
        assert_eq!(half.find(end.next_down()), Some(29));
    }

    /// What rounding up relies on: no edge is so close to an `f32` number that the error of
    /// computing it, below 4 units in the last place of `f64`, could carry it across.
    #[test]
    fn no_edge_is_too_close_to_call() {
        const MARGIN: f64 = 4.0 * f64::EPSILON;
        let check = |edge: f64, bins: usize| {
            let above = f64::from(at_least(edge));
            let below = f64::from(at_least(edge).next_down());
            let exact = above == edge;
            let margin = MARGIN * edge.abs();
            assert!(
                exact || (above - edge > margin && edge - below > margin),
                "{edge} of {bins}"
            );
            exact
        };
        for bins in 2..=200 {
            for j in 1..bins {
                let (j, m) = (j as f64, bins as f64);
                // Only ln 1 = 0 is a tie.
                assert_eq!(check(logit_edge(j, m), bins), 2.0 * j == m, "{j} of {bins}");
                for mu in [0.001, 0.02, 1.0] {
                    check(offset_edge(j, m, mu), bins);
                }
            }
        }
    }

    #[test]
    fn key_and_norm_are_inverse() {
        for i in 1..1000 {
            let g = f64::from(i) / 1000.0;
            let z = classification_key(g);
            assert!(
                (classification_norm(z) - g).abs() < 4.0 * f64::EPSILON,
                "{g}"
            );
            let d = regression_key(g, 0.02);
            assert!(
                (regression_norm(d, 0.02) - g).abs() < 4.0 * f64::EPSILON,
                "{g}"
            );
        }
        assert_eq!(classification_key(0.0), f64::NEG_INFINITY);
        assert_eq!(classification_key(1.0), f64::INFINITY);
        assert_eq!(regression_key(1.0, 0.02), f64::INFINITY);
        assert_eq!(
            (classification_norm(-800.0), classification_norm(800.0)),
            (0.0, 1.0)
        );
        assert_eq!(
            (regression_norm(0.0, 1e-300), regression_norm(1e300, 1e-300)),
            (0.0, 1.0)
        );
    }
}

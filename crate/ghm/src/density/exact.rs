//! The exact gradient density: the examples in a window of width `epsilon` around a norm.

use crate::{
    density::Sorted,
    error::{Error, positive},
};

/// Length of the part of the window around `g` that lies in `[0, 1]`:
/// `min(g + epsilon/2, 1) - max(g - epsilon/2, 0)`.
pub fn valid_length(g: f64, epsilon: f64) -> f64 {
    let half = epsilon / 2.0;
    (g + half).min(1.0) - (g - half).max(0.0)
}

/// Whether a window can have this width.
///
/// # Errors
/// [`Error::NotPositive`].
pub fn validate_epsilon(epsilon: f64) -> Result<(), Error> {
    positive("epsilon", epsilon).map(drop)
}

/// All of these want an `epsilon` that [`validate_epsilon`] takes.
impl Sorted {
    /// Number of examples whose norm is in `[g - epsilon/2, g + epsilon/2)`. O(log N).
    pub fn count_window(&self, g: f64, epsilon: f64) -> u64 {
        let half = epsilon / 2.0;
        let from = self.norms().partition_point(|&norm| norm < g - half);
        let to = self.norms().partition_point(|&norm| norm < g + half);
        to.saturating_sub(from) as u64
    }

    /// Gradient density `GD(g)`: the examples in the window divided by its valid length. O(log N).
    pub fn density(&self, g: f64, epsilon: f64) -> f64 {
        self.count_window(g, epsilon) as f64 / valid_length(g, epsilon)
    }

    /// Gradient density at every example, in ascending order of the norm. O(N).
    pub fn densities_into(&self, epsilon: f64, densities: &mut Vec<f64>) {
        densities.clear();
        densities.extend(self.densities(epsilon));
    }

    /// The loss by the exact density, `sum L_i / GD(g_i)`, which is `1/N sum beta_i L_i`. O(N).
    pub fn exact_loss(&self, epsilon: f64) -> f64 {
        self.densities(epsilon)
            .zip(self.losses())
            .map(|(density, loss)| loss / density)
            .sum()
    }

    /// Two pointers: as `g` ascends, both ends of its window do.
    fn densities(&self, epsilon: f64) -> impl Iterator<Item = f64> {
        let half = epsilon / 2.0;
        let norms = self.norms();
        let (mut from, mut to) = (0, 0);
        norms.iter().map(move |&g| {
            while from < norms.len() && norms[from] < g - half {
                from += 1;
            }
            while to < norms.len() && norms[to] < g + half {
                to += 1;
            }
            (to - from) as f64 / valid_length(g, epsilon)
        })
    }
}

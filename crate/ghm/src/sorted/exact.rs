//! The exact gradient density of sorted examples.

use super::Sorted;
use crate::density::{count_window, densities, valid_length};

impl Sorted {
    /// Number of examples whose norm is in `[g - epsilon/2, g + epsilon/2)`. O(log N).
    pub fn count_window(&self, g: f64, epsilon: f64) -> u64 {
        count_window(self.norms(), g, epsilon)
    }

    /// Gradient density `GD(g)`: the examples in the window divided by its valid length. O(log N).
    pub fn density(&self, g: f64, epsilon: f64) -> f64 {
        self.count_window(g, epsilon) as f64 / valid_length(g, epsilon)
    }

    /// Gradient density at every example, in ascending order of the norm. O(N).
    pub fn densities_into(&self, epsilon: f64, into: &mut Vec<f64>) {
        into.clear();
        into.extend(densities(self.norms(), epsilon));
    }

    /// The loss by the exact density, `sum L_i / GD(g_i)`, which is `1/N sum beta_i L_i`. O(N).
    pub fn exact_loss(&self, epsilon: f64) -> f64 {
        densities(self.norms(), epsilon)
            .zip(self.losses())
            .map(|(gd, loss)| loss / gd)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_over_everything_gives_the_mean() {
        let sorted = Sorted::from_keys(vec![-3.0, -1.0, 0.5, 2.0]).unwrap();
        assert!((sorted.exact_loss(2.0) - sorted.total_loss() / 4.0).abs() < 1e-15);
        assert_eq!(sorted.density(0.3, 2.0), 4.0);
    }
}

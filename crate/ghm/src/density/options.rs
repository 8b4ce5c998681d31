//! What can be chosen about the density and the weights made from it.

use crate::error::{Error, positive, validate_bins};

/// What a harmonizing parameter divides by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Convention {
    /// `beta_j = N / (S_j n)` with `n` the regions that are not empty in this batch: mmdet and the
    /// authors' code. Without momentum the mean weight is 1, whatever the number of regions.
    #[default]
    Code,
    /// `beta_j = N / (S_j M)` with `M` all regions: the paper. Without momentum the mean weight is
    /// `n / M`.
    Paper,
    /// `beta_j = N / (S_j n)` with `n` the regions that are not empty in the average: implementations
    /// that are often copied, such as DHPO/GHM_Loss.pytorch, which also start with the first batch and let the
    /// average of an empty region decay.
    Average,
}

/// How the moving average starts. The paper doesn't say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// From zero, as mmdet: a region's `k`-th update is weighted `1 / (1 - alpha^k)` too much.
    #[default]
    Zero,
    /// A region's first update sets `S_j = R_j`.
    First,
    /// From zero, divided by `1 - alpha^k` after a region's `k`-th update.
    Corrected,
}

/// What happens to the average of a region that is empty in a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Empty {
    /// It keeps its value and counts no update: mmdet and the authors' code.
    #[default]
    Hold,
    /// It decays by `alpha`, as the paper's formula says: an update with `R_j = 0`.
    Decay,
}

/// Where GHM-C's last unit region ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edge {
    /// Beyond 1, so that a norm of 1 is in it: mmdet and the authors' code, where it is `1 + 1e-6`.
    #[default]
    Closed,
    /// At 1, and norms are rounded to half precision, in which `1 + 1e-6` is 1. An example whose
    /// norm rounds to 1, that is `1 - g <= 2^-12`, is in no region: its weight is 0, though it is
    /// among the `N`. The paper's half-open regions leave out a norm of 1 too, which in exact
    /// arithmetic no logit has. What else half precision rounds, between neighbours, is left alone.
    Half,
}

/// All parameters of a harmonized loss except `mu`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Number of unit regions `M`, 1 to [`MAX_BINS`](crate::MAX_BINS).
    pub bins: usize,
    /// Momentum `alpha` of the moving average, in `[0, 1)`; 0 means no average.
    pub momentum: f64,
    /// What a harmonizing parameter divides by.
    pub convention: Convention,
    /// How the moving average starts.
    pub start: Start,
    /// What happens to the average of an empty region.
    pub empty: Empty,
    /// Where the last region of GHM-C ends. GHM-R ignores it: its last edge is 1000 in the code, a
    /// number of half precision.
    pub edge: Edge,
    /// Factor on loss and gradient, positive and finite. The weights don't contain it.
    pub loss_weight: f64,
}

impl Options {
    /// mmdet's GHM-C: 30 regions, momentum .75, loss weight 1.
    pub fn classification() -> Self {
        Self {
            bins: 30,
            momentum: 0.75,
            convention: Convention::Code,
            start: Start::Zero,
            empty: Empty::Hold,
            edge: Edge::Closed,
            loss_weight: 1.0,
        }
    }

    /// mmdet's GHM-R: 10 regions, momentum .7. The loss weight is 1 here; mmdet's is 10.
    pub fn regression() -> Self {
        Self {
            bins: 10,
            momentum: 0.7,
            ..Self::classification()
        }
    }

    /// Whether the losses take these options.
    ///
    /// # Errors
    /// [`Error::Bins`], [`Error::Momentum`], or [`Error::NotPositive`] for the loss weight.
    pub fn validate(&self) -> Result<(), Error> {
        validate_bins(self.bins)?;
        if !(0.0..1.0).contains(&self.momentum) {
            return Err(Error::Momentum {
                found: self.momentum,
            });
        }
        positive("loss weight", self.loss_weight)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MAX_BINS;

    #[test]
    fn the_defaults_are_mmdets() {
        let c = Options::classification();
        let r = Options::regression();
        assert_eq!((c.bins, c.momentum, c.loss_weight), (30, 0.75, 1.0));
        assert_eq!((r.bins, r.momentum, r.loss_weight), (10, 0.7, 1.0));
        for options in [c, r] {
            assert_eq!(options.convention, Convention::Code);
            assert_eq!(options.start, Start::Zero);
            assert_eq!(options.empty, Empty::Hold);
            assert_eq!(options.edge, Edge::Closed);
            assert_eq!(options.validate(), Ok(()));
        }
    }

    #[test]
    fn limits_are_inclusive_where_said() {
        let options = Options::classification();
        for bins in [1, MAX_BINS] {
            assert_eq!(Options { bins, ..options }.validate(), Ok(()));
        }
        for momentum in [0.0, 1.0 - f64::EPSILON] {
            assert_eq!(
                Options {
                    momentum,
                    ..options
                }
                .validate(),
                Ok(())
            );
        }
    }
}

//! The losses of box offsets, and their list.

pub mod asl1;
pub mod balanced_l1;
pub mod l1;
pub mod smooth_l1;

use crate::{
    density::Options,
    error::Error,
    loss::{parameters::Parameters, value::Value},
};

/// A loss of box offsets with its parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum BoxLoss {
    /// Smooth L1.
    SmoothL1 {
        /// Where the parabola turns into a line.
        delta: f64,
    },
    /// Authentic smooth L1.
    Asl1 {
        /// Where the parabola turns into a line, approximately.
        mu: f64,
    },
    /// GHM-R: ASL1 times each offset's harmonizing parameter.
    Ghm {
        /// ASL1's `mu`.
        mu: f64,
        /// Regions and average.
        options: Options,
    },
    /// L1.
    L1,
    /// Balanced L1.
    BalancedL1 {
        /// Factor of the gradient near 0.
        balpha: f64,
        /// The gradient from an offset of 1 on.
        bgamma: f64,
    },
}

/// A row of [`BOX_LOSSES`]. Rows are equal if their keys are.
#[derive(Clone, Copy, Debug)]
pub struct BoxRow {
    /// Its name in addresses and files.
    pub key: &'static str,
    /// The loss with its own part of all parameters.
    pub make: fn(&Parameters) -> BoxLoss,
    /// Keys of the knobs that it depends on.
    pub parameters: &'static [&'static str],
}

impl PartialEq for BoxRow {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// Every loss of box offsets. New ones are added at the end: messages have indices into this list.
pub static BOX_LOSSES: &[BoxRow] = &[
    BoxRow {
        key: "sl1",
        make: |all| BoxLoss::SmoothL1 { delta: all.delta },
        parameters: &["delta"],
    },
    BoxRow {
        key: "asl1",
        make: |all| BoxLoss::Asl1 { mu: all.mu },
        parameters: &["mu"],
    },
    BoxRow {
        key: "ghm-r",
        make: |all| BoxLoss::Ghm {
            mu: all.mu,
            options: all.boxes,
        },
        parameters: &["mu", "rbins", "rmomentum", "convention", "start", "empty"],
    },
    BoxRow {
        key: "l1",
        make: |_| BoxLoss::L1,
        parameters: &[],
    },
    BoxRow {
        key: "balanced-l1",
        make: |all| BoxLoss::BalancedL1 {
            balpha: all.balpha,
            bgamma: all.bgamma,
        },
        parameters: &["balpha", "bgamma"],
    },
];

/// The row of that key.
pub fn box_row(key: &str) -> Option<&'static BoxRow> {
    BOX_LOSSES.iter().find(|row| row.key == key)
}

impl BoxLoss {
    /// The loss of an offset, and its derivative by the offset. Of GHM-R it is ASL1, without the
    /// harmonizing parameter, which depends on the batch.
    pub fn value(&self, d: f64) -> Value {
        match *self {
            Self::SmoothL1 { delta } => smooth_l1::smooth_l1(d, delta),
            Self::Asl1 { mu } | Self::Ghm { mu, .. } => asl1::asl1(d, mu),
            Self::L1 => l1::l1(d),
            Self::BalancedL1 { balpha, bgamma } => balanced_l1::balanced_l1(d, balpha, bgamma),
        }
    }

    /// Whether the parameters are in their ranges.
    ///
    /// # Errors
    /// What is out of its range.
    pub fn validate(&self) -> Result<(), Error> {
        match *self {
            Self::SmoothL1 { delta } => smooth_l1::validate_delta(delta),
            Self::Asl1 { mu } => asl1::validate_mu(mu),
            Self::Ghm { mu, options } => asl1::validate_mu(mu).and_then(|()| options.validate()),
            Self::L1 => Ok(()),
            Self::BalancedL1 { balpha, bgamma } => {
                balanced_l1::validate_balanced_l1(balpha, bgamma)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::check::assert_derivative;

    #[test]
    fn keys_find_their_rows() {
        for row in BOX_LOSSES {
            assert_eq!(box_row(row.key), Some(row));
        }
        assert_eq!(box_row("l7"), None);
    }

    #[test]
    fn every_derivative_is_a_numerical_difference_and_every_loss_is_even() {
        for row in BOX_LOSSES {
            let loss = (row.make)(&Parameters::default());
            assert_eq!(loss.validate(), Ok(()), "{}", row.key);
            for d in [0.003, 0.01, 0.05, 0.2, 0.7, 1.3] {
                assert_derivative(|d| loss.value(d), d);
                let (left, right) = (loss.value(-d), loss.value(d));
                assert_eq!(left.value, right.value, "{} {d}", row.key);
                assert_eq!(left.derivative, -right.derivative, "{} {d}", row.key);
            }
        }
    }

    #[test]
    fn bad_parameters_are_refused() {
        let all = Parameters {
            delta: 0.0,
            mu: -1.0,
            ..Parameters::default()
        };
        for row in BOX_LOSSES {
            let refused = (row.make)(&all).validate();
            let wanted = row
                .parameters
                .iter()
                .any(|&key| key == "delta" || key == "mu");
            assert_eq!(refused.is_err(), wanted, "{}", row.key);
        }
    }
}

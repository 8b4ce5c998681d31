//! The losses of a classification, and their list.

pub mod asymmetric;
pub mod balanced;
pub mod cross_entropy;
pub mod focal;
pub mod ohem;
mod samples;

use crate::{
    density::{Options, classification_norm},
    error::Error,
    loss::{parameters::Parameters, value::Value},
};

use asymmetric::Asymmetry;
use cross_entropy::cross_entropy;

pub use samples::{NormSums, Norms, Samples};

/// A loss of a classification with its parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ClassLoss {
    /// Cross-entropy.
    CrossEntropy,
    /// Focal loss.
    Focal {
        /// Weight of the positives; negatives have `1 - alpha`.
        alpha: f64,
        /// How fast the weight falls towards easy examples.
        gamma: f64,
    },
    /// GHM-C: cross-entropy times each example's harmonizing parameter.
    Ghm(Options),
    /// Online hard example mining.
    Ohem {
        /// The share of the hardest examples that are kept.
        kept: f64,
    },
    /// Class-balanced cross-entropy.
    Balanced {
        /// Weight of the positives; negatives have `1 - alpha`.
        alpha: f64,
    },
    /// The asymmetric loss.
    Asymmetric(Asymmetry),
}

/// What the sum of a loss over a batch is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divisor {
    /// The number of valid positives, at least 1.
    Positives,
    /// The number of valid examples, at least 1.
    Examples,
}

/// A row of [`CLASS_LOSSES`]. Rows are equal if their keys are.
#[derive(Clone, Copy, Debug)]
pub struct ClassRow {
    /// Its name in addresses and files.
    pub key: &'static str,
    /// The loss with its own part of all parameters.
    pub make: fn(&Parameters) -> ClassLoss,
    /// What its paper divides by.
    pub own_divisor: Divisor,
    /// The weight of the box loss beside it in the detector, divided as in its paper: tuned for
    /// average precision.
    pub box_weight: f64,
    /// Keys of the knobs that it depends on.
    pub parameters: &'static [&'static str],
}

impl PartialEq for ClassRow {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// Every loss of a classification. New ones are added at the end: messages have indices into this
/// list.
pub static CLASS_LOSSES: &[ClassRow] = &[
    ClassRow {
        key: "ce",
        make: |_| ClassLoss::CrossEntropy,
        own_divisor: Divisor::Positives,
        box_weight: 36.0,
        parameters: &[],
    },
    ClassRow {
        key: "focal",
        make: |all| ClassLoss::Focal {
            alpha: all.focal_alpha,
            gamma: all.gamma,
        },
        own_divisor: Divisor::Positives,
        box_weight: 12.0,
        parameters: &["falpha", "gamma"],
    },
    ClassRow {
        key: "ghm",
        make: |all| ClassLoss::Ghm(all.class),
        own_divisor: Divisor::Examples,
        box_weight: 12.0,
        parameters: &["bins", "momentum", "convention", "start", "empty"],
    },
    // AP over 2 seeds, 800 steps: .555 with a box weight of 12, .597 with 36.
    ClassRow {
        key: "ohem",
        make: |all| ClassLoss::Ohem { kept: all.kept },
        own_divisor: Divisor::Positives,
        box_weight: 36.0,
        parameters: &["kept"],
    },
    // AP over 2 seeds, 800 steps: .564 with a box weight of 12, .594 with 36.
    ClassRow {
        key: "balanced",
        make: |all| ClassLoss::Balanced { alpha: all.alpha },
        own_divisor: Divisor::Positives,
        box_weight: 36.0,
        parameters: &["alpha"],
    },
    // AP over 2 seeds, 800 steps: .559 with a box weight of 12, .593 with 36.
    ClassRow {
        key: "asymmetric",
        make: |all| ClassLoss::Asymmetric(all.asymmetry),
        own_divisor: Divisor::Positives,
        box_weight: 36.0,
        parameters: &["gpos", "gneg", "margin"],
    },
];

/// Keys of the losses that are shown and trained unless a reader chooses others.
pub const DEFAULT_CLASS_LOSSES: [&str; 3] = ["ce", "focal", "ghm"];

/// The row of that key.
pub fn class_row(key: &str) -> Option<&'static ClassRow> {
    CLASS_LOSSES.iter().find(|row| row.key == key)
}

impl Divisor {
    /// The number to divide by where so many examples are valid.
    pub fn number(self, positives: usize, examples: usize) -> f64 {
        let number = match self {
            Self::Positives => positives,
            Self::Examples => examples,
        };
        number.max(1) as f64
    }
}

/// How many of `n` examples a share of them is: rounded, and at least 1.
pub fn hardest_count(share: f64, n: usize) -> usize {
    ((share * n as f64).round() as usize).clamp(1, n.max(1))
}

/// What a loss needs to know of a batch before it looks at one example.
#[derive(Clone, Copy)]
pub struct Batch<'a> {
    /// The least gradient norm, under cross-entropy, among the hardest share of the valid examples.
    /// The share is in `(0, 1]`, and [`hardest_count`] says how many it is.
    pub hardest: &'a dyn Fn(f64) -> f64,
    /// The harmonizing parameter at a gradient norm, under the options of [`ClassLoss::Ghm`].
    pub beta: &'a dyn Fn(f64) -> f64,
}

/// A loss in a batch: it answers for one example at a time.
#[derive(Clone, Copy)]
pub struct InBatch<'a> {
    loss: ClassLoss,
    batch: Batch<'a>,
    /// OHEM's: examples of a lower norm are left out.
    threshold: f64,
}

impl ClassLoss {
    /// The loss of the examples of a batch.
    pub fn in_batch<'a>(&self, batch: &Batch<'a>) -> InBatch<'a> {
        InBatch {
            loss: *self,
            batch: *batch,
            threshold: match *self {
                Self::Ohem { kept } => (batch.hardest)(kept),
                _ => 0.0,
            },
        }
    }

    /// Whether a positive and a negative that have the same gradient norm under cross-entropy may have
    /// different ones under this loss.
    pub fn depends_on_label(&self) -> bool {
        match *self {
            Self::Asymmetric(it) => it.margin > 0.0 || it.gpos != it.gneg,
            _ => {
                let [negative, positive] = self.class_weights();
                negative != positive
            }
        }
    }

    /// Whether the norm under this loss is that under cross-entropy times a factor, the same for all
    /// examples of a region that have the same label.
    pub fn scales(&self) -> bool {
        matches!(
            self,
            Self::CrossEntropy | Self::Ghm(_) | Self::Balanced { .. }
        )
    }

    /// Constant factors of negatives and of positives.
    pub fn class_weights(&self) -> [f64; 2] {
        match *self {
            Self::Focal { alpha, .. } | Self::Balanced { alpha } => {
                balanced::balanced_weights(alpha)
            }
            Self::CrossEntropy | Self::Ghm(_) | Self::Ohem { .. } | Self::Asymmetric(_) => [1.0; 2],
        }
    }

    /// The same loss without a memory of earlier batches: itself, if it has none.
    pub fn without_memory(&self) -> Self {
        match *self {
            Self::Ghm(options) => Self::Ghm(Options {
                momentum: 0.0,
                ..options
            }),
            other => other,
        }
    }

    /// Whether the parameters are in their ranges.
    ///
    /// # Errors
    /// What is out of its range.
    pub fn validate(&self) -> Result<(), Error> {
        match *self {
            Self::CrossEntropy => Ok(()),
            Self::Focal { alpha, gamma } => focal::validate_focal(alpha, gamma),
            Self::Ghm(options) => options.validate(),
            Self::Ohem { kept } => ohem::validate_kept(kept),
            Self::Balanced { alpha } => balanced::validate_alpha(alpha),
            Self::Asymmetric(asymmetry) => asymmetry.validate(),
        }
    }
}

impl InBatch<'_> {
    /// The gradient norm of an example under this loss, from its norm `g` under cross-entropy and
    /// its label: `|dL/dx|`, of the loss before it is divided by anything.
    pub fn norm(&self, g: f64, positive: bool) -> f64 {
        self.class_weight(positive) * self.unweighted_norm(g, positive)
    }

    /// The norms of a negative and of a positive that have the same `g`, with [`InBatch::norm`]'s
    /// work done once where only constant factors tell them apart.
    pub fn norms(&self, g: f64) -> [f64; 2] {
        let negative = self.unweighted_norm(g, false);
        let positive = match self.loss {
            ClassLoss::Asymmetric(_) => self.unweighted_norm(g, true),
            _ => negative,
        };
        let [of_negatives, of_positives] = self.loss.class_weights();
        [of_negatives * negative, of_positives * positive]
    }

    /// A norm without [`ClassLoss::class_weights`]: for figures that compare the shapes of losses.
    pub fn unweighted_norm(&self, g: f64, positive: bool) -> f64 {
        match self.loss {
            ClassLoss::CrossEntropy | ClassLoss::Balanced { .. } => g,
            ClassLoss::Focal { gamma, .. } => focal::focal_norm(g, gamma),
            ClassLoss::Ghm(_) => g * (self.batch.beta)(g),
            ClassLoss::Ohem { .. } => ohem::ohem_norm(g, self.threshold),
            ClassLoss::Asymmetric(asymmetry) => asymmetry.norm(g, positive),
        }
    }

    /// The loss of an example and its derivative by the key, from its key `z = (1 - 2 p*) x` and
    /// its label. The derivative by the logit `x` has the sign of `1 - 2 p*`. What depends on the
    /// batch is held constant in it.
    pub fn value(&self, z: f64, positive: bool) -> Value {
        let value = match self.loss {
            ClassLoss::CrossEntropy | ClassLoss::Balanced { .. } => cross_entropy(z, 0.0),
            ClassLoss::Focal { gamma, .. } => focal::focal_of_key(z, gamma),
            ClassLoss::Ghm(_) => {
                let beta = (self.batch.beta)(classification_norm(z));
                cross_entropy(z, 0.0).times(beta)
            }
            ClassLoss::Ohem { .. } => ohem::ohem_of_key(z, self.threshold),
            ClassLoss::Asymmetric(asymmetry) => asymmetry.of_key(z, positive),
        };
        value.times(self.class_weight(positive))
    }

    fn class_weight(&self, positive: bool) -> f64 {
        self.loss.class_weights()[usize::from(positive)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::check::{assert_close, assert_derivative};

    const BATCH: Batch = Batch {
        hardest: &|_| 0.4,
        beta: &|_| 0.25,
    };

    #[test]
    fn keys_find_their_rows() {
        for row in CLASS_LOSSES {
            assert_eq!(class_row(row.key), Some(row));
        }
        assert_eq!(class_row("hinge"), None);
        assert!(
            DEFAULT_CLASS_LOSSES
                .iter()
                .all(|key| class_row(key).is_some())
        );
    }

    #[test]
    fn the_norm_is_the_derivative_and_that_the_numerical_difference() {
        for row in CLASS_LOSSES {
            let loss = (row.make)(&Parameters::default());
            assert_eq!(loss.validate(), Ok(()), "{}", row.key);
            let loss = loss.in_batch(&BATCH);
            for positive in [false, true] {
                for z in [-6.0, -2.0, -0.3, 0.2, 1.0, 3.0, 6.0] {
                    assert_derivative(|z| loss.value(z, positive), z);
                    let norm = loss.norm(classification_norm(z), positive);
                    assert_close(loss.value(z, positive).derivative, norm);
                    let both = loss.norms(classification_norm(z));
                    assert_eq!(both[usize::from(positive)], norm, "{}", row.key);
                }
            }
        }
    }

    #[test]
    fn a_loss_depends_on_the_label_exactly_if_some_norm_does() {
        for row in CLASS_LOSSES {
            let loss = (row.make)(&Parameters::default());
            let of = loss.in_batch(&BATCH);
            let norms = (1..100).map(|i| f64::from(i) / 100.0);
            let differs = norms.map(|g| of.norm(g, true) != of.norm(g, false));
            assert_eq!(
                loss.depends_on_label(),
                { differs }.any(|it| it),
                "{}",
                row.key
            );
        }
        let half = ClassLoss::Focal {
            alpha: 0.5,
            gamma: 2.0,
        };
        assert!(!half.depends_on_label());
    }

    #[test]
    fn only_ghm_remembers() {
        for row in CLASS_LOSSES {
            let loss = (row.make)(&Parameters::default());
            let forgets = loss.without_memory() == loss;
            assert_eq!(
                forgets,
                !row.parameters.contains(&"momentum"),
                "{}",
                row.key
            );
        }
    }

    #[test]
    fn divisors_count_and_are_at_least_one() {
        assert_eq!(Divisor::Positives.number(3, 100), 3.0);
        assert_eq!(Divisor::Examples.number(3, 100), 100.0);
        assert_eq!(Divisor::Positives.number(0, 100), 1.0);
        assert_eq!(Divisor::Examples.number(0, 0), 1.0);
    }

    #[test]
    fn a_share_is_rounded_and_is_one_example_at_least() {
        let counts = [
            (0.01, 1000),
            (0.07, 100),
            (0.004, 100),
            (0.006, 100),
            (1.0, 7),
        ];
        let counts = counts.map(|(share, n)| hardest_count(share, n));
        assert_eq!(counts, [10, 7, 1, 1, 7]);
    }
}

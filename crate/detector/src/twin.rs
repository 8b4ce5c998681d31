//! The two-dimensional twin: logistic regression on points in a plane, some with the wrong label.
//!
//! 30 positives, 30,000 easy negatives, 100 hard ones between them, and `k` points with the wrong
//! label, in one place or anywhere. GHM-C follows a few outliers in one place further than
//! cross-entropy does, because they are rare; once they fill unit regions it damps them. Where labels
//! are turned anywhere, GHM-C fails: only the easy negatives could outweigh those labels, and it takes
//! their weight away.

mod logistic;
mod message;
mod points;
mod sweep;
mod work;

pub use logistic::{LogisticRegression, PARAMETERS, STEPS};
pub use message::{Answer, Job, Outcome};
pub use points::{
    AMONG_NEGATIVES, AMONG_POSITIVES, Cloud, HARD_ONES, Outliers, Points, SPREAD, Wrong,
};
pub use sweep::{COUNTS, Cell, Regressions, SEEDS, Sweep, crossover};
pub use work::{JobRunner, SEED};

//! What is measured.

use crate::Result;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;

/// One kernel on one batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// What is computed.
    pub kernel: &'static str,
    /// The preset that makes the batch.
    pub data: &'static str,
    /// Examples.
    pub n: usize,
    /// Unit regions.
    pub bins: usize,
}

/// The usual batch here: the same number of examples in every region.
pub const UNIFORM: &str = "uniform";
/// A trained detector's batch: nearly all examples are in the first region.
pub const SKEWED: &str = "converged";

const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 4_000_000];

/// All cases, or only those that the targets need.
pub fn all(quick: bool) -> Vec<Case> {
    let case = |kernel, n, bins| Case {
        kernel,
        data: UNIFORM,
        n,
        bins,
    };
    let mut cases = Vec::new();
    for n in SIZES {
        for bins in [10, 30, 100] {
            if !quick || bins == 30 && n != 10_000 || n == 100_000 {
                cases.push(case("GHM-C loss", n, bins));
            }
        }
    }
    let skewed = Case {
        data: SKEWED,
        ..case("GHM-C loss", 100_000, 30)
    };
    cases.push(skewed);
    for n in SIZES {
        if !quick || n == 100_000 {
            cases.push(case("GHM-C full", n, 30));
            cases.push(case("GHM-R loss", n, 10));
            cases.push(case("GHM-R full", n, 10));
        }
        if !quick || n == 1_000_000 {
            if quick {
                cases.push(case("GHM-C full", n, 30));
            }
            cases.push(case("sort", n, 30));
            cases.push(case("GHM-R sort", n, 10));
            cases.push(case("bins slider", n, 30));
            cases.push(case("exact density", n, 30));
        }
    }
    if !quick {
        cases.push(case("bins slider", 1_000_000, 10));
        cases.push(case("bins slider", 1_000_000, 100));
    }
    cases.extend(training());
    cases
}

/// Those whose kernel has this in its name.
pub fn of(kernel: &str, mut cases: Vec<Case>) -> Result<Vec<Case>> {
    let all: BTreeSet<&str> = cases.iter().map(|case| case.kernel).collect();
    cases.retain(|case| case.kernel.contains(kernel));
    if cases.is_empty() {
        let all = Vec::from_iter(all).join(", ");
        return Err(format!("no kernel is called {kernel:?}: there are {all}").into());
    }
    Ok(cases)
}

/// A training step under cross-entropy, which peers measure too, and one under GHM-C. An example
/// is a scene of the batch.
pub fn training() -> [Case; 2] {
    ["training step, cross-entropy", "training step, GHM-C"].map(|kernel| Case {
        kernel,
        data: UNIFORM,
        n: 16,
        bins: 30,
    })
}

impl Case {
    /// Whether this case is a detector's training step.
    pub fn trains(&self) -> bool {
        self.kernel.starts_with("training")
    }

    /// The relative difference from the reference above which a variant is refused. It is larger
    /// for training: ten steps, each of sums of thousands of `f32` products.
    pub fn tolerance(&self) -> f64 {
        if self.trains() { 1e-4 } else { 1e-5 }
    }

    /// Variants that are left out, since a call takes more than a second.
    fn skip(&self) -> &'static [&'static str] {
        const PER_REGION: [&str; 3] = [
            "JavaScript as mmdet",
            "TensorFlow.js as mmdet",
            "torch as mmdet",
        ];
        if self.n * self.bins > 30_000_000 {
            &PER_REGION
        } else {
            &[]
        }
    }

    /// What a program is sent.
    pub fn request(&self, rounds: usize) -> Value {
        let Self {
            kernel,
            data,
            n,
            bins,
        } = self;
        json!({
            "kernel": kernel, "data": data, "n": n, "bins": bins,
            "rounds": rounds, "skip": self.skip(),
        })
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self {
            kernel,
            data,
            n,
            bins,
        } = self;
        if self.trains() {
            return write!(f, "{kernel}, {n} scenes");
        }
        write!(f, "{kernel}, N = {n}, M = {bins}")?;
        if *data != UNIFORM {
            write!(f, ", {data} data")?;
        }
        Ok(())
    }
}

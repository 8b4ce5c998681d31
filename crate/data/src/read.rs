//! What was read, and what it was taken for.

use crate::counts::Counts;
use crate::name::Role;
use crate::preview::Preview;
use crate::sink::Sink;
use crate::words::Words;

/// Examples of the classification that count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    /// Logits.
    pub logits: Vec<f32>,
    /// A target for each, from 0 to 1.
    pub targets: Vec<f32>,
    /// Where each batch ends.
    pub batches: Vec<usize>,
}

/// All that comes, kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub examples: Examples,
    pub offsets: Vec<f32>,
    pub norms: Vec<f32>,
}

impl Sink for Kept {
    fn example(&mut self, logit: f32, target: f32) {
        self.examples.logits.push(logit);
        self.examples.targets.push(target);
    }

    fn keep(&mut self, logits: &[f64], targets: &[f64]) -> bool {
        self.examples
            .logits
            .extend(logits.iter().map(|&it| it as f32));
        self.examples
            .targets
            .extend(targets.iter().map(|&it| it as f32));
        true
    }

    fn expect(&mut self, examples: usize) {
        self.examples.logits.reserve_exact(examples);
        self.examples.targets.reserve_exact(examples);
    }

    fn forget(&mut self) {
        self.examples = Examples::default();
    }

    fn offset(&mut self, offset: f32) {
        self.offsets.push(offset);
    }

    fn norm(&mut self, norm: f32) {
        self.norms.push(norm);
    }
}

/// What files hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// Examples of the classification.
    pub examples: Option<Examples>,
    /// Box offsets, prediction minus target, for GHM-R.
    pub offsets: Option<Vec<f32>>,
    /// Gradient norms without logits: the density only.
    pub norms: Option<Vec<f32>>,
    /// Examples that were counted elsewhere.
    pub counts: Option<Counts>,
    /// What the files were taken for.
    pub report: Report,
}

/// What files were taken for, to be shown and changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Examples that count.
    pub examples: u64,
    /// Values that a mask or label leaves out.
    pub ignored: u64,
    /// Of those that count, the ones with a target above one half; none where that is unknown.
    pub positives: Option<u64>,
    /// Columns and arrays, of all files in their order.
    pub columns: Vec<Meaning>,
    /// Conversions, what is ignored, what is left out: sentences.
    pub notes: Vec<Words>,
    /// The first rows of a table.
    pub preview: Preview,
    /// How many classes the logits have; 1 if they have none.
    pub classes: usize,
    /// How many batches there are.
    pub batches: usize,
}

/// A column or array and what it was taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// Its file.
    pub file: String,
    /// What it is called; columns without a name are called 1, 2, 3 ….
    pub name: String,
    /// What it was taken for; none if it is left out.
    pub role: Option<Role>,
    /// Its dimensions; none for a column.
    pub shape: Option<Vec<usize>>,
}

impl Report {
    /// The names of the columns that have a role, with commas between.
    pub fn named(&self, roles: &[Role]) -> Option<String> {
        let of = self
            .columns
            .iter()
            .filter(|column| column.role.is_some_and(|role| roles.contains(&role)));
        let mut names: Vec<&str> = of.map(|column| column.name.as_str()).collect();
        names.dedup();
        (!names.is_empty()).then(|| names.join(","))
    }
}

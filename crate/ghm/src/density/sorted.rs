//! Examples sorted once, so that any number of unit regions costs O(M log N).

use crate::{
    baseline::{asl1, cross_entropy},
    classification,
    density::{UnitRegions, classification_norm, regression_norm},
    error::{Error, finite, positive},
    harmonize::valid_examples,
    regression,
};

/// The valid examples of a batch in ascending order of their gradient norm.
///
/// Its counts and losses per unit region equal those of going through the batch again.
#[derive(Clone, Debug, PartialEq)]
pub struct Sorted {
    keys: Vec<f32>,
    norms: Vec<f64>,
    /// `prefix[i]` is the loss of the first `i` examples. In ascending order of the norm the
    /// losses ascend too, so that the small ones are summed before the large ones.
    prefix: Vec<f64>,
}

impl Sorted {
    /// Examples of the classification, with any targets in `[0, 1]`; `mask` as in
    /// [`GhmC::step`](crate::GhmC::step).
    ///
    /// # Errors
    /// As [`GhmC::step`](crate::GhmC::step).
    pub fn classification(
        logits: &[f32],
        targets: &[f32],
        mask: Option<&[f32]>,
    ) -> Result<Self, Error> {
        let mut examples = Vec::with_capacity(logits.len());
        valid_examples(logits.len(), targets.len(), mask, |i| {
            let example = classification::example(i, logits[i], targets[i])?;
            examples.push((example.key, example.loss));
            Ok(())
        })?;
        Ok(Self::new(examples, classification_norm))
    }

    /// Examples of the regression; `mask` as in [`GhmR::step`](crate::GhmR::step), `mu` in units
    /// of the predictions.
    ///
    /// # Errors
    /// As [`GhmR::new`](crate::GhmR::new) for `mu` and [`GhmR::step`](crate::GhmR::step).
    pub fn regression(
        predictions: &[f32],
        targets: &[f32],
        mask: Option<&[f32]>,
        mu: f64,
    ) -> Result<Self, Error> {
        positive("mu", mu)?;
        let mut examples = Vec::with_capacity(predictions.len());
        valid_examples(predictions.len(), targets.len(), mask, |i| {
            let example = regression::example(i, predictions[i], targets[i], mu)?;
            examples.push((example.key, example.loss));
            Ok(())
        })?;
        Ok(Self::new(examples, |key| regression_norm(key, mu)))
    }

    /// Examples of the classification whose targets are 0 or 1, by their keys
    /// `z = (1 - 2 p*) x` in any order.
    ///
    /// # Errors
    /// [`Error::NotFinite`].
    pub fn from_keys(keys: Vec<f32>) -> Result<Self, Error> {
        let examples = keys.into_iter().enumerate().map(|(i, key)| {
            Ok((
                finite("keys", i, key)?,
                cross_entropy(f64::from(key), 0.0).value,
            ))
        });
        Ok(Self::new(
            examples.collect::<Result<_, Error>>()?,
            classification_norm,
        ))
    }

    /// Examples of the regression by their offsets `|d|` in any order; a sign is dropped.
    ///
    /// # Errors
    /// [`Error::NotFinite`], or [`Error::NotPositive`] for `mu`.
    pub fn from_offsets(abs_d: Vec<f32>, mu: f64) -> Result<Self, Error> {
        positive("mu", mu)?;
        let examples = abs_d
            .into_iter()
            .enumerate()
            .map(|(i, d)| Ok((finite("offsets", i, d)?.abs(), asl1(f64::from(d), mu).value)));
        Ok(Self::new(examples.collect::<Result<_, Error>>()?, |key| {
            regression_norm(key, mu)
        }))
    }

    fn new(mut examples: Vec<(f32, f64)>, norm: impl Fn(f64) -> f64) -> Self {
        examples.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut prefix = vec![0.0];
        let mut sum = 0.0;
        prefix.extend(examples.iter().map(|example| {
            sum += example.1;
            sum
        }));
        let keys: Vec<f32> = examples.iter().map(|example| example.0).collect();
        // Neighbouring keys can have norms that differ by less than exp's rounding.
        let mut largest = 0.0_f64;
        let norms = keys.iter().map(|&key| {
            largest = largest.max(norm(f64::from(key)));
            largest
        });
        Self {
            norms: norms.collect(),
            keys,
            prefix,
        }
    }

    /// Number of valid examples.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no valid example.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The keys, ascending: see [`UnitRegions`].
    pub fn keys(&self) -> &[f32] {
        &self.keys
    }

    /// The gradient norms, ascending.
    pub fn norms(&self) -> &[f64] {
        &self.norms
    }

    /// The loss of each example without its weight, in the order of the keys: differences of the
    /// running sum, so exact to its rounding.
    pub fn losses(&self) -> impl Iterator<Item = f64> {
        self.prefix.windows(2).map(|pair| pair[1] - pair[0])
    }

    /// `R_j`: the examples in each region. O(M log N).
    pub fn counts_into(&self, regions: &UnitRegions, counts: &mut Vec<u64>) {
        counts.clear();
        counts.extend(self.regions(regions).map(|(from, to)| (to - from) as u64));
    }

    /// Sum of the unweighted losses in each region. O(M log N).
    pub fn losses_into(&self, regions: &UnitRegions, losses: &mut Vec<f64>) {
        losses.clear();
        losses.extend(
            self.regions(regions)
                .map(|(from, to)| self.prefix[to] - self.prefix[from]),
        );
    }

    /// Sum of the unweighted losses.
    pub fn total_loss(&self) -> f64 {
        self.prefix[self.len()]
    }

    /// Where each region starts and ends among the keys.
    fn regions(&self, regions: &UnitRegions) -> impl Iterator<Item = (usize, usize)> {
        let starts = regions.thresholds().iter();
        let ends = starts.map(|&t| self.keys.partition_point(|&key| key < t));
        let mut from = 0;
        ends.chain([self.len()])
            .map(move |to| (std::mem::replace(&mut from, to), to))
    }
}

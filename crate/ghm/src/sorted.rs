//! Examples sorted once, so that any number of unit regions costs O(M log N).

mod exact;
mod grow;
mod near;
mod order;

use crate::{
    baseline::{Value, asl1, cross_entropy},
    classification,
    density::{UnitRegions, classification_norm},
    error::{Error, finite, positive},
    harmonize::valid_examples,
    kernel::{ExampleBatch, Level, check},
    loss::boxes::asl1::{is_ordinary, ordinary_asl1},
    regression,
};

use grow::in_order;
use near::Near;
use order::{ascending, by_ordinal, key, ordinal};

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
    /// Every [`STRIDE`]th key: few enough to stay in the cache, so that a search reads only a few
    /// lines of memory.
    coarse: Vec<f32>,
}

const STRIDE: usize = 1024;
/// Keys whose norms and losses are computed before they are added up: both stay in the cache.
const BLOCK: usize = 256;
/// Levels of a feature pyramid, see [`Sorted::level_into`].
pub const LEVELS: usize = 5;

/// The level of an example: its place times the golden ratio spreads evenly over all numbers, and a
/// quarter of these begin with two zeros.
fn level_of(place: usize) -> usize {
    let spread = (place as u32).wrapping_mul(0x9e37_79b9);
    (spread.leading_zeros() as usize / 2).min(LEVELS - 1)
}

/// GPUs that a batch is dealt out to, see [`Sorted::dealt_into`].
pub const GPUS: usize = 8;

/// The GPU of an example: its place, mixed until nothing of its order is left.
fn gpu_of(place: usize) -> usize {
    let mut mixed = place as u32;
    for factor in [0x7feb_352d, 0x846c_a68b] {
        mixed = (mixed ^ mixed >> 16).wrapping_mul(factor);
    }
    (mixed ^ mixed >> 16) as usize % GPUS
}

/// The batch, if the test passes for its valid examples: then nothing is wrong with it.
fn checked<'a>(
    inputs: &'a [f32],
    targets: &'a [f32],
    mask: Option<&'a [f32]>,
    passes: fn(Level, ExampleBatch) -> bool,
) -> Option<ExampleBatch<'a>> {
    let n = inputs.len();
    let same_length = targets.len() == n && mask.is_none_or(|mask| mask.len() == n);
    let batch = ExampleBatch {
        inputs,
        targets,
        mask,
    };
    (same_length && passes(Level::new(), batch)).then_some(batch)
}

/// The keys of the valid examples.
fn keys(batch: ExampleBatch, key: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    let examples = batch.inputs.iter().zip(batch.targets);
    let examples = examples.map(|(&input, &target)| key(input, target));
    match batch.mask {
        None => examples.collect(),
        Some(mask) => {
            let valid = examples.zip(mask).filter(|(_, mask)| **mask > 0.0);
            valid.map(|(key, _)| key).collect()
        }
    }
}

/// Norm and loss of offsets, see [`Sorted::fill`].
fn of_offsets(mu: f64) -> impl FnMut(&[f32], &mut [f64], &mut [f64]) {
    move |keys, norms, losses| {
        let mut each = |value: fn(f64, f64) -> Value| {
            for ((&key, norm), loss) in keys.iter().zip(&mut *norms).zip(&mut *losses) {
                let Value { value, derivative } = value(f64::from(key), mu);
                (*norm, *loss) = (derivative, value);
            }
        };
        // The keys ascend, so all are ordinary if the ends are.
        let ends = [keys.first(), keys.last()];
        let mut ends = ends.into_iter().flatten();
        if ends.all(|&key| is_ordinary(f64::from(key), mu)) {
            each(ordinary_asl1);
        } else {
            each(asl1);
        }
    }
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
        if let Some(keys) = Self::hard_keys(logits, targets, mask) {
            return Ok(Self::of_hard_ascending(keys));
        }
        // The loss of a soft target doesn't follow from its norm, so it is sorted together with it.
        let mut examples = Vec::with_capacity(logits.len());
        valid_examples(logits.len(), targets.len(), mask, &mut |i| {
            let (x, target) = (logits[i], targets[i]);
            let key = classification::checked_key(i, x, target)?;
            let loss = cross_entropy(f64::from(x), f64::from(target)).value;
            examples.push((ordinal(key), loss));
            Ok(())
        })?;
        let examples = by_ordinal(examples, |example| example.0);
        let mut losses = examples.iter().map(|example| example.1);
        let keys = examples.iter().map(|example| key(example.0)).collect();
        Ok(Self::of_ascending(keys, |keys, norms, of_examples| {
            let places = norms.iter_mut().zip(of_examples);
            for ((&key, (norm, of_example)), loss) in keys.iter().zip(places).zip(&mut losses) {
                (*norm, *of_example) = (classification_norm(f64::from(key)), loss);
            }
        }))
    }

    /// The keys of the same examples in ascending order, for who needs neither norms nor losses yet: `from_ascending`
    /// takes them. None if a target is neither 0 nor 1, or if `classification` would refuse the examples.
    pub fn hard_keys(logits: &[f32], targets: &[f32], mask: Option<&[f32]>) -> Option<Vec<f32>> {
        let batch = checked(logits, targets, mask, check::is_hard)?;
        // The target is the sign: see the kernels.
        let key = |x: f32, target: f32| f32::from_bits(x.to_bits() ^ target.to_bits() << 8);
        Some(ascending(keys(batch, key)))
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
        if let Some(batch) = checked(predictions, targets, mask, check::is_finite) {
            let offsets = keys(batch, |prediction, target| (prediction - target).abs());
            return Ok(Self::of_offsets(offsets, mu));
        }
        let mut keys = Vec::with_capacity(predictions.len());
        valid_examples(predictions.len(), targets.len(), mask, &mut |i| {
            keys.push(regression::checked_offset(i, predictions[i], targets[i])?.abs());
            Ok(())
        })?;
        Ok(Self::of_offsets(keys, mu))
    }

    /// Examples of the classification whose targets are 0 or 1, by their keys
    /// `z = (1 - 2 p*) x` in any order.
    ///
    /// # Errors
    /// [`Error::NotFinite`].
    pub fn from_keys(keys: Vec<f32>) -> Result<Self, Error> {
        keys.iter()
            .enumerate()
            .try_for_each(|(i, &key)| finite("keys", i, key).map(drop))?;
        Ok(Self::of_hard_ascending(ascending(keys)))
    }

    /// The same keys in ascending order.
    ///
    /// # Errors
    /// [`Error::NotFinite`], or [`Error::OutOfRange`] for a key that is below the one before.
    pub fn from_ascending(keys: Vec<f32>) -> Result<Self, Error> {
        in_order(f32::NEG_INFINITY, &keys)?;
        for (i, &key) in keys.iter().enumerate() {
            finite("keys", i, key)?;
        }
        Ok(Self::of_hard_ascending(keys))
    }

    /// Examples of the regression by their offsets `|d|` in any order; a sign is dropped.
    ///
    /// # Errors
    /// [`Error::NotFinite`], or [`Error::NotPositive`] for `mu`.
    pub fn from_offsets(mut abs_d: Vec<f32>, mu: f64) -> Result<Self, Error> {
        positive("mu", mu)?;
        for (i, d) in abs_d.iter_mut().enumerate() {
            *d = finite("offsets", i, *d)?.abs();
        }
        Ok(Self::of_offsets(abs_d, mu))
    }

    /// The same offsets for another `mu`. Their order doesn't depend on it, and nothing is allocated.
    ///
    /// Only for examples of the regression: the keys of others are not offsets.
    ///
    /// # Errors
    /// [`Error::NotPositive`].
    pub fn rescale(&mut self, mu: f64) -> Result<(), Error> {
        positive("mu", mu)?;
        self.fill(0, of_offsets(mu));
        Ok(())
    }

    /// Examples of the classification whose targets are 0 or 1, by their finite keys in ascending order.
    fn of_hard_ascending(keys: Vec<f32>) -> Self {
        let mut near = Near::new();
        Self::of_ascending(keys, |keys, norms, losses| {
            near.negatives(keys, norms, losses);
        })
    }

    /// Examples of the regression by their finite keys.
    fn of_offsets(keys: Vec<f32>, mu: f64) -> Self {
        Self::of_ascending(ascending(keys), of_offsets(mu))
    }

    /// Examples by their keys in ascending order.
    fn of_ascending(keys: Vec<f32>, values: impl FnMut(&[f32], &mut [f64], &mut [f64])) -> Self {
        let mut sorted = Self {
            norms: vec![0.0; keys.len()],
            prefix: vec![0.0; keys.len() + 1],
            coarse: keys.iter().step_by(STRIDE).copied().collect(),
            keys,
        };
        sorted.fill(0, values);
        sorted
    }

    /// Computes norms and prefix sums of all examples but the first `from`. `values` gets keys, one block after the
    /// other, and computes the norm and the loss of each.
    fn fill(&mut self, from: usize, mut values: impl FnMut(&[f32], &mut [f64], &mut [f64])) {
        let before = from.checked_sub(1).map_or(0.0, |last| self.norms[last]);
        let (mut largest, mut sum) = (before, self.prefix[from]);
        let norms = self.norms[from..].chunks_mut(BLOCK);
        let losses = self.prefix[from + 1..].chunks_mut(BLOCK);
        for ((keys, norms), losses) in self.keys[from..].chunks(BLOCK).zip(norms).zip(losses) {
            values(keys, norms, losses);
            for (norm, loss) in norms.iter_mut().zip(losses) {
                // The searches need ascending norms, and exp and hypot don't promise to be monotone
                // to the last bit. No pair of keys is known for which they aren't.
                largest = largest.max(*norm);
                sum += *loss;
                (*norm, *loss) = (largest, sum);
            }
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
        counts.extend(
            self.regions(regions)
                .into_iter()
                .map(|(from, to)| (to - from) as u64),
        );
    }

    /// [`counts_into`](Self::counts_into), and the sum of the unweighted losses in each region. O(M log N).
    pub fn sums_into(&self, regions: &UnitRegions, counts: &mut Vec<u64>, losses: &mut Vec<f64>) {
        counts.clear();
        losses.clear();
        for (from, to) in self.regions(regions) {
            counts.push((to - from) as u64);
            losses.push(self.prefix[to] - self.prefix[from]);
        }
    }

    /// The same for one level of a feature pyramid whose levels differ in size alone. Each has a
    /// quarter as many examples as the one before, because its cells are twice as wide; the last of
    /// the [`LEVELS`] has what is left. Neighbours in order of the norm go to different levels, so that
    /// each level is as easy as the whole. O(N).
    pub fn level_into(
        &self,
        level: usize,
        regions: &UnitRegions,
        counts: &mut Vec<u64>,
        losses: &mut Vec<f64>,
    ) {
        self.part_into(&|place| level_of(place) == level, regions, counts, losses);
    }

    /// The same for one of the [`GPUS`] that the examples are dealt out to at random. O(N).
    pub fn dealt_into(
        &self,
        gpu: usize,
        regions: &UnitRegions,
        counts: &mut Vec<u64>,
        losses: &mut Vec<f64>,
    ) {
        self.part_into(&|place| gpu_of(place) == gpu, regions, counts, losses);
    }

    fn part_into(
        &self,
        has: &dyn Fn(usize) -> bool,
        regions: &UnitRegions,
        counts: &mut Vec<u64>,
        losses: &mut Vec<f64>,
    ) {
        counts.clear();
        losses.clear();
        for (from, to) in self.regions(regions) {
            let (mut count, mut loss) = (0, 0.0);
            for i in (from..to).filter(|&i| has(i)) {
                count += 1;
                loss += self.prefix[i + 1] - self.prefix[i];
            }
            counts.push(count);
            losses.push(loss);
        }
    }

    /// Sum of the unweighted losses.
    pub fn total_loss(&self) -> f64 {
        self.prefix[self.len()]
    }

    /// Number of keys below a threshold.
    fn below(&self, threshold: f32) -> usize {
        let coarse = self.coarse.partition_point(|&key| key < threshold);
        let to = self.len().min(coarse * STRIDE);
        let from = coarse.saturating_sub(1) * STRIDE;
        from + self.keys[from..to].partition_point(|&key| key < threshold)
    }

    /// Where each region starts and ends among the keys. A list and not an iterator, of whose code the
    /// page would have to load a copy for each use.
    #[inline(never)]
    fn regions(&self, regions: &UnitRegions) -> Vec<(usize, usize)> {
        let starts = regions.thresholds().iter();
        let ends = starts.map(|&t| self.below(t));
        let mut from = 0;
        let end = regions.end().map_or(self.len(), |end| self.below(end));
        ends.chain([end])
            .map(|to| (std::mem::replace(&mut from, to), to))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_the_valid_examples_in_order() {
        let (x, targets, mask) = (
            [2.0, -1.0, 0.5, 9.0],
            [1.0, 0.0, 1.0, 0.0],
            [1.0, 1.0, 2.0, 0.0],
        );
        let sorted = Sorted::classification(&x, &targets, Some(&mask)).unwrap();
        assert_eq!(sorted.keys(), [-2.0, -1.0, -0.5]);
        assert_eq!(sorted, Sorted::from_keys(vec![-1.0, -0.5, -2.0]).unwrap());
        let norms: Vec<f64> = [-2.0, -1.0, -0.5]
            .into_iter()
            .map(classification_norm)
            .collect();
        assert_eq!(sorted.norms(), norms);
        let expected = norms.iter().map(|g| -libm::log(1.0 - g)).sum::<f64>();
        assert!((sorted.total_loss() - expected).abs() < 1e-15);
    }

    #[test]
    fn keys_come_before_norms_where_these_can_wait() {
        let (x, targets) = ([2.0, -1.0, 0.5, 9.0], [1.0, 0.0, 1.0, 0.0]);
        let mask = [1.0, 1.0, 2.0, 0.0];
        let keys = Sorted::hard_keys(&x, &targets, Some(&mask)).unwrap();
        assert_eq!(
            Sorted::from_ascending(keys),
            Sorted::classification(&x, &targets, Some(&mask))
        );
        for (targets, why) in [
            (&[0.5; 4][..], "soft"),
            (&[1.0; 3], "too few"),
            (&[f32::NAN; 4], "no number"),
        ] {
            assert_eq!(Sorted::hard_keys(&x, targets, None), None, "{why}");
        }
        for keys in [vec![1.0, 0.5], vec![f32::NAN], vec![0.0, f32::INFINITY]] {
            assert!(Sorted::from_ascending(keys.clone()).is_err(), "{keys:?}");
        }
    }

    #[test]
    fn masked_examples_are_not_read() {
        let (inputs, targets) = ([f32::NAN, 3.0, 1.0, f32::MAX], [0.0, 1.0, 0.0, f32::MIN]);
        let mask = [0.0, 1.0, 0.5, -1.0];
        let sorted = Sorted::classification(&inputs, &targets, Some(&mask)).unwrap();
        assert_eq!(sorted.keys(), [-3.0, 1.0]);
        let sorted = Sorted::regression(&inputs, &targets, Some(&mask), 0.02).unwrap();
        assert_eq!(sorted.keys(), [1.0, 2.0]);
    }

    #[test]
    fn regression_takes_the_size_of_the_difference() {
        let sorted = Sorted::regression(&[0.5, -2.0, 0.0], &[1.0, -1.75, 0.0], None, 0.25).unwrap();
        assert_eq!(sorted.keys(), [0.0, 0.25, 0.5]);
        assert_eq!(
            sorted,
            Sorted::from_offsets(vec![-0.5, 0.25, 0.0], 0.25).unwrap()
        );
        assert_eq!(sorted.losses().next(), Some(0.0));
    }

    #[test]
    fn rescaled_offsets_are_those_of_the_other_mu() {
        let offsets = vec![-0.5, 0.25, 0.0, 3.0, 0.25];
        let mut sorted = Sorted::from_offsets(offsets.clone(), 0.02).unwrap();
        sorted.rescale(0.3).unwrap();
        assert_eq!(sorted, Sorted::from_offsets(offsets, 0.3).unwrap());
        assert!(sorted.rescale(0.0).is_err());
    }

    #[test]
    fn offsets_next_to_ones_whose_squares_overflow_keep_their_values() {
        let offsets = vec![1e-30, 0.5, 3.0, f32::MAX];
        for mu in [1e-160, 0.02, 1e170] {
            let sorted = Sorted::from_offsets(offsets.clone(), mu).unwrap();
            let values: Vec<Value> = offsets.iter().map(|&d| asl1(f64::from(d), mu)).collect();
            let norms: Vec<f64> = values.iter().map(|value| value.derivative).collect();
            assert_eq!(sorted.norms(), norms);
            let total = values.iter().fold(0.0, |sum, value| sum + value.value);
            assert_eq!(sorted.total_loss(), total);
        }
    }

    #[test]
    fn a_soft_target_keeps_its_own_loss() {
        // p = .5 against .25: g = .25, but the loss is not that of a hard example with this norm.
        let sorted = Sorted::classification(&[0.0], &[0.25], None).unwrap();
        assert!((sorted.norms()[0] - 0.25).abs() < 1e-7);
        assert!((sorted.total_loss() - std::f64::consts::LN_2).abs() < 1e-15);
        // A prediction that meets its target has no gradient, and still a loss.
        let met = Sorted::classification(&[0.0], &[0.5], None).unwrap();
        assert_eq!((met.keys()[0], met.norms()[0]), (f32::NEG_INFINITY, 0.0));
        assert!((met.total_loss() - std::f64::consts::LN_2).abs() < 1e-15);
    }

    #[test]
    fn a_level_has_a_quarter_of_the_one_before_and_its_share_of_each_region() {
        let keys = (0..40_000).map(|i| (i as f32 - 30_000.0) / 4_000.0);
        let sorted = Sorted::from_keys(keys.collect()).unwrap();
        let regions = UnitRegions::classification(10).unwrap();
        let (mut whole, mut all_losses) = (vec![], vec![]);
        sorted.sums_into(&regions, &mut whole, &mut all_losses);
        let mut parts = vec![];
        let (mut total, mut total_loss) = (vec![0; 10], 0.0);
        for level in 0..LEVELS {
            let (mut counts, mut losses) = (vec![], vec![]);
            sorted.level_into(level, &regions, &mut counts, &mut losses);
            for (sum, count) in total.iter_mut().zip(&counts) {
                *sum += count;
            }
            total_loss += losses.iter().sum::<f64>();
            parts.push(counts);
        }
        assert_eq!(total, whole);
        assert!((total_loss / sorted.total_loss() - 1.0).abs() < 1e-9);
        let size = |level: usize| parts[level].iter().sum::<u64>() as f64;
        for level in 1..LEVELS - 1 {
            let ratio = 4.0 * size(level) / size(level - 1);
            assert!((ratio - 1.0).abs() < 0.1, "level {level}: {ratio}");
        }
        for (part, count) in parts[1].iter().zip(&whole) {
            let share = *part as f64 / *count as f64 / (size(1) / sorted.len() as f64);
            assert!((share - 1.0).abs() < 0.1, "{share}");
        }
    }

    #[test]
    fn nothing_sorted_is_nothing_counted() {
        let sorted = Sorted::from_keys(Vec::new()).unwrap();
        let regions = UnitRegions::classification(4).unwrap();
        let (mut counts, mut losses) = (vec![9], vec![9.0]);
        sorted.sums_into(&regions, &mut counts, &mut losses);
        assert!(sorted.is_empty());
        assert_eq!((counts, losses), (vec![0; 4], vec![0.0; 4]));
        assert_eq!(
            (
                sorted.total_loss(),
                sorted.exact_loss(0.1),
                sorted.density(0.5, 0.1)
            ),
            (0.0, 0.0, 0.0)
        );
    }

    #[test]
    fn what_is_dealt_out_to_gpus_is_the_whole_in_parts_of_about_one_size() {
        let keys: Vec<f32> = (0..8000).map(|i| i as f32 / 1000.0 - 4.0).collect();
        let sorted = Sorted::from_keys(keys).unwrap();
        let regions = UnitRegions::classification(10).unwrap();
        let (mut counts, mut losses) = (vec![], vec![]);
        sorted.sums_into(&regions, &mut counts, &mut losses);
        let mut left = counts.clone();
        for gpu in 0..GPUS {
            sorted.dealt_into(gpu, &regions, &mut counts, &mut losses);
            let n: u64 = counts.iter().sum();
            // Of 8000 an eighth, within four deviations of a binomial.
            assert!((880..1120).contains(&n), "{gpu}: {n}");
            for (left, count) in left.iter_mut().zip(&counts) {
                *left -= count;
            }
        }
        assert!(left.iter().all(|&count| count == 0));
    }

    #[test]
    fn norms_ascend_where_keys_are_neighbours() {
        let mut key = -1.0_f32 / 4096.0;
        let keys: Vec<f32> = (0..4000)
            .map(|_| {
                key = key.next_up();
                key
            })
            .collect();
        assert!(Sorted::from_keys(keys).unwrap().norms().is_sorted());
    }
}

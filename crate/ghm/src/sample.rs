//! Seeded example sets: what the gradient norms of a detector look like, early, late and odd.

use oorandom::Rand64;

use crate::density::{classification_key, regression_key};

/// An example set by name. The same preset, number and seed give the same numbers everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// A trained detector: a cliff of easy examples, a valley, a rise of outliers.
    #[default]
    Converged,
    /// The first steps: every logit near that of the prior .01.
    Early,
    /// Every gradient norm equally frequent.
    Uniform,
    /// As converged, with many outliers.
    OutlierHeavy,
    /// No gradient norm above .1.
    AllEasy,
}

/// Examples of a classification.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples {
    /// Logits.
    pub logits: Vec<f32>,
    /// Targets, 0 or 1.
    pub targets: Vec<f32>,
}

/// Examples of a regression.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offsets {
    /// Predictions.
    pub predictions: Vec<f32>,
    /// Targets.
    pub targets: Vec<f32>,
}

/// The `mu` for which the presets of the regression have the norms that they are named after.
const MU: f64 = 0.02;

impl Preset {
    /// Every preset, in the order to list them in.
    pub const ALL: [Self; 5] = [
        Self::Converged,
        Self::Early,
        Self::Uniform,
        Self::OutlierHeavy,
        Self::AllEasy,
    ];

    /// Its name in a URL or a file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Converged => "converged",
            Self::Early => "early",
            Self::Uniform => "uniform",
            Self::OutlierHeavy => "outlier-heavy",
            Self::AllEasy => "all-easy",
        }
    }

    /// The preset of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// `n` examples of a classification.
    pub fn classification(self, n: usize, seed: u32) -> Examples {
        let mut random = Random::new(seed);
        (0..n).map(|_| self.example(&mut random)).collect()
    }

    /// `n` examples of a regression, in units where `mu` is about .02.
    pub fn regression(self, n: usize, seed: u32) -> Offsets {
        let mut random = Random::new(seed);
        let mut offsets = Offsets::default();
        for _ in 0..n {
            let d = self.offset(&mut random);
            let target = 0.2 * random.normal();
            offsets.predictions.push((target + d) as f32);
            offsets.targets.push(target as f32);
        }
        offsets
    }

    fn example(self, random: &mut Random) -> (f32, f32) {
        let (z, positive) = match self {
            Self::Converged => converged(random, 0.001),
            Self::OutlierHeavy => converged(random, 0.08),
            Self::Early => {
                let positive = random.chance(0.01);
                let x = -4.6 + 0.8 * random.normal();
                (if positive { -x } else { x }, positive)
            }
            Self::Uniform => (classification_key(random.open()), random.chance(0.5)),
            Self::AllEasy => (
                random.below(classification_key(0.1), -6.0, 1.2),
                random.chance(0.005),
            ),
        };
        if positive {
            (-z as f32, 1.0)
        } else {
            (z as f32, 0.0)
        }
    }

    fn offset(self, random: &mut Random) -> f64 {
        match self {
            Self::Converged if random.chance(0.15) => random.laplace(0.15),
            Self::Converged => random.laplace(0.035),
            Self::Early => 0.6 * random.normal(),
            Self::Uniform => random.sign() * regression_key(random.open(), MU),
            Self::OutlierHeavy if random.chance(0.3) => {
                random.sign() * (0.5 + random.exponential())
            }
            Self::OutlierHeavy => random.laplace(0.035),
            Self::AllEasy => random.sign() * 0.9 * regression_key(0.1, MU) * random.open(),
        }
    }
}

/// Key and class of an example of a trained detector.
fn converged(random: &mut Random, outliers: f64) -> (f64, bool) {
    let part = random.open();
    if part < outliers {
        (5.5 + 2.0 * random.normal(), random.chance(0.6))
    } else if part < outliers + 0.015 {
        (-4.3 + 1.5 * random.exponential(), random.chance(0.4))
    } else {
        (-7.5 + 1.5 * random.normal(), random.chance(0.003))
    }
}

impl FromIterator<(f32, f32)> for Examples {
    fn from_iter<I: IntoIterator<Item = (f32, f32)>>(examples: I) -> Self {
        let (logits, targets) = examples.into_iter().unzip();
        Self { logits, targets }
    }
}

/// A sequence of batches of a detector that learns: early at first, converged at last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    n: usize,
    batches: usize,
    seed: u32,
}

impl Drift {
    /// `batches` batches of `n_per_batch` examples.
    pub fn new(n_per_batch: usize, batches: usize, seed: u32) -> Self {
        Self {
            n: n_per_batch,
            batches,
            seed,
        }
    }

    /// Number of batches.
    pub fn len(&self) -> usize {
        self.batches
    }

    /// Whether there is no batch.
    pub fn is_empty(&self) -> bool {
        self.batches == 0
    }

    /// Batch `t`, from 0; past the last, the examples are as converged as those of the last.
    pub fn batch(&self, t: usize) -> Examples {
        let last = self.batches.saturating_sub(1);
        let learned = if last == 0 {
            0.0
        } else {
            t.min(last) as f64 / last as f64
        };
        let mut random = Random::new(self.seed.wrapping_add(t as u32));
        (0..self.n)
            .map(|_| {
                let (z, positive) = converged(&mut random, 0.001);
                let target = f64::from(u8::from(positive));
                let end = (1.0 - 2.0 * target) * z;
                let start = -4.6 + 0.8 * random.normal();
                ((start + learned * (end - start)) as f32, target as f32)
            })
            .collect()
    }
}

/// Random numbers of the distributions above.
struct Random(Rand64);

impl Random {
    fn new(seed: u32) -> Self {
        Self(Rand64::new(u128::from(seed)))
    }

    /// Uniform in the open interval (0, 1).
    fn open(&mut self) -> f64 {
        loop {
            let u = self.0.rand_float();
            if u > 0.0 {
                return u;
            }
        }
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.0.rand_float() < probability
    }

    fn sign(&mut self) -> f64 {
        if self.chance(0.5) { 1.0 } else { -1.0 }
    }

    // This and `normal` are not inlined: they are called seldom, and each copy would make the page
    // larger.
    #[inline(never)]
    fn exponential(&mut self) -> f64 {
        -libm::log(self.open())
    }

    fn laplace(&mut self, scale: f64) -> f64 {
        self.sign() * scale * self.exponential()
    }

    /// Standard normal, by Marsaglia's polar method: a cosine would weigh 7 kB in the page.
    #[inline(never)]
    fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.open() - 1.0, 2.0 * self.open() - 1.0);
            let square = u * u + v * v;
            if square > 0.0 && square < 1.0 {
                return u * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// Normal, drawn again until it is below a limit.
    fn below(&mut self, limit: f64, mean: f64, deviation: f64) -> f64 {
        loop {
            let z = mean + deviation * self.normal();
            if z < limit {
                return z;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Sorted, UnitRegions};

    const N: usize = 200_000;

    /// Shares of the regions.
    fn shares(sorted: &Sorted, regions: &UnitRegions) -> Vec<f64> {
        let mut counts = Vec::new();
        sorted.counts_into(regions, &mut counts);
        counts
            .iter()
            .map(|&count| count as f64 / sorted.len() as f64)
            .collect()
    }

    fn norms(examples: &Examples) -> Vec<f64> {
        let sorted = Sorted::classification(&examples.logits, &examples.targets, None).unwrap();
        shares(&sorted, &UnitRegions::classification(30).unwrap())
    }

    fn offset_norms(preset: Preset, mu: f64) -> Vec<f64> {
        let offsets = preset.regression(N, 1);
        let sorted = Sorted::regression(&offsets.predictions, &offsets.targets, None, mu).unwrap();
        shares(&sorted, &UnitRegions::regression(10, mu).unwrap())
    }

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[test]
    fn converged_has_cliff_valley_and_outliers() {
        for seed in 1..4 {
            let share = norms(&Preset::Converged.classification(N, seed));
            assert!((0.98..0.995).contains(&share[0]), "{}", share[0]);
            let valley = mean(&share[15..24]);
            assert!(
                share[1] > 50.0 * valley && share[3] > 5.0 * valley,
                "no cliff: {share:?}"
            );
            assert!(
                valley > 0.0 && share[29] > 5.0 * valley,
                "no outliers: {share:?}"
            );
            assert!(share[28] > valley, "no rise: {share:?}");
        }
    }

    #[test]
    fn early_is_at_both_ends() {
        let examples = Preset::Early.classification(N, 1);
        let share = norms(&examples);
        assert!(share[0] > 0.85 && share[29] > 0.005, "{share:?}");
        assert!(
            share[10..20].iter().all(|&middle| middle == 0.0),
            "{share:?}"
        );
        let positives = mean(
            &examples
                .targets
                .iter()
                .map(|&t| f64::from(t))
                .collect::<Vec<_>>(),
        );
        assert!((0.009..0.011).contains(&positives), "{positives}");
    }

    #[test]
    fn uniform_fills_every_region_alike() {
        for share in norms(&Preset::Uniform.classification(N, 1)) {
            assert!((share * 30.0 - 1.0).abs() < 0.06, "{share}");
        }
        for share in offset_norms(Preset::Uniform, MU) {
            assert!((share * 10.0 - 1.0).abs() < 0.06, "{share}");
        }
    }

    #[test]
    fn outlier_heavy_has_a_heavy_last_region() {
        let share = norms(&Preset::OutlierHeavy.classification(N, 1));
        assert!(
            share[29] > 0.05 && share[29] > share[1..29].iter().sum(),
            "{share:?}"
        );
        let share = offset_norms(Preset::OutlierHeavy, MU);
        assert!(share[9] > 0.4, "{share:?}");
    }

    #[test]
    fn all_easy_has_no_norm_above_a_tenth() {
        let examples = Preset::AllEasy.classification(N, 1);
        let sorted = Sorted::classification(&examples.logits, &examples.targets, None).unwrap();
        assert!(sorted.norms()[N - 1] < 0.1 && sorted.norms()[N - 1] > 0.08);
        let share = offset_norms(Preset::AllEasy, MU);
        assert_eq!(share[0], 1.0);
    }

    #[test]
    fn converged_offsets_rise_towards_one() {
        // Fig. 4: flat up to .6, several times as many near 1.
        let share = offset_norms(Preset::Converged, MU);
        let flat = mean(&share[0..6]);
        assert!(
            share[0..6].iter().all(|s| (s / flat - 1.0).abs() < 0.25),
            "{share:?}"
        );
        assert!(
            share[9] > 4.0 * flat && share[9] > 2.0 * share[8],
            "{share:?}"
        );
        // An untrained detector's are nearly all outliers.
        assert!(offset_norms(Preset::Early, MU)[9] > 0.9);
    }

    #[test]
    fn everything_is_finite_and_repeats_with_its_seed() {
        for preset in Preset::ALL {
            let examples = preset.classification(5000, 3);
            assert_eq!(examples, preset.classification(5000, 3));
            assert_ne!(examples, preset.classification(5000, 4));
            assert!(Sorted::classification(&examples.logits, &examples.targets, None).is_ok());
            assert!(examples.targets.iter().all(|&t| t == 0.0 || t == 1.0));
            let offsets = preset.regression(5000, 3);
            assert_eq!(offsets, preset.regression(5000, 3));
            assert!(Sorted::regression(&offsets.predictions, &offsets.targets, None, MU).is_ok());
        }
    }

    #[test]
    fn names_go_both_ways() {
        for preset in Preset::ALL {
            assert_eq!(Preset::from_name(preset.name()), Some(preset));
        }
        assert_eq!(Preset::from_name("Early"), None);
    }

    #[test]
    fn drift_goes_from_early_to_converged() {
        let drift = Drift::new(N / 10, 5, 1);
        assert_eq!((drift.len(), drift.is_empty()), (5, false));
        let easy: Vec<f64> = (0..5).map(|t| norms(&drift.batch(t))[0]).collect();
        // A share near .987 of 20,000 varies by .0008: three deviations of leeway.
        let rising = easy.windows(2).all(|e| e[1] > e[0] - 0.0024);
        assert!(rising && easy[4] > 0.97 && easy[0] < 0.95, "{easy:?}");
        // Positives start at a norm of .99 and are learned.
        let missed: Vec<f64> = (0..5).map(|t| norms(&drift.batch(t))[29]).collect();
        assert!(missed[0] > 2.0 * missed[4], "{missed:?}");
        assert_eq!(drift.batch(2), drift.batch(2));
        assert_ne!(
            drift.batch(4),
            drift.batch(5),
            "other examples, learned as far"
        );
        assert_eq!(Drift::new(10, 0, 1).batch(3).logits.len(), 10);
    }
}

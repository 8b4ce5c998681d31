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
    pub fn name(self) -> &'static str {
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
                let x = -4.6 + 0.4 * random.normal();
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
    } else if part < outliers + 0.01 {
        (-4.0 + 1.5 * random.exponential(), random.chance(0.4))
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
                let start = -4.6 + 0.4 * random.normal();
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

    fn exponential(&mut self) -> f64 {
        -libm::log(self.open())
    }

    fn laplace(&mut self, scale: f64) -> f64 {
        self.sign() * scale * self.exponential()
    }

    /// Standard normal, by Box and Muller.
    fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(2.0 * self.exponential());
        radius * libm::cos(std::f64::consts::TAU * self.open())
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

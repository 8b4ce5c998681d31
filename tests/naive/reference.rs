//! GHM-C and GHM-R once more, from the paper's equations and the notes on its authors' code: one
//! example at a time, in `f64`, with the standard library's functions. Nothing here comes from `ghm`,
//! not even its enums.

/// Which loss.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// GHM-C of a logit and a target.
    Classification,
    /// GHM-R of a prediction and a target.
    Regression { mu: f64 },
}

/// What stands before a region's first update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Start {
    Zero,
    FirstBatch,
    ZeroCorrected,
}

/// Which regions weights divide by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Divide {
    /// All, as in the paper.
    All,
    /// Those that are filled in the batch, as in the authors' code.
    Filled,
    /// Those that are filled in the average, as in code that is often copied.
    FilledInAverage,
}

/// All that a harmonized loss can be told.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub bins: usize,
    pub momentum: f64,
    pub start: Start,
    /// Whether a region that is empty in a batch decays, or else keeps its average.
    pub decays: bool,
    /// What weights divide by.
    pub divide: Divide,
    /// Whether norms are rounded to half precision, where the last edge is 1: GHM-C only.
    pub half: bool,
    pub loss_weight: f64,
}

/// A batch; without a mask all examples are valid.
#[derive(Clone, Debug)]
pub struct Batch {
    pub inputs: Vec<f32>,
    pub targets: Vec<f32>,
    pub mask: Option<Vec<f32>>,
}

impl Batch {
    pub fn is_valid(&self, i: usize) -> bool {
        self.mask.as_ref().is_none_or(|mask| mask[i] > 0.0)
    }
}

/// What a step should give.
#[derive(Debug)]
pub struct Expected {
    pub loss: f64,
    pub weights: Vec<f64>,
    pub gradient: Vec<f64>,
    pub counts: Vec<u64>,
    pub average: Vec<f64>,
    pub valid: usize,
    /// What each example's loss and derivative are multiplied by.
    pub factors: Vec<f64>,
}

/// One example: gradient norm, loss, derivative of the loss.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub norm: f64,
    pub loss: f64,
    pub slope: f64,
}

/// `-ln(sigmoid(x))`.
pub fn minus_ln_sigmoid(x: f64) -> f64 {
    // e^700 is still finite; beyond, the other summand of 1 + e^-x has no digit left.
    if x < -700.0 { -x } else { (-x).exp().ln_1p() }
}

pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

pub fn point(kind: Kind, input: f32, target: f32) -> Point {
    match kind {
        Kind::Classification => {
            let (x, t) = (f64::from(input), f64::from(target));
            // p - p*, where the target is 1 from 1 - p = sigmoid(-x), which keeps its digits.
            let slope = if t == 1.0 {
                -sigmoid(-x)
            } else {
                sigmoid(x) - t
            };
            let part = |share: f64, x: f64| match share {
                0.0 => 0.0, // and not 0 times infinity
                _ => share * minus_ln_sigmoid(x),
            };
            Point {
                norm: slope.abs(),
                loss: part(t, x) + part(1.0 - t, -x),
                slope,
            }
        }
        Kind::Regression { mu } => {
            // mmdet's difference is one of single precision.
            let d = f64::from(input - target);
            let root = d.hypot(mu);
            Point {
                norm: d.abs() / root,
                // root - mu, times (root + mu) / (root + mu).
                loss: d * (d / (root + mu)),
                slope: d / root,
            }
        }
    }
}

/// The number of inner edges `j/M` that a norm has reached.
pub fn region(norm: f64, bins: usize) -> usize {
    (1..bins)
        .filter(|&j| norm >= j as f64 / bins as f64)
        .count()
}

/// A loss with its memory: for each region its sum and how often it was updated.
pub struct Reference {
    kind: Kind,
    settings: Settings,
    sums: Vec<f64>,
    updates: Vec<i32>,
}

impl Reference {
    pub fn new(kind: Kind, settings: Settings) -> Self {
        Self {
            kind,
            settings,
            sums: vec![0.0; settings.bins],
            updates: vec![0; settings.bins],
        }
    }

    /// `S_j` as the weights take it.
    fn average(&self, j: usize) -> f64 {
        let unseen = 1.0 - self.settings.momentum.powi(self.updates[j]);
        match self.settings.start {
            _ if self.updates[j] == 0 => 0.0,
            Start::ZeroCorrected => self.sums[j] / unseen,
            Start::Zero | Start::FirstBatch => self.sums[j],
        }
    }

    fn update(&mut self, counts: &[u64]) {
        let Settings {
            momentum: alpha,
            start,
            decays,
            ..
        } = self.settings;
        for (j, &count) in counts.iter().enumerate() {
            let count = count as f64;
            if alpha == 0.0 {
                // Without momentum there is no average: the counts are taken as they are.
                (self.sums[j], self.updates[j]) = (count, 1);
            } else if count > 0.0 || decays {
                self.sums[j] = if start == Start::FirstBatch && self.updates[j] == 0 {
                    count
                } else {
                    alpha * self.sums[j] + (1.0 - alpha) * count
                };
                self.updates[j] += 1;
            }
        }
    }

    /// A step; the sum is divided by the divisor, or else by the number of valid examples.
    pub fn step(&mut self, batch: &Batch, divisor: Option<f64>) -> Expected {
        let Settings { bins, half, .. } = self.settings;
        let n = batch.inputs.len();
        let half = half && matches!(self.kind, Kind::Classification);
        let points: Vec<Option<Point>> = (0..n)
            .map(|i| {
                batch
                    .is_valid(i)
                    .then(|| point(self.kind, batch.inputs[i], batch.targets[i]))
            })
            .collect();
        // The last edge is 1 in half precision, and regions are half-open.
        // Halves just below 1 are 2^-11 apart, and the middle is rounded to the even one, 1. (The crate `half` may go by
        // way of single precision, depending on its features, which rounds twice.)
        let lost = |point: &Point| half && point.norm >= 1.0 - 0.5_f64.powi(12);
        let mut counts = vec![0; bins];
        for point in points.iter().flatten().filter(|point| !lost(point)) {
            counts[region(point.norm, bins)] += 1;
        }
        let valid = points.iter().flatten().count();
        if valid > 0 {
            self.update(&counts);
        }
        let regions = match self.settings.divide {
            Divide::All => bins,
            Divide::Filled => counts.iter().filter(|&&count| count > 0).count(),
            Divide::FilledInAverage => self.sums.iter().filter(|&&sum| sum > 0.0).count(),
        };
        let scale = self.settings.loss_weight / divisor.unwrap_or(valid.max(1) as f64);
        let mut expected = Expected {
            loss: 0.0,
            weights: vec![0.0; n],
            gradient: vec![0.0; n],
            average: (0..bins).map(|j| self.average(j)).collect(),
            counts,
            valid,
            factors: vec![0.0; n],
        };
        for (i, point) in points.iter().enumerate() {
            if let Some(point) = point.filter(|point| !lost(point)) {
                let density = self.average(region(point.norm, bins)) * regions as f64;
                let beta = valid as f64 / density;
                expected.weights[i] = beta;
                expected.factors[i] = scale * beta;
                expected.gradient[i] = scale * beta * point.slope;
                expected.loss += scale * beta * point.loss;
            }
        }
        expected
    }
}

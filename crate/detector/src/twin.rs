//! The two-dimensional twin: logistic regression on points in a plane, with a cluster of outliers.
//!
//! 30 positives, 30,000 easy negatives, 100 hard ones between them, and `k` points with the wrong
//! label in one place. A few outliers GHM-C follows further than cross-entropy does, because they
//! are rare; once they fill unit regions it damps them.

use ghm::Error;
use oorandom::Rand32;

use crate::{
    adam::Adam,
    ap::area,
    losses::{ClassLoss, ClassState},
    scene::normal,
};

/// A round cloud of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cloud {
    /// Its centre.
    pub center: [f32; 2],
    /// Standard deviation of each coordinate.
    pub deviation: f32,
}

/// Points with the wrong label, in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outliers {
    /// How many.
    pub count: usize,
    /// Where.
    pub cloud: Cloud,
    /// Whether they are labelled as positives.
    pub positive: bool,
}

const EASY: Cloud = Cloud {
    center: [0.0, 0.0],
    deviation: 0.9,
};
const HARD: Cloud = Cloud {
    center: [3.0, 0.0],
    deviation: 0.55,
};
const POSITIVES: Cloud = Cloud {
    center: [4.7, 0.0],
    deviation: 0.65,
};
const EASY_COUNT: usize = 30_000;
const HARD_COUNT: usize = 100;
const POSITIVE_COUNT: usize = 30;
/// So much larger are the sets of hard negatives and positives that are tested on.
const TEST_FACTOR: usize = 10;

impl Outliers {
    /// Positives among the easy negatives.
    pub fn among_negatives(count: usize) -> Self {
        Self {
            count,
            cloud: Cloud {
                center: [0.2, -1.3],
                deviation: 0.3,
            },
            positive: true,
        }
    }

    /// Negatives among the positives.
    pub fn among_positives(count: usize) -> Self {
        Self {
            count,
            cloud: Cloud {
                center: POSITIVES.center,
                deviation: 0.3,
            },
            positive: false,
        }
    }
}

/// Points and their labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// First coordinates.
    pub x: Vec<f32>,
    /// Second coordinates.
    pub y: Vec<f32>,
    /// 1 for positives.
    pub targets: Vec<f32>,
}

impl Points {
    /// Points to train with.
    pub fn train(seed: u32, outliers: &Outliers) -> Self {
        let mut points = Self::clean(2 * u64::from(seed), 1);
        points.set_outliers(seed, outliers);
        points
    }

    /// Points to test on: none is an outlier.
    pub fn test(seed: u32) -> Self {
        Self::clean(2 * u64::from(seed) + 1, TEST_FACTOR)
    }

    fn clean(seed: u64, factor: usize) -> Self {
        let mut points = Self::default();
        let mut random = Rand32::new(seed);
        points.add(&mut random, POSITIVES, factor * POSITIVE_COUNT, 1.0);
        points.add(&mut random, HARD, factor * HARD_COUNT, 0.0);
        points.add(&mut random, EASY, EASY_COUNT, 0.0);
        points
    }

    /// Puts other outliers in the place of those of [`train`](Self::train); all else stays. Each
    /// outlier keeps its place in the cloud.
    pub fn set_outliers(&mut self, seed: u32, outliers: &Outliers) {
        let clean = POSITIVE_COUNT + HARD_COUNT + EASY_COUNT;
        for values in [&mut self.x, &mut self.y, &mut self.targets] {
            values.truncate(clean);
        }
        let mut random = Rand32::new_inc(u64::from(seed), 1);
        let target = f32::from(u8::from(outliers.positive));
        self.add(&mut random, outliers.cloud, outliers.count, target);
    }

    fn add(&mut self, random: &mut Rand32, cloud: Cloud, count: usize, target: f32) {
        for _ in 0..count {
            let mut draw = |i: usize| cloud.center[i] + cloud.deviation * normal(random);
            self.x.push(draw(0));
            self.y.push(draw(1));
            self.targets.push(target);
        }
    }
}

/// A logistic regression in training: `logit = weights . (x, y) + bias`.
#[derive(Clone, Debug)]
pub struct Twin {
    /// Weight of each coordinate, then the bias.
    parameters: [f32; 3],
    adam: Adam,
    loss: ClassState,
    logits: Vec<f32>,
    gradient: Vec<f32>,
    mask: Vec<f32>,
}

/// Steps that the boundary needs.
pub const STEPS: usize = 300;
const RATE: f32 = 0.1;

impl Twin {
    /// Untrained: every point's probability is .01.
    ///
    /// # Errors
    /// An option of the loss out of its range.
    pub fn new(loss: ClassLoss) -> Result<Self, Error> {
        Ok(Self {
            parameters: [0.0, 0.0, -libm::logf(99.0)],
            adam: Adam::new(3),
            loss: ClassState::new(loss)?,
            logits: vec![],
            gradient: vec![],
            mask: vec![],
        })
    }

    /// Trained for [`STEPS`] steps.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn trained(loss: ClassLoss, points: &Points) -> Result<Self, Error> {
        let mut twin = Self::new(loss)?;
        for _ in 0..STEPS {
            twin.step(points)?;
        }
        Ok(twin)
    }

    /// One step of Adam over all points; returns the loss before it.
    ///
    /// # Errors
    /// [`Error::NotFinite`], if training diverged.
    pub fn step(&mut self, points: &Points) -> Result<f64, Error> {
        let (loss, gradient) = self.gradient(points)?;
        let gradient = gradient.map(|sum| sum as f32);
        self.adam.step(RATE, &gradient, &mut self.parameters);
        Ok(loss)
    }

    /// Loss, and its derivative by each parameter.
    fn gradient(&mut self, points: &Points) -> Result<(f64, [f64; 3]), Error> {
        self.run(points);
        self.mask.resize(points.targets.len(), 1.0);
        let Self {
            logits,
            gradient,
            mask,
            ..
        } = self;
        let loss = self.loss.step(logits, &points.targets, mask, gradient)?;
        let mut sums = [0.0; 3];
        for ((&g, &x), &y) in gradient.iter().zip(&points.x).zip(&points.y) {
            let g = f64::from(g);
            sums[0] += g * f64::from(x);
            sums[1] += g * f64::from(y);
            sums[2] += g;
        }
        Ok((loss, sums))
    }

    fn run(&mut self, points: &Points) {
        let [wx, wy, bias] = self.parameters;
        let logit = |(x, y): (&f32, &f32)| wx * x + wy * y + bias;
        self.logits.clear();
        self.logits
            .extend(points.x.iter().zip(&points.y).map(logit));
    }

    /// Logits of the last step's points, before the step.
    pub fn logits(&self) -> &[f32] {
        &self.logits
    }

    /// Weight of `x`, weight of `y`, bias: the boundary is where `wx x + wy y + bias = 0`.
    pub fn parameters(&self) -> [f32; 3] {
        self.parameters
    }

    /// Direction in which the logit grows, in degrees from the `x` axis: 0 without outliers.
    pub fn degrees(&self) -> f32 {
        libm::atan2f(self.parameters[1], self.parameters[0]).to_degrees()
    }

    /// Average precision on points that carry the right label (101 points of recall).
    pub fn average_precision(&mut self, points: &Points) -> f64 {
        self.run(points);
        let mut order: Vec<(f32, bool)> = (self.logits.iter())
            .zip(&points.targets)
            .map(|(&logit, &target)| (logit, target > 0.0))
            .collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        let positives = order.iter().filter(|(_, positive)| *positive).count();
        area(order.into_iter().map(|(_, positive)| positive), positives)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::losses::FOCAL;
    use ghm::Options;

    const SEEDS: u32 = 3;

    /// Mean AP of cross-entropy, focal loss and GHM-C, and mean direction.
    fn results(outliers: &Outliers) -> ([f64; 3], [f32; 3]) {
        let losses = [
            ClassLoss::CrossEntropy,
            FOCAL,
            ClassLoss::Ghm(Options::classification()),
        ];
        let (mut ap, mut degrees) = ([0.0; 3], [0.0; 3]);
        for seed in 0..SEEDS {
            let (train, test) = (Points::train(seed, outliers), Points::test(seed));
            for (i, loss) in losses.into_iter().enumerate() {
                let mut twin = Twin::trained(loss, &train).unwrap();
                ap[i] += twin.average_precision(&test) / f64::from(SEEDS);
                degrees[i] += twin.degrees() / SEEDS as f32;
            }
        }
        (ap, degrees)
    }

    #[test]
    fn without_outliers_the_losses_agree() {
        let (ap, degrees) = results(&Outliers::among_negatives(0));
        assert!(ap.iter().all(|ap| (0.93..0.96).contains(ap)), "{ap:?}");
        assert!(degrees.iter().all(|d| d.abs() < 12.0), "{degrees:?}");
    }

    #[test]
    fn ghm_amplifies_few_outliers_and_damps_many() {
        let (few, _) = results(&Outliers::among_negatives(10));
        assert!(few[0] - few[2] > 0.01, "{few:?}");
        let (many, degrees) = results(&Outliers::among_negatives(300));
        assert!(many[2] - many[0] > 0.3, "{many:?}");
        assert!(many[2] - many[1] > 0.3, "{many:?}");
        // Towards the outliers, which lie below: GHM-C turns least.
        assert!(degrees[0] < -55.0 && degrees[1] < -55.0, "{degrees:?}");
        assert!((-50.0..-25.0).contains(&degrees[2]), "{degrees:?}");
    }

    #[test]
    fn negative_outliers_are_damped_too() {
        let (ap, _) = results(&Outliers::among_positives(300));
        assert!(ap[2] > ap[0] && ap[2] > ap[1], "{ap:?}");
    }

    #[test]
    fn outliers_can_be_moved_alone() {
        let mut points = Points::train(4, &Outliers::among_negatives(100));
        let before = points.clone();
        points.set_outliers(4, &Outliers::among_positives(30));
        assert_eq!(points, Points::train(4, &Outliers::among_positives(30)));
        let clean = POSITIVE_COUNT + HARD_COUNT + EASY_COUNT;
        assert_eq!((points.x.len(), before.x.len()), (clean + 30, clean + 100));
        assert_eq!(points.x[..clean], before.x[..clean]);
        assert_ne!(
            Points::test(4).x[..100],
            before.x[..100],
            "tested on other points"
        );
    }

    #[test]
    fn the_gradient_is_the_numerical_difference() {
        let points = Points::train(1, &Outliers::among_negatives(30));
        for loss in [ClassLoss::CrossEntropy, FOCAL] {
            let at = |parameters: [f32; 3]| {
                let mut twin = Twin::new(loss).unwrap();
                twin.parameters = parameters;
                twin.gradient(&points).unwrap()
            };
            let start = [0.5, -0.25, -4.0];
            let (_, gradient) = at(start);
            for (i, found) in gradient.into_iter().enumerate() {
                let (mut up, mut down) = (start, start);
                up[i] += 1.0 / 128.0;
                down[i] -= 1.0 / 128.0;
                let numerical = (at(up).0 - at(down).0) * 64.0;
                let error = (found - numerical).abs();
                assert!(
                    error < 1e-3 * (1.0 + numerical.abs()),
                    "{loss:?} {i}: {error}"
                );
            }
        }
    }
}

//! The two-dimensional twin: logistic regression on points in a plane, some with the wrong label.
//!
//! 30 positives, 30,000 easy negatives, 100 hard ones between them, and `k` points with the wrong
//! label, in one place or anywhere. A few outliers in one place GHM-C follows further than
//! cross-entropy does, because they are rare; once they fill unit regions it damps them. With
//! labels turned anywhere it is lost: then the easy negatives, whose weight it takes away, are
//! all that protects.

mod sweep;
mod work;

pub use sweep::{COUNTS, Cell, SEEDS, Sweep, Trio};
pub use work::{Answer, Bench, Job, SEED, crossover};

use ghm::{Error, Options};
use oorandom::Rand32;

use crate::{
    adam::Adam,
    ap::area,
    losses::{ClassLoss, ClassState, FOCAL},
};

/// A round cloud of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cloud {
    /// Its centre.
    pub center: [f32; 2],
    /// Standard deviation of each coordinate.
    pub deviation: f32,
}

/// What is wrong with the outliers' labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wrong {
    /// Labelled as positives, in one place.
    Positive(Cloud),
    /// Labelled as negatives, in one place.
    Negative(Cloud),
    /// Labels turned, of points anywhere. Fewer easy negatives are then trained with, and the
    /// boundary may curve.
    Turned,
}

/// Points with the wrong label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outliers {
    /// How many.
    pub count: usize,
    /// Where, and how they are labelled.
    pub wrong: Wrong,
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
/// Where labels are turned.
const EASY_COUNT_TURNED: usize = 10_000;
const HARD_COUNT: usize = 100;
const POSITIVE_COUNT: usize = 30;
/// So much larger are the sets of hard negatives and positives that are tested on.
const TEST_FACTOR: usize = 10;
/// Standard deviation of a cluster of outliers.
pub const SPREAD: f32 = 0.3;
/// Where a cluster of positives stands, if nobody moved it: among the easy negatives.
pub const AMONG_NEGATIVES: [f32; 2] = [0.2, -1.3];
/// Where a cluster of negatives stands, if nobody moved it: among the positives, a little aside.
/// In their middle it turns no boundary.
pub const AMONG_POSITIVES: [f32; 2] = [4.7, 0.4];

impl Wrong {
    /// A cluster of positives.
    pub fn positive(center: [f32; 2]) -> Self {
        Self::Positive(Cloud {
            center,
            deviation: SPREAD,
        })
    }

    /// A cluster of negatives.
    pub fn negative(center: [f32; 2]) -> Self {
        Self::Negative(Cloud {
            center,
            deviation: SPREAD,
        })
    }

    fn easy_count(self) -> usize {
        match self {
            Self::Turned => EASY_COUNT_TURNED,
            _ => EASY_COUNT,
        }
    }
}

impl Outliers {
    /// Positives among the easy negatives.
    pub fn among_negatives(count: usize) -> Self {
        let wrong = Wrong::positive(AMONG_NEGATIVES);
        Self { count, wrong }
    }

    /// Negatives among the positives.
    pub fn among_positives(count: usize) -> Self {
        let wrong = Wrong::negative(AMONG_POSITIVES);
        Self { count, wrong }
    }

    /// Labels turned anywhere.
    pub fn turned(count: usize) -> Self {
        let wrong = Wrong::Turned;
        Self { count, wrong }
    }
}

/// Points and their labels: positives, hard negatives, easy negatives, and clusters of outliers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// First coordinates.
    pub x: Vec<f32>,
    /// Second coordinates.
    pub y: Vec<f32>,
    /// 1 for positives.
    pub targets: Vec<f32>,
    wrong: Vec<usize>,
}

/// A normal deviate, by Marsaglia's polar method: without a cosine, which is large in the page.
fn normal(random: &mut Rand32) -> f32 {
    loop {
        let [u, v] = [0; 2].map(|_| 2.0 * random.rand_float() - 1.0);
        let s = u * u + v * v;
        if s > 0.0 && s < 1.0 {
            return u * (-2.0 * libm::logf(s) / s).sqrt();
        }
    }
}

/// Indices of the hard negatives.
pub const HARD_ONES: std::ops::Range<usize> = POSITIVE_COUNT..POSITIVE_COUNT + HARD_COUNT;

impl Points {
    /// Points to train with.
    pub fn train(seed: u32, outliers: &Outliers) -> Self {
        let mut points = Self::default();
        points.set_outliers(seed, outliers);
        points
    }

    /// Points to test on: none is an outlier.
    pub fn test(seed: u32) -> Self {
        Self::clean(2 * u64::from(seed) + 1, TEST_FACTOR, EASY_COUNT)
    }

    fn clean(seed: u64, factor: usize, easy: usize) -> Self {
        let mut points = Self::default();
        let mut random = Rand32::new(seed);
        points.add(&mut random, POSITIVES, factor * POSITIVE_COUNT, 1.0);
        points.add(&mut random, HARD, factor * HARD_COUNT, 0.0);
        points.add(&mut random, EASY, easy, 0.0);
        points
    }

    /// Puts other outliers in the place of those of [`train`](Self::train) with the same seed; all
    /// else stays. Each outlier keeps its place in the cloud, and labels once turned stay so when
    /// more are.
    pub fn set_outliers(&mut self, seed: u32, outliers: &Outliers) {
        let clean = HARD_ONES.end + outliers.wrong.easy_count();
        for values in [&mut self.x, &mut self.y, &mut self.targets] {
            values.truncate(clean);
        }
        if self.x.len() < clean {
            *self = Self::clean(2 * u64::from(seed), 1, outliers.wrong.easy_count());
        }
        let mut random = Rand32::new_inc(u64::from(seed), 1);
        self.turn_back();
        match outliers.wrong {
            Wrong::Positive(cloud) => self.add(&mut random, cloud, outliers.count, 1.0),
            Wrong::Negative(cloud) => self.add(&mut random, cloud, outliers.count, 0.0),
            Wrong::Turned => self.turn(&mut random, outliers.count),
        }
        if outliers.wrong != Wrong::Turned {
            self.wrong = (clean..self.x.len()).collect();
        }
    }

    fn turn_back(&mut self) {
        for index in self.wrong.drain(..) {
            if let Some(target) = self.targets.get_mut(index) {
                *target = f32::from(u8::from(index < POSITIVE_COUNT));
            }
        }
    }

    /// Turns that many labels: the first of a shuffle.
    fn turn(&mut self, random: &mut Rand32, count: usize) {
        let n = self.x.len();
        let mut order: Vec<usize> = (0..n).collect();
        for i in 0..count.min(n) {
            let other = random.rand_range(i as u32..n as u32) as usize;
            order.swap(i, other);
            self.targets[order[i]] = 1.0 - self.targets[order[i]];
        }
        order.truncate(count);
        self.wrong = order;
    }

    fn add(&mut self, random: &mut Rand32, cloud: Cloud, count: usize, target: f32) {
        for _ in 0..count {
            let mut draw = |i: usize| cloud.center[i] + cloud.deviation * normal(random);
            self.x.push(draw(0));
            self.y.push(draw(1));
            self.targets.push(target);
        }
    }

    /// Indices of the outliers.
    pub fn wrong(&self) -> &[usize] {
        &self.wrong
    }
}

/// How many parameters the boundary may have: straight or a conic section.
fn parameters_for(wrong: Wrong) -> usize {
    match wrong {
        Wrong::Turned => PARAMETERS,
        _ => 3,
    }
}

/// Most parameters of a boundary.
pub const PARAMETERS: usize = 6;

/// How many of `scores`, best first, are at least as good.
fn rank(scores: &[f32], score: f32) -> usize {
    scores.partition_point(|other| *other >= score)
}

/// What the parameters are multiplied with.
fn features(x: f32, y: f32) -> [f32; PARAMETERS] {
    [x, y, 1.0, x * x, x * y, y * y]
}

/// A logistic regression in training: the logit is a sum of parameters times
/// `x, y, 1, x^2, x y, y^2`, and the boundary is where it is 0. Of a straight boundary the last
/// three are 0.
#[derive(Clone, Debug)]
pub struct Twin {
    parameters: [f32; PARAMETERS],
    trained: usize,
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
    pub fn new(loss: ClassLoss, wrong: Wrong) -> Result<Self, Error> {
        let mut parameters = [0.0; PARAMETERS];
        parameters[2] = -libm::logf(99.0);
        let trained = parameters_for(wrong);
        Ok(Self {
            parameters,
            trained,
            adam: Adam::new(trained),
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
    pub fn trained(loss: ClassLoss, seed: u32, outliers: &Outliers) -> Result<Self, Error> {
        let points = Points::train(seed, outliers);
        let mut twin = Self::new(loss, outliers.wrong)?;
        for _ in 0..STEPS {
            twin.step(&points)?;
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
        let trained = self.trained;
        let parameters = &mut self.parameters[..trained];
        self.adam.step(RATE, &gradient[..trained], parameters);
        Ok(loss)
    }

    /// Loss, and its derivative by each parameter.
    fn gradient(&mut self, points: &Points) -> Result<(f64, [f64; PARAMETERS]), Error> {
        self.run(points);
        self.mask.resize(points.targets.len(), 1.0);
        let Self {
            logits,
            gradient,
            mask,
            ..
        } = self;
        let loss = self.loss.step(logits, &points.targets, mask, gradient)?;
        let mut sums = [0.0; PARAMETERS];
        for ((&g, &x), &y) in gradient.iter().zip(&points.x).zip(&points.y) {
            let g = f64::from(g);
            sums[0] += g * f64::from(x);
            sums[1] += g * f64::from(y);
            sums[2] += g;
        }
        if self.trained > 3 {
            for ((&g, &x), &y) in gradient.iter().zip(&points.x).zip(&points.y) {
                let of = features(x, y);
                for (sum, of) in sums[3..].iter_mut().zip(&of[3..]) {
                    *sum += f64::from(g) * f64::from(*of);
                }
            }
        }
        Ok((loss, sums))
    }

    fn run(&mut self, points: &Points) {
        let [wx, wy, bias, xx, xy, yy] = self.parameters;
        let points = points.x.iter().zip(&points.y);
        self.logits.clear();
        if self.trained > 3 {
            let logit =
                |(x, y)| wx * x + wy * y + bias + (xx * (x * x) + xy * (x * y) + yy * (y * y));
            self.logits.extend(points.map(|(&x, &y)| logit((x, y))));
        } else {
            let logit = |(x, y): (&f32, &f32)| wx * x + wy * y + bias;
            self.logits.extend(points.map(logit));
        }
    }

    /// Logits of the last step's points, before the step.
    pub fn logits(&self) -> &[f32] {
        &self.logits
    }

    /// What `x, y, 1, x^2, x y, y^2` are multiplied with.
    pub fn parameters(&self) -> [f32; PARAMETERS] {
        self.parameters
    }

    /// Direction in which the logit grows at the origin, in degrees from the `x` axis: about 0
    /// without outliers.
    pub fn degrees(&self) -> f32 {
        libm::atan2f(self.parameters[1], self.parameters[0]).to_degrees()
    }

    /// Part of the last step's gradient, summed without signs over all points, that came from
    /// those: the outliers, say.
    pub fn share(&self, of: &[usize]) -> f64 {
        let size = |g: &f32| f64::from(g.abs());
        let all: f64 = self.gradient.iter().map(size).sum();
        let part: f64 = of
            .iter()
            .map(|&i| self.gradient.get(i).map_or(0.0, size))
            .sum();
        part / all.max(f64::MIN_POSITIVE)
    }

    /// Average precision on points that carry the right label (101 points of recall).
    pub fn average_precision(&mut self, points: &Points) -> f64 {
        self.run(points);
        let scores = || self.logits.iter().zip(&points.targets);
        // Positives, best first: few enough to be put in one by one.
        let mut positives: Vec<f32> = vec![];
        for (&logit, _) in scores().filter(|(_, target)| **target > 0.0) {
            positives.insert(rank(&positives, logit), logit);
        }
        // Of the negatives, how many come right before each. Of equals the positive is first.
        let mut before = vec![0; positives.len() + 1];
        for (&logit, _) in scores().filter(|(_, target)| **target == 0.0) {
            before[rank(&positives, logit)] += 1;
        }
        let ranked = before.iter().take(positives.len()).flat_map(|&negatives| {
            let correct = std::iter::once(true);
            std::iter::repeat_n(false, negatives).chain(correct)
        });
        area(ranked, positives.len())
    }
}

/// Cross-entropy, focal loss and GHM-C.
pub fn losses() -> [ClassLoss; 3] {
    [
        ClassLoss::CrossEntropy,
        FOCAL,
        ClassLoss::Ghm(Options::classification()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean AP of cross-entropy, focal loss and GHM-C, and mean direction.
    fn results(outliers: &Outliers) -> ([f64; 3], [f32; 3]) {
        const SEEDS: u32 = 3;
        means(outliers, SEEDS)
    }

    fn means(outliers: &Outliers, seeds: u32) -> ([f64; 3], [f32; 3]) {
        let (mut ap, mut degrees) = ([0.0; 3], [0.0; 3]);
        for seed in 0..seeds {
            let test = Points::test(seed);
            for (i, loss) in losses().into_iter().enumerate() {
                let mut twin = Twin::trained(loss, seed, outliers).unwrap();
                ap[i] += twin.average_precision(&test) / f64::from(seeds);
                degrees[i] += twin.degrees() / seeds as f32;
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
        let (few, _) = means(&Outliers::among_negatives(10), SEEDS);
        assert!(few[0] - few[2] > 0.01, "{few:?}");
        let (many, degrees) = results(&Outliers::among_negatives(300));
        assert!(many[2] - many[0] > 0.3, "{many:?}");
        assert!(many[2] - many[1] > 0.3, "{many:?}");
        // Towards the outliers, which lie below: GHM-C turns least.
        assert!(degrees[0] < -55.0 && degrees[1] < -55.0, "{degrees:?}");
        assert!((-50.0..-25.0).contains(&degrees[2]), "{degrees:?}");
    }

    /// Why: few outliers have a larger part of GHM-C's gradient, many a smaller one.
    #[test]
    fn outliers_fill_a_part_of_the_gradient_that_hardly_grows_under_ghm() {
        let share = |loss, count| {
            let outliers = Outliers::among_negatives(count);
            let twin = Twin::trained(loss, 0, &outliers).unwrap();
            twin.share(Points::train(0, &outliers).wrong())
        };
        let [ce, _, ghm] = losses();
        assert!(share(ghm, 10) > share(ce, 10));
        assert!(share(ghm, 300) < share(ce, 300));
        assert_eq!(share(ce, 0), 0.0);
    }

    #[test]
    fn negative_outliers_are_damped_too() {
        let (ap, _) = results(&Outliers::among_positives(300));
        assert!(ap[2] > ap[0] && ap[2] > ap[1], "{ap:?}");
    }

    #[test]
    fn labels_turned_anywhere_are_what_ghm_cannot_bear() {
        let (ap, _) = means(&Outliers::turned(300), SEEDS);
        assert!(ap[0] > 0.9 && ap[1] > 0.9, "{ap:?}");
        assert!(ap[2] < 0.75, "{ap:?}");
    }

    #[test]
    fn labels_turned_stay_so_when_more_are() {
        let mut points = Points::train(2, &Outliers::turned(20));
        let few = points.wrong().to_vec();
        points.set_outliers(2, &Outliers::turned(50));
        assert_eq!(points, Points::train(2, &Outliers::turned(50)));
        assert_eq!(points.wrong()[..20], few);
        let positive = points.targets.iter().filter(|t| **t > 0.0).count();
        let positives_turned = points.wrong().iter().filter(|i| **i < 30).count();
        assert_eq!(positive, 30 + 50 - 2 * positives_turned);
        // To another kind and back.
        points.set_outliers(2, &Outliers::among_negatives(5));
        assert_eq!(points, Points::train(2, &Outliers::among_negatives(5)));
        points.set_outliers(2, &Outliers::turned(20));
        assert_eq!(points, Points::train(2, &Outliers::turned(20)));
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
        let straight = (
            [0.5, -0.25, -4.0, 0.0, 0.0, 0.0],
            Outliers::among_negatives(30),
        );
        let curved = ([0.3, -0.25, -4.0, 0.1, 0.05, -0.1], Outliers::turned(30));
        let cases = [ClassLoss::CrossEntropy, FOCAL].map(|loss| [(loss, straight), (loss, curved)]);
        for (loss, (start, outliers)) in cases.into_iter().flatten() {
            let points = Points::train(1, &outliers);
            let at = |parameters: [f32; PARAMETERS]| {
                let mut twin = Twin::new(loss, outliers.wrong).unwrap();
                twin.parameters = parameters;
                twin.gradient(&points).unwrap()
            };
            let (_, gradient) = at(start);
            let trained = parameters_for(outliers.wrong);
            for (i, found) in gradient.into_iter().enumerate().take(trained) {
                // Squares are larger than coordinates, and the loss bends the more.
                let h = if i < 3 { 1.0 / 128.0 } else { 1.0 / 1024.0 };
                let (mut up, mut down) = (start, start);
                up[i] += h;
                down[i] -= h;
                let numerical = (at(up).0 - at(down).0) / f64::from(2.0 * h);
                let error = (found - numerical).abs();
                assert!(
                    error < 1e-3 * (1.0 + numerical.abs()),
                    "{loss:?} {i}: {error}"
                );
            }
        }
    }
}

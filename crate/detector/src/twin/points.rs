//! The points of the plane, and what is wrong with some of their labels.

use oorandom::Rand32;

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
    /// Points anywhere whose labels are turned. There are fewer easy negatives then, and the boundary
    /// may curve.
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
/// As many there are where labels are turned.
const EASY_COUNT_TURNED: usize = 10_000;
const HARD_COUNT: usize = 100;
const POSITIVE_COUNT: usize = 30;
/// How many times as many hard negatives and positives are tested on as are trained with.
const TEST_FACTOR: usize = 10;
/// Standard deviation of a cluster of outliers.
pub const SPREAD: f32 = 0.3;
/// Where a cluster of outliers labelled as positives is until someone moves it: among the easy
/// negatives.
pub const AMONG_NEGATIVES: [f32; 2] = [0.2, -1.3];
/// Where a cluster of outliers labelled as negatives is until someone moves it: among the positives, a
/// little off their centre, where it would not turn the boundary.
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

/// A normal deviate by Marsaglia's polar method, which needs no cosine: that would add kilobytes to the
/// page.
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

    /// Replaces the outliers; afterwards the points are those of [`train`](Self::train) with this seed
    /// and these outliers. All other points stay. Each outlier keeps its place in the cloud, and if
    /// more labels are turned than before, those that were turned stay so.
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

    /// Turns the labels of the first `count` points of a shuffled order.
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

#[cfg(test)]
mod tests {
    use super::*;

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
}

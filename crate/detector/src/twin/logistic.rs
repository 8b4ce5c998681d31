//! A boundary in training: logistic regression under any loss of the list.

use ghm::{
    Error,
    loss::{ClassRow, Parameters},
};

use super::points::{Outliers, Points, Wrong};
use crate::{adam::Adam, ap::area, losses::ClassState};

/// How many parameters are trained: 3 for a straight boundary, 6 for a conic section.
fn parameters_for(wrong: Wrong) -> usize {
    match wrong {
        Wrong::Turned => PARAMETERS,
        _ => 3,
    }
}

/// The number of parameters of any boundary.
pub const PARAMETERS: usize = 6;

/// How many of `scores`, which come best first, are at least `score`.
fn rank(scores: &[f32], score: f32) -> usize {
    scores.partition_point(|other| *other >= score)
}

/// What the parameters are multiplied with.
fn features(x: f32, y: f32) -> [f32; PARAMETERS] {
    [x, y, 1.0, x * x, x * y, y * y]
}

/// A logistic regression in training: the logit is a sum of parameters times
/// `x, y, 1, x^2, x y, y^2`, and the boundary is where it is 0. The last three parameters of a
/// straight boundary are 0.
#[derive(Clone, Debug)]
pub struct LogisticRegression {
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

impl LogisticRegression {
    /// Untrained: every point's probability is .01. The loss has its default parameters and its own
    /// divisor.
    ///
    /// # Errors
    /// As [`ClassState::new`].
    pub fn new(row: &ClassRow, wrong: Wrong) -> Result<Self, Error> {
        let mut parameters = [0.0; PARAMETERS];
        parameters[2] = -libm::logf(99.0);
        let trained = parameters_for(wrong);
        Ok(Self {
            parameters,
            trained,
            adam: Adam::new(trained),
            loss: ClassState::new((row.make)(&Parameters::default()), row.own_divisor)?,
            logits: vec![],
            gradient: vec![],
            mask: vec![],
        })
    }

    /// Trained for [`STEPS`] steps.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn trained(row: &ClassRow, seed: u32, outliers: &Outliers) -> Result<Self, Error> {
        let points = Points::train(seed, outliers);
        let mut regression = Self::new(row, outliers.wrong)?;
        for _ in 0..STEPS {
            regression.step(&points)?;
        }
        Ok(regression)
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

    /// The part of the last step's gradient that came from the points `of`, the outliers for instance:
    /// the sum of absolute derivatives over them, divided by that over all points.
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
        // Logits of the positives, best first: they are few, so each is inserted in its place.
        let mut positives: Vec<f32> = vec![];
        for (&logit, _) in scores().filter(|(_, target)| **target > 0.0) {
            positives.insert(rank(&positives, logit), logit);
        }
        // How many negatives rank between each positive and the one before it. A positive ranks before
        // a negative of the same logit.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::default_losses;
    use ghm::loss::class_row;

    /// Mean AP of cross-entropy, focal loss and GHM-C, and mean direction.
    fn results(outliers: &Outliers) -> ([f64; 3], [f32; 3]) {
        means(outliers, 3)
    }

    fn means(outliers: &Outliers, seeds: u32) -> ([f64; 3], [f32; 3]) {
        let (mut ap, mut degrees) = ([0.0; 3], [0.0; 3]);
        for seed in 0..seeds {
            let test = Points::test(seed);
            for (i, row) in default_losses().into_iter().enumerate() {
                let mut twin = LogisticRegression::trained(row, seed, outliers).unwrap();
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
        let (few, _) = means(&Outliers::among_negatives(10), 5);
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
        let share = |key, count| {
            let outliers = Outliers::among_negatives(count);
            let twin = LogisticRegression::trained(class_row(key).unwrap(), 0, &outliers).unwrap();
            twin.share(Points::train(0, &outliers).wrong())
        };
        assert!(share("ghm", 10) > share("ce", 10));
        assert!(share("ghm", 300) < share("ce", 300));
        assert_eq!(share("ce", 0), 0.0);
    }

    #[test]
    fn negative_outliers_are_damped_too() {
        let (ap, _) = results(&Outliers::among_positives(300));
        assert!(ap[2] > ap[0] && ap[2] > ap[1], "{ap:?}");
    }

    #[test]
    fn labels_turned_anywhere_are_what_ghm_cannot_bear() {
        let (ap, _) = means(&Outliers::turned(300), 5);
        assert!(ap[0] > 0.9 && ap[1] > 0.9, "{ap:?}");
        assert!(ap[2] < 0.75, "{ap:?}");
    }

    #[test]
    fn the_gradient_is_the_numerical_difference() {
        let straight = (
            [0.5, -0.25, -4.0, 0.0, 0.0, 0.0],
            Outliers::among_negatives(30),
        );
        let curved = ([0.3, -0.25, -4.0, 0.1, 0.05, -0.1], Outliers::turned(30));
        let cases = ["ce", "focal"].map(|key| [(key, straight), (key, curved)]);
        for (key, (start, outliers)) in cases.into_iter().flatten() {
            let points = Points::train(1, &outliers);
            let at = |parameters: [f32; PARAMETERS]| {
                let mut twin =
                    LogisticRegression::new(class_row(key).unwrap(), outliers.wrong).unwrap();
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
                assert!(error < 1e-3 * (1.0 + numerical.abs()), "{key} {i}: {error}");
            }
        }
    }
}

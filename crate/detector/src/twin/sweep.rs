//! Average precision against the number of outliers.

use ghm::{Error, loss::ClassRow};

use super::{
    logistic::{LogisticRegression, PARAMETERS, STEPS},
    points::{Outliers, Points, Wrong},
};

/// Regressions on the same points: one for each chosen loss.
#[derive(Clone, Debug)]
pub struct Regressions {
    losses: Vec<&'static ClassRow>,
    each: Vec<LogisticRegression>,
    steps: usize,
}

impl Regressions {
    /// Untrained, under those losses.
    pub fn new(losses: &[&'static ClassRow], wrong: Wrong) -> Self {
        let untrained = |row: &&ClassRow| {
            LogisticRegression::new(row, wrong).expect("every loss takes its default parameters")
        };
        Self {
            losses: losses.to_vec(),
            each: losses.iter().map(untrained).collect(),
            steps: 0,
        }
    }

    /// The losses that they are trained with.
    pub fn losses(&self) -> &[&'static ClassRow] {
        &self.losses
    }

    /// One step of each.
    ///
    /// # Errors
    /// As [`LogisticRegression::step`].
    pub fn step(&mut self, points: &Points) -> Result<(), Error> {
        for regression in &mut self.each {
            regression.step(points)?;
        }
        self.steps += 1;
        Ok(())
    }

    /// Steps so far.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Parameters of each.
    pub fn parameters(&self) -> Vec<[f32; PARAMETERS]> {
        let parameters = self.each.iter().map(LogisticRegression::parameters);
        parameters.collect()
    }

    /// Part of each one's last gradient that came from those points.
    pub fn share(&self, of: &[usize]) -> Vec<f64> {
        self.each.iter().map(|it| it.share(of)).collect()
    }

    /// Average precision of each.
    pub fn average_precision(&mut self, points: &Points) -> Vec<f64> {
        let each = self.each.iter_mut();
        each.map(|it| it.average_precision(points)).collect()
    }
}

/// The numbers of outliers that a [`Sweep`] trains with.
pub const COUNTS: [usize; 12] = [0, 1, 3, 10, 20, 30, 50, 100, 200, 300, 500, 1000];
/// How many seeds a [`Sweep`] trains with: 0, 1, and so on.
pub const SEEDS: u32 = 5;

/// Average precision against the number of outliers: for every seed and every one of [`COUNTS`]
/// one regression for each loss is trained from the start.
#[derive(Clone, Debug)]
pub struct Sweep {
    wrong: Wrong,
    at: usize,
    test: Points,
    points: Points,
    regressions: Regressions,
}

/// One of a [`Sweep`]'s results.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Number of outliers.
    pub count: usize,
    /// Seed of the points.
    pub seed: u32,
    /// Average precision under each loss of the sweep.
    pub ap: Vec<f64>,
}

impl Sweep {
    /// Under those losses with outliers of that kind; nothing is trained yet.
    pub fn new(losses: &[&'static ClassRow], wrong: Wrong) -> Self {
        let mut sweep = Self {
            wrong,
            at: 0,
            test: Points::default(),
            points: Points::default(),
            regressions: Regressions::new(losses, wrong),
        };
        sweep.begin();
        sweep
    }

    /// The losses that it trains with.
    pub fn losses(&self) -> &[&'static ClassRow] {
        self.regressions.losses()
    }

    /// The number of cells of a whole sweep.
    pub fn cells() -> usize {
        COUNTS.len() * SEEDS as usize
    }

    /// Seed and number of outliers of the cell in work: all numbers of a seed before the next seed.
    fn cell(&self) -> (u32, usize) {
        (
            (self.at / COUNTS.len()) as u32,
            COUNTS[self.at % COUNTS.len()],
        )
    }

    fn begin(&mut self) {
        let (seed, count) = self.cell();
        if self.at.is_multiple_of(COUNTS.len()) {
            self.test = Points::test(seed);
            self.points = Points::default();
        }
        let wrong = self.wrong;
        self.points.set_outliers(seed, &Outliers { count, wrong });
        self.regressions = Regressions::new(self.regressions.losses(), wrong);
    }

    /// Makes at most that many more steps under each loss. Returns a cell, if that finished one.
    ///
    /// # Errors
    /// As [`LogisticRegression::step`].
    pub fn advance(&mut self, steps: usize) -> Result<Option<Cell>, Error> {
        if self.at == Self::cells() {
            return Ok(None);
        }
        for _ in 0..steps.min(STEPS - self.regressions.steps()) {
            self.regressions.step(&self.points)?;
        }
        if self.regressions.steps() < STEPS {
            return Ok(None);
        }
        let (seed, count) = self.cell();
        let ap = self.regressions.average_precision(&self.test);
        self.at += 1;
        if self.at < Self::cells() {
            self.begin();
        }
        Ok(Some(Cell { count, seed, ap }))
    }

    /// The number of finished cells.
    pub fn done(&self) -> usize {
        self.at
    }
}

/// Where the mean average precisions of cross-entropy and GHM-C cross: the number of outliers from
/// which on GHM-C is the better one, at all larger numbers of the sweep too. `mean` gives for one of
/// [`COUNTS`] the average precision under each of `losses`. The crossover lies between two of
/// [`COUNTS`], on a line over `ln(1 + k)`. `None` if GHM-C is never better, or if one of the two is
/// not among the losses; 0 if it always is.
pub fn crossover(
    losses: &[&'static ClassRow],
    mean: impl Fn(usize) -> Option<Vec<f64>>,
) -> Option<f64> {
    let place = |key| losses.iter().position(|row| row.key == key);
    let (ce, ghm) = (place("ce")?, place("ghm")?);
    let gain = |count| mean(count).map(|ap| ap[ghm] - ap[ce]);
    let mut above: Option<(f64, f64)> = None;
    for &count in COUNTS.iter().rev() {
        let (at, gain) = (libm::log(1.0 + count as f64), gain(count)?);
        match above {
            _ if gain > 0.0 => above = Some((at, gain)),
            None => return None,
            Some((to, high)) => {
                return Some(libm::exp(at + (to - at) * gain / (gain - high)) - 1.0);
            }
        }
    }
    above.map(|_| 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::default_losses;

    #[test]
    fn a_sweep_is_made_of_trained_regressions() {
        let outliers = Outliers::among_negatives(0);
        let mut sweep = Sweep::new(&default_losses(), outliers.wrong);
        assert_eq!(sweep.advance(STEPS - 1), Ok(None));
        let cell = sweep.advance(STEPS).unwrap().unwrap();
        assert_eq!((cell.count, cell.seed, sweep.done()), (0, 0, 1));
        for (row, ap) in default_losses().into_iter().zip(cell.ap) {
            let mut alone = LogisticRegression::trained(row, 0, &outliers).unwrap();
            assert_eq!(alone.average_precision(&Points::test(0)), ap);
        }
        let next = sweep.advance(STEPS).unwrap().unwrap();
        assert_eq!((next.count, next.seed), (COUNTS[1], 0));
    }

    #[test]
    fn curves_cross_where_the_better_one_stays_better() {
        let with = |gains: [f64; COUNTS.len()]| {
            crossover(&default_losses(), move |count| {
                let at = COUNTS.iter().position(|c| *c == count)?;
                Some(vec![0.5, 0.5, 0.5 + gains[at]])
            })
        };
        let mut gains = [-0.1; COUNTS.len()];
        assert_eq!(with(gains), None);
        // Better at 3, but not to stay; from 50 on it is.
        gains[2] = 0.1;
        gains[6..].fill(0.1);
        let k = with(gains).unwrap();
        assert!((30.0..50.0).contains(&k), "{k}");
        assert_eq!(with([0.1; COUNTS.len()]), Some(0.0));
        assert_eq!(crossover(&default_losses(), |_| None), None);
        // Without cross-entropy there is nothing to cross.
        let better = |_| Some(vec![0.5, 0.6]);
        assert_eq!(crossover(&default_losses()[1..], better), None);
    }
}

//! Average precision against the number of outliers.

use ghm::Error;

use super::{Outliers, PARAMETERS, Points, STEPS, Twin, Wrong, losses};

/// Three twins on the same points: under cross-entropy, focal loss and GHM-C.
#[derive(Clone, Debug)]
pub struct Trio {
    twins: [Twin; 3],
    steps: usize,
}

impl Trio {
    /// Untrained.
    pub fn new(wrong: Wrong) -> Self {
        let twin = |loss| Twin::new(loss, wrong).expect("the losses' own options are valid");
        Self {
            twins: losses().map(twin),
            steps: 0,
        }
    }

    /// One step of each.
    ///
    /// # Errors
    /// As [`Twin::step`].
    pub fn step(&mut self, points: &Points) -> Result<(), Error> {
        for twin in &mut self.twins {
            twin.step(points)?;
        }
        self.steps += 1;
        Ok(())
    }

    /// Steps so far.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Parameters of each.
    pub fn parameters(&self) -> [[f32; PARAMETERS]; 3] {
        [0, 1, 2].map(|i| self.twins[i].parameters())
    }

    /// Part of each one's last gradient that came from those points.
    pub fn share(&self, of: &[usize]) -> [f64; 3] {
        [0, 1, 2].map(|i| self.twins[i].share(of))
    }

    /// Average precision of each.
    pub fn average_precision(&mut self, points: &Points) -> [f64; 3] {
        [0, 1, 2].map(|i| self.twins[i].average_precision(points))
    }
}

/// Numbers of outliers that [`Sweep`] goes through.
pub const COUNTS: [usize; 12] = [0, 1, 3, 10, 20, 30, 50, 100, 200, 300, 500, 1000];
/// Seeds that it goes through: from 0.
pub const SEEDS: u32 = 5;

/// Average precision against the number of outliers: for every seed and every one of [`COUNTS`]
/// the three twins are trained from the start.
#[derive(Clone, Debug)]
pub struct Sweep {
    wrong: Wrong,
    at: usize,
    test: Points,
    points: Points,
    trio: Trio,
}

/// One of a [`Sweep`]'s results.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Number of outliers.
    pub count: usize,
    /// Seed of the points.
    pub seed: u32,
    /// Average precision under cross-entropy, focal loss and GHM-C.
    pub ap: [f64; 3],
}

impl Sweep {
    /// Of such outliers; nothing is trained yet.
    pub fn new(wrong: Wrong) -> Self {
        let mut sweep = Self {
            wrong,
            at: 0,
            test: Points::default(),
            points: Points::default(),
            trio: Trio::new(wrong),
        };
        sweep.begin();
        sweep
    }

    /// Cells there are in all.
    pub fn cells() -> usize {
        COUNTS.len() * SEEDS as usize
    }

    /// Seed and number of outliers of the cell in work: seed by seed.
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
        self.trio = Trio::new(wrong);
    }

    /// Trains on for at most so many steps of each loss; a cell, if one is finished with them.
    ///
    /// # Errors
    /// As [`Twin::step`].
    pub fn advance(&mut self, steps: usize) -> Result<Option<Cell>, Error> {
        if self.at == Self::cells() {
            return Ok(None);
        }
        for _ in 0..steps.min(STEPS - self.trio.steps()) {
            self.trio.step(&self.points)?;
        }
        if self.trio.steps() < STEPS {
            return Ok(None);
        }
        let (seed, count) = self.cell();
        let ap = self.trio.average_precision(&self.test);
        self.at += 1;
        if self.at < Self::cells() {
            self.begin();
        }
        Ok(Some(Cell { count, seed, ap }))
    }

    /// Cells that are finished.
    pub fn done(&self) -> usize {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_is_made_of_trained_twins() {
        let outliers = Outliers::among_negatives(0);
        let mut sweep = Sweep::new(outliers.wrong);
        assert_eq!(sweep.advance(STEPS - 1), Ok(None));
        let cell = sweep.advance(STEPS).unwrap().unwrap();
        assert_eq!((cell.count, cell.seed, sweep.done()), (0, 0, 1));
        for (loss, ap) in losses().into_iter().zip(cell.ap) {
            let mut twin = Twin::trained(loss, 0, &outliers).unwrap();
            assert_eq!(twin.average_precision(&Points::test(0)), ap);
        }
        let next = sweep.advance(STEPS).unwrap().unwrap();
        assert_eq!((next.count, next.seed), (COUNTS[1], 0));
    }
}

//! The twin at work for a reader who moves its outliers: first a few steps from where the
//! boundaries are, then the whole training from the start, then the sweep.

use ghm::{Error, loss::ClassRow};

use super::{
    logistic::STEPS,
    message::{Answer, Job, Outcome},
    points::{Outliers, Points, Wrong},
    sweep::{Cell, Regressions, Sweep},
};

/// Seed of the points that the reader sees: among the seeds of the sweep the one whose curve is
/// nearest to the mean.
pub const SEED: u32 = 3;
/// The most steps that boundaries make from where they are when the outliers have moved.
const WARM_STEPS: usize = 50;

/// Works on jobs, and keeps what is in training between them.
pub struct JobRunner {
    /// Generation of the job in work.
    generation: Option<u32>,
    points: Points,
    test: Points,
    /// What is shown while the outliers move: it goes on from where it is.
    warm: Option<(Wrong, Regressions)>,
    /// What is trained from the start once they rest.
    fresh: Option<Regressions>,
    sweep: Option<(Wrong, Sweep)>,
}

impl Default for JobRunner {
    fn default() -> Self {
        Self::new()
    }
}

impl JobRunner {
    /// Nothing is in training yet.
    pub fn new() -> Self {
        Self {
            generation: None,
            points: Points::default(),
            test: Points::test(SEED),
            warm: None,
            fresh: None,
            sweep: None,
        }
    }

    /// Works on `job` as long as `time_left` returns true, and for one step at least.
    ///
    /// # Errors
    /// [`Error::NotFinite`], if training diverged.
    pub fn work(&mut self, job: Job, time_left: impl Fn() -> bool) -> Result<Answer, Error> {
        let changed = self.generation != Some(job.generation);
        self.generation = Some(job.generation);
        let Outliers { wrong, .. } = job.outliers;
        let mut cells = vec![];
        if changed {
            self.begin(&job);
            self.move_on(&time_left)?;
        } else if self.fresh.is_some() {
            self.train(wrong, &time_left)?;
        } else if let Some(known) = job.sweep {
            cells = self.sweep(&job.losses, wrong, known, &time_left)?;
        }
        let Self {
            warm, points, test, ..
        } = self;
        let (_, shown) = warm.as_mut().expect("a job has begun");
        let (ap, share) = (shown.average_precision(test), shown.share(points.wrong()));
        let parameters = shown.parameters();
        let outcome = |(i, &loss): (usize, &&'static ClassRow)| Outcome {
            loss,
            parameters: parameters[i],
            ap: ap[i] as f32,
            share: share[i] as f32,
        };
        Ok(Answer {
            generation: job.generation,
            trained: self.fresh.is_none(),
            outcomes: shown.losses().iter().enumerate().map(outcome).collect(),
            cells,
        })
    }

    fn begin(&mut self, job: &Job) {
        let Outliers { wrong, .. } = job.outliers;
        self.points.set_outliers(SEED, &job.outliers);
        // Boundaries between other kinds of points, or under other losses, are no start.
        let same = |(old, warm): &(Wrong, Regressions)| {
            std::mem::discriminant(old) == std::mem::discriminant(&wrong)
                && warm.losses() == job.losses
        };
        if !self.warm.as_ref().is_some_and(same) {
            self.warm = Some((wrong, Regressions::new(&job.losses, wrong)));
        }
        self.fresh = Some(Regressions::new(&job.losses, wrong));
    }

    fn move_on(&mut self, time_left: &impl Fn() -> bool) -> Result<(), Error> {
        if let Some((_, warm)) = &mut self.warm {
            for _ in 0..WARM_STEPS {
                warm.step(&self.points)?;
                if !time_left() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn train(&mut self, wrong: Wrong, time_left: &impl Fn() -> bool) -> Result<(), Error> {
        while let Some(fresh) = &mut self.fresh {
            fresh.step(&self.points)?;
            if fresh.steps() == STEPS {
                self.warm = self.fresh.take().map(|fresh| (wrong, fresh));
            }
            if !time_left() {
                break;
            }
        }
        Ok(())
    }

    fn sweep(
        &mut self,
        losses: &[&'static ClassRow],
        wrong: Wrong,
        known: usize,
        time_left: &impl Fn() -> bool,
    ) -> Result<Vec<Cell>, Error> {
        let goes_on = |(old, sweep): &(Wrong, Sweep)| {
            *old == wrong && sweep.losses() == losses && sweep.done() == known
        };
        if !self.sweep.as_ref().is_some_and(goes_on) {
            self.sweep = Some((wrong, Sweep::new(losses, wrong)));
        }
        let mut cells = vec![];
        if let Some((_, sweep)) = &mut self.sweep {
            while sweep.done() < Sweep::cells() {
                cells.extend(sweep.advance(1)?);
                if !time_left() {
                    break;
                }
            }
        }
        Ok(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        settings::{chosen_losses, default_losses},
        twin::{logistic::LogisticRegression, sweep::COUNTS},
    };
    use std::cell::Cell as Counter;

    /// Time for so many steps.
    fn steps(n: usize) -> impl Fn() -> bool {
        let left = Counter::new(n);
        move || {
            left.set(left.get() - 1);
            left.get() > 0
        }
    }

    fn job(generation: u32, count: usize) -> Job {
        Job {
            generation,
            losses: default_losses(),
            outliers: Outliers::among_negatives(count),
            sweep: None,
        }
    }

    #[test]
    fn what_rests_is_trained_from_the_start() {
        let mut runner = JobRunner::new();
        let first = runner.work(job(1, 300), steps(10)).unwrap();
        assert!(!first.trained);
        // Moved on the way: what was begun is dropped.
        runner.work(job(1, 300), steps(100)).unwrap();
        let moved = runner.work(job(2, 30), steps(10)).unwrap();
        assert!(!moved.trained && moved.generation == 2);
        assert_ne!(moved.outcomes, first.outcomes);
        let half = runner.work(job(2, 30), steps(STEPS / 2)).unwrap();
        assert_eq!(half.outcomes, moved.outcomes, "shown until the end");
        let end = runner.work(job(2, 30), steps(STEPS)).unwrap();
        assert!(end.trained);
        for outcome in &end.outcomes {
            let outliers = Outliers::among_negatives(30);
            let alone = LogisticRegression::trained(outcome.loss, SEED, &outliers).unwrap();
            assert_eq!(outcome.parameters, alone.parameters());
        }
        // Other losses begin anew, and are answered for alone.
        let other = Job {
            losses: chosen_losses("ghm").unwrap(),
            ..job(3, 30)
        };
        let answer = runner.work(other, steps(1)).unwrap();
        assert!(!answer.trained);
        let keys: Vec<&str> = answer.outcomes.iter().map(|it| it.loss.key).collect();
        assert_eq!(keys, ["ghm"]);
    }

    #[test]
    fn a_sweep_comes_last_and_in_pieces() {
        let mut runner = JobRunner::new();
        let wanted = Job {
            sweep: Some(0),
            ..job(1, 3)
        };
        runner.work(wanted.clone(), steps(1)).unwrap();
        assert!(runner.work(wanted.clone(), steps(STEPS)).unwrap().trained);
        let early = runner.work(wanted.clone(), steps(STEPS - 1)).unwrap();
        assert_eq!(early.cells, []);
        let cells = runner.work(wanted.clone(), steps(1)).unwrap().cells;
        assert_eq!((cells[0].count, cells[0].seed), (COUNTS[0], 0));
        // Whoever has lost a cell gets all of them again.
        let again = runner.work(wanted.clone(), steps(STEPS)).unwrap().cells;
        assert_eq!(again, cells);
    }
}

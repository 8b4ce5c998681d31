//! The twin at work for a reader who moves its outliers: first a few steps from where the
//! boundaries are, then the whole training from the start, then the sweep.
//!
//! Questions and answers cross from the page to a worker as numbers, so both can be written as
//! such and read back.

use ghm::Error;

use super::{
    Cell, Outliers, PARAMETERS, Points, STEPS, Trio, Wrong,
    sweep::{COUNTS, Sweep},
};

/// What a reader asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Job {
    /// Counts up whenever the outliers change: an answer to an earlier question is stale.
    pub generation: u32,
    /// What to train with.
    pub outliers: Outliers,
    /// Whether the sweep is wanted too: then how many of its cells the asker has already.
    pub sweep: Option<usize>,
}

/// How far the training has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Of the question.
    pub generation: u32,
    /// Parameters under cross-entropy, focal loss and GHM-C.
    pub parameters: [[f32; PARAMETERS]; 3],
    /// Average precision of each on clean points.
    pub ap: [f32; 3],
    /// Part of each one's gradient that comes from the outliers.
    pub share: [f32; 3],
    /// Whether these are the results of the whole training: else of some steps on the way.
    pub trained: bool,
    /// What the sweep has finished since the last answer.
    pub cells: Vec<Cell>,
}

/// Seed of the points that the reader sees: of the sweep's, the one whose curve is nearest to the
/// mean.
pub const SEED: u32 = 3;
/// Steps that boundaries make at most when the outliers have moved.
const WARM_STEPS: usize = 50;
/// Numbers of a job.
const JOB: usize = 6;
/// Numbers before an answer's cells.
const HEAD: usize = 2 + 3 * PARAMETERS + 6;
/// Numbers of a cell.
const CELL: usize = 5;

impl Job {
    /// As numbers.
    pub fn encode(&self) -> Vec<f32> {
        let (kind, [x, y]) = match self.outliers.wrong {
            Wrong::Positive(cloud) => (0.0, cloud.center),
            Wrong::Negative(cloud) => (1.0, cloud.center),
            Wrong::Turned => (2.0, [0.0; 2]),
        };
        let sweep = self.sweep.map_or(-1.0, |cells| cells as f32);
        let count = self.outliers.count as f32;
        vec![self.generation as f32, kind, count, x, y, sweep]
    }

    /// From [`encode`](Self::encode)'s numbers.
    pub fn decode(numbers: &[f32]) -> Option<Self> {
        let &[generation, kind, count, x, y, sweep] = <&[f32; JOB]>::try_from(numbers).ok()?;
        let wrong = match kind as u32 {
            0 => Wrong::positive([x, y]),
            1 => Wrong::negative([x, y]),
            _ => Wrong::Turned,
        };
        Some(Self {
            generation: generation as u32,
            outliers: Outliers {
                count: count as usize,
                wrong,
            },
            sweep: (sweep >= 0.0).then_some(sweep as usize),
        })
    }
}

impl Answer {
    /// As numbers.
    pub fn encode(&self) -> Vec<f32> {
        let mut numbers = vec![self.generation as f32, f32::from(u8::from(self.trained))];
        numbers.extend(self.parameters.iter().flatten());
        numbers.extend(self.ap);
        numbers.extend(self.share);
        for cell in &self.cells {
            numbers.extend([cell.count as f32, cell.seed as f32]);
            numbers.extend(cell.ap.map(|ap| ap as f32));
        }
        numbers
    }

    /// From [`encode`](Self::encode)'s numbers.
    pub fn decode(numbers: &[f32]) -> Option<Self> {
        let (head, cells) = numbers.split_at_checked(HEAD)?;
        let mut parameters = [[0.0; PARAMETERS]; 3];
        for (to, from) in parameters.iter_mut().flatten().zip(&head[2..]) {
            *to = *from;
        }
        Some(Self {
            generation: head[0] as u32,
            trained: head[1] > 0.0,
            parameters,
            ap: [6, 5, 4].map(|i| head[HEAD - i]),
            share: [3, 2, 1].map(|i| head[HEAD - i]),
            cells: cells
                .chunks_exact(CELL)
                .map(|cell| Cell {
                    count: cell[0] as usize,
                    seed: cell[1] as u32,
                    ap: [2, 3, 4].map(|i| f64::from(cell[i])),
                })
                .collect(),
        })
    }
}

/// All that is in training.
pub struct Bench {
    job: Option<Job>,
    points: Points,
    test: Points,
    /// Goes on from where it is when the outliers move: what is shown while they do.
    warm: Option<(Wrong, Trio)>,
    /// Trained from the start once they rest.
    fresh: Option<Trio>,
    sweep: Option<(Wrong, Sweep)>,
}

impl Default for Bench {
    fn default() -> Self {
        Self::new()
    }
}

impl Bench {
    /// Nothing is in training yet.
    pub fn new() -> Self {
        Self {
            job: None,
            points: Points::default(),
            test: Points::test(SEED),
            warm: None,
            fresh: None,
            sweep: None,
        }
    }

    /// Works on `job` for as long as `time_left` says, a step at least.
    ///
    /// # Errors
    /// [`Error::NotFinite`], if training diverged.
    pub fn work(&mut self, job: Job, time_left: impl Fn() -> bool) -> Result<Answer, Error> {
        let changed = self.job.is_none_or(|old| old.generation != job.generation);
        self.job = Some(job);
        let mut cells = vec![];
        if changed {
            self.begin(&job);
            self.move_on(&time_left)?;
        } else if self.fresh.is_some() {
            self.train(job.outliers.wrong, &time_left)?;
        } else if let Some(known) = job.sweep {
            cells = self.sweep(job.outliers.wrong, known, &time_left)?;
        }
        let Self {
            warm, points, test, ..
        } = self;
        let (_, shown) = warm.as_mut().expect("a job has begun");
        Ok(Answer {
            generation: job.generation,
            parameters: shown.parameters(),
            ap: shown.average_precision(test).map(|ap| ap as f32),
            share: shown.share(points.wrong()).map(|share| share as f32),
            trained: self.fresh.is_none(),
            cells,
        })
    }

    fn begin(&mut self, job: &Job) {
        let Outliers { wrong, .. } = job.outliers;
        self.points.set_outliers(SEED, &job.outliers);
        // Of another kind: those boundaries lead nowhere.
        let same = |old: &Wrong| std::mem::discriminant(old) == std::mem::discriminant(&wrong);
        if !self.warm.as_ref().is_some_and(|(old, _)| same(old)) {
            self.warm = Some((wrong, Trio::new(wrong)));
        }
        self.fresh = Some(Trio::new(wrong));
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
        wrong: Wrong,
        known: usize,
        time_left: &impl Fn() -> bool,
    ) -> Result<Vec<Cell>, Error> {
        let goes_on = |(old, sweep): &(Wrong, Sweep)| *old == wrong && sweep.done() == known;
        if !self.sweep.as_ref().is_some_and(goes_on) {
            self.sweep = Some((wrong, Sweep::new(wrong)));
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

/// Where mean average precisions cross: the number of outliers from which on GHM-C is better than
/// cross-entropy, at all larger ones of the sweep too. It lies between two of [`COUNTS`], by a
/// line over `ln(1 + k)`. None if it never is; 0 if it always is.
pub fn crossover(mean: impl Fn(usize) -> Option<[f64; 3]>) -> Option<f64> {
    let gain = |count| mean(count).map(|ap| ap[2] - ap[0]);
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
    use crate::twin::{Twin, losses};
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
            outliers: Outliers::among_negatives(count),
            sweep: None,
        }
    }

    #[test]
    fn questions_and_answers_survive_as_numbers() {
        for outliers in [
            Outliers::among_negatives(30),
            Outliers::among_positives(300),
            Outliers::turned(7),
        ] {
            let job = Job {
                outliers,
                sweep: Some(7),
                ..job(12, 0)
            };
            assert_eq!(Job::decode(&job.encode()), Some(job));
            let without = Job { sweep: None, ..job };
            assert_eq!(Job::decode(&without.encode()), Some(without));
        }
        let cell = |count| Cell {
            count,
            seed: 3,
            ap: [0.25, 0.5, 0.75],
        };
        let mut answer = Answer {
            generation: 5,
            parameters: [[1.0, -2.0, 3.0, 0.0, 0.5, 7.0]; 3],
            ap: [0.125, 0.25, 0.5],
            share: [0.75, 0.0, 1.0],
            trained: true,
            cells: vec![],
        };
        assert_eq!(Answer::decode(&answer.encode()), Some(answer.clone()));
        answer.cells = vec![cell(0), cell(300)];
        assert_eq!(Answer::decode(&answer.encode()), Some(answer));
        assert_eq!(Job::decode(&[1.0]), None);
        assert_eq!(Answer::decode(&[1.0; HEAD - 1]), None);
    }

    #[test]
    fn what_rests_is_trained_from_the_start() {
        let mut bench = Bench::new();
        let first = bench.work(job(1, 300), steps(10)).unwrap();
        assert!(!first.trained);
        // Moved on the way: what was begun is dropped.
        bench.work(job(1, 300), steps(100)).unwrap();
        let moved = bench.work(job(2, 30), steps(10)).unwrap();
        assert!(!moved.trained && moved.generation == 2);
        assert_ne!(moved.parameters, first.parameters);
        let half = bench.work(job(2, 30), steps(STEPS / 2)).unwrap();
        assert_eq!(half.parameters, moved.parameters, "shown until the end");
        let end = bench.work(job(2, 30), steps(STEPS)).unwrap();
        assert!(end.trained);
        for (i, loss) in losses().into_iter().enumerate() {
            let twin = Twin::trained(loss, SEED, &Outliers::among_negatives(30)).unwrap();
            assert_eq!(end.parameters[i], twin.parameters());
        }
    }

    #[test]
    fn a_sweep_comes_last_and_in_pieces() {
        let mut bench = Bench::new();
        let wanted = Job {
            sweep: Some(0),
            ..job(1, 3)
        };
        bench.work(wanted, steps(1)).unwrap();
        assert!(bench.work(wanted, steps(STEPS)).unwrap().trained);
        let early = bench.work(wanted, steps(STEPS - 1)).unwrap();
        assert_eq!(early.cells, []);
        let cells = bench.work(wanted, steps(1)).unwrap().cells;
        assert_eq!((cells[0].count, cells[0].seed), (COUNTS[0], 0));
        // Whoever has lost a cell gets all of them again.
        let again = bench.work(wanted, steps(STEPS)).unwrap().cells;
        assert_eq!(again, cells);
    }

    #[test]
    fn curves_cross_where_the_better_one_stays_better() {
        let with = |gains: [f64; COUNTS.len()]| {
            crossover(move |count| {
                let at = COUNTS.iter().position(|c| *c == count)?;
                Some([0.5, 0.5, 0.5 + gains[at]])
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
        assert_eq!(crossover(|_| None), None);
    }
}

//! What crosses between the page and the worker that trains the twin: questions and answers as
//! numbers.

use ghm::loss::ClassRow;

use super::{
    logistic::PARAMETERS,
    points::{Outliers, Wrong},
    sweep::Cell,
};
use crate::progress::{Reader, encode_losses};

/// What a reader asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Counts up whenever outliers or losses change: an answer to an earlier question is stale.
    pub generation: u32,
    /// Losses to train with: their default parameters, each with its own divisor.
    pub losses: Vec<&'static ClassRow>,
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
    /// Whether these are the results of the whole training: else of some steps on the way.
    pub trained: bool,
    /// One for each loss of the question, in its order.
    pub outcomes: Vec<Outcome>,
    /// What the sweep has finished since the last answer.
    pub cells: Vec<Cell>,
}

/// How far the training under one loss has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The loss.
    pub loss: &'static ClassRow,
    /// Parameters of the boundary.
    pub parameters: [f32; PARAMETERS],
    /// Average precision on clean points.
    pub ap: f32,
    /// Part of the gradient that comes from the outliers.
    pub share: f32,
}

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
        let mut numbers = vec![self.generation as f32, kind, count, x, y, sweep];
        numbers.extend(encode_losses(self.losses.iter().map(|row| row.key)));
        numbers
    }

    /// From [`encode`](Self::encode)'s numbers; nothing if they are none of its.
    pub fn decode(numbers: &[f32]) -> Option<Self> {
        let mut rest = Reader(numbers);
        let &[generation, kind, count, x, y, sweep] = rest.take(6)? else {
            return None;
        };
        let wrong = match kind as u32 {
            0 => Wrong::positive([x, y]),
            1 => Wrong::negative([x, y]),
            _ => Wrong::Turned,
        };
        Some(Self {
            generation: generation as u32,
            losses: rest.losses()?,
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
        numbers.extend(encode_losses(self.outcomes.iter().map(|it| it.loss.key)));
        for outcome in &self.outcomes {
            numbers.extend(outcome.parameters);
            numbers.extend([outcome.ap, outcome.share]);
        }
        for cell in &self.cells {
            numbers.extend([cell.count as f32, cell.seed as f32]);
            numbers.extend(cell.ap.iter().map(|&ap| ap as f32));
        }
        numbers
    }

    /// From [`encode`](Self::encode)'s numbers; nothing if they are none of its.
    pub fn decode(numbers: &[f32]) -> Option<Self> {
        let mut rest = Reader(numbers);
        let &[generation, trained] = rest.take(2)? else {
            return None;
        };
        let losses = rest.losses()?;
        let mut outcomes = vec![];
        for &loss in &losses {
            let parameters = rest.take(PARAMETERS)?.try_into().ok()?;
            let &[ap, share] = rest.take(2)? else {
                return None;
            };
            outcomes.push(Outcome {
                loss,
                parameters,
                ap,
                share,
            });
        }
        let cell = |numbers: &[f32]| Cell {
            count: numbers[0] as usize,
            seed: numbers[1] as u32,
            ap: numbers[2..].iter().copied().map(f64::from).collect(),
        };
        let cells = rest.0.chunks_exact(2 + losses.len());
        cells.remainder().is_empty().then(|| Self {
            generation: generation as u32,
            trained: trained > 0.0,
            outcomes,
            cells: cells.map(cell).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{chosen_losses, default_losses};

    #[test]
    fn questions_survive_as_numbers() {
        for outliers in [
            Outliers::among_negatives(30),
            Outliers::among_positives(300),
            Outliers::turned(7),
        ] {
            let job = Job {
                generation: 12,
                losses: chosen_losses("ce,ghm").unwrap(),
                outliers,
                sweep: Some(7),
            };
            assert_eq!(Job::decode(&job.encode()), Some(job.clone()));
            let numbers = job.encode();
            for length in 0..numbers.len() {
                assert_eq!(Job::decode(&numbers[..length]), None, "{length}");
            }
            let without = Job { sweep: None, ..job };
            assert_eq!(Job::decode(&without.encode()), Some(without));
        }
    }

    #[test]
    fn answers_survive_as_numbers() {
        let outcome = |loss| Outcome {
            loss,
            parameters: [1.0, -2.0, 3.0, 0.0, 0.5, 7.0],
            ap: 0.125,
            share: 0.75,
        };
        let mut answer = Answer {
            generation: 5,
            trained: true,
            outcomes: default_losses().into_iter().map(outcome).collect(),
            cells: vec![],
        };
        assert_eq!(Answer::decode(&answer.encode()), Some(answer.clone()));
        let head = answer.encode();
        for length in 0..head.len() {
            assert_eq!(Answer::decode(&head[..length]), None, "{length}");
        }
        answer.cells = [0, 300]
            .map(|count| Cell {
                count,
                seed: 3,
                ap: vec![0.25, 0.5, 0.75],
            })
            .into();
        let whole = answer.encode();
        assert_eq!(Answer::decode(&whole), Some(answer));
        assert_eq!(Answer::decode(&whole[..whole.len() - 1]), None);
    }
}

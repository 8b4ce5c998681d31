//! The two-dimensional twin as the page shows it: its points, and what its training gave.
//!
//! The training runs elsewhere. Questions go there, answers come back; one that the reader has
//! overtaken is dropped.

use crate::state::State;
use detector::settings::default_losses;
use detector::twin::{
    Answer, COUNTS, Cell, Job, Outcome, Outliers, PARAMETERS, Points, SEED, SEEDS, Sweep, Wrong,
    crossover,
};

/// A pointer as near as this takes hold of the outliers.
const REACH: f64 = 0.9;

/// What training gave, under cross-entropy, focal loss and GHM-C.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trained {
    /// Parameters: see [`detector::twin::LogisticRegression::parameters`].
    pub parameters: [[f32; PARAMETERS]; 3],
    /// Average precision on clean points.
    pub ap: [f64; 3],
    /// Part of the gradient that the outliers make up.
    pub share: [f64; 3],
}

/// Mean and deviation over seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// Number of outliers.
    pub count: usize,
    /// Mean average precision.
    pub mean: [f64; 3],
    /// Its standard deviation over seeds; 0 while there is one.
    pub deviation: [f64; 3],
}

/// Points, boundaries and curve.
#[derive(Default)]
pub struct Twin {
    points: Points,
    shown: Option<Outliers>,
    asked: Option<Outliers>,
    generation: u32,
    trained: Option<Trained>,
    /// Whether that is the whole training with what was asked last.
    settled: bool,
    visited: Vec<(usize, [f64; 3])>,
    cells: Vec<Cell>,
    /// Generation from which on cells are of the present kind and place.
    cells_since: u32,
    hold: [f64; 2],
    changes: u32,
}

impl Twin {
    /// Brings the points up to `state`.
    pub fn update(&mut self, state: &State) {
        let outliers = state.twin();
        if self.shown != Some(outliers) {
            self.points.set_outliers(SEED, &outliers);
            self.shown = Some(outliers);
        }
    }

    /// The points, as last updated.
    pub fn points(&self) -> &Points {
        &self.points
    }

    /// The latest boundaries.
    pub fn trained(&self) -> Option<&Trained> {
        self.trained.as_ref()
    }

    /// Numbers of outliers that the reader has been at, ascending, and average precision there.
    pub fn visited(&self) -> &[(usize, [f64; 3])] {
        &self.visited
    }

    /// Counts up with every answer.
    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// What to work on next; none if all is done.
    pub fn job(&mut self, state: &State) -> Option<Job> {
        let outliers = state.twin();
        if self.asked != Some(outliers) {
            self.generation += 1;
            self.settled = false;
            let kind = |of: &Outliers| std::mem::discriminant(&of.wrong);
            if self.asked.is_some_and(|old| kind(&old) != kind(&outliers)) {
                self.trained = None;
            }
            if self.asked.is_none_or(|old| old.wrong != outliers.wrong) {
                self.cells_since = self.generation;
                self.cells.clear();
                self.visited.clear();
                self.changes += 1;
            }
            self.asked = Some(outliers);
        }
        let curve = state.curve && self.cells.len() < Sweep::cells();
        (curve || !self.settled).then(|| Job {
            generation: self.generation,
            losses: default_losses(),
            outliers,
            sweep: curve.then_some(self.cells.len()),
        })
    }

    /// Takes an answer.
    pub fn take(&mut self, answer: Answer) {
        if answer.generation >= self.cells_since && !answer.cells.is_empty() {
            self.cells.extend(answer.cells);
            self.changes += 1;
        }
        // What has never been trained to the end says nothing yet.
        if answer.generation != self.generation || self.trained.is_none() && !answer.trained {
            return;
        }
        let Ok(outcomes) = <[Outcome; 3]>::try_from(answer.outcomes) else {
            return;
        };
        let ap = outcomes.map(|it| f64::from(it.ap));
        let trained = Some(Trained {
            parameters: outcomes.map(|it| it.parameters),
            ap,
            share: outcomes.map(|it| f64::from(it.share)),
        });
        if self.trained != trained {
            self.trained = trained;
            self.changes += 1;
        }
        self.settled = answer.trained;
        if let (true, Some(Outliers { count, .. })) = (answer.trained, self.asked) {
            match self.visited.binary_search_by_key(&count, |v| v.0) {
                Ok(at) => self.visited[at].1 = ap,
                Err(at) => self.visited.insert(at, (count, ap)),
            }
        }
    }

    /// The curve, as far as it is known.
    pub fn curve(&self) -> Vec<Mean> {
        COUNTS
            .iter()
            .filter_map(|&count| self.mean(count))
            .collect()
    }

    fn mean(&self, count: usize) -> Option<Mean> {
        let seeds = || self.cells.iter().filter(|cell| cell.count == count);
        let n = seeds().count();
        let mean = [0, 1, 2].map(|i| seeds().map(|cell| cell.ap[i]).sum::<f64>() / n as f64);
        let squares =
            |i: usize| seeds().map(move |cell| (cell.ap[i] - mean[i]) * (cell.ap[i] - mean[i]));
        let deviation = [0, 1, 2]
            .map(|i| libm::sqrt(squares(i).sum::<f64>() / n.max(2).wrapping_sub(1) as f64));
        (n > 0).then_some(Mean {
            count,
            mean,
            deviation,
        })
    }

    /// The number of outliers from which on GHM-C is better than cross-entropy, or that there is
    /// none; nothing before the curve is whole.
    pub fn crossing(&self) -> Option<Option<f64>> {
        let whole = self.cells.len() == COUNTS.len() * SEEDS as usize;
        whole.then(|| {
            crossover(&default_losses(), |count| {
                Some(self.mean(count)?.mean.into())
            })
        })
    }

    /// Whether a pointer at that point of the plane takes hold of the outliers.
    pub fn grasp(&mut self, state: &State, [x, y]: [f64; 2]) -> bool {
        self.hold = [state.wrongx - x, state.wrongy - y];
        let [dx, dy] = self.hold;
        state.twin().wrong != Wrong::Turned && libm::hypot(dx, dy) < REACH
    }

    /// From the pointer that holds them to the outliers' centre.
    pub fn hold(&self) -> [f64; 2] {
        self.hold
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(generation: u32, trained: bool) -> Answer {
        Answer {
            generation,
            trained,
            outcomes: default_losses()
                .into_iter()
                .map(|loss| Outcome {
                    loss,
                    parameters: [generation as f32; PARAMETERS],
                    ap: 0.5,
                    share: 0.25,
                })
                .collect(),
            cells: vec![],
        }
    }

    fn with_curve() -> State {
        State {
            curve: true,
            ..State::default()
        }
    }

    fn cell(count: usize, seed: u32, ap: [f64; 3]) -> Cell {
        let ap = ap.to_vec();
        Cell { count, seed, ap }
    }

    #[test]
    fn a_stale_answer_is_dropped() {
        let (mut twin, mut state) = (Twin::default(), State::default());
        let first = twin.job(&state).unwrap().generation;
        assert_eq!(
            twin.job(&state).unwrap().generation,
            first,
            "asked once more"
        );
        state.outliers = 300;
        let second = twin.job(&state).unwrap().generation;
        assert_ne!(second, first);
        twin.take(answer(first, true));
        assert_eq!(twin.trained(), None);
        assert!(twin.job(&state).is_some());
        twin.take(answer(second, false));
        assert_eq!(twin.trained(), None, "nothing has been trained to the end");
        twin.take(answer(second, true));
        assert_eq!(twin.job(&state), None);
        assert_eq!(twin.visited(), [(300, [0.5; 3])]);
        // From then on the boundaries follow while they move, but not into another kind.
        state.outliers = 100;
        let third = twin.job(&state).unwrap().generation;
        twin.take(answer(third, false));
        assert_eq!(twin.trained().unwrap().parameters[0][0], third as f32);
        assert!(twin.job(&state).is_some(), "not from the start yet");
        state.set("wrong", "turned").unwrap();
        twin.job(&state).unwrap();
        assert_eq!(twin.trained(), None);
    }

    #[test]
    fn a_curve_outlives_another_number_of_outliers_but_not_another_place() {
        let (mut twin, mut state) = (Twin::default(), with_curve());
        let first = twin.job(&state).unwrap();
        assert_eq!(first.sweep, Some(0));
        state.outliers = 10;
        twin.job(&state).unwrap();
        let mut late = answer(first.generation, true);
        late.cells = vec![cell(0, 0, [0.1, 0.2, 0.3]), cell(0, 1, [0.3, 0.2, 0.5])];
        twin.take(late.clone());
        assert_eq!(twin.job(&state).unwrap().sweep, Some(2));
        let curve = twin.curve();
        assert_eq!((curve.len(), curve[0].count), (1, 0));
        assert!((curve[0].mean[2] - 0.4).abs() < 1e-12);
        assert!((curve[0].deviation[0] - 0.02_f64.sqrt()).abs() < 1e-12);
        assert_eq!(curve[0].deviation[1], 0.0);
        state.wrongx += 1.0;
        assert_eq!(twin.job(&state).unwrap().sweep, Some(0));
        twin.take(late);
        assert!(twin.curve().is_empty());
    }

    #[test]
    fn curves_cross_once_they_are_whole() {
        let (mut twin, state) = (Twin::default(), with_curve());
        let job = twin.job(&state).unwrap();
        for seed in 0..SEEDS {
            assert_eq!(twin.crossing(), None);
            let ap = |count| [0.5, 0.5, if count < 100 { 0.4 } else { 0.6 }];
            let mut answer = answer(job.generation, true);
            answer.cells = COUNTS
                .iter()
                .map(|&count| cell(count, seed, ap(count)))
                .collect();
            twin.take(answer);
        }
        let at = twin.crossing().unwrap().unwrap();
        assert!((50.0..100.0).contains(&at), "{at}");
        assert_eq!(twin.job(&state), None);
    }

    #[test]
    fn outliers_are_taken_hold_of_where_they_are() {
        let (mut twin, mut state) = (Twin::default(), State::default());
        assert!(twin.grasp(&state, [0.5, -1.0]));
        assert!((twin.hold()[0] + 0.3).abs() < 1e-9 && (twin.hold()[1] + 0.3).abs() < 1e-9);
        assert!(!twin.grasp(&state, [2.0, 0.0]));
        state.set("wrong", "turned").unwrap();
        assert!(!twin.grasp(&state, [0.2, -1.3]));
    }
}

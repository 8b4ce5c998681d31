//! The two-dimensional twin as the page shows it: its points, and what training them gave.
//!
//! The training runs elsewhere: jobs go there, answers come back. An answer to a job that the reader has since changed
//! is dropped.

use crate::knob::State;
use crate::loss::{self, class_row};
use detector::twin::{
    Answer, COUNTS, Cell, Job, Outcome, Outliers, Points, SEED, SEEDS, Sweep, Wrong, crossover,
};
use ghm::loss::ClassRow;
use std::cell::{Ref, RefCell};

/// A pointer within this distance of their centre is on the outliers.
const REACH: f64 = 0.9;

/// The result of training under one loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The loss's place in the list.
    pub place: usize,
    /// Boundary, average precision, and the outliers' part of the gradient.
    pub outcome: Outcome,
}

/// A point of the curve: mean and deviation over seeds, for each loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean {
    /// Number of outliers.
    pub count: usize,
    /// Mean average precision.
    pub mean: Vec<f64>,
    /// Its standard deviation over seeds; 0 while there is one.
    pub deviation: Vec<f64>,
}

/// Points, boundaries and curve.
#[derive(Default)]
pub struct TwinStudy {
    points: RefCell<(Option<Outliers>, Points)>,
    /// The outliers and losses that were last asked for.
    asked: Option<(Outliers, Vec<&'static ClassRow>)>,
    generation: u32,
    /// Results of the latest finished training, or of later steps under way.
    fits: Vec<Fit>,
    /// Whether they are of a finished training with what was asked for last.
    settled: bool,
    /// Numbers of outliers that the reader has set, ascending, and average precision with each.
    visited: Vec<(usize, Vec<f64>)>,
    cells: Vec<Cell>,
    /// The first generation whose cells have the present kind and place of outliers, and the present losses.
    cells_since: u32,
    distance: [f64; 2],
    changes: u32,
}

/// What a state asks the twin for.
fn wanted(state: &State) -> (Outliers, Vec<&'static ClassRow>) {
    let losses = state.losses.places().map(class_row).collect();
    (state.twin(), losses)
}

impl TwinStudy {
    /// The points with the state's outliers.
    pub fn points(&self, state: &State) -> Ref<'_, Points> {
        let outliers = state.twin();
        if self.points.borrow().0 != Some(outliers) {
            let (shown, points) = &mut *self.points.borrow_mut();
            points.set_outliers(SEED, &outliers);
            *shown = Some(outliers);
        }
        Ref::map(self.points.borrow(), |(_, points)| points)
    }

    /// The latest results, in the list's order; empty before the first training has ended.
    pub fn fits(&self) -> &[Fit] {
        &self.fits
    }

    /// The latest result under the loss at `place`.
    pub fn fit(&self, place: usize) -> Option<&Outcome> {
        let fit = self.fits.iter().find(|fit| fit.place == place);
        fit.map(|fit| &fit.outcome)
    }

    /// Numbers of outliers that the reader has set, ascending, and with each the average precision of each of
    /// [`Self::fits`].
    pub fn visited(&self) -> &[(usize, Vec<f64>)] {
        &self.visited
    }

    /// Places of the losses that were asked for last, in the order of a curve's means.
    pub fn losses(&self) -> Vec<usize> {
        let rows = self.asked.iter().flat_map(|(_, losses)| losses);
        rows.filter_map(|row| loss::place(&loss::CLASS, row.key))
            .collect()
    }

    /// Counts up with every answer.
    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// Whether a state asks for something else than the page opens with.
    pub fn is_moved(state: &State) -> bool {
        wanted(state) != wanted(&State::default())
    }

    /// What the trainer is to work on next; none if all is done.
    pub fn job(&mut self, state: &State) -> Option<Job> {
        let wanted = wanted(state);
        let (outliers, losses) = wanted.clone();
        if self.asked.as_ref() != Some(&wanted) {
            self.generation += 1;
            self.settled = false;
            self.forget(&wanted);
            self.asked = Some(wanted);
        }
        let curve = state.curve && self.cells.len() < Sweep::cells();
        (curve || !self.settled).then(|| Job {
            generation: self.generation,
            losses,
            outliers,
            sweep: curve.then_some(self.cells.len()),
        })
    }

    /// Forgets results that don't belong to what is asked for now.
    fn forget(&mut self, (outliers, losses): &(Outliers, Vec<&'static ClassRow>)) {
        let kind = |of: &Outliers| std::mem::discriminant(&of.wrong);
        let asked = self.asked.as_ref();
        let same_losses = asked.is_some_and(|(_, old)| old == losses);
        if !(same_losses && asked.is_some_and(|(old, _)| kind(old) == kind(outliers))) {
            self.fits.clear();
        }
        if !(same_losses && asked.is_some_and(|(old, _)| old.wrong == outliers.wrong)) {
            self.cells_since = self.generation;
            self.cells.clear();
            self.visited.clear();
            self.changes += 1;
        }
    }

    /// Takes an answer.
    pub fn take(&mut self, answer: Answer) {
        if answer.generation >= self.cells_since && !answer.cells.is_empty() {
            self.cells.extend(answer.cells);
            self.changes += 1;
        }
        // Before a training has ended once, results under way show nothing.
        if answer.generation != self.generation || self.fits.is_empty() && !answer.trained {
            return;
        }
        let fit = |outcome: Outcome| {
            let place = loss::place(&loss::CLASS, outcome.loss.key)?;
            Some(Fit { place, outcome })
        };
        let fits: Vec<Fit> = answer.outcomes.into_iter().filter_map(fit).collect();
        if self.fits != fits {
            self.fits = fits;
            self.changes += 1;
        }
        self.settled = answer.trained;
        if let (true, Some((Outliers { count, .. }, _))) = (answer.trained, self.asked.as_ref()) {
            let aps = self.precisions();
            match self
                .visited
                .binary_search_by_key(count, |visited| visited.0)
            {
                Ok(at) => self.visited[at].1 = aps,
                Err(at) => self.visited.insert(at, (*count, aps)),
            }
        }
    }

    /// Average precision of each of [`Self::fits`].
    pub fn precisions(&self) -> Vec<f64> {
        self.fits.iter().map(|fit| fit.outcome.ap.into()).collect()
    }

    /// The curve as far as it is known, by ascending number of outliers.
    pub fn curve(&self) -> Vec<Mean> {
        COUNTS
            .iter()
            .filter_map(|&count| self.mean(count))
            .collect()
    }

    fn mean(&self, count: usize) -> Option<Mean> {
        let seeds: Vec<&Cell> = self
            .cells
            .iter()
            .filter(|cell| cell.count == count)
            .collect();
        let n = seeds.len();
        let losses = seeds.first()?.ap.len();
        let mean = |i: usize| seeds.iter().map(|cell| cell.ap[i]).sum::<f64>() / n as f64;
        let deviation = |i: usize| {
            let squares = seeds
                .iter()
                .map(|cell| (cell.ap[i] - mean(i)) * (cell.ap[i] - mean(i)));
            libm::sqrt(squares.sum::<f64>() / (n.max(2) - 1) as f64)
        };
        Some(Mean {
            count,
            mean: (0..losses).map(mean).collect(),
            deviation: (0..losses).map(deviation).collect(),
        })
    }

    /// The number of outliers from which on GHM-C is better than cross-entropy: `Some(None)` if there is none, `None`
    /// before the curve is complete.
    pub fn crossing(&self) -> Option<Option<f64>> {
        let whole = self.cells.len() == COUNTS.len() * SEEDS as usize;
        let (_, losses) = self.asked.as_ref().filter(|_| whole)?;
        Some(crossover(losses, |count| {
            self.mean(count).map(|it| it.mean)
        }))
    }

    /// Whether a pointer at that point of the plane is on the outliers. Remembers its distance from their centre,
    /// which dragging keeps.
    pub fn outliers_at(&mut self, state: &State, [x, y]: [f64; 2]) -> bool {
        self.distance = [state.wrongx - x, state.wrongy - y];
        let [dx, dy] = self.distance;
        state.twin().wrong != Wrong::Turned && libm::hypot(dx, dy) < REACH
    }

    /// The way from the pointer to the outliers' centre, as [`Self::outliers_at`] found it.
    pub fn distance(&self) -> [f64; 2] {
        self.distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detector::twin::PARAMETERS;

    fn answer(generation: u32, trained: bool) -> Answer {
        let outcome = |place| Outcome {
            loss: class_row(place),
            parameters: [generation as f32; PARAMETERS],
            ap: 0.5,
            share: 0.25,
        };
        Answer {
            generation,
            trained,
            outcomes: [loss::CE, loss::FOCAL, loss::GHM].map(outcome).to_vec(),
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
    fn only_what_the_twin_is_asked_for_moves_it() {
        let moved = |key: &str, value: &str| {
            let mut state = State::default();
            state.set(key, value).unwrap();
            TwinStudy::is_moved(&state)
        };
        assert!(!TwinStudy::is_moved(&State::default()));
        assert!(moved("outliers", "300") && moved("losses", "ce,ghm") && moved("wrongx", "1.5"));
        assert!(!moved("bins", "10") && !moved("curve", "on"));
    }

    #[test]
    fn a_stale_answer_is_dropped() {
        let (mut twin, mut state) = (TwinStudy::default(), State::default());
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
        assert_eq!(twin.fits(), []);
        assert!(twin.job(&state).is_some());
        twin.take(answer(second, false));
        assert_eq!(twin.fits(), [], "nothing has been trained to the end");
        twin.take(answer(second, true));
        assert_eq!(twin.job(&state), None);
        assert_eq!(twin.visited(), [(300, vec![0.5; 3])]);
        // From then on the boundaries follow moving outliers, but not another kind of them.
        state.outliers = 100;
        let third = twin.job(&state).unwrap().generation;
        twin.take(answer(third, false));
        assert_eq!(twin.fits()[0].outcome.parameters[0], third as f32);
        assert!(twin.job(&state).is_some(), "not from the start yet");
        state.set("wrong", "turned").unwrap();
        twin.job(&state).unwrap();
        assert_eq!(twin.fits(), []);
    }

    #[test]
    fn a_curve_outlives_another_number_of_outliers_but_not_another_place() {
        let (mut twin, mut state) = (TwinStudy::default(), with_curve());
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
        let (mut twin, state) = (TwinStudy::default(), with_curve());
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
    fn a_pointer_near_the_outliers_is_on_them() {
        let (mut twin, mut state) = (TwinStudy::default(), State::default());
        assert!(twin.outliers_at(&state, [0.5, -1.0]));
        assert!((twin.distance()[0] + 0.3).abs() < 1e-9 && (twin.distance()[1] + 0.3).abs() < 1e-9);
        assert!(!twin.outliers_at(&state, [2.0, 0.0]));
        state.set("wrong", "turned").unwrap();
        assert!(!twin.outliers_at(&state, [0.2, -1.3]));
    }

    #[test]
    fn other_losses_are_trained_from_the_start() {
        let (mut twin, mut state) = (TwinStudy::default(), State::default());
        let first = twin.job(&state).unwrap().generation;
        twin.take(answer(first, true));
        assert_eq!(twin.fits().len(), 3);
        state.set("losses", "ghm").unwrap();
        let job = twin.job(&state).unwrap();
        assert_eq!(job.losses, [class_row(loss::GHM)]);
        assert_eq!(
            (twin.fits(), twin.visited(), twin.losses()),
            (&[][..], &[][..], vec![loss::GHM])
        );
    }
}

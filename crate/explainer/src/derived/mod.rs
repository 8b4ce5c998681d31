//! What the figures need to know of the examples. Each method computes its value if the state or data have changed,
//! keeps it, and returns it, so that a figure can't show a number of another state.
//!
//! With N examples and M unit regions, new data cost O(N) or O(N log N) once; another M costs O(M log N), as the keys
//! are sorted; another momentum O(M) for each batch; another parameter of a loss O(M) samples of the sorted norms.

mod calibration;
mod contribution;
mod examples;
mod heard;
mod memo;
mod offsets;
mod regions;
mod sequence;
mod sweep;

pub use calibration::Calibration;
pub use examples::{Examples, Loaded};
pub use heard::{Heard, Shares, between};
pub use offsets::OffsetRegions;
pub use regions::{Regions, deviation, edges, in_half, weight_at};
pub use sequence::Sequence;
pub use sweep::{BINS, Sweep};

use crate::data::TrainedWith;
use crate::data::file::Batch;
use crate::knob::{Data, Mask, Scope, State};
use crate::live::{Guesses, Times, Trainings, TwinStudy};
use crate::loss;
use ghm::loss::{ClassLoss, Divisor, Samples};
use ghm::{Options, Sorted};
use memo::Memo;
use std::cell::Cell;
use std::rc::Rc;

/// Everything computed from the state and what was loaded.
#[derive(Default)]
pub struct Derived {
    loaded: Loaded,
    /// Whether a slider moves: then what takes a pass over all examples waits, where it can.
    pub moving: bool,
    /// Whether anything has waited.
    pub waited: Cell<bool>,
    /// Counts up with every change of what was loaded.
    epoch: u32,
    /// The detectors that train in the page.
    pub trainings: Trainings,
    /// Times taken on the reader's machine.
    pub times: Times,
    /// The two-dimensional twin.
    pub twin: TwinStudy,
    /// What the reader guessed.
    pub guesses: Guesses,
    examples: Memo<ExamplesKey, Examples>,
    regions: Memo<(ExamplesKey, Options), Regions>,
    samples: Memo<(ExamplesKey, Options), Vec<Samples>>,
    contributions: [Memo<ContributionKey, Vec<f64>>; loss::CLASS.len()],
    heard: Memo<(ExamplesKey, Options), Heard>,
    sizes: Memo<ExamplesKey, Option<Rc<Sorted>>>,
    offsets: Memo<(ExamplesKey, f64), Option<Sorted>>,
    offset_regions: Memo<(ExamplesKey, f64, Options), OffsetRegions>,
    batches: Memo<BatchesKey, Vec<Batch>>,
    sequence: Memo<(BatchesKey, Options, Scope, Option<Divisor>), Sequence>,
    sweep: Memo<(ExamplesKey, Options), Sweep>,
    exact: Memo<(ExamplesKey, usize), Option<f64>>,
    calibration: Memo<ExamplesKey, Option<Calibration>>,
}

/// Where examples come from: epoch, data, seed.
type SourceKey = (u32, Data, u32);
/// Which examples: source, number, training loss, training step, mask.
type ExamplesKey = (SourceKey, usize, TrainedWith, u32, Mask);
/// Which batches: their source and, where one batch is repeated, its examples.
type BatchesKey = (SourceKey, Option<ExamplesKey>);
type ContributionKey = (ExamplesKey, Options, ClassLoss, Option<Divisor>);

impl Derived {
    /// What was loaded.
    pub fn loaded(&self) -> &Loaded {
        &self.loaded
    }

    /// Loads something. Whatever was computed before is then stale.
    pub fn load(&mut self, load: impl FnOnce(&mut Loaded)) {
        load(&mut self.loaded);
        self.epoch += 1;
    }

    /// Loads all that the other has.
    pub fn share(&mut self, other: &Self) {
        self.load(|loaded| *loaded = other.loaded.clone());
    }

    /// Takes the other's files and gives it its own.
    pub fn swap_files(&mut self, other: &mut Self) {
        std::mem::swap(&mut self.loaded.file, &mut other.loaded.file);
        self.epoch += 1;
        other.epoch += 1;
    }

    /// Counts up with every change of what was loaded.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Steps of training that were recorded, for the state's data and loss.
    pub fn steps(&self, state: &State) -> Vec<u32> {
        self.loaded.steps(state)
    }

    /// The step of training that is shown: the recorded one nearest to the state's.
    pub fn shown_step(&self, state: &State) -> Option<u32> {
        self.loaded.checkpoint(state).map(|it| it.step)
    }

    /// The examples that the figures show.
    pub fn examples(&self, state: &State) -> Rc<Examples> {
        let key = self.examples_key(state);
        self.examples.get(key, || Examples::of(&self.loaded, state))
    }

    /// Their unit regions: counts, losses, weights.
    pub fn regions(&self, state: &State) -> Rc<Regions> {
        let options = state.classification();
        self.regions.get((self.examples_key(state), options), || {
            Regions::of(&self.examples(state), options)
        })
    }

    /// What each unit region adds to the gradient under the loss at `place`: the sum over its examples of their
    /// reformulated gradient norm, divided as the state's divisor says.
    pub fn contribution(&self, state: &State, place: usize) -> Rc<Vec<f64>> {
        let (examples, options) = (self.examples_key(state), state.classification());
        let loss = state.class_loss(place);
        let key = (examples, options, loss, state.divisor);
        self.contributions[place].get(key, || {
            let (all, regions) = (self.examples(state), self.regions(state));
            let mut sums = contribution::sums(&self.samples(state), loss, &all, &regions);
            let divisor = all.divisor(state.divisor);
            sums.iter_mut().for_each(|sum| *sum /= divisor);
            sums
        })
    }

    /// Each unit region's share of the summed gradient, on the way from cross-entropy to GHM-C.
    pub fn heard(&self, state: &State) -> Rc<Heard> {
        let key = (self.examples_key(state), state.classification());
        self.heard.get(key, || {
            let (all, regions) = (self.examples(state), self.regions(state));
            Heard::of(&self.samples(state), &all, &regions)
        })
    }

    fn samples(&self, state: &State) -> Rc<Vec<Samples>> {
        let key = (self.examples_key(state), state.classification());
        self.samples.get(key, || {
            contribution::samples(&self.examples(state), &self.regions(state))
        })
    }

    /// The reformulated gradient norm of an example under the loss at `place`, from its norm g under cross-entropy and
    /// whether it is positive. NaN where the loss depends on an example's neighbours and its region is empty.
    pub fn reformulated(&self, state: &State, place: usize) -> impl Fn(f64, bool) -> f64 + use<> {
        let loss = state.class_loss(place);
        contribution::reformulated(loss, self.examples(state), self.regions(state))
    }

    /// How good the examples' probabilities are; none where labels are unknown.
    pub fn calibration(&self, state: &State) -> Rc<Option<Calibration>> {
        self.calibration.get(self.examples_key(state), || {
            Calibration::of(&self.examples(state))
        })
    }

    /// The median size of the box offsets.
    pub fn median_offset(&self, state: &State) -> Option<f64> {
        let sizes = self.sizes(state);
        let sizes = (*sizes).as_ref()?;
        let middle = sizes.keys().get(sizes.len() / 2)?;
        Some(f64::from(*middle))
    }

    /// The recorded steps under the state's loss, and the median size of the box offsets after each.
    pub fn medians(&self, state: &State) -> Vec<(u32, f64)> {
        self.loaded.medians(state)
    }

    /// Box offsets by their gradient norm under ASL1.
    pub fn offsets(&self, state: &State) -> Rc<Option<Sorted>> {
        let key = (self.examples_key(state), state.mu);
        self.offsets.get(key, || {
            let mut offsets = (*self.sizes(state)).as_deref().cloned();
            if let Some(offsets) = &mut offsets {
                // Another mu leaves them in order, and none in the knob's range is refused.
                let _ = offsets.rescale(state.mu);
            }
            offsets
        })
    }

    /// Unit regions of the box offsets under GHM-R.
    pub fn offset_regions(&self, state: &State) -> Rc<OffsetRegions> {
        let options = state.regression();
        let key = (self.examples_key(state), state.mu, options);
        self.offset_regions.get(key, || {
            OffsetRegions::of((*self.sizes(state)).as_deref(), state.mu, options)
        })
    }

    /// One batch after the other, and what the moving average makes of them.
    pub fn sequence(&self, state: &State) -> Rc<Sequence> {
        let options = state.classification();
        // Where there are no batches, the shown examples are repeated as the batch.
        let repeats = !self.loaded.has_batches(state);
        let batches = (
            self.source(state),
            repeats.then(|| self.examples_key(state)),
        );
        let key = (batches, options, state.scope, state.divisor);
        self.sequence.get(key, || {
            let batches = self.batches.get(batches, || {
                self.loaded.batches(state, &self.examples(state))
            });
            Sequence::of(&batches, options, state.scope, state.divisor, repeats)
        })
    }

    /// GHM-C at several numbers of unit regions.
    pub fn sweep(&self, state: &State) -> Rc<Sweep> {
        let options = Options {
            momentum: 0.0,
            ..state.classification()
        };
        let key = (self.examples_key(state), Options { bins: 1, ..options });
        self.sweep
            .get(key, || Sweep::of(&self.examples(state), options))
    }

    /// GHM-C by the exact density with epsilon = 1 / M; none without examples.
    pub fn exact_loss(&self, state: &State) -> Option<f64> {
        let key = (self.examples_key(state), state.bins);
        *self
            .exact
            .get(key, || self.examples(state).exact_loss(state.bins))
    }

    /// The same; none too while a slider moves, but for numbers of regions for which it is known.
    pub fn prompt_exact_loss(&self, state: &State) -> Option<f64> {
        let sweep = self.sweep(state);
        if let Some(at) = sweep.bins.iter().position(|&bins| bins == state.bins) {
            return sweep.exact.get(at).copied();
        }
        if self.moving {
            self.waited.set(true);
            return None;
        }
        self.exact_loss(state)
    }

    /// The box offsets, sorted by size |d|.
    pub fn sizes(&self, state: &State) -> Rc<Option<Rc<Sorted>>> {
        self.sizes
            .get(self.examples_key(state), || self.loaded.offsets(state))
    }

    fn source(&self, state: &State) -> SourceKey {
        (self.epoch, state.data, state.seed)
    }

    fn examples_key(&self, state: &State) -> ExamplesKey {
        let source = self.source(state);
        (source, state.n, state.trained, state.step, state.mask)
    }
}

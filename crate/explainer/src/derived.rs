//! What the figures need, recomputed only where a knob changed it.
//!
//! New data cost O(N) or O(N log N) once; bins O(M log N) from sorted keys;
//! momentum O(M) a batch; focal's gamma O(M) samples of the sorted keys.

use crate::recorded::{Recorded, Run, TrainedWith};
use crate::state::{Data, Mask, State, Trained};
use crate::training::{self, Training};
use crate::trial::Times;
use crate::twin::Twin;
use ghm::baseline::focal_norm;
use ghm::density::LEVELS;
use ghm::sample::{Drift, Preset};
use ghm::{Average, Options, Sorted, UnitRegions};
use std::cell::Cell;
use std::rc::Rc;

/// Batches of the drifting presets, and how often other examples repeat.
const SYNTHETIC_BATCHES: usize = 120;
/// Examples of a drifting preset's batch.
const SYNTHETIC_BATCH: usize = 2_000;
/// A preset makes at most this many offsets: positives are few.
const PRESET_OFFSETS: usize = 20_000;
/// Numbers of regions that the `regions` figure goes through.
const SWEEP: [usize; 13] = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 200];
/// Examples of a region that are evaluated one by one; of more, as many evenly spaced ones.
const SAMPLED: usize = 1_024;

/// What was loaded from outside. Recordings are many sessions' at once.
#[derive(Default)]
pub struct Loaded {
    /// The recorded detector with noisy labels.
    pub noisy: Option<Rc<Recorded>>,
    /// With clean labels.
    pub clean: Option<Rc<Recorded>>,
    /// The reader's own examples.
    pub file: Option<Sorted>,
    /// Those of the detector that trains in the page.
    pub trained: Option<training::Examples>,
}

impl Loaded {
    fn recorded(&self, data: Data) -> Option<&Recorded> {
        match data {
            Data::Noisy => self.noisy.as_deref(),
            Data::Clean => self.clean.as_deref(),
            _ => None,
        }
    }
}

/// The run that the state asks for: of its loss, the one nearest to its step.
fn run<'a>(recorded: &'a Recorded, state: &State) -> Option<&'a Run> {
    let wanted = match state.trained {
        Trained::CrossEntropy => TrainedWith::CrossEntropy,
        Trained::Focal => TrainedWith::Focal,
        Trained::Ghm => TrainedWith::Ghm,
    };
    recorded
        .runs
        .iter()
        .filter(|r| r.trained_with == wanted)
        .min_by_key(|r| r.step.abs_diff(state.step))
}

/// One batch after the other: what the moving average makes of them.
#[derive(Default)]
pub struct Sequence {
    /// Counts R_j of each batch.
    pub counts: Vec<Vec<u64>>,
    /// Moving averages S_j after each batch, as the loss uses them.
    pub averages: Vec<Vec<f64>>,
    /// Updates k_j that went into them.
    pub updates: Vec<Vec<u32>>,
    /// Mean cross-entropy of each batch.
    pub cross_entropy: Vec<f64>,
    /// GHM-C with the state's momentum.
    pub with_momentum: Vec<f64>,
    /// GHM-C from each batch alone.
    pub without_momentum: Vec<f64>,
}

/// Box offsets, for GHM-R.
#[derive(Default)]
pub struct Boxes {
    /// Their sizes |d|, by gradient norm: [`Derived::update_offsets`] brings the norms up to date.
    pub examples: Option<Sorted>,
    /// Edges of the unit regions on the gr axis: j / M.
    pub edges: Vec<f64>,
    /// R_j.
    pub counts: Vec<u64>,
    /// Harmonizing parameter of each region, the average settled.
    pub weights: Vec<f64>,
}

/// The loss at several numbers of regions.
#[derive(Default)]
pub struct Sweep {
    /// Numbers of regions M.
    pub bins: Vec<usize>,
    /// GHM-C by unit regions.
    pub regions: Vec<f64>,
    /// GHM-C by the exact density, epsilon = 1 / M.
    pub exact: Vec<f64>,
}

/// Everything computed from the state and the examples.
#[derive(Default)]
pub struct Derived {
    /// What was loaded.
    pub loaded: Loaded,
    /// Counts up with every change of what was loaded.
    pub epoch: u32,
    keys: Keys,
    /// All examples by gradient norm.
    pub examples: Option<Sorted>,
    /// The positives among them; none where a preset or file has no recording.
    pub positives: Option<Sorted>,
    /// Edges of the unit regions on the g axis: j / M.
    pub edges: Vec<f64>,
    /// R_j.
    pub counts: Vec<u64>,
    /// Cross-entropy summed over each region.
    pub losses: Vec<f64>,
    /// Positives in each region.
    pub positive_counts: Vec<u64>,
    /// Harmonizing parameter of each region, the average settled: S_j = R_j.
    pub weights: Vec<f64>,
    /// The same in the first call of a fresh loss.
    pub first_weights: Vec<f64>,
    /// Summed gradient norm of each region under cross-entropy, divided by N.
    pub gradient_ce: Vec<f64>,
    /// Under focal loss.
    pub gradient_focal: Vec<f64>,
    /// Under GHM-C.
    pub gradient_ghm: Vec<f64>,
    /// Box offsets.
    pub boxes: Boxes,
    /// The loss at several numbers of regions.
    pub sweep: Sweep,
    /// The detectors that train in the page.
    pub training: Training,
    /// Counts up with every time taken.
    pub timings: u32,
    /// What was timed here.
    pub times: Times,
    /// The two-dimensional twin.
    pub twin: Twin,
    /// Batches, one by one.
    batches: Vec<Sorted>,
    /// What became of them.
    pub sequence: Sequence,
    /// The exact loss that was last asked for, and of what: it takes a walk through all examples.
    exact: Cell<Option<(Examples, usize, f64)>>,
}

/// Which set of examples, but for their number and training: epoch, data, seed.
type Source = (u32, Data, u32);
/// And with those.
type Examples = (Source, usize, Trained, u32, Mask);
/// Which batches: their source, or the examples that come again and again.
type Batches = (Source, Option<Examples>);

/// What each part was computed from, so that only what changed is done again.
#[derive(Default)]
struct Keys {
    examples: Option<Examples>,
    regions: Option<(Examples, Options)>,
    gradients: Option<(Examples, Options, f64)>,
    offsets: Option<Examples>,
    scale: Option<f64>,
    boxes: Option<(Examples, f64, Options)>,
    batches: Option<Batches>,
    sequence: Option<(Batches, Options, bool)>,
    sweep: Option<(Examples, Options)>,
}

impl Derived {
    /// Brings everything up to `state`.
    pub fn update(&mut self, state: &State) {
        self.update_examples(state);
        self.update_offsets(state);
        self.update_gradients(state);
        self.update_sequence(state);
    }

    /// Brings up to `state` what most figures show.
    pub fn update_examples(&mut self, state: &State) {
        let (options, boxes) = (state.classification(), state.regression());
        let examples = self.source(state).1;
        if replaced(&mut self.keys.examples, examples) {
            self.examples(state);
        }
        if replaced(&mut self.keys.regions, (examples, options)) {
            self.regions(options);
        }
        if replaced(&mut self.keys.offsets, examples) {
            self.boxes.examples = self.offsets(state);
            self.keys.scale = Some(state.mu);
        }
        if replaced(&mut self.keys.boxes, (examples, state.mu, boxes)) {
            self.boxes.fill(boxes, state.mu);
        }
    }

    /// Brings the norms of the offsets up to `state`, which no count needs; [`Self::update_examples`]
    /// comes before.
    pub fn update_offsets(&mut self, state: &State) {
        if replaced(&mut self.keys.scale, state.mu)
            && let Some(offsets) = &mut self.boxes.examples
        {
            // Another mu leaves them in order. The knob's range has none that is refused.
            let _ = offsets.rescale(state.mu);
        }
    }

    /// Brings the sums of gradient norms up to `state`; [`Self::update_examples`] comes before.
    pub fn update_gradients(&mut self, state: &State) {
        let (options, examples) = (state.classification(), self.source(state).1);
        if !replaced(&mut self.keys.gradients, (examples, options, state.gamma)) {
            return;
        }
        let Some(examples) = &self.examples else {
            let none = vec![0.0; self.counts.len()];
            (self.gradient_focal, self.gradient_ghm) = (none.clone(), none.clone());
            self.gradient_ce = none;
            return;
        };
        let norms = examples.norms();
        let total = norms.len().max(1) as f64;
        let sums = |norms| sum_sampled(norms, state.gamma).map(|sum| sum / total);
        let mut from = 0;
        let regions = self.counts.iter().map(|&count| {
            let inside = &norms[from..from + count as usize];
            from += inside.len();
            sums(inside)
        });
        (self.gradient_ce, self.gradient_focal) = regions.map(|[ce, focal]| (ce, focal)).unzip();
        let weighted = self.gradient_ce.iter().zip(&self.weights);
        self.gradient_ghm = weighted.map(|(sum, beta)| sum * beta).collect();
        // Losses that know no regions have the examples beyond the end of the last.
        let [ce, focal] = sums(&norms[from..]);
        for (all, beyond) in [
            (&mut self.gradient_ce, ce),
            (&mut self.gradient_focal, focal),
        ] {
            if let Some(last) = all.last_mut() {
                *last += beyond;
            }
        }
    }

    /// Brings [`Derived::sequence`] up to `state`: most of the memory, and one figure's alone.
    pub fn update_sequence(&mut self, state: &State) {
        let options = state.classification();
        let (source, examples) = self.source(state);
        // Where nothing was recorded batch by batch, the shown examples come again and again.
        let repeated = matches!(state.data, Data::File | Data::Detector).then_some(examples);
        let batches = (source, repeated);
        if replaced(&mut self.keys.batches, batches) {
            self.batches(state);
        }
        if replaced(&mut self.keys.sequence, (batches, options, state.levels)) {
            self.sequence = sequence(&self.batches, options, state.levels, repeated.is_some());
        }
    }

    fn source(&self, state: &State) -> (Source, Examples) {
        let source = (self.epoch, state.data, state.seed);
        (
            source,
            (source, state.n, state.trained, state.step, state.mask),
        )
    }

    /// Steps of training that were recorded, for the state's data and loss.
    pub fn steps(&self, state: &State) -> Vec<u32> {
        let Some(recorded) = self.loaded.recorded(state.data) else {
            return vec![];
        };
        let kind = run(recorded, state).map(|r| r.trained_with);
        recorded
            .runs
            .iter()
            .filter(|r| Some(r.trained_with) == kind)
            .map(|r| r.step)
            .collect()
    }

    /// The step of training that is shown: the recorded one nearest to the state's.
    pub fn shown_step(&self, state: &State) -> Option<u32> {
        run(self.loaded.recorded(state.data)?, state).map(|r| r.step)
    }

    fn examples(&mut self, state: &State) {
        (self.examples, self.positives) = match state.data {
            Data::Noisy | Data::Clean => {
                match self.loaded.recorded(state.data).and_then(|r| run(r, state)) {
                    Some(run) => {
                        let ignored = match state.mask {
                            Mask::All => &run.ignored[..],
                            _ => &[],
                        };
                        let all = [&run.negatives, &run.positives[..], ignored].concat();
                        let positives = Sorted::from_keys(run.positives.clone()).ok();
                        (Sorted::from_keys(all).ok(), positives)
                    }
                    None => (None, None),
                }
            }
            Data::File => (self.loaded.file.clone(), None),
            Data::Detector => self.trained_examples(),
            Data::Preset(preset) => preset_examples(preset, state.n, state.seed),
        };
        if let (Mask::Positives, Some(positives)) = (state.mask, &self.positives) {
            self.examples = Some(positives.clone());
        }
    }

    /// Brings [`Derived::sweep`] up to `state`: the dearest part, and one figure's alone.
    pub fn update_sweep(&mut self, state: &State) {
        let options = Options {
            momentum: 0.0,
            ..state.classification()
        };
        let key = (self.source(state).1, Options { bins: 1, ..options });
        if replaced(&mut self.keys.sweep, key) {
            self.sweep = self
                .examples
                .as_ref()
                .map_or_else(Sweep::default, |e| sweep(e, options));
        }
    }

    /// GHM-C by the exact density with epsilon = 1 / M.
    pub fn exact_loss(&self, state: &State) -> Option<f64> {
        let (_, source) = self.source(state);
        if let Some((of, bins, loss)) = self.exact.get()
            && (of, bins) == (source, state.bins)
        {
            return Some(loss);
        }
        let loss = self.examples.as_ref()?.exact_loss(1.0 / state.bins as f64);
        self.exact.set(Some((source, state.bins, loss)));
        Some(loss)
    }

    fn offsets(&self, state: &State) -> Option<Sorted> {
        let sizes: Vec<f32> = match state.data {
            Data::Noisy | Data::Clean => {
                let run = run(self.loaded.recorded(state.data)?, state)?;
                run.offsets.iter().map(|d| d.abs()).collect()
            }
            Data::Preset(preset) => {
                let made = preset.regression(state.n.min(PRESET_OFFSETS), state.seed);
                made.predictions
                    .iter()
                    .zip(&made.targets)
                    .map(|(p, t)| (p - t).abs())
                    .collect()
            }
            Data::Detector => {
                let offsets = &self.loaded.trained.as_ref()?.offsets;
                offsets.iter().map(|d| d.abs()).collect()
            }
            Data::File => return None,
        };
        Sorted::from_offsets(sizes, state.mu).ok()
    }

    fn regions(&mut self, options: Options) {
        let m = options.bins;
        self.edges = (0..=m).map(|j| j as f64 / m as f64).collect();
        self.counts.clear();
        self.positive_counts.clear();
        self.weights.clear();
        self.first_weights.clear();
        let (Some(examples), Ok(regions)) = (&self.examples, unit_regions(options)) else {
            self.counts = vec![0; m];
            self.losses = vec![0.0; m];
            self.weights = vec![0.0; m];
            self.first_weights = vec![0.0; m];
            return;
        };
        examples.sums_into(&regions, &mut self.counts, &mut self.losses);
        if let Some(positives) = &self.positives {
            positives.counts_into(&regions, &mut self.positive_counts);
        }
        self.weights = weights(
            Options {
                momentum: 0.0,
                ..options
            },
            &self.counts,
            examples.len(),
        );
        self.first_weights = weights(options, &self.counts, examples.len());
    }

    fn batches(&mut self, state: &State) {
        self.batches = match state.data {
            Data::Noisy | Data::Clean => {
                self.loaded.recorded(state.data).map_or(vec![], |recorded| {
                    let keys = |b: &crate::recorded::Batch| {
                        [b.negatives.as_slice(), b.positives.as_slice()].concat()
                    };
                    recorded
                        .batches
                        .iter()
                        .filter_map(|b| Sorted::from_keys(keys(b)).ok())
                        .collect()
                })
            }
            Data::File | Data::Detector => self.examples.iter().cloned().collect(),
            Data::Preset(_) => {
                let drift = Drift::new(SYNTHETIC_BATCH, SYNTHETIC_BATCHES, state.seed);
                (0..SYNTHETIC_BATCHES)
                    .filter_map(|t| {
                        let batch = drift.batch(t);
                        Sorted::classification(&batch.logits, &batch.targets, None).ok()
                    })
                    .collect()
            }
        };
    }
}

impl Boxes {
    fn fill(&mut self, options: Options, mu: f64) {
        let m = options.bins;
        self.edges = (0..=m).map(|j| j as f64 / m as f64).collect();
        self.counts.clear();
        match (&self.examples, UnitRegions::regression(m, mu)) {
            (Some(examples), Ok(regions)) => examples.counts_into(&regions, &mut self.counts),
            _ => self.counts = vec![0; m],
        }
        self.weights = weights(
            Options {
                momentum: 0.0,
                ..options
            },
            &self.counts,
            self.examples.as_ref().map_or(0, Sorted::len),
        );
    }
}

/// The regions of the classification loss.
fn unit_regions(options: Options) -> Result<UnitRegions, ghm::Error> {
    Ok(UnitRegions::classification(options.bins)?.ending(options.edge))
}

fn sweep(examples: &Sorted, options: Options) -> Sweep {
    let mut out = Sweep::default();
    let total = examples.len().max(1) as f64;
    let (mut counts, mut losses) = (vec![], vec![]);
    for bins in SWEEP {
        let options = Options { bins, ..options };
        let Ok(regions) = unit_regions(options) else {
            continue;
        };
        examples.sums_into(&regions, &mut counts, &mut losses);
        let beta = weights(options, &counts, examples.len());
        out.bins.push(bins);
        out.regions
            .push(beta.iter().zip(&losses).map(|(b, l)| b * l).sum::<f64>() / total);
        out.exact.push(examples.exact_loss(1.0 / bins as f64));
    }
    out
}

/// Stores `new` and says whether it differs from what was there.
fn replaced<T: PartialEq>(old: &mut Option<T>, new: T) -> bool {
    let changed = old.as_ref() != Some(&new);
    if changed {
        *old = Some(new);
    }
    changed
}

fn preset_examples(preset: Preset, n: usize, seed: u32) -> (Option<Sorted>, Option<Sorted>) {
    let made = preset.classification(n, seed);
    let positive: Vec<f32> = made
        .logits
        .iter()
        .zip(&made.targets)
        .filter(|(_, t)| **t == 1.0)
        .map(|(x, _)| -x)
        .collect();
    let all = Sorted::classification(&made.logits, &made.targets, None).ok();
    (all, Sorted::from_keys(positive).ok())
}

/// Harmonizing parameters of one call on a fresh loss, with `n` examples.
fn weights(options: Options, counts: &[u64], n: usize) -> Vec<f64> {
    let mut out = vec![];
    if let Ok(mut average) = Average::new(options) {
        average.update(counts);
        average.weights_among(n as u64, counts, &mut out);
    }
    out
}

/// Sums of ascending gradient norms under cross-entropy and under focal loss: exact for few, of many by
/// evenly spaced ones, as neighbours differ by little. In one walk: they are far apart in memory.
fn sum_sampled(norms: &[f64], gamma: f64) -> [f64; 2] {
    let (n, samples) = (norms.len(), norms.len().min(SAMPLED));
    (0..samples).fold([0.0; 2], |[ce, focal], i| {
        let (from, to) = (i * n / samples, (i + 1) * n / samples);
        let (g, times) = (norms[(from + to) / 2], (to - from) as f64);
        [ce + times * g, focal + times * focal_norm(g, gamma)]
    })
}

/// Feeds the batches to the loss in turn; a single batch, again and again. With `levels` each level
/// of a feature pyramid is a call, and the loss of a batch is their mean.
fn sequence(batches: &[Sorted], options: Options, levels: bool, repeat: bool) -> Sequence {
    let mut out = Sequence::default();
    let (Ok(mut average), Ok(mut alone), Ok(regions)) = (
        Average::new(options),
        Average::new(Options {
            momentum: 0.0,
            ..options
        }),
        unit_regions(options),
    ) else {
        return out;
    };
    let (mut counts, mut beta, mut losses) = (vec![], vec![], vec![]);
    let times = if repeat {
        SYNTHETIC_BATCHES
    } else {
        batches.len()
    };
    for batch in batches
        .iter()
        .cycle()
        .take(if batches.is_empty() { 0 } else { times })
    {
        let (mut with, mut without, mut calls) = (0.0, 0.0, 0.0_f64);
        let mut whole = vec![0; options.bins];
        for level in 0..if levels { LEVELS } else { 1 } {
            match levels {
                true => batch.level_into(level, &regions, &mut counts, &mut losses),
                false => batch.sums_into(&regions, &mut counts, &mut losses),
            }
            // N cancels in the loss: those that half precision loses may be left out of it.
            let n: u64 = counts.iter().sum();
            if n == 0 {
                continue;
            }
            let mut harmonized = |average: &mut Average| {
                average.update(&counts);
                average.weights_into(&counts, &mut beta);
                beta.iter().zip(&losses).map(|(b, l)| b * l).sum::<f64>() / n as f64
            };
            with += harmonized(&mut average);
            without += harmonized(&mut alone);
            calls += 1.0;
            for (sum, count) in whole.iter_mut().zip(&counts) {
                *sum += count;
            }
        }
        out.with_momentum.push(with / calls.max(1.0));
        out.without_momentum.push(without / calls.max(1.0));
        out.cross_entropy
            .push(batch.total_loss() / (batch.len() as f64).max(1.0));
        out.averages.push(average.values().to_vec());
        out.updates.push(average.updates().to_vec());
        out.counts.push(whole);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_knob_gives_what_a_fresh_start_gives() {
        let mut state = State {
            data: Data::Preset(Preset::Converged),
            n: 2_000,
            ..State::default()
        };
        let mut moved = Derived::default();
        moved.update(&state);
        let before = moved.exact_loss(&state);
        state.mu = 0.3;
        state.rbins = 7;
        moved.update(&state);
        state.bins = 12;
        moved.update(&state);
        let mut fresh = Derived::default();
        fresh.update(&state);
        assert_eq!(moved.boxes.examples, fresh.boxes.examples);
        assert_eq!(moved.boxes.counts, fresh.boxes.counts);
        assert_eq!(moved.exact_loss(&state), fresh.exact_loss(&state));
        assert_ne!(moved.exact_loss(&state), before);
    }

    #[test]
    fn the_mask_takes_examples_in_and_out() {
        let mut state = State::default();
        let run = Run {
            trained_with: TrainedWith::CrossEntropy,
            step: 0,
            negatives: vec![-3.0; 50],
            positives: vec![1.0; 4],
            ignored: vec![0.5, 2.0],
            offsets: vec![],
        };
        let mut derived = Derived::default();
        derived.loaded.noisy = Some(Rc::new(Recorded {
            runs: vec![run],
            batches: vec![],
        }));
        for (mask, n, first) in [
            (Mask::Valid, 54, 50),
            (Mask::All, 56, 50),
            (Mask::Positives, 4, 0),
        ] {
            state.mask = mask;
            derived.update(&state);
            let examples = derived.examples.as_ref().unwrap();
            let easy = derived.counts[..2].iter().sum::<u64>();
            assert_eq!((examples.len(), easy), (n, first), "{mask:?}");
        }
    }

    fn outliers() -> State {
        State {
            data: Data::Preset(Preset::OutlierHeavy),
            n: 20_000,
            ..State::default()
        }
    }

    fn derived(state: &State) -> Derived {
        let mut derived = Derived::default();
        derived.update(state);
        derived
    }

    #[test]
    fn half_precision_takes_the_worst_from_ghm_alone() {
        let mut state = outliers();
        let closed = derived(&state);
        state.edge = ghm::Edge::Half;
        let half = derived(&state);
        let lost = closed.counts[29] - half.counts[29];
        // 8 % outliers at 5.5 +- 2, of which 8 % lie beyond 8.32.
        assert!((100..160).contains(&lost), "{lost}");
        assert_eq!(half.counts[..29], closed.counts[..29]);
        // Sums of other samples of the same examples.
        let same = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5 * b);
        assert!(same(&half.gradient_ce[29..], &closed.gradient_ce[29..]));
        assert!(same(
            &half.gradient_focal[29..],
            &closed.gradient_focal[29..]
        ));
        // Fewer examples, each with more weight: the region's part stays, the loss doesn't.
        assert!(half.weights[29] > closed.weights[29]);
        let last = |d: &Derived| d.weights[29] * d.losses[29];
        assert!(last(&half) < last(&closed));
    }

    #[test]
    fn levels_are_calls_that_share_an_average() {
        let mut state = outliers();
        let whole = derived(&state);
        state.levels = true;
        let levels = derived(&state);
        let (one, five) = (&whole.sequence, &levels.sequence);
        assert_eq!(one.counts, five.counts);
        for (a, b) in one.cross_entropy.iter().zip(&five.cross_entropy) {
            assert!((a / b - 1.0).abs() < 1e-9);
        }
        assert_eq!((one.updates[0][0], five.updates[0][0]), (1, 5));
        // The last calls are the smallest: the average ends far below the batch's count.
        let (r, s) = (five.counts[119][0] as f64, five.averages[119][0]);
        assert!(s < 0.2 * r && one.averages[119][0] > 0.9 * r, "{s} of {r}");
    }
}

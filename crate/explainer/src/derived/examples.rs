//! Which examples the state asks for, out of what was loaded or made.

use super::sweep::BINS;
use crate::data::Recorded;
use crate::data::file::{Batch, Exact, FileExamples};
use crate::data::recorded::Checkpoint;
use crate::knob::{Data, Mask, State};
use crate::live::DetectorExamples;
use ghm::Sorted;
use ghm::loss::{Divisor, NormSums};
use ghm::sample::{Drift, Preset};
use std::cell::OnceCell;
use std::rc::Rc;

/// How many batches a preset makes, whose examples drift from batch to batch.
pub const SYNTHETIC_BATCHES: usize = 120;
/// Examples in each of these batches.
const SYNTHETIC_BATCH: usize = 2_000;
/// A preset makes at most this many offsets: positives are few.
const PRESET_OFFSETS: usize = 20_000;

/// What was loaded from outside. Sessions share recordings.
#[derive(Clone, Default)]
pub struct Loaded {
    /// The recorded detector with noisy labels: the parts of its recording that are here, in order.
    pub noisy: Vec<Rc<Recorded>>,
    /// The same of the detector with clean labels.
    pub clean: Vec<Rc<Recorded>>,
    /// The reader's own examples.
    pub file: Option<FileExamples>,
    /// Examples of the detector that trains in the page.
    pub detector: Option<Rc<DetectorExamples>>,
}

/// The examples of the classification loss.
#[derive(Clone, Default)]
pub struct Examples {
    /// All that count, by gradient norm; none while nothing is loaded.
    pub all: Option<Rc<Sorted>>,
    /// The positives among them; none while nothing is loaded, or where labels are unknown.
    pub positives: Option<Rc<Sorted>>,
    /// Losses by the exact density that are known already.
    exact: Exact,
    /// Running sums of the norms of all, and of the positives, from when they are first asked for.
    sums: OnceCell<[NormSums; 2]>,
}

impl Examples {
    pub(super) fn of(loaded: &Loaded, state: &State) -> Self {
        let all = loaded.labelled(state);
        match (state.mask, &all.positives) {
            (Mask::Positives, Some(positives)) => Self {
                all: Some(positives.clone()),
                positives: Some(positives.clone()),
                ..Self::default()
            },
            _ => all,
        }
    }

    pub(super) fn from_keys(all: Vec<f32>, positives: Vec<f32>) -> Self {
        Self {
            all: Sorted::from_keys(all).ok().map(Rc::new),
            positives: Sorted::from_keys(positives).ok().map(Rc::new),
            ..Self::default()
        }
    }

    /// Gradient norms of all and of the positives, ascending; none while nothing is loaded.
    pub fn norms(&self) -> [&[f64]; 2] {
        [&self.all, &self.positives].map(|of| of.as_deref().map_or(&[][..], Sorted::norms))
    }

    /// Their running sums.
    pub fn norm_sums(&self) -> &[NormSums; 2] {
        self.sums.get_or_init(|| self.norms().map(NormSums::of))
    }

    /// GHM-C by the exact density with epsilon = 1 / `bins`; none without examples, and while a worker computes it.
    pub fn exact_loss(&self, bins: usize) -> Option<f64> {
        let known = self.exact.known.iter().find(|(of, _)| *of == bins);
        match known {
            Some((_, loss)) => Some(*loss),
            None if self.exact.awaited && BINS.contains(&bins) => None,
            None => Some(self.all.as_ref()?.exact_loss(1.0 / bins as f64)),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.as_ref().map_or(0, |all| all.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What sums over them are divided by: the number of examples or of positives; at least 1. Here `None`, each
    /// loss's own divisor, is the number of examples, so that losses can be compared.
    pub fn divisor(&self, divisor: Option<Divisor>) -> f64 {
        let number = match (divisor, &self.positives) {
            (Some(Divisor::Positives), Some(positives)) => positives.len(),
            _ => self.len(),
        };
        number.max(1) as f64
    }
}

impl Loaded {
    /// The parts of the recording that the state shows.
    pub fn recorded(&self, data: Data) -> &[Rc<Recorded>] {
        match data {
            Data::Noisy => &self.noisy,
            Data::Clean => &self.clean,
            Data::Preset(_) | Data::Detector | Data::File => &[],
        }
    }

    /// Recorded checkpoints under the state's loss, by their steps.
    fn checkpoints(&self, state: &State) -> impl Iterator<Item = &Checkpoint> {
        let all = self
            .recorded(state.data)
            .iter()
            .flat_map(|part| &part.checkpoints);
        all.filter(|it| it.trained_with == state.trained)
    }

    /// The recorded checkpoint that the state asks for: under its loss, the one nearest to its step.
    pub(super) fn checkpoint(&self, state: &State) -> Option<&Checkpoint> {
        self.checkpoints(state)
            .min_by_key(|it| it.step.abs_diff(state.step))
    }

    /// Steps that were recorded under the state's loss.
    pub(super) fn steps(&self, state: &State) -> Vec<u32> {
        self.checkpoints(state).map(|it| it.step).collect()
    }

    /// The median size of the box offsets at each recorded step under the state's loss.
    pub(super) fn medians(&self, state: &State) -> Vec<(u32, f64)> {
        let with = self.checkpoints(state).filter(|it| !it.offsets.is_empty());
        let median = |it: &Checkpoint| {
            // Sorted as everywhere else: another way to the middle would be another kilobyte that each reader loads.
            let sizes = Sorted::from_offsets(it.offsets.clone(), 1.0).ok()?;
            Some((it.step, f64::from(*sizes.keys().get(sizes.len() / 2)?)))
        };
        with.filter_map(median).collect()
    }

    fn labelled(&self, state: &State) -> Examples {
        match state.data {
            Data::Noisy | Data::Clean => {
                let Some(shown) = self.checkpoint(state) else {
                    return Examples::default();
                };
                let ignored = match state.mask {
                    Mask::All => &shown.ignored[..],
                    Mask::Valid | Mask::Positives => &[],
                };
                let all = [&shown.negatives, &shown.positives[..], ignored].concat();
                Examples::from_keys(all, shown.positives.clone())
            }
            Data::File => self
                .file
                .as_ref()
                .map_or_else(Examples::default, |file| Examples {
                    all: file.all.clone(),
                    positives: file.positives.clone(),
                    exact: file.exact.clone(),
                    ..Examples::default()
                }),
            Data::Detector => self.detector.as_ref().map_or_else(Examples::default, |of| {
                Examples::from_keys(of.keys.clone(), of.keys[of.positives..].to_vec())
            }),
            // The hero's engine makes no examples.
            Data::Preset(_) if cfg!(not(feature = "whole")) => Examples::default(),
            Data::Preset(preset) => {
                let made = preset.classification(state.n, state.seed);
                let examples = made.logits.iter().zip(&made.targets);
                let positives = examples.filter(|(_, target)| **target == 1.0);
                let positives = positives.map(|(logit, _)| -logit).collect();
                Examples {
                    all: Sorted::classification(&made.logits, &made.targets, None)
                        .ok()
                        .map(Rc::new),
                    positives: Sorted::from_keys(positives).ok().map(Rc::new),
                    ..Examples::default()
                }
            }
        }
    }

    /// The box offsets of the state's examples, sorted by size.
    pub(super) fn offsets(&self, state: &State) -> Option<Rc<Sorted>> {
        let offsets: Vec<f32> = match state.data {
            Data::Noisy | Data::Clean => self.checkpoint(state)?.offsets.clone(),
            Data::Preset(preset) => preset_offsets(preset, state),
            Data::Detector => self.detector.as_ref()?.offsets.clone(),
            Data::File => return self.file.as_ref()?.offsets.clone(),
        };
        Sorted::from_offsets(offsets, state.mu).ok().map(Rc::new)
    }

    /// Whether the state's data came as several batches, one after the other.
    pub(super) fn has_batches(&self, state: &State) -> bool {
        match state.data {
            Data::Detector => false,
            Data::File => self
                .file
                .as_ref()
                .is_some_and(|file| file.batches.len() > 1),
            Data::Noisy | Data::Clean | Data::Preset(_) => true,
        }
    }

    /// The batches of the state's data: recorded, made by a preset, or `shown` as the only one.
    pub(super) fn batches(&self, state: &State, shown: &Examples) -> Vec<Batch> {
        let of_keys = |negatives: &[f32], positives: &[f32]| {
            Some(Batch {
                examples: Sorted::from_keys([negatives, positives].concat())
                    .ok()?
                    .into(),
                positives: positives.len(),
            })
        };
        match state.data {
            Data::Noisy | Data::Clean => {
                let all = self.recorded(state.data).iter();
                let batches = all.flat_map(|part| &part.batches);
                let batches = batches.filter_map(|it| of_keys(&it.negatives, &it.positives));
                batches.collect()
            }
            Data::File if self.has_batches(state) => self
                .file
                .as_ref()
                .map_or(vec![], |file| file.batches.clone()),
            Data::File | Data::Detector => {
                let batch = |all: &Rc<Sorted>| Batch {
                    examples: Rc::clone(all),
                    positives: shown.positives.as_ref().map_or(0, |them| them.len()),
                };
                shown.all.iter().map(batch).collect()
            }
            Data::Preset(_) => {
                let drift = Drift::new(SYNTHETIC_BATCH, SYNTHETIC_BATCHES, state.seed);
                let batch = |t| {
                    let made = drift.batch(t);
                    let examples = Sorted::classification(&made.logits, &made.targets, None);
                    let examples = examples.ok()?.into();
                    let positives = made.targets.iter().filter(|&&target| target == 1.0).count();
                    Some(Batch {
                        examples,
                        positives,
                    })
                };
                (0..SYNTHETIC_BATCHES).filter_map(batch).collect()
            }
        }
    }
}

fn preset_offsets(preset: Preset, state: &State) -> Vec<f32> {
    let made = preset.regression(state.n.min(PRESET_OFFSETS), state.seed);
    let pairs = made.predictions.iter().zip(&made.targets);
    pairs
        .map(|(prediction, target)| prediction - target)
        .collect()
}

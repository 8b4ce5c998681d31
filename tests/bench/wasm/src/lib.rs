//! The kernels with plain WebAssembly exports, for the benchmark only.
//!
//! The module's memory holds one batch, whose inputs are logits or predictions. JavaScript writes
//! it once, at the addresses given, then calls and reads one number: nothing is copied.

use ghm::{
    Average, Options, Sorted, UnitRegions,
    kernel::{ExampleBatch, Level, Pass},
};
use std::cell::RefCell;
use training::Training;

mod training;

const MU: f64 = 0.02;

#[derive(Default)]
struct State {
    inputs: Vec<f32>,
    targets: Vec<f32>,
    weights: Vec<f32>,
    gradient: Vec<f32>,
    of_regions: Vec<f64>,
    densities: Vec<f64>,
    counts: Vec<u64>,
    losses: Vec<f64>,
    classification: Option<Pass>,
    regression: Option<Pass>,
    average: Option<Average>,
    regions: Option<UnitRegions>,
    sorted: Option<Sorted>,
    training: Option<Training>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with<T>(f: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(f)
}

/// Whether this is the SIMD128 build.
#[unsafe(no_mangle)]
pub extern "C" fn is_simd() -> bool {
    cfg!(target_feature = "simd128")
}

/// Makes room for `n` examples.
#[unsafe(no_mangle)]
pub extern "C" fn resize(n: usize) {
    with(|state| {
        for lane in [
            &mut state.inputs,
            &mut state.targets,
            &mut state.weights,
            &mut state.gradient,
        ] {
            lane.resize(n, 0.0);
        }
    });
}

/// Where the logits or predictions are.
#[unsafe(no_mangle)]
pub extern "C" fn inputs() -> *const f32 {
    with(|state| state.inputs.as_ptr())
}

/// Where the targets are.
#[unsafe(no_mangle)]
pub extern "C" fn targets() -> *const f32 {
    with(|state| state.targets.as_ptr())
}

/// Where the weights of the full pass are.
#[unsafe(no_mangle)]
pub extern "C" fn weights() -> *const f32 {
    with(|state| state.weights.as_ptr())
}

/// Where the gradient of the full pass is.
#[unsafe(no_mangle)]
pub extern "C" fn gradient() -> *const f32 {
    with(|state| state.gradient.as_ptr())
}

/// Where the exact densities are.
#[unsafe(no_mangle)]
pub extern "C" fn densities() -> *const f64 {
    with(|state| state.densities.as_ptr())
}

/// Sets the number of unit regions.
#[unsafe(no_mangle)]
pub extern "C" fn bins(bins: usize) {
    with(|state| {
        let classification = UnitRegions::classification(bins).unwrap();
        let regression = UnitRegions::regression(bins, MU).unwrap();
        let options = Options {
            bins,
            momentum: 0.0,
            ..Options::classification()
        };
        state.classification = Some(Pass::classification(Level::new(), &classification));
        state.regression = Pass::regression(Level::new(), &regression, MU);
        state.average = Some(Average::new(options).unwrap());
        state.regions = Some(classification);
    });
}

/// GHM-C, loss only.
#[unsafe(no_mangle)]
pub extern "C" fn classification() -> f64 {
    with(|state| count(state, |state| &mut state.classification))
}

/// GHM-C with weights and gradient.
#[unsafe(no_mangle)]
pub extern "C" fn classification_full() -> f64 {
    with(|state| full(state, |state| &mut state.classification))
}

/// GHM-R, loss only.
#[unsafe(no_mangle)]
pub extern "C" fn regression() -> f64 {
    with(|state| count(state, |state| &mut state.regression))
}

/// GHM-R with weights and gradient.
#[unsafe(no_mangle)]
pub extern "C" fn regression_full() -> f64 {
    with(|state| full(state, |state| &mut state.regression))
}

/// Sorts the batch by gradient norm.
#[unsafe(no_mangle)]
pub extern "C" fn sort() -> f64 {
    with(|state| {
        keep(
            state,
            Sorted::classification(&state.inputs, &state.targets, None),
        )
    })
}

/// Sorts the batch of offsets by gradient norm.
#[unsafe(no_mangle)]
pub extern "C" fn sort_offsets() -> f64 {
    with(|state| {
        keep(
            state,
            Sorted::regression(&state.inputs, &state.targets, None, MU),
        )
    })
}

/// The digest of the sorted keys.
#[unsafe(no_mangle)]
pub extern "C" fn sorted_digest() -> f64 {
    with(|state| {
        let keys = state.sorted.as_ref().unwrap().keys();
        let n = keys.len() as f64;
        let terms = keys.iter().enumerate();
        terms.map(|(i, &key)| f64::from(key) * i as f64 / n).sum()
    })
}

/// The GHM-C loss of the sorted batch with another number of regions.
#[unsafe(no_mangle)]
pub extern "C" fn slider(bins: usize) -> f64 {
    with(|state| {
        let regions = UnitRegions::classification(bins).unwrap();
        let sorted = state.sorted.as_ref().unwrap();
        sorted.sums_into(&regions, &mut state.counts, &mut state.losses);
        mean(&state.counts, &state.losses)
    })
}

/// Computes the exact density at every example of the sorted batch; returns it at the middle one.
#[unsafe(no_mangle)]
pub extern "C" fn density(epsilon: f64) -> f64 {
    with(|state| {
        let sorted = state.sorted.as_ref().unwrap();
        sorted.densities_into(epsilon, &mut state.densities);
        state.densities[state.densities.len() / 2]
    })
}

/// Starts an untrained detector under GHM-C or cross-entropy.
#[unsafe(no_mangle)]
pub extern "C" fn training(ghm: bool) {
    with(|state| state.training = Some(Training::new(Level::new(), ghm)));
}

/// One training step; returns the loss.
#[unsafe(no_mangle)]
pub extern "C" fn training_step() -> f64 {
    with(|state| {
        let [class, boxes] = state.training.as_mut().unwrap().step();
        class + boxes
    })
}

/// Starts over; puts the digest where the densities are and returns its length.
#[unsafe(no_mangle)]
pub extern "C" fn training_digest() -> usize {
    with(|state| {
        state.densities = state.training.as_mut().unwrap().digest();
        state.densities.len()
    })
}

/// Puts what another program needs for the same steps where the inputs are; returns its length.
#[unsafe(no_mangle)]
pub extern "C" fn training_numbers() -> usize {
    with(|state| {
        state.inputs = state.training.as_ref().unwrap().numbers();
        state.inputs.len()
    })
}

/// The mean loss.
fn keep(state: &mut State, sorted: Result<Sorted, ghm::Error>) -> f64 {
    let sorted = state.sorted.insert(sorted.unwrap());
    sorted.total_loss() / state.inputs.len() as f64
}

fn count(state: &mut State, pass: impl Fn(&mut State) -> &mut Option<Pass>) -> f64 {
    let mut taken = pass(state).take().unwrap();
    taken.count(ExampleBatch {
        inputs: &state.inputs,
        targets: &state.targets,
        mask: None,
    });
    let loss = mean(taken.counts(), taken.losses());
    *pass(state) = Some(taken);
    loss
}

fn full(state: &mut State, pass: impl Fn(&mut State) -> &mut Option<Pass>) -> f64 {
    let mut taken = pass(state).take().unwrap();
    let batch = ExampleBatch {
        inputs: &state.inputs,
        targets: &state.targets,
        mask: None,
    };
    taken.count_and_mark(batch, &mut state.weights, &mut state.gradient);
    let average = state.average.as_mut().unwrap();
    average.update(taken.counts());
    average.weights_into(taken.counts(), &mut state.of_regions);
    let scale = 1.0 / state.inputs.len() as f64;
    taken.weigh(
        &state.of_regions,
        scale,
        &mut state.weights,
        &mut state.gradient,
    );
    let loss = mean(taken.counts(), taken.losses());
    *pass(state) = Some(taken);
    loss
}

/// The mean of the regions' mean losses: GHM without momentum.
fn mean(counts: &[u64], losses: &[f64]) -> f64 {
    let filled = counts.iter().filter(|&&count| count > 0).count();
    let means = counts.iter().zip(losses).filter(|pair| *pair.0 > 0);
    let sum: f64 = means.map(|(&count, loss)| loss / count as f64).sum();
    sum / filled.max(1) as f64
}

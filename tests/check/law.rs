//! What must hold for any examples. A law panics where it is broken.

mod sorted;
mod step;
mod unmoved;

use ghm::{
    Convention, Edge, Empty, Options, Start,
    sample::{Drift, Preset},
};

use super::batch::{Batch, Kind, Loss};

pub use sorted::{exact_density_equals_the_oracle, sorted_counts_as_the_loss};
pub use step::{
    counts_sum_to_valid, gradient_is_the_derivative, mean_weight, one_region_is_the_plain_mean,
    steps_equal_the_oracle, uniform_density_weighs_one,
};
pub use unmoved::{failure_changes_nothing, masked_examples_do_not_matter, order_does_not_matter};

/// The seeds of the presets.
const SEEDS: [u32; 3] = [1, 2, 3];

/// Examples in a preset. Few, since the naive oracles take quadratic time.
const N: usize = 400;

/// Every law, for both losses, on all presets.
pub fn laws() {
    for kind in [Kind::Classification, Kind::Regression { mu: 0.02 }] {
        for bins in [1, 2, 5, 30, 64] {
            uniform_density_weighs_one(kind, bins, 3);
        }
        for preset in Preset::ALL {
            for seed in SEEDS {
                let mut batch = Batch::preset(kind, preset, N, seed);
                one_batch(kind, &batch);
                // The same with every fifth example masked.
                batch.mask = Some((0..N).map(|i| f32::from(u8::from(i % 5 != 0))).collect());
                one_batch(kind, &batch);
            }
        }
    }
    let drift = Drift::new(N, 6, 1);
    let mut batches: Vec<Batch> = (0..drift.len())
        .map(|t| {
            let examples = drift.batch(t);
            Batch {
                inputs: examples.logits,
                targets: examples.targets,
                mask: None,
            }
        })
        .collect();
    // A batch with norms that half precision rounds to 1.
    batches.push(Batch::preset(
        Kind::Classification,
        Preset::OutlierHeavy,
        N,
        1,
    ));
    for options in variants(30, 0.75) {
        steps_equal_the_oracle(Kind::Classification, options, &batches);
    }
}

fn one_batch(kind: Kind, batch: &Batch) {
    for bins in [1, 7, 30] {
        counts_sum_to_valid(kind, bins, batch);
        mean_weight(kind, bins, batch);
        gradient_is_the_derivative(kind, bins, batch);
        for momentum in [0.0, 0.75] {
            let options = Options {
                bins,
                momentum,
                ..Options::classification()
            };
            order_does_not_matter(kind, options, batch);
            masked_examples_do_not_matter(kind, options, batch);
            failure_changes_nothing(kind, options, batch);
        }
    }
    one_region_is_the_plain_mean(kind, batch);
    for bins in [1, 2, 3, 10, 30, 100, 199, 200] {
        sorted_counts_as_the_loss(kind, bins, batch);
    }
    for epsilon in [1.0 / 30.0, 0.2, 3.0] {
        exact_density_equals_the_oracle(kind, epsilon, batch);
    }
}

/// All combinations of the options in which the paper and the code differ.
pub fn variants(bins: usize, momentum: f64) -> Vec<Options> {
    let mut variants = Vec::new();
    for convention in [Convention::Code, Convention::Paper, Convention::Average] {
        for start in [Start::Zero, Start::First, Start::Corrected] {
            for empty in [Empty::Hold, Empty::Decay] {
                for edge in [Edge::Closed, Edge::Half] {
                    variants.push(Options {
                        bins,
                        momentum,
                        convention,
                        start,
                        empty,
                        edge,
                        loss_weight: 10.0,
                    });
                }
            }
        }
    }
    variants
}

/// A loss without momentum.
fn plain(kind: Kind, bins: usize) -> Loss {
    let options = Options {
        bins,
        momentum: 0.0,
        ..Options::classification()
    };
    kind.loss(options).expect("plain options")
}

fn doubles(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&value| f64::from(value)).collect()
}

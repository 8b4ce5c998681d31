//! The laws of `lib.rs`, natively: on the seeded presets and on examples that proptest generates.

use ghm::Options;
use ghm_tests::check::{
    batch::{Batch, Kind},
    law,
};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::RngSeed};

#[test]
fn presets() {
    ghm_tests::laws();
}

#[test]
fn this_build_gives_the_bits_of_every_other() {
    ghm_tests::same_bits();
}

/// The same examples in every run, so that a failure can be repeated.
fn config() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(1811_05181),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Classification),
        (-3.0..0.5_f64).prop_map(|exponent| Kind::Regression {
            mu: 10_f64.powf(exponent)
        }),
        Just(Kind::Regression { mu: 1.0 }),
    ]
}

/// Mostly the size of usual logits and offsets; sometimes 0, on an edge, saturated or huge.
fn input(kind: Kind) -> BoxedStrategy<f32> {
    let (usual, odd) = match kind {
        Kind::Classification => (
            12.0_f32,
            vec![0.0, -0.0, 16.7, -17.4, 90.0, -90.0, 1e30, -1e30],
        ),
        // With mu = 1, 3/4 and 4/3 are on edges of five regions.
        Kind::Regression { .. } => (2.0, vec![0.0, -0.0, 0.75, 4.0 / 3.0, 1e-20, -1000.0, 1e15]),
    };
    prop_oneof![8 => -usual..usual, 1 => select(odd)].boxed()
}

fn target(kind: Kind) -> BoxedStrategy<f32> {
    match kind {
        Kind::Classification => {
            prop_oneof![4 => Just(0.0), 4 => Just(1.0), 1 => 0.0..1.0_f32, 1 => select(vec![0.25, 0.5, 0.875])].boxed()
        }
        Kind::Regression { .. } => prop_oneof![4 => Just(0.0), 1 => -1.0..1.0_f32].boxed(),
    }
}

fn batch(kind: Kind) -> impl Strategy<Value = Batch> {
    let mask = prop_oneof![Just(0.0), Just(-1.0), Just(1.0), 0.01..3.0_f32];
    vec((input(kind), target(kind), mask), 0..60).prop_flat_map(|examples| {
        let of = |pick: fn(&(f32, f32, f32)) -> f32| examples.iter().map(pick).collect::<Vec<_>>();
        let (inputs, targets, mask) = (of(|e| e.0), of(|e| e.1), of(|e| e.2));
        any::<bool>().prop_map(move |masked| Batch {
            inputs: inputs.clone(),
            targets: targets.clone(),
            mask: masked.then(|| mask.clone()),
        })
    })
}

fn kind_and_batch() -> impl Strategy<Value = (Kind, Batch)> {
    kind().prop_flat_map(|kind| (Just(kind), batch(kind)))
}

fn options() -> impl Strategy<Value = Options> {
    (
        select(law::variants(1, 0.0)),
        1..=200_usize,
        prop_oneof![Just(0.0), Just(0.75), 0.0..0.99],
        0.1..10.0,
    )
        .prop_map(|(variant, bins, momentum, loss_weight)| Options {
            bins,
            momentum,
            loss_weight,
            ..variant
        })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn counts_sum_to_valid((kind, batch) in kind_and_batch(), bins in 1..=200_usize) {
        law::counts_sum_to_valid(kind, bins, &batch);
    }

    #[test]
    fn mean_weight((kind, batch) in kind_and_batch(), bins in 1..=200_usize) {
        law::mean_weight(kind, bins, &batch);
    }

    #[test]
    fn one_region_is_the_plain_mean((kind, batch) in kind_and_batch()) {
        law::one_region_is_the_plain_mean(kind, &batch);
    }

    #[test]
    fn uniform_density_weighs_one(kind in kind(), bins in 1..=200_usize, in_each in 1..5_usize) {
        law::uniform_density_weighs_one(kind, bins, in_each);
    }

    #[test]
    fn order_does_not_matter((kind, batch) in kind_and_batch(), options in options()) {
        law::order_does_not_matter(kind, options, &batch);
    }

    #[test]
    fn gradient_is_the_derivative((kind, batch) in kind_and_batch(), bins in 1..=200_usize) {
        law::gradient_is_the_derivative(kind, bins, &batch);
    }

    #[test]
    fn sorted_counts_as_the_loss((kind, batch) in kind_and_batch(), bins in 1..=200_usize) {
        law::sorted_counts_as_the_loss(kind, bins, &batch);
    }

    #[test]
    fn exact_density_equals_the_oracle((kind, batch) in kind_and_batch(), epsilon in 0.001..2.5) {
        law::exact_density_equals_the_oracle(kind, epsilon, &batch);
    }

    #[test]
    fn failure_changes_nothing((kind, batch) in kind_and_batch(), options in options()) {
        law::failure_changes_nothing(kind, options, &batch);
    }

    #[test]
    fn masked_examples_do_not_matter((kind, batch) in kind_and_batch(), options in options()) {
        law::masked_examples_do_not_matter(kind, options, &batch);
    }

    #[test]
    fn steps_equal_the_oracle(
        (kind, batches) in kind().prop_flat_map(|kind| (Just(kind), vec(batch(kind), 1..6))),
        options in options(),
    ) {
        law::steps_equal_the_oracle(kind, options, &batches);
    }
}

/// Every number of regions that the page offers, on one preset.
#[test]
fn sorted_counts_for_every_number_of_regions() {
    for kind in [Kind::Classification, Kind::Regression { mu: 0.02 }] {
        let batch = Batch::preset(kind, ghm::sample::Preset::OutlierHeavy, 2000, 1);
        for bins in 1..=200 {
            law::sorted_counts_as_the_loss(kind, bins, &batch);
        }
    }
}

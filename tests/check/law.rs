//! What must hold for any examples. Each law panics where it is broken.

use ghm::{
    Convention, Edge, Empty, Options, Sorted, Start,
    density::{classification_key, regression_key},
    sample::{Drift, Preset},
};

use super::{
    batch::{Batch, Kind, Loss},
    oracle,
    tolerance::{DIFFERENCE, LOST, SINGLE, SOFT_NORM, STEP, SUM, assert_all_close, assert_close},
};

/// One seed for each round of [`laws`].
const SEEDS: [u32; 3] = [1, 2, 3];
/// Examples of a preset: the naive oracles take the square of it.
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
                // Every fifth masked.
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
    // With norms that half precision rounds to 1.
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

/// All ways in which paper and code may differ.
pub fn variants(bins: usize, momentum: f64) -> Vec<Options> {
    let mut variants = Vec::new();
    for convention in [Convention::Code, Convention::Paper] {
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

/// A loss without memory.
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

/// Counts sum to the number of valid examples.
pub fn counts_sum_to_valid(kind: Kind, bins: usize, batch: &Batch) {
    let mut loss = plain(kind, bins);
    let step = loss.step(batch).expect("valid examples");
    let valid = batch.valid().len();
    assert_eq!(step.valid, valid, "valid examples");
    assert_eq!(step.counts.len(), bins, "a count for each region");
    assert_eq!(
        step.counts.iter().sum::<u64>(),
        valid as u64,
        "sum of the counts"
    );
    assert_eq!(step.average, None, "an average without momentum");
}

/// Without momentum the mean weight is 1 by the code, `n / M` by the paper.
pub fn mean_weight(kind: Kind, bins: usize, batch: &Batch) {
    for convention in [Convention::Code, Convention::Paper] {
        let options = Options {
            bins,
            momentum: 0.0,
            convention,
            ..Options::classification()
        };
        let mut loss = kind.loss(options).expect("options");
        let step = loss.step(batch).expect("valid examples");
        if step.valid == 0 {
            continue;
        }
        let mean = doubles(&step.weights).iter().sum::<f64>() / step.valid as f64;
        let filled = step.counts.iter().filter(|&&count| count > 0).count();
        let expected = match convention {
            Convention::Code => 1.0,
            Convention::Paper => filled as f64 / bins as f64,
        };
        assert_close(
            mean,
            expected,
            2.0 * SINGLE,
            0.0,
            &format!("{convention:?}: mean weight"),
        );
    }
}

/// With one region the loss is the plain mean, and every weight 1.
pub fn one_region_is_the_plain_mean(kind: Kind, batch: &Batch) {
    let mut loss = plain(kind, 1);
    let step = loss.step(batch).expect("valid examples");
    let valid = batch.valid();
    let sum: f64 = valid
        .iter()
        .map(|&i| oracle::norm_and_loss(kind, batch, i).1)
        .sum();
    assert_close(
        step.loss,
        sum / valid.len().max(1) as f64,
        STEP,
        LOST,
        "loss of one region",
    );
    for i in 0..batch.len() {
        let expected = if valid.contains(&i) { 1.0 } else { 0.0 };
        assert_eq!(step.weights[i], expected, "weight {i} of one region");
    }
}

/// As many examples in each region: every weight is 1, whatever the convention.
pub fn uniform_density_weighs_one(kind: Kind, bins: usize, in_each: usize) {
    let middle = |i: usize| ((i % bins) as f64 + 0.5) / bins as f64;
    let inputs = (0..bins * in_each).map(|i| match kind {
        Kind::Classification => classification_key(middle(i)) as f32,
        Kind::Regression { mu } => regression_key(middle(i), mu) as f32,
    });
    let inputs: Vec<f32> = inputs.collect();
    let batch = Batch {
        targets: vec![0.0; inputs.len()],
        inputs,
        mask: None,
    };
    for options in variants(bins, 0.0) {
        let mut loss = kind.loss(options).expect("options");
        let step = loss.step(&batch).expect("valid examples");
        assert_eq!(step.counts, vec![in_each as u64; bins], "uniform counts");
        assert_eq!(
            step.weights,
            vec![1.0; batch.len()],
            "weights of a uniform density"
        );
    }
}

/// In another order the same examples have the same counts, weights and gradients.
pub fn order_does_not_matter(kind: Kind, options: Options, batch: &Batch) {
    let mut reversed: Vec<usize> = (0..batch.len()).rev().collect();
    reversed.rotate_left(batch.len() / 3);
    let mut loss = kind.loss(options).expect("options");
    let step = loss.step(batch).expect("valid examples").clone();
    let mut other = kind.loss(options).expect("options");
    let moved = other.step(&batch.pick(&reversed)).expect("valid examples");
    assert_eq!(moved.counts, step.counts, "counts in another order");
    assert_close(moved.loss, step.loss, SUM, 0.0, "loss in another order");
    for (place, &i) in reversed.iter().enumerate() {
        assert_eq!(
            moved.weights[place], step.weights[i],
            "weight {i} in another order"
        );
        assert_eq!(
            moved.gradient[place], step.gradient[i],
            "gradient {i} in another order"
        );
    }
}

/// The gradient is the numerical derivative of the loss with the weights held. For logits up to
/// 30 and offsets up to a thousand `mu`: beyond them a difference has no digits.
pub fn gradient_is_the_derivative(kind: Kind, bins: usize, batch: &Batch) {
    let mut loss = plain(kind, bins);
    let step = loss.step(batch).expect("valid examples");
    for i in batch.valid() {
        let (target, weight) = (f64::from(batch.targets[i]), f64::from(step.weights[i]));
        let (at, scale) = match kind {
            Kind::Classification => (f64::from(batch.inputs[i]), 1.0),
            Kind::Regression { mu } => (f64::from(batch.inputs[i] - batch.targets[i]), mu),
        };
        if at.abs() > 30.0 && kind == Kind::Classification || at.abs() > 1000.0 * scale {
            continue;
        }
        let value = |at: f64| match kind {
            Kind::Classification => (1.0 + at.exp()).ln() - target * at,
            Kind::Regression { mu } => (at * at + mu * mu).sqrt(),
        };
        let h = 1e-4 * scale;
        let factor = weight / step.valid as f64;
        let expected = factor * (value(at + h) - value(at - h)) / (2.0 * h);
        let found = f64::from(step.gradient[i]);
        assert_close(
            found,
            expected,
            0.0,
            DIFFERENCE * factor,
            &format!("gradient[{i}]"),
        );
    }
}

/// Counting among sorted examples equals counting again, and so do the losses.
pub fn sorted_counts_as_the_loss(kind: Kind, bins: usize, batch: &Batch) {
    let sorted = batch.sorted(kind).expect("valid examples");
    let regions = kind.regions(bins);
    let (mut counts, mut losses) = (Vec::new(), Vec::new());
    sorted.sums_into(&regions, &mut counts, &mut losses);

    let mut loss = plain(kind, bins);
    let step = loss.step(batch).expect("valid examples");
    assert_eq!(
        counts, step.counts,
        "counts of sorted examples in {bins} regions"
    );

    let total = sorted.total_loss();
    assert_close(
        losses.iter().sum(),
        total,
        SUM,
        0.0,
        "sum of the regions' losses",
    );
    // L = 1/n sum_j (mean loss of region j): the batch's size cancels.
    let filled = counts.iter().filter(|&&count| count > 0).count();
    let means = losses.iter().zip(&counts).filter(|(_, count)| **count > 0);
    let sum: f64 = means.map(|(loss, &count)| loss / count as f64).sum();
    // A difference of prefix sums is as exact as the whole sum.
    let expected = sum / filled.max(1) as f64;
    assert_close(
        step.loss,
        expected,
        STEP,
        SUM * total + LOST,
        "loss from sorted examples",
    );
}

/// The exact density equals that of going through all pairs.
pub fn exact_density_equals_the_oracle(kind: Kind, epsilon: f64, batch: &Batch) {
    let sorted = batch.sorted(kind).expect("valid examples");
    assert!(sorted.norms().is_sorted(), "norms ascend");
    norms_and_losses_equal_the_oracle(kind, batch, &sorted);

    let mut densities = Vec::new();
    sorted.densities_into(epsilon, &mut densities);
    assert_eq!(densities.len(), sorted.len(), "a density for each example");
    let mut loss = 0.0;
    for ((&g, example_loss), &density) in sorted.norms().iter().zip(sorted.losses()).zip(&densities)
    {
        let count = oracle::count_window(sorted.norms(), g, epsilon);
        assert_eq!(
            sorted.count_window(g, epsilon),
            count,
            "examples around {g}"
        );
        let length = (g + epsilon / 2.0).min(1.0) - (g - epsilon / 2.0).max(0.0);
        assert_eq!(density, count as f64 / length, "density at {g}");
        assert_eq!(sorted.density(g, epsilon), density, "density at {g} alone");
        loss += example_loss * length / count as f64;
    }
    assert_close(sorted.exact_loss(epsilon), loss, SUM, 0.0, "exact loss");
}

fn norms_and_losses_equal_the_oracle(kind: Kind, batch: &Batch, sorted: &Sorted) {
    let mut examples: Vec<(f64, f64)> = batch
        .valid()
        .iter()
        .map(|&i| oracle::norm_and_loss(kind, batch, i))
        .collect();
    examples.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (norms, losses): (Vec<f64>, Vec<f64>) = examples.into_iter().unzip();
    assert_all_close(sorted.norms(), &norms, SOFT_NORM, "norm");
    assert_close(
        sorted.total_loss(),
        losses.iter().sum(),
        SUM,
        SUM,
        "total loss",
    );
}

/// A step that fails leaves everything as it was.
pub fn failure_changes_nothing(kind: Kind, options: Options, batch: &Batch) {
    let mut loss = kind.loss(options).expect("options");
    loss.step(batch).expect("valid examples");
    let mut untouched = loss.clone();

    let with_last = |value: f32| {
        // Valid, whatever the batch masks.
        let mut bad = batch.clone();
        bad.inputs.push(value);
        bad.targets.push(0.0);
        bad.mask.iter_mut().for_each(|mask| mask.push(1.0));
        bad
    };
    let mut bad_mask = with_last(0.0);
    bad_mask.mask = Some(vec![1.0; bad_mask.len() - 1]);
    let mut nan_mask = with_last(0.0);
    nan_mask.mask = Some([vec![1.0; batch.len()], vec![f32::NAN]].concat());
    let mut bad_target = with_last(0.0);
    *bad_target.targets.last_mut().expect("a target") = f32::INFINITY;
    let mut short = with_last(0.0);
    short.targets.pop();
    for bad in [
        with_last(f32::NAN),
        with_last(f32::NEG_INFINITY),
        bad_mask,
        nan_mask,
        bad_target,
        short,
    ] {
        assert!(loss.step(&bad).is_err(), "accepted {bad:?}");
        assert_eq!(
            loss.average(),
            untouched.average(),
            "average after a failure"
        );
    }
    let after = loss.step(batch).expect("valid examples");
    assert_eq!(
        after,
        untouched.step(batch).expect("valid examples"),
        "step after a failure"
    );
}

/// Masked examples change nothing, whatever stands in them: the rest alone gives the same.
pub fn masked_examples_do_not_matter(kind: Kind, options: Options, batch: &Batch) {
    let valid = batch.valid();
    let mut poisoned = batch.clone();
    for i in 0..batch.len() {
        if !valid.contains(&i) {
            poisoned.inputs[i] = f32::NAN;
            poisoned.targets[i] = f32::INFINITY;
        }
    }
    let mut rest = batch.pick(&valid);
    rest.mask = None;
    let mut loss = kind.loss(options).expect("options");
    let mut other = kind.loss(options).expect("options");
    let step = loss.step(&poisoned).expect("masked examples aren't read");
    let alone = other.step(&rest).expect("valid examples");
    // Masked examples move the others to other sub-sums.
    assert_close(
        step.loss,
        alone.loss,
        SUM,
        0.0,
        "loss beside masked examples",
    );
    assert_eq!(step.counts, alone.counts, "counts beside masked examples");
    assert_eq!(
        step.average, alone.average,
        "average beside masked examples"
    );
    let mut next = 0;
    for i in 0..batch.len() {
        let expected = if valid.get(next) == Some(&i) {
            next += 1;
            (alone.weights[next - 1], alone.gradient[next - 1])
        } else {
            (0.0, 0.0)
        };
        assert_eq!(
            (step.weights[i], step.gradient[i]),
            expected,
            "example {i} beside masked ones"
        );
    }
    assert_eq!(
        poisoned.sorted(kind).expect("masked examples aren't read"),
        rest.sorted(kind).expect("valid examples"),
        "sorted beside masked examples"
    );
}

/// Some batches one after the other, against the oracle that starts over for each.
pub fn steps_equal_the_oracle(kind: Kind, options: Options, batches: &[Batch]) {
    let mut loss = kind.loss(options).expect("options");
    for t in 0..batches.len() {
        let what = |field: &str| format!("{options:?} step {t}: {field}");
        let expected = oracle::last_step(kind, options, &batches[..=t]);
        let step = loss.step(&batches[t]).expect("valid examples");
        assert_eq!(step.counts, expected.counts, "{}", what("counts"));
        assert_all_close(
            &doubles(&step.weights),
            &expected.weights,
            SINGLE,
            &what("weight"),
        );
        assert_close(step.loss, expected.loss, STEP, LOST, &what("loss"));
        assert_eq!(
            step.average.is_some(),
            options.momentum > 0.0,
            "{}",
            what("has an average")
        );
        if let Some(found) = &step.average {
            assert_all_close(found, &expected.average, SUM, &what("average"));
        }
    }
}

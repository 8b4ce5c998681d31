//! What one step gives: counts, weights, loss, gradient, and the moving average over many steps.

use ghm::{
    Convention, Options,
    density::{classification_key, regression_key},
};

use super::{doubles, plain, variants};
use crate::check::{
    batch::{Batch, Kind},
    oracle,
    tolerance::{DIFFERENCE, LOST, SINGLE, STEP, SUM, assert_all_close, assert_close},
};

/// The counts sum to the number of valid examples.
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

/// Without momentum the mean weight is 1 by the code's convention and `n / M` by the paper's.
pub fn mean_weight(kind: Kind, bins: usize, batch: &Batch) {
    for convention in [Convention::Code, Convention::Paper, Convention::Average] {
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
            Convention::Code | Convention::Average => 1.0,
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

/// With one region the loss is the plain mean, and every weight is 1.
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

/// With the same number of examples in each region every weight is 1, in either convention.
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

/// The gradient is the numerical derivative of the loss with constant weights. Checked for logits
/// up to 30 and offsets up to 1000 `mu`: beyond that the difference has no correct digits.
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

/// Steps over several batches agree with the oracle, which starts over for each step.
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

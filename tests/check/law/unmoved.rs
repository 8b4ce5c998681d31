//! What makes no difference: the order of the examples, masked examples, a step that fails.

use ghm::Options;

use crate::check::{
    batch::{Batch, Kind},
    tolerance::{SUM, assert_close},
};

/// The same examples in another order have the same counts, weights and gradients.
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

/// Masked examples change nothing, whatever their values: the others alone give the same step.
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
    // Without the masked examples the others are summed in other groups.
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

/// A step that fails leaves the loss as it was.
pub fn failure_changes_nothing(kind: Kind, options: Options, batch: &Batch) {
    let mut loss = kind.loss(options).expect("options");
    loss.step(batch).expect("valid examples");
    let mut untouched = loss.clone();

    let with_last = |value: f32| {
        // The added example is valid, whatever the batch masks.
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

//! Sums, weights and gradients of the lanes against `f64`, on every level.

mod kernel;

use ghm::{
    UnitRegions,
    baseline::{Value, asl1, cross_entropy},
    kernel::{ExampleBatch, Level, Pass},
    sample::Preset,
};
use kernel::levels;

const MU: f64 = 0.02;

/// What a pass gives.
#[derive(Debug, PartialEq)]
struct Found {
    counts: Vec<u64>,
    losses: Vec<f64>,
    weights: Vec<f32>,
    gradient: Vec<f32>,
}

fn run(mut pass: Pass, regions: &UnitRegions, batch: ExampleBatch) -> Found {
    let n = batch.inputs.len();
    let (mut weights, mut gradient) = (vec![f32::NAN; n], vec![f32::NAN; n]);
    pass.count_and_mark(batch, &mut weights, &mut gradient);
    pass.weigh(&of_regions(regions), SCALE, &mut weights, &mut gradient);
    let found = Found {
        counts: pass.counts().to_vec(),
        losses: pass.losses().to_vec(),
        weights,
        gradient,
    };
    pass.count(batch);
    assert_eq!(
        pass.counts(),
        found.counts,
        "counts of the pass without gradient"
    );
    assert_eq!(
        pass.losses(),
        found.losses,
        "losses of the pass without gradient"
    );
    found
}

const SCALE: f64 = 0.37;

fn of_regions(regions: &UnitRegions) -> Vec<f64> {
    (0..regions.len()).map(|j| 1.0 + j as f64 / 7.0).collect()
}

/// The same, one example at a time in `f64`.
fn naive(regions: &UnitRegions, batch: ExampleBatch, loss: fn(f32, f32) -> (f32, Value)) -> Found {
    let n = batch.inputs.len();
    let of_regions = of_regions(regions);
    let mut found = Found {
        counts: vec![0; regions.len()],
        losses: vec![0.0; regions.len()],
        weights: vec![0.0; n],
        gradient: vec![0.0; n],
    };
    for i in 0..n {
        if batch.mask.is_some_and(|mask| mask[i] <= 0.0) {
            continue;
        }
        let (key, loss) = loss(batch.inputs[i], batch.targets[i]);
        let j = regions.index(key);
        found.counts[j] += 1;
        found.losses[j] += loss.value;
        found.weights[i] = of_regions[j] as f32;
        found.gradient[i] = (SCALE * of_regions[j] * loss.derivative) as f32;
    }
    found
}

fn classification(logit: f32, target: f32) -> (f32, Value) {
    let key = (1.0 - 2.0 * target) * logit;
    (key, cross_entropy(f64::from(logit), f64::from(target)))
}

fn regression(prediction: f32, target: f32) -> (f32, Value) {
    let offset = prediction - target;
    (offset.abs(), asl1(f64::from(offset), MU))
}

/// Relative error of the sums, even of a single example: that of the logarithm.
const SUMS: f64 = 2e-7;
/// Relative error of a gradient: a few roundings to `f32`.
const GRADIENTS: f32 = 1e-6;

fn assert_agree(found: &Found, naive: &Found) {
    assert_eq!(found.counts, naive.counts);
    assert_eq!(found.weights, naive.weights);
    for (a, b) in found.losses.iter().zip(&naive.losses) {
        assert!((a - b).abs() <= SUMS * b, "loss of a region: {a}, {b}");
    }
    for (a, b) in found.gradient.iter().zip(&naive.gradient) {
        let bound = GRADIENTS * b.abs() + f32::MIN_POSITIVE;
        assert!((a - b).abs() <= bound, "gradient: {a}, {b}");
    }
}

#[test]
fn four_million_examples_of_each_preset() {
    let n = 4_000_000;
    for preset in Preset::ALL {
        let examples = preset.classification(n, 7);
        let batch = batch_of(&examples.logits, &examples.targets, None);
        let regions = UnitRegions::classification(30).unwrap();
        let found = run(
            Pass::classification(Level::new(), &regions),
            &regions,
            batch,
        );
        assert_agree(&found, &naive(&regions, batch, classification));

        let offsets = preset.regression(n, 7);
        let batch = batch_of(&offsets.predictions, &offsets.targets, None);
        let regions = UnitRegions::regression(10, MU).unwrap();
        let found = run(
            Pass::regression(Level::new(), &regions, MU).unwrap(),
            &regions,
            batch,
        );
        assert_agree(&found, &naive(&regions, batch, regression));
    }
}

/// All lengths around a block and a vector, with and without a mask; masked values are NaN.
#[test]
fn lengths_masks_and_levels() {
    for n in (0..40).chain(500..530).chain([1023, 1024, 1025, 2000]) {
        let mut examples = Preset::Early.classification(n, n as u32);
        let mut offsets = Preset::Early.regression(n, n as u32);
        let mask: Vec<f32> = (0..n)
            .map(|i| [1.0, 0.0, 0.5, -1.0, 3.0][i * i % 5])
            .collect();
        for masked in [false, true] {
            if masked {
                for i in (0..n).filter(|&i| mask[i] <= 0.0) {
                    examples.logits[i] = f32::NAN;
                    examples.targets[i] = f32::NAN;
                    offsets.predictions[i] = f32::INFINITY;
                    offsets.targets[i] = f32::INFINITY;
                }
            }
            let mask = masked.then_some(&*mask);
            let batch = batch_of(&examples.logits, &examples.targets, mask);
            let regions = UnitRegions::classification(23).unwrap();
            let expected = naive(&regions, batch, classification);
            let scalar = run(
                Pass::classification(Level::fallback(), &regions),
                &regions,
                batch,
            );
            assert_agree(&scalar, &expected);
            for level in levels() {
                let found = run(Pass::classification(level, &regions), &regions, batch);
                assert_eq!(found, scalar, "{level:?}, {n} examples");
            }

            let batch = batch_of(&offsets.predictions, &offsets.targets, mask);
            let regions = UnitRegions::regression(10, MU).unwrap();
            let expected = naive(&regions, batch, regression);
            let pass = |level| Pass::regression(level, &regions, MU).unwrap();
            let scalar = run(pass(Level::fallback()), &regions, batch);
            assert_agree(&scalar, &expected);
            for level in levels() {
                assert_eq!(
                    run(pass(level), &regions, batch),
                    scalar,
                    "{level:?}, {n} offsets"
                );
            }
        }
    }
}

/// Values that must not get in: found wherever they stand, unless masked.
#[test]
fn batches_that_the_lanes_do_not_take() {
    use ghm::kernel::check::{is_finite, is_hard};
    let n = 37;
    let (fine, mask) = (vec![1.0; n], vec![1.0; n]);
    let bad = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
    for level in levels() {
        for i in 0..n {
            let with = |x: f32| {
                let mut values = fine.clone();
                values[i] = x;
                values
            };
            let masked = with(0.0);
            for x in bad {
                let values = with(x);
                for (a, b) in [(&values, &fine), (&fine, &values)] {
                    assert!(!is_hard(level, batch_of(a, b, None)));
                    assert!(!is_finite(level, batch_of(a, b, Some(&*mask))));
                    assert!(is_hard(level, batch_of(a, b, Some(&*masked))));
                    assert!(is_finite(level, batch_of(a, b, Some(&*masked))));
                }
                assert!(!is_hard(level, batch_of(&fine, &fine, Some(&*values))));
            }
            for target in [0.5, -1.0, 2.0, 0.999_999_94, 1e-45] {
                assert!(
                    !is_hard(level, batch_of(&fine, &with(target), None)),
                    "{target}"
                );
            }
            for target in [0.0, -0.0, 1.0] {
                assert!(is_hard(level, batch_of(&fine, &with(target), Some(&*mask))));
            }
            let large = with(f32::MAX);
            assert!(!is_finite(level, batch_of(&large, &with(f32::MIN), None)));
        }
    }
}

fn batch_of<'a>(
    inputs: &'a [f32],
    targets: &'a [f32],
    mask: Option<&'a [f32]>,
) -> ExampleBatch<'a> {
    ExampleBatch {
        inputs,
        targets,
        mask,
    }
}

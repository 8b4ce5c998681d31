//! The 200,000 anchors by 20 classes in half precision that the page's tests bring too: mmdetection's formula is infinite
//! there, the crate's loss is not.

use crate::set::Set;
use diagnosis::Settings;
use ghm::GhmC;
use half::f16;

const ANCHORS: usize = 200_000;
const CLASSES: usize = 20;

/// The same examples as `halves` of `tests/e2e/files/findings.rs` makes: easy but for some logits.
fn examples() -> Set {
    let mut logits = vec![f16::from_bits(0xc900).to_f32(); ANCHORS * CLASSES];
    for i in (0..logits.len()).step_by(100_003) {
        logits[i] = f16::from_bits(0x4000 + (i % 512) as u16).to_f32();
    }
    let mut targets = vec![0.0; logits.len()];
    for i in (0..ANCHORS).step_by(997) {
        logits[i * CLASSES + i % CLASSES] = f16::from_bits(0x3c00).to_f32();
        targets[i * CLASSES + i % CLASSES] = 1.0;
    }
    Set {
        logits,
        targets,
        ..Set::default()
    }
}

/// mmdetection's loss in its first call, as its documentation has it. Weights have the precision of the predictions, here half,
/// and are stored before they are divided by the number of filled regions.
fn in_half(set: &Set, bins: usize, momentum: f64) -> f32 {
    let total = set.logits.len() as f64;
    let pairs = || set.logits.iter().zip(&set.targets);
    let norm = |(x, target): (&f32, &f32)| (1.0 / (1.0 + (-x).exp()) - target).abs();
    let region = |norm: f32| ((norm * bins as f32) as usize).min(bins - 1);
    let mut counts = vec![0_u32; bins];
    pairs().for_each(|pair| counts[region(norm(pair))] += 1);
    let filled = counts.iter().filter(|&&count| count > 0).count() as f32;
    let weight = |count: u32| f16::from_f64(total / ((1.0 - momentum) * f64::from(count)));
    let weights: Vec<f16> = counts.iter().map(|&count| weight(count)).collect();
    let loss = |(x, target): (&f32, &f32)| x.max(0.0) - x * target + (-x.abs()).exp().ln_1p();
    let sum: f32 = pairs()
        .map(|pair| weights[region(norm(pair))].to_f32() / filled * loss(pair))
        .sum();
    sum / total as f32
}

#[test]
fn where_mmdetections_formula_is_infinite_in_half_precision_the_exported_loss_is_not() {
    let set = examples();
    let settings = Settings::default();
    let options = settings.classification;
    assert_eq!((options.bins, options.momentum), (30, 0.75));
    let found = set.diagnose(&settings);
    let overflow = found.findings.iter().find(|it| it.name == "half-overflow");
    let overflow = overflow.expect("it is found");

    assert!(!in_half(&set, 30, 0.75).is_finite());
    // At any momentum, as a region holds fewer than N / 65,504.
    assert!(!in_half(&set, 30, 0.0).is_finite());
    let mut loss = GhmC::new(options).unwrap();
    let step = loss.step(&set.logits, &set.targets, None).unwrap();
    assert!(step.loss.is_finite() && step.weights.iter().all(|weight| weight.is_finite()));

    // What the finding says is what is counted.
    let filled = || step.counts.iter().copied().filter(|&count| count > 0);
    let least = filled().min().unwrap();
    assert_eq!(overflow.value("smallest_region"), Some(least as f64));
    let safe = overflow.value("safe_count").unwrap();
    assert_eq!(safe, (4e6_f64 / (0.25 * 65_504.0)).ceil());
    let fewer = filled().filter(|&count| (count as f64) < safe).count();
    assert_eq!(overflow.value("regions"), Some(fewer as f64));
    // As many as are safe don't overflow.
    assert!(f16::from_f64(4e6 / (0.25 * safe)).is_finite());
}

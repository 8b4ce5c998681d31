//! A thousand seeded random runs of each loss of `ghm` against a second, naive implementation: see
//! [`reference`], [`classes`] and [`boxes`]. A failure names its seed.

mod boxes;
mod classes;
mod draw;
mod reference;

use draw::Draw;
use ghm::{Convention, Edge, Empty, GhmC, GhmR, Options, Step};
use reference::{Batch, Divide, Expected, Kind, Reference, Settings, Start};
use std::collections::HashSet;

/// Random runs of each loss.
const RUNS: u64 = 1000;

/// Weights are rounded to `f32` once: by half a unit in the last place, 2^-24 of them.
const WEIGHT: f64 = 6.0e-8;
/// The same `f64` formula in another order: a few roundings of 1.1e-16 in each of up to six steps,
/// divided by a difference `1 - alpha^k` that is at least .01.
const AVERAGE: f64 = 1e-13;
/// Lanes in `f32`: the logarithm is within 3 units in the last place (`ghm::kernel::exp`), ASL1 within
/// as many: root, sum, quotient, and `mu` itself, each within a half.
const LANE_LOSS: f64 = 3.0 * f32::EPSILON as f64;
/// Lanes: the norm within 2.5 units in the last place, then two roundings of half a unit: those of the
/// factor and of the product.
const LANE_GRADIENT: f64 = 3.5 * f32::EPSILON as f64;
/// One example at a time, in `f64`: sums of up to 1200 terms with errors of 1.1e-16 each.
const PLAIN_LOSS: f64 = 1e-12;
/// `p - p*` has an error of some 1.1e-16 where the two are close; times the factor of the example.
const PLAIN_SLOPE: f64 = 4e-16;
/// In `f32`, results below the smallest normal number fade to 0.
const FADED: f64 = f32::MIN_POSITIVE as f64;

/// Panics unless `found` is within `allowed` of `expected`. Written so that NaN fails.
fn assert_within(found: f64, expected: f64, allowed: f64, what: &dyn Fn() -> String) {
    let close = (found - expected).abs() <= allowed;
    assert!(
        close,
        "{}: {found:e}, expected {expected:e} to {allowed:e}",
        what()
    );
}

fn options(settings: Settings) -> Options {
    Options {
        bins: settings.bins,
        momentum: settings.momentum,
        convention: match settings.divide {
            Divide::All => Convention::Paper,
            Divide::Filled => Convention::Code,
            Divide::FilledInAverage => Convention::Average,
        },
        start: match settings.start {
            Start::Zero => ghm::Start::Zero,
            Start::FirstBatch => ghm::Start::First,
            Start::ZeroCorrected => ghm::Start::Corrected,
        },
        empty: if settings.decays {
            Empty::Decay
        } else {
            Empty::Hold
        },
        edge: if settings.half {
            Edge::Half
        } else {
            Edge::Closed
        },
        loss_weight: settings.loss_weight,
    }
}

/// Whether all valid targets are 0 or 1. Others are computed in `f64`, one by one.
fn is_hard(batch: &Batch) -> bool {
    let mut targets = batch.targets.iter().enumerate();
    targets.all(|(i, &target)| !batch.is_valid(i) || target == 0.0 || target == 1.0)
}

fn compare(found: &Step, expected: &Expected, momentum: f64, lanes: bool, what: &str) {
    assert_eq!(found.valid, expected.valid, "{what}: valid examples");
    assert_eq!(found.counts, expected.counts, "{what}: counts");
    assert_eq!(found.average.is_some(), momentum > 0.0, "{what}: average");
    for (j, &average) in found.average.iter().flatten().enumerate() {
        let wanted = expected.average[j];
        let what = || format!("{what}: average[{j}]");
        assert_within(average, wanted, AVERAGE * wanted, &what);
    }
    let [of_loss, of_gradient, of_slope] = if lanes {
        [LANE_LOSS, LANE_GRADIENT, FADED]
    } else {
        // Only the result is rounded to f32.
        [PLAIN_LOSS, WEIGHT, PLAIN_SLOPE]
    };
    let faded = expected.factors.iter().sum::<f64>() * FADED;
    let allowed = of_loss * expected.loss + faded;
    assert_within(found.loss, expected.loss, allowed, &|| {
        format!("{what}: loss")
    });
    assert_eq!(found.weights.len(), expected.weights.len(), "{what}");
    assert_eq!(found.gradient.len(), expected.gradient.len(), "{what}");
    for (i, &wanted) in expected.weights.iter().enumerate() {
        let what = || format!("{what}: weight[{i}]");
        assert_within(found.weights[i].into(), wanted, WEIGHT * wanted, &what);
    }
    for (i, &wanted) in expected.gradient.iter().enumerate() {
        let what = || format!("{what}: gradient[{i}]");
        let allowed = of_gradient * wanted.abs() + of_slope * expected.factors[i] + FADED;
        assert_within(found.gradient[i].into(), wanted, allowed, &what);
    }
}

#[test]
fn ghm_c_is_the_naive_implementation_in_a_thousand_random_runs() {
    let mut seen = HashSet::new();
    let (mut soft, mut masked, mut empty, mut divided, mut lost) = (0, 0, 0, 0, 0);
    for seed in 0..RUNS {
        let mut draw = Draw::new(seed);
        let settings = draw.settings();
        let Settings {
            start,
            decays,
            divide,
            half,
            ..
        } = settings;
        let mut ghm = GhmC::new(options(settings)).unwrap();
        let mut naive = Reference::new(Kind::Classification, settings);
        for (t, batch) in draw
            .batches(Kind::Classification, settings.bins)
            .iter()
            .enumerate()
        {
            let what = format!("seed {seed}, step {t}, {settings:?}");
            let divisor = draw.once_in(4).then(|| draw.size(-2.0, 4.0));
            let expected = naive.step(batch, divisor);
            let mask = batch.mask.as_deref();
            let step = match divisor {
                Some(by) => ghm.step_divided_by(by, &batch.inputs, &batch.targets, mask),
                None => ghm.step(&batch.inputs, &batch.targets, mask),
            };
            let lanes = is_hard(batch) && !half;
            compare(step.unwrap(), &expected, settings.momentum, lanes, &what);
            let in_regions: u64 = expected.counts.iter().sum();
            soft += u32::from(!is_hard(batch));
            masked += u32::from(mask.is_some());
            empty += u32::from(expected.valid == 0);
            divided += u32::from(divisor.is_some());
            lost += u32::from(in_regions < expected.valid as u64);
        }
        seen.insert((start, decays, divide, half, settings.momentum == 0.0));
    }
    // Every combination of start, empty regions, convention and last edge; most without momentum too.
    let with_momentum = seen.iter().filter(|it| !it.4).count();
    assert_eq!(with_momentum, 3 * 2 * 3 * 2);
    assert!(seen.len() > with_momentum, "runs without momentum");
    for times in [soft, masked, empty, divided, lost] {
        assert!(times >= 50, "{soft} {masked} {empty} {divided} {lost}");
    }
}

#[test]
fn ghm_r_is_the_naive_implementation_in_a_thousand_random_runs() {
    let (mut seen, mut outside) = (HashSet::new(), 0);
    for seed in 0..RUNS {
        let mut draw = Draw::new(1_000_000 + seed);
        let settings = draw.settings();
        // Beyond 1e-6 to 1e6 the lanes don't take a mu.
        let mu = match draw.below(8) {
            0 => draw.one_of(&[1e-7, 1e7, 1e-30]),
            1 => draw.one_of(&[1.0, 0.02]),
            _ => draw.size(-5.0, 1.0),
        };
        let kind = Kind::Regression { mu };
        let mut ghm = GhmR::new(mu, options(settings)).unwrap();
        let mut naive = Reference::new(kind, settings);
        for (t, batch) in draw.batches(kind, settings.bins).iter().enumerate() {
            let what = format!("seed {seed}, step {t}, mu {mu}, {settings:?}");
            let expected = naive.step(batch, None);
            let step = ghm.step(&batch.inputs, &batch.targets, batch.mask.as_deref());
            let lanes = (1e-6..=1e6).contains(&mu);
            outside += u32::from(!lanes);
            compare(step.unwrap(), &expected, settings.momentum, lanes, &what);
        }
        seen.insert((settings.start, settings.decays, settings.divide));
    }
    assert_eq!(seen.len(), 3 * 2 * 3);
    assert!(outside >= 50, "{outside} steps outside of the lanes");
}

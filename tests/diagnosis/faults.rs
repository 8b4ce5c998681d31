//! Healthy examples made ill in one way: that is found, and nothing else.

use crate::healthy::{averaged, classifier, suited};
use crate::set::{Set, settings, write};
use diagnosis::{Finding, Labels, Lang, Settings, Severity};
use explainer::figure::FIGURES;
use explainer::knob::State;
use ghm::{GhmC, Options, Start};
use half::f16;

/// The only fault of a set.
fn only(set: &Set, settings: &Settings, name: &str) -> Finding {
    let found = set.diagnose(settings);
    assert_eq!(crate::set::faults(&found), [name]);
    let finding = found
        .findings
        .into_iter()
        .find(|it| it.name == name)
        .unwrap();
    is_shown(&finding);
    for lang in [Lang::En, Lang::Zh] {
        let sentence = finding
            .said
            .sentence(lang, &|value, form| write(value, form, lang));
        assert!(
            !sentence.is_empty() && !sentence.contains(['{', '–', '∞']),
            "{sentence}"
        );
    }
    finding
}

/// The figure exists, and takes the knobs as they are.
fn is_shown(finding: &Finding) {
    let shown = &finding.shown;
    assert!(
        FIGURES.iter().any(|it| it.name == shown.figure),
        "{shown:?}"
    );
    let mut state = State::default();
    for (key, value) in &shown.knobs {
        assert!(
            matches!(state.set(key, &value.to_string()), Ok(None)),
            "{key}={value}"
        );
    }
}

fn zero(momentum: f64) -> Settings {
    let mut settings = averaged(momentum);
    settings.classification.start = Start::Zero;
    settings
}

#[test]
fn a_cold_start_is_found_with_the_loss_of_the_first_call() {
    let set = classifier(20_000, 0.2, 1.5, 1);
    for momentum in [0.5, 0.75, 0.9] {
        let settings = zero(momentum);
        let found = only(&set, &settings, "cold-start");
        assert_eq!(found.severity, Severity::Warning);
        let mut loss = GhmC::new(settings.classification).unwrap();
        let mut losses = (1..200).map(|_| loss.step(&set.logits, &set.targets, None).unwrap().loss);
        let first = losses.next().unwrap();
        assert!((found.value("first_loss").unwrap() / first - 1.0).abs() < 1e-5);
        // So many calls until it is within 5 % of what it settles on.
        let settled = found.value("settled_loss").unwrap();
        let calls = 2 + losses.position(|loss| loss <= 1.05 * settled).unwrap();
        assert_eq!(found.value("calls"), Some(calls as f64), "{momentum}");
    }
    assert_eq!(set.faults(&averaged(0.75)), [""; 0]);
}

/// mmdet's formula in half precision: the largest weight before it is divided.
fn in_half(set: &Set, settings: &Settings) -> f16 {
    let mut loss = GhmC::new(settings.classification).unwrap();
    let step = loss.step(&set.logits, &set.targets, None).unwrap();
    let counts = step.average.clone();
    let counts = counts.unwrap_or_else(|| step.counts.iter().map(|&count| count as f64).collect());
    let filled = counts
        .iter()
        .zip(&step.counts)
        .filter(|(_, count)| **count > 0);
    let least = filled
        .map(|(average, _)| *average)
        .fold(f64::INFINITY, f64::min);
    f16::from_f64(step.valid as f64 / least)
}

#[test]
fn half_precision_overflows_where_mmdets_formula_does() {
    // Three million easy negatives beside two thousand examples, of which the emptiest region has fewer than 46.
    let mut set = classifier(2000, 0.3, 1.5, 2);
    let easy = classifier(2000, 0.0, 12.0, 3);
    for i in 0..1500 {
        // No two of them are equal.
        set.logits
            .extend(easy.logits.iter().map(|x| x * (1.0 + i as f32 * 1e-5)));
        set.targets.extend(&easy.targets);
    }
    let found = only(&set, &suited(), "half-overflow");
    assert_eq!(found.severity, Severity::Error);
    assert!(in_half(&set, &suited()).is_infinite());
    let (least, safe) = (
        found.value("smallest_region").unwrap(),
        found.value("safe_count").unwrap(),
    );
    assert!(
        least < safe && safe == (set.logits.len() as f64 / 65_504.0).ceil(),
        "{least} {safe}"
    );
    // A quarter of the counts in the first call at momentum .75.
    let names = set.faults(&zero(0.75));
    assert_eq!(names, ["half-overflow", "cold-start"]);
    let first = set.diagnose(&zero(0.75));
    assert_eq!(
        first.findings[0].value("safe_count"),
        Some((4.0 * 3_002_000.0 / 65_504.0_f64).ceil())
    );
}

#[test]
fn the_count_that_is_safe_is_the_one_at_which_half_holds_the_weight() {
    for n in [70_000_u64, 1_000_000, 3_920_000, 80_000_000] {
        for settings in [settings(), zero(0.75), zero(0.9), averaged(0.9)] {
            let overflow = |least: u64| {
                let mut cells = [0; 1200];
                (cells[0], cells[600]) = (n - least, least);
                let evidence = diagnosis::Evidence {
                    cells: Some(diagnosis::Counted::of(&cells)),
                    ..diagnosis::Evidence::default()
                };
                let found = diagnosis::diagnose(&evidence, &settings).unwrap();
                found
                    .findings
                    .into_iter()
                    .find(|it| it.name == "half-overflow")
            };
            let Some(found) = overflow(1) else {
                let alpha = settings.classification.momentum;
                assert!(n as f64 / (1.0 - alpha) <= 65_504.0 * 1.1, "{n}");
                continue;
            };
            let safe = found.value("safe_count").unwrap() as u64;
            assert!(
                overflow(safe).is_none() && overflow(safe - 1).is_some(),
                "{n} {safe}"
            );
            let start = settings.classification.start;
            let alpha = if start == Start::Zero {
                settings.classification.momentum
            } else {
                0.0
            };
            let weight = |count: u64| f16::from_f64(n as f64 / ((1.0 - alpha) * count as f64));
            assert!(weight(safe).is_finite(), "{n} {safe}");
            // Between 65,504 and 65,520 half rounds down.
            assert!(weight(safe - 1) >= f16::MAX, "{n} {safe}");
        }
    }
    // Said by name: at 3.92 million where a region holds fewer than 60.
    assert_eq!((3_920_000.0 / 65_504.0_f64).ceil(), 60.0);
}

#[test]
fn too_many_regions_are_noisy_and_lonely() {
    let set = classifier(3000, 0.3, 1.5, 4);
    let mut settings = suited();
    settings.classification.bins = 200;
    let found = set.diagnose(&settings);
    assert_eq!(
        crate::set::faults(&found),
        ["noisy-weights", "lonely-examples"]
    );
    let lonely = &found.findings[1];
    let mut loss = GhmC::new(settings.classification).unwrap();
    let step = loss.step(&set.logits, &set.targets, None).unwrap();
    let alone = step.counts.iter().filter(|&&count| count == 1).count();
    assert_eq!(lonely.value("regions"), Some(alone as f64));
    let greatest = step.weights.iter().copied().fold(0.0, f32::max);
    assert!((lonely.value("weight").unwrap() / f64::from(greatest) - 1.0).abs() < 1e-6);
    found.findings.iter().for_each(is_shown);
}

#[test]
fn reversed_targets_are_found() {
    for (n, positives) in [(100, 0.5), (3000, 0.5), (20_000, 0.02)] {
        let mut set = classifier(n, positives, 1.5, 5);
        set.targets
            .iter_mut()
            .for_each(|target| *target = 1.0 - *target);
        assert!(
            set.faults(&suited()).contains(&"targets-reversed"),
            "{n} {positives}"
        );
    }
    let mut set = classifier(20_000, 0.2, 1.5, 5);
    set.targets
        .iter_mut()
        .for_each(|target| *target = 1.0 - *target);
    let found = only(&set, &suited(), "targets-reversed");
    assert!(found.value("auc").unwrap() < 0.3);
}

#[test]
fn targets_of_one_class_are_found() {
    for target in [0.0, 1.0] {
        let mut set = classifier(20_000, 0.2, 1.5, 6);
        set.targets.fill(target);
        only(&set, &suited(), "one-class");
        // Under a softmax each anchor is an example with target 1.
        set.labels = Labels::Softmax;
        assert_eq!(set.faults(&suited()), [""; 0]);
    }
}

#[test]
fn probabilities_taken_for_logits_are_found() {
    let mut set = classifier(20_000, 0.3, 1.0, 7);
    set.logits
        .iter_mut()
        .for_each(|x| *x = 1.0 / (1.0 + (-*x).exp()));
    let found = set.faults(&averaged(0.75));
    assert_eq!(found, ["looks-like-probabilities"]);
}

#[test]
fn saturated_logits_are_found() {
    let mut set = classifier(20_000, 0.2, 1.5, 8);
    // Ten of a scale that is wrong.
    set.logits
        .iter_mut()
        .take(10)
        .enumerate()
        .for_each(|(i, x)| *x = 30.5 + i as f32);
    let found = only(&set, &suited(), "saturated-logits");
    assert_eq!(
        (found.value("saturated"), found.value("greatest")),
        (Some(10.0), Some(39.5))
    );
}

#[test]
fn repeated_rows_are_found() {
    let set = classifier(3000, 0.3, 1.5, 9);
    for times in [2, 5] {
        let mut repeated = set.clone();
        repeated.logits = set.logits.repeat(times);
        repeated.targets = set.targets.repeat(times);
        let found = only(&repeated, &suited(), "repeated-rows");
        assert_eq!(found.value("times"), Some(times as f64));
    }
    // Half floats repeat by themselves.
    let mut rounded = classifier(100_000, 0.3, 1.5, 9);
    rounded
        .logits
        .iter_mut()
        .for_each(|x| *x = f16::from_f32(*x).to_f32());
    assert_eq!(rounded.faults(&suited()), [""; 0]);
}

#[test]
fn a_wrong_mu_is_found_on_either_side() {
    let set = classifier(20_000, 0.2, 1.5, 10);
    for (mu, name) in [
        (0.01, "narrow-mu"),
        (0.02, "narrow-mu"),
        (0.5, "wide-mu"),
        (1.0, "wide-mu"),
    ] {
        let settings = Settings { mu, ..suited() };
        let found = only(&set, &settings, name);
        let suggested = found.value("suggested_mu").unwrap();
        assert!((0.09..=0.11).contains(&suggested), "{suggested}");
    }
    for mu in [0.08, 0.1, 0.13] {
        assert_eq!(set.faults(&Settings { mu, ..suited() }), [""; 0]);
    }
}

#[test]
fn the_last_region_is_compared_with_cross_entropy() {
    // A crowd of easy ones, and outliers: few have more of the gradient under GHM-C, many less.
    let crowd = classifier(200_000, 0.0, 6.0, 11);
    let shares = [20, 20_000].map(|outliers| {
        let mut set = crowd.clone();
        set.logits
            .extend((0..outliers).map(|i| 6.0 + i as f32 * 1e-5));
        set.targets.resize(set.logits.len(), 0.0);
        let found = set.diagnose(&suited());
        let name = if outliers == 20 {
            "amplifies-outliers"
        } else {
            "damps-outliers"
        };
        let finding = found.findings.into_iter().find(|it| it.name == name);
        let finding = finding.unwrap_or_else(|| panic!("{name} of {outliers}"));
        is_shown(&finding);
        // Held against the gradients themselves.
        let share = |bins: usize| {
            let options = Options {
                bins,
                momentum: 0.0,
                ..Options::classification()
            };
            let mut loss = GhmC::new(options).unwrap();
            let step = loss.step(&set.logits, &set.targets, None).unwrap();
            let parts = set.logits.iter().zip(&set.targets).zip(&step.gradient);
            let of = |last: bool| -> f64 {
                let own = parts.clone().filter(|((x, t), _)| {
                    (ghm::classification::example_key(**x, **t).unwrap() >= (29.0_f32).ln()) == last
                });
                own.map(|(_, gradient)| f64::from(gradient.abs())).sum()
            };
            of(true) / (of(true) + of(false))
        };
        for (name, bins) in [("ghm_share", 30), ("cross_entropy_share", 1)] {
            let found = finding.value(name).unwrap();
            assert!(
                (found / share(bins) - 1.0).abs() < 1e-3,
                "{name}: {found} {}",
                share(bins)
            );
        }
        finding.value("ghm_share").unwrap()
    });
    assert!(
        shares.iter().all(|share| (0.03..0.2).contains(share)),
        "{shares:?}"
    );
}

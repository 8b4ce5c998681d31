//! The recorded detectors and the presets: what is found and suggested, all of it in one table.

use crate::set::{Set, settings, write};
use diagnosis::{Form, Lang};
use explainer::data::Recorded;
use ghm::sample::Preset;
use std::fmt::Write;

fn recorded(name: &str) -> Recorded {
    let file = xtask::root().join(format!("www/data/recorded_{name}.bin"));
    Recorded::decode(&std::fs::read(file).unwrap()).unwrap()
}

fn preset(preset: Preset, n: usize) -> Set {
    let made = preset.classification(n, 1);
    let boxes = preset.regression(n.min(20_000), 1);
    let pairs = boxes.predictions.iter().zip(&boxes.targets);
    Set {
        logits: made.logits,
        targets: made.targets,
        offsets: pairs
            .map(|(prediction, target)| prediction - target)
            .collect(),
        ..Set::default()
    }
}

/// Every recording and preset by its name.
fn all() -> Vec<(String, Set)> {
    let mut all = vec![];
    for of in Preset::ALL {
        for n in [1000, 100_000, 1_000_000] {
            all.push((format!("{}, {n}", of.name()), preset(of, n)));
        }
    }
    for name in ["noisy", "clean"] {
        let recorded = recorded(name);
        for it in &recorded.checkpoints {
            let set = Set::of_keys(&it.negatives, &it.positives, &it.offsets);
            all.push((
                format!("{name}, {:?}, step {}", it.trained_with, it.step),
                set,
            ));
        }
        for (i, it) in recorded.batches.iter().enumerate().step_by(30) {
            let set = Set::of_keys(&it.negatives, &it.positives, &[]);
            all.push((format!("{name}, batch {}", i + 1), set));
        }
    }
    all
}

#[test]
fn what_the_rule_gives_on_every_recording_and_preset() {
    let number =
        |value: Option<f64>| value.map_or("-".into(), |it| write(it, Form::Number, Lang::En));
    let mut table = String::from(
        "examples | N | least of 30 | bins | momentum | mu | findings at 30 regions without momentum, mu .02\n",
    );
    for (name, set) in all() {
        let found = set.diagnose(&settings());
        let names: Vec<_> = found.findings.iter().map(|it| it.name).collect();
        let mut loss = ghm::GhmC::new(settings().classification).unwrap();
        let step = loss.step(&set.logits, &set.targets, None).unwrap();
        let least = step
            .counts
            .iter()
            .filter(|&&count| count > 0)
            .min()
            .unwrap();
        let suggestion = &found.suggestion;
        writeln!(
            table,
            "{name} | {} | {least} | {} | {} | {} | {}",
            set.logits.len(),
            number(suggestion.bins.map(|it| it as f64)),
            number(suggestion.momentum),
            number(suggestion.mu),
            names.join(" ")
        )
        .unwrap();
    }
    insta::assert_snapshot!("known", table);
}

#[test]
fn bins_and_momentum_are_those_that_the_least_region_allows() {
    // Each region of 30 holds as many, in batches of one size.
    for (each, batches, expected) in [
        (16, 1, (30, 0.0)),
        (15, 1, (30, 0.5)),
        (6, 1, (30, 0.5)),
        (5, 1, (30, 0.75)),
        (3, 1, (30, 0.75)),
        (2, 1, (30, 0.9)),
        (1, 1, (30, 0.9)),
        (32, 2, (30, 0.0)),
        (31, 2, (30, 0.5)),
        // Less than one a batch: wider regions hold more, 20 of them 1.5 times as many.
        (6, 10, (20, 0.9)),
        // And here they don't hold enough either.
        (5, 10, (30, 0.9)),
        (1, 10, (30, 0.9)),
    ] {
        let mut cells = [0; 1200];
        // Spread evenly, so that each number of regions divides them.
        cells.iter_mut().step_by(4).for_each(|count| *count = each);
        let evidence = diagnosis::Evidence {
            cells: Some(diagnosis::Counted::of(&cells)),
            batches: batches * 10,
            ..diagnosis::Evidence::default()
        };
        let it = diagnosis::diagnose(&evidence, &settings())
            .unwrap()
            .suggestion;
        assert_eq!(
            (it.bins, it.momentum),
            (Some(expected.0), Some(expected.1)),
            "{each} in {batches}"
        );
        assert_eq!(it.start, Some(ghm::Start::Corrected));
        // The batch that would do without momentum gives the least region 16.
        let why = &it.why[0];
        let (batch, needed) = (why.value("batch").unwrap(), why.value("needed_batch"));
        if let Some(needed) = needed.filter(|_| expected.1 > 0.0) {
            let least = why.value("least").unwrap() * needed / batch;
            assert!((16.0..18.0).contains(&least), "{least}");
        }
    }
}

#[test]
fn mu_of_the_recordings_is_that_of_greatest_entropy() {
    let noisy = recorded("noisy");
    let clean = recorded("clean");
    let best = |of: &Recorded, step: u32| {
        let all = of.checkpoints.iter();
        let mut own =
            all.filter(|it| it.trained_with == explainer::data::TrainedWith::CrossEntropy);
        let it = own.find(|it| it.step == step).unwrap();
        Set::of_keys(&it.negatives, &it.positives, &it.offsets).diagnose(&settings())
    };
    let found = best(&noisy, 800);
    let narrow = found
        .findings
        .iter()
        .find(|it| it.name == "narrow-mu")
        .unwrap();
    // Measured with NumPy when the rule was found: entropy .997 at mu = .10, .607 at .02.
    assert!((narrow.value("best_entropy").unwrap() - 0.997).abs() < 1e-3);
    assert!((narrow.value("entropy").unwrap() - 0.607).abs() < 2e-3);
    let expected = [
        (0, 0.154),
        (25, 0.154),
        (50, 0.121),
        (100, 0.096),
        (200, 0.085),
        (400, 0.076),
        (800, 0.060),
        (2400, 0.047),
    ];
    for (step, mu) in expected {
        let found = best(&clean, step).suggestion.mu.unwrap();
        assert!(
            (found / mu - 1.0).abs() < 0.08,
            "step {step}: {found}, and not {mu}"
        );
    }
}

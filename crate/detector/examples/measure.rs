//! Measures what the article quotes of trainings beyond those that the page shows:
//! `cargo run --release -p detector --example measure -- www/data/measured.tsv [group ...]`
//!
//! A line of the file is `key`, mean, standard deviation (divided by the number of seeds, as in
//! the article's other tables), and the values of all seeds. Groups that are named replace their lines and leave the
//! others; without a name all are measured. One training takes some seconds.

#[path = "measure/ten.rs"]
mod ten;
#[path = "measure/wrong.rs"]
mod wrong;

use std::{collections::BTreeMap, fs};

use detector::{
    Config, Trainer,
    ap::average_precision,
    contest::{TEST_SEED, TESTED},
    detect::detect,
    digits::Split,
    scene::Painter,
    settings::Settings,
    train::SceneBatch,
};
use ghm::calibration::{Reliability, temperature};

const SEEDS: u32 = 5;
/// Bins of the calibration error.
const BINS: usize = 15;
/// Seed of the scenes that a temperature is fitted on: none of those that it is tested on.
const FIT_SEED: u32 = 77;

/// Values of all seeds, by key.
type Measured = BTreeMap<String, Vec<f64>>;
type Group = (&'static str, fn(&mut dyn FnMut(String, f64)));

const GROUPS: [Group; 9] = [
    ("classes", classes),
    ("boxes", boxes),
    ("weight", weight),
    ("calibration", calibration),
    ("ten", ten::classes),
    ("recorded", wrong::recorded),
    ("wrong", wrong::wrong),
    ("plane", wrong::plane),
    ("share", wrong::share),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (file, chosen) = arguments
        .split_first()
        .expect("usage: measure <file> [group ...]");
    for (name, measure) in GROUPS {
        if !chosen.is_empty() && !chosen.iter().any(|it| it == name) {
            continue;
        }
        let mut all = read(file);
        all.retain(|key, _| key.split('.').next() != Some(name));
        measure(&mut |key, value| {
            println!("{name}.{key}\t{value:.4}");
            let values = all.entry(format!("{name}.{key}")).or_default();
            // As the file has it, so that means are the same whether all is measured at once or group by group.
            values.push((1e4 * value).round() / 1e4);
            // After each: what is there is kept.
            let lines = all.iter().map(|(key, values)| line(key, values));
            fs::write(file, lines.collect::<String>()).expect("the file can be written");
        });
    }
}

fn read(file: &str) -> Measured {
    let text = fs::read_to_string(file).unwrap_or_default();
    let entry = |line: &str| {
        let mut fields = line.split('\t');
        let key = fields.next()?.to_owned();
        // Mean and deviation follow from the values.
        let values = fields.skip(2).filter_map(|value| value.parse().ok());
        Some((key, values.collect()))
    };
    text.lines().filter_map(entry).collect()
}

fn line(key: &str, values: &[f64]) -> String {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let all: Vec<String> = values.iter().map(|value| format!("{value:.4}")).collect();
    let deviation = (squares / n).sqrt();
    format!("{key}\t{mean:.4}\t{deviation:.4}\t{}\n", all.join("\t"))
}

/// The detectors that a query of the page means, trained to the end.
fn each_trained(query: &str, mut visit: impl FnMut(&str, Trainer)) {
    let settings = Settings::from_query(query).expect("settings as the page has them");
    for (row, config) in settings.losses.iter().zip(settings.configs()) {
        visit(row.key, trained(config));
    }
}

fn trained(config: Config) -> Trainer {
    let mut trainer = Trainer::new(config).expect("options in their ranges");
    for _ in 0..config.budget {
        trainer.step().expect("training diverged");
    }
    trainer
}

/// AP on clean scenes of digits that were not trained with, as the page tests.
fn ap(trainer: &mut Trainer) -> f64 {
    let kind = trainer.config().kind;
    let test = SceneBatch::new(&Painter::new(Split::Test), &kind, TEST_SEED, 0, TESTED).scenes;
    let mut results = vec![];
    trainer.run(&test, |i, output| {
        results.push((detect(output), test[i].objects.clone()));
    });
    average_precision(&results).mean()
}

/// All losses under the same divisor and weight of the boxes. The lists are two, as five train at most.
fn classes(found: &mut dyn FnMut(String, f64)) {
    for (scenes, settings) in [
        ("few", "divisor=positives"),
        ("examples", "divisor=examples"),
        ("rare", "divisor=positives&objects=0.25"),
        ("false", "divisor=positives&false=0.15"),
    ] {
        for seed in 1..=SEEDS {
            for losses in ["ce,focal,ghm", "ohem,balanced,asymmetric"] {
                let query = format!("{settings}&losses={losses}&seed={seed}");
                each_trained(&query, |loss, mut trainer| {
                    found(format!("{scenes}.{loss}"), ap(&mut trainer));
                });
            }
        }
    }
}

/// Box losses with a fixed mu and with one that follows the offsets.
fn boxes(found: &mut dyn FnMut(String, f64)) {
    for (name, boxes) in [
        ("sl1", "boxes=sl1"),
        ("asl1.02", "boxes=asl1&mu=.02"),
        ("asl1.1", "boxes=asl1&mu=.1"),
        ("asl1.auto", "boxes=asl1&mu=auto"),
        ("ghm-r.02", "boxes=ghm-r&mu=.02"),
        ("ghm-r.1", "boxes=ghm-r&mu=.1"),
        ("ghm-r.auto", "boxes=ghm-r&mu=auto"),
    ] {
        for seed in 1..=SEEDS {
            let query = format!("{boxes}&losses=ce,ghm&seed={seed}");
            each_trained(&query, |loss, mut trainer| {
                found(format!("{loss}.{name}"), ap(&mut trainer));
                if let (true, Some(mu)) = (name.ends_with("auto"), trainer.box_loss().mu()) {
                    found(format!("{loss}.{name}.last-mu"), mu);
                }
            });
        }
    }
}

/// The weight of the boxes' loss.
fn weight(found: &mut dyn FnMut(String, f64)) {
    for weight in [4, 12, 36, 108] {
        for seed in 1..=SEEDS {
            let query = format!("losses=ce,focal,ghm&seed={seed}");
            let settings = Settings::from_query(&query).expect("settings as the page has them");
            for (row, mut config) in settings.losses.iter().zip(settings.configs()) {
                config.box_weight = f64::from(weight);
                found(format!("{}.{weight}", row.key), ap(&mut trained(config)));
            }
        }
    }
}

/// How good the probabilities are on scenes of digits that were not trained with, before and after
/// one temperature that was fitted on other scenes.
fn calibration(found: &mut dyn FnMut(String, f64)) {
    for seed in 1..=SEEDS {
        for losses in ["ce,focal,ghm", "ohem,balanced,asymmetric"] {
            let query = format!("losses={losses}&seed={seed}");
            each_trained(&query, |loss, mut trainer| {
                let fit = judged(&mut trainer, FIT_SEED);
                let test = judged(&mut trainer, TEST_SEED);
                let t = temperature(|| fit.iter().copied());
                let error = |t| Reliability::of(test.iter().copied(), BINS, t).error();
                found(format!("{loss}.before"), error(1.0));
                found(format!("{loss}.after"), error(t));
                found(format!("{loss}.temperature"), t);
            });
        }
    }
}

/// Logits of valid anchors on clean scenes of digits that were not trained with, and whether they are
/// positive.
fn judged(trainer: &mut Trainer, seed: u32) -> Vec<(f32, bool)> {
    let mut kind = trainer.config().kind;
    (kind.missing, kind.false_boxes) = (0.0, 0.0);
    let batch = SceneBatch::new(&Painter::new(Split::Test), &kind, seed, 0, TESTED);
    let mut all = vec![];
    trainer.run(&batch.scenes, |i, output| {
        let assigned = &batch.assignments[i];
        let examples = assigned.targets.iter().zip(&assigned.mask).enumerate();
        let valid = examples.filter(|(_, (_, mask))| **mask > 0.0);
        all.extend(valid.map(|(anchor, (target, _))| (output.logit(anchor), *target > 0.0)));
    });
    all
}

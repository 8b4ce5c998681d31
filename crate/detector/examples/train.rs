//! Trains detectors and prints their AP on scenes of digits that they have not seen.
//!
//! `cargo run --release -p detector --example train -- [key=value ...]`
//!
//! | key | is | default |
//! |---|---|---|
//! | `seeds` | how many, from 1 | 1 |
//! | `stop` | steps after which to stop, though the learning rate follows `budget` | `budget` |
//! | `weight` | of the box loss | as the settings have it |
//! | `histogram` | 1: gradient norms of 240 scenes in 30 regions | 0 |
//!
//! All other keys are those of the page's addresses, as `Settings` reads them: `losses=ce,ghm`,
//! `boxes=asl1`, `missing=0.7`, `divisor=examples`.

use std::{collections::HashMap, time::Instant};

use detector::{
    Trainer,
    anchors::ANCHORS,
    ap::{AveragePrecision, average_precision},
    contest::{TEST_SEED, TESTED},
    detect::detect,
    digits::Split,
    scene::{Painter, Scene},
    settings::Settings,
    train::SceneBatch,
};
use ghm::{Sorted, UnitRegions};

fn main() {
    let pairs = std::env::args().skip(1);
    let (own, settings): (Vec<String>, Vec<String>) = pairs.partition(|pair| {
        let (key, _) = pair.split_once('=').expect("expected key=value");
        ["seeds", "stop", "weight", "histogram"].contains(&key)
    });
    let own: HashMap<&str, &str> = own.iter().filter_map(|pair| pair.split_once('=')).collect();
    let settings = match Settings::from_query(&settings.join("&")) {
        Ok(settings) => settings,
        Err(sentence) => panic!("{sentence}"),
    };
    let seeds = own.get("seeds").map_or(1, |text| number(text));
    let stop = own.get("stop").map_or(settings.budget, |text| number(text));

    let painter = Painter::new(Split::Test);
    let test = SceneBatch::new(&painter, &settings.kind(), TEST_SEED, 0, TESTED).scenes;
    for (row, mut config) in settings.losses.iter().zip(settings.configs()) {
        if let Some(text) = own.get("weight") {
            config.box_weight = number(text);
        }
        let mut aps = vec![];
        for seed in 1..=seeds {
            config.seed = seed;
            let mut trainer = Trainer::new(config).expect("options in their ranges");
            let start = Instant::now();
            for _ in 0..stop {
                trainer.step().expect("training diverged");
            }
            let milliseconds = start.elapsed().as_secs_f64() * 1e3 / stop as f64;
            let ap = tested(&mut trainer, &test);
            println!(
                "{} seed {seed}: AP {:.3}, AP50 {:.3}, AP75 {:.3}; {milliseconds:.2} ms a step",
                row.key,
                ap.mean(),
                ap.at_50(),
                ap.at_75()
            );
            if own.get("histogram") == Some(&"1") {
                println!("  {:?}", histogram(&mut trainer));
            }
            aps.push(ap.mean());
        }
        let mean = aps.iter().sum::<f64>() / aps.len() as f64;
        let square: f64 = aps.iter().map(|ap| (ap - mean).powi(2)).sum();
        let deviation = (square / aps.len() as f64).sqrt();
        let (key, weight) = (row.key, config.box_weight);
        println!("{key}, boxes x {weight}: AP {mean:.3} +- {deviation:.3} over {seeds} seeds");
    }
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    match text.parse() {
        Ok(number) => number,
        Err(_) => panic!("not a number: {text}"),
    }
}

/// AP on scenes, against their true boxes.
fn tested(trainer: &mut Trainer, scenes: &[Scene]) -> AveragePrecision {
    let mut results = vec![];
    trainer.run(scenes, |i, output| {
        results.push((detect(output), scenes[i].objects.clone()));
    });
    average_precision(&results)
}

/// Gradient norms of 240 training scenes in 30 unit regions.
fn histogram(trainer: &mut Trainer) -> Vec<u64> {
    let kind = trainer.config().kind;
    let batch = SceneBatch::new(&Painter::new(Split::Train), &kind, TEST_SEED, 0, 240);
    let mut logits = vec![];
    trainer.run(&batch.scenes, |_, output| {
        logits.extend((0..ANCHORS).map(|anchor| output.logit(anchor)));
    });
    let sorted = Sorted::classification(&logits, &batch.targets, Some(&batch.mask));
    let regions = UnitRegions::classification(30).expect("30 is a number of regions");
    let mut counts = vec![];
    sorted
        .expect("finite logits")
        .counts_into(&regions, &mut counts);
    counts
}

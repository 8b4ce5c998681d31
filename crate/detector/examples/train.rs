//! Trains detectors and prints their AP on scenes of digits that they have not seen.
//!
//! `cargo run --release -p detector --example train -- [key=value ...]`
//!
//! | key | values | default |
//! |---|---|---|
//! | `steps`, `seeds` | numbers | 800, 1 |
//! | `stop` | stop after so many of the steps | all |
//! | `scenes` | `0-1`, `1-3`, `1/4`, `missing` (70 %), `false` (15 %), `noisy` (20 % of both) | `0-1` |
//! | `losses` | some of `ce,fl,ghm` | all |
//! | `boxes` | `sl1`, `asl1:MU`, `ghm-r:MU` | `sl1` |
//! | `weight` | of the box loss | tuned for each loss |
//! | `prior` | probability at the start | .01 |
//! | `histogram` | 1: gradient norms of 240 scenes in 30 regions | 0 |

use std::{collections::HashMap, time::Instant};

use detector::{
    Config, Trainer,
    anchors::ANCHORS,
    ap::{AveragePrecision, average_precision},
    detect::detect,
    digits::Split,
    losses::BoxLoss,
    scene::{Kind, Painter, Scene},
    train::Batch,
};
use ghm::{Options, Sorted, UnitRegions};

/// Seed of the scenes that everything is tested on.
const TEST: u32 = 2019;

fn main() {
    let mut arguments: HashMap<String, String> = std::env::args()
        .skip(1)
        .map(|argument| match argument.split_once('=') {
            Some((key, value)) => (key.to_owned(), value.to_owned()),
            None => panic!("expected key=value, found {argument}"),
        })
        .collect();
    let mut take = |key: &str, default: &str| arguments.remove(key).unwrap_or(default.to_owned());
    let steps: usize = number(&take("steps", "800"));
    let stop: usize = number(&take("stop", &steps.to_string()));
    let seeds: u32 = number(&take("seeds", "1"));
    let kind = kind(&take("scenes", "0-1"));
    let losses = take("losses", "ce,fl,ghm");
    let box_loss = box_loss(&take("boxes", "sl1"));
    let weight = take("weight", "");
    let prior: f64 = number(&take("prior", ".01"));
    let histogram_wanted = take("histogram", "0") == "1";
    assert!(arguments.is_empty(), "unknown keys: {arguments:?}");

    let test = Batch::new(&Painter::new(Split::Test), &kind, TEST, 0, 400).scenes;
    for loss in losses.split(',') {
        let mut aps = vec![];
        for seed in 1..=seeds {
            let config = match loss {
                "ce" => Config::cross_entropy(),
                "fl" => Config::focal(),
                "ghm" => Config::ghm(),
                other => panic!("unknown loss {other}"),
            };
            let box_weight = if weight.is_empty() {
                config.box_weight
            } else {
                number(&weight)
            };
            let mut trainer = Trainer::new(Config {
                kind,
                box_loss,
                box_weight,
                prior,
                seed,
                budget: steps,
                ..config
            })
            .expect("valid options");
            let start = Instant::now();
            for _ in 0..stop {
                trainer.step().expect("training diverged");
            }
            let milliseconds = start.elapsed().as_secs_f64() * 1e3 / stop as f64;
            let ap = tested(&mut trainer, &test);
            println!(
                "{loss} seed {seed}: AP {:.3}, AP50 {:.3}, AP75 {:.3}; {milliseconds:.2} ms a step",
                ap.mean(),
                ap.at_50(),
                ap.at_75()
            );
            if histogram_wanted {
                println!("  {:?}", histogram(&mut trainer));
            }
            aps.push(ap.mean());
        }
        let mean = aps.iter().sum::<f64>() / aps.len() as f64;
        let square: f64 = aps.iter().map(|ap| (ap - mean).powi(2)).sum();
        let deviation = (square / aps.len() as f64).sqrt();
        println!("{loss}: AP {mean:.3} +- {deviation:.3} over {seeds} seeds");
    }
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    match text.parse() {
        Ok(number) => number,
        Err(_) => panic!("not a number: {text}"),
    }
}

fn kind(name: &str) -> Kind {
    let clean = Kind::NONE_OR_ONE;
    let (missing, false_boxes) = match name {
        "0-1" => (0.0, 0.0),
        "1-3" => return Kind::ONE_TO_THREE,
        "1/4" => return Kind::ONE_IN_FOUR,
        "missing" => (0.7, 0.0),
        "false" => (0.0, 0.15),
        "noisy" => (0.2, 0.2),
        other => panic!("unknown scenes {other}"),
    };
    Kind {
        missing,
        false_boxes,
        ..clean
    }
}

fn box_loss(name: &str) -> BoxLoss {
    match name.split_once(':') {
        None => BoxLoss::SmoothL1 { delta: 1.0 / 9.0 },
        Some(("asl1", mu)) => BoxLoss::Asl1 { mu: number(mu) },
        Some(("ghm-r", mu)) => BoxLoss::Ghm {
            mu: number(mu),
            options: Options::regression(),
        },
        Some((other, _)) => panic!("unknown box loss {other}"),
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
    let batch = Batch::new(&Painter::new(Split::Train), &kind, TEST, 0, 240);
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

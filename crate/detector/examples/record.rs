//! Records what the page shows behind a training: `cargo run --release -p detector --example
//! record -- www/data/recorded_training.bin`
//!
//! Trains detectors with the default losses to the end, under several settings with five seeds each,
//! as the page does it: AP of every seed, and of the first one all that the page shows.

use std::{fs, thread};

use detector::{
    contest::Contest,
    progress::{Progress, Recorded, RecordedRun},
    settings::{Settings, default_losses},
};

const SEEDS: u32 = 5;
/// What differs from the defaults, in the order of the page's knobs.
const SETTINGS: [&str; 10] = [
    "",
    "objects=2",
    "objects=0.25",
    "missing=0.7",
    "false=0.15",
    "missing=0.2&false=0.2",
    "prior=0.5",
    "boxes=asl1",
    "mu=0.1&boxes=ghm-r",
    "boxes=ghm-r",
];

fn main() {
    let file = std::env::args().nth(1).expect("usage: record <file>");
    let losses = default_losses();
    let mut recorded = Recorded {
        losses: losses.clone(),
        runs: vec![],
    };
    for settings in SETTINGS {
        let seeds = (1..=SEEDS).collect::<Vec<_>>();
        let seeds = seeds.into_iter().map(|seed| {
            let query = format!("{settings}&seed={seed}");
            thread::spawn(move || train(&query))
        });
        let seeds: Vec<_> = seeds.collect();
        let mut all: Vec<Progress> = seeds
            .into_iter()
            .map(|it| it.join().expect("trained"))
            .collect();
        let aps = (0..losses.len()).map(|loss| {
            let of_seeds = all.iter().map(|progress| &*progress.tracks[loss].ap);
            of_seeds.collect::<Vec<_>>().concat()
        });
        let aps = aps.collect();
        print!("{settings:24}");
        for (loss, row) in losses.iter().enumerate() {
            let last = all.iter().filter_map(|it| it.tracks[loss].ap.last());
            let last: Vec<f32> = last.copied().collect();
            let n = last.len() as f32;
            let mean = last.iter().sum::<f32>() / n;
            let square: f32 = last.iter().map(|ap| (ap - mean).powi(2)).sum();
            print!("  {} {mean:.3} +- {:.3}", row.key, (square / n).sqrt());
        }
        println!();
        // Their losses are shown before a training runs: whole for the first settings; for the
        // others every fourth stretch is enough.
        if !settings.is_empty() {
            for track in &mut all[0].tracks {
                for column in [&mut track.steps, &mut track.loss, &mut track.alone] {
                    *column = column.iter().copied().step_by(4).collect();
                }
            }
        }
        recorded.runs.push(RecordedRun {
            settings: settings.into(),
            seeds: all.len(),
            first: all.into_iter().next().expect("a first seed"),
            aps,
        });
        // After each: what is there is kept.
        fs::write(&file, recorded.encode()).expect("the file can be written");
    }
}

fn train(query: &str) -> Progress {
    let settings = Settings::from_query(query).expect("settings as the page has them");
    let mut contest = Contest::new(settings).expect("options in their ranges");
    while !contest.is_done() {
        contest.work().expect("training diverged");
    }
    contest.progress()
}

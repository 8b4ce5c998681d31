//! What training with suggested settings gives: `cargo run --release -p diagnosis --example train`
//!
//! The page's detector is trained with GHM-C for a quarter of its steps; what it says of its last batches then gives a
//! suggestion, and with that it is trained anew. Prints the AP of five seeds beside those of other settings.

use detector::contest::{Contest, WINDOW};
use detector::settings::Settings;
use diagnosis::{Counted, Evidence, Offsets, Suggestion, diagnose};
use ghm::{Sorted, UnitRegions};
use std::thread;

const SEEDS: u32 = 5;
/// After so many steps of 800 the suggestion is asked for.
const ASKED: usize = 200;
/// How the training is set, besides its loss.
const SCENES: [&str; 3] = ["objects=0.5", "objects=2", "missing=0.2&false=0.2"];

fn contest(query: &str) -> Contest {
    let settings = Settings::from_query(query).expect("settings as the page has them");
    Contest::new(settings).expect("options in their ranges")
}

/// The AP at the end.
fn trained(query: &str) -> f32 {
    let mut contest = contest(query);
    while !contest.is_done() {
        contest.work().expect("training diverged");
    }
    let progress = contest.progress();
    *progress.tracks[0].ap.last().expect("it was tested")
}

fn suggested(query: &str) -> Suggestion {
    let mut contest = contest(query);
    while contest.steps() < ASKED {
        contest.step_all().expect("training diverged");
    }
    let [negatives, positives, boxes] = contest.examples(0);
    let sorted = Sorted::from_keys([negatives, positives].concat()).expect("finite keys");
    let (mut counts, mut losses) = (vec![], vec![]);
    sorted.sums_into(&UnitRegions::cells(), &mut counts, &mut losses);
    let mut offsets = Offsets::default();
    boxes.iter().for_each(|&offset| offsets.offset(offset));
    let evidence = Evidence {
        cells: Some(Counted {
            losses: Some(&losses),
            ..Counted::of(&counts)
        }),
        offsets: Some(&offsets),
        batches: WINDOW as u64,
        ..Evidence::default()
    };
    let found = diagnose(&evidence, &diagnosis::Settings::default());
    found.expect("cells are cells").suggestion
}

fn main() {
    for scenes in SCENES {
        println!("{scenes}");
        let seeds = (1..=SEEDS).map(|seed| thread::spawn(move || of_seed(scenes, seed)));
        let seeds: Vec<_> = seeds.collect();
        let seeds: Vec<_> = seeds
            .into_iter()
            .map(|it| it.join().expect("trained"))
            .collect();
        for (suggestion, _) in &seeds {
            println!("  suggested: {suggestion}");
        }
        for (i, (name, _)) in seeds[0].1.iter().enumerate() {
            let aps: Vec<f32> = seeds.iter().map(|(_, rows)| rows[i].1).collect();
            let n = aps.len() as f32;
            let mean = aps.iter().sum::<f32>() / n;
            let deviation = (aps.iter().map(|ap| (ap - mean).powi(2)).sum::<f32>() / n).sqrt();
            println!("  {mean:.3} +- {deviation:.3}  {name}");
        }
    }
}

type Rows = (String, Vec<(&'static str, f32)>);

fn of_seed(scenes: &str, seed: u32) -> Rows {
    let base = format!("{scenes}&seed={seed}&losses=ghm");
    let it = suggested(&base);
    let (bins, momentum) = (
        it.bins.expect("there are anchors"),
        it.momentum.expect("and so"),
    );
    let mu = it.mu.expect("there are boxes");
    let own = format!("&bins={bins}&momentum={momentum}&start=corrected");
    let rows = [
        ("mmdet's: 30 regions, .75, from zero", String::new()),
        ("the same, corrected", "&start=corrected".into()),
        ("suggested", own.clone()),
        (
            "suggested; GHM-R, mu .02",
            format!("{own}&boxes=ghm-r&mu=0.02"),
        ),
        (
            "suggested; GHM-R, mu suggested",
            format!("{own}&boxes=ghm-r&mu={mu}"),
        ),
    ];
    let rows = rows.map(|(name, query)| (name, trained(&format!("{base}{query}"))));
    (
        format!("{bins} regions, momentum {momentum}, mu {mu}"),
        rows.into(),
    )
}

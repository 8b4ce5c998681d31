//! Average precision of the two-dimensional twin under each loss, by kind and number of outliers:
//! `cargo run --release -p detector --example twin -- [seeds]`.
//!
//! With `record` in place of the seeds: what the page's figure computes at its defaults, as the
//! numbers of an `Answer`.

use std::time::Instant;

use detector::{
    settings::default_losses,
    twin::{Job, JobRunner, LogisticRegression, Outliers, Points, STEPS},
};

/// Numbers that the figure starts with: 30 outliers, and then the whole sweep.
fn record() {
    let mut runner = JobRunner::new();
    let mut job = Job {
        generation: 1,
        losses: default_losses(),
        outliers: Outliers::among_negatives(30),
        sweep: None,
    };
    let mut answer = runner.work(job.clone(), || true);
    while answer.as_ref().is_ok_and(|answer| !answer.trained) {
        answer = runner.work(job.clone(), || true);
    }
    job.sweep = Some(0);
    let answer = runner
        .work(job.clone(), || true)
        .expect("training diverged");
    for number in answer.encode() {
        println!("{number}");
    }
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("record") {
        return record();
    }
    let seeds: u32 = match std::env::args().nth(1) {
        Some(text) => text.parse().expect("a number of seeds"),
        None => 5,
    };
    for (kind, outliers, counts) in [
        (
            "positive-labelled among easy negatives",
            Outliers::among_negatives as fn(usize) -> Outliers,
            [0, 1, 3, 10, 30, 100, 300, 1000].as_slice(),
        ),
        (
            "negative-labelled among positives",
            Outliers::among_positives,
            &[30, 100, 300, 1000],
        ),
        (
            "labels turned anywhere",
            Outliers::turned,
            &[10, 30, 100, 300, 1000],
        ),
    ] {
        println!("{kind}");
        for &count in counts {
            let outliers = outliers(count);
            print!("{count:5}");
            for row in default_losses() {
                let (mut aps, mut degrees) = (vec![], 0.0);
                let start = Instant::now();
                for seed in 0..seeds {
                    let mut regression =
                        LogisticRegression::trained(row, seed, &outliers).expect("valid options");
                    aps.push(regression.average_precision(&Points::test(seed)));
                    degrees += regression.degrees() / seeds as f32;
                }
                let step = start.elapsed().as_secs_f64() * 1e3 / (STEPS * aps.len()) as f64;
                let mean = aps.iter().sum::<f64>() / aps.len() as f64;
                let squares: f64 = aps.iter().map(|ap| (ap - mean) * (ap - mean)).sum();
                let deviation = (squares / (aps.len().max(2) - 1) as f64).sqrt();
                print!(
                    "  {} {mean:.3} ±{deviation:.3} {degrees:4.0} degrees {step:.2} ms",
                    row.key
                );
            }
            println!();
        }
    }
}

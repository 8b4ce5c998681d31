//! Average precision and direction of the two-dimensional twin under each loss, by the number of
//! outliers: `cargo run --release -p detector --example twin -- [seeds]`.

use std::time::Instant;

use detector::{
    losses::{ClassLoss, FOCAL},
    twin::{Outliers, Points, STEPS, Twin},
};
use ghm::Options;

fn main() {
    let seeds: u32 = match std::env::args().nth(1) {
        Some(text) => text.parse().expect("a number of seeds"),
        None => 5,
    };
    let losses = [
        ("CE", ClassLoss::CrossEntropy),
        ("FL", FOCAL),
        ("GHM-C", ClassLoss::Ghm(Options::classification())),
    ];
    let among_negatives = [0, 1, 3, 10, 30, 100, 300, 1000].map(Outliers::among_negatives);
    let among_positives = [30, 100, 300].map(Outliers::among_positives);
    for outliers in among_negatives.into_iter().chain(among_positives) {
        let label = if outliers.positive {
            "positive"
        } else {
            "negative"
        };
        print!("{:4} {label}:", outliers.count);
        for (name, loss) in losses {
            let (mut ap, mut degrees, mut seconds) = (0.0, 0.0, 0.0);
            for seed in 0..seeds {
                let train = Points::train(seed, &outliers);
                let start = Instant::now();
                let mut twin = Twin::trained(loss, &train).expect("valid options");
                seconds += start.elapsed().as_secs_f64() / f64::from(seeds);
                ap += twin.average_precision(&Points::test(seed)) / f64::from(seeds);
                degrees += twin.degrees() / seeds as f32;
            }
            let step = seconds * 1e3 / STEPS as f64;
            print!("  {name} {ap:.3} {degrees:4.0} degrees {step:.2} ms");
        }
        println!();
    }
}

//! What a decision needs: average precision by how rare positives are, and by kind and number of wrong labels.

use detector::digits::Split;
use detector::progress::Recorded;
use detector::scene::Painter;
use detector::settings::{Settings, default_losses};
use detector::train::SceneBatch;
use detector::twin::{LogisticRegression, Outliers, Points, SEEDS as PLANE_SEEDS};

use crate::{SEEDS, ap, each_trained};

/// Scenes whose anchors are counted.
const SCENES: usize = 2000;
/// Outliers in the plane.
const OUTLIERS: [usize; 10] = [0, 3, 10, 20, 30, 50, 100, 300, 500, 1000];

/// What the recorded trainings ended with, by their settings: nothing is trained.
pub fn recorded(found: &mut dyn FnMut(String, f64)) {
    let bytes = include_bytes!("../../../../www/data/recorded_training.bin");
    let all = Recorded::decode(bytes).expect("a recording of this version");
    for run in &all.runs {
        let name = match str::from_utf8(&run.settings).expect("text") {
            "" => "default".to_owned(),
            settings => settings.replace('&', ","),
        };
        for row in &all.losses {
            let tests = run.precisions(row.key);
            for of_seed in tests.chunks(tests.len() / run.seeds) {
                let last = of_seed.last().expect("a seed was tested");
                found(format!("{name}.{}", row.key), f64::from(*last));
            }
        }
    }
}

/// How many of the anchors are positives, by how many digits a scene holds: nothing is trained.
pub fn share(found: &mut dyn FnMut(String, f64)) {
    let painter = Painter::new(Split::Train);
    for (name, objects) in [("few", 0.5), ("many", 2.0), ("rare", 0.25)] {
        for seed in 1..=SEEDS {
            let query = format!("objects={objects}");
            let kind = Settings::from_query(&query).expect("settings as the page has them");
            let batch = SceneBatch::new(&painter, &kind.kind(), seed, 0, SCENES);
            let valid = batch.mask.iter().filter(|mask| **mask > 0.0).count();
            let positives = batch.targets.iter().filter(|target| **target > 0.0).count();
            found(name.to_owned(), positives as f64 / valid as f64);
        }
    }
}

/// More numbers of wrong labels than were recorded; each loss with its own divisor and weight of the boxes.
pub fn wrong(found: &mut dyn FnMut(String, f64)) {
    for (name, settings) in [
        ("missing.30", "missing=0.3"),
        ("missing.50", "missing=0.5"),
        ("false.5", "false=0.05"),
        ("false.30", "false=0.3"),
    ] {
        for seed in 1..=SEEDS {
            let query = format!("{settings}&seed={seed}");
            each_trained(&query, |loss, mut trainer| {
                found(format!("{name}.{loss}"), ap(&mut trainer));
            });
        }
    }
}

/// Points in a plane, of which some have the wrong label.
pub fn plane(found: &mut dyn FnMut(String, f64)) {
    let kinds = [
        (
            "positive",
            Outliers::among_negatives as fn(usize) -> Outliers,
        ),
        ("negative", Outliers::among_positives),
        ("turned", Outliers::turned),
    ];
    for (name, outliers) in kinds {
        for count in OUTLIERS {
            for seed in 0..PLANE_SEEDS {
                for row in default_losses() {
                    let trained = LogisticRegression::trained(row, seed, &outliers(count));
                    let mut trained = trained.expect("valid options");
                    let ap = trained.average_precision(&Points::test(seed));
                    found(format!("{name}.{count}.{}", row.key), ap);
                }
            }
        }
    }
}

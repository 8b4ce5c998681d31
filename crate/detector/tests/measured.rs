//! Rows of `www/data/measured.tsv`, which the pages quote, come out of the code as it is, to the last digit.

use detector::ap::average_precision;
use detector::contest::{TEST_SEED, TESTED};
use detector::detect::detect;
use detector::digits::Split;
use detector::progress::Recorded;
use detector::scene::Painter;
use detector::settings::{Settings, default_losses};
use detector::train::{SceneBatch, Trainer};
use detector::twin::{LogisticRegression, Outliers, Points};

const MEASURED: &str = include_str!("../../../www/data/measured.tsv");
const RECORDED: &[u8] = include_bytes!("../../../www/data/recorded_training.bin");

/// The values of all seeds.
fn row(key: &str) -> Vec<&'static str> {
    let line = MEASURED
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('\t'));
    let line = line.unwrap_or_else(|| panic!("there is no row {key}"));
    line.split('\t').skip(2).collect()
}

/// As the file has it.
fn told(value: f64) -> String {
    format!("{value:.4}")
}

#[test]
fn a_training_gives_its_row() {
    let settings = Settings::from_query("losses=ce&divisor=positives&seed=2").unwrap();
    let config = settings.configs()[0];
    let mut trainer = Trainer::new(config).unwrap();
    for _ in 0..config.budget {
        trainer.step().unwrap();
    }
    let painter = Painter::new(Split::Test);
    let test = SceneBatch::new(&painter, &trainer.config().kind, TEST_SEED, 0, TESTED).scenes;
    let mut results = vec![];
    trainer.run(&test, |i, output| {
        results.push((detect(output), test[i].objects.clone()));
    });
    let ap = average_precision(&results).mean();
    assert_eq!(told(ap), row("classes.few.ce")[1]);
}

#[test]
fn the_plane_gives_its_rows() {
    for (key, outliers) in [
        ("plane.turned.300", Outliers::turned(300)),
        ("plane.positive.100", Outliers::among_negatives(100)),
    ] {
        for loss in default_losses() {
            let mut trained = LogisticRegression::trained(loss, 1, &outliers).unwrap();
            let ap = trained.average_precision(&Points::test(1));
            let key = format!("{key}.{}", loss.key);
            assert_eq!(told(ap), row(&key)[1], "{key}");
        }
    }
}

#[test]
fn rows_of_recorded_trainings_are_what_the_page_shows() {
    let all = Recorded::decode(RECORDED).unwrap();
    assert!(all.runs.len() >= 10);
    for run in &all.runs {
        let name = match str::from_utf8(&run.settings).unwrap() {
            "" => "default".to_owned(),
            settings => settings.replace('&', ","),
        };
        for loss in &all.losses {
            let tests = run.precisions(loss.key);
            let last: Vec<_> = tests
                .chunks(tests.len() / run.seeds)
                .map(|of_seed| told(f64::from(*of_seed.last().unwrap())))
                .collect();
            assert_eq!(
                last,
                row(&format!("recorded.{name}.{}", loss.key)),
                "{name}"
            );
        }
    }
}

/// A mean is that of the values beside it, so that it doesn't matter in how many runs they came.
#[test]
fn means_are_those_of_the_values_in_the_file() {
    for line in MEASURED.lines() {
        let fields: Vec<_> = line.split('\t').collect();
        assert_eq!(fields.len(), 8, "{line}");
        let values: Vec<f64> = fields[3..].iter().map(|it| it.parse().unwrap()).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let told: f64 = fields[1].parse().unwrap();
        assert!((told - mean).abs() <= 0.5001e-4, "{line}: {mean}");
    }
}

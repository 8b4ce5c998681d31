//! Ten classes, with the same network but for its last layer.

use detector::{
    Config,
    contest::{TEST_SEED, TESTED},
    digits::Split,
    many::ManyTrainer,
    scene::Painter,
    settings::Settings,
    train::SceneBatch,
};

use crate::SEEDS;

/// Steps: ten classes take longer to tell apart than one from the background.
const STEPS: usize = 1600;

/// On scenes with one to three digits: under a sigmoid for each class, and under a softmax; with several weights of the
/// boxes, as a sum over ten times as many examples may need another.
pub fn classes(found: &mut dyn FnMut(String, f64)) {
    for seed in 1..=SEEDS {
        for (losses, softmax, weights) in [
            ("ce,focal,ghm", false, &[1.0, 4.0, 12.0, 36.0][..]),
            ("ce,ghm", true, &[12.0, 36.0]),
        ] {
            let query = format!("objects=2&budget={STEPS}&losses={losses}&seed={seed}");
            let settings = Settings::from_query(&query).expect("settings as the page has them");
            for &weight in weights {
                for (row, mut config) in settings.losses.iter().zip(settings.configs()) {
                    config.box_weight = weight;
                    let (form, ap) = match softmax {
                        true => ("softmax", ap::<11>(config)),
                        false => ("sigmoid", ap::<10>(config)),
                    };
                    found(format!("{form}.{}.{weight}", row.key), ap);
                }
            }
        }
    }
}

fn ap<const K: usize>(config: Config) -> f64 {
    let mut trainer = ManyTrainer::<K>::new(config).expect("options in their ranges");
    for _ in 0..config.budget {
        trainer.step().expect("training diverged");
    }
    let painter = Painter::new(Split::Test);
    let test = SceneBatch::new(&painter, &config.kind, TEST_SEED, 0, TESTED).scenes;
    trainer.average_precision(&test)
}

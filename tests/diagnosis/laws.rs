//! What holds for any counts, rows and offsets.

use diagnosis::{Counted, Evidence, Form, Labels, Lang, Offsets, Rows, Settings, diagnose};
use ghm::{Average, Convention, Options, Start};
use oorandom::Rand64;
use proptest::{collection::vec, prelude::*, sample::select, test_runner::RngSeed};

fn config() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(1811_05181),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Mostly a few filled cells; any counts in them.
fn counts() -> impl Strategy<Value = Vec<u64>> {
    let count =
        prop_oneof![4 => 1..50_u64, 2 => 1..5_000_000_u64, 1 => any::<u64>(), 1 => Just(u64::MAX)];
    let filled = vec((0..1200_usize, count), 0..60);
    filled.prop_map(|filled| {
        let mut counts = vec![0; 1200];
        filled
            .iter()
            .for_each(|&(cell, count)| counts[cell] = count);
        counts
    })
}

fn any_settings() -> impl Strategy<Value = Settings> {
    let starts = select(vec![Start::Zero, Start::First, Start::Corrected]);
    let momenta = prop_oneof![Just(0.0), Just(0.75), 0.0..0.999];
    let conventions = select(vec![Convention::Code, Convention::Paper]);
    (
        1..=200_usize,
        momenta,
        starts,
        conventions,
        -6.0..6.0_f64,
        1..=200_usize,
    )
        .prop_map(
            |(bins, momentum, start, convention, mu, box_bins)| Settings {
                classification: Options {
                    bins,
                    momentum,
                    start,
                    convention,
                    ..Options::classification()
                },
                box_bins,
                mu: 10_f64.powf(mu),
            },
        )
}

fn float() -> impl Strategy<Value = f32> {
    prop_oneof![6 => -20.0..20.0_f32, 1 => select(vec![0.0, -0.0, 1.0, f32::MAX, 1e-45, 1e30]), 1 => any::<f32>()]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_panics_and_every_number_is_one(
        counts in counts(),
        losses in proptest::option::of(0.0..3.0_f64),
        positive in proptest::option::of(0.0..1.0_f64),
        rows in vec((float(), select(vec![0.0_f32, 1.0, 0.25])), 0..40),
        offsets in vec(float(), 0..40),
        settings in any_settings(),
        batches in select(vec![0, 1, 3, u64::MAX]),
        softmax in any::<bool>(),
    ) {
        let of = |part: f64| counts.iter().map(|&count| (count as f64 * part) as u64).collect::<Vec<_>>();
        let losses = losses.map(|each| counts.iter().map(|&count| count as f64 * each).collect::<Vec<_>>());
        let positives = positive.map(of);
        let (mut watched, mut boxes) = (Rows::default(), Offsets::default());
        rows.iter().for_each(|&(logit, target)| watched.example(logit, target));
        offsets.iter().for_each(|&offset| boxes.offset(offset));
        let evidence = Evidence {
            cells: Some(Counted { counts: &counts, losses: losses.as_deref(), positives: positives.as_deref() }),
            regions: None,
            rows: Some(watched.seen()).filter(|_| !rows.is_empty()),
            offsets: Some(&boxes),
            labels: if softmax { Labels::Softmax } else { Labels::Own },
            batches,
        };
        let found = diagnose(&evidence, &settings).unwrap();
        let usual = rows.iter().map(|row| &row.0).chain(&offsets).all(|value| value.is_finite());
        let said = found.findings.iter().map(|it| &it.said).chain(&found.suggestion.why);
        for said in said {
            for (name, value) in &said.values {
                prop_assert!(value.is_finite() || !usual, "{name} is {value}");
            }
            for lang in [Lang::En, Lang::Zh] {
                let sentence = said.sentence(lang, &|value, form: Form| crate::set::write(value, form, lang));
                prop_assert!(!sentence.contains('{'), "a number is missing");
            }
        }
        // The most severe first.
        prop_assert!(found.findings.is_sorted_by_key(|it| it.severity));
        if let Some(momentum) = found.suggestion.momentum {
            prop_assert!((0.0..=0.9).contains(&momentum));
        }
    }
}

#[test]
fn noise_is_what_an_average_of_seeded_batches_shows() {
    // 20 expected examples a batch, as a sum of many rare ones.
    let mut random = Rand64::new(1);
    for momentum in [0.0, 0.5, 0.75, 0.9] {
        let options = Options {
            bins: 1,
            momentum,
            ..Options::classification()
        };
        let mut average = Average::new(options).unwrap();
        let values: Vec<f64> = (0..20_000)
            .map(|_| {
                let count = (0..200).filter(|_| random.rand_float() < 0.1).count();
                average.update(&[count as u64]);
                average.values()[0]
            })
            .skip(200)
            .collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let square = values.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / values.len() as f64;
        // Of 200 with a chance of .1 the variance is .9 of a Poisson number's.
        let expected = 20.0_f64 * 0.9 * (1.0 - momentum) / (1.0 + momentum);
        assert!(
            (square / expected - 1.0).abs() < 0.06,
            "{momentum}: {square} {expected}"
        );
    }
}

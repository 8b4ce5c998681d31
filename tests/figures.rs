//! Every figure, drawn natively by the same code as in the page.

use detector::progress;
use detector::settings::default_losses;
use detector::twin::{Answer, COUNTS, LogisticRegression, Outliers, Points, SEED, SEEDS, STEPS};
use explainer::data::Recorded;
use explainer::derived::Derived;
use explainer::draw::canvas::to_svg;
use explainer::draw::{Area, Theme, place};
use explainer::figure::{FIGURES, Figure};
use explainer::knob::{KNOBS, Kind, Number, State};
use explainer::loss;
use explainer::plot::Plot;
use explainer::prose::quote::value;
use explainer::read::{csv, legend, moved, readout, tables};
use ghm::{GhmC, Options};

#[path = "figures/claims.rs"]
mod claims;
#[path = "figures/lessons.rs"]
mod lessons;
#[path = "figures/questions.rs"]
mod questions;
#[path = "figures/words.rs"]
mod words;

const RECORDED: &[u8] = include_bytes!("../www/data/recorded_noisy.bin");
const TRAINED: &[u8] = include_bytes!("../www/data/recorded_training.bin");

fn derived() -> Derived {
    let mut derived = Derived::default();
    let noisy = Recorded::decode(RECORDED).unwrap();
    derived.load(|loaded| loaded.noisy = vec![noisy.into()]);
    derived.trainings.recorded = progress::Recorded::decode(TRAINED).unwrap();
    derived.twin.job(&State::default());
    derived.twin.take(twin_recorded());
    derived
}

/// The output of `cargo run --release -p detector --example twin -- record`.
fn twin_recorded() -> Answer {
    let numbers = include_str!("../crate/explainer/examples/twin.txt");
    let numbers: Vec<f32> = numbers.lines().map(|n| n.parse().unwrap()).collect();
    Answer::decode(&numbers).unwrap()
}

fn svg(figure: &Figure, state: &State, derived: &Derived) -> String {
    let plot = figure.plot(state, derived);
    let size = (480.0, figure.height(state, 480.0));
    to_svg(&plot, size, Theme::Light, state.lang)
}

fn plot(name: &str, state: &State, derived: &Derived) -> Plot {
    Figure::named(name).unwrap().plot(state, derived)
}

#[test]
fn every_figure_is_drawn_as_it_was() {
    let (mut state, derived) = (State::default(), derived());
    state.curve = true;
    for figure in FIGURES {
        let drawn = svg(figure, &state, &derived);
        insta::assert_snapshot!(figure.name, drawn.replace('>', ">\n"));
    }
}

/// Who hears the values at the cursor knows them by their names alone.
#[test]
fn no_two_values_at_a_cursor_have_the_same_name() {
    let (mut state, derived) = (State::default(), derived());
    for (curve, paper) in [(false, false), (true, true)] {
        (state.curve, state.paper) = (curve, paper);
        for figure in FIGURES {
            let plot = figure.plot(&state, &derived);
            let mut cursor = moved(&plot, None, -1_000_000);
            for _ in 0..400 {
                let Some(at) = cursor else { break };
                let names: Vec<String> = readout(&plot, at, state.lang)
                    .into_iter()
                    .map(|item| item.name)
                    .collect();
                let distinct: std::collections::BTreeSet<_> = names.iter().collect();
                assert!(names.iter().all(|name| !name.ends_with("()")), "{names:?}");
                assert_eq!(distinct.len(), names.len(), "{}: {names:?}", figure.name);
                let next = moved(&plot, cursor, 1);
                cursor = next.filter(|next| *next != at);
            }
        }
    }
}

/// A value that differs from the knob's default, with few examples.
fn other_value(key: &str, kind: Kind) -> String {
    match (key, kind) {
        ("n" | "seed", _) => "777".into(),
        ("step", _) => "100".into(),
        ("data", _) => "converged".into(),
        (_, Kind::Number(Number { range, .. })) => {
            (range.min + (range.max - range.min) * 0.4).to_string()
        }
        (_, Kind::Norms) => "0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8".into(),
        (_, Kind::Choice(menu)) => menu.options[menu.options.len() - 1].value.into(),
        (_, Kind::List(list)) => list.options[1].value.into(),
    }
}

/// The page redraws a figure only when a knob that it depends on has moved: a knob missing from
/// that list would leave the figure stale.
#[test]
fn no_knob_changes_a_figure_that_does_not_depend_on_it() {
    // A preset, so that n and seed have an effect.
    let mut base = State::default();
    base.set("data", "outlier-heavy").unwrap();
    base.set("n", "2000").unwrap();
    let derived = derived();
    let before = FIGURES.map(|figure| svg(figure, &base, &derived));
    let mut changed = std::collections::BTreeSet::new();
    for knob in KNOBS {
        let mut state = base.clone();
        state
            .set(knob.key, &other_value(knob.key, knob.kind))
            .unwrap();
        for (figure, before) in FIGURES.into_iter().zip(&before) {
            let depends = figure.depends().contains(&knob.key);
            if svg(figure, &state, &derived) != *before {
                assert!(depends, "{} changed {} unexpectedly", knob.key, figure.name);
                changed.insert((figure.name, knob.key));
            }
        }
    }
    // The three knobs that the article is about.
    for pair in [
        ("distribution", "bins"),
        ("weights", "bins"),
        ("gradient", "bins"),
        ("contribution", "bins"),
        ("weights", "momentum"),
        ("momentum", "momentum"),
        ("asl1", "mu"),
        ("box-gradient", "mu"),
        ("offsets", "mu"),
    ] {
        assert!(changed.contains(&pair), "{pair:?} did not change");
    }
}

/// The tables of the figures hold what a fresh `GhmC` computes for the same examples.
#[test]
fn tables_agree_with_the_loss() {
    let derived = derived();
    for bins in [1, 5, 30, 200] {
        let state = State {
            bins,
            ..State::default()
        };
        let recorded = &derived.loaded().noisy[0];
        let run = recorded.checkpoints.iter().find(|r| r.step == 800).unwrap();
        // Key z is the logit of a negative, and minus the logit of a positive.
        let logits: Vec<f32> = run
            .negatives
            .iter()
            .copied()
            .chain(run.positives.iter().map(|z| -z))
            .collect();
        let targets: Vec<f32> = std::iter::repeat_n(0.0, run.negatives.len())
            .chain(std::iter::repeat_n(1.0, run.positives.len()))
            .collect();
        let options = Options {
            bins,
            momentum: 0.0,
            ..Options::classification()
        };
        let mut loss = GhmC::new(options).unwrap();
        let step = loss.step(&logits, &targets, None).unwrap();

        let table = &tables(&plot("distribution", &state, &derived))[0];
        for (row, count) in table.rows.iter().zip(&step.counts) {
            let share = *count as f64 / logits.len() as f64;
            assert!((row[1].unwrap() - share).abs() < 1e-12);
        }
        let ghm = value(&state, &derived, "loss.ghm").unwrap();
        assert!(
            (ghm / step.loss - 1.0).abs() < 1e-5,
            "{bins} bins: {ghm}, {}",
            step.loss
        );

        let weights = plot("weights", &state, &derived);
        // Bands come first, and are not read.
        let mut series = weights.panels[1].series.iter();
        let column = series.find_map(|it| it.at(1.0 - 1e-9)).unwrap();
        let hardest = (0..logits.len())
            .max_by(|&a, &b| step.gradient[a].abs().total_cmp(&step.gradient[b].abs()))
            .unwrap();
        let last = step.weights.iter().zip(&logits).zip(&targets);
        let of_last = last.filter(|((_, x), t)| {
            let z = if **t == 1.0 { -**x } else { **x };
            1.0 / (1.0 + f64::from(-z).exp()) >= 1.0 - 1.0 / bins as f64
        });
        for ((weight, _), _) in of_last {
            assert!(
                (f64::from(*weight) / column - 1.0).abs() < 1e-5,
                "{bins} bins, {hardest}"
            );
        }
    }
}

#[test]
fn the_read_out_tells_how_often_a_region_was_updated() {
    let (state, derived) = (State::default(), derived());
    let plot = plot("momentum", &state, &derived);
    let updates = plot.panels[0].series.last().unwrap();
    let filled = |j: usize| {
        let sequence = derived.sequence(&state);
        let batches = sequence.counts.iter().take(state.batch);
        batches.filter(|counts| counts[j] > 0).count() as f64
    };
    for j in 0..state.bins {
        let middle = (j as f64 + 0.5) / state.bins as f64;
        assert_eq!(updates.at(middle), Some(filled(j)), "region {j}");
    }
    assert_eq!(filled(0), state.batch as f64);
    assert!(!updates.drawn());
}

#[test]
fn every_figure_has_a_legend_a_summary_and_numbers() {
    let (mut state, derived) = (State::default(), derived());
    state.curve = true;
    for figure in FIGURES {
        let plot = figure.plot(&state, &derived);
        let panels: usize = (figure.rows)(&state).iter().sum();
        assert_eq!(plot.panels.len(), panels, "{}", figure.name);
        let area = Area::new(760.0, figure.height(&state, 760.0), 1.0);
        let placed = place(&plot, area, state.lang);
        let entries = legend(&plot, &placed);
        let named = placed.iter().any(|panel| panel.labelled.contains(&true));
        let waits = plot.panels.iter().all(|panel| panel.instead.is_some());
        assert!(named || waits || !entries.is_empty(), "{}", figure.name);
        for (i, (name, ..)) in entries.iter().enumerate() {
            let same = entries[..i].iter().any(|(other, ..)| other == name);
            assert!(!same && !name.contains('{'), "{}: {name}", figure.name);
        }
        assert!(
            !plot.summary.contains('{'),
            "{}: {}",
            figure.name,
            plot.summary
        );
        // Nothing has been timed natively, so `speed` has no numbers to show.
        let rows = if figure.name == "speed" { 1 } else { 5 };
        assert!(
            csv(&plot, state.lang).lines().count() > rows,
            "{}",
            figure.name
        );
    }
}

/// Training the twin again gives its recording, on any machine.
#[test]
fn the_recorded_twin_is_trained() {
    let recorded = twin_recorded();
    let outliers = Outliers::among_negatives(State::default().outliers);
    let points = Points::train(SEED, &outliers);
    for (i, row) in default_losses().into_iter().enumerate() {
        let mut twin = LogisticRegression::new(row, outliers.wrong).unwrap();
        for _ in 0..STEPS {
            twin.step(&points).unwrap();
        }
        assert_eq!(twin.parameters(), recorded.outcomes[i].parameters);
        let ap = twin.average_precision(&Points::test(SEED)) as f32;
        assert_eq!(ap, recorded.outcomes[i].ap);
        assert_eq!(
            twin.share(points.wrong()) as f32,
            recorded.outcomes[i].share
        );
        let same = |cell: &&detector::twin::Cell| (cell.count, cell.seed) == (30, SEED);
        assert_eq!(recorded.cells.iter().find(same).unwrap().ap[i] as f32, ap);
    }
    assert_eq!(recorded.cells.len(), COUNTS.len() * SEEDS as usize);
    // A cell of another seed, and the crossover that the article describes.
    let cell = recorded
        .cells
        .iter()
        .find(|c| (c.count, c.seed) == (300, 1));
    let outliers = Outliers::among_negatives(300);
    let mut ghm = LogisticRegression::trained(default_losses()[2], 1, &outliers).unwrap();
    let ap = ghm.average_precision(&Points::test(1)) as f32;
    assert_eq!(cell.unwrap().ap[2] as f32, ap);
    let crossing = derived().twin.crossing().unwrap().unwrap();
    assert!((30.0..100.0).contains(&crossing), "{crossing}");
}

/// The packed recording has the counts that its README states.
#[test]
fn the_recorded_detector_has_the_papers_shape() {
    let (state, derived) = (State::default(), derived());
    let counts = &derived.regions(&state).counts;
    assert_eq!(counts[..3], [102_048, 202, 94]);
    assert_eq!(counts[29], 208);
    assert!(
        counts[25..29].iter().all(|c| (11..=17).contains(c)),
        "{counts:?}"
    );
    // The article's first figure shows it whatever the reader sets, so its sentence is fixed too.
    let examples = derived.examples(&state);
    let positives = examples.positives.as_ref().unwrap().len();
    assert_eq!((examples.len(), positives), (103_151, 514));
    for text in [
        include_str!("../www/text/en.md"),
        include_str!("../www/text/zh.md"),
    ] {
        let (_, sentence) = text.split_once("## drown.p2").unwrap();
        let (sentence, _) = sentence.split_once("\n## ").unwrap();
        assert!(sentence.contains(" 103,151 ") && sentence.contains(" 514 "));
    }
}

/// Under one divisor GHM-C with one region and no momentum is cross-entropy, to the last bit.
#[test]
fn ghm_with_one_region_is_cross_entropy_in_the_figures() {
    let derived = derived();
    let mut state = State::default();
    for (key, value) in [("bins", "1"), ("momentum", "0"), ("losses", "ce,ghm")] {
        state.set(key, value).unwrap();
    }
    for divisor in ["examples", "positives"] {
        state.set("divisor", divisor).unwrap();
        for (figure, panel, at) in [
            ("gradient", 0, 0.3),
            ("contribution", 0, 0.5),
            ("momentum", 1, 7.0),
        ] {
            let plot = plot(figure, &state, &derived);
            let of = |place| {
                let is = |role| role == explainer::plot::Role::Class(place);
                let mut series = plot.panels[panel].series.iter();
                series
                    .find(|series| is(series.role))
                    .map(|series| series.at(at).unwrap())
            };
            // Without momentum the figure of batches has one line for GHM-C, drawn as a loss that remembers nothing.
            let alone = || {
                let series = &plot.panels[panel].series;
                series.last().unwrap().at(at).unwrap()
            };
            let (ce, ghm) = (of(loss::CE).unwrap(), of(loss::GHM).unwrap_or_else(alone));
            assert!(ce > 0.0);
            assert_eq!(ce.to_bits(), ghm.to_bits(), "{figure} by {divisor}");
        }
    }
    // With thirty regions it is another loss.
    state.set("bins", "30").unwrap();
    let sums = [loss::CE, loss::GHM].map(|place| derived.contribution(&state, place));
    assert_ne!(sums[0], sums[1]);
}

/// A knob that a training depends on leaves a figure without its recorded training.
#[test]
fn every_figure_has_tables_before_anything_was_loaded_or_trained() {
    let state = State {
        bins: 12,
        ..State::default()
    };
    for figure in FIGURES {
        let plot = figure.plot(&state, &Derived::default());
        for table in tables(&plot) {
            assert!(
                table
                    .rows
                    .iter()
                    .all(|row| row.len() == table.columns.len()),
                "{}",
                figure.name
            );
        }
        csv(&plot, state.lang);
    }
}

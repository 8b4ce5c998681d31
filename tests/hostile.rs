//! What comes from others, in any form: addresses, attributes, conditions, lessons, links, what a course system kept,
//! tables of counts. Nothing panics, what is wrong is said, and what was taken is in its range. `fuzz/` has the same as
//! targets that go on for as long as one likes.

use data::{Choices, read};
use explainer::derived::Derived;
use explainer::figure::FIGURES;
use explainer::knob::{KNOBS, Kind, Number, State};
use explainer::prose::claim::holds;
use explainer::prose::quote::quote;
use lesson::link::unlink;
use lesson::{Course, Lesson};
use proptest::prelude::*;

/// A key and a value as they stand in addresses: some of ours, some near to them, some of any kind.
fn pair() -> impl Strategy<Value = String> {
    let keys: Vec<String> = KNOBS.iter().map(|knob| knob.key.to_owned()).collect();
    let key = prop_oneof![6 => prop::sample::select(keys), 1 => "\\PC{0,12}"];
    let value = prop_oneof![
        "\\PC{0,20}",
        "-?[0-9]{1,12}(\\.[0-9]{0,9})?(e-?[0-9]{1,3})?",
        "[a-z0-9,._:-]{0,40}",
        prop::sample::select(vec![
            "NaN", "inf", "-inf", "1e999", "-0", "", "٣", "0x10", "1_000"
        ])
        .prop_map(str::to_owned),
    ];
    (key, value).prop_map(|(key, value)| format!("{key}={value}"))
}

fn query() -> impl Strategy<Value = String> {
    prop::collection::vec(pair(), 0..8).prop_map(|pairs| pairs.join("&"))
}

/// Every number of a state is in its range.
fn check(state: &State) -> Result<(), TestCaseError> {
    for knob in KNOBS {
        if let Kind::Number(Number { range, get, .. }) = knob.kind {
            let value = get(state);
            let inside = value >= range.min && value <= range.max;
            prop_assert!(inside, "{} is {value}", knob.key);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn an_address_of_any_kind_gives_a_state_that_its_own_address_brings_back(query in query()) {
        let mut state = State::default();
        let notes = state.apply_query(&query, &[]);
        check(&state)?;
        for note in notes {
            // Whatever was given, a note is a sentence and no more.
            prop_assert!(note.sentence(state.lang).chars().count() < 600);
        }
        let mut again = State::default();
        prop_assert_eq!(again.apply_query(&state.query(), &[]), vec![]);
        prop_assert_eq!(again, state);
    }

    #[test]
    fn a_property_of_any_number_leaves_a_knob_in_its_range(at in 0..KNOBS.len(), value in any::<f64>()) {
        let mut state = State::default();
        let _ = state.set_number(KNOBS[at].key, value);
        check(&state)?;
    }

    #[test]
    fn conditions_and_quotes_of_any_kind_hold_or_not(text in "\\PC{0,60}|[a-z.0-9 <>=]{0,60}") {
        let (state, derived) = (State::default(), Derived::default());
        let _ = holds(&state, &derived, &text);
        let _ = quote(&state, &derived, &text);
    }

    #[test]
    fn lessons_and_links_of_any_kind_are_read_or_refused(text in "\\PC{0,300}", json in json(4)) {
        for text in [text, json.to_string(), format!("{{\"ghm_lesson\": 1, \"steps\": {json}}}")] {
            if let Ok((read, _)) = lesson::read(&text) {
                let written = serde_json::to_string(&read).unwrap();
                let (again, notes) = lesson::read(&written).unwrap();
                prop_assert_eq!(again, read);
                prop_assert!(notes.is_empty());
            }
            let _ = unlink(&text);
        }
    }

    #[test]
    fn what_a_course_system_kept_of_any_kind_is_resumed_or_dropped(text in "\\PC{0,80}", json in json(3)) {
        for text in [text, json.to_string(), format!("[1,{json},true,[[0,{json},\"a\",true,true,1,\"\"]]]")] {
            let mut course = Course::new(Lesson::new("en"));
            course.resume(&text);
            prop_assert!(course.kept().text.len() <= lesson::MOST_KEPT);
        }
    }

    #[test]
    fn tables_of_counts_of_any_kind_are_counted_or_refused(
        rows in prop::collection::vec((0u32..1300, count(), "-?[0-9.e]{0,8}"), 0..40)
    ) {
        let mut table = String::from("cell,count,loss\n");
        for (cell, count, loss) in rows {
            table += &format!("{cell},{count},{loss}\n");
        }
        if let Ok(read) = read(&[("counts.csv", table.as_bytes())], &Choices::default())
            && let Some(counts) = read.counts
        {
            let total = counts.total();
            prop_assert!(counts.counts.iter().all(|&count| count <= total));
            for bins in [1, 10, 30, 1200] {
                prop_assert!(counts.regions(bins).is_some());
            }
        }
    }
}

fn count() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,22}",
        "-?[0-9]{1,3}(\\.[0-9]{1,3})?",
        "\\PC{0,6}".prop_filter("it ends the row", |it| !it.contains(['\n', '\r', ','])),
    ]
}

/// JSON of any shape, with names that lessons have.
fn json(depth: u32) -> impl Strategy<Value = serde_json::Value> {
    let names = [
        "ghm_lesson",
        "title",
        "steps",
        "text",
        "figure",
        "name",
        "state",
        "question",
        "ask",
        "choices",
        "right",
        "value",
        "within",
        "controls",
        "lang",
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        "\\PC{0,12}".prop_map(Into::into),
        prop::sample::select(vec!["weights", "bins", "crowd", "bins=3", "en"]).prop_map(Into::into),
    ];
    leaf.prop_recursive(depth, 40, 5, move |inner| {
        let name = prop::sample::select(names.to_vec()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
            prop::collection::vec((name, inner), 0..5)
                .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// A state from anywhere can be drawn by every figure: the ones with few examples, as many only take time.
#[test]
fn every_figure_draws_any_state() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 12,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let derived = Derived::default();
    runner
        .run(&query(), |query| {
            let mut state = State::default();
            state.apply_query(&query, &[]);
            state.n = state.n.min(500);
            for figure in FIGURES {
                let plot = figure.plot(&state, &derived);
                prop_assert!(
                    !plot.summary.is_empty() && !plot.summary.contains("NaN"),
                    "{}: {}",
                    figure.name,
                    plot.summary
                );
            }
            Ok(())
        })
        .unwrap();
}

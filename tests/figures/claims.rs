//! Sentences of the article about its figures, and its predictions, in every state that the article offers.

use super::{TRAINED, derived, twin_recorded};
use explainer::data::Recorded;
use explainer::derived::Derived;
use explainer::knob::{KNOBS, Kind, State};
use explainer::prose::claim::{Claim, holds, marked};
use explainer::prose::predict::{Grade, judge};
use explainer::prose::quote::value;
use std::collections::BTreeSet;

const TEXTS: [(&str, &str); 2] = [
    ("en", include_str!("../../www/text/en.md")),
    ("zh", include_str!("../../www/text/zh.md")),
];
/// The texts of the page with what readers asked next.
const QUESTIONS: [(&str, &str); 2] = [
    ("en", include_str!("../../www/text/questions.en.md")),
    ("zh", include_str!("../../www/text/questions.zh.md")),
];
const ARTICLE: &str = include_str!("../../index.html");
const QUESTIONS_PAGE: &str = include_str!("../../questions.html");
const CLEAN: &[u8] = include_bytes!("../../www/data/recorded_clean.bin");

fn loaded() -> Derived {
    assert!(!TRAINED.is_empty());
    let mut derived = derived();
    let clean = Recorded::decode(CLEAN).unwrap();
    derived.load(|loaded| loaded.clean = vec![clean.into()]);
    derived
}

fn with(settings: &str) -> State {
    let mut state = State::default();
    let notes = state.apply_query(&settings.replace("&amp;", "&"), &[]);
    assert!(notes.is_empty(), "{settings}");
    state
}

/// What phrases and rows of tables set.
fn phrases() -> BTreeSet<String> {
    let texts = [TEXTS[0].1, QUESTIONS[0].1];
    let set = texts
        .iter()
        .flat_map(|text| text.split("data-set=\"").skip(1));
    set.map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .collect()
}

/// The states that phrases, rows of tables and addresses of one or two knobs reach.
fn reached() -> Vec<State> {
    let mut settings: Vec<String> = phrases().into_iter().collect();
    // A prediction shows the curve.
    settings.push("curve=on".into());
    for knob in KNOBS.iter().filter(|knob| knob.key != "lang") {
        let values: Vec<String> = match knob.kind {
            Kind::Number(number) => {
                let (min, max) = (number.range.min, number.range.max);
                let middle = if number.range.whole {
                    ((min + max) / 2.0).floor()
                } else {
                    (min + max) / 2.0
                };
                [min, middle, max]
                    .map(|it| it.min(20_000.0).to_string())
                    .into()
            }
            Kind::Choice(menu) => menu.options.iter().map(|it| it.value.to_owned()).collect(),
            Kind::List(list) => list.options.iter().map(|it| it.value.to_owned()).collect(),
            Kind::Norms => vec!["0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5".into()],
        };
        let skip =
            |value: &String| knob.key == "data" && ["file", "detector"].contains(&value.as_str());
        settings.extend(
            values
                .into_iter()
                .filter(|it| !skip(it))
                .map(|it| format!("{}={it}", knob.key)),
        );
    }
    let mut states = vec![State::default()];
    states.extend(settings.iter().map(|it| with(it)));
    // One press after another, on examples that tell much apart.
    let first = [
        "data=noisy&trained=ce&step=0",
        "data=noisy&trained=ce&step=100",
        "data=noisy&trained=ghm&step=800",
        "data=clean",
        "data=all-easy&n=2000",
        "data=outlier-heavy&n=2000",
        "bins=1",
        "bins=100",
    ];
    for first in first {
        states.extend(settings.iter().map(|then| {
            let mut state = with(first);
            state.apply_query(then, &[]);
            state.n = state.n.min(2_000);
            state
        }));
    }
    states
}

/// The settings of the figure that a claim of this text is about: of the one above a caption, or beside a text; of the one above,
/// too, where the section has none below.
fn figure_of(page: &str, key: &str) -> String {
    let place = page.find(&format!("t(\"{key}\")")).unwrap();
    let (before, after) = page.split_at(place);
    let caption = before.rsplit('\n').next().unwrap().contains("caption");
    let section = after.split("</section>").next().unwrap();
    let below = section.find("{{ figure(").filter(|_| !caption);
    let from = match below {
        None => &before[before.rfind("{{ figure(").unwrap()..],
        Some(at) => &after[at..],
    };
    let attributes = from.split('\'').nth(1).unwrap();
    let pairs = attributes
        .split("\" ")
        .filter(|it| !it.starts_with("controls"));
    pairs
        .map(|pair| pair.replace('"', ""))
        .collect::<Vec<_>>()
        .join("&")
}

/// Each claim with the key of its text.
fn claims(text: &str) -> Vec<(&str, Claim)> {
    let entries = text
        .split("\n## ")
        .map(|entry| entry.split_once('\n').unwrap_or((entry, "")));
    let entries = entries.map(|(key, text)| (key.trim_start_matches("## "), text));
    entries
        .flat_map(|(key, text)| marked(text).into_iter().map(move |claim| (key, claim)))
        .collect()
}

#[test]
fn each_claim_holds_at_its_sections_own_settings_and_is_false_at_others() {
    let derived = loaded();
    let states = reached();
    let article = TEXTS.map(|(lang, text)| (lang, text, ARTICLE, 40));
    let questions = QUESTIONS.map(|(lang, text)| (lang, text, QUESTIONS_PAGE, 4));
    for (lang, text, page, least) in article.into_iter().chain(questions) {
        let all = claims(text);
        assert!(all.len() > least, "{lang}: {} claims", all.len());
        for (key, claim) in all {
            let own = match claim.own {
                true => with(&figure_of(page, key)),
                false => State::default(),
            };
            assert_eq!(
                holds(&own, &derived, &claim.condition),
                Some(true),
                "{lang}, {key}: {}",
                claim.condition
            );
            // What only quotes numbers is false nowhere as long as these are there.
            if claim.condition.contains([' ']) && claim.condition.contains(['<', '>'])
                || claim.condition.contains(" is ")
            {
                let fails = |state: &State| holds(state, &derived, &claim.condition) == Some(false);
                assert!(
                    states.iter().any(fails),
                    "{lang}, {key}: {} never fails",
                    claim.condition
                );
            }
        }
    }
}

/// Sentences that readers found to be false in a state, and where.
#[test]
fn sentences_are_set_aside_where_readers_found_them_false() {
    let derived = loaded();
    let all = claims(TEXTS[0].1);
    for (begins, settings) in [
        (
            "On the left stands a cliff",
            "data=noisy&trained=ghm&step=800",
        ),
        ("On the left stands a cliff", "bins=1"),
        (
            "And at the far right a rise",
            "data=noisy&trained=ghm&step=800",
        ),
        ("And at the far right a rise", "data=clean"),
        ("These are <em>outliers", "data=all-easy&n=2000"),
        ("These are <em>outliers", "data=noisy&trained=ce&step=0"),
        ("Many were made on purpose", "data=uniform&n=2000"),
        ("At <button", "bins=98"),
        ("Focal loss turns the left end", "gamma=0&falpha=0.5"),
        (
            "With <button class=\"set\" data-set=\"data=outlier-heavy\">",
            "bins=10",
        ),
        (
            "With <button class=\"set\" data-set=\"bins=5\">",
            "data=all-easy&n=2000",
        ),
        (
            "With <button class=\"set\" data-set=\"bins=5\">",
            "data=noisy&trained=ce&step=0",
        ),
        ("Those of the first region weigh", "precision=half"),
        ("From 20 regions on", "data=noisy&trained=ghm&step=800"),
        (
            "(Why it is not 1 even then",
            "data=outlier-heavy&bins=5&n=2000",
        ),
        ("Now $\\mu$ is", "mu=0.001"),
        (
            "With <button class=\"set\" data-set=\"outliers=10",
            "outliers=300&wrong=turned",
        ),
        (": points of the easy crowd", "wrong=negative"),
        ("After training the outliers of the plane", "wrong=turned"),
        ("(The last one of the figures above", "data=all-easy&n=2000"),
        ("At $k$ =", "losses=ohem,balanced"),
        ("They make up", "losses=ce,focal"),
        ("Shown now: step", "data=uniform&n=2000"),
    ] {
        let claim = all.iter().find(|(_, claim)| claim.html.starts_with(begins));
        let (_, claim) = claim.unwrap_or_else(|| panic!("no claim begins with {begins}"));
        let found = holds(&with(settings), &derived, &claim.condition);
        assert_eq!(found, Some(false), "{begins} at {settings}");
    }
}

#[test]
fn both_languages_make_the_same_claims() {
    for texts in [TEXTS, QUESTIONS] {
        let [en, zh] = texts.map(|(_, text)| {
            let all = claims(text).into_iter();
            all.map(|(key, claim)| (key.to_owned(), claim.condition, claim.own))
                .collect::<Vec<_>>()
        });
        assert_eq!(en, zh);
    }
}

#[test]
fn no_prediction_judges_a_tie_or_what_is_missing() {
    let mut derived = loaded();
    let forms = ["choice(\"", "guess(\""]
        .iter()
        .flat_map(|form| ARTICLE.split(form).skip(1));
    let names: BTreeSet<_> = forms.map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(names.len(), 9, "{names:?}");
    let (mut judged, mut undecided) = (0, 0);
    for state in reached() {
        derived.twin.job(&state);
        derived.twin.take(twin_recorded());
        for name in &names {
            let Some(verdict) = judge(&state, &derived, name, "5") else {
                continue;
            };
            let what = format!("{name} at {}: {verdict:?}", state.query());
            if verdict.grade == Grade::Undecided {
                undecided += 1;
                assert!(verdict.says && verdict.answer.is_none(), "{what}");
                continue;
            }
            judged += 1;
            for missing in ["–", "NaN", "inf", "∞"] {
                assert!(!verdict.value.contains(missing), "{what}");
            }
            let part = |key: &str| value(&state, &derived, &format!("part.{key}.last")).unwrap();
            if *name == "outliers" {
                let mut parts = ["ce", "focal", "ghm"].map(part);
                parts.sort_by(f64::total_cmp);
                assert!(parts[2] > parts[1], "{what}");
            }
        }
    }
    assert!(
        judged > 2_000 && undecided > 50,
        "{judged} judged, {undecided} not"
    );
}

//! Sentences of the article about its figures, and its predictions, in every state that the article offers.

use super::{TRAINED, derived, twin_recorded};
use explainer::data::Recorded;
use explainer::derived::Derived;
use explainer::knob::{Data, KNOBS, Kind, State};
use explainer::prose::claim::{Claim, holds, marked};
use explainer::prose::predict::{Grade, judge};
use explainer::prose::quote::{quote, value};
use oorandom::Rand32;
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
const README: &str = include_str!("../../README.md");
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

/// Every single step: what a phrase or a row of a table sets, what an answer to a prediction sets, an address that the README has,
/// and each choice of each knob, of a number the least, a middle one and the greatest.
fn steps() -> Vec<String> {
    let mut steps: Vec<String> = phrases().into_iter().collect();
    // A prediction shows the curve.
    steps.push("curve=on".into());
    let attributes = [
        "figure", "controls", "lock", "text", "theme", "scale", "lang", "v", "question", "cover",
    ];
    for address in README.split(".html?").skip(1) {
        let end = address.find(['"', '`', ' ', ')']).unwrap_or(address.len());
        let address = address[..end].replace("&amp;", "&");
        let pairs = address.split('&');
        let knobs = pairs.filter(|pair| !attributes.contains(&pair.split('=').next().unwrap()));
        steps.push(knobs.collect::<Vec<_>>().join("&"));
    }
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
        let kept = values.into_iter().filter(|it| !skip(it));
        steps.extend(kept.map(|it| format!("{}={it}", knob.key)));
    }
    steps
}

/// The states that a section of the page opens with: the shared one, and those of figures with settings of their own.
fn own_states() -> Vec<State> {
    let pages = [ARTICLE, QUESTIONS_PAGE];
    let figures = pages
        .iter()
        .flat_map(|page| page.split("{{ figure(").skip(1));
    let own = figures.filter_map(|rest| {
        let attributes = rest.split(")").next()?.split('\'').nth(1)?;
        (!attributes.contains("shared")).then(|| settings_of(attributes))
    });
    let own: BTreeSet<String> = own.collect();
    assert!(own.len() >= 5, "{own:?}");
    let own = own.iter().map(|it| with(it));
    [State::default()].into_iter().chain(own).collect()
}

/// How many pairs of steps are tried, one after the other: all would be twenty thousand.
const PAIRS: usize = 1_500;

/// Every state that one step reaches from a state that a section opens with, and a seeded sample of those that two steps reach
/// from the first one.
fn reached() -> Vec<State> {
    let steps = steps();
    let step = |from: &State, step: &str| {
        let mut state = from.clone();
        state.apply_query(step, &[]);
        // A preset has as many examples as it takes to be told apart.
        if matches!(state.data, Data::Preset(_)) {
            state.n = state.n.min(2_000);
        }
        state
    };
    let mut states = own_states();
    for own in own_states() {
        states.extend(steps.iter().map(|it| step(&own, it)));
    }
    let mut random = Rand32::new(17);
    let mut any = || steps[random.rand_range(0..steps.len() as u32) as usize].as_str();
    for _ in 0..PAIRS {
        let first = step(&State::default(), any());
        states.push(step(&first, any()));
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
    settings_of(from.split('\'').nth(1).unwrap())
}

/// A figure's attributes as settings.
fn settings_of(attributes: &str) -> String {
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

/// A sentence that stands quotes no dash: where a number is missing it is set aside.
#[test]
fn a_claim_that_holds_has_all_its_numbers_in_every_state() {
    let derived = loaded();
    let all = [TEXTS[0].1, QUESTIONS[0].1].map(claims);
    let all: Vec<_> = all.into_iter().flatten().collect();
    let (mut stand, mut aside) = (0, 0);
    for state in reached() {
        for (key, claim) in &all {
            if holds(&state, &derived, &claim.condition) != Some(true) {
                aside += 1;
                continue;
            }
            stand += 1;
            for quoted in claim.html.split("data-quote=\"").skip(1) {
                let name = quoted.split('"').next().unwrap();
                let text = quote(&state, &derived, name);
                let text = text.unwrap_or_else(|| panic!("{key}: {name} at {}", state.query()));
                for missing in ["–", "NaN", "inf", "∞"] {
                    assert!(
                        !text.contains(missing),
                        "{key}: {name} is {text} at {}",
                        state.query()
                    );
                }
            }
        }
    }
    assert!(
        stand > 50_000 && aside > 10_000,
        "{stand} stand, {aside} don't"
    );
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
        ("With $k$ =", "losses=ohem,balanced"),
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

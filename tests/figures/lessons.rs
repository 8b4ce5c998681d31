//! The lessons that come along: whether the figures, settings, numbers and questions that they name are there.

use super::derived;
use explainer::figure::Figure;
use explainer::knob::{KNOBS, State};
use explainer::prose::predict::judge;
use explainer::prose::quote::quote;
use explainer::registry::QUESTIONS;
use lesson::{Lesson, Question, Step};
use std::fs;

fn all() -> Vec<(String, Lesson)> {
    let folder = fs::read_dir(xtask::root().join("lessons")).unwrap();
    let files = folder.map(|file| {
        let path = file.unwrap().path();
        let (lesson, notes) = lesson::read(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(notes, [], "{}", path.display());
        (
            path.file_stem().unwrap().to_string_lossy().into_owned(),
            lesson,
        )
    });
    let mut all: Vec<_> = files.collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// The state that a step's figure starts in.
fn state(step: &Step, place: &str) -> State {
    let mut state = State::default();
    let figure = step.figure.as_ref();
    for pair in figure
        .iter()
        .flat_map(|it| it.state.split('&'))
        .filter(|it| !it.is_empty())
    {
        let (key, value) = pair.split_once('=').unwrap();
        let note = state
            .set(key, value)
            .unwrap_or_else(|_| panic!("{place}: {pair}"));
        assert!(note.is_none(), "{place}: {pair} was changed");
    }
    state
}

#[test]
fn lessons_name_figures_settings_and_questions_that_are_there() {
    let all = all();
    assert_eq!(all.len(), 4);
    for (name, lesson) in &all {
        for (at, step) in lesson.steps.iter().enumerate() {
            let place = format!("{name}, step {}", at + 1);
            let state = state(step, &place);
            if let Some(figure) = &step.figure {
                assert!(
                    Figure::named(&figure.name).is_some(),
                    "{place}: {}",
                    figure.name
                );
                let controls = figure.controls.iter().flat_map(|it| it.split(','));
                for key in controls.filter(|key| *key != "none") {
                    assert!(KNOBS.iter().any(|knob| knob.key == key), "{place}: {key}");
                }
            }
            match &step.question {
                Some(Question::Named(asked)) => {
                    assert!(QUESTIONS.contains(&asked.as_str()), "{place}: {asked}");
                }
                Some(Question::Own(own)) => {
                    let Some(value) = &own.value else { continue };
                    let derived = derived();
                    assert!(quote(&state, &derived, value).is_some(), "{place}: {value}");
                    let asked = format!("{value}~{}", own.within.as_deref().unwrap_or("5%"));
                    assert!(
                        judge(&state, &derived, &asked, "1").is_some(),
                        "{place}: {asked}"
                    );
                }
                None => {}
            }
        }
    }
}

#[test]
fn both_languages_of_a_lesson_have_the_same_steps() {
    let all = all();
    for pair in all.chunks(2) {
        let [(english, en), (chinese, zh)] = pair else {
            panic!("a lesson has one language only")
        };
        assert_eq!(english.strip_suffix(".en"), chinese.strip_suffix(".zh"));
        assert_eq!([en.lang.as_str(), zh.lang.as_str()], ["en", "zh"]);
        assert_eq!(en.steps.len(), zh.steps.len(), "{english}");
        for (one, other) in en.steps.iter().zip(&zh.steps) {
            assert_eq!(
                (&one.figure, one.cover),
                (&other.figure, other.cover),
                "{english}"
            );
            let shape = |step: &Step| match &step.question {
                Some(Question::Own(own)) => (
                    own.choices.len(),
                    own.right,
                    own.value.clone(),
                    own.within.clone(),
                ),
                _ => (0, None, None, None),
            };
            assert_eq!(shape(one), shape(other), "{english}");
        }
        let questions = en
            .steps
            .iter()
            .filter(|step| step.question.is_some())
            .count();
        assert!(questions >= 6, "{english}: {questions}");
    }
}

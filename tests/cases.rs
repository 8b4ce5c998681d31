//! The inputs of `tests/cases`, as people write them: read right, or refused with the right word.

#[path = "cases/run.rs"]
mod run;

use data::{Choices, Classes, Summary, Values, count};
use serde_json::Value;
use std::path::Path;

/// The choices that a case's arguments make, as the command line does.
fn choices(arguments: &str) -> Choices {
    let mut choices = Choices::default();
    let mut words = arguments.split_whitespace();
    while let (Some(name), Some(value)) = (words.next(), words.next()) {
        let text = Some(value.to_owned());
        match (name, value) {
            ("--logits", _) => choices.logits = text,
            ("--targets", _) => choices.targets = text,
            ("--mask", _) => choices.mask = text,
            ("--as", "probabilities") => choices.values = Some(Values::Probabilities),
            ("--as", "logits") => choices.values = Some(Values::Logits),
            ("--first-class", "1") => choices.first_class = Some(1),
            ("--classes", "softmax") => choices.classes = Some(Classes::Softmax),
            other => panic!("{other:?}"),
        }
    }
    choices
}

/// What is wrong with how a case was read; none if nothing is.
fn wrong(folder: &Path, name: &str, case: &Value) -> Option<String> {
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let read = data::read(&[(name, &bytes)], &choices(case["args"].as_str().unwrap()));
    let refused = case["refused"].as_str();
    let read = match (read, refused) {
        (Ok(_), Some(word)) => {
            return Some(format!("it was read, and should be refused with `{word}`"));
        }
        (Err(error), None) => return Some(format!("it was refused: {error}")),
        (Err(error), Some(word)) => {
            let error = error.to_string();
            return (!error.contains(word)).then(|| format!("`{error}` lacks `{word}`"));
        }
        (Ok(read), None) => read,
    };
    let (_, counts, losses) = count(&read, 30).unwrap()?;
    let summary = Summary::of(&counts, losses.as_deref()).unwrap();
    run::differs(&case["right"], |key| match key {
        "examples" => read.report.examples as f64,
        "positives" => read.report.positives.unwrap() as f64,
        "filled" => summary.filled as f64,
        "first_region" => summary.first_region,
        "cross_entropy" => summary.cross_entropy.unwrap(),
        "ghm_c" => summary.ghm_c.unwrap(),
        "greatest_weight" => summary.greatest_weight,
        other => panic!("{other}"),
    })
}

/// What is wrong with all cases of a folder.
fn all(folder: &str, at_least: usize) {
    let folder = run::folder().join(folder);
    let cases = run::cases(&folder);
    assert!(cases.len() >= at_least);
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(name, case)| Some(format!("{name}: {}", wrong(&folder, name, case)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_as_people_write_them_are_read_right_or_refused_by_name() {
    all("", 39);
}

#[test]
fn so_are_stranger_ones() {
    all("more", 110);
}

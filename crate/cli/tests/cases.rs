//! `ghm` on the inputs of `tests/cases`, as people write them: right, or refused with the right word; the same in memory
//! and in a stream.

use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn folder(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/cases")
        .join(below)
}

fn cases(folder: &Path) -> Map<String, Value> {
    let text = std::fs::read_to_string(folder.join("cases.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn ghm(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ghm"))
        .args(arguments)
        .output()
        .unwrap()
}

/// What `ghm diagnose --json` says of a case, and its exit code.
fn diagnosed(folder: &Path, name: &str, case: &Value, more: &[&str]) -> (Value, i32) {
    let file = folder.join(name);
    let given = case["args"].as_str().unwrap().split_whitespace();
    let arguments: Vec<&str> = ["diagnose", file.to_str().unwrap()]
        .into_iter()
        .chain(given)
        .chain(more.iter().copied())
        .collect();
    let output = ghm(&arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    let json =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
    (json, output.status.code().unwrap())
}

/// What is wrong with how a case was read; none if nothing is. Counts are exact, others right to 1e-5 as they are
/// rounded, weights to 1e-4.
fn wrong(folder: &Path, name: &str, case: &Value, more: &[&str]) -> Option<String> {
    let (found, code) = diagnosed(folder, name, case, more);
    if let Some(word) = case["refused"].as_str() {
        let sentence = found["refused"].as_str().unwrap_or_default();
        return (code != 2 || sentence.is_empty() || !sentence.contains(word))
            .then(|| format!("exit {code}, {found}, and not refused with `{word}`"));
    }
    let right = case["right"].as_object().unwrap();
    right.iter().find_map(|(key, right)| {
        let part = if ["examples", "positives"].contains(&key.as_str()) {
            "read"
        } else {
            "summary"
        };
        let right = right.as_f64().unwrap();
        let most = if key == "greatest_weight" { 1e-4 } else { 1e-5 };
        let good = code == 0
            && found[part][key]
                .as_f64()
                .is_some_and(|found| (found - right).abs() <= most);
        (!good).then(|| format!("exit {code}, {key} should be {right} in {found}"))
    })
}

fn all(below: &str, at_least: usize, more: &[&str]) {
    let folder = folder(below);
    let cases = cases(&folder);
    assert!(cases.len() >= at_least);
    let wrong = cases
        .iter()
        .filter_map(|(name, case)| Some(format!("{name}: {}", wrong(&folder, name, case, more)?)));
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_as_people_write_them_are_read_right_or_refused_by_name() {
    all("", 39, &["--json"]);
}

#[test]
fn so_are_stranger_ones() {
    all("more", 110, &["--json"]);
}

#[test]
fn a_stream_reads_the_same_as_memory() {
    all("", 39, &["--json", "--stream"]);
    all("more", 110, &["--json", "--stream"]);
    // And says the same about it.
    let folder = folder("");
    for (name, case) in cases(&folder)
        .iter()
        .filter(|(_, case)| case["refused"].is_null())
    {
        let [held, streamed] = [&["--json"][..], &["--json", "--stream"]]
            .map(|more| diagnosed(&folder, name, case, more).0);
        assert_eq!(held["read"], streamed["read"], "{name}");
    }
}

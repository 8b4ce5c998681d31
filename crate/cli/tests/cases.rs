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
        for part in ["findings", "suggestion", "unknown"] {
            assert_eq!(held[part], streamed[part], "{name}");
        }
    }
}

#[test]
fn the_readme_shows_the_query_as_the_engines_run_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let [readme, query] = ["README.md", "tests/engines/counts.sql"]
        .map(|file| std::fs::read_to_string(root.join(file)).unwrap());
    assert!(readme.contains(query.trim()));
}

#[test]
fn counts_are_read_again_as_the_examples_they_stand_for() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder("").join("mask-valid.csv");
    let counts = out.join("counts.csv");
    let made = ghm(&["counts", file.to_str().unwrap()]);
    assert_eq!(made.status.code(), Some(0));
    std::fs::write(&counts, &made.stdout).unwrap();
    let case = serde_json::json!({ "args": "" });
    let direct = diagnosed(&folder(""), "mask-valid.csv", &case, &["--json"]).0;
    let counted = diagnosed(out, "counts.csv", &case, &["--json"]).0;
    for (key, direct) in direct["summary"].as_object().unwrap() {
        let found = counted["summary"][key].as_f64().unwrap();
        assert!((found - direct.as_f64().unwrap()).abs() < 1e-12, "{key}");
    }
    assert_eq!(counted["read"]["examples"], direct["read"]["examples"]);
    // Twice the table is twice the examples.
    let twice = ghm(&[
        "diagnose",
        counts.to_str().unwrap(),
        counts.to_str().unwrap(),
        "--json",
    ]);
    let twice: Value = serde_json::from_slice(&twice.stdout).unwrap();
    assert_eq!(twice["read"]["examples"], 64);
}

#[test]
fn figures_of_files_are_drawn_and_others_refused() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("figure.svg");
    let out = out.to_str().unwrap();
    let file = folder("").join("mask-valid.csv");
    let file = file.to_str().unwrap();
    let drawn = |arguments: &[&str]| {
        let ghm = ghm(&[&["figure"], arguments, &["-o", out]].concat());
        assert_eq!(
            ghm.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&ghm.stderr)
        );
        std::fs::read_to_string(out).unwrap()
    };
    let ten = drawn(&["weights", file, "--bins", "10"]);
    assert!(ten.starts_with("<svg") && ten != drawn(&["weights", file, "--bins", "20"]));
    assert_ne!(
        ten,
        drawn(&[
            "weights",
            folder("").join("classes.npz").to_str().unwrap(),
            "--bins",
            "10"
        ])
    );
    for name in [
        "distribution",
        "gradient",
        "contribution",
        "momentum",
        "regions",
    ] {
        drawn(&[name, file]);
    }
    for (name, word) in [
        ("twin", "trains"),
        ("offsets", "box offsets"),
        ("sheep", "no figure"),
    ] {
        let ghm = ghm(&["figure", name, file, "-o", out]);
        assert_eq!(ghm.status.code(), Some(2));
        assert!(
            String::from_utf8(ghm.stderr).unwrap().contains(word),
            "{name}"
        );
    }
}

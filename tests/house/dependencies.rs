//! Whether `DEPENDENCIES.md` lists exactly what is in the wasm files that readers load.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use xtask::build::CRATES;

/// Files it is in, and its licence.
type Uses = BTreeMap<String, (Vec<String>, String)>;

/// What cargo knows of the workspace, for the target of the wasm files.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(["--filter-platform", "wasm32-unknown-unknown"])
        .current_dir(xtask::root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata: {said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn is_macro(package: &Value) -> bool {
    let mut kinds = items(&package["targets"]).flat_map(|target| items(&target["kind"]));
    kinds.any(|kind| kind == "proc-macro")
}

/// Crates and macros of others in the wasm files. What a macro is made of runs in the compiler only.
fn used(metadata: &Value) -> [Uses; 2] {
    let packages: BTreeMap<&str, &Value> = items(&metadata["packages"])
        .map(|package| (text(&package["id"]), package))
        .collect();
    let nodes: BTreeMap<&str, &Value> = items(&metadata["resolve"]["nodes"])
        .map(|node| (text(&node["id"]), node))
        .collect();
    let mut uses = [Uses::new(), Uses::new()];
    for (name, ..) in CRATES {
        let mut found = packages.iter().filter(|(_, it)| it["name"] == name);
        let mut open = vec![*found.next().unwrap().0];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let package = packages[id];
            if !package["source"].is_null() {
                let licence = text(&package["license"]).to_owned();
                uses[usize::from(is_macro(package))]
                    .entry(text(&package["name"]).to_owned())
                    .or_insert((vec![], licence))
                    .0
                    .push(name.to_owned());
            }
            if is_macro(package) {
                continue;
            }
            let needed = items(&nodes[id]["deps"]).filter(|dependency| {
                // Neither for tests nor for build scripts.
                items(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null())
            });
            open.extend(needed.map(|dependency| text(&dependency["pkg"])));
        }
    }
    uses
}

/// The table below this heading: names, files, licences, reasons.
fn table(page: &str, first: &str) -> Uses {
    let rows = page
        .lines()
        .skip_while(|line| !line.starts_with(&format!("| {first} |")));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [name, files, licence, why] = cells[..] else {
            panic!("four cells: {row}");
        };
        assert!(why.len() > 5, "{name}: why is it there?");
        let files = files.split(", ").map(str::to_owned).collect();
        (
            name.trim_matches('`').to_owned(),
            (files, licence.to_owned()),
        )
    })
    .collect()
}

#[test]
fn dependencies_of_the_page_are_listed_with_why() {
    let file = xtask::root().join("DEPENDENCIES.md");
    let page = std::fs::read_to_string(file).unwrap();
    let [crates, macros] = used(&metadata());
    assert!(crates.contains_key("libm"), "ghm is in every file");
    assert_eq!(table(&page, "crate"), crates, "crates in DEPENDENCIES.md");
    assert_eq!(table(&page, "macro"), macros, "macros in DEPENDENCIES.md");
}

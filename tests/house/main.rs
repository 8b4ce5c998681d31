//! What keeps the source tree easy to find your way in: short files, imports that run one way, and a
//! list of what the page depends on.

mod dependencies;
mod graph;
mod javascript;
mod questions;
mod rust;
mod source;

use rust::Crate;

/// A longer file is usually about more than one thing.
const LINES: usize = 400;

#[test]
fn source_files_are_short() {
    let long: Vec<String> = ["crate", "www", "tests"]
        .into_iter()
        .flat_map(|folder| source::below(folder, &["rs", "js", "ts", "py", "css", "html"]))
        .filter(|file| !file.is_generated())
        .map(|file| (source::lines_without_tests(&file), file.path))
        .filter(|(lines, _)| *lines > LINES)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(
        long.is_empty(),
        "more than {LINES} lines without tests:\n{}",
        long.join("\n")
    );
}

#[test]
fn modules_of_a_crate_import_each_other_one_way() {
    // A folder counts as one with the file of its name: a list and its items may need each other.
    let circles: Vec<String> = source::crates()
        .iter()
        .filter_map(|name| {
            let rooms = Crate::read(name).imports_below(&[]);
            Some(format!("{name}: {}", rooms.circle()?))
        })
        .collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn files_of_the_kernel_import_each_other_one_way() {
    let files = Crate::read("ghm").imports_below(&["kernel"]);
    assert!(!files.is_empty(), "crate/ghm has no kernel any more");
    assert_eq!(files.circle(), None);
}

#[test]
fn scripts_of_the_page_import_each_other_one_way() {
    let scripts = javascript::imports(&source::below("www", &["js"]));
    assert!(!scripts.is_empty(), "www has no scripts any more");
    assert_eq!(scripts.circle(), None);
}

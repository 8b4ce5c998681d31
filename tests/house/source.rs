//! The files of the source tree.

use std::fs;
use std::path::Path;

/// A file of the source tree.
pub struct Source {
    /// From the project's folder, with `/` between its parts.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl Source {
    /// A file with this text.
    pub fn new(path: &str, text: &str) -> Self {
        let (path, text) = (path.to_owned(), text.to_owned());
        Self { path, text }
    }

    /// Whether `cargo xtask generate` wrote it: its first line says so.
    pub fn is_generated(&self) -> bool {
        self.text
            .starts_with("// Written by `cargo xtask generate`")
    }
}

/// The files below a folder of the project that have one of these extensions, by path.
pub fn below(folder: &str, extensions: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(Path::new(folder), extensions, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, extensions: &[&str], found: &mut Vec<Source>) {
    for entry in fs::read_dir(xtask::root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = folder.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            walk(&path, extensions, found);
        } else if path
            .extension()
            .is_some_and(|it| extensions.iter().any(|wanted| it == *wanted))
        {
            let parts: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
            let text = fs::read_to_string(entry.path()).unwrap();
            found.push(Source::new(&parts.join("/"), &text));
        }
    }
}

/// The names of the folders in `crate/`.
pub fn crates() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(xtask::root().join("crate"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// How many lines there are before the module of tests that ends a file of Rust.
pub fn lines_without_tests(file: &Source) -> usize {
    let lines: Vec<&str> = file.text.lines().collect();
    let tests = lines
        .windows(2)
        .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod "));
    tests.unwrap_or(lines.len())
}

#[test]
fn generated_files_are_known_by_their_first_line() {
    let generated: Vec<String> = below("www", &["js", "ts"])
        .into_iter()
        .filter(Source::is_generated)
        .map(|file| file.path)
        .collect();
    assert_eq!(generated, ["www/keys.js", "www/npm/element.d.ts"]);
}

#[test]
fn a_file_ends_where_its_tests_begin() {
    let lines = |text: &str| lines_without_tests(&Source::new("a.rs", text));
    assert_eq!(lines("one\n#[cfg(test)]\nuse two;\n"), 3);
    assert_eq!(lines("one\n\n#[cfg(test)]\nmod tests {}\n"), 2);
}

//! Writes what JavaScript, TypeScript, editors and the README know about `<ghm-figure>`, from the
//! [`Registry`] of the crate `explainer`.
//!
//! A crate of its own: the project's commands start without building the engine for this machine.

#![forbid(unsafe_code)]

mod describe;
mod element;
mod keys;
mod manifest;
mod readme;

use explainer::registry::Registry;
use std::fs;
use std::path::Path;

/// An error is one sentence for the person at the terminal.
pub type Error = Box<dyn std::error::Error>;

/// The result of generating.
pub type Result<T> = std::result::Result<T, Error>;

/// The first line of a generated file.
const HEADER: &str =
    "// Written by `cargo xtask generate` from crate/explainer/src/registry.rs. Don't edit it.";

/// A file as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the project.
    pub path: &'static str,
    /// Its text.
    pub text: String,
}

impl File {
    /// Whether the file in the project differs from this one, or is missing.
    pub fn is_stale(&self) -> bool {
        !fs::read_to_string(root().join(self.path)).is_ok_and(|text| text == self.text)
    }
}

/// The project's folder.
pub fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .ancestors()
        .nth(2)
        .expect("crate/generate is two deep")
}

/// Every file that is made from the registry. Of the README, only the marked parts are replaced.
pub fn files(registry: &Registry) -> Result<Vec<File>> {
    let readme = fs::read_to_string(root().join("README.md"))
        .map_err(|error| format!("README.md can't be read: {error}"))?;
    Ok(vec![
        File {
            path: "www/keys.js",
            text: keys::script(registry),
        },
        File {
            path: "www/npm/element.d.ts",
            text: element::types(registry),
        },
        File {
            path: "www/npm/custom-elements.json",
            text: manifest::json(registry)?,
        },
        File {
            path: "README.md",
            text: readme::with_tables(&readme, registry)?,
        },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use explainer::registry::registry;

    #[test]
    fn generated_files_say_what_the_registry_says() {
        for file in files(&registry()).unwrap() {
            assert!(
                !file.is_stale(),
                "{} is stale: run `cargo xtask generate`",
                file.path
            );
        }
    }
}

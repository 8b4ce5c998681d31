//! Writes what JavaScript, TypeScript, editors and the README know about `<ghm-figure>`, from the
//! [`Registry`] of the crate `explainer`.
//!
//! A crate of its own: the project's commands start without building the engine for this machine.

#![forbid(unsafe_code)]

mod describe;
mod element;
mod file;
mod keys;
mod manifest;
mod readme;

pub use file::{Error, File, Result, root};

use explainer::registry::Registry;
use std::fs;

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

//! A generated file: where it is, how it begins, and whether it is as it should be.

use std::fs;
use std::path::Path;

/// An error is one sentence for the person at the terminal.
pub type Error = Box<dyn std::error::Error>;

/// The result of generating.
pub type Result<T> = std::result::Result<T, Error>;

/// The first line of a generated file.
pub const HEADER: &str =
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

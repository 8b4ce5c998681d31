//! The project's commands, and what its tests share with them: the page's server and a browser.

pub mod bench;
pub mod browser;
pub mod build;
pub mod bundle;
pub mod dense;
pub mod engines;
pub mod generate;
pub mod hosts;
pub mod lessons;
pub mod monkey;
pub mod package;
pub mod page;
pub mod python;
pub mod same;
pub mod screenshot;
pub mod serve;
pub mod single;
pub mod site;
pub mod sizes;
pub mod test;
pub mod tools;
pub mod twice;
pub mod wasm;

use std::env;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// An error is one sentence for the person at the terminal.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// The result of every command and step.
pub type Result<T> = std::result::Result<T, Error>;

/// The project's folder.
pub fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .ancestors()
        .nth(2)
        .expect("crate/xtask is two deep")
}

/// The folder of the built site: `dist`, or the one that `GHM_DIST` names.
pub fn dist() -> PathBuf {
    root().join(env::var_os("GHM_DIST").unwrap_or("dist".into()))
}

/// The folder of all that is built on the way: `target`, or the one that `CARGO_TARGET_DIR` names.
pub fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into()))
}

/// Runs one step of a command, says what it is and how long it took, and names it if it fails.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("==> {name}");
    let start = Instant::now();
    let done = work().map_err(|error| format!("{name}: {error}"))?;
    eprintln!("    {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

//! `cargo xtask generate`: what JavaScript, TypeScript and the README know about the element.
//!
//! The crate `generate` does it, which needs the engine. Were it part of this one, every command
//! would wait for the engine to be built for this machine first.

use crate::Result;
use xshell::{Shell, cmd};

/// Writes the files that are stale.
pub fn run(shell: &Shell) -> Result<()> {
    Ok(cmd!(shell, "cargo run --quiet --package generate").run()?)
}

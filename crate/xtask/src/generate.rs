//! `cargo xtask generate`: the engine's list of figures, and what JavaScript, TypeScript and the README know about the
//! element.
//!
//! The crate `generate` does the second, which needs the engine. Were it part of this one, every command would wait for
//! the engine to be built for this machine first.

mod figures;

use crate::{Result, root};
use xshell::{Shell, cmd};

/// Writes the files that are stale.
pub fn run(shell: &Shell) -> Result<()> {
    figures::write(root())?;
    Ok(cmd!(shell, "cargo run --quiet --package generate").run()?)
}

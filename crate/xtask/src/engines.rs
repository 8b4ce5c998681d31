//! The engines in which `cargo xtask test --engines` runs `tests/engines/counts.sql`: DuckDB, and Spark in local mode.

use crate::{Result, root, step, tools};
use std::fs;
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// The Python that has the engines.
pub fn python() -> PathBuf {
    root().join("target/tools/engines/bin/python")
}

/// Installs what is missing: Java for Spark, and both engines.
pub fn install(shell: &Shell) -> Result<()> {
    tools::java(shell)?;
    let sources = root().join("tests/engines/requirements.txt");
    let environment = root().join("target/tools/engines");
    let done = environment.join("installed.txt");
    let wanted = fs::read(&sources)?;
    if fs::read(&done).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    let advice = "Python 3.10 or newer with its module venv is missing, which brings DuckDB and Spark: \
                  install it (on Debian: python3 and python3-venv)";
    step("install DuckDB and Spark", || {
        cmd!(shell, "python3 -m venv --clear {environment}")
            .run()
            .map_err(|error| format!("{error}: {advice}"))?;
        let python = python();
        cmd!(
            shell,
            "{python} -m pip install --quiet --disable-pip-version-check --requirement {sources}"
        )
        .run()?;
        Ok(fs::write(done, wanted)?)
    })
}

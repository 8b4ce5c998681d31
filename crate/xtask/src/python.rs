//! The Python in which `cargo xtask test --python` runs exported code: NumPy, pandas, PyTorch and DuckDB.

use crate::{Result, root, step};
use std::fs;
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// The Python that has them: the one that `PYTHON` names, or else that of an environment of our own, which is made if it is
/// missing. PyTorch for Linux brings CUDA's libraries from the usual registry: 5 GB.
pub fn python(shell: &Shell) -> Result<PathBuf> {
    if let Some(python) = std::env::var_os("PYTHON") {
        let python = PathBuf::from(python);
        cmd!(shell, "{python} -c 'import duckdb, numpy, pandas, torch'")
            .quiet()
            .run()
            .map_err(|error| {
                format!(
                    "{error}: install DuckDB, NumPy, pandas and PyTorch there, or name no PYTHON"
                )
            })?;
        return Ok(python);
    }
    let sources = root().join("tests/python/requirements.txt");
    let environment = root().join("target/tools/python");
    let python = environment.join("bin/python");
    let done = environment.join("installed.txt");
    let wanted = fs::read(&sources)?;
    if fs::read(&done).is_ok_and(|there| there == wanted) {
        return Ok(python);
    }
    let advice = "Python 3.11 or newer with its module venv is missing: install it (on Debian: python3 and python3-venv), or name \
                  a Python that has DuckDB, NumPy, pandas and PyTorch in PYTHON";
    step("install NumPy, pandas, PyTorch and DuckDB", || {
        cmd!(shell, "python3 -m venv --clear {environment}")
            .run()
            .map_err(|error| format!("{error}: {advice}"))?;
        cmd!(
            shell,
            "{python} -m pip install --quiet --disable-pip-version-check --requirement {sources}"
        )
        .run()?;
        Ok(fs::write(done, wanted)?)
    })?;
    Ok(python)
}

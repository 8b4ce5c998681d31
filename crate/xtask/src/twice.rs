//! `cargo xtask build --twice`: whether two builds give the same bytes.

use crate::{Result, build, dist, root, same, step};
use std::env;
use xshell::{Shell, cmd};

/// Builds the site, and once more in a target folder of its own from nothing; fails if a byte differs, or
/// if a file names a folder of this machine, where another would have another.
pub fn run(shell: &Shell) -> Result<()> {
    build::run(shell)?;
    let second = root().join("target/twice");
    shell.remove_path(&second)?;
    let again = second.join("dist");
    step("the same again", || {
        let xtask = env::current_exe()?;
        Ok(cmd!(shell, "{xtask} build")
            .env("CARGO_TARGET_DIR", &second)
            .env("GHM_DIST", &again)
            .run()?)
    })?;
    let differ = same::differences(&dist(), &again)?;
    if !differ.is_empty() {
        let [one, other] = [dist(), again].map(|folder| folder.display().to_string());
        return Err(format!("{one} and {other} differ:\n{}", differ.join("\n")).into());
    }
    let cargo = build::cargo_home().map(|home| home.display().to_string());
    let folders: Vec<String> = [root().display().to_string()]
        .into_iter()
        .chain(cargo)
        .collect();
    let named = same::naming(&again, &folders)?;
    if !named.is_empty() {
        return Err(format!("these name folders of this machine:\n{}", named.join("\n")).into());
    }
    println!("both builds are {}", same::hash(&again)?);
    // A gigabyte that nothing else would use.
    Ok(shell.remove_path(second)?)
}

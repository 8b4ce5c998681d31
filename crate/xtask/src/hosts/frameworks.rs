//! Applications that use the npm package in a framework, and the programs that check what it declares.
//!
//! Their sources are in `tests/hosts/frameworks`, whose `package.json` gives the versions.

use super::{copy, folder, install_package, pack, packages};
use crate::{Result, dist};
use std::path::PathBuf;
use std::process::Command;
use xshell::{Shell, cmd};

/// Where the packages are, and below it the applications: Node looks for packages in the folders above.
fn home() -> PathBuf {
    folder().join("frameworks")
}

/// Installs what is missing.
pub(super) fn install(shell: &Shell) -> Result<()> {
    let list = "frameworks/package.json";
    packages(
        shell,
        list,
        "frameworks",
        "React, Vue, Svelte and their compilers",
    )
}

/// Copies the sources of an application, and installs the package as npm would have it; returns their folder.
fn prepare(shell: &Shell, name: &str) -> Result<PathBuf> {
    let work = home().join(name);
    copy(&format!("frameworks/{name}"), &work, "")?;
    let _here = shell.push_dir(home());
    install_package(shell, &home())?;
    Ok(work)
}

/// A framework in which an application is made by Vite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framework {
    /// React 19.
    React,
    /// Vue 3.
    Vue,
    /// Svelte 5.
    Svelte,
}

impl Framework {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::React, Self::Vue, Self::Svelte];

    /// Checks the application's types and builds it; returns the folder to serve.
    pub fn build(self, shell: &Shell) -> Result<PathBuf> {
        let (name, check) = match self {
            Self::React => ("react", &["tsc"][..]),
            Self::Vue => ("vue", &["vue-tsc"][..]),
            Self::Svelte => (
                "svelte",
                &["svelte-check", "--tsconfig", "./tsconfig.json"][..],
            ),
        };
        let work = prepare(shell, name)?;
        let _here = shell.push_dir(&work);
        cmd!(shell, "npx --no-install {check...}").run()?;
        cmd!(shell, "npx --no-install vite build --logLevel error").run()?;
        Ok(work.join("dist"))
    }
}

/// Builds the site that React Router renders on a server; returns the command that serves it at this port of this
/// machine.
pub fn server(shell: &Shell, port: u16) -> Result<Command> {
    let work = prepare(shell, "router")?;
    let _here = shell.push_dir(&work);
    for task in [
        &["react-router", "typegen"][..],
        &["tsc"],
        &["react-router", "build", "--logLevel", "error"],
    ] {
        cmd!(shell, "npx --no-install {task...}")
            .ignore_stderr()
            .run()?;
    }
    let mut serve = Command::new(home().join("node_modules/.bin/react-router-serve"));
    serve
        .arg("build/server/index.js")
        .current_dir(&work)
        .env("HOST", "127.0.0.1")
        .env("PORT", port.to_string());
    Ok(serve)
}

/// Checks the package's types as plain TypeScript, React, Vue and Svelte see them, and its manifest.
pub fn check_types(shell: &Shell) -> Result<()> {
    let work = prepare(shell, "types")?;
    let _here = shell.push_dir(&work);
    cmd!(shell, "npx --no-install tsc").run()?;
    cmd!(shell, "npx --no-install vue-tsc").run()?;
    cmd!(
        shell,
        "npx --no-install svelte-check --tsconfig ./tsconfig.json"
    )
    .run()?;
    Ok(cmd!(shell, "node manifest.js").run()?)
}

/// Asks publint and attw whether the package is as bundlers, Node and TypeScript look for it: they find its files and
/// types by each of its names. It has ES modules only, so what CommonJS would have to do isn't asked.
pub fn check_package(shell: &Shell) -> Result<()> {
    let package = dist().join("pkg");
    let packed = pack(shell, &home())?;
    let _here = shell.push_dir(home());
    cmd!(shell, "npx --no-install publint run --strict {package}").run()?;
    Ok(cmd!(shell, "npx --no-install attw {packed} --profile esm-only").run()?)
}

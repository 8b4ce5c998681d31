//! The programs that make course pages, for the tests that put a figure into each.
//!
//! The sources of the pages are in `tests/hosts`. The programs come from crates.io, npm and PyPI,
//! in the versions given below and in that folder's `package.json`s and `requirements.txt`.

pub mod frameworks;

use crate::{Result, dist, root, sizes, step, tools};
use std::fs;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

const MDBOOK: &str = "0.5.4";

/// Stands for the site's address in the sources of the pages.
const SITE: &str = "SITE";

fn sources() -> PathBuf {
    root().join("tests/hosts")
}

fn folder() -> PathBuf {
    root().join("target/hosts")
}

/// The path of a program in the Python environment.
pub fn python(program: &str) -> PathBuf {
    folder().join("python/bin").join(program)
}

/// Installs what is missing.
pub fn install(shell: &Shell) -> Result<()> {
    let mdbook = cmd!(shell, "mdbook --version")
        .quiet()
        .ignore_stderr()
        .read();
    if mdbook.is_err() {
        let package = format!("mdbook@{MDBOOK}");
        tools::install(shell, &[package], &["--no-default-features"])?;
    }
    let npm = cmd!(shell, "npm --version").quiet().read();
    npm.map_err(|_| "npm is missing: install Node.js 20.19 or newer, with npm")?;
    packages(shell, "package.json", "node", "reveal.js and Vite")?;
    frameworks::install(shell)?;
    once("requirements.txt", || {
        let advice = "Python 3.11 or newer with its module venv is missing, which brings Sphinx and Jupyter: \
                      install it (on Debian: python3 and python3-venv)";
        let environment = folder().join("python");
        step("install Sphinx and Jupyter", || {
            cmd!(shell, "python3 -m venv --clear {environment}")
                .run()
                .map_err(|error| format!("{error}: {advice}"))?;
            let pip = python("pip");
            let wanted = sources().join("requirements.txt");
            Ok(cmd!(
                shell,
                "{pip} install --quiet --disable-pip-version-check --requirement {wanted}"
            )
            .run()?)
        })
    })
}

/// Installs what a list of npm packages names, in a folder below [`folder`].
fn packages(shell: &Shell, list: &str, to: &str, what: &str) -> Result<()> {
    once(list, || {
        let to = folder().join(to);
        fs::create_dir_all(&to)?;
        fs::copy(sources().join(list), to.join("package.json"))?;
        step(&format!("install {what}"), || {
            let quietly = ["--no-audit", "--no-fund", "--ignore-scripts"];
            Ok(cmd!(shell, "npm install --prefix {to} {quietly...}").run()?)
        })
    })
}

/// Does the work unless it was done for this very list already.
fn once(list: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let wanted = fs::read(sources().join(list))?;
    let done = folder().join(format!("installed-{}", list.replace('/', "-")));
    if fs::read(&done).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    work()?;
    Ok(fs::write(done, wanted)?)
}

/// A program that makes pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// mdBook.
    MdBook,
    /// Sphinx, with MyST for Markdown.
    Sphinx,
    /// nbconvert, which turns a notebook into HTML, and the notebook itself for JupyterLab.
    Jupyter,
    /// reveal.js.
    Reveal,
    /// Vite, with the npm package.
    Vite,
}

impl Host {
    fn name(self) -> &'static str {
        match self {
            Self::MdBook => "mdbook",
            Self::Sphinx => "sphinx",
            Self::Jupyter => "jupyter",
            Self::Reveal => "reveal",
            Self::Vite => "vite",
        }
    }

    /// Builds the host's pages with figures from the site at this address; returns the folder to
    /// serve.
    pub fn build(self, shell: &Shell, site: &str) -> Result<PathBuf> {
        // Below `node`: Node looks for packages in the folders above.
        let work = folder().join("node").join(self.name());
        copy(self.name(), &work, site)?;
        let _here = shell.push_dir(&work);
        match self {
            Self::MdBook => {
                cmd!(shell, "mdbook build").run()?;
                Ok(work.join("book"))
            }
            Self::Sphinx => {
                let sphinx = python("sphinx-build");
                cmd!(shell, "{sphinx} -q . html").run()?;
                Ok(work.join("html"))
            }
            Self::Jupyter => {
                let jupyter = python("jupyter");
                let execute = ["--execute", "--to", "html", "figure.ipynb"];
                cmd!(shell, "{jupyter} nbconvert --log-level WARN {execute...}")
                    .env("PATH", path(shell)?)
                    .run()?;
                Ok(work)
            }
            Self::Reveal => {
                let reveal = folder().join("node/node_modules/reveal.js");
                for file in ["dist/reveal.js", "dist/reveal.css"] {
                    let to = work.join("reveal.js").join(file);
                    fs::create_dir_all(to.parent().expect("a file has a folder"))?;
                    fs::copy(reveal.join(file), to)?;
                }
                Ok(work)
            }
            Self::Vite => {
                install_package(shell, &work)?;
                cmd!(shell, "npx --no-install tsc").run()?;
                cmd!(shell, "npx --no-install vite build --logLevel warn").run()?;
                Ok(work.join("dist"))
            }
        }
    }
}

/// Copies a host's sources, with figures of a site, into a folder of their own.
fn copy(host: &str, to: &Path, site: &str) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    let from = sources().join(host);
    for file in sizes::files(&from)? {
        let text = fs::read_to_string(from.join(&file))?.replace(SITE, site);
        let to = to.join(file);
        fs::create_dir_all(to.parent().expect("a file has a folder"))?;
        fs::write(to, text)?;
    }
    Ok(())
}

/// Installs the npm package into a folder, in which the shell is.
fn install_package(shell: &Shell, work: &Path) -> Result<()> {
    let packed = pack(shell, work)?;
    let quietly = [
        "--no-audit",
        "--no-fund",
        "--no-save",
        "--offline",
        "--ignore-scripts",
    ];
    Ok(cmd!(shell, "npm install {quietly...} {packed}").run()?)
}

/// The `PATH` on which nbconvert finds the kernels that it starts.
fn path(shell: &Shell) -> Result<std::ffi::OsString> {
    let ours = folder().join("python/bin");
    let path = shell.var_os("PATH").unwrap_or_default();
    Ok(std::env::join_paths(
        [ours].into_iter().chain(std::env::split_paths(&path)),
    )?)
}

/// Packs the npm package into a folder, as npm would publish it; returns the file.
pub fn pack(shell: &Shell, to: &Path) -> Result<PathBuf> {
    let package = dist().join("pkg");
    let name = cmd!(shell, "npm pack --silent --pack-destination {to} {package}").read()?;
    Ok(to.join(name.trim()))
}

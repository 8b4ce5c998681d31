//! The programs that the commands need: found if they are there, installed if not.
//!
//! Programs from crates.io are built into `target/tools`; browsers come from the system's packages.

use crate::{Result, root, step};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

const WASM: &str = "wasm32-unknown-unknown";
const WASM_PACK: &str = "0.15.1";
const GECKODRIVER: &str = "0.37.1";
const CARGO_DENY: &str = "0.20.2";

/// A shell in the project's folder, with `target/tools/bin` first on the path.
pub fn shell() -> Result<Shell> {
    let shell = Shell::new()?;
    shell.change_dir(root());
    let path = env::var_os("PATH").unwrap_or_default();
    let ours = root().join("target/tools/bin");
    let path = env::join_paths([ours].into_iter().chain(env::split_paths(&path)))?;
    shell.set_var("PATH", path);
    Ok(shell)
}

/// Installs what is missing of the compiler's target for wasm, wasm-bindgen and wasm-pack.
pub fn wasm(shell: &Shell) -> Result<()> {
    target(shell)?;
    let manifest = shell.read_file("Cargo.toml")?;
    let bindgen = pinned(&manifest, "wasm-bindgen")
        .ok_or("Cargo.toml has no line `wasm-bindgen = \"=x.y.z\"`")?;
    // This package has both wasm-bindgen and wasm-bindgen-test-runner.
    let wanted = [
        ("wasm-bindgen-test-runner", "wasm-bindgen-cli", bindgen),
        ("wasm-pack", "wasm-pack", WASM_PACK),
    ];
    let missing: Vec<String> = wanted
        .iter()
        .filter(|(program, _, version)| !is_there(shell, program, version))
        .map(|(_, package, version)| format!("{package}@{version}"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(shell, &missing, &[])
}

/// Whether a program is on the path in this version.
fn is_there(shell: &Shell, program: &str, version: &str) -> bool {
    let found = cmd!(shell, "{program} --version")
        .quiet()
        .ignore_stderr()
        .read();
    found.is_ok_and(|line| line.split_whitespace().any(|word| word == version))
}

/// Installs cargo-deny, if it's missing.
pub fn deny(shell: &Shell) -> Result<()> {
    if is_there(shell, "cargo-deny", CARGO_DENY) {
        return Ok(());
    }
    install(shell, &[format!("cargo-deny@{CARGO_DENY}")], &[])
}

/// Builds programs from crates.io into `target/tools`.
pub fn install(shell: &Shell, packages: &[String], flags: &[&str]) -> Result<()> {
    let names = packages.join(" and ");
    step(&format!("install {names} (some minutes, once)"), || {
        // In one build folder, as they share many dependencies, and without optimisation: that
        // halves the wait, and the programs have little to do.
        let build = root().join("target/tools/build");
        cmd!(
            shell,
            "cargo install --locked --root target/tools {flags...} {packages...}"
        )
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
        .run()?;
        Ok(fs::remove_dir_all(build)?)
    })
}

fn target(shell: &Shell) -> Result<()> {
    let library = cmd!(shell, "rustc --print target-libdir --target {WASM}")
        .quiet()
        .read()?;
    if Path::new(&library).is_dir() {
        return Ok(());
    }
    if cmd!(shell, "rustup --version").quiet().read().is_err() {
        return Err(format!(
            "Rust's target {WASM} is missing, and so is rustup, which could add it: \
             install the target as you installed Rust"
        )
        .into());
    }
    step("add the wasm target", || {
        Ok(cmd!(shell, "rustup target add {WASM}").run()?)
    })
}

/// Adds rustfmt or clippy if it is missing.
pub fn component(shell: &Shell, name: &str) -> Result<()> {
    let program = if name == "rustfmt" { "fmt" } else { name };
    let there = cmd!(shell, "cargo {program} --version")
        .quiet()
        .ignore_stdout()
        .ignore_stderr()
        .run();
    if there.is_err() {
        step(&format!("add {name}"), || {
            Ok(cmd!(shell, "rustup component add {name}").run()?)
        })?;
    }
    Ok(())
}

/// The version that a manifest pins with a line `name = "=x.y.z"`.
fn pinned<'a>(manifest: &'a str, name: &str) -> Option<&'a str> {
    manifest.lines().find_map(|line| {
        let (key, value) = line.split_once(" = ")?;
        (key == name).then(|| value.strip_prefix("\"=")?.strip_suffix('"'))?
    })
}

/// A browser and the program that drives it.
#[derive(Clone, Debug)]
pub struct Chrome {
    /// Chromium or Chrome.
    pub browser: PathBuf,
    /// chromedriver of the same version.
    pub driver: PathBuf,
}

impl Chrome {
    /// The browser and the driver that `CHROME` and `CHROMEDRIVER` name, or the ones on the path.
    pub fn find() -> Option<Self> {
        let browsers = [
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        ];
        Some(Self {
            browser: named_or_found("CHROME", &browsers)?,
            driver: named_or_found("CHROMEDRIVER", &["chromedriver"])?,
        })
    }
}

fn named_or_found(variable: &str, programs: &[&str]) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(path.into());
    }
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    let mut candidates = programs
        .iter()
        .flat_map(|program| folders.iter().map(move |folder| folder.join(program)));
    candidates.find(|path| path.is_file())
}

/// Firefox and the program that drives it.
#[derive(Clone, Debug)]
pub struct Firefox {
    /// Firefox, any edition.
    pub browser: PathBuf,
    /// geckodriver.
    pub driver: PathBuf,
}

impl Firefox {
    /// The browser and the driver that `FIREFOX` and `GECKODRIVER` name, or the ones on the path
    /// and in `target/tools`.
    pub fn find() -> Option<Self> {
        let browsers = [
            "firefox",
            "firefox-esr",
            "/Applications/Firefox.app/Contents/MacOS/firefox",
        ];
        let ours = root().join("target/tools/bin/geckodriver");
        let drivers = ["geckodriver", ours.to_str()?];
        Some(Self {
            browser: named_or_found("FIREFOX", &browsers)?,
            driver: named_or_found("GECKODRIVER", &drivers)?,
        })
    }
}

/// WebKit's small browser, the program that drives it, and one that stands for a screen, which it can't do without.
#[derive(Clone, Debug)]
pub struct WebKit {
    /// MiniBrowser of WebKitGTK.
    pub browser: PathBuf,
    /// WebKitWebDriver.
    pub driver: PathBuf,
    /// Xvfb.
    pub screen: PathBuf,
}

impl WebKit {
    /// The browser that `WEBKIT` names, or the one that Debian puts beside its libraries; the others are on the path.
    pub fn find() -> Option<Self> {
        let named = env::var_os("WEBKIT").map(PathBuf::from);
        let browser = named.or_else(|| {
            let libraries = fs::read_dir("/usr/lib").ok()?;
            let mut browsers = libraries.flatten().flat_map(|folder| {
                ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"]
                    .map(|version| folder.path().join(version).join("MiniBrowser"))
            });
            browsers.find(|path| path.is_file())
        });
        Some(Self {
            browser: browser?,
            driver: named_or_found("WEBKITWEBDRIVER", &["WebKitWebDriver"])?,
            screen: named_or_found("XVFB", &["Xvfb"])?,
        })
    }
}

/// Finds WebKit's browser; on Debian, installs it if it is missing.
pub fn webkit(shell: &Shell) -> Result<WebKit> {
    if let Some(webkit) = WebKit::find() {
        return Ok(webkit);
    }
    let advice = "install WebKitGTK's MiniBrowser and WebKitWebDriver, and Xvfb, \
                  or name them in the variables WEBKIT, WEBKITWEBDRIVER and XVFB";
    debian(shell, &["webkit2gtk-driver", "xvfb"], advice)?;
    WebKit::find().ok_or_else(|| advice.into())
}

/// Finds Chromium; on Debian, installs it if it is missing.
pub fn chrome(shell: &Shell) -> Result<Chrome> {
    if let Some(chrome) = Chrome::find() {
        return Ok(chrome);
    }
    let advice = "install Chromium (or Chrome) and its chromedriver, \
                  or name them in the variables CHROME and CHROMEDRIVER";
    debian(shell, &["chromium", "chromium-driver"], advice)?;
    Chrome::find().ok_or_else(|| advice.into())
}

/// Finds Firefox; on Debian, installs it if it is missing. Its driver comes from crates.io.
pub fn firefox(shell: &Shell) -> Result<Firefox> {
    if let Some(firefox) = Firefox::find() {
        return Ok(firefox);
    }
    let advice = "install Firefox, or name it in the variable FIREFOX";
    let there = named_or_found("FIREFOX", &["firefox", "firefox-esr"]).is_some();
    if !there {
        debian(shell, &["firefox-esr"], advice)?;
    }
    if named_or_found("GECKODRIVER", &["geckodriver"]).is_none() {
        install(shell, &[format!("geckodriver@{GECKODRIVER}")], &[])?;
    }
    Firefox::find().ok_or_else(|| advice.into())
}

/// A program or a library from npm's registry, in the version that `tests/hosts/package.json` pins: the folder of the
/// package. npm installs it, and on Debian npm is installed if it's missing.
pub fn npm(shell: &Shell, name: &str) -> Result<PathBuf> {
    let manifest = shell.read_file("tests/hosts/package.json")?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest)?;
    let version = manifest["dependencies"][name]
        .as_str()
        .ok_or_else(|| format!("tests/hosts/package.json pins no version of {name}"))?;
    let folder = root().join("target/tools").join(name);
    let package = folder.join("node_modules").join(name);
    let installed = shell.read_file(package.join("package.json"));
    let installed: serde_json::Value = installed
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    if installed["version"] == version {
        return Ok(package);
    }
    if cmd!(shell, "npm --version").quiet().read().is_err() {
        let advice =
            format!("npm is missing, which brings {name}: install Node.js 18 or newer, with npm");
        debian(shell, &["npm"], &advice)?;
    }
    step(&format!("install {name}"), || {
        let quietly = ["--no-audit", "--no-fund", "--ignore-scripts"];
        cmd!(
            shell,
            "npm install --prefix {folder} {quietly...} {name}@{version}"
        )
        .run()?;
        Ok(package)
    })
}

/// Finds Java; on Debian, installs it if it is missing.
pub fn java(shell: &Shell) -> Result<()> {
    let there = cmd!(shell, "java -version")
        .quiet()
        .ignore_stdout()
        .ignore_stderr()
        .run();
    if there.is_ok() {
        return Ok(());
    }
    let advice = "install Java 17 or newer, which Spark needs";
    debian(shell, &["default-jre-headless"], advice)
}

/// Installs Debian packages; on any other system, fails with the advice.
fn debian(shell: &Shell, packages: &[&str], advice: &str) -> Result<()> {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !release.lines().any(|line| line == "ID=debian") {
        return Err(advice.into());
    }
    step(&format!("install {}", packages.join(" and ")), || {
        let sudo = match cmd!(shell, "id -u").quiet().read()?.as_str() {
            "0" => &[][..],
            _ => &["sudo", "-n"],
        };
        let apt = [
            sudo,
            &[
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "--quiet",
            ],
        ]
        .concat();
        let (program, arguments) = apt.split_first().expect("not empty");
        for task in [&["update"][..], &[&["install", "--yes"], packages].concat()] {
            cmd!(shell, "{program} {arguments...} {task...}")
                .run()
                .map_err(|error| format!("{error}; {advice}"))?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinned_versions() {
        let manifest = "[workspace.dependencies]\n\
                        wasm-bindgen-test = \"=0.3.79\"\n\
                        wasm-bindgen = \"=0.2.129\"\n\
                        libm = \"0.2\"\n";
        assert_eq!(pinned(manifest, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(pinned(manifest, "libm"), None);
        assert_eq!(pinned(manifest, "axum"), None);
    }
}

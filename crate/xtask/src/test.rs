//! `cargo xtask test`: all checks and tests, the cheapest first, until one fails.

use crate::build::{self, CRATES, Engine};
use crate::{Result, browser, engines, hosts, python, root, step, tools};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;
use xshell::{Cmd, Shell, cmd};

/// What has been run so far.
#[derive(Default)]
struct Report {
    passed: u32,
    failed: u32,
    steps: Vec<(String, f64)>,
}

impl Report {
    fn step(&mut self, name: &str, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let start = Instant::now();
        step(name, || work(self))?;
        self.steps
            .push((name.to_owned(), start.elapsed().as_secs_f64()));
        Ok(())
    }

    /// Runs tests, prints their output and counts them.
    fn count(&mut self, tests: Cmd<'_>) -> Result<()> {
        eprintln!("$ {tests}");
        let name = tests.to_string();
        let mut child = Command::from(tests).stdout(Stdio::piped()).spawn()?;
        let before = self.passed;
        for line in BufReader::new(child.stdout.take().expect("it is piped")).lines() {
            let line = line?;
            println!("{line}");
            if let Some((passed, failed)) = counts(&line) {
                self.passed += passed;
                self.failed += failed;
            }
        }
        if !child.wait()?.success() {
            return Err(format!("`{name}` failed").into());
        }
        if self.passed == before {
            return Err(format!("`{name}` ran no test").into());
        }
        Ok(())
    }
}

/// How many tests passed and failed, if this line ends a run of tests.
fn counts(line: &str) -> Option<(u32, u32)> {
    let (_, counts) = line
        .trim()
        .strip_prefix("test result: ")?
        .split_once(". ")?;
    let number = |what: &str| {
        let part = counts.split(';').find(|part| part.trim().ends_with(what))?;
        part.split_whitespace().next()?.parse().ok()
    };
    Some((number(" passed")?, number(" failed")?))
}

/// Runs every test except those of `--hosts`, `--engines`, `--python` and `--advisories`.
pub fn run() -> Result<()> {
    reported(all)
}

/// Runs the tests of figures in pages that other programs make.
pub fn hosts() -> Result<()> {
    reported(|shell, report| {
        report.step("browser", |_| tools::chrome(shell).map(drop))?;
        report.step("hosts' programs", |_| hosts::install(shell))?;
        report.step("build", |_| build::run(shell))?;
        report.step("hosts", |report| {
            // One at a time: some start servers of their own.
            report.count(cmd!(
                shell,
                "cargo test --package ghm-tests --test e2e -- --ignored --test-threads 1 hosts::"
            ))
        })
    })
}

/// Runs the query that counts examples in engines that group.
pub fn engines() -> Result<()> {
    reported(|shell, report| {
        report.step("engines", |_| engines::install(shell))?;
        let python = engines::python();
        report.step("counted elsewhere", |report| {
            report.count(
                cmd!(
                    shell,
                    "cargo test --package cli --test engines -- --ignored"
                )
                .env("ENGINES_PYTHON", python),
            )
        })
    })
}

/// Browsers by the names that the tests of the page know them by.
const BROWSERS: [&str; 3] = ["chromium", "firefox", "webkit"];

/// Runs the tests of the page in Chromium, Firefox and WebKit.
pub fn engines_all() -> Result<()> {
    reported(|shell, report| {
        report.step("browsers", |_| {
            browsers(shell)?;
            tools::webkit(shell).map(drop)
        })?;
        report.step("build", |_| build::run(shell))?;
        for browser in BROWSERS {
            report.step(&format!("page, end to end, in {browser}"), |report| {
                end_to_end(shell, report, browser)
            })?;
        }
        Ok(())
    })
}

/// Installs Chromium and Firefox, and what tests of the page need besides.
fn browsers(shell: &Shell) -> Result<()> {
    tools::chrome(shell)?;
    tools::npm(shell, "axe-core")?;
    tools::npm(shell, "scorm-again")?;
    tools::firefox(shell).map(drop)
}

/// Runs the tests of the page in a browser, and says which could not run there.
fn end_to_end(shell: &Shell, report: &mut Report, browser: &str) -> Result<()> {
    let file = crate::target().join(format!("not-run-in-{browser}.txt"));
    // There is none where all could run.
    let _ = std::fs::remove_file(&file);
    // More than two of the others at once are slow enough to miss deadlines.
    let threads: &[&str] = match browser {
        "chromium" => &[],
        _ => &["--test-threads", "2"],
    };
    report.count(
        cmd!(
            shell,
            "cargo test --package ghm-tests --test e2e -- --ignored --skip hosts:: {threads...}"
        )
        .env("GHM_BROWSER", browser),
    )?;
    let not_run = std::fs::read_to_string(&file).unwrap_or_default();
    let not_run = not_run.lines().count();
    if not_run > 0 {
        println!(
            "in {browser}, {not_run} of these were not run: they need Chromium's own protocol"
        );
    }
    Ok(())
}

/// Runs exported Python, and holds it against the crate.
pub fn python() -> Result<()> {
    reported(|shell, report| {
        let mut python = None;
        report.step("Python", |_| {
            python = Some(python::python(shell)?);
            Ok(())
        })?;
        let python = python.ok_or("there is no Python")?;
        report.step("exported Python", |report| {
            report.count(
                cmd!(shell, "cargo test --package cli --test python -- --ignored")
                    .env("PYTHON", python),
            )
        })
    })
}

/// Asks whether a dependency is known to be broken or given up. The list of such is fetched.
pub fn advisories() -> Result<()> {
    let shell = tools::shell()?;
    tools::deny(&shell)?;
    Ok(cmd!(shell, "cargo deny --locked check advisories").run()?)
}

fn reported(work: impl FnOnce(&Shell, &mut Report) -> Result<()>) -> Result<()> {
    let shell = tools::shell()?;
    let mut report = Report::default();
    let outcome = work(&shell, &mut report);
    if outcome.is_err() {
        // A step without tests, such as formatting, counts as one when it fails.
        report.failed = report.failed.max(1);
    }
    for (name, seconds) in &report.steps {
        println!("{seconds:>7.1} s  {name}");
    }
    println!("{} passed, {} failed", report.passed, report.failed);
    outcome
}

fn all(shell: &Shell, report: &mut Report) -> Result<()> {
    report.step("formatting", |_| {
        tools::component(shell, "rustfmt")?;
        Ok(cmd!(shell, "cargo fmt --all --check").run()?)
    })?;
    report.step("clippy", |_| {
        tools::component(shell, "clippy")?;
        Ok(cmd!(
            shell,
            "cargo clippy --workspace --all-targets -- --deny warnings"
        )
        .run()?)
    })?;
    report.step("tools", |_| {
        tools::wasm(shell)?;
        tools::deny(shell)
    })?;
    report.step("licences, sources and duplicates", |_| {
        Ok(cmd!(
            shell,
            "cargo deny --locked check --deny warnings licenses sources bans"
        )
        .run()?)
    })?;
    report.step("clippy for wasm", |_| {
        Ok(cmd!(
            shell,
            "cargo clippy --package explainer --no-default-features
             --target wasm32-unknown-unknown -- --deny warnings"
        )
        .run()?)
    })?;
    report.step("types", |_| types(shell))?;
    report.step("native tests", |report| {
        report.count(cmd!(shell, "cargo test --workspace --exclude headless"))
    })?;
    report.step("the crate as crates.io would have it", |_| {
        cmd!(shell, "cargo doc --quiet --package ghm --no-deps")
            .env("RUSTDOCFLAGS", "--deny warnings")
            .run()?;
        Ok(cmd!(
            shell,
            "cargo publish --quiet --package ghm --dry-run --allow-dirty"
        )
        .run()?)
    })?;
    report.step("browsers", |_| browsers(shell))?;
    for engine in Engine::ALL {
        report.step(&format!("headless, {}", engine.name()), |report| {
            headless(shell, engine, report)
        })?;
    }
    report.step("build", |_| build::run(shell))?;
    report.step("page, end to end", |report| {
        report.count(cmd!(
            shell,
            "cargo test --package ghm-tests --test simd_binary --test e2e
             -- --ignored --skip hosts::"
        ))
    })?;
    Ok(())
}

/// Checks the JavaScript of `www` against its annotations and against what the wasm packages declare.
///
/// The declarations come from unoptimised builds, which take seconds: a wrong type is found before
/// anything that takes minutes.
fn types(shell: &Shell) -> Result<()> {
    let compiler = tools::npm(shell, "typescript")?.join("bin/tsc");
    let target = root().join("target");
    for (name, module, folder) in CRATES {
        cmd!(
            shell,
            "cargo build --package {name} --no-default-features --target wasm32-unknown-unknown"
        )
        .env("CARGO_TARGET_DIR", &target)
        .run()?;
        let wasm = target.join(format!("wasm32-unknown-unknown/debug/{name}.wasm"));
        for engine in Engine::ALL {
            let out = target.join("types").join(folder).join(engine.folder());
            cmd!(
                shell,
                "wasm-bindgen --target web --out-dir {out} --out-name {module} {wasm}"
            )
            .run()?;
        }
    }
    Ok(cmd!(shell, "node {compiler} --project www").run()?)
}

/// The mathematics and the figures in the browser.
fn headless(shell: &Shell, engine: Engine, report: &mut Report) -> Result<()> {
    let chrome = tools::chrome(shell)?;
    // The file in the repository has the flags, but not the path of the browser.
    let capabilities = root().join("target/webdriver.json");
    let json = serde_json::to_vec_pretty(&browser::capabilities(&chrome))?;
    std::fs::write(&capabilities, json)?;
    let driver = &chrome.driver;
    let tests = cmd!(
        shell,
        "wasm-pack test --headless --chrome --chromedriver {driver} --mode no-install
         tests/headless"
    );
    report.count(
        tests
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
            // Seconds; the default of 20 is too short for unoptimised figures on a busy machine.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
            .env("CARGO_TARGET_DIR", engine.target())
            .env("CARGO_ENCODED_RUSTFLAGS", engine.flags()?),
    )
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn closing_lines_are_counted() {
        let passed = "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out";
        assert_eq!(counts(passed), Some((12, 0)));
        let failed = "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 filtered out";
        assert_eq!(counts(failed), Some((1, 2)));
        assert_eq!(counts("test parity ... ok"), None);
    }
}

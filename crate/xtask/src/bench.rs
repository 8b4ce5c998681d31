//! `cargo xtask bench`: the kernels against each other and against their peers, in one run.
//!
//! Three programs measure the same cases: a page in headless Chromium, a native program and, on
//! request, a Python script with torch. They are asked for each case in turn, several times, and
//! the medians of all samples are compared, so that other work on the machine affects all of them
//! alike. A variant whose results differ from the reference is refused. Last, the frames of the
//! built page are timed. `tests/bench/README.md` explains the output.

mod answer;
mod cases;
mod chromium;
mod files;
mod files_page;
mod first;
mod frames;
mod process;
mod site;
mod slow;
mod table;
mod training;

use crate::tools::Chrome;
use crate::{Result, build, dist, step, tools};
use answer::{Row, Samples, Variants};
use chromium::Page;
use frames::Frame;
use process::Program;
use std::fs;
use std::path::{Path, PathBuf};

/// The options of `cargo xtask bench`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Where to write the rows as JSON.
    pub json: Option<PathBuf>,
    /// Whether to measure torch and NumPy too.
    pub torch: bool,
    /// Whether to measure only what the targets need.
    pub quick: bool,
    /// Whether to measure only the built page's frames.
    pub frames: bool,
    /// Whether to measure only the detector's training: its step, and the page while it trains.
    pub training: bool,
    /// Whether to measure only how long the built pages' first figures take.
    pub first: bool,
    /// What the names of the kernels contain that are measured, and nothing else.
    pub only: Option<String>,
    /// Whether to measure only how files are read.
    pub files: bool,
    /// Another built site, measured in turn with this one.
    pub against: Option<PathBuf>,
}

/// How often each program is asked for a case.
const TURNS: usize = 3;
/// How often a program goes through its variants each time it is asked.
const ROUNDS: usize = 5;

/// Runs the benchmark and prints its table.
pub fn run(options: &Options) -> Result<()> {
    let shell = tools::shell()?;
    if options.files {
        let chrome = tools::chrome(&shell)?;
        return step("reading files", || files::measure(&shell, &chrome));
    }
    let chrome = tools::chrome(&shell)?;
    let (ours, others) = (dist(), &options.against);
    let sites: Vec<&Path> = [ours.as_path()]
        .into_iter()
        .chain(others.as_deref())
        .collect();
    if options.first {
        let runtime = tokio::runtime::Runtime::new()?;
        step("first live figure", || {
            runtime.block_on(first::measure(&chrome, &dist()))
        })?;
        return step("on a slow phone", || {
            runtime.block_on(slow::measure(&chrome, &sites))
        });
    }
    if options.frames {
        return write(options, &[], &frames(&chrome, &sites)?);
    }
    let cases = match options.training {
        true => cases::training().to_vec(),
        false => cases::all(options.quick),
    };
    let cases = match &options.only {
        Some(kernel) => cases::of(kernel, cases)?,
        None => cases,
    };
    let site = site::build(&shell)?;
    let mut native = Program::native(&shell, &site.data)?;
    let mut torch = match options.torch {
        true => Some(Program::torch(&shell, &site.data)?),
        false => None,
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let page = runtime.block_on(Page::open(&chrome, &site.folder))?;
    let machine = runtime.block_on(table::machine(&page))?;
    println!("{machine}");

    let mut rows = Vec::new();
    for case in cases {
        let reference = native.ask(&case, 0)?;
        let reference = &reference
            .get("reference")
            .ok_or("the native program gave no reference")?
            .digest;
        let mut measured = Samples::default();
        step(&case.to_string(), || {
            for _ in 0..TURNS {
                let answers = [
                    ("chromium", runtime.block_on(page.ask(&case, ROUNDS))?),
                    ("native", native.ask(&case, ROUNDS)?),
                    (
                        "python",
                        match &mut torch {
                            Some(torch) => torch.ask(&case, ROUNDS)?,
                            None => Variants::new(),
                        },
                    ),
                ];
                for (env, variants) in answers {
                    measured.add(&case, env, variants, reference);
                }
            }
            Ok(())
        })?;
        let measured = measured.rows(&case);
        table::print_case(&case, &measured);
        rows.extend(measured);
    }
    runtime.block_on(page.close())?;
    if options.only.is_some() {
        table::print_targets(&rows);
        return write(options, &rows, &[]);
    }
    if options.training {
        table::print_targets(&rows);
        step("the page while it trains", || {
            runtime.block_on(training::measure(&chrome, &dist()))
        })?;
        return write(options, &rows, &[]);
    }
    build::run(&shell)?;
    let frames = frames(&chrome, &sites)?;
    table::print_targets(&rows);
    write(options, &rows, &frames)
}

/// Measures the frames of the built page.
/// The frames of this build's page. Those of another build are measured in turn with them, and compared.
fn frames(chrome: &Chrome, sites: &[&Path]) -> Result<Vec<Frame>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let turns = if sites.len() > 1 { TURNS } else { 1 };
    let mut measured = vec![vec![]; sites.len()];
    for _ in 0..turns {
        for (site, measured) in sites.iter().zip(&mut measured) {
            measured.push(step(&format!("frames of {}", site.display()), || {
                runtime.block_on(frames::measure(chrome, site))
            })?);
        }
    }
    let mut medians = measured.into_iter().map(|turns| frames::medians(&turns));
    let ours = medians.next().unwrap_or_default();
    frames::print(&ours);
    for others in medians {
        frames::print_against(&ours, &others);
    }
    Ok(ours)
}

fn write(options: &Options, rows: &[Row], frames: &[Frame]) -> Result<()> {
    if let Some(file) = &options.json {
        let rows = rows.iter().map(Row::json);
        let rows: Vec<_> = rows.chain(frames.iter().map(Frame::json)).collect();
        fs::write(file, serde_json::to_string_pretty(&rows)?)?;
        println!("rows: {}", file.display());
    }
    Ok(())
}

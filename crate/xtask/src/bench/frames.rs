//! Frame times of the built page: redrawing a figure, and from an input to the frame that shows it.

use crate::browser::Browser;
use crate::serve::{self, Options};
use crate::tools::Chrome;
use crate::{Error, Result};
use serde_json::{Value, json};
use std::path::Path;

/// Examples in all figures of the page.
const N: usize = 1_000_000;
/// Samples of each figure and screen.
const ROUNDS: usize = 25;
/// Frames come as soon as they are ready: waiting for the screen's next refresh is not work.
const FLAGS: [&str; 2] = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];
const SCRIPT: &str = include_str!("../../../../tests/bench/frames.js");

/// What was measured of one figure or screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// `redraw`, `redraw with raster`, `input to frame` or `the next frame, of words`, with
    /// `, 4x slower` if the processor was slowed down.
    pub kernel: String,
    /// The figure, or for a screen the figure at its top.
    pub figure: String,
    /// Median, in milliseconds.
    pub median: f64,
    /// 95th percentile.
    pub high: f64,
}

/// Opens the page and measures.
pub async fn measure(chrome: &Chrome, site: &Path) -> Result<Vec<Frame>> {
    let address = serve::spawn(site, Options::default()).await?;
    let browser = Browser::start_with(chrome, &FLAGS).await?;
    let page = format!("http://{address}/index.html?data=converged&n={N}");
    let measured = in_page(&browser, &page).await;
    browser.close().await?;
    measured
}

async fn in_page(browser: &Browser, page: &str) -> Result<Vec<Frame>> {
    browser.resize(1280, 900).await?;
    browser.client.goto(page).await?;
    let live = "
        const figures = [...document.querySelectorAll('ghm-figure[shared]')];
        const live = () => figures.every((figure) => figure.dataset.state === 'live');
        while (!live()) await new Promise((done) => setTimeout(done, 50));
        return figures.length;";
    if browser.run(&promised(live)).await?.as_u64() == Some(0) {
        return Err(Error::from("the page has no figure"));
    }
    let mut frames = Vec::new();
    for slowdown in [1, 4] {
        let rate = json!({"rate": slowdown});
        browser.cdp("Emulation.setCPUThrottlingRate", rate).await?;
        let throttled = slowdown > 1;
        let script = format!("const rounds = {ROUNDS}, throttled = {throttled};\n{SCRIPT}");
        let samples = browser.run(&promised(&script)).await?;
        let suffix = if throttled { ", 4x slower" } else { "" };
        for (kind, kernel) in [
            ("redraw", "redraw"),
            ("rastered", "redraw with raster"),
            ("frame", "input to frame"),
            ("words", "the next frame, of words"),
        ] {
            for (figure, samples) in samples[kind].as_object().into_iter().flatten() {
                frames.push(frame(format!("{kernel}{suffix}"), figure, samples));
            }
        }
        if !throttled {
            frames.extend(shown(&samples["shown"]));
        }
    }
    Ok(frames)
}

/// How many figures an input changed, for each screen. In the table it stands where other rows have
/// milliseconds.
fn shown(samples: &Value) -> Vec<Frame> {
    let screens = samples.as_object().into_iter().flatten();
    screens
        .map(|(figure, samples)| frame("figures in the frame".into(), figure, samples))
        .collect()
}

fn frame(kernel: String, figure: &str, samples: &Value) -> Frame {
    let samples = samples.as_array().into_iter().flatten();
    let mut samples: Vec<f64> = samples.filter_map(Value::as_f64).collect();
    samples.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let last = samples.len().saturating_sub(1) as f64;
        let found = samples.get((part * last).round() as usize);
        found.copied().unwrap_or(f64::NAN)
    };
    Frame {
        kernel,
        figure: figure.to_owned(),
        median: at(0.5),
        high: at(0.95),
    }
}

/// The median of several turns, row by row.
pub fn medians(turns: &[Vec<Frame>]) -> Vec<Frame> {
    let of = |row: &Frame, value: fn(&Frame) -> f64| {
        let same = turns.iter().flatten().filter(|it| it.is_of(row));
        let mut values: Vec<f64> = same.map(value).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    };
    let rows = turns.first().map_or(&[][..], |first| first);
    let medians = rows.iter().map(|row| Frame {
        median: of(row, Frame::median),
        high: of(row, Frame::high),
        ..row.clone()
    });
    medians.collect()
}

/// Prints how the rows that both builds have compare with those of another build.
pub fn print_against(ours: &[Frame], others: &[Frame]) {
    println!("\nAgainst the other build: median and 95 %, ours / theirs = ratio");
    for row in ours {
        let Some(other) = others.iter().find(|it| it.is_of(row)) else {
            continue;
        };
        let ratio = |of: fn(&Frame) -> f64| {
            let (ours, theirs) = (of(row), of(other));
            format!("{ours:6.2} /{theirs:6.2} = {:4.2}", ours / theirs)
        };
        let (median, high) = (ratio(Frame::median), ratio(Frame::high));
        println!("  {:34} {:16} {median}   {high}", row.kernel, row.figure);
    }
}

/// Wraps a script that awaits as the body of a function.
fn promised(script: &str) -> String {
    format!("return (async () => {{ {script}\n }})()")
}

/// Prints the table, and how it compares with the targets.
pub fn print(frames: &[Frame]) {
    println!("\nFrames of the page, N = {N}, milliseconds");
    println!("  {:34} {:16} {:>8} {:>8}", "", "figure", "median", "95 %");
    for Frame {
        kernel,
        figure,
        median,
        high,
    } in frames
    {
        println!("  {kernel:34} {figure:16} {median:8.2} {high:8.2}");
    }
    for (what, kernel, of, limit) in [
        (
            "median",
            "input to frame",
            Frame::median as fn(&Frame) -> f64,
            8.0,
        ),
        ("95 %", "input to frame", Frame::high, 16.7),
        ("median", "input to frame, 4x slower", Frame::median, 33.0),
        ("95 %", "input to frame, 4x slower", Frame::high, 50.0),
        (
            "95 %",
            "the next frame, of words, 4x slower",
            Frame::high,
            50.0,
        ),
    ] {
        let worst = frames.iter().filter(|frame| frame.kernel == kernel);
        let Some(worst) = worst.max_by(|a, b| of(a).total_cmp(&of(b))) else {
            continue;
        };
        let verdict = if of(worst) <= limit { "met" } else { "MISSED" };
        let name = format!("{kernel}, {what}, worst screen ({})", worst.figure);
        println!("  {name:60} {:8.2}  at most {limit:5} {verdict}", of(worst));
    }
}

impl Frame {
    /// Whether the other row measures the same.
    fn is_of(&self, other: &Self) -> bool {
        (&self.kernel, &self.figure) == (&other.kernel, &other.figure)
    }

    fn median(&self) -> f64 {
        self.median
    }

    fn high(&self) -> f64 {
        self.high
    }

    /// The row in the JSON file, where an example is one frame.
    pub fn json(&self) -> Value {
        json!({
            "env": "chromium", "kernel": format!("{}, N = {N}", self.kernel), "variant": self.figure,
            "n": 1, "bins": 30, "median_ns_per_example": self.median * 1e6,
        })
    }
}

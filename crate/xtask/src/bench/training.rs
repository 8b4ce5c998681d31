//! The built page while its detectors train: its frame times, and its memory over 10,000 steps.

use crate::browser::Browser;
use crate::serve::{self, Options};
use crate::tools::Chrome;
use crate::{Error, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Steps of each of the three detectors: the largest budget of the figure.
const STEPS: u64 = 10_000;
/// The steps after which memory is read. Frames are timed after the first of them.
const MARKS: [u64; 5] = [200, 1_000, 2_500, 5_000, STEPS];
/// How many frames are timed.
const FRAMES: usize = 600;
/// The longest wait for the training.
const PATIENCE: Duration = Duration::from_secs(1800);
const SCRIPT: &str = include_str!("../../../../tests/bench/training.js");

/// Opens the article, lets the detectors of its figure train, and prints frame times and memory.
pub async fn measure(chrome: &Chrome, site: &Path) -> Result<()> {
    if !site.join("index.html").exists() {
        return Err("there is no built page: run `cargo xtask build`".into());
    }
    let address = serve::spawn(site, Options::default()).await?;
    let browser = Browser::start(chrome).await?;
    let page = format!("http://{address}/index.html?budget={STEPS}");
    let measured = in_page(&browser, &page).await;
    browser.close().await?;
    measured
}

async fn in_page(browser: &Browser, page: &str) -> Result<()> {
    browser.resize(1280, 900).await?;
    browser.client.goto(page).await?;
    let ask = async |call: &str| -> Result<Value> {
        let script = format!("return (async () => {{ {SCRIPT} return {call} }})();");
        browser.run(&script).await
    };
    ask("await start()").await?;
    let began = Instant::now();
    let reached = async |wanted: u64| -> Result<()> {
        while ask("step()").await?.as_u64() < Some(wanted) {
            if began.elapsed() > PATIENCE {
                return Err(Error::from(format!("step {wanted} was not reached")));
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    };
    let mut memories = Vec::new();
    for mark in MARKS {
        reached(mark).await?;
        memories.push(memory(browser, &ask("await memory()").await?).await?);
        if mark == MARKS[0] {
            print_frames(&ask(&format!("await intervals({FRAMES})")).await?);
        }
    }
    let spent = began.elapsed().as_secs_f64();
    let row = |name: &str, cell: &dyn Fn(&Memory) -> u64| {
        let cells: String = memories.iter().map(|m| format!("{:>9}", cell(m))).collect();
        println!("  {name:28} {cells}");
    };
    println!("\nMemory while three detectors train, kB");
    row("after steps", &|m| m.step);
    row("wasm memory, trainer", &|m| m.trainer / 1000);
    row("wasm memory, engine", &|m| m.engine / 1000);
    row("JavaScript heap of the page", &|m| m.heap / 1000);
    println!("  {STEPS} steps of each in {spent:.0} s, tests and pictures among them");
    Ok(())
}

/// Bytes in use after a step: of both wasm memories, and of JavaScript's heap after a garbage
/// collection.
struct Memory {
    step: u64,
    trainer: u64,
    engine: u64,
    heap: u64,
}

async fn memory(browser: &Browser, wasm: &Value) -> Result<Memory> {
    browser
        .cdp("HeapProfiler.collectGarbage", json!({}))
        .await?;
    let heap = browser.cdp("Runtime.getHeapUsage", json!({})).await?;
    let number = |value: &Value| value.as_f64().unwrap_or_default() as u64;
    Ok(Memory {
        step: number(&wasm["step"]),
        trainer: number(&wasm["trainer"]),
        engine: number(&wasm["engine"]),
        heap: number(&heap["usedSize"]),
    })
}

fn print_frames(intervals: &Value) {
    let intervals = intervals.as_array().into_iter().flatten();
    let mut intervals: Vec<f64> = intervals.filter_map(Value::as_f64).collect();
    intervals.sort_by(f64::total_cmp);
    let last = intervals.len().saturating_sub(1);
    println!("\nFrames while three detectors train, milliseconds from one to the next");
    for (name, part) in [("median", 0.5), ("99 %", 0.99), ("worst", 1.0)] {
        let at = (part * last as f64).round() as usize;
        let interval = intervals.get(at).copied().unwrap_or(f64::NAN);
        let verdict = if interval <= 20.0 { "met" } else { "MISSED" };
        println!("  {name:28} {interval:12.2}  at most 20 {verdict}");
    }
}

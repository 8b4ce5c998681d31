//! The built page while its detectors train: its frames, and its memory over ten thousand steps.

use crate::browser::Browser;
use crate::serve::{self, Options};
use crate::tools::Chrome;
use crate::{Error, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Steps of each of the three detectors: the most that the figure's budget allows.
const STEPS: u64 = 10_000;
/// By then every buffer has its size.
const SETTLED: u64 = 200;
/// Frames that are looked at.
const FRAMES: usize = 600;
/// Longest wait for the training.
const PATIENCE: Duration = Duration::from_secs(1800);
const SCRIPT: &str = include_str!("../../../../tests/bench/training.js");

/// Opens the article, lets the figure's detectors train, and prints what was seen.
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
    reached(SETTLED).await?;
    let before = memory(browser, &ask("await memory()").await?).await?;
    let intervals = ask(&format!("await intervals({FRAMES})")).await?;
    print_frames(&intervals);
    reached(STEPS).await?;
    let spent = began.elapsed().as_secs_f64();
    let after = memory(browser, &ask("await memory()").await?).await?;

    println!("\nMemory while three detectors train, kB");
    println!("  {:28} {:>12} {:>12}", "after steps", before.0, after.0);
    for (name, before, after) in [
        ("wasm memory, trainer", before.1[0], after.1[0]),
        ("wasm memory, engine", before.1[1], after.1[1]),
        ("JavaScript heap of the page", before.1[2], after.1[2]),
    ] {
        println!("  {name:28} {:>12} {:>12}", before / 1000, after / 1000);
    }
    println!("  {STEPS} steps of each in {spent:.0} s, tests and pictures among them");
    Ok(())
}

/// The step, and bytes: wasm memories, and what JavaScript's heap holds after a collection.
async fn memory(browser: &Browser, wasm: &Value) -> Result<(u64, [u64; 3])> {
    browser
        .cdp("HeapProfiler.collectGarbage", json!({}))
        .await?;
    let heap = browser.cdp("Runtime.getHeapUsage", json!({})).await?;
    let number = |value: &Value| value.as_f64().unwrap_or_default() as u64;
    let bytes = [&wasm["trainer"], &wasm["engine"], &heap["usedSize"]].map(number);
    Ok((number(&wasm["step"]), bytes))
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

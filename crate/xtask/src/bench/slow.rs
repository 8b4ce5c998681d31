//! What a reader with a slow phone and a slow network waits for, and how much of the page jumps meanwhile.

use crate::browser::Browser;
use crate::serve::{self, Options};
use crate::tools::Chrome;
use crate::{Result, sizes};
use serde_json::{Value, json};
use std::path::Path;

/// Samples of each build and page. The builds take turns, so that other work on the machine affects both alike.
const ROUNDS: usize = 5;
/// How much slower than this machine the reader's processor is.
const SLOWDOWN: u32 = 4;
/// Bits a second, and milliseconds until the first of them.
const BITS: f64 = 1.6e6;
const LATENCY: u32 = 150;
/// A page and the window's width and height.
const PAGES: [(&str, u32, u32); 4] = [
    ("index.html", 1280, 800),
    ("index.html", 390, 844),
    ("index.html?bins=11&data=clean#regions", 1280, 800),
    ("index.html?bins=11&data=clean#regions", 390, 844),
];
/// Notes the first live figure, long tasks and shifts, from the page's first line on.
const WATCH: &str = "
    window.seen = { tasks: [], shifts: [] };
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((it) => [it.startTime, it.duration])))
        .observe({ type: 'longtask', buffered: true });
    new PerformanceObserver((list) => seen.shifts.push(...list.getEntries().map((it) => [it.startTime, it.value])))
        .observe({ type: 'layout-shift', buffered: true });
    new MutationObserver(() => {
        if (!seen.first && document.querySelector('[data-draws]')) seen.first = performance.now();
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-draws'] });
    // A figure lives once it is in view.
    document.addEventListener('DOMContentLoaded', () => {
        if (!location.hash) document.querySelector('ghm-figure')?.scrollIntoView();
    });";
/// Waits until the page rests and says what was seen; if it `scrolls`, after a walk through the page.
const READ: &str = "return (async () => {
    const wait = (time) => new Promise((done) => setTimeout(done, time));
    while (!seen.first) await wait(20);
    const loaded = performance.getEntriesByType('resource').filter((it) => it.responseEnd && it.responseEnd <= seen.first)
        .map((it) => it.name);
    await wait(2500);
    const starting = Math.max(0, ...seen.tasks.filter(([start]) => start <= seen.first + 2000).map(([, took]) => took));
    for (let y = 0; scrolls && y < document.documentElement.scrollHeight; y += 500) {
        scrollTo({ top: y, behavior: 'instant' });
        await wait(150);
    }
    await wait(500);
    // As browsers report it: the worst five seconds without a pause of one.
    let worst = 0, sum = 0, start = 0, last = -Infinity;
    for (const [time, value] of seen.shifts) {
        if (time - last > 1000 || time - start > 5000) { sum = 0; start = time; }
        sum += value; last = time; worst = Math.max(worst, sum);
    }
    return { first: seen.first, starting, shift: worst, loaded };
})()";

/// What was seen of one build and page.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// Milliseconds until the first figure lives.
    first: Vec<f64>,
    /// The longest task while the page starts, in milliseconds.
    task: Vec<f64>,
    /// Layout shift on load and while scrolling, as browsers report it.
    shift: f64,
    /// Bytes that had arrived when the first figure lived, gzipped.
    bytes: usize,
}

/// Opens the pages of each built site in turn, and prints the medians.
pub async fn measure(chrome: &Chrome, sites: &[&Path]) -> Result<()> {
    let browser = Browser::start(chrome).await?;
    let measured = in_turn(&browser, sites).await;
    browser.close().await?;
    println!(
        "at {BITS} bits a second, {LATENCY} ms, a processor {SLOWDOWN} times slower: first live figure, longest task \
         while starting, gzipped bytes until then, layout shift"
    );
    for (site, pages) in sites.iter().zip(measured?) {
        for ((page, width, _), mut seen) in PAGES.iter().zip(pages) {
            let [first, task] = [&mut seen.first, &mut seen.task].map(|it| median(it));
            let (bytes, shift, site) = (seen.bytes, seen.shift, site.display());
            println!(
                "{first:>7.0} ms {task:>5.0} ms {bytes:>8} {shift:>6.3}  {width:>4} wide, {page}, {site}"
            );
        }
    }
    Ok(())
}

async fn in_turn(browser: &Browser, sites: &[&Path]) -> Result<Vec<Vec<Seen>>> {
    let compressed = Options {
        compressed: true,
        ..Options::default()
    };
    let mut tops = vec![];
    for site in sites {
        let address = serve::spawn(site, compressed.clone()).await?;
        tops.push(format!("http://{address}/"));
    }
    let watch = json!({"source": WATCH});
    browser
        .cdp("Page.addScriptToEvaluateOnNewDocument", watch)
        .await?;
    browser.cdp("Network.enable", json!({})).await?;
    browser
        .cdp("Emulation.setCPUThrottlingRate", json!({"rate": SLOWDOWN}))
        .await?;
    let mut all = vec![vec![Seen::default(); PAGES.len()]; sites.len()];
    for round in 0..ROUNDS {
        // Shifts hardly differ from time to time, and the walk takes long.
        let scrolls = round == 0;
        for (place, (page, width, height)) in PAGES.into_iter().enumerate() {
            for ((site, top), seen) in sites.iter().zip(&tops).zip(&mut all) {
                browser.resize(width, height).await?;
                network(browser, f64::INFINITY, 0).await?;
                browser.client.goto("about:blank").await?;
                browser.cdp("Network.clearBrowserCache", json!({})).await?;
                network(browser, BITS, LATENCY).await?;
                browser.client.goto(&format!("{top}{page}")).await?;
                let found = browser
                    .run(&format!("const scrolls = {scrolls};\n{READ}"))
                    .await?;
                let number = |key: &str| found[key].as_f64().unwrap_or(f64::NAN);
                let seen = &mut seen[place];
                seen.first.push(number("first"));
                seen.task.push(number("starting"));
                seen.shift = seen.shift.max(number("shift"));
                seen.bytes = bytes(site, top, page, &found["loaded"])?;
            }
        }
    }
    Ok(all)
}

/// The gzipped size of the page and of what it had loaded.
fn bytes(site: &Path, top: &str, page: &str, loaded: &Value) -> Result<usize> {
    let file = |address: &str| address.split(['?', '#']).next().map(str::to_owned);
    let loaded = loaded.as_array().into_iter().flatten();
    let loaded = loaded.filter_map(|it| file(it.as_str()?.strip_prefix(top)?));
    let files = file(page).into_iter().chain(loaded);
    let sizes = files.map(|file| Ok(sizes::of(&site.join(file))?.gzip));
    sizes.sum()
}

async fn network(browser: &Browser, bits: f64, latency: u32) -> Result<()> {
    let bytes = if bits.is_finite() { bits / 8.0 } else { -1.0 };
    let conditions = json!({
        "offline": false, "latency": latency, "downloadThroughput": bytes, "uploadThroughput": bytes
    });
    let command = "Network.emulateNetworkConditions";
    browser.cdp(command, conditions).await?;
    Ok(())
}

fn median(samples: &mut [f64]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

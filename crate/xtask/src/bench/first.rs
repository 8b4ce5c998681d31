//! How long a reader waits for the first live figure, and how many bytes that takes.

use crate::browser::Browser;
use crate::serve::{self, Options};
use crate::sizes::{self, Size};
use crate::tools::Chrome;
use crate::{Error, Result};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;

/// The built pages: the article, a frame, and each of them as a single file.
const PAGES: [&str; 4] = [
    "index.html",
    "embed.html?figure=weights",
    "ghm-explainer.html",
    "figure.html?figure=weights",
];
/// Samples of each page, after a first one that is not timed.
const ROUNDS: usize = 15;
/// What TensorFlow Playground, an explainer of the same kind, sends a reader: bytes, gzipped.
const PLAYGROUND: usize = 108_000;

/// Notes when a figure was first drawn, in milliseconds since the page was asked for.
const WATCH: &str = "
    new MutationObserver(() => {
        if (!window.firstDraw && document.querySelector('[data-draws]')) window.firstDraw = performance.now();
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-draws'] });
    document.addEventListener('DOMContentLoaded', () => document.querySelector('ghm-figure')?.scrollIntoView());";

/// Opens the pages in turn, each time with an empty cache, and prints the medians.
pub async fn measure(chrome: &Chrome, site: &Path) -> Result<()> {
    let address = serve::spawn(site, Options::default()).await?;
    let browser = Browser::start(chrome).await?;
    let measured = in_turn(&browser, &format!("http://{address}/"), site).await;
    browser.close().await?;
    for (page, (mut times, size)) in PAGES.iter().zip(measured?) {
        times.sort_by(f64::total_cmp);
        println!(
            "{:>8.0} ms {:>9} bytes {:>9} gzipped  {page}",
            times[times.len() / 2],
            size.raw,
            size.gzip
        );
    }
    println!("{PLAYGROUND:>37} gzipped  TensorFlow Playground, for comparison");
    Ok(())
}

async fn in_turn(browser: &Browser, top: &str, site: &Path) -> Result<Vec<(Vec<f64>, Size)>> {
    browser.resize(1280, 900).await?;
    let watch = json!({"source": WATCH});
    browser
        .cdp("Page.addScriptToEvaluateOnNewDocument", watch)
        .await?;
    let mut all = vec![(Vec::new(), Size::default()); PAGES.len()];
    for round in 0..=ROUNDS {
        for (page, (times, size)) in PAGES.iter().zip(&mut all) {
            browser.client.goto("about:blank").await?;
            browser.cdp("Network.clearBrowserCache", json!({})).await?;
            browser.requests().await?;
            browser.client.goto(&format!("{top}{page}")).await?;
            let first = "return new Promise((done) => {
                const look = () => (window.firstDraw ? done(window.firstDraw) : setTimeout(look, 5));
                look();
            })";
            let time = browser.run(first).await?.as_f64();
            // Posters are only seen where figures can't live.
            let files: BTreeSet<String> = browser
                .requests()
                .await?
                .iter()
                .filter_map(|asked| asked.strip_prefix(top)?.split(['?', '#']).next())
                .filter(|file| !file.ends_with(".svg"))
                .map(str::to_owned)
                .collect();
            if round == 0 {
                let sum: Result<Size> = files.iter().map(|file| sizes::of(&site.join(file))).sum();
                *size = sum?;
            } else {
                times.push(time.ok_or_else(|| Error::from("no figure was drawn"))?);
            }
        }
    }
    Ok(all)
}

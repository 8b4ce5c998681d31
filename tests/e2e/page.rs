//! What any visit to the page must find.

use crate::harness::{Visit, visit};
use serde_json::json;
use std::collections::BTreeSet;
use xtask::sizes::{self, FIRST, Size};

async fn settled(visit: &Visit) -> xtask::Result<()> {
    let idle = "return new Promise(done => requestIdleCallback(() => setTimeout(done, 500)))";
    visit.browser.run(idle).await?;
    Ok(())
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn page_opens_without_errors() {
    visit(async |visit| {
        visit.open("index.html").await?;
        settled(visit).await?;
        assert!(!visit.browser.client.title().await?.is_empty());
        visit.check().await
    });
}

/// Notes when the first figure lives.
const WATCH: &str =
    "addEventListener('ghm-ready', () => (window.firstReady ??= performance.now()));";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_first_figure_lives_after_few_bytes() {
    visit(async |visit| {
        visit.browser.resize(1280, 900).await?;
        let watch = json!({ "source": WATCH });
        visit
            .browser
            .cdp("Page.addScriptToEvaluateOnNewDocument", watch)
            .await?;
        visit.open("index.html").await?;
        // An entry is there when its file is: what was still on its way then counts, too.
        let asked = visit
            .ask(
                "await until('a live figure', () => window.firstReady);
                 await new Promise((done) => requestIdleCallback(() => setTimeout(done, 500)));
                 return performance.getEntriesByType('resource')
                    .filter(({ startTime }) => startTime <= window.firstReady)
                    .map(({ name }) => name);",
            )
            .await?;
        let top = visit.url("");
        let asked = asked.as_array().into_iter().flatten();
        let mut files: BTreeSet<&str> = asked
            .filter_map(|address| address.as_str()?.strip_prefix(&top))
            .filter_map(|path| path.split(['?', '#']).next())
            .collect();
        files.insert("index.html");
        let mut sum = Size::default();
        for file in &files {
            let size = sizes::of(&visit.site.join(file))?;
            println!("{:>9} {:>9}  {file}", size.raw, size.gzip);
            sum = [sum, size].into_iter().sum();
        }
        for part in ["start.", "page.", "hero_bg."] {
            let found = files.iter().any(|file| file.contains(part));
            assert!(found, "no figure lives without {part}: {files:?}");
        }
        println!(
            "{:>9} {:>9}  until the first figure lives",
            sum.raw, sum.gzip
        );
        assert!(
            sum.gzip <= FIRST,
            "{} bytes with gzip, and {FIRST} are too many: {files:?}",
            sum.gzip
        );
        Ok(())
    });
}

//! Any visit to the page: no errors, and few bytes.

use crate::harness::{Visit, visit};
use std::collections::BTreeSet;
use xtask::sizes::{self, Size};

/// The most that the page may transfer, in bytes as a server with gzip sends them.
const TRANSFER: usize = 250_000;
/// The most that the engine may weigh, with SIMD128 or without.
const ENGINE: usize = 120_000;

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

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn page_is_small() {
    visit(async |visit| {
        visit.open("index.html").await?;
        settled(visit).await?;
        let top = visit.url("");
        let files: BTreeSet<String> = visit
            .browser
            .requests()
            .await?
            .iter()
            .filter_map(|address| address.strip_prefix(&top))
            .filter_map(|path| path.split(['?', '#']).next())
            .map(str::to_owned)
            .collect();
        assert!(
            files.iter().any(|file| file.ends_with(".wasm")),
            "{files:?}"
        );
        let sum: xtask::Result<Size> = files
            .iter()
            .map(|file| sizes::of(&visit.site.join(file)))
            .sum();
        let sum = sum?;
        println!("{} bytes, {} with gzip: {files:?}", sum.raw, sum.gzip);
        assert!(
            sum.gzip <= TRANSFER,
            "{} bytes with gzip: {files:?}",
            sum.gzip
        );
        let engines: Vec<_> = sizes::files(&visit.site)?
            .into_iter()
            .filter(|file| {
                let name = file.to_string_lossy();
                name.contains("explainer_bg.") && name.ends_with(".wasm")
            })
            .collect();
        assert!(engines.len() >= 2, "{engines:?}");
        for engine in engines {
            let size = sizes::of(&visit.site.join(&engine))?.gzip;
            assert!(size <= ENGINE, "{engine:?}: {size} bytes with gzip");
        }
        Ok(())
    });
}

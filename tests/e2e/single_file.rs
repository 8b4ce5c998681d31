//! The single files, and the folder opened without a server: from file://, as srcdoc, in Chromium
//! and Firefox. They show the numbers that the served page shows.

use crate::harness::{Visit, Visitor, visit, visit_by, visit_with};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use xtask::serve::Options;

const FILES: [&str; 2] = ["ghm-explainer.html", "ghm-explainer.zh.html"];

/// What the first figure shows, and what the prose quotes, once both live.
pub const NUMBERS: &str = "
    const figure = document.querySelector('ghm-figure');
    figure.scrollIntoView();
    await until('a live figure', () => figure.dataset.draws);
    await until('the page', () => document.querySelector('.dock .knob'));
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
    const quotes = [...document.querySelectorAll('output[data-quote]')].map((o) => o.textContent);
    return [figure.session.session.csv('distribution'), quotes, figure.session.engine.simd];
";

/// What the served page shows.
fn served() -> Value {
    let mut found = Value::Null;
    visit(async |visit| {
        visit.open("index.html?bins=11").await?;
        found = visit.ask(NUMBERS).await?;
        visit.check().await
    });
    assert!(found[0].as_str().unwrap().lines().count() > 10, "{found}");
    found
}

/// A page that holds another as srcdoc, in a frame that may only run scripts.
pub fn as_srcdoc(html: &str) -> String {
    let inner = html.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<!doctype html><meta charset=\"utf-8\"><title>A host</title><link rel=\"icon\" href=\"data:,\">\
         <iframe sandbox=\"allow-scripts\" width=\"1000\" height=\"700\" srcdoc=\"{inner}\"></iframe>"
    )
}

/// A page of this test in a folder of its own, as a file.
pub fn page_of_ours(name: &str, html: &str) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("pages")
        .join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, html).unwrap();
    file
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn single_files_are_small_and_name_no_other() {
    for name in FILES {
        let html = fs::read_to_string(xtask::dist().join(name)).unwrap();
        println!("{name}: {} bytes", html.len());
        assert!(html.len() < 1_000_000, "{name}: {} bytes", html.len());
        assert!(html.is_char_boundary(150_000.min(html.len())));
        for asks in ["src=\"", "srcset=\""] {
            for (at, _) in html.match_indices(asks) {
                let what: String = html[at + asks.len()..].chars().take(40).collect();
                assert!(
                    what.starts_with("data:image/svg+xml"),
                    "{name}: {asks}{what}"
                );
            }
        }
        assert!(!html.contains("<link rel=\"stylesheet\""), "{name}");
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_article_works_from_file() {
    let served = served();
    for visitor in [Visitor::Chromium(&[]), Visitor::Firefox] {
        visit_by(visitor, Options::default(), async |visit| {
            // The folder, as it is unpacked on a disk, and the single file.
            for page in ["index.html", "ghm-explainer.html"] {
                let address = visit.file(page);
                visit
                    .browser
                    .client
                    .goto(&format!("{address}?bins=11"))
                    .await?;
                let found = visit.ask(NUMBERS).await?;
                assert_eq!(found, served, "{page} in {visitor:?}");
                if let Visitor::Chromium(_) = visitor {
                    let own = if page == "index.html" {
                        visit.file("")
                    } else {
                        address
                    };
                    visit.check_within(&[&own]).await?;
                } else if page != "index.html" {
                    let asked = "return performance.getEntriesByType('resource')
                        .map((entry) => entry.name).filter((name) => !/^(data|blob):/.test(name));";
                    assert_eq!(visit.ask(asked).await?, serde_json::json!([]));
                }
            }
            Ok(())
        });
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_article_works_as_srcdoc() {
    let html = fs::read_to_string(xtask::dist().join("ghm-explainer.html")).unwrap();
    let host = page_of_ours("srcdoc.html", &as_srcdoc(&html));
    for visitor in [Visitor::Chromium(&[]), Visitor::Firefox] {
        visit_by(visitor, Options::default(), async |visit| {
            let host = format!("file://{}", host.display());
            visit.browser.client.goto(&host).await?;
            visit.browser.client.enter_frame(0).await?;
            let found = visit.ask(NUMBERS).await?;
            assert!(found[0].as_str().unwrap().lines().count() > 10, "{found}");
            let origin = visit.ask("return self.origin").await?;
            assert_eq!(origin, "null");
            if let Visitor::Chromium(_) = visitor {
                visit.check_within(&[&host]).await?;
            }
            Ok(())
        });
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn where_wasm_is_forbidden_the_single_file_says_what_to_allow() {
    let policy = "script-src 'unsafe-inline'";
    let options = Options {
        headers: vec![(
            "content-security-policy".parse().unwrap(),
            policy.parse().unwrap(),
        )],
        ..Options::default()
    };
    visit_with(options, async |visit: &Visit| {
        visit.open("ghm-explainer.html").await?;
        let found = visit
            .ask(
                "const f = document.querySelector('ghm-figure');
                f.scrollIntoView();
                await until('the failure', () => f.dataset.state === 'failed');
                const poster = f.querySelector('img');
                await until('the poster', () => poster.complete && poster.naturalWidth);
                return f.shadowRoot.querySelector('.problem').textContent;",
            )
            .await?;
        assert!(
            found.as_str().unwrap().contains("'wasm-unsafe-eval'"),
            "{found}"
        );
        Ok(())
    });
}

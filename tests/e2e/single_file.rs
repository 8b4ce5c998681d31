//! The single files, and the site's folder without a server: from file:// and as srcdoc, in
//! Chromium and Firefox. They show the same numbers as the served page.

use crate::harness::{CSP, Visit, Visitor, page_of_ours, sending, visit, visit_by, visit_with};
use crate::training::expected;
use serde_json::Value;
use std::fs;
use xtask::serve::Options;

const FILES: [&str; 5] = [
    "figure.html",
    "ghm-explainer.html",
    "ghm-explainer.zh.html",
    "ghm-workbench.html",
    "ghm-workbench.zh.html",
];

/// Returns what the first figure shows and what the prose quotes, once both are live.
pub const NUMBERS: &str = "
    const figure = document.querySelector('ghm-figure');
    figure.scrollIntoView();
    await until('a live figure', () => figure.dataset.draws);
    await until('the page', () => document.querySelector('.dock .knob'));
    const bins = new URLSearchParams(location.search).get('bins') ?? '30';
    await until('the prose', () => document.querySelector('output[data-quote=bins]').textContent === bins);
    // Numbers out of sight follow when the page has rested for 200 ms.
    await new Promise((done) => setTimeout(done, 600));
    const quotes = [...document.querySelectorAll('output[data-quote]')].map((o) => o.textContent);
    return [figure.session.engine.csv('distribution'), quotes, figure.session.module.simd];
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

/// A page with another page as srcdoc, in a frame that may only run scripts.
pub fn as_srcdoc(html: &str) -> String {
    let inner = html.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<!doctype html><meta charset=\"utf-8\"><title>A host</title><link rel=\"icon\" href=\"data:,\">\
         <iframe sandbox=\"allow-scripts\" width=\"1000\" height=\"700\" srcdoc=\"{inner}\"></iframe>"
    )
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn single_files_are_small_and_name_no_other() {
    for name in FILES {
        let html = fs::read_to_string(xtask::dist().join(name)).unwrap();
        println!("{name}: {} bytes", html.len());
        let kind = match name {
            "figure.html" => 0,
            "ghm-explainer.html" | "ghm-explainer.zh.html" => 1,
            _ => 2,
        };
        let most = xtask::single::LARGEST[kind];
        assert!(html.len() < most, "{name}: {} bytes", html.len());
        assert!(html.is_char_boundary(150_000.min(html.len())));
        // Whether the script requests anything is checked in the browser below.
        let (page, _) = html.rsplit_once("<script>\n").unwrap();
        // The formulas' font is in the page itself.
        let page = page.replace("url(\"data:font/woff2;base64,", "");
        for asks in [" src=", " srcset=", "rel=\"stylesheet\"", "@import", "url("] {
            assert!(!page.contains(asks), "{name} has {asks}");
        }
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_article_works_from_file() {
    let served = served();
    for visitor in [Visitor::Chromium(&[]), Visitor::Firefox] {
        visit_by(visitor, Options::default(), async |visit| {
            // The site unpacked into a folder, and the single file.
            for page in ["index.html", "ghm-explainer.html"] {
                let address = visit.file(page);
                visit.goto(&format!("{address}?bins=11")).await?;
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
            visit.goto_frame_of(&host).await?;
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

/// Returns what the figure of `figure.html` or `embed.html` shows, once it is live.
pub const FIGURE: &str = "
    const figure = await until('the element', () => document.querySelector('ghm-figure'));
    await until('a live figure', () => figure.dataset.draws);
    const { engine } = figure.session;
    return [figure.figure, engine.get('bins'), engine.get('lang'), engine.csv(figure.figure)];
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn one_figure_works_from_file_and_as_srcdoc() {
    let query = "figure=weights&bins=10&lang=zh";
    let mut served = Value::Null;
    visit(async |visit| {
        visit.open(&format!("embed.html?{query}")).await?;
        served = visit.ask(FIGURE).await?;
        visit.check().await
    });
    assert_eq!(
        [&served[0], &served[1], &served[2]],
        ["weights", "10", "zh"]
    );
    let html = fs::read_to_string(xtask::dist().join("figure.html")).unwrap();
    let set = html.replace(
        "<html lang=\"en\">",
        &format!("<html lang=\"en\" data-query=\"{query}\">"),
    );
    assert_ne!(set, html);
    let host = page_of_ours("figure.html", &as_srcdoc(&set));
    for visitor in [Visitor::Chromium(&[]), Visitor::Firefox] {
        visit_by(visitor, Options::default(), async |visit| {
            let file = visit.file("figure.html");
            visit.goto(&format!("{file}#{query}")).await?;
            assert_eq!(visit.ask(FIGURE).await?, served, "{visitor:?}");
            let host = format!("file://{}", host.display());
            visit.goto_frame_of(&host).await?;
            assert_eq!(visit.ask(FIGURE).await?, served, "{visitor:?}");
            if let Visitor::Chromium(_) = visitor {
                visit.check_within(&[&file, &host]).await?;
            }
            Ok(())
        });
    }
}

/// Returns where the detector of a single file trains, and its fingerprints after 20 steps.
const TRAINED: &str = "
    const figure = await until('the element', () => document.querySelector('ghm-figure'));
    const run = await until('the trainer', () => [...figure.session?.views ?? []].find((view) => view.channel));
    await run.ready;
    for (let i = 0; i < 20; i++) await run.channel.call('step');
    return [run.where, ...Array.from(await run.channel.call('fingerprints'), String)];
";

/// The worker is made from text in the file, as a page from file:// can't start one from an address.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_single_file_trains_in_a_worker() {
    let html = fs::read_to_string(xtask::dist().join("figure.html")).unwrap();
    let set = html.replacen("<html ", "<html data-query=\"figure=detector\" ", 1);
    let host = page_of_ours("detector.html", &as_srcdoc(&set));
    visit(async |visit| {
        let file = visit.file("figure.html");
        visit.goto(&format!("{file}#figure=detector")).await?;
        assert_eq!(visit.ask(TRAINED).await?, expected("blob"));
        let host = format!("file://{}", host.display());
        visit.goto_frame_of(&host).await?;
        assert_eq!(visit.ask(TRAINED).await?, expected("blob"));
        visit.check_within(&[&file, &host]).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn where_wasm_is_forbidden_single_files_say_what_to_allow() {
    let policy = "script-src 'unsafe-inline'";
    visit_with(sending(&[(CSP, policy)]), async |visit: &Visit| {
        for page in ["ghm-explainer.html", "figure.html#figure=asl1"] {
            visit.open(page).await?;
            let found = visit
                .ask(
                    "const f = document.querySelector('ghm-figure');
                    f.scrollIntoView();
                    await until('the failure', () => f.dataset.state === 'failed');
                    await until('the poster', () => f.querySelector('img')?.naturalWidth);
                    return f.shadowRoot.textContent;",
                )
                .await?;
            let found = found.as_str().unwrap_or_default();
            assert!(found.contains("'wasm-unsafe-eval'"), "{page}: {found}");
        }
        Ok(())
    });
}

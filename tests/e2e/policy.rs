//! Hosts that allow little: a frame that may only run scripts, the policies of the README, a
//! browser without SIMD128, wasm with a wrong MIME type.

use crate::harness::{
    CORS, CSP, Visit, Visitor, page_of_ours, sending, visit, visit_by, visit_with,
};
use crate::single_file::{FIGURE, NUMBERS, as_srcdoc};
use serde_json::Value;
use std::fs;
use xtask::serve::{self, Options};

/// Scrolls to a formula, and waits for the formulas' font.
const FONT: &str = "
    document.querySelector('math').scrollIntoView();
    const [font] = [...document.fonts].filter((it) => it.family === 'Formulas');
    await until('the font', () => font.status !== 'unloaded' && font.status !== 'loading');
    return font.status;";

/// The policy in the README's table for this kind of page.
fn policy(row: &str) -> String {
    let readme = fs::read_to_string(xtask::root().join("README.md")).unwrap();
    let start = format!("| {row} |");
    let line = readme.lines().find(|line| line.starts_with(&start));
    let line = line.unwrap_or_else(|| panic!("README.md has no row {start}"));
    let policy = line.split('`').find(|part| part.starts_with("default-src"));
    policy.expect("the row has a policy").to_owned()
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_site_works_under_its_policy_and_sandboxed() {
    let policy = policy("this site");
    // Without Access-Control-Allow-Origin: a plain server doesn't send it.
    visit_with(sending(&[(CSP, &policy)]), async |visit| {
        visit.open("index.html").await?;
        let open = visit.ask(NUMBERS).await?;
        assert_eq!(visit.ask(FONT).await?, "loaded");
        visit.check().await?;
        let frame = format!(
            "<!doctype html><title>A host</title><link rel=\"icon\" href=\"data:,\">\
             <iframe sandbox=\"allow-scripts\" width=\"1000\" height=\"700\" src=\"{}\"></iframe>",
            visit.url("index.html")
        );
        let host = format!("file://{}", page_of_ours("sandbox.html", &frame).display());
        visit.goto_frame_of(&host).await?;
        assert_eq!(visit.ask("return self.origin").await?, "null");
        assert_eq!(visit.ask(NUMBERS).await?, open);
        visit.check_within(&[&visit.url(""), &host]).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_frame_works_under_its_policy_and_sandboxed() {
    visit_with(sending(&[(CSP, &policy("this site"))]), async |visit| {
        let page = visit.url("embed.html?figure=asl1&amp;lang=zh");
        let frame = format!(
            "<!doctype html><title>A host</title><link rel=\"icon\" href=\"data:,\">\
             <iframe sandbox=\"allow-scripts\" width=\"320\" height=\"400\" src=\"{page}\"></iframe>"
        );
        let host = format!("file://{}", page_of_ours("frame.html", &frame).display());
        visit.goto_frame_of(&host).await?;
        let found = visit.ask(FIGURE).await?;
        assert_eq!([&found[0], &found[2]], ["asl1", "zh"]);
        visit.check_within(&[&visit.url(""), &host]).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn single_files_work_under_their_policy() {
    let policy = policy("a single file");
    visit_with(sending(&[(CSP, &policy)]), async |visit| {
        visit.open("ghm-explainer.html").await?;
        visit.ask(NUMBERS).await?;
        assert_eq!(visit.ask(FONT).await?, "loaded");
        visit.check().await
    });
    // A page in srcdoc is also under its host's policy.
    let html = fs::read_to_string(xtask::dist().join("ghm-explainer.html")).unwrap();
    let host = page_of_ours("policy/srcdoc.html", &as_srcdoc(&html));
    visit(async |visit| {
        let folder = host.parent().unwrap();
        let address = serve::spawn(folder, sending(&[(CSP, &policy)])).await?;
        visit
            .goto_frame_of(&format!("http://{address}/srcdoc.html"))
            .await?;
        visit.ask(NUMBERS).await?;
        visit.check_within(&[&format!("http://{address}/")]).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_element_works_on_another_site_under_its_policy() {
    let policy = policy("a page with the element");
    visit_with(sending(&[CORS]), async |visit: &Visit| {
        let site = format!("http://{}", visit.address);
        let host = format!(
            "<!doctype html><meta charset=\"utf-8\"><title>A host</title><link rel=\"icon\" href=\"data:,\">\
                 <script type=\"module\" src=\"{site}/v1/ghm-explainer.js\"></script>\
                 <ghm-figure name=\"weights\" bins=\"10\">fallback</ghm-figure>\
                 <ghm-figure name=\"asl1\" mu=\"0.04\" lang=\"zh\">fallback</ghm-figure>"
        );
        let file = page_of_ours("element/index.html", &host);
        let policy = policy.replace("SITE", &site);
        let host = serve::spawn(file.parent().unwrap(), sending(&[(CSP, &policy)])).await?;
        visit.goto(&format!("http://{host}/")).await?;
        let found = visit
                .ask(
                    "const figures = [...document.querySelectorAll('ghm-figure')];
                    await until('both', () => figures.every((f) => f.dataset.draws));
                    const title = (f) => f.shadowRoot.querySelector('.title').textContent;
                    await until('titles', () => figures.every(title));
                    return [figures.map((f) => f.session.engine.get(f.name === 'asl1' ? 'mu' : 'bins')),
                        figures[0].session.module.Engine === figures[1].session.module.Engine,
                        figures.map((f) => /[一-龥]/.test(title(f))),
                        performance.getEntriesByType('resource').filter((e) => e.name.endsWith('.wasm')).length];",
                )
                .await?;
        assert_eq!(
            found,
            serde_json::json!([["10", "0.04"], true, [false, true], 1])
        );
        let host = format!("http://{host}/");
        visit.check_within(&[&visit.url(""), &host]).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn without_simd_only_the_scalar_build_is_loaded_and_gives_the_same() {
    type Numbers = (Value, Vec<Value>);
    let numbers = async |visit: &Visit| -> xtask::Result<Numbers> {
        visit.open("index.html?bins=11").await?;
        let found = visit.ask(NUMBERS).await?;
        visit.check().await?;
        let wasm = "return performance.getEntriesByType('resource')
            .map((entry) => entry.name.split('/').pop()).filter((name) => name.includes('.wasm'));";
        Ok((found, visit.ask(wasm).await?.as_array().unwrap().clone()))
    };
    let mut both = Vec::new();
    // V8 has SIMD128 only on processors with SSE 4.1.
    let flags: [&'static [&str]; 2] = [&[], &["--js-flags=--no-enable-sse4-1"]];
    for flags in flags {
        visit_by(
            Visitor::Chromium(flags),
            Options::default(),
            async |visit| {
                both.push(numbers(visit).await?);
                Ok(())
            },
        );
    }
    let [(mut simd, simd_files), (scalar, scalar_files)] = both.try_into().unwrap();
    assert_eq!([&simd[2], &scalar[2]], [true, false]);
    simd[2] = false.into();
    assert_eq!(simd, scalar);
    // The hero's engine and the whole one.
    let are = |files: &[Value], scalar: bool| {
        let mut names = files.iter().map(|file| file.as_str().unwrap());
        files.len() == 2 && names.all(|name| name.contains("scalar-") == scalar)
    };
    assert!(
        are(&scalar_files, true) && are(&simd_files, false),
        "{scalar_files:?}, {simd_files:?}"
    );
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_wrong_name_for_wasm_is_survived() {
    for kind in ["application/octet-stream", "text/plain"] {
        let options = Options {
            wasm_type: Some(kind.parse().unwrap()),
            ..Options::default()
        };
        visit_with(options, async |visit| {
            visit.open("index.html").await?;
            visit.ask(NUMBERS).await?;
            visit.check().await
        });
    }
}

//! What axe-core finds by the rules of WCAG 2.2, A and AA: nothing.

use crate::harness::{Visit, visit};
use explainer::figure::FIGURES;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use xtask::Result;

/// Runs axe-core on the open page; returns what it finds, each fault with some of its places.
async fn faults(visit: &Visit) -> Result<Value> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../target/tools/axe-core/node_modules/axe-core/axe.min.js");
    let source = fs::read_to_string(source)
        .map_err(|error| format!("axe-core: {error}: `cargo xtask test` installs it"))?;
    let script = "
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
        const { violations, passes } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
        if (passes.length < 10) throw new Error(`only ${passes.length} rules had something to look at`);
        return violations.map(({ id, nodes }) => [id, nodes.length, nodes.slice(0, 3).map(({ html, target, failureSummary }) => [html.slice(0, 200), target, failureSummary])]);";
    visit.ask(&format!("{source}; {script}")).await
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_article_has_no_faults_with_all_its_boxes_open() {
    visit(async |visit| {
        for (page, width, scheme) in [
            ("index.html", 1280, "light"),
            ("index.html", 390, "dark"),
            ("zh/index.html", 1280, "dark"),
            ("zh/index.html", 390, "light"),
        ] {
            visit.browser.resize(width, 900).await?;
            visit
                .browser
                .emulate("prefers-color-scheme", scheme)
                .await?;
            visit.open(page).await?;
            let script = "
                await until('all of the recording', () => {
                    const engine = document.querySelector('ghm-figure[shared]')?.session?.engine;
                    return engine && !engine.partial();
                });
                const boxes = [...document.querySelectorAll('details')];
                for (const box of boxes) box.open = true;
                await frames(3);
                for (const { shadowRoot } of document.querySelectorAll('ghm-figure')) {
                    for (const box of shadowRoot?.querySelectorAll('details') ?? []) box.open = true;
                }
                // Where the bar at the bottom lies over no link.
                scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
                await frames(10);
                return boxes.length;";
            let boxes = visit.ask(script).await?;
            assert!(boxes.as_u64() > Some(2), "{boxes}");
            let found = faults(visit).await?;
            assert_eq!(found, json!([]), "{page}, {width} wide, {scheme}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_in_a_frame_and_its_dialog_have_no_faults() {
    visit(async |visit| {
        for figure in FIGURES {
            let name = figure.name;
            visit
                .open(&format!("embed.html?figure={name}&controls=all"))
                .await?;
            let script = "
                const f = await until('the figure', () => document.querySelector('ghm-figure[data-state=live]'));
                await until('its picture', () => f.dataset.draws);
                await frames(3);
                return f.shadowRoot.querySelectorAll('canvas').length;";
            visit.ask(script).await?;
            assert_eq!(faults(visit).await?, json!([]), "{name}");
        }
        let script = "
            const f = document.querySelector('ghm-figure');
            f.shadowRoot.querySelector('.more').click();
            const embed = await until('the menu', () =>
                [...f.shadowRoot.querySelectorAll('.tools button')].find((it) => it.textContent.startsWith('Embed')));
            embed.click();
            await until('the dialog', () => f.shadowRoot.querySelector('dialog[open] textarea')?.value);
            return frames(5);";
        visit.ask(script).await?;
        assert_eq!(faults(visit).await?, json!([]), "the dialog");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_other_pages_have_no_faults_with_all_their_boxes_open() {
    visit(async |visit| {
        for (page, width, scheme) in [
            ("workbench.html", 1280, "light"),
            ("zh/workbench.html", 390, "dark"),
            ("questions.html", 1280, "dark"),
            ("zh/questions.html", 390, "light"),
            ("lesson.html", 1280, "light"),
            ("zh/lesson.html", 390, "dark"),
        ] {
            visit.browser.resize(width, 900).await?;
            visit
                .browser
                .emulate("prefers-color-scheme", scheme)
                .await?;
            visit.open(page).await?;
            let script = "
                await until('the page', () => document.readyState === 'complete');
                if (document.querySelector('ghm-file[diagnoses]')) {
                    await until('findings', () => document.querySelector('.found li'));
                }
                await until('its parts', () => document.querySelector('ghm-figure[data-state=live], form, textarea, .builder, input'));
                const open = (root) => {
                    for (const box of root.querySelectorAll('details')) box.open = true;
                };
                open(document);
                await frames(3);
                for (const { shadowRoot } of document.querySelectorAll('ghm-figure')) if (shadowRoot) open(shadowRoot);
                scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
                return frames(20);";
            visit.ask(script).await?;
            let found = faults(visit).await?;
            assert_eq!(found, json!([]), "{page}, {width} wide, {scheme}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn what_is_hidden_is_not_seen_on_any_page() {
    visit(async |visit| {
        for page in [
            "index.html",
            "zh/index.html",
            "questions.html",
            "workbench.html",
            "lesson.html",
        ] {
            visit.open(page).await?;
            let script = "
                await until('the page', () => document.querySelector('[hidden]') && document.readyState === 'complete');
                await until('its figures', () => document.querySelector('.present button, ghm-figure[data-state=live], form, textarea'));
                await frames(20);
                const hidden = [...document.querySelectorAll('body [hidden]')];
                return [hidden.length, hidden.filter((it) => getComputedStyle(it).display !== 'none').map((it) => it.outerHTML.slice(0, 120))];";
            let found = visit.ask(script).await?;
            assert!(found[0].as_u64() > Some(0), "{page}: {found}");
            assert_eq!(found[1], json!([]), "{page}");
        }
        visit.check().await
    });
}

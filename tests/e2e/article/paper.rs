//! The article on paper.

use super::run;
use crate::harness::visit;
use serde_json::json;

/// Looks right after printing which figures show nothing: neither a drawn canvas nor a picture.
const WATCH: &str = "
    const drawn = (canvas) => {
        if (!canvas?.width || !canvas.height) return false;
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.some((byte) => byte);
    };
    addEventListener('afterprint', () => {
        const figures = [...document.querySelectorAll('ghm-figure')];
        const empty = figures.filter((figure) => {
            const image = figure.querySelector('img');
            const pictured = image?.complete && image.naturalWidth > 0;
            const live = figure.dataset.state === 'live' && !figure.hasAttribute('data-waits');
            // Axes alone say nothing. What was not measured says so.
            const measured = ['regions', 'speed'].includes(figure.figure);
            return live
                ? !drawn(figure.shadowRoot.querySelector('.stage canvas')) || (!measured && figure.session.engine.lacks(figure.figure))
                : !pictured;
        });
        const name = (it) => `${it.closest('[id]')?.id} ${it.getAttribute('name')} ${it.dataset.state}`;
        window.printed = [figures.length, empty.map(name)];
    });
    await until('the pictures of figures that wait', () =>
        [...document.querySelectorAll('ghm-figure:not([data-state=live]) img')].every((it) => it.complete));
    return [...document.querySelectorAll('ghm-figure')].filter((it) => it.dataset.draws).length;";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn printing_after_loading_prints_every_figure() {
    visit(async |visit| {
        visit.browser.resize(1280, 900).await?;
        visit.open("index.html").await?;
        // Nobody has scrolled: most figures were never in view, and not drawn.
        let drawn = run(visit, WATCH).await?;
        assert!(drawn.as_u64() < Some(5), "{drawn} figures are drawn");
        let printed = visit.browser.cdp("Page.printToPDF", json!({})).await?;
        assert!(printed["data"].as_str().unwrap().len() > 100_000);
        let found = visit.ask("return printed;").await?;
        assert!(found[0].as_u64() > Some(20), "{found}");
        assert_eq!(found[1], json!([]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_dark_page_prints_light_and_is_dark_again_afterwards() {
    visit(async |visit| {
        let feature = ("prefers-color-scheme", "dark");
        visit.browser.emulate(feature.0, feature.1).await?;
        visit.open("index.html").await?;
        let script = "
            const f = await figure('distribution');
            // Until it has found its place beside the sentences, and its colours.
            let before;
            do {
                before = picture(f);
                await frames(12);
            } while (picture(f) !== before);
            dispatchEvent(new Event('beforeprint'));
            const paper = picture(f);
            dispatchEvent(new Event('afterprint'));
            await frames(4);
            return [paper !== before, picture(f) === before, f.shadowRoot.querySelector('canvas').classList.contains('dark')];";
        assert_eq!(run(visit, script).await?, json!([true, true, true]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn paper_has_no_controls_and_no_empty_boxes() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let media = json!({ "media": "print" });
        visit
            .browser
            .cdp("Emulation.setEmulatedMedia", media)
            .await?;
        let script = "
            dispatchEvent(new Event('beforeprint'));
            await frames(2);
            const seen = (element) => element.getClientRects().length > 0;
            const f = document.querySelector('ghm-figure[shared]');
            const outside = ['.side', '.dock', '.foot', '.bar nav'].filter((it) => seen(document.querySelector(it)));
            const inside = ['.knobs', '.more', '.readout'].filter((it) => seen(f.shadowRoot.querySelector(it)));
            const wide = document.documentElement.scrollWidth <= innerWidth;
            return [outside, inside, wide];";
        assert_eq!(run(visit, script).await?, json!([[], [], true]));
        Ok(())
    });
}

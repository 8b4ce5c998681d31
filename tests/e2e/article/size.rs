//! Larger text and narrow windows.

use super::run;
use crate::harness::{Visit, Visitor, visit, visit_by};
use serde_json::json;
use xtask::serve::Options;

/// `texts()`: each element that has a text of its own, in the page and in its figures, and the size of its letters.
const SIZES: &str = "
    const texts = () => {
        const found = [];
        const look = (root) => {
            for (const element of root.querySelectorAll('*')) {
                if (element.shadowRoot) look(element.shadowRoot);
                const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                // Letters of formulas shrink with the level of their index.
                if (own && element.getClientRects().length && !element.closest('math, script, style, noscript, svg')) found.push([element, parseFloat(getComputedStyle(element).fontSize)]);
            }
        };
        look(document.body);
        return found;
    };
    const name = (element) => `${element.nodeName} ${element.className} ${element.textContent.trim().slice(0, 30)}`;
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn no_text_is_small_and_a_readers_larger_text_enlarges_all() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = format!(
            "{SIZES}
            await figure('momentum');
            const before = texts();
            const small = before.filter(([element, size]) => size < 11.99 && !element.closest('sup')).map(([element]) => name(element));
            document.documentElement.style.fontSize = '200%';
            await frames(2);
            const sizes = new Map(texts());
            // The title's size also follows the window's width, up to a limit.
            const same = before.filter(([element, size]) => element.nodeName !== 'H1' && sizes.has(element) && Math.abs(sizes.get(element) / size - 2) > 0.05);
            return [before.length > 400, small, same.map(([element]) => name(element))];"
        );
        assert_eq!(run(visit, &script).await?, json!([true, [], []]));
        Ok(())
    });
}

async fn nothing_sticks_out(visit: &Visit, widths: [u32; 2]) -> xtask::Result<()> {
    for width in widths {
        for page in ["index.html", "zh/index.html"] {
            visit.browser.resize(width, 844).await?;
            visit.open(page).await?;
            let script = "
                for (const name of ['distribution', 'hand', 'momentum', 'detector', 'twin']) await figure(name);
                document.documentElement.classList.add('laid-out');
                await frames(3);
                const wide = [...document.querySelectorAll('main *, header *, footer *')]
                    .filter((it) => it.getBoundingClientRect().right > innerWidth + 1 && !it.closest('.scroll, .formula, pre'))
                    .map((it) => `${it.nodeName} ${it.className} ${it.textContent.trim().slice(0, 40)}`);
                return [document.documentElement.scrollWidth, wide.slice(0, 8)];";
            let found = run(visit, script).await?;
            assert!(
                found[0].as_u64() <= Some(width.into()) && found[1] == json!([]),
                "{page} at {width}: {found}"
            );
        }
    }
    Ok(())
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn nothing_scrolls_sideways_at_320_pixels_or_where_three_columns_begin() {
    visit(async |visit| nothing_sticks_out(visit, [320, 1120]).await);
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn nothing_scrolls_sideways_for_a_reader_whose_text_is_twice_as_large() {
    // What a reader chooses in the browser's settings; 16 is usual.
    let visitor = Visitor::Chromium(&["--blink-settings=defaultFontSize=32"]);
    visit_by(visitor, Options::default(), async |visit| {
        visit.open("index.html").await?;
        let size = "return getComputedStyle(document.documentElement).fontSize;";
        assert_eq!(visit.ask(size).await?, "32px");
        nothing_sticks_out(visit, [390, 1280]).await
    });
}

//! Larger text and narrow windows.

use super::run;
use crate::harness::visit;
use serde_json::json;

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

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn nothing_scrolls_sideways_at_320_pixels_or_with_text_of_200_percent() {
    visit(async |visit| {
        for (width, size) in [(320, "100%"), (390, "200%"), (1280, "200%"), (1121, "100%")] {
            for page in ["index.html", "zh/index.html"] {
                visit.browser.resize(width, 844).await?;
                visit.open(page).await?;
                let script = format!(
                    "document.documentElement.style.fontSize = '{size}';
                    for (const name of ['distribution', 'hand', 'momentum', 'detector', 'twin']) await figure(name);
                    document.documentElement.classList.remove('skips');
                    await frames(3);
                    const wide = [...document.querySelectorAll('main *, header *, footer *')]
                        .filter((it) => it.getBoundingClientRect().right > innerWidth + 1 && !it.closest('.scroll, .formula, pre'))
                        .map((it) => `${{it.nodeName}} ${{it.className}} ${{it.textContent.trim().slice(0, 40)}}`);
                    return [document.documentElement.scrollWidth, wide.slice(0, 8)];"
                );
                let found = run(visit, &script).await?;
                assert!(
                    found[0].as_u64() <= Some(width.into()) && found[1] == json!([]),
                    "{page} at {width}, text of {size}: {found}"
                );
            }
        }
        Ok(())
    });
}

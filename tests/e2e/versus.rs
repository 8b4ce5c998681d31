//! A and B: what is pinned stands behind what is moved, in figures, words, tables and links.

use crate::harness::{CORS, page_of_ours, sending, visit, visit_with};
use serde_json::json;
use xtask::serve::{self, Options};

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_link_brings_a_and_b_and_their_difference_in_words_and_numbers() {
    visit(async |visit| {
        visit
            .open("embed.html?figure=weights&bins=10&pinned=bins:20_data:clean")
            .await?;
        let found = visit
            .ask(
                "const f = await until('the figure', () => document.querySelector('ghm-figure[data-draws]'));
                const words = await until('words', () => f.shadowRoot.querySelector('.versus')?.textContent);
                await tableOf(f);
                const heads = [...f.shadowRoot.querySelectorAll('table th')].map((it) => it.textContent);
                const [row] = await tableOf(f);
                const before = [f.state, f.pinned, f.bins];
                f.pinned = '';
                await until('no words', () => !f.shadowRoot.querySelector('.versus'));
                return { words, heads, row, before, after: f.state };",
            )
            .await?;
        let words = found["words"].as_str().unwrap();
        assert!(words.starts_with("From A to B: bins 20 → 10"), "{words}");
        assert!(words.contains("Most different in “Density”: "), "{words}");
        let heads: Vec<_> = found["heads"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect();
        for head in [
            "Weight β: B · GHM-C",
            "Weight β: A · GHM-C",
            "Weight β: B − A · GHM-C",
        ] {
            assert!(heads.contains(&head), "{heads:?}");
        }
        assert_eq!(found["row"].as_array().unwrap().len(), heads.len());
        assert_eq!(
            found["before"],
            json!([
                "bins=10&pinned=bins:20_data:clean",
                "bins:20_data:clean",
                10
            ])
        );
        assert_eq!(found["after"], "bins=10");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_articles_settings_are_pinned_swapped_and_kept_in_its_address() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = visit
            .ask(
                "const f = await until('the first figure', () => document.querySelector('ghm-figure[shared][data-draws]'));
                const pin = await until('the button', () => document.querySelector('.present [data-tool=pin]'));
                const swap = document.querySelector('.present [data-tool=swap]');
                const draws = () => Number(f.dataset.draws);
                const hidden = [swap.hidden];
                pin.click();
                const box = document.querySelector('.dock .knob[data-key=bins] input[type=number]');
                box.value = 10;
                box.dispatchEvent(new Event('change'));
                await until('the address', () => location.search === '?bins=10&pinned=default');
                const words = await until('words', () => f.shadowRoot.querySelector('.versus')?.textContent);
                hidden.push(swap.hidden);
                swap.click();
                await until('the other address', () => location.search === '?pinned=bins:10');
                (await tool(f, 'unpin')).click();
                await until('the first address', () => location.search === '');
                await until('no words', () => !f.shadowRoot.querySelector('.versus'));
                return { hidden, words, bins: f.bins };",
            )
            .await?;
        assert_eq!(found["hidden"], json!([true, false]));
        let words = found["words"].as_str().unwrap();
        assert!(words.contains("bins 30 → 10"), "{words}");
        assert_eq!(found["bins"], 30);
        visit.open("index.html?bins=10&pinned=bins:50").await?;
        let words = visit
            .ask("return until('words', () => document.querySelector('ghm-figure').shadowRoot?.querySelector('.versus')?.textContent);")
            .await?;
        assert!(words.as_str().unwrap().contains("bins 50 → 10"), "{words}");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn two_elements_share_their_axes() {
    visit_with(sending(&[CORS]), async |visit| {
        let html = format!(
            "<!doctype html><html lang=en><title>Two</title><style>body {{ display: grid; grid-template-columns: repeat(3, 1fr) }}</style><link rel=icon href=data:,>
            <script type=module src='{}'></script>
            <ghm-figure id=few name=weights data=converged bins=5 text=legend></ghm-figure>
            <ghm-figure id=many name=weights data=converged bins=150 axes-with=few text=legend></ghm-figure>
            <ghm-figure id=alone name=weights data=converged bins=5 axes-with=nobody></ghm-figure>",
            visit.url("v1/ghm-explainer.js")
        );
        let page = page_of_ours("axes/index.html", &html);
        let address = serve::spawn(page.parent().unwrap(), Options::default()).await?;
        visit.goto(&format!("http://{address}/index.html")).await?;
        let found = visit
            .ask(
                "const [few, many, alone] = await until('three figures', () => {
                    const all = [...document.querySelectorAll('ghm-figure[data-draws]')];
                    return all.length === 3 && all;
                });
                // Numbers of the axes in the picture.
                const ticks = (f) => f.session.engine.svg('weights', 900, 400, false).match(/text-anchor=.end.[^>]*fill=.#586170[^>]*>[^<]*/g).map((it) => it.split('>')[1]);
                await until('the same numbers', () => String(ticks(few)) === String(ticks(many)));
                const note = await until('a note', () => alone.shadowRoot.querySelector('.problem')?.textContent);
                const together = ticks(few);
                many.removeAttribute('axes-with');
                await until('other numbers', () => String(ticks(few)) !== String(together));
                return [together.length, String(ticks(few)) === String(ticks(alone)), note];",
            )
            .await?;
        assert!(found[0].as_u64() > Some(3), "{found}");
        assert_eq!(found[1], true);
        assert!(
            found[2].as_str().unwrap().contains("axes-with=nobody"),
            "{found}"
        );
        visit.check_console().await
    });
}

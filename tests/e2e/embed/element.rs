//! The element in a page of another site: attributes, properties, styles, colours, coming and going.

use super::{foreign, run};
use crate::harness::{CORS, sending, visit_with};
use serde_json::json;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn attributes_properties_and_events_agree() {
    visit_with(sending(&[CORS]), async |visit| {
        foreign(visit).await?;
        let found = run(
            visit,
            "document.body.innerHTML = '<div lang=en><ghm-figure id=a name=asl1 mu=0.04>fallback</ghm-figure></div><div lang=zh-Hans><ghm-figure id=b name=weights bins=12></ghm-figure></div>';
            const [a, b] = document.querySelectorAll('ghm-figure');
            const early = [a.mu, a.state];
            await drawn(a); await drawn(b);
            const events = [];
            document.addEventListener('ghm-change', ({ target, detail }) => events.push([target.id, detail.figure, detail.state]));
            const picture = () => inside(a, 'canvas').toDataURL();
            const step = async (act) => {
                const before = picture();
                act();
                await frames(4);
                return picture() !== before;
            };
            const changed = [
                await step(() => (a.mu = 0.3)),
                await step(() => a.setAttribute('delta', '0.5')),
                await step(() => (a.state = 'mu=0.1')),
                await step(() => a.setAttribute('mu', '0.2')),
                await step(() => a.removeAttribute('mu')),
                await step(() => (b.bins = 20)),
            ];
            await until('the events', () => events.length >= 2);
            const titles = [a, b].map((f) => inside(f, '.title').textContent);
            a.setAttribute('name', 'hand');
            a.hand = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
            a.controls = 'ignored: no property';
            a.setAttribute('controls', 'hbins');
            a.parentElement.lang = 'zh';
            a.lang = 'zh';
            await frames(4);
            return {
                early, changed, events: events.toSorted(), titles, values: [a.value('mu'), b.bins, b.value('convention')],
                renamed: [a.figure, inside(a, '.title').textContent, keys(a).join(), a.hand],
                names: Object.keys(Object.getPrototypeOf(a).constructor.prototype),
            };",
        )
        .await?;
        assert_eq!(found["early"], json!([0.04, "mu=0.04"]));
        assert_eq!(
            found["changed"],
            json!([true, true, true, true, true, false]),
            "{found}"
        );
        assert_eq!(found["titles"], json!(["SL1 and ASL1", "密度与权重"]));
        assert_eq!(
            found["events"],
            json!([["a", "asl1", ""], ["b", "weights", "bins=20&lang=zh"]]),
            "{found}"
        );
        assert_eq!(found["values"], json!([0.02, 20, "code"]));
        assert_eq!(
            found["renamed"],
            json!([
                "hand",
                "手算八个样本",
                "hbins",
                "0,0.1,0.2,0.3,0.4,0.5,0.6,0.7"
            ])
        );
        let wasm = visit.browser.requests().await?;
        let wasm = wasm
            .iter()
            .filter(|address| address.ends_with(".wasm"))
            .count();
        assert_eq!(wasm, 1, "two figures share one engine");
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn styles_neither_leak_in_nor_out() {
    visit_with(sending(&[CORS]), async |visit| {
        foreign(visit).await?;
        let found = run(
            visit,
            "document.body.innerHTML = `<style>* { color: rgb(255, 0, 0); font-size: 40px !important; border: 5px solid red }
                button, input, canvas, dl { display: none !important }</style><button>host</button><ghm-figure name=asl1></ghm-figure>`;
            const f = await drawn(document.querySelector('ghm-figure'));
            const style = (e) => getComputedStyle(e);
            document.querySelector('style').disabled = false;
            return {
                canvas: seen(inside(f, 'canvas')), slider: seen(inside(f, 'input')), readout: style(inside(f, '.readout')).fontSize,
                border: style(inside(f, 'canvas')).borderTopWidth, sheets: document.adoptedStyleSheets.length,
                host: style(document.querySelector('button')).borderTopWidth,
            };",
        )
        .await?;
        assert_eq!(
            found,
            json!({"canvas": true, "slider": true, "readout": "13px", "border": "0px", "sheets": 0, "host": "5px"})
        );
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn colours_follow_the_page_and_not_the_system_alone() {
    visit_with(sending(&[CORS]), async |visit| {
        visit
            .browser
            .emulate("prefers-color-scheme", "dark")
            .await?;
        foreign(visit).await?;
        let found = run(
            visit,
            "document.body.innerHTML = '<ghm-figure name=asl1></ghm-figure>';
            const f = await drawn(document.querySelector('ghm-figure'));
            const look = () => [f.dark, getComputedStyle(inside(f, '.title')).color];
            const paint = inside(f, 'canvas').toDataURL();
            // The host's page is light, as it sets no colour scheme.
            const seen = [look()];
            document.documentElement.style.colorScheme = 'dark';
            await until('another picture', () => inside(f, 'canvas').toDataURL() !== paint);
            seen.push(look());
            f.setAttribute('theme', 'light');
            await until('the old picture', () => inside(f, 'canvas').toDataURL() === paint);
            seen.push(look());
            return seen;",
        )
        .await?;
        let (light, dark) = (
            json!([false, "rgb(29, 34, 41)"]),
            json!([true, "rgb(228, 231, 236)"]),
        );
        assert_eq!(found, json!([light, dark, light]));
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_that_moves_keeps_its_state_and_one_that_returns_too() {
    visit_with(sending(&[CORS]), async |visit| {
        foreign(visit).await?;
        let found = run(
            visit,
            "document.body.innerHTML = '<ghm-figure name=asl1 mu=0.3></ghm-figure><p></p>';
            const f = await drawn(document.querySelector('ghm-figure'));
            f.delta = 0.5;
            const { session } = f;
            document.querySelector('p').append(f);
            await frames(4);
            const moved = [f.session === session, f.state];
            f.remove();
            await until('its end', () => !f.session);
            const gone = [f.state, session.closed];
            f.mu = 0.4;
            document.body.append(f);
            await until('its return', () => f.session);
            return [moved, gone, f.state, f.dataset.state];",
        )
        .await?;
        assert_eq!(
            found,
            json!([
                [true, "mu=0.3&delta=0.5"],
                ["mu=0.3&delta=0.5", true],
                "mu=0.4&delta=0.5",
                "live"
            ])
        );
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn five_hundred_figures_come_and_go_and_leave_nothing() {
    visit_with(sending(&[CORS]), async |visit| {
        foreign(visit).await?;
        let round = async |figures: usize| -> xtask::Result<(u64, u64, u64)> {
            let script = format!(
                "let module;
                for (let i = 0; i < {figures}; i += 10) {{
                    const made = [];
                    for (let j = 0; j < 10; j++) {{
                        const f = document.createElement('ghm-figure');
                        f.name = ['weights', 'distribution', 'asl1', 'momentum'][j % 4];
                        f.bins = 2 + j;
                        f.style = 'position: absolute; top: 0; width: 400px';
                        document.body.append(f);
                        made.push(f);
                    }}
                    // Half of them are removed before they are live.
                    if (i % 20) await Promise.all(made.map((f) => until('a figure', () => f.dataset.draws)));
                    module ??= made[0].session?.module;
                    for (const f of made) f.remove();
                    await until('their end', () => made.every((f) => !f.session));
                }}
                return (await module.default()).memory.buffer.byteLength;"
            );
            let wasm = run(visit, &script).await?.as_u64().unwrap();
            visit
                .browser
                .cdp("HeapProfiler.collectGarbage", json!({}))
                .await?;
            let counters = visit
                .browser
                .cdp("Memory.getDOMCounters", json!({}))
                .await?;
            let heap = visit.browser.cdp("Runtime.getHeapUsage", json!({})).await?;
            Ok((
                wasm,
                counters["nodes"].as_u64().unwrap(),
                heap["usedSize"].as_f64().unwrap() as u64,
            ))
        };
        let first = round(100).await?;
        let last = round(500).await?;
        println!("wasm, nodes, heap: {first:?}, then {last:?}");
        assert!(
            last.0 <= first.0 + 2_000_000,
            "the engine: {first:?}, {last:?}"
        );
        assert!(last.1 <= first.1 + 200, "nodes: {first:?}, {last:?}");
        assert!(last.2 <= first.2 + 1_000_000, "heap: {first:?}, {last:?}");
        Ok(())
    });
}

//! The article under a finger, on a narrow screen: what a swipe does, the bar at the bottom and its sheets.

use super::run;
use crate::harness::{Visit, visit};
use serde_json::{Value, json};

async fn phone(visit: &Visit) -> xtask::Result<()> {
    visit.browser.resize(390, 844).await?;
    let touch = json!({ "enabled": true, "maxTouchPoints": 5 });
    visit
        .browser
        .cdp("Emulation.setTouchEmulationEnabled", touch)
        .await?;
    visit.open("index.html").await
}

/// A finger goes down at `from`, moves by `by` and leaves.
async fn swipe(visit: &Visit, from: (f64, f64), by: (f64, f64)) -> xtask::Result<()> {
    let event = |kind: &str, points: Value| {
        let parameters = json!({ "type": kind, "touchPoints": points });
        async move {
            visit
                .browser
                .cdp("Input.dispatchTouchEvent", parameters)
                .await
        }
    };
    event("touchStart", json!([{ "x": from.0, "y": from.1 }])).await?;
    for part in 1..=10 {
        let part = f64::from(part) / 10.0;
        let at = json!([{ "x": from.0 + part * by.0, "y": from.1 + part * by.1 }]);
        event("touchMove", at).await?;
    }
    event("touchEnd", json!([])).await?;
    Ok(())
}

/// The middle of something, after the page was scrolled so that it is in the lower half of the window.
async fn middle(visit: &Visit, name: &str, selector: &str, part: f64) -> xtask::Result<(f64, f64)> {
    let script = format!(
        "const f = await figure('{name}');
        const target = f.shadowRoot.querySelector('{selector}');
        scrollBy({{ top: target.getBoundingClientRect().top - 500, behavior: 'instant' }});
        await frames(5);
        const {{ x, y, width, height }} = target.getBoundingClientRect();
        return [x + {part} * width, y + height / 2];"
    );
    let found = run(visit, &script).await?;
    Ok((found[0].as_f64().unwrap(), found[1].as_f64().unwrap()))
}

/// The state of all shared figures, and how far the page is scrolled.
async fn state(visit: &Visit) -> xtask::Result<(String, f64)> {
    let script = "await new Promise((done) => setTimeout(done, 400));
        return [document.querySelector('ghm-figure[shared]').state, scrollY];";
    let found = run(visit, script).await?;
    let (state, top) = (found[0].as_str().unwrap(), found[1].as_f64().unwrap());
    Ok((state.to_owned(), top))
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_vertical_swipe_that_begins_on_a_slider_or_a_plot_scrolls_and_moves_nothing() {
    visit(async |visit| {
        phone(visit).await?;
        for (name, selector) in [
            ("distribution", ".knob[data-key=bins] input[type=range]"),
            ("momentum", ".stage canvas"),
            ("hand", ".stage canvas"),
        ] {
            let from = middle(visit, name, selector, 0.7).await?;
            let (before, top) = state(visit).await?;
            swipe(visit, from, (4.0, -220.0)).await?;
            let (after, now) = state(visit).await?;
            assert_eq!(after, before, "{name}: a knob has moved");
            assert!(now > top + 100.0, "{name}: scrolled from {top} to {now}");
        }
        // The slider's thumb is back where the knob is.
        let script = "const f = await figure('distribution');
            const range = f.shadowRoot.querySelector('.knob[data-key=bins] input[type=range]');
            return Math.abs(range.valueAsNumber - f.session.engine.position('bins')) < 1e-9;";
        assert_eq!(run(visit, script).await?, true);
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_finger_that_moves_sideways_or_taps_moves_a_slider() {
    visit(async |visit| {
        phone(visit).await?;
        let slider = ".knob[data-key=bins] input[type=range]";
        for by in [(90.0, 5.0), (0.0, 0.0)] {
            let from = middle(visit, "distribution", slider, 0.5).await?;
            let (before, top) = state(visit).await?;
            swipe(visit, from, by).await?;
            let (after, now) = state(visit).await?;
            assert_ne!(after, before, "a finger that went {by:?}");
            assert!((now - top).abs() < 2.0, "it scrolled from {top} to {now}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_sheet_takes_half_the_height_and_the_figure_stays_above_it() {
    visit(async |visit| {
        phone(visit).await?;
        let script = "
            const f = await figure('asl1');
            const [where, what] = document.querySelectorAll('.foot button');
            const bar = document.querySelector('.foot').getBoundingClientRect();
            const tall = [where, what].map((button) => button.offsetHeight);
            const sheet = document.querySelector('.dock');
            what.click();
            await until('the sheet', () => sheet.matches(':popover-open'));
            await frames(3);
            const box = sheet.getBoundingClientRect();
            const plot = f.shadowRoot.querySelector('canvas').getBoundingClientRect();
            const seen = Math.min(plot.bottom, box.top) - Math.max(plot.top, 0);
            const before = picture(f);
            await set(dock('mu').querySelector('input[type=range]'), 0.9, 'input');
            const follows = picture(f) !== before;
            return {
                tall, bar: innerHeight - bar.bottom, named: [where, what].map((button) => button.textContent.trim()),
                share: box.height / innerHeight, seen, follows, outside: [195, box.top / 2],
            };";
        let found = run(visit, script).await?;
        assert!(found["share"].as_f64() <= Some(0.5), "{found}");
        assert!(found["seen"].as_f64() > Some(200.0), "{found}");
        assert_eq!(found["follows"], true, "{found}");
        assert_eq!(found["bar"], 0, "{found}");
        for tall in found["tall"].as_array().unwrap() {
            assert!(tall.as_f64() >= Some(44.0), "{found}");
        }
        assert!(
            found["named"][1].as_str().unwrap().contains("30"),
            "the bar has the bins: {found}"
        );
        let outside = (195.0, found["outside"][1].as_f64().unwrap());
        swipe(visit, outside, (0.0, 0.0)).await?;
        let script = "await until('its end', () => !document.querySelector('.dock').matches(':popover-open'));
            // The contents are the other sheet. A press on a section goes there and closes it.
            const [where] = document.querySelectorAll('.foot button');
            where.click();
            const contents = document.querySelector('.contents');
            await until('the contents', () => contents.matches(':popover-open'));
            const share = contents.getBoundingClientRect().height / innerHeight;
            contents.querySelector('a[href=\"#boxes\"]').click();
            await until('its end', () => !contents.matches(':popover-open'));
            await until('the section', () => where.textContent.includes('8'));
            return share;";
        assert!(run(visit, script).await?.as_f64() <= Some(0.5));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn what_has_the_focus_is_not_behind_the_bar() {
    visit(async |visit| {
        phone(visit).await?;
        let script = "
            await figure('distribution');
            const bar = document.querySelector('.foot');
            const hidden = [];
            for (const target of document.querySelectorAll('main .set, main summary, main .predict input')) {
                if (target.closest('details:not([open])') && !target.matches('summary')) continue;
                // Where the bar is.
                target.scrollIntoView({ block: 'end' });
                await frames(2);
                scrollBy({ top: target.getBoundingClientRect().bottom - innerHeight + 10, behavior: 'instant' });
                document.activeElement.blur();
                target.focus();
                await frames(2);
                const { top, bottom } = target.getBoundingClientRect();
                const under = bar.getBoundingClientRect().top;
                if (bottom > under + 1 || top < 0) hidden.push([target.textContent, top, bottom, under]);
            }
            return hidden;";
        assert_eq!(run(visit, script).await?, json!([]));
        visit.check().await
    });
}

/// Who goes through the whole page by the Tab key sees where they are, on narrow windows too, and nothing is wider than
/// these.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn whatever_the_tab_key_reaches_is_seen() {
    const LIVE: &str = "
        for (const f of document.querySelectorAll('ghm-figure')) {
            f.scrollIntoView({ behavior: 'instant' });
            await until('a figure', () => f.dataset.state === 'live');
        }
        scrollTo({ top: 0, behavior: 'instant' });
        await until('the prose', () => document.querySelector('.foot .what span'));
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;";
    const WHERE: &str = "
        await frames(1);
        let it = document.activeElement;
        while (it?.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
        if (!it || it === document.body) return null;
        const again = (window.stops ??= new Set()).has(it);
        window.stops.add(it);
        const { top, bottom, left, width, height } = it.getBoundingClientRect();
        const bar = document.querySelector('.foot').getBoundingClientRect();
        // What is after the bar's last place stands below it.
        const end = it.closest('.foot') || top >= bar.bottom - 1 ? innerHeight : bar.top;
        // What is as high as the window, such as a table that scrolls, shows a part of itself; of a large plot a strip may
        // be hidden, as what is above it may have become taller since.
        const hidden = (Math.max(0, bottom - end) + Math.max(0, -top)) / height;
        const seen = hidden < 0.1 || (height > end - 48 && top < end && bottom > 0);
        const name = `${it.localName}.${it.className} ${it.textContent.slice(0, 30)}`;
        return { again, name, seen, at: [top, bottom, end], aside: left > -2 && left + width <= innerWidth + 1 || it.closest('.scroll, .formula') !== null };";
    for width in [390, 320] {
        visit(async |visit| {
            visit.browser.resize(width, 800).await?;
            visit.open("index.html").await?;
            assert_eq!(
                visit.ask(LIVE).await?,
                0,
                "the page is wider than {width} pixels"
            );
            let (mut stops, mut hidden, mut lost) = (vec![], vec![], vec![]);
            while stops.len() < 1500 {
                for kind in ["rawKeyDown", "keyUp"] {
                    let key = json!({"type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9});
                    visit.browser.cdp("Input.dispatchKeyEvent", key).await?;
                }
                let found = visit.ask(WHERE).await?;
                if found.is_null() {
                    lost.extend(stops.last().cloned());
                    continue;
                }
                // From the last it goes on with the first.
                if found["again"] == true {
                    break;
                }
                if found["seen"] != true || found["aside"] != true {
                    hidden.push(found.clone());
                }
                stops.push(found["name"].clone());
            }
            // Between the last and the first it is with the browser.
            assert!(lost.len() < 2, "nothing has the focus after {lost:?}");
            let stops = stops.len();
            assert!(stops > 150, "{stops} stops");
            assert!(hidden.is_empty(), "at {width}: {hidden:#?}");
            Ok(())
        });
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn targets_are_as_large_as_a_finger() {
    visit(async |visit| {
        phone(visit).await?;
        let script = "
            const small = [];
            const f = await figure('momentum');
            const targets = [...f.shadowRoot.querySelectorAll('.knobs input, .knobs select, .knobs button, .more'),
                ...document.querySelectorAll('.foot button, .predict label, .predict button, .bar a, .contents a')];
            for (const target of targets) {
                const { width, height } = target.getBoundingClientRect();
                if (height && height < 43.5) small.push([target.className || target.type || target.textContent, width, height]);
            }
            return [targets.length > 30, small];";
        assert_eq!(run(visit, script).await?, json!([true, []]));
        // A phrase reaches into the lines around it, unless another phrase is there.
        let script = "
            const small = [];
            const phrases = [...document.querySelectorAll('main .set')].filter((it) => it.checkVisibility({ visibilityProperty: true }));
            for (const phrase of phrases) {
                phrase.scrollIntoView({ block: 'center', behavior: 'instant' });
                await frames(1);
                const [{ left, width, top, bottom }] = phrase.getClientRects();
                const middle = (top + bottom) / 2;
                const hit = [-20, 20].map((off) => document.elementFromPoint(left + width / 2, middle + off)?.closest('.set'));
                if (hit.includes(null) || hit.includes(undefined)) small.push(phrase.textContent);
            }
            return [phrases.length > 20, small];";
        assert_eq!(run(visit, script).await?, json!([true, []]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_bar_at_the_bottom_is_never_cut() {
    visit(async |visit| {
        phone(visit).await?;
        let script = "
            const foot = document.querySelector('.foot');
            const cut = [];
            let seen = 0;
            for (let y = 0; y < 1200; y += 40) {
                scrollTo({ top: y, behavior: 'instant' });
                await frames(4);
                if (!foot.checkVisibility({ visibilityProperty: true })) continue;
                seen++;
                const { top, bottom } = foot.getBoundingClientRect();
                if (bottom > innerHeight + 1 || top < 0) cut.push([y, top, bottom]);
            }
            return [seen > 10, cut];";
        assert_eq!(run(visit, script).await?, json!([true, []]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn both_panels_of_momentum_are_in_view() {
    visit(async |visit| {
        phone(visit).await?;
        let script = "
            const f = await figure('momentum');
            const stage = f.shadowRoot.querySelector('.stage');
            stage.scrollIntoView({ block: 'start' });
            await frames(3);
            const { top, bottom } = stage.getBoundingClientRect();
            const slider = f.shadowRoot.querySelector('.knob[data-key=batch] input[type=range]').getBoundingClientRect();
            return [top >= 0, slider.bottom <= document.querySelector('.foot').getBoundingClientRect().top, bottom - top];";
        let found = run(visit, script).await?;
        assert_eq!(
            (&found[0], &found[1]),
            (&json!(true), &json!(true)),
            "{found}"
        );
        visit.check().await
    });
}

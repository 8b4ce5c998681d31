//! What a reader did is undone, shared and brought back: keys, the browser's history, links.

use crate::harness::visit;
use serde_json::json;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn settled_changes_are_undone_and_back_returns_from_a_phrase() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = visit
            .ask(
                "const f = await until('the first figure', () => document.querySelector('ghm-figure[shared][data-draws]'));
                const undo = await until('the buttons', () => document.querySelector('.present [data-tool=undo]'));
                const hidden = [undo.hidden];
                const box = document.querySelector('.dock .knob[data-key=bins] input[type=number]');
                const set = async (value) => {
                    box.value = value;
                    box.dispatchEvent(new Event('change'));
                    await until(`the address with ${value}`, () => location.search === `?bins=${value}`);
                };
                await set(10);
                await set(20);
                hidden.push(undo.hidden);
                const press = (target, key, options = {}) =>
                    !target.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, composed: true, cancelable: true, ...options }));
                press(document.body, 'z');
                await until('one step back', () => location.search === '?bins=10');
                press(f.shadowRoot.querySelector('canvas'), 'z');
                await until('another', () => location.search === '');
                press(document.body, 'Z', { shiftKey: true });
                await until('one step on', () => location.search === '?bins=10');
                // A box of text undoes by itself.
                const inBox = press(box, 'z');
                const before = history.length;
                document.querySelector('.set[data-set=\"bins=100\"]').click();
                await until('the phrase', () => location.search === '?bins=100');
                const entries = history.length - before;
                history.back();
                await until('what was before', () => location.search === '?bins=10' && f.bins === 10);
                history.forward();
                await until('the phrase again', () => f.bins === 100);
                undo.click();
                await until('the settings before', () => f.bins === 10);
                return { hidden, inBox, entries };",
            )
            .await?;
        assert_eq!(
            found,
            json!({"hidden": [true, false], "inBox": false, "entries": 1})
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_copied_link_brings_the_article_with_figures_that_have_settings_of_their_own() {
    visit(async |visit| {
        visit.open("index.html?bins=10&pinned=default").await?;
        let link = visit
            .ask(
                "const own = await until('a figure of its own', () => document.querySelector('ghm-figure:not([shared])'));
                own.scrollIntoView();
                await until('its session', () => own.session && own.dataset.draws);
                own.bins = 44;
                own.axis = 'log';
                await until('its state in the address', () => location.search.includes('own=distribution1.bins:44&') || location.search.endsWith('own=distribution1.bins:44'));
                (await tool(own, 'linkArticle')).click();
                return until('the link', () => /http\\S+/.exec(own.shadowRoot.querySelector('.problem').textContent)?.[0]);",
            )
            .await?;
        let link = link.as_str().unwrap();
        let (_, query) = link.split_once('?').unwrap();
        assert_eq!(
            query,
            "bins=10&pinned=default&own=distribution1.bins:44&v=1#drown"
        );
        visit.goto("about:blank").await?;
        visit.goto(link).await?;
        let found = visit
            .ask(
                "const own = await until('a figure of its own', () => document.querySelector('ghm-figure:not([shared])'));
                await until('its settings', () => own.session && own.bins === 44);
                const f = document.querySelector('ghm-figure[shared]');
                await until('the others', () => f.bins === 10);
                return [own.axis, f.pinned, document.querySelector('.notes').textContent];",
            )
            .await?;
        assert_eq!(found, json!(["log", "default", ""]));
        visit.check().await
    });
}

/// A figure with settings of its own, once it lives.
const OWN: &str = "
    const own = await until('a figure of its own', () => document.querySelector('ghm-figure:not([shared])'));
    own.scrollIntoView();
    await until('its session', () => own.session && own.dataset.draws);
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_reload_and_back_keep_figures_with_settings_of_their_own() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let changed = format!(
            "{OWN}
            own.bins = 44;
            await until('its state in the address', () => location.search.includes('own='));
            // What the others do leaves it there.
            document.querySelector('.set[data-set=\"bins=100\"]').click();
            await until('the phrase', () => location.search.startsWith('?bins=100'));
            return location.search;"
        );
        let address = "?bins=100&own=distribution1.bins:44_axis:linear";
        assert_eq!(visit.ask(&changed).await?, address);
        visit.browser.client.refresh().await?;
        let reloaded = format!(
            "{OWN}
            await until('its settings', () => own.bins === 44);
            const f = document.querySelector('ghm-figure[shared]');
            await until('the others', () => f.bins === 100);
            // Longer than a movement takes to end, after which the address is written.
            await new Promise((done) => setTimeout(done, 600));
            return location.search;"
        );
        assert_eq!(visit.ask(&reloaded).await?, address);
        let back = format!(
            "{OWN}
            own.bins = 20;
            await until('the address', () => location.search.endsWith('bins:20_axis:linear'));
            history.back();
            await until('what was before the phrase', () => !location.search.includes('bins=100'));
            await until('its settings then', () => own.bins === 44);
            return location.search;"
        );
        assert_eq!(
            visit.ask(&back).await?,
            "?own=distribution1.bins:44_axis:linear"
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn what_is_set_while_a_figure_opens_is_not_lost() {
    visit(async |visit| {
        visit.open("embed.html?figure=weights").await?;
        let found = visit
            .ask(
                "await until('the engine', () => document.querySelector('ghm-figure[data-draws]'));
                const f = document.createElement('ghm-figure');
                Object.assign(f, { name: 'weights', bins: 12, momentum: 0.5 });
                document.body.prepend(f);
                const seen = [];
                // From the first moment until it lives.
                for (let bins = 20; !f.session; bins++) {
                    f.bins = bins;
                    seen.push(bins);
                    await new Promise((done) => setTimeout(done));
                }
                return [seen.length > 1, f.bins === seen.at(-1), f.momentum];",
            )
            .await?;
        assert_eq!(found, json!([true, true, 0.5]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn what_was_copied_is_told_as_done_and_not_as_a_problem() {
    visit(async |visit| {
        visit.open("embed.html?figure=weights").await?;
        let found = visit
            .ask(
                "const f = await until('the figure', () => document.querySelector('ghm-figure[data-draws]'));
                const said = f.shadowRoot.querySelector('.problem');
                const border = () => getComputedStyle(said).borderInlineStartColor;
                const clipboard = (value) => Object.defineProperty(navigator, 'clipboard', { configurable: true, value });
                clipboard({ writeText: async () => {} });
                (await tool(f, 'linkFigure')).click();
                await until('the notice', () => said.textContent.startsWith('Copied'));
                const done = border();
                document.execCommand = () => false;
                clipboard(undefined);
                (await tool(f, 'linkFigure')).click();
                await until('the problem', () => said.textContent.startsWith('The browser would not copy'));
                return { role: said.getAttribute('role'), same: done === border() };",
            )
            .await?;
        assert_eq!(found, json!({"role": "status", "same": false}));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn links_of_the_dock_and_of_the_workbench_name_their_version() {
    visit(async |visit| {
        for (page, press) in [
            ("index.html?bins=10", ".dock [data-tool=linkArticle]"),
            ("workbench.html?bins=10", "button.link"),
        ] {
            visit.open(page).await?;
            let script = format!(
                "const copied = [];
                Object.defineProperty(navigator, 'clipboard', {{ configurable: true, value: {{ writeText: async (text) => void copied.push(text) }} }});
                await until('a figure', () => document.querySelector('ghm-figure[shared][data-draws]'));
                const button = await until('the button', () => document.querySelector('{press}'));
                const name = button.textContent;
                button.click();
                const link = await until('the link', () => copied.shift());
                const done = await until('its word', () => button.textContent !== name && button.textContent);
                await until('its name', () => button.textContent === name);
                return [link, done];"
            );
            let found = visit.ask(&script).await?;
            assert_eq!(found[0], visit.url(&format!("{page}&v=1")));
            assert!(found[1].as_str().unwrap().starts_with("Copied"), "{found}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_frame_copies_its_own_link_and_knows_the_articles() {
    visit(async |visit| {
        visit
            .open("embed.html?figure=weights&bins=12&pinned=mu:0.1&controls=bins&scale=1.5&v=1")
            .await?;
        let found = visit
            .ask(
                "const f = await until('the figure', () => document.querySelector('ghm-figure[data-draws]'));
                const said = () => /http\\S+/.exec(f.shadowRoot.querySelector('.problem').textContent)?.[0];
                (await tool(f, 'linkFigure')).click();
                const frame = await until('the link', said);
                (await tool(f, 'linkArticle')).click();
                const article = await until('the other link', () => said() !== frame && said());
                return { frame, article, opens: !!(await tool(f, 'openArticle')) };",
            )
            .await?;
        assert_eq!(
            found["frame"],
            visit
                .url("embed.html?figure=weights&bins=12&pinned=mu:0.1&controls=bins&scale=1.5&v=1")
        );
        let article = found["article"].as_str().unwrap();
        assert_eq!(
            article,
            visit.url("index.html?bins=12&pinned=mu:0.1&v=1#figure-weights")
        );
        visit.goto("about:blank").await?;
        visit.goto(article).await?;
        let found = visit
            .ask(
                "const f = await until('the figure', () => document.querySelector('ghm-figure[shared][name=weights][data-draws]'));
                const { top } = f.getBoundingClientRect();
                return [f.bins, f.pinned, top >= -2 && top < innerHeight];",
            )
            .await?;
        assert_eq!(found, json!([12, "mu:0.1", true]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_property_that_is_set_again_takes_back_what_the_reader_moved() {
    visit(async |visit| {
        visit.open("embed.html?figure=weights&bins=12").await?;
        let found = visit
            .ask(
                "const f = await until('the figure', () => document.querySelector('ghm-figure[data-draws]'));
                const box = () => f.shadowRoot.querySelector('.knob[data-key=bins] input[type=number]');
                const move = () => { box().value = 50; box().dispatchEvent(new Event('change')); };
                move();
                const moved = f.bins;
                f.bins = 12;
                const byProperty = f.bins;
                move();
                f.setAttribute('bins', 12);
                const byAttribute = f.bins;
                f.controls = ['momentum'];
                f.theme = 'dark';
                f.scale = 2;
                await frames(4);
                const keys = [...f.shadowRoot.querySelectorAll('.knob')].map((it) => it.dataset.key);
                const size = getComputedStyle(f.shadowRoot.querySelector('.title')).fontSize;
                f.controls = f.scale = undefined;
                await frames(4);
                const back = [f.hasAttribute('scale'), getComputedStyle(f.shadowRoot.querySelector('.title')).fontSize];
                return { moved, byProperty, byAttribute, keys, dark: f.dark, size, back };",
            )
            .await?;
        assert_eq!(
            found,
            json!({"moved": 50, "byProperty": 12, "byAttribute": 12, "keys": ["momentum"], "dark": true, "size": "36px", "back": [false, "18px"]})
        );
        visit.check().await
    });
}

//! One figure elsewhere: in a frame set by its address, as an element of another page, in a
//! sandbox, and by what the embed dialog hands out.

use crate::harness::{Visit, visit, visit_with};
use explainer::figure::Figure;
use explainer::state::{KNOBS, Kind, State};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use xtask::serve::{self, Options};

const TOOLS: &str = "
    const drawn = async (f) => {
        await until('a drawn figure', () => f.dataset.draws);
        await frames(3);
        return f;
    };
    const one = () => until('the figure', () => document.querySelector('ghm-figure')).then(drawn);
    const inside = (f, selector) => f.shadowRoot.querySelector(selector);
    const all = (f, selector) => [...f.shadowRoot.querySelectorAll(selector)];
    const seen = (element) => element.getClientRects().length > 0;
    const keys = (f) => all(f, '.knobs .knob').map((knob) => knob.dataset.key);
    const press = (element, key, options = {}) =>
        element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...options }));
";

async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit.ask(&format!("{TOOLS} {{ {script} }}")).await
}

/// Opens the frame's page on its own. Another page comes between: a new fragment alone loads nothing.
async fn open(visit: &Visit, settings: &str) -> xtask::Result<()> {
    visit.browser.client.goto("about:blank").await?;
    visit.open(&format!("embed.html{settings}")).await
}

/// Opens an empty page on another origin: a teacher's.
async fn host(visit: &Visit) -> xtask::Result<()> {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("host");
        fs::create_dir_all(&folder).unwrap();
        let page = "<!doctype html><html lang=en><title>A course</title><link rel=icon href=data:,><body></body>";
        fs::write(folder.join("index.html"), page).unwrap();
        folder
    });
    let address = serve::spawn(&FOLDER, Options::default()).await?;
    let page = format!("http://{address}/index.html");
    Ok(visit.browser.client.goto(&page).await?)
}

/// Opens a page of another origin that knows the element.
async fn foreign(visit: &Visit) -> xtask::Result<()> {
    host(visit).await?;
    let script = format!("await import('{}');", visit.url("v1/ghm-explainer.js"));
    run(visit, &script).await?;
    Ok(())
}

/// What went wrong in the console; a host's page is another origin, which `check` doesn't expect.
async fn quiet(visit: &Visit) -> xtask::Result<()> {
    for message in visit.browser.console().await? {
        let fault = matches!(message.level.as_str(), "SEVERE" | "WARNING");
        assert!(!fault, "the console says: {}", message.text);
    }
    Ok(())
}

/// A host whose scripts and data any page may use, as GitHub Pages is.
fn open_host() -> Options {
    Options {
        headers: vec![(
            "access-control-allow-origin".parse().unwrap(),
            "*".parse().unwrap(),
        )],
        ..Options::default()
    }
}

/// A value that differs from each knob's default.
fn another(key: &str, kind: Kind) -> String {
    match kind {
        Kind::Number(range) if range.whole => "42".into(),
        Kind::Number(range) => (range.min + (range.max - range.min) / 8.0).to_string(),
        Kind::Choice(options) if key == "data" => options[4].value.into(),
        Kind::Choice(options) => options[1].value.into(),
        Kind::Norms => "0.11,0.22,0.33,0.44,0.55,0.66,0.77,0.88".into(),
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_knob_is_a_parameter_of_the_frame() {
    let mut state = State::default();
    for knob in KNOBS.iter().filter(|knob| knob.key != "lang") {
        let value = if knob.key == "hbins" {
            "7".into()
        } else {
            another(knob.key, knob.kind)
        };
        state.set(knob.key, &value).unwrap();
    }
    let query = state.query();
    assert_eq!(query.matches('=').count(), KNOBS.len() - 1);
    visit(async |visit| {
        for address in [
            format!("?{query}"),
            format!("#figure=weights&{query}"),
            format!("?bins=3&mu=x#?{query}"),
        ] {
            open(visit, &address).await?;
            let found = run(
                visit,
                "const f = await one(); return [f.state, all(f, '.notes li').length];",
            )
            .await?;
            assert_eq!(found, json!([query, 0]), "{address}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn parameters_choose_figure_controls_text_language_and_colours() {
    visit(async |visit| {
        let script = "
            const f = await one();
            return {
                figure: f.figure, keys: keys(f), disabled: all(f, '.knob :disabled').length,
                parts: ['.title', '.legend', '.readout', '.table', '.tools'].filter((part) => seen(inside(f, part))).join(' '),
                title: inside(f, '.title').textContent, dark: f.dark, lang: document.documentElement.lang,
                paper: getComputedStyle(document.documentElement).backgroundColor, tab: document.title,
                hint: inside(f, '.readout').textContent,
            };";
        let everything = ".title .legend .readout .table .tools";
        for (address, expected) in [
            (
                "",
                json!({"figure": "distribution", "keys": ["bins", "step"], "disabled": 0, "parts": everything, "dark": false, "lang": "en", "tab": "Distribution of gradient norms"}),
            ),
            (
                "?figure=asl1&controls=mu&lang=zh-CN&theme=dark",
                json!({"figure": "asl1", "keys": ["mu"], "title": "SL1 与 ASL1", "dark": true, "lang": "zh", "paper": "rgb(21, 24, 29)"}),
            ),
            (
                "?figure=asl1&lock=mu&lang=fr&theme=light",
                json!({"keys": ["delta"], "lang": "en", "title": "SL1 and ASL1", "paper": "rgb(253, 253, 252)"}),
            ),
            (
                "?figure=asl1&lock=mu&controls=mu,delta",
                json!({"keys": ["mu", "delta"], "disabled": 2}),
            ),
            (
                "?figure=hand&controls=all&text=title,readout",
                json!({"keys": ["hand", "hbins", "convention", "edge"], "parts": ".title .readout", "hint": "Point at the figure, or focus it and use the arrow keys, to read exact values."}),
            ),
            (
                "?figure=momentum&controls=none&text=none",
                json!({"keys": [], "parts": ""}),
            ),
            (
                "?figure=regions&text=caption&controls=",
                json!({"keys": [], "parts": ".readout"}),
            ),
        ] {
            open(visit, address).await?;
            let found = run(visit, script).await?;
            for (key, value) in expected.as_object().unwrap() {
                assert_eq!(&found[key], value, "{key} of {address}: {found}");
            }
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn what_is_locked_the_reader_cannot_move() {
    visit(async |visit| {
        // By hand the examples are dragged, and batches are scrubbed and played.
        for (figure, key, at) in [("hand", "hand", 0.25), ("momentum", "batch", 0.75)] {
            for (lock, moves) in [("", true), ("&lock=hand,batch", false)] {
                visit.browser.resize(1000, 700).await?;
                open(visit, &format!("?figure={figure}{lock}")).await?;
                let script = format!(
                    "const f = await one();
                    const canvas = inside(f, 'canvas');
                    const box = canvas.getBoundingClientRect();
                    canvas.setPointerCapture = () => {{}};
                    for (const [type, part] of [['pointerdown', {at}], ['pointermove', {at} + 0.1]]) {{
                        canvas.dispatchEvent(new PointerEvent(type, {{
                            bubbles: true, buttons: 1, clientX: box.x + box.width * part, clientY: box.y + box.height / 2,
                        }}));
                        await frames(2);
                    }}
                    return [f.state.includes('{key}='), !!inside(f, '.player')];"
                );
                let player = moves && figure == "momentum";
                assert_eq!(
                    run(visit, &script).await?,
                    json!([moves, player]),
                    "{figure}{lock}"
                );
            }
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn bad_parameters_are_noted_and_the_figure_starts() {
    visit(async |visit| {
        open(
            visit,
            "?figure=mars&bins=9999&mu=x&data=moon&hand=1,2&colour=red&theme=pink&text=title,poem&controls=bins,zoom&lock=speed&lang=xx&bins=300",
        )
        .await?;
        let found = run(
            visit,
            "const f = await one();
            const notes = all(f, '.notes li').map((item) => item.textContent);
            const box = inside(f, '.notes');
            const before = seen(box);
            box.querySelector('button').click();
            f.bins = 'many';
            const again = all(f, '.notes li').map((item) => item.textContent);
            return { notes, state: f.state, figure: f.figure, before, keys: keys(f), again };",
        )
        .await?;
        let notes = found["notes"].as_array().unwrap();
        for wrong in [
            "mars, so this is another one. There are distribution, hand",
            "bins=300",
            "mu=x",
            "data=moon",
            "hand=1,2",
            "colour",
            "theme=pink",
            "text=poem",
            "zoom",
            "speed",
        ] {
            assert!(
                notes.iter().any(|n| n.as_str().unwrap().contains(wrong)),
                "{wrong}: {found}"
            );
        }
        assert_eq!(
            notes.len(),
            10,
            "a bad language falls back silently: {found}"
        );
        assert_eq!(found["figure"], "distribution");
        assert_eq!(found["state"], "bins=200");
        assert_eq!(found["keys"], json!(["bins"]));
        assert_eq!(found["before"], true);
        // Put away, the old ones stay away.
        assert_eq!(found["again"].as_array().unwrap().len(), 1, "{found}");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn each_dialect_of_hosts_is_spoken() {
    visit(async |visit| {
        host(visit).await?;
        let address = visit.url("embed.html?figure=asl1#?secret=Abc123");
        let script = format!(
            "const heard = [];
            const frame = document.createElement('iframe');
            frame.style = 'width: 700px; height: 150px; border: 0';
            // What H5P's host does when a frame greets it.
            addEventListener('message', ({{ data, source }}) => {{
                heard.push(data);
                const answer = {{ hello: 'hello', prepareResize: 'resizePrepared' }}[data.action];
                if (answer) source.postMessage({{ context: 'h5p', action: answer }}, '*');
                if (data.action === 'resize') frame.style.height = `${{data.scrollHeight}}px`;
            }});
            frame.src = '{address}';
            document.body.append(frame);
            const get = (test) => until(test, () => heard.find(test));
            const ready = await get((m) => m.ghm === 1 && m.type === 'ready');
            const h5p = await get((m) => m.context === 'h5p' && m.action === 'resize' && m.scrollHeight === heard.findLast((m) => m.type === 'resize')?.height);
            const quiet = async () => {{ const n = heard.length; await new Promise((done) => setTimeout(done, 600)); return heard.length === n; }};
            await until('quiet', quiet);
            const height = heard.findLast((m) => m.type === 'resize').height;
            const told = {{
                lti: heard.findLast((m) => m.subject === 'lti.frameResize'),
                wordpress: heard.findLast((m) => m.message === 'height'),
                frame: frame.clientHeight, resizes: heard.filter((m) => m.type === 'resize').length,
            }};
            const say = (message) => frame.contentWindow.postMessage(message, '*');
            say({{ ghm: 1, type: 'set', values: {{ mu: 0.3, controls: 'delta', lang: 'zh' }} }});
            const state = await get((m) => m.type === 'state' && m.state.includes('mu=0.3'));
            say({{ ghm: 1, type: 'set', state: 'delta=0.5' }});
            await get((m) => m.type === 'state' && m.state === 'delta=0.5&lang=zh');
            say({{ ghm: 1, type: 'set', values: {{ figure: 'hand' }} }});
            say({{ ghm: 1, type: 'get' }});
            await get((m) => m.type === 'state' && m.figure === 'hand');
            say({{ ghm: 1, type: 'set', values: {{ figure: 'asl1', text: 'none', controls: 'none' }} }});
            await get((m) => m.type === 'resize' && m.height < height - 100);
            return {{
                ready, height, state, ...told,
                hello: heard.some((m) => m.action === 'hello'),
                prepare: heard.find((m) => m.action === 'prepareResize'),
                whole: heard.filter((m) => m.height).every((m) => Number.isInteger(m.height)),
            }};"
        );
        let found = run(visit, &script).await?;
        assert_eq!(found["ready"]["figure"], "asl1", "{found}");
        assert_eq!(found["state"]["figure"], "asl1", "{found}");
        assert!(found["height"].as_u64() > Some(300), "{found}");
        assert_eq!(found["lti"]["height"], found["height"], "{found}");
        assert_eq!(found["wordpress"]["secret"], "Abc123", "{found}");
        assert_eq!(found["wordpress"]["value"], found["height"], "{found}");
        assert_eq!(found["frame"], found["height"], "{found}");
        assert_eq!(found["hello"], true);
        assert!(
            found["prepare"]["scrollHeight"].is_u64() && found["prepare"]["clientHeight"].is_u64(),
            "{found}"
        );
        assert_eq!(found["whole"], true);
        assert!(
            found["resizes"].as_u64() < Some(8),
            "frame and figure chase each other: {found}"
        );
        quiet(visit).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_sandbox_that_allows_scripts_is_enough() {
    visit_with(open_host(), async |visit| {
        host(visit).await?;
        let address = visit.url("embed.html?figure=weights&data=clean&bins=12");
        let script = format!(
            "const frame = document.createElement('iframe');
            frame.setAttribute('sandbox', 'allow-scripts');
            frame.style = 'width: 800px; height: 600px';
            frame.src = '{address}';
            const ready = new Promise((done) => addEventListener('message', ({{ data }}) => data.type === 'ready' && done(data)));
            document.body.append(frame);
            return ready;"
        );
        let ready = run(visit, &script).await?;
        assert_eq!(ready["state"], "bins=12&data=clean");
        visit.browser.client.enter_frame(0).await?;
        let found = run(
            visit,
            "const f = await one();
            const origin = self.origin;
            // What can't be saved is offered.
            const offered = {};
            for (const [at, what] of [[1, 'canvas'], [2, 'textarea'], [3, 'textarea']]) {
                all(f, '.tools button')[at].click();
                const dialog = await until('the offer', () => inside(f, 'dialog[open]'));
                const made = dialog.querySelector(what);
                offered[at] = made.value?.slice(0, 4) ?? made.width > 300;
                dialog.querySelector('.bar button').click();
                await until('its end', () => !inside(f, 'dialog'));
            }
            all(f, '.tools button')[0].click();
            const box = await until('the code', () => inside(f, 'dialog textarea'));
            await until('the snippet', () => box.value);
            inside(f, 'dialog .copy').click();
            const said = await until('an answer', () => inside(f, 'dialog .said').textContent);
            return { origin, offered, snippet: box.value.slice(0, 7), said };",
        )
        .await?;
        assert_eq!(found["origin"], "null");
        assert_eq!(
            found["offered"],
            json!({"1": true, "2": "<svg", "3": found["offered"]["3"]}),
            "{found}"
        );
        assert!(
            found["offered"]["3"]
                .as_str()
                .is_some_and(|csv| !csv.is_empty()),
            "{found}"
        );
        assert_eq!(found["snippet"], "<iframe");
        let said = found["said"].as_str().unwrap();
        assert!(
            said.starts_with("Copied") || said.contains("Ctrl+C"),
            "{said}"
        );
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_fits_frames_from_a_phone_to_a_slide() {
    visit(async |visit| {
        for name in Figure::ALL.map(Figure::name) {
            open(visit, &format!("?figure={name}")).await?;
            for (width, height) in [(1200, 700), (800, 600), (390, 700), (320, 400)] {
                visit.browser.resize(width, height).await?;
                let found = run(
                    visit,
                    "const f = await one();
                    await frames(6);
                    const { scrollWidth, scrollHeight } = document.documentElement;
                    const canvas = inside(f, '.stage canvas');
                    return { scrollWidth, scrollHeight, canvas: canvas.clientHeight, overflow: getComputedStyle(document.documentElement).overflowY };",
                )
                .await?;
                let here = format!("{name} {width}x{height}: {found}");
                assert!(
                    found["scrollWidth"].as_u64() <= Some(width.into()),
                    "{here}"
                );
                assert!(found["canvas"].as_f64() >= Some(160.0), "{here}");
                assert_ne!(found["overflow"], "hidden", "{here}");
                // Scenes, histograms and ten knobs fill no slide: that figure scrolls.
                if width >= 800 && name != "detector" {
                    // All of it shows, and it fills the frame.
                    assert_eq!(
                        found["scrollHeight"].as_u64(),
                        Some(height.into()),
                        "{here}"
                    );
                }
            }
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn attributes_properties_and_events_agree() {
    visit_with(open_host(), async |visit| {
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
                early, changed, events, titles, values: [a.value('mu'), b.bins, b.value('convention')],
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
fn texts_of_another_language_come_when_they_are_asked_for() {
    visit_with(open_host(), async |visit| {
        open(visit, "?figure=asl1").await?;
        let found = run(
            visit,
            "const f = await one();
            const files = () => performance.getEntriesByType('resource').map(({ name }) => name.match(/texts-(\\w+)/)?.[1]).filter(Boolean);
            const shown = () => [inside(f, '.title').textContent, inside(f, '.table summary').textContent];
            const early = [shown(), files()];
            f.lang = 'zh';
            // Asked for, and no longer wanted when it comes.
            f.lang = 'en';
            await until('the file', () => files().length === 2);
            await frames(4);
            const kept = shown();
            f.lang = 'zh';
            await until('the title', () => shown()[0].startsWith('SL1 与'));
            return [...early, kept, shown(), files()];",
        )
        .await?;
        let (en, zh) = (["SL1 and ASL1", "Data table"], ["SL1 与 ASL1", "数据表"]);
        assert_eq!(found, json!([en, ["en"], en, zh, ["en", "zh"]]));
        quiet(visit).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_dialog_starts_from_the_controls_that_the_figure_has() {
    visit_with(open_host(), async |visit| {
        open(visit, "?figure=weights&controls=mask,bins&mask=all").await?;
        let found = run(
            visit,
            "const f = await one();
            inside(f, '.tools button').click();
            const dialog = await until('the dialog', () => inside(f, 'dialog[open]'));
            return until('the code', () => dialog.querySelector('textarea')?.value);",
        )
        .await?;
        let code = found.as_str().unwrap();
        assert!(code.contains("mask=all"), "{code}");
        assert!(code.contains("controls=bins,mask"), "{code}");
        quiet(visit).await
    });
}

/// Holds the Chinese texts back until `open()`; then the first `failures` requests for them fail.
const HELD: &str = "
    const fetched = fetch;
    let open, asked = 0;
    const gate = new Promise((done) => (open = done));
    globalThis.fetch = async (address, ...rest) => {
        if (!String(address).includes('texts-zh')) return fetched(address, ...rest);
        asked += 1;
        await gate;
        if (asked <= failures) throw new Error('lost on the way');
        return fetched(address, ...rest);
    };
    const add = (lang) => {
        const f = document.createElement('ghm-figure');
        Object.assign(f, { name: 'asl1', lang });
        document.body.append(f);
        return f;
    };
    const title = (f) => inside(f, '.title')?.textContent;
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_ends_in_the_language_that_was_asked_for_last() {
    visit_with(open_host(), async |visit| {
        foreign(visit).await?;
        let script = "
            const f = add('zh');
            await until('the request', () => asked === 1);
            f.lang = 'en';
            open();
            await until('the figure', () => f.dataset.state === 'live');
            await until('its title', () => title(f) === 'SL1 and ASL1');
            return true;";
        run(visit, &format!("const failures = 0; {HELD} {script}")).await?;
        quiet(visit).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn texts_that_failed_are_asked_for_again() {
    visit_with(open_host(), async |visit| {
        foreign(visit).await?;
        let script = "
            const f = add('en');
            await until('the figure', () => title(f));
            f.lang = 'zh';
            open();
            await until('a sentence', () => inside(f, '.problem').textContent);
            const failed = [title(f), inside(f, '.problem').textContent];
            f.lang = 'en';
            f.lang = 'zh';
            await until('the title', () => title(f).startsWith('SL1 与'));
            return [failed, asked];";
        let found = run(visit, &format!("const failures = 1; {HELD} {script}")).await?;
        assert_eq!(found, json!([["SL1 and ASL1", "lost on the way"], 2]));
        quiet(visit).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn styles_neither_leak_in_nor_out() {
    visit_with(open_host(), async |visit| {
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
fn a_figure_that_moves_keeps_its_state_and_one_that_returns_too() {
    visit_with(open_host(), async |visit| {
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
    visit_with(open_host(), async |visit| {
        foreign(visit).await?;
        let round = async |figures: usize| -> xtask::Result<(u64, u64, u64)> {
            let script = format!(
                "let engine;
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
                    // Half are removed before they live.
                    if (i % 20) await Promise.all(made.map((f) => until('a figure', () => f.dataset.draws)));
                    engine ??= made[0].session?.engine;
                    for (const f of made) f.remove();
                    await until('their end', () => made.every((f) => !f.session));
                }}
                return (await engine.default()).memory.buffer.byteLength;"
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

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn keys_stay_in_the_figure() {
    visit(async |visit| {
        open(visit, "?figure=momentum&controls=momentum,start,batch").await?;
        let found = run(
            visit,
            "const f = await one();
            const leaked = [];
            // Nobody is told what nobody changed.
            await new Promise((done) => setTimeout(done, 600));
            const silent = inside(f, '.spoken').textContent === '';
            document.addEventListener('keydown', ({ key }) => leaked.push(key));
            const [slider, number] = [inside(f, 'input[type=range]'), inside(f, 'input[type=number]')];
            const stopped = (element, key, options) => !press(element, key, options);
            const canvas = inside(f, 'canvas');
            const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'];
            const kept = {
                slider: keys.every((key) => stopped(slider, key)),
                canvas: keys.every((key) => stopped(canvas, key)),
                button: keys.every((key) => stopped(inside(f, '.player button'), key)),
                number: ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].every((key) => stopped(number, key)),
                // The browser's own shortcuts stay the browser's.
                shortcut: stopped(slider, 'ArrowLeft', { altKey: true }),
            };
            f.momentum = 0.5;
            press(number, 'ArrowUp', { shiftKey: true });
            press(slider, 'ArrowRight');
            const momentum = f.momentum;
            slider.focus();
            press(slider, 'Escape');
            await frames(2);
            const there = f.shadowRoot.activeElement === canvas;
            press(canvas, 'Enter');
            await frames(2);
            const read = seen(inside(f, '.readout dt') ?? inside(f, '.hint'));
            const reading = !!inside(f, '.readout dt');
            const said = await until('what it says', () => inside(f, '.spoken').textContent);
            const label = canvas.getAttribute('aria-label');
            press(canvas, 'Escape');
            await frames(2);
            const cleared = !inside(f, '.readout dt') && f.shadowRoot.activeElement === canvas;
            press(canvas, 'Escape');
            return { kept, leaked, momentum, there, reading, cleared, silent, said, label, left: f.shadowRoot.activeElement === null, touch: getComputedStyle(canvas).touchAction, read };",
        )
        .await?;
        assert_eq!(
            found["kept"],
            json!({"slider": true, "canvas": true, "button": true, "number": true, "shortcut": false})
        );
        assert_eq!(
            found["leaked"],
            json!(["ArrowLeft"]),
            "a host would turn its slides"
        );
        let momentum = found["momentum"].as_f64().unwrap();
        assert!((momentum - 0.56).abs() < 0.011, "{momentum}");
        for step in ["silent", "there", "reading", "cleared", "left"] {
            assert_eq!(found[step], true, "{step}: {found}");
        }
        let said = found["said"].as_str().unwrap();
        let label = found["label"].as_str().unwrap();
        assert!(
            said.starts_with("gradient norm") && label.len() > 40,
            "{found}"
        );
        assert!(
            found["touch"].as_str().unwrap().starts_with("pan-y"),
            "{found}"
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_dialog_hands_out_what_shows_the_figure() {
    visit_with(open_host(), async |visit| {
        for (lang, title) in [("en", "Embed this figure"), ("zh", "嵌入此图")] {
            open(
                visit,
                &format!("?figure=weights&bins=12&momentum=0.3&lang={lang}"),
            )
            .await?;
            let script = "
                const f = await one();
                const late = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/parts.'));
                const early = late();
                inside(f, '.tools button').click();
                const dialog = await until('the dialog', () => inside(f, 'dialog[open]'));
                await until('the preview', () => dialog.querySelector('textarea')?.value);
                const preview = await drawn(dialog.querySelector('ghm-figure'));
                const set = async (input, value) => {
                    if (input.type === 'checkbox') { if (input.checked !== value) input.click(); } else input.value = value;
                    input.dispatchEvent(new Event('change', { bubbles: true }));
                    await frames(2);
                };
                const row = (key) => dialog.querySelector(`.setting .knob[data-key=${key}]`).parentElement;
                await set(row('bins').querySelector('input[type=number]'), 25);
                await set(row('convention').querySelector('.check input'), true);
                await set(row('momentum').querySelector('.check input'), false);
                await until('the new state', () => dialog.querySelector('textarea').value.includes('bins=25'));
                const [hosts] = dialog.querySelectorAll('.code select');
                const snippets = {};
                for (const { value } of hosts.options) {
                    await set(hosts, value);
                    snippets[value] = [dialog.querySelector('textarea').value, dialog.querySelector('.code ~ p:last-of-type').textContent];
                }
                const title = dialog.querySelector('h2').textContent;
                const shown = { keys: keys(preview), state: preview.state };
                dialog.querySelector('.bar button').click();
                await until('its end', () => !inside(f, 'dialog'));
                await until('the preview to free its session', () => !preview.session);
                return { title, snippets, shown, state: f.state, late: [early, late()] };";
            let found = run(visit, script).await?;
            assert_eq!(found["title"], title);
            assert_eq!(
                found["late"],
                json!([false, true]),
                "it comes when it is asked for"
            );
            assert_eq!(
                found["shown"]["keys"],
                json!(["bins", "convention"]),
                "{found}"
            );
            assert!(
                found["state"].as_str().unwrap().starts_with("bins=12"),
                "the figure itself stays"
            );
            let mut query =
                "figure=weights&bins=25&momentum=0.3&controls=bins,convention".to_owned();
            if lang == "zh" {
                query += "&lang=zh";
            }
            let src = format!("{}{query}", visit.url("embed.html?"));
            for (host, pair) in found["snippets"].as_object().unwrap() {
                let snippet = pair[0].as_str().unwrap();
                let named = [src.clone(), src.replace('&', "&amp;"), "bins=\"25\"".into()];
                assert!(
                    named.iter().any(|it| snippet.contains(it)),
                    "{host}: {snippet}"
                );
                assert!(!pair[1].as_str().unwrap().is_empty(), "{host} has a note");
            }
            snippets_are_what_hosts_read(&found["snippets"], &src);
            // What is handed out shows what was set up, in another page.
            let html = json!(found["snippets"]["html"][0]);
            host(visit).await?;
            let script = format!(
                "const ready = new Promise((done) => addEventListener('message', ({{ data }}) => data.type === 'ready' && done(data)));
                document.body.innerHTML = {html};
                document.querySelector('iframe').scrollIntoView();
                return ready;"
            );
            let ready = run(visit, &script).await?;
            assert_eq!(ready["figure"], "weights");
            assert!(
                ready["state"]
                    .as_str()
                    .unwrap()
                    .starts_with("bins=25&momentum=0.3"),
                "{ready}"
            );
            visit.browser.client.enter_frame(0).await?;
            let keys = run(visit, "return keys(await one());").await?;
            assert_eq!(keys, json!(["bins", "convention"]));
            visit.browser.client.enter_parent_frame().await?;
            let element = json!(found["snippets"]["element"][0]);
            host(visit).await?;
            // A script that is set as text does not run: it is put in as a page would have it.
            let script = format!(
                "document.body.innerHTML = {element};
                const script = document.createElement('script');
                Object.assign(script, {{ type: 'module', src: document.querySelector('script').src }});
                document.head.append(script);
                const f = await one();
                return [f.figure, f.bins, f.momentum, f.language, keys(f)];"
            );
            let there = run(visit, &script).await?;
            let expected = json!(["weights", 25, 0.3, lang, ["bins", "convention"]]);
            assert_eq!(there, expected);
        }
        quiet(visit).await
    });
}

fn snippets_are_what_hosts_read(snippets: &Value, src: &str) {
    let of = |host: &str| snippets[host][0].as_str().unwrap().to_owned();
    assert!(of("mdx").ends_with("style={{ border: 0 }} />"));
    assert!(of("jupyter").starts_with("from IPython.display import IFrame\nIFrame(\"http"));
    assert!(of("quarto").starts_with("```{=html}\n<iframe") && of("quarto").ends_with("\n```"));
    assert!(of("sphinx").starts_with(".. raw:: html\n\n   <iframe"));
    assert!(of("myst").starts_with("```{raw} html\n<iframe"));
    assert!(of("mdbook").starts_with("<iframe") && !of("mdbook").contains('\n'));
    assert!(of("lms").starts_with("<iframe") && !of("lms").contains("style"));
    assert!(of("reveal").contains("data-src="));
    assert!(of("markdown").starts_with("[![") && of("markdown").contains(".svg)]("));
    assert!(of("element").contains("<ghm-figure name=\"weights\""));
    assert_eq!(of("link"), src);
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_dialog_has_every_text_in_both_languages_and_its_address_stays_short() {
    visit(async |visit| {
        open(visit, "").await?;
        // The modules as they are, before the build puts them together.
        let sources = serve::spawn(&xtask::root().join("www"), open_host()).await?;
        let script = "const { TEXT } = await import(`${sources}/embed-text.js`);
            const { SNIPPETS, queryOf } = await import(`${sources}/snippets.js`);
            const { FIGURES, TEXTS, THEMES } = await import(`${sources}/keys.js`);
            const wanted = [...Object.keys(SNIPPETS).flatMap((host) => [`host.${host}`, `note.${host}`]),
                ...TEXTS.map((name) => `shown.${name}`), ...THEMES.map((name) => `theme.${name}`)];
            const [en, zh] = [TEXT.en, TEXT.zh].map((texts) => Object.keys(texts));
            const f = await one();
            const { session } = f.session;
            // As the session keeps it: whole where only whole numbers count.
            const longest = session.knobs().map((k) => [k.key, k.options?.at(-1).value ?? ('min' in k ? (session.set(k.key, `${k.min + (k.max - k.min) / 3}`), session.get(k.key)) : '0.11,0.22,0.33,0.44,0.55,0.66,0.77,0.88')]);
            const lengths = FIGURES.map((figure) => {
                const keys = session.depends(figure);
                const settings = new Map([['figure', figure], ...longest.filter(([key]) => keys.includes(key)),
                    ['controls', keys.join(',')], ['lock', 'hand,batch'], ['text', TEXTS.join(',')], ['theme', 'light']]);
                return queryOf(settings).length;
            });
            return { missing: wanted.filter((key) => !TEXT.en[key]), en, zh, empty: Object.values(TEXT).flatMap(Object.values).filter((text) => !text), longest: Math.max(...lengths) };";
        let found = run(
            visit,
            &format!("const sources = 'http://{sources}'; {script}"),
        )
        .await?;
        assert_eq!(found["missing"], json!([]));
        assert_eq!(found["en"], found["zh"]);
        assert_eq!(found["empty"], json!([]));
        let longest = found["longest"].as_u64().unwrap();
        println!("the longest address has {longest} characters of settings");
        assert!(longest < 500, "{longest}");
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn colours_follow_the_page_and_not_the_system_alone() {
    visit_with(open_host(), async |visit| {
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
            // The host's page is light, as it names no scheme.
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
            json!([false, "rgb(34, 39, 46)"]),
            json!([true, "rgb(227, 231, 236)"]),
        );
        assert_eq!(found, json!([light, dark, light]));
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_single_figure_is_set_by_its_fragment_and_as_srcdoc() {
    visit(async |visit| {
        visit
            .open("figure.html#figure=hand&hbins=7&lang=zh")
            .await?;
        let found = run(
            visit,
            "const f = await one();
            const first = [f.figure, f.hbins, f.language];
            location.hash = '#figure=asl1&mu=0.3';
            await until('the other figure', () => f.figure === 'asl1' && f.mu === 0.3);
            // Its language's texts come first.
            await until('its title', () => inside(f, '.title').textContent.startsWith('SL1 and'));
            const second = [f.figure, f.hbins, f.language, inside(f, '.title').textContent];
            inside(f, '.tools button').click();
            await until('the code', () => inside(f, 'dialog textarea')?.value.includes('figure.html#figure=asl1&amp;mu=0.3'));
            inside(f, 'dialog .bar button').click();
            return [first, second];",
        )
        .await?;
        assert_eq!(
            found,
            json!([["hand", 7, "zh"], ["asl1", 5, "en", "SL1 and ASL1"]])
        );
        // A page whose policy lets it be fetched, and another put in.
        open(visit, "").await?;
        let ready = run(
            visit,
            "const page = await (await fetch('figure.html')).text();
            const frame = document.createElement('iframe');
            frame.setAttribute('sandbox', 'allow-scripts');
            frame.srcdoc = page.replace('<html ', '<html data-query=\"figure=weights&amp;bins=9\" ');
            const ready = new Promise((done) => addEventListener('message', ({ data }) => data.type === 'ready' && done(data)));
            document.body.prepend(frame);
            return ready;",
        )
        .await?;
        assert_eq!(ready["figure"], "weights");
        assert_eq!(ready["state"], "bins=9");
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn where_wasm_is_forbidden_a_frame_keeps_its_poster_and_tells_its_host() {
    let policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; frame-ancestors *";
    let options = Options {
        headers: vec![(
            "content-security-policy".parse().unwrap(),
            policy.parse().unwrap(),
        )],
        ..Options::default()
    };
    visit_with(options, async |visit| {
        host(visit).await?;
        let address = visit.url("embed.html?figure=gradient&lang=zh");
        let script = format!(
            "const heard = [];
            addEventListener('message', ({{ data }}) => heard.push(data));
            document.body.innerHTML = '<iframe src=\"{address}\" width=700 height=300></iframe>';
            await until('the error', () => heard.some((m) => m.type === 'error'));
            return (await until('the height', () => heard.find((m) => m.type === 'resize'))).height;"
        );
        assert!(run(visit, &script).await?.as_u64() > Some(100));
        visit.browser.client.enter_frame(0).await?;
        let found = run(
            visit,
            "const f = await until('the figure', () => document.querySelector('ghm-figure[data-state=failed]'));
            const image = await until('the poster', () => f.querySelector('img'));
            await until('the picture', () => image.complete && image.naturalWidth);
            return [image.src.split('/').pop(), seen(image), inside(f, '.problem').textContent];",
        )
        .await?;
        assert_eq!(found[0], "gradient.light.zh.svg");
        assert_eq!(found[1], true);
        assert!(
            found[2].as_str().unwrap().starts_with("此图为静态图"),
            "{found}"
        );
        Ok(())
    });
}

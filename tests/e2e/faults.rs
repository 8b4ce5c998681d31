//! What a reader sees when something breaks: code that stops midway, memory that isn't there, a trainer that dies, a
//! network that goes.

use crate::harness::{CSP, Visit, sending, visit, visit_with};
use serde_json::{Value, json};

/// Lets a test trap the engine: `trap()` makes the present instance's next pictures read from a pointer to nowhere.
const TRAPS: &str = "
    const own = WebAssembly.instantiate;
    let engines = 0;
    let trapped = 0;
    window.trap = () => (trapped = engines);
    WebAssembly.instantiate = async (module, imports) => {
        const instance = await own.call(WebAssembly, module, imports);
        if (!instance.exports?.engine_draw) return instance;
        const { exports } = instance;
        const number = ++engines;
        const engine_draw = (engine, ...args) => exports.engine_draw(number <= trapped ? -16 : engine, ...args);
        return Object.create(WebAssembly.Instance.prototype, { exports: { value: { ...exports, engine_draw } } });
    };";

/// Gives wasm no more than so many pages of memory beyond those that it starts with.
fn with_little_memory(pages: u32) -> String {
    format!(
        "const compile = WebAssembly.compile;
        WebAssembly.compileStreaming = async (answer) => {{
            const bytes = new Uint8Array(await (await answer).arrayBuffer());
            const number = (at) => {{
                let [value, length] = [0, 0];
                do value |= (bytes[at + length] & 127) << (7 * length); while (bytes[at + length++] & 128);
                return [value, length];
            }};
            const written = (value) => {{
                const out = [];
                do out.push((value & 127) | (value > 127 ? 128 : 0)); while ((value >>>= 7));
                return out;
            }};
            for (let at = 8; at < bytes.length;) {{
                const [length, head] = number(at + 1);
                const start = at + 1 + head;
                // The section of memories: there is one, which has no limit yet.
                if (bytes[at] === 5) {{
                    const [least] = number(start + 2);
                    const limits = [1, 1, ...written(least), ...written(least + {pages})];
                    const whole = [...bytes.slice(0, at), 5, ...written(limits.length), ...limits, ...bytes.slice(start + length)];
                    return compile(new Uint8Array(whole));
                }}
                at = start + length;
            }}
            return compile(bytes);
        }};"
    )
}

/// Shortens the deadlines of workers.
const HURRY: &str = "
    const later = setTimeout;
    window.setTimeout = (act, ms, ...rest) => later(act, ms > 5000 ? 2500 : ms, ...rest);";

/// Knows all workers.
const WORKERS: &str = "
    window.workers = [];
    window.Worker = class extends Worker {
        constructor(...args) {
            super(...args);
            window.workers.push(this);
        }
    };
    window.rejected = [];
    addEventListener('unhandledrejection', ({ reason }) => window.rejected.push(String(reason)));";

/// Opens a page in which these scripts ran before its own.
async fn opened(visit: &Visit, page: &str, before: &[&str]) -> xtask::Result<()> {
    for source in before {
        let command = "Page.addScriptToEvaluateOnNewDocument";
        visit
            .browser
            .cdp(command, json!({ "source": source }))
            .await?;
    }
    visit.open(page).await
}

async fn offline(visit: &Visit, is: bool) -> xtask::Result<Value> {
    let conditions =
        json!({"offline": is, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    let command = "Network.emulateNetworkConditions";
    visit.browser.cdp(command, conditions).await
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn code_that_stops_midway_is_told_and_started_again_in_its_last_state() {
    for (page, says, again) in [
        ("index.html?bins=12", "stopped midway", "Start again"),
        ("zh/index.html?bins=12", "计算中途停止", "重新启动"),
    ] {
        visit(async |visit| {
            opened(visit, page, &[TRAPS]).await?;
            let script = "
                const f = await until('a figure', () => document.querySelector('ghm-figure[shared][name=weights]'));
                await until('its life', () => (f.scrollIntoView(), f.dataset.draws));
                const other = document.querySelector('ghm-figure[name=hand]');
                await until('a figure of its own', () => (other.scrollIntoView(), other.session && other.dataset.draws));
                other.hbins = 7;
                f.scrollIntoView();
                await until('it is drawn', () => f.dataset.draws);
                f.bins = 20;
                await until('rest', () => location.search.includes('bins=20'));
                await frames(30);
                window.trap();
                f.bins = 25;
                const problem = f.shadowRoot.querySelector('.problem');
                const said = await until('what happened', () => !problem.hidden && problem.querySelector('button') && problem.textContent);
                // Nothing else is thrown: the figure can't be moved.
                const still = f.shadowRoot.querySelector('.knobs').inert && f.shadowRoot.querySelector('.stage').inert;
                const button = problem.querySelector('button');
                const label = button.textContent;
                const draws = Number(f.dataset.draws);
                button.click();
                await until('another picture', () => Number(f.dataset.draws) > draws);
                const after = [f.bins, other.hbins, f.shadowRoot.querySelector('.problem').hidden, f.shadowRoot.querySelector('.stage').inert];
                f.bins = 40;
                await until('the address', () => location.search.includes('bins=40'));
                const lang = f.session.language;
                return { said, label, still, after, lang };";
            let found = visit.ask(script).await?;
            assert!(found["said"].as_str().unwrap().contains(says), "{found}");
            assert_eq!(found["label"], again);
            assert_eq!(found["still"], true, "{found}");
            assert_eq!(found["after"], json!([20, 7, true, false]), "{found}");
            let lang = if page.starts_with("zh") { "zh" } else { "en" };
            assert_eq!(found["lang"], lang);
            Ok(())
        });
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn examples_that_do_not_fit_are_refused_with_their_size() {
    visit(async |visit| {
        let little = with_little_memory(1600);
        opened(
            visit,
            "embed.html?figure=distribution&data=early&controls=n,bins",
            &[&little],
        )
        .await?;
        let found = visit
            .ask(
                "const f = await until('the figure', () => document.querySelector('ghm-figure[data-draws]'));
                const row = f.shadowRoot.querySelector('.knob[data-key=n]');
                const [range, box] = row.querySelectorAll('input');
                const note = () => row.querySelector('[role=alert]').textContent;
                box.value = 4000000;
                box.dispatchEvent(new Event('change'));
                const typed = [f.n, note()];
                range.value = 1;
                range.dispatchEvent(new Event('input'));
                await frames(3);
                const slid = [f.n, note(), range.valueAsNumber < 0.9];
                f.set({ n: 3000000 });
                await frames(3);
                const notes = f.shadowRoot.querySelector('.notes').textContent;
                f.bins = 9;
                await frames(5);
                return { typed, slid, notes, alive: f.session.engine.query() };",
            )
            .await?;
        let says = "4000000 examples need some 489 MB";
        assert_eq!(found["typed"][0], 100_000, "{found}");
        assert!(
            found["typed"][1].as_str().unwrap().starts_with(says),
            "{found}"
        );
        assert_eq!(found["slid"][0], 100_000, "{found}");
        assert!(
            found["slid"][1].as_str().unwrap().starts_with(says),
            "{found}"
        );
        assert_eq!(found["slid"][2], true, "{found}");
        let notes = found["notes"].as_str().unwrap();
        assert!(notes.contains("3000000 examples need"), "{found}");
        assert_eq!(found["alive"], "bins=9&data=early");
        visit.check().await
    });
}

/// Of three that die, the first two have a worker as their successor, and then the page trains itself.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_trainer_that_dies_has_a_successor_and_the_reader_is_told() {
    visit(async |visit| {
        opened(visit, "index.html?budget=2000", &[WORKERS, HURRY]).await?;
        let found = visit
            .ask(
                "const f = document.querySelector('ghm-figure[name=detector]');
                const inside = (selector) => f.shadowRoot.querySelector(selector);
                await until('the scenes', () => (f.scrollIntoView(), f.shadowRoot && inside('.scenes canvas')?.style.height));
                const run = [...f.session.views].find((view) => view.channel);
                const step = () => inside('progress').value;
                const told = () => inside('.transport output').textContent;
                inside('.transport button.main').click();
                const found = [];
                const deaths = [
                    ['no answer', (worker) => worker.terminate()],
                    ['out of memory', (worker) => worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))],
                ];
                for (const [why, die] of deaths) {
                    await until('some steps', () => step() > 3);
                    const { channel } = run;
                    die(channel.worker);
                    found.push(await until('what happened', () => told().includes(`answering (${why})`) && run.problem));
                    await until('it goes on', () => run.channel && run.channel !== channel && run.playing);
                    found.push(run.channel.where);
                    await until('it trains', () => step() > 0);
                }
                return { found, rejected: window.rejected };",
            )
            .await?;
        let again = |why| {
            format!(
                "What trained stopped answering ({why}); the training began again from the first step."
            )
        };
        let expected = json!([again("no answer"), "worker", again("out of memory"), "page"]);
        assert_eq!(found["found"], expected);
        assert_eq!(found["rejected"], json!([]));
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_twin_whose_trainer_dies_is_marked_as_stale_until_another_has_trained() {
    visit(async |visit| {
        opened(visit, "index.html", &[WORKERS, HURRY]).await?;
        let found = visit
            .ask(
                "const f = document.querySelector('ghm-figure[name=twin]');
                await until('the twin', () => (f.scrollIntoView({ block: 'center' }), f.dataset.draws));
                const { engine, twin } = f.session;
                await until('its training', () => twin.channel && !twin.busy && !engine.twinJob().length);
                const first = engine.quote('twin.ap.ce');
                twin.channel.worker.terminate();
                f.outliers = 300;
                await until('a mark', () => f.hasAttribute('data-stale'));
                const marked = [engine.quote('twin.ap.ce') === first, getComputedStyle(f.shadowRoot.querySelector('.stage')).opacity];
                await until('another', () => !f.hasAttribute('data-stale') && !twin.busy && !engine.twinJob().length);
                return { marked, fresh: engine.quote('twin.ap.ce') !== first, rejected: window.rejected };",
            )
            .await?;
        assert_eq!(
            found,
            json!({"marked": [true, "0.45"], "fresh": true, "rejected": []})
        );
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn without_a_network_detector_and_twin_say_so_and_come_back_with_it() {
    visit(async |visit| {
        opened(visit, "index.html", &[WORKERS]).await?;
        visit
            .ask("await until('the article', () => globalThis.ghmParts?.article && document.querySelector('ghm-figure[name=weights][data-state=live]'));")
            .await?;
        offline(visit, true).await?;
        let script = |name: &str| {
            format!(
                "const f = document.querySelector('ghm-figure[name={name}]');
                await until('the figure', () => (f.scrollIntoView({{ block: 'center' }}), f.dataset.state === 'live'));
                const told = () => [...f.shadowRoot.querySelectorAll('.problem:not([hidden]), .transport output')].map((it) => it.textContent).join(' ').trim();
                const said = await until('a message', () => /can.t be loaded|could not be loaded|stopped|no longer/.test(told()) && told());
                return {{ said, buttons: f.shadowRoot.querySelectorAll('.problem:not([hidden]) button, .transport button.main').length }};"
            )
        };
        for name in ["twin", "detector"] {
            let found = visit.ask(&script(name)).await?;
            assert_eq!(found["buttons"], 1, "{name}: {found}");
        }
        offline(visit, false).await?;
        let found = visit
            .ask(
                "const detector = document.querySelector('ghm-figure[name=detector]');
                await until('the scenes', () => (detector.scrollIntoView(), detector.shadowRoot.querySelector('.scenes canvas')?.style.height));
                const twin = document.querySelector('ghm-figure[name=twin]');
                await until('the twin', () => (twin.scrollIntoView({ block: 'center' }), twin.session.engine.quote('twin.ap.ghm')));
                await frames(5);
                const said = [twin, detector].map((it) => it.shadowRoot.querySelector('.problem').hidden);
                return { said, rejected: window.rejected };",
            )
            .await?;
        assert_eq!(found, json!({"said": [true, true], "rejected": []}));
        Ok(())
    });
}

/// Where wasm may not run, what needs it says so, and doesn't look as if it worked.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn where_wasm_may_not_run_nothing_looks_alive() {
    let policy = (CSP, "script-src 'self'");
    for page in ["index.html", "zh/index.html", "workbench.html"] {
        visit_with(sending(&[policy]), async |visit| {
            visit.open(page).await?;
            let found = visit
                .ask(
                    "const figure = document.querySelector('ghm-figure[shared]');
                    await until('the failure', () => figure.dataset.state === 'failed' && document.querySelector('.notes').textContent);
                    const all = (selector) => [...document.querySelectorAll(selector)];
                    const file = document.querySelector('ghm-file');
                    await until('the files', () => file.textContent);
                    const press = all('.set, .predict input, .predict button').filter((it) => !it.matches(':disabled'));
                    return {
                        notes: document.querySelector('.notes').textContent,
                        pressed: press.length,
                        file: [file.textContent, file.inert, file.querySelector('input')],
                        says: all('ghm-figure').filter((it) => it.dataset.state === 'failed').every((it) => it.shadowRoot.querySelector('.problem').textContent),
                    };",
                )
                .await?;
            let zh = page.starts_with("zh");
            let [notes, file] = match zh {
                true => ["它未能启动", "可点的短语、提问和读取文件"],
                false => [
                    "which could not start",
                    "Phrases that set knobs, questions and files",
                ],
            };
            assert!(found["notes"].as_str().unwrap().contains(notes), "{found}");
            assert_eq!(found["pressed"], 0, "{found}");
            assert!(
                found["file"][0].as_str().unwrap().starts_with(file),
                "{found}"
            );
            assert_eq!(found["file"][2], Value::Null, "{found}");
            assert_eq!(found["says"], true, "{found}");
            Ok(())
        });
    }
}

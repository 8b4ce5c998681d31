//! The article as a reader uses it: knobs, phrases, predictions, files, both languages.

use crate::harness::{Visit, visit, visit_with};
use explainer::derived::Derived;
use explainer::figure::Figure;
use explainer::read::tables;
use explainer::recorded::Recorded;
use explainer::scale::number;
use explainer::state::State;
use serde_json::{Value, json};
use xtask::serve::Options;

const RECORDED: &[u8] = include_bytes!("../../www/data/recorded_noisy.bin");

/// What the scripts below share: waits, and the parts of the page.
const TOOLS: &str = "
    const figure = async (name) => {
        const found = document.querySelector(`ghm-figure[name=${name}][shared]`);
        for (let box = found.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
        found.scrollIntoView({ block: 'center' });
        await until(`figure ${name}`, () => found.dataset.draws);
        await frames(3);
        return found;
    };
    const picture = (f) => f.shadowRoot.querySelector('canvas').toDataURL();
    const dock = (key) => document.querySelector(`.dock .knob[data-key=${key}]`);
    const live = () => until('the page', () => document.querySelector('.dock .knob'));
    const put = (input, value, event) => {
        input.value = value;
        input.dispatchEvent(new Event(event, { bubbles: true }));
    };
    const set = async (input, value, event) => {
        put(input, value, event);
        await frames(3);
    };
";

async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit
        .ask(&format!("{TOOLS} await live(); {{ {script} }}"))
        .await
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn each_knob_moves_its_figures_and_no_other() {
    visit(async |visit| {
        visit.open("index.html").await?;
        for (key, position, moves, stays) in [
            (
                "bins",
                "0.5",
                "distribution weights gradient contribution momentum",
                "asl1 offsets",
            ),
            (
                "momentum",
                "0.95",
                "weights momentum",
                "distribution gradient asl1",
            ),
            (
                "mu",
                "0.8",
                "asl1 offsets box-gradient",
                "distribution weights",
            ),
        ] {
            let script = format!(
                "const slider = dock('{key}').querySelector('input[type=range]');
                const changed = [];
                for (const name of '{moves} {stays}'.split(' ')) {{
                    const f = await figure(name);
                    const [before, draws, value] = [picture(f), f.dataset.draws, slider.value];
                    await set(slider, {position}, 'input');
                    const drawn = f.dataset.draws !== draws;
                    if (drawn !== (picture(f) !== before)) throw new Error(`${{name}} drawn in vain`);
                    if (drawn) changed.push(name);
                    await set(slider, value, 'input');
                }}
                return changed.join(' ');"
            );
            assert_eq!(run(visit, &script).await?, json!(moves), "{key}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn numbers_on_the_page_are_the_mathematics() {
    visit(async |visit| {
        visit
            .open("index.html?bins=12&momentum=0.5&mu=0.1&batch=3")
            .await?;
        let state = State {
            bins: 12,
            momentum: 0.5,
            mu: 0.1,
            batch: 3,
            ..State::default()
        };
        let mut derived = Derived::default();
        derived.loaded.noisy = Some(Recorded::decode(RECORDED).unwrap().into());
        derived.update(&state);
        derived.update_sweep(&state);
        // The twin's numbers are trained first: twin.rs compares them.
        for name in Figure::ALL
            .map(Figure::name)
            .into_iter()
            .filter(|it| *it != "twin")
        {
            let script = format!(
                "const f = await figure('{name}');
                const table = f.shadowRoot.querySelector('details.table');
                table.open = true;
                await until('the table', () => table.querySelector('table'));
                return [...table.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((c) => c.textContent));"
            );
            let found = run(visit, &script).await?;
            let plot = Figure::from_name(name).unwrap().plot(&state, &derived);
            let expected: Vec<Vec<String>> = tables(&plot)
                .into_iter()
                .flat_map(|table| table.rows)
                .map(|row| {
                    row.into_iter()
                        .map(|v| v.map_or(String::new(), |v| number(v, 5, state.lang)))
                        .collect()
                })
                .collect();
            assert_eq!(found, json!(expected), "{name}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_phrase_sets_its_knobs_and_takes_them_back() {
    visit(async |visit| {
        for page in ["index.html", "zh/index.html"] {
            visit.open(page).await?;
            let script = "
                const phrases = [...document.querySelectorAll('.set')];
                const state = () => document.querySelector('ghm-figure[shared]').session.session.query();
                for (const phrase of phrases) {
                    const before = state();
                    const held = phrase.getAttribute('aria-pressed');
                    phrase.click();
                    await frames(2);
                    if (phrase.getAttribute('aria-pressed') !== 'true') throw new Error(`${phrase.dataset.set} did not set`);
                    if (held === 'true') continue;
                    phrase.click();
                    await frames(2);
                    if (state() !== before) throw new Error(`${phrase.dataset.set}: ${before} became ${state()}`);
                }
                const other = phrases.find((phrase) => phrase.getAttribute('aria-pressed') === 'false');
                other.click();
                await until('the address', () => location.search.includes(other.dataset.set.split('&')[0]));
                return phrases.length;";
            let phrases = run(visit, script).await?;
            assert!(phrases.as_u64() > Some(20), "{page}: {phrases} phrases");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_difference_of_paper_and_code_shows_on_a_figure() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "
            await figure('distribution');
            const section = document.querySelector('#paper-and-code');
            const shown = [...section.querySelectorAll('ghm-figure[shared]'), document.querySelector('#ghm-r ghm-figure')];
            await until('the figures', () => shown.every((f) => f.session));
            const drawn = () => shown.map((f) => f.session.session.svg(f.figure, 480, 240, false));
            const before = drawn();
            const still = [];
            const rows = [...section.querySelectorAll('tbody tr')];
            for (const row of rows) {
                const phrases = [...row.querySelectorAll('.set')];
                if (!phrases.length) still.push(row.textContent);
                for (const phrase of phrases) {
                    phrase.click();
                    if (phrase.dataset.set.includes('data=')) await frames(5);
                    if (drawn().every((svg, i) => svg === before[i])) still.push(phrase.dataset.set);
                    phrase.click();
                    if (drawn().some((svg, i) => svg !== before[i])) throw new Error(`${phrase.dataset.set} left a trace`);
                }
            }
            return [rows.length, still];";
        assert_eq!(run(visit, script).await?, json!([8, []]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn each_section_opens_by_its_link() {
    visit(async |visit| {
        // Both languages have one structure.
        let page = "index.html";
        visit.open(page).await?;
        let script = "return [...document.querySelectorAll('.contents a, h3 a')].map((a) => a.getAttribute('href'));";
        let links = run(visit, script).await?;
        let links: Vec<&str> = links
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert!(
            links.len() > 14 && links.iter().all(|link| link.starts_with('#')),
            "{links:?}"
        );
        for link in links {
            visit.browser.client.goto("about:blank").await?;
            visit.open(&format!("{page}{link}")).await?;
            let script = format!(
                "const heading = document.querySelector('{link}');
                await frames(20);
                // What comes last can't be scrolled to the top.
                const end = scrollY + innerHeight > document.documentElement.scrollHeight - 4;
                return [heading.getBoundingClientRect().top, innerHeight, end];"
            );
            let found = run(visit, &script).await?;
            let (top, high) = (found[0].as_f64().unwrap(), found[1].as_f64().unwrap());
            let last = found[2].as_bool().unwrap();
            assert!(
                (-1.0..120.0).contains(&top) || last && (0.0..high).contains(&top),
                "{page}{link}: {found}"
            );
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_question_is_answered_by_a_switch_of_its_figure() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "
            const switched = {};
            for (const f of document.querySelectorAll('ghm-figure:not([shared])')) {
                f.scrollIntoView({ block: 'center' });
                await until('a figure of its own', () => f.dataset.draws && !f.session.session.missing());
                for (const menu of f.shadowRoot.querySelectorAll('.knob select')) {
                    const { key } = menu.closest('.knob').dataset;
                    const before = [menu.value, f.value('momentum')];
                    // How an average starts shows only where there is one.
                    if (key === 'start') f.set({ momentum: 0.75 });
                    const seen = new Set();
                    for (const { value } of menu.options) {
                        await set(menu, value, 'change');
                        seen.add(f.session.session.svg(f.figure, 480, 240, false));
                    }
                    const place = f.closest('section').id;
                    switched[`${place} ${f.figure} ${key}`] = [seen.size, menu.options.length];
                    f.set({ [key]: before[0], momentum: before[1] });
                }
            }
            return switched;";
        let switched = run(visit, script).await?;
        let switched = switched.as_object().unwrap();
        for (menu, sizes) in switched {
            // The first update of an average is the same from the first batch and corrected.
            let all = if menu.ends_with("start") {
                json!(2)
            } else {
                sizes[1].clone()
            };
            assert!(
                sizes[0].as_u64() >= all.as_u64(),
                "{menu}: {} pictures for {} choices",
                sizes[0],
                sizes[1]
            );
        }
        for menu in [
            "drown distribution axis",
            "questions momentum start",
            "questions weights convention",
            "questions weights mask",
            "questions hand edge",
            "questions distribution edge",
        ] {
            assert!(switched.contains_key(menu), "{menu}: {switched:?}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn steps_stand_still_where_none_were_recorded() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "
            const step = dock('step');
            const range = step.querySelector('input[type=range]');
            const told = () => range.disabled && step.textContent.includes('recorded detector');
            if (range.disabled) throw new Error('the recorded detector has steps');
            // A closed dock follows when the movement ends.
            await set(dock('data').querySelector('select'), 'uniform', 'change');
            await until('the reason', told);
            await set(dock('data').querySelector('select'), 'noisy', 'change');
            await until('the steps', () => !range.disabled && !told());
            // Its last step is another than that of clean labels, at the same end of the slider.
            const shown = (n) => () => range.value === '1' && step.querySelector('input[type=number]').value === n;
            await until('the last step', shown('800'));
            await set(dock('data').querySelector('select'), 'clean', 'change');
            await until('the other last step', shown('2400'));
            return true;";
        assert_eq!(run(visit, script).await?, true);
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_prediction_is_judged() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "
            await figure('distribution');
            const judged = {};
            for (const form of document.querySelectorAll('form.predict')) {
                // What has to be computed first: twin.rs waits for it.
                if (form.querySelector('.verdict').dataset.waiting) continue;
                const verdicts = new Set();
                const say = () => {
                    const text = form.querySelector('.verdict').textContent;
                    if (!text || text.includes('{')) throw new Error(`${form.dataset.predict}: ${text}`);
                    verdicts.add(form.dataset.right);
                };
                const slider = form.querySelector('input[type=range]');
                if (slider) {
                    for (const value of [slider.min, slider.max, 4, 990]) {
                        await set(slider, value, 'input');
                        form.requestSubmit();
                        say();
                    }
                }
                for (const radio of form.querySelectorAll('input[type=radio]')) {
                    radio.click();
                    say();
                }
                judged[form.dataset.predict] = [...verdicts].sort().join(' ');
            }
            return judged;";
        let judged = run(visit, script).await?;
        let forms = judged.as_object().unwrap();
        assert!(forms.len() >= 5, "{judged}");
        for (name, verdicts) in forms {
            assert_eq!(
                verdicts, "no yes",
                "{name} can be answered rightly and wrongly"
            );
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_bad_address_is_said_and_the_page_goes_on() {
    visit(async |visit| {
        visit.open("index.html?bins=9999&mu=x&colour=red").await?;
        let found = run(
            visit,
            "await figure('distribution');
            return [document.querySelector('.notes').textContent, dock('bins').querySelector('input[type=number]').value];",
        )
        .await?;
        let notes = found[0].as_str().unwrap();
        for wrong in ["bins=9999", "mu=x", "colour"] {
            assert!(notes.contains(wrong), "{notes}");
        }
        assert_eq!(found[1], "200");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn batches_play_and_pause() {
    visit(async |visit| {
        visit.open("index.html?batch=5").await?;
        let found = run(
            visit,
            "const f = await figure('momentum');
            const [, toggle, next] = f.shadowRoot.querySelectorAll('.player button');
            const batch = () => Number(f.shadowRoot.querySelector('.knob[data-key=batch] input[type=number]').value);
            next.click();
            await frames(2);
            const stepped = batch();
            toggle.click();
            await until('three batches', () => batch() >= stepped + 3);
            toggle.click();
            await frames(2);
            const paused = batch();
            await frames(30);
            return [stepped, batch() - paused];",
        )
        .await?;
        assert_eq!(found, json!([6, 0]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn figures_come_first_and_words_soon() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            "const f = await figure('asl1');
            const words = () => f.shadowRoot.querySelector('.readout').textContent;
            const slider = f.shadowRoot.querySelector('.knob[data-key=mu] input[type=range]');
            // On a busy machine a frame is so late that words come with it: not in all of ten.
            let [drawn, waited, told] = [0, 0, 0];
            for (let i = 0; i < 10; i++) {
                await frames(5);
                const [before, draws] = [words(), Number(f.dataset.draws)];
                put(slider, 0.5 + i / 25, 'input');
                await frames(1);
                drawn += Number(f.dataset.draws) === draws + 1;
                waited += words() === before;
                await frames(1);
                told += words() !== before;
            }
            // While the slider moves in every frame, words follow too, and figures in each.
            const [start, seen] = [Number(f.dataset.draws), new Set()];
            for (let i = 0; i < 30; i++) {
                put(slider, 0.2 + i / 50, 'input');
                await frames(1);
                seen.add(words());
            }
            return [drawn, waited > 0, told, Number(f.dataset.draws) - start, seen.size > 5];",
        )
        .await?;
        assert_eq!(found, json!([10, true, 10, 30, true]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_below_the_window_waits_with_the_words() {
    visit(async |visit| {
        visit.browser.resize(1280, 900).await?;
        visit.open("index.html").await?;
        let found = run(
            visit,
            "const [seen, below] = [await figure('offsets'), await figure('box-gradient')];
            scrollTo({ behavior: 'instant', top: scrollY + below.getBoundingClientRect().top - innerHeight - 50 });
            await frames(20);
            const count = () => [seen, below].map((f) => Number(f.dataset.draws));
            const slider = dock('mu').querySelector('input[type=range]');
            const drawn = [];
            for (let i = 0; i < 10; i++) {
                await frames(5);
                const before = count();
                put(slider, 0.5 + i / 25, 'input');
                for (let frame = 0; frame < 2; frame++) {
                    await frames(1);
                    drawn.push(count().map((draws, f) => draws - before[f]).join());
                }
            }
            // On a busy machine a frame is so late that words come with it: not in all of ten.
            const [first, second] = [0, 1].map((of) => drawn.filter((_, i) => i % 2 === of));
            return [first.includes('1,0'), second.every((both) => both === '1,1')];",
        )
        .await?;
        assert_eq!(found, json!([true, true]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_readers_file_feeds_every_figure() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            "const f = await figure('distribution');
            const box = await until('ghm-file', () => document.querySelector('ghm-file input'));
            const give = async (text) => {
                const data = new DataTransfer();
                data.items.add(new File([text], 'mine.csv'));
                box.files = data.files;
                const message = box.closest('ghm-file').querySelector('p');
                message.textContent = '';
                box.dispatchEvent(new Event('change'));
                return until('the message', () => message.textContent);
            };
            const before = picture(f);
            const bad = await give('logit,target\\n1,0\\n2,dog\\n');
            await frames(3);
            const kept = picture(f) === before;
            const good = await give('logit,target\\n-3,0\\n1.5,1\\n9,1\\n');
            const shown = await figure('distribution');
            await until('the figure', () => picture(shown) !== before);
            // Its mask is its own: the menu rests, and says why.
            const mask = document.querySelector('.dock .knob[data-key=mask]');
            await until('the menu to rest', () => mask.querySelector('select').disabled);
            return [bad, kept, good, mask.querySelector('.note').textContent];",
        )
        .await?;
        assert!(
            found[0]
                .as_str()
                .unwrap()
                .contains("line 3: `dog` is not a number"),
            "{found}"
        );
        assert_eq!(found[1], true);
        assert!(
            found[2]
                .as_str()
                .unwrap()
                .starts_with("Examples read from mine.csv: 3."),
            "{found}"
        );
        assert_eq!(found[3], "A file has its own mask.");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn losses_are_a_package_for_javascript() {
    let (logits, targets) = ([-3.0_f32, -2.0, 0.5, 2.5], [0.0_f32, 0.0, 1.0, 0.0]);
    let options = ghm::Options {
        bins: 5,
        momentum: 0.5,
        ..ghm::Options::classification()
    };
    let mut loss = ghm::GhmC::new(options).unwrap();
    let step = loss.step(&logits, &targets, None).unwrap().clone();
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            "const { default: init, GhmC, GhmR } = await import('/pkg/index.js');
            await init();
            const [x, t] = [new Float32Array([-3, -2, 0.5, 2.5]), new Float32Array([0, 0, 1, 0])];
            const step = new GhmC(5, 0.5).step(x, t);
            const errors = [() => new GhmC(0, 0.5), () => new GhmC(5, 1), () => new GhmR(-1, 5, 0),
                () => new GhmC(5, 0).step(x, new Float32Array(3)),
                () => new GhmC(5, 0).step(new Float32Array([NaN]), new Float32Array([0])),
                () => new GhmC(5, 0).step(), () => new GhmC(5, 0).step(x, 4), () => new GhmC(5, 0).step(x, t, 'mask'),
                () => new GhmR().step(null, t)]
                .map((call) => { try { call(); return ''; } catch (e) { return e instanceof Error ? e.message : 'no Error'; } });
            const plain = new GhmC(5, 0).step(x, t, new Float32Array([1, 1, 0, 0]));
            return { loss: step.loss, weights: [...step.weights], gradient: [...step.gradient],
                average: [...step.average], none: plain.average, masked: plain.weights[2], errors };",
        )
        .await?;
        // JSON is read to the last digit but one.
        let close = |found: &Value, expected: &[f64]| {
            let found: Vec<f64> = found
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_f64)
                .collect();
            assert_eq!(found.len(), expected.len());
            for (f, e) in found.iter().zip(expected) {
                assert!((f - e).abs() <= 1e-15 * e.abs(), "{found:?} {expected:?}");
            }
        };
        let wide = |v: &[f32]| v.iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
        close(&json!([found["loss"]]), &[step.loss]);
        close(&found["weights"], &wide(&step.weights));
        close(&found["gradient"], &wide(&step.gradient));
        close(&found["average"], step.average.as_deref().unwrap());
        assert_eq!(found["none"], Value::Null);
        assert_eq!(found["masked"].as_f64(), Some(0.0));
        let errors: Vec<&str> = found["errors"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let expected = [
            "bins",
            "momentum",
            "mu",
            "targets",
            "logits",
            "logits: expected a Float32Array, found undefined",
            "targets: expected a Float32Array, found number",
            "mask: expected a Float32Array, found string",
            "predictions: expected a Float32Array, found null",
        ];
        assert_eq!(errors.len(), expected.len(), "{errors:?}");
        for (error, named) in errors.iter().zip(expected) {
            assert!(error.contains(named), "{error} should name {named}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn where_wasm_is_forbidden_posters_stand_and_say_why() {
    let policy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'";
    let options = Options {
        headers: vec![(
            "content-security-policy".parse().unwrap(),
            policy.parse().unwrap(),
        )],
        ..Options::default()
    };
    visit_with(options, async |visit| {
        visit.open("index.html").await?;
        let script = format!(
            "{TOOLS}
            const f = document.querySelector('ghm-figure[shared]');
            f.scrollIntoView();
            await until('the failure', () => f.dataset.state === 'failed');
            const image = f.querySelector('img');
            await until('the poster', () => image.complete && image.naturalWidth);
            return [f.shadowRoot.querySelector('.problem').textContent, image.getBoundingClientRect().height > 100];"
        );
        let found = visit.ask(&script).await?;
        assert!(
            found[0].as_str().unwrap().contains("wasm-unsafe-eval"),
            "{found}"
        );
        assert_eq!(found[1], true);
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn nothing_is_wider_than_a_phone() {
    visit(async |visit| {
        for page in ["index.html", "zh/index.html"] {
            visit.browser.resize(390, 844).await?;
            visit.open(page).await?;
            let found = run(
                visit,
                "for (const f of document.querySelectorAll('ghm-figure[shared]')) await figure(f.getAttribute('name'));
                const cut = [...document.querySelectorAll('.stack')].filter((table) => {
                    const box = table.parentElement;
                    return box.scrollWidth > box.clientWidth || table.querySelector('td').getAttribute('role') !== 'cell';
                });
                return [document.documentElement.scrollWidth, document.querySelectorAll('.stack').length, cut.length];",
            )
            .await?;
            assert_eq!((&found[1], &found[2]), (&json!(2), &json!(0)), "{page}");
            assert!(
                found[0].as_u64() <= Some(390),
                "{page} is {} wide",
                found[0]
            );
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn without_scripts_every_sentence_is_whole() {
    for page in ["index.html", "zh/index.html"] {
        let html = std::fs::read_to_string(xtask::dist().join(page)).unwrap();
        let quotes = html.matches("data-quote=").count();
        assert!(quotes > 20, "{page}: {quotes} quotes");
        assert!(!html.contains("></output>"), "{page} has an empty number");
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_machine_is_measured_where_the_reader_asks() {
    visit(async |visit| {
        visit.open("index.html?n=2000").await?;
        for (name, cells) in [("speed", 4), ("regions", 2)] {
            let script = format!(
                "const f = await figure('{name}');
                const before = picture(f);
                f.shadowRoot.querySelector('button.measure').click();
                await until('the times', () => f.shadowRoot.querySelector('.problem').textContent);
                await frames(3);
                const csv = f.session.session.csv('{name}');
                return [f.shadowRoot.querySelector('.problem').textContent, csv, picture(f) !== before];"
            );
            let found = run(visit, &script).await?;
            assert!(
                found[0].as_str().unwrap().starts_with("2,000 examples"),
                "{found}"
            );
            let last = found[1]
                .as_str()
                .unwrap()
                .lines()
                .last()
                .unwrap()
                .to_owned();
            assert!(last.matches(',').count() >= cells - 1, "{last}");
            assert_eq!(found[2], true, "{name} shows what was measured");
        }
        visit.check().await
    });
}

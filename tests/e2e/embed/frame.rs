//! A figure in a frame of another page: messages to and from the host, sandbox, size, policy.

use super::{host, open, run};
use crate::harness::{CORS, CSP, sending, visit, visit_with};
use explainer::figure::FIGURES;
use serde_json::json;

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
            // As an H5P host answers a frame that greets it.
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
        visit.check_console().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_sandbox_that_allows_scripts_is_enough() {
    visit_with(sending(&[CORS]), async |visit| {
        host(visit).await?;
        let address = visit.url("embed.html?figure=weights&data=clean&bins=12");
        let script = format!(
            "const frame = document.createElement('iframe');
            frame.setAttribute('sandbox', 'allow-scripts');
            frame.style = 'width: 800px; height: 600px';
            frame.src = '{address}';
            const ready = framesReady();
            document.body.append(frame);
            return ready;"
        );
        let ready = run(visit, &script).await?;
        assert_eq!(ready["state"], "bins=12&data=clean");
        visit.enter_frame(0).await?;
        let found = run(
            visit,
            "const f = await one();
            const origin = self.origin;
            // What can't be saved from a sandbox is shown in a dialog.
            const offered = {};
            for (const [at, what] of [['SavePicture', 'img'], ['SaveCsv', 'textarea']]) {
                (await tool(f, at)).click();
                const dialog = await until('the offer', () => inside(f, 'dialog[open]'));
                const made = dialog.querySelector(what);
                if (what === 'img') await until('the picture', () => made.naturalWidth);
                offered[at] = made.value?.slice(0, 4) ?? made.naturalWidth > 300;
                dialog.querySelector('.bar button').click();
                await until('its end', () => !inside(f, 'dialog'));
            }
            (await tool(f, 'Embed')).click();
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
            json!({"SavePicture": true, "SaveCsv": found["offered"]["SaveCsv"]}),
            "{found}"
        );
        assert!(
            found["offered"]["SaveCsv"]
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
        for name in FIGURES.map(|figure| figure.name) {
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
                // Scenes, histograms and ten knobs don't fit on a slide: that figure scrolls.
                if width >= 800 && name != "detector" {
                    // It fills the frame, and all of it is in view.
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
            // The texts of its language are loaded first.
            await until('its title', () => inside(f, '.title').textContent.startsWith('SL1 and'));
            const second = [f.figure, f.hbins, f.language, inside(f, '.title').textContent];
            (await tool(f, 'Embed')).click();
            await until('the code', () => inside(f, 'dialog textarea')?.value.includes('figure.html#figure=asl1&amp;mu=0.3'));
            inside(f, 'dialog .bar button').click();
            return [first, second];",
        )
        .await?;
        assert_eq!(
            found,
            json!([["hand", 7, "zh"], ["asl1", 5, "en", "SL1 and ASL1"]])
        );
        // From a page whose policy allows fetching the file and putting it into a frame.
        open(visit, "").await?;
        let ready = run(
            visit,
            "const page = await (await fetch('figure.html')).text();
            const frame = document.createElement('iframe');
            frame.setAttribute('sandbox', 'allow-scripts');
            frame.srcdoc = page.replace('<html ', '<html data-query=\"figure=weights&amp;bins=9\" ');
            const ready = framesReady();
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
    visit_with(sending(&[(CSP, policy)]), async |visit| {
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
        visit.enter_frame(0).await?;
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

//! The dialog that hands out code for embedding a figure.

use super::{host, open, run};
use crate::harness::{CORS, page_of_ours, sending, visit, visit_with};
use serde_json::{Value, json};
use xtask::serve;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_dialog_hands_out_what_shows_the_figure() {
    visit_with(sending(&[CORS]), async |visit| {
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
                (await tool(f, 'Embed')).click();
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
                let named = [
                    src.clone(),
                    src.replace('&', "&amp;"),
                    "bins=\"25\"".into(),
                    "index.html?bins=25".into(),
                    "ghm-weights.html".into(),
                ];
                assert!(
                    named.iter().any(|it| snippet.contains(it)),
                    "{host}: {snippet}"
                );
                assert!(!pair[1].as_str().unwrap().is_empty(), "{host} has a note");
            }
            snippets_are_what_hosts_read(&found["snippets"], &src);
            // In another page, the code shows the figure that was set up.
            let html = json!(found["snippets"]["html"][0]);
            host(visit).await?;
            let script = format!(
                "const ready = framesReady();
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
            visit.enter_frame(0).await?;
            let keys = run(visit, "return keys(await one());").await?;
            assert_eq!(keys, json!(["bins", "convention"]));
            visit.browser.client.enter_parent_frame().await?;
            let element = json!(found["snippets"]["element"][0]);
            host(visit).await?;
            // A script in innerHTML does not run, so it is added as an element.
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
        visit.check_console().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_file_saved_from_the_dialog_shows_the_figure_as_it_was_set_up() {
    visit(async |visit| {
        open(visit, "?figure=weights&bins=12&momentum=0.3&lang=zh").await?;
        let found = run(
            visit,
            "const f = await one();
            const saved = [];
            HTMLAnchorElement.prototype.click = function () { saved.push([this.download, fetch(this.href).then((it) => it.text())]); };
            (await tool(f, 'Embed')).click();
            const dialog = await until('the dialog', () => inside(f, 'dialog[open]'));
            await until('the code', () => dialog.querySelector('textarea')?.value);
            const set = async (input, value) => {
                input.value = value;
                input.dispatchEvent(new Event('change', { bubbles: true }));
                await frames(2);
            };
            await set(dialog.querySelector('.setting .knob[data-key=bins] input[type=number]'), 25);
            dialog.querySelector('.setting .knob[data-key=convention]').parentElement.querySelector('.check input').click();
            await until('the new state', () => ['bins=25', 'convention'].every((it) => dialog.querySelector('textarea').value.includes(it)));
            await set(dialog.querySelector('.code select'), 'file');
            (await until('the button', () => dialog.querySelector('.extra button'))).click();
            const [name, text] = await until('the file', () => saved.shift());
            return [name, await text];",
        )
        .await?;
        assert_eq!(found[0], "ghm-weights.html");
        // The site's page may still load the rest of its data: what it asks for is not the file's.
        visit.goto("about:blank").await?;
        visit.check().await?;
        let page = page_of_ours("saved/ghm-weights.html", found[1].as_str().unwrap());
        visit.goto(&format!("file://{}", page.display())).await?;
        let shown = run(
            visit,
            "const f = await drawn(await one()); return [f.figure, f.state, f.language, keys(f)];",
        )
        .await?;
        assert_eq!(
            shown,
            json!([
                "weights",
                "bins=25&momentum=0.3&lang=zh",
                "zh",
                ["bins", "momentum", "convention"]
            ])
        );
        visit.check_within(&["file:"]).await
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
    assert!(of("lms").starts_with("<iframe") && of("lms").contains("style=\"border:0\""));
    assert!(of("reveal").contains("data-src="));
    assert!(of("markdown").starts_with("[![") && of("markdown").contains(".svg)]("));
    assert!(of("element").contains("<ghm-figure name=\"weights\""));
    assert!(
        of("react").contains("<ghm-figure name=\"weights\"") && of("react").contains("useEffect")
    );
    assert!(of("vue").contains("<template>") && of("svelte").contains("onMount"));
    assert!(of("observable").contains("return html`<ghm-figure"));
    assert!(
        of("article").contains("index.html?bins=25") && of("article").ends_with("#figure-weights")
    );
    assert_eq!(
        (of("file"), of("qr").as_str()),
        ("ghm-weights.html".to_owned(), src)
    );
    assert_eq!(of("link"), src);
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_dialog_starts_from_the_controls_that_the_figure_has() {
    visit_with(sending(&[CORS]), async |visit| {
        open(visit, "?figure=weights&controls=mask,bins&mask=all").await?;
        let found = run(
            visit,
            "const f = await one();
            (await tool(f, 'Embed')).click();
            const dialog = await until('the dialog', () => inside(f, 'dialog[open]'));
            return until('the code', () => dialog.querySelector('textarea')?.value);",
        )
        .await?;
        let code = found.as_str().unwrap();
        assert!(code.contains("mask=all"), "{code}");
        assert!(code.contains("controls=bins,mask"), "{code}");
        visit.check_console().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_dialog_has_every_text_in_both_languages_and_its_address_stays_short() {
    visit(async |visit| {
        open(visit, "").await?;
        // The modules themselves, before the build bundles them.
        let sources = serve::spawn(&xtask::root().join("www"), sending(&[CORS])).await?;
        let script = "const { TEXT } = await import(`${sources}/embed-text.js`);
            const { SNIPPETS, queryOf } = await import(`${sources}/snippets.js`);
            const { FIGURES, TEXTS, THEMES } = await import(`${sources}/keys.js`);
            const wanted = [...Object.keys(SNIPPETS).flatMap((host) => [`host.${host}`, `note.${host}`]),
                ...TEXTS.map((name) => `shown.${name}`), ...THEMES.map((name) => `theme.${name}`)];
            const [en, zh] = [TEXT.en, TEXT.zh].map((texts) => Object.keys(texts));
            const f = await one();
            const { engine } = f.session;
            // Setting and getting a number rounds it where only whole numbers count.
            const longest = engine.knobs().map((k) => [k.key, k.options?.at(-1).value ?? ('min' in k ? (engine.setNumber(k.key, k.min + (k.max - k.min) / 3), engine.get(k.key)) : '0.11,0.22,0.33,0.44,0.55,0.66,0.77,0.88')]);
            const lengths = FIGURES.map((figure) => {
                const keys = engine.depends(figure);
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
        // A query this long still fits everywhere an address is pasted: mail, chat, a course system.
        assert!(longest < 1000, "{longest}");
        Ok(())
    });
}

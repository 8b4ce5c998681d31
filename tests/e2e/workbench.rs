//! The workbench: data, findings and figures on one page, as a page of the site and as one file.

use crate::files::TOOLS;
use crate::files::findings::{FAULTY, FINDINGS, exported};
use crate::harness::{CSP, Visit, sending, visit, visit_with};
use serde_json::{Value, json};
use std::fs;

async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit
        .ask(&format!("{TOOLS} {FINDINGS} {FAULTY} {{ {script} }}"))
        .await
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn it_says_what_is_wrong_with_whatever_it_shows() {
    visit(async |visit| {
        for (page, shows, recording) in [
            (
                "workbench.html",
                "Show",
                "Findings at these settings: detector, noisy labels, step 800, cross-entropy",
            ),
            (
                "zh/workbench.html",
                "看图",
                "当前设置下的诊断：检测器（含噪标签），第 800 步，交叉熵",
            ),
        ] {
            visit.open(page).await?;
            let found = run(
                visit,
                "const all = [...document.querySelectorAll('.grid ghm-figure')];
                await until('live figures', () => all.every((it) => it.dataset.state === 'live') && all[0].dataset.draws);
                const seen = [[...await findings()], heading()];
                const suggested = host.querySelector('.suggested .facts').textContent;
                // Findings follow the knobs, and other examples.
                all[0].set({ momentum: 0 });
                await until('no average', () => !names().includes('cold-start'));
                all[0].set({ data: 'uniform' });
                await until('a preset', () => !heading().includes(',') && !heading().includes('，'));
                seen.push([...names()]);
                await give(faulty);
                await findings();
                seen.push(heading().includes('faulty.csv'), names().includes('saturated-logits'));
                all[0].set({ data: 'noisy', momentum: 0.75 });
                await finding('cold-start');
                seen.push(heading(), all.length, found()[0].querySelector('button').textContent, suggested);
                return seen;",
            )
            .await?;
            let of_recording = found[0].as_array().unwrap();
            for name in ["cold-start", "noisy-weights", "narrow-mu", "damps-outliers"] {
                assert!(
                    of_recording.contains(&json!(name)),
                    "{page} {name}: {found}"
                );
            }
            assert_eq!(found[1], recording);
            assert_eq!(found[2], json!(["flat-loss"]), "{page}");
            let rest = found.as_array().unwrap()[3..8].to_vec();
            assert_eq!(
                Value::from(rest),
                json!([true, true, recording, 6, shows]),
                "{page}"
            );
            assert!(found[8].as_str().unwrap().contains("30"), "{found}");
            visit.check().await?;
        }
        Ok(())
    });
}

/// The figure that shows a finding shows it on the examples that it is about, whatever the reader turned to meanwhile.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_finding_of_a_recording_is_shown_on_the_recording() {
    visit(async |visit| {
        visit.open("workbench.html?data=clean&step=100").await?;
        let found = run(
            visit,
            "await finding('narrow-mu');
            engine.set('data', 'uniform');
            (await finding('narrow-mu')).querySelector('button').click();
            const figure = await until('the figure', () => document.activeElement?.closest('.grid ghm-figure'));
            return [figure.name, engine.get('data'), engine.get('step'), document.querySelector('.notes').textContent];",
        )
        .await?;
        assert_eq!(found, json!(["offsets", "clean", "100", ""]));
        visit.check().await
    });
}

/// Every choice that a setting of the page has is one that findings and code know.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn findings_and_code_know_every_choice() {
    visit(async |visit| {
        visit.open("workbench.html").await?;
        let found = run(
            visit,
            "await findings();
            const code = host.querySelector('details.code');
            code.open = true;
            const text = code.querySelector('textarea');
            await until('code', () => text.value);
            const figure = document.querySelector('.grid ghm-figure');
            const told = [];
            for (const key of ['convention', 'start', 'empty']) {
                const { options } = engine.knobs().find((it) => it.key === key);
                for (const { value } of options) {
                    figure.set({ [key]: value });
                    await until(`${key}=${value}`, () => text.value.includes(`${key}=\"${value}\"`));
                    told.push(value);
                }
            }
            return [told.length, host.querySelector('.counted').textContent, code.querySelector('.said').textContent];",
        )
        .await?;
        assert_eq!((&found[0], &found[2]), (&json!(8), &json!("")), "{found}");
        assert!(!found[1].as_str().unwrap().contains("could not"), "{found}");
        visit.check().await
    });
}

/// `tests/diagnosis/half.rs` holds that mmdetection's formula is infinite on the same examples, and
/// `cargo xtask test --python` that the exported module trains on them.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn half_precision_that_overflows_is_found_with_its_counts_and_the_code_that_cures_it() {
    visit(async |visit| {
        visit.open("workbench.html?bins=30&momentum=0.75").await?;
        let found = run(
            visit,
            "await give(...halves(200_000, 20));
            const overflow = await finding('half-overflow');
            const code = host.querySelector('details.code');
            code.open = true;
            const text = code.querySelector('textarea');
            await until('code', () => text.value);
            return [overflow.className, overflow.querySelector('p').textContent, code.querySelector('select').value, text.value];",
        )
        .await?;
        assert_eq!(found[0], "error");
        let said = found[1].as_str().unwrap();
        for part in [
            "of 4,000,000 examples the region from",
            "holds 2, so N / S reaches 8,000,000",
            "From 245 examples a region on it would be safe",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert_eq!(found[2], "pytorch");
        let options = [
            "--bins",
            "30",
            "--momentum",
            "0.75",
            "--start",
            "zero",
            "--mask",
            "none",
        ];
        assert_eq!(found[3], exported("pytorch", &options));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_that_has_no_examples_says_which_are_missing() {
    visit(async |visit| {
        for (page, said) in [
            ("workbench.html", "offsets, prediction minus target"),
            ("zh/workbench.html", "offsets 的列或数组"),
        ] {
            visit.open(page).await?;
            let found = run(
                visit,
                "await give(faulty);
                await findings();
                const svg = new DOMParser().parseFromString(engine.svg('offsets', 360, 300, false), 'image/svg+xml');
                const without = [...svg.querySelectorAll('text')].map((it) => it.textContent).join(' ');
                await give(new File(['offset\n' + [...Array(50)].map((_, i) => (i - 25) / 200).join('\n')], 'offsets.csv'));
                await until('offsets', () => session.file === 'offsets.csv');
                return [without, engine.svg('offsets', 360, 300, false).includes('offsets, ')];",
            )
            .await?;
            let text = found[0].as_str().unwrap();
            let plain = |text: &str| text.replace(' ', "");
            assert!(plain(text).contains(&plain(said)), "{page}: {text}");
            assert_eq!(found[1], false, "{page}");
            visit.check().await?;
        }
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn each_finding_has_its_figure_in_the_grid() {
    visit(async |visit| {
        visit.open("workbench.html").await?;
        let found = run(
            visit,
            "await give(faulty);
            const seen = [];
            for (const name of await findings()) {
                engine.set('data', 'uniform');
                (await finding(name)).querySelector('button').click();
                const figure = await until(`the figure of ${name}`, () => document.activeElement?.closest('.grid ghm-figure'));
                await until('the file', () => engine.get('data') === 'file');
                seen.push([name, figure.name]);
                figure.blur();
                document.activeElement?.blur();
            }
            return [seen, [...document.querySelectorAll('.grid ghm-figure')].map((it) => it.name)];",
        )
        .await?;
        let names = json!([
            "distribution",
            "contribution",
            "weights",
            "momentum",
            "regions",
            "offsets"
        ]);
        assert_eq!(found[1], names, "no figure of the grid became another");
        let seen = found[0].as_array().unwrap();
        assert!(seen.len() >= 4, "{found}");
        let figure_of = |name: &str| {
            let finding = seen.iter().find(|it| it[0] == name);
            finding.map(|it| it[1].clone())
        };
        assert_eq!(figure_of("cold-start"), Some(json!("momentum")));
        assert_eq!(figure_of("noisy-weights"), Some(json!("weights")));
        visit.check().await
    });
}

/// What must not leave a machine is diagnosed in a page that can't send anything.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn as_one_file_it_works_from_file_and_is_small() {
    for name in ["ghm-workbench.html", "ghm-workbench.zh.html"] {
        let html = fs::read_to_string(xtask::dist().join(name)).unwrap();
        println!("{name}: {} bytes", html.len());
        assert!(html.len() < 1_300_000, "{name}: {} bytes", html.len());
        assert!(html.contains("connect-src") || html.contains("default-src 'none'"));
    }
    visit(async |visit| {
        let file = visit.file("ghm-workbench.html");
        visit.goto(&format!("{file}?bins=24")).await?;
        let found = run(
            visit,
            "await give(...halves(200_000, 20));
            const overflow = await finding('half-overflow');
            const code = host.querySelector('details.code');
            code.open = true;
            const text = code.querySelector('textarea');
            await until('code', () => text.value);
            return [overflow.className, text.value.includes('bins=24,'), document.querySelector('.alone') === null,
                [...document.querySelectorAll('nav a')].map((it) => it.href.split('?')[0].split('/').at(-1))];",
        )
        .await?;
        let links = json!(["ghm-explainer.html", "ghm-workbench.zh.html"]);
        assert_eq!(found, json!(["error", true, true, links]));
        visit.check_within(&[&file]).await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn it_works_under_the_policies() {
    let readme = fs::read_to_string(xtask::root().join("README.md")).unwrap();
    for (row, page) in [
        ("| this site |", "workbench.html"),
        ("| a single file |", "ghm-workbench.html"),
    ] {
        let line = readme.lines().find(|line| line.starts_with(row)).unwrap();
        let policy = line.split('`').nth(1).unwrap();
        visit_with(sending(&[(CSP, policy)]), async |visit| {
            visit.open(page).await?;
            let found = run(
                visit,
                "await give(faulty); await findings(); return engine.get('data');",
            )
            .await?;
            assert_eq!(found, "file", "{page}");
            visit.check().await
        });
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn nothing_is_wider_than_the_window() {
    visit(async |visit| {
        for width in [390, 1280, 1920] {
            visit.browser.resize(width, 844).await?;
            for page in ["workbench.html", "zh/workbench.html", "index.html"] {
                visit.open(page).await?;
                let found = run(
                    visit,
                    "await give(faulty);
                    await findings();
                    host.querySelector('details.code').open = true;
                    host.querySelector('details.unknown').open = true;
                    await until('code', () => host.querySelector('textarea').value);
                    await frames(3);
                    const { scrollWidth, clientWidth } = document.documentElement;
                    const wide = [...host.querySelectorAll('*')].filter((it) => it.getBoundingClientRect().right > innerWidth + 1 && !it.closest('.preview'));
                    return [scrollWidth - clientWidth, wide.map((it) => it.className)];",
                )
                .await?;
                assert_eq!(found, json!([0, []]), "{page} at {width}");
            }
        }
        Ok(())
    });
}

/// A key goes down and up.
async fn press(visit: &Visit, key: &str, text: &str) -> xtask::Result<()> {
    let code = if key == "Tab" { 9 } else { 13 };
    for kind in ["keyDown", "keyUp"] {
        let event = json!({ "type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code });
        visit.browser.cdp("Input.dispatchKeyEvent", event).await?;
    }
    Ok(())
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_keyboard_is_enough() {
    visit(async |visit| {
        visit.open("workbench.html").await?;
        run(
            visit,
            "await give(faulty); await findings(); host.querySelector('.found button').focus(); return true;",
        )
        .await?;
        press(visit, "Tab", "").await?;
        press(visit, "Tab", "").await?;
        let second = "return document.activeElement.dataset.focus;";
        assert_eq!(
            visit.ask(second).await?,
            run(
                visit,
                "return found()[2].querySelector('button').dataset.focus;"
            )
            .await?
        );
        // While the page answers, the focus stays on the button, though findings are written anew.
        let stays = run(
            visit,
            "const before = document.activeElement;
            document.querySelector('ghm-figure').set({ bins: 12 });
            await until('new findings', () => !before.isConnected);
            return document.activeElement.dataset.focus === before.dataset.focus || names();",
        )
        .await?;
        assert!(stays == true || stays.is_array(), "{stays}");
        press(visit, "Enter", "\r").await?;
        let found = visit
            .ask("return await until('a figure', () => document.activeElement?.closest('.grid ghm-figure')?.name);")
            .await?;
        assert!(found.is_string());
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn settings_are_pinned_and_compared_and_stand_in_the_link() {
    visit(async |visit| {
        visit.open("workbench.html?bins=10&momentum=0").await?;
        let found = run(
            visit,
            "const figure = await until('a figure', () => document.querySelector('.grid ghm-figure[data-draws]'));
            document.querySelector('.pins [data-tool=pin]').click();
            figure.set({ bins: 30 });
            const said = await until('the difference', () => figure.shadowRoot.querySelector('.versus')?.textContent);
            await until('the link', () => location.search.includes('bins=') === false && location.search.includes('pinned'));
            return [said.includes('10 → 30'), location.search.includes('pinned')];",
        )
        .await?;
        assert_eq!(found, json!([true, true]));
        visit.check().await
    });
}

/// Opens a figure's dialog and presses its buttons; what would be saved is kept instead.
const SAVED: &str = "
    const figure = await until('a figure', () => document.querySelector('ghm-figure[data-draws]'));
    const saved = [];
    HTMLAnchorElement.prototype.click = function () { saved.push([this.download, fetch(this.href).then((it) => it.blob())]); };
    figure.shadowRoot.querySelector('button.more').click();
    (await until('the menu', () => figure.shadowRoot.querySelector('[data-tool=SavePicture]'))).click();
    const dialog = await until('the dialog', () => figure.shadowRoot.querySelector('dialog'));
    const press = async (text) => {
        const before = saved.length;
        [...dialog.querySelectorAll('button')].find((it) => it.textContent === text).click();
        await until(text, () => saved.length > before);
        return [saved.at(-1)[0], await saved.at(-1)[1]];
    };
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_is_saved_for_a_report_with_all_that_explains_it() {
    visit(async |visit| {
        visit.open("workbench.html?bins=17").await?;
        let found = visit
            .ask(&format!(
                "{SAVED}
                const sizes = [];
                for (const scale of [1, 2, 3]) {{
                    const [name, blob] = await press(`PNG ${{scale}}×`);
                    const image = await createImageBitmap(blob);
                    const canvas = new OffscreenCanvas(image.width, image.height);
                    const context = canvas.getContext('2d');
                    context.drawImage(image, 0, 0);
                    const pixels = context.getImageData(0, 0, image.width, image.height).data;
                    let opaque = true, dark = 0;
                    for (let i = 0; i < pixels.length; i += 4) {{
                        opaque &&= pixels[i + 3] === 255;
                        dark += pixels[i] < 100;
                    }}
                    sizes.push([name, image.width, image.height, opaque, dark > 500 * scale]);
                }}
                const [name, blob] = await press('SVG');
                const svg = await blob.text();
                const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
                const said = [...parsed.documentElement.children].filter((it) => it.localName === 'text').map((it) => it.textContent).join('|');
                return [sizes, name, parsed.querySelector('parsererror') === null, said, figure.figure, parsed.documentElement.getAttribute('height')];"
            ))
            .await?;
        let sizes = found[0].as_array().unwrap();
        let high: u64 = found[5].as_str().unwrap().parse()?;
        for (i, size) in sizes.iter().enumerate() {
            let scale = i as u64 + 1;
            let expected = json!([
                format!("ghm-distribution@{scale}x.png"),
                808 * scale,
                high * scale,
                true,
                true
            ]);
            assert_eq!(size, &expected);
        }
        assert_eq!(
            (&found[1], &found[2]),
            (&json!("ghm-distribution.svg"), &json!(true))
        );
        let said = found[3].as_str().unwrap();
        for part in [
            "Distribution of gradient norms",
            "bins M: 17",
            "Source: GHM workbench",
            "bins=17",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_table_has_no_cell_that_is_no_number() {
    visit(async |visit| {
        visit.open("workbench.html").await?;
        let found = run(
            visit,
            "await give(new File(['logit,target\\n-3,0\\n1.5,1\\n'], 'two.csv'));
            const all = [...document.querySelectorAll('ghm-figure')].map((it) => it.name);
            return all.map((name) => [name, /nan|inf/i.test(engine.csv(name))]).filter(([, bad]) => bad);",
        )
        .await?;
        assert_eq!(found, json!([]));
        visit.check().await
    });
}

/// What is copied, and what is said where the browser refuses: a picture, code, and the page's link.
const COPIES: &str = "
    const figure = await until('a figure', () => document.querySelector('ghm-figure[data-draws]'));
    (await tool(figure, 'SavePicture')).click();
    const dialog = await until('the dialog', () => figure.shadowRoot.querySelector('dialog[open]'));
    const picture = async () => {
        const said = dialog.querySelector('.said');
        said.textContent = '';
        [...dialog.querySelectorAll('button')].find((it) => it.textContent === 'Copy as PNG').click();
        return until('an answer', () => said.textContent);
    };
    const code = async () => {
        const box = host.querySelector('details.code');
        box.open = true;
        await until('code', () => box.querySelector('textarea').value);
        box.querySelector('.copy').click();
        return until('an answer', () => box.querySelector('.said').textContent);
    };
    const link = document.querySelector('button.link');
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_picture_code_and_the_link_are_copied() {
    visit(async |visit| {
        visit.open("workbench.html?bins=17").await?;
        let permissions = json!({
            "origin": visit.url("").trim_end_matches('/'),
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
        });
        visit
            .browser
            .cdp("Browser.grantPermissions", permissions)
            .await?;
        let found = run(
            visit,
            &format!(
                "await findings();
                {COPIES}
                const told = [await picture()];
                const [item] = await navigator.clipboard.read();
                const image = await createImageBitmap(await item.getType('image/png'));
                const high = Number(/height=\"(\\d+)\"/.exec(figure.session.engine.svg(figure.figure, 760, engine.height(figure.figure, 760), false))[1]);
                dialog.close();
                told.push(await code());
                const copied = await navigator.clipboard.readText();
                link.click();
                await until('the link', () => link.textContent === link.dataset.done);
                return [told, item.types, image.width, image.height > 2 * high, copied === host.querySelector('textarea').value,
                    copied.includes('bins=17'), await navigator.clipboard.readText() === location.href];"
            ),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                ["Copied.", "Copied."],
                ["image/png"],
                1616,
                true,
                true,
                true,
                true
            ])
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn where_the_clipboard_is_refused_it_is_said() {
    visit(async |visit| {
        visit.open("workbench.html?bins=17").await?;
        for name in ["clipboard-write", "clipboard-read"] {
            let denied = json!({
                "origin": visit.url("").trim_end_matches('/'),
                "permission": { "name": name },
                "setting": "denied",
            });
            visit.browser.cdp("Browser.setPermission", denied).await?;
        }
        let found = run(
            visit,
            &format!(
                "await findings();
                {COPIES}
                const told = [await picture()];
                dialog.close();
                told.push(await code(), getSelection().toString() === host.querySelector('textarea').value
                    || host.querySelector('textarea').selectionEnd > 100);
                link.click();
                await until('the link', () => document.querySelector('.notes').textContent);
                return [...told, document.querySelector('.notes').textContent.startsWith(location.href)];"
            ),
        )
        .await?;
        let picture = found[0].as_str().unwrap();
        assert!(
            picture.starts_with("The browser would not copy ("),
            "{found}"
        );
        // The old command may still copy a text; else the text is selected for the reader.
        let code = found[1].as_str().unwrap();
        assert!(
            ["Copied.", "Selected: press Ctrl+C."].contains(&code),
            "{found}"
        );
        assert_eq!((&found[2], &found[3]), (&json!(true), &json!(true)));
        visit.check().await
    });
}

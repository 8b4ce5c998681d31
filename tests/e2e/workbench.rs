//! The workbench: data, findings and figures on one page, as a page of the site and as one file.

mod findings;
mod take_home;

use crate::files::TOOLS;
use crate::files::findings::{FAULTY, FINDINGS};
use crate::harness::{CSP, Visit, sending, visit, visit_with};
use serde_json::{Value, json};
use std::fs;

pub async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit
        .ask(&format!("{TOOLS} {FINDINGS} {FAULTY} {{ {script} }}"))
        .await
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

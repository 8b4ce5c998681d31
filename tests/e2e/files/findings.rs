//! What is said about the reader's files: findings, what suits, code.

use super::run;
use crate::harness::{Visit, visit};
use serde_json::{Value, json};
use std::process::Command;
use xtask::Result;

/// What these scripts share: the findings once they follow the settings, and one of them by its name.
pub const FINDINGS: &str = "
    const found = () => [...host.querySelectorAll('.found > li')];
    const names = () => found().map((it) => it.dataset.finding);
    const finding = (name) => until(`the finding ${name}`, () => found().find((it) => it.dataset.finding === name));
    const heading = () => host.querySelector('.findings h3')?.textContent ?? '';
    // Of the file, where one is shown.
    const findings = () => until('findings', () => {
        const { hidden = true } = host.querySelector('.findings') ?? {};
        return !hidden && found().length && (engine.get('data') !== 'file' || heading().includes(session.file)) && names();
    });
    const pressed = (text) => [...host.querySelectorAll('.findings button')].find((it) => it.textContent === text);
    // 200,000 anchors by 20 classes in half precision, as NumPy saves them; easy but for 40 logits.
    const halves = (n, k) => {
        const logits = new Uint16Array(n * k).fill(0xc900);
        for (let i = 0; i < logits.length; i += 100_003) logits[i] = 0x4000 + (i % 512);
        const labels = new BigInt64Array(n).map((_, i) => BigInt(i % 997 ? k : i % k));
        for (let i = 0; i < n; i += 997) logits[i * k + (i % k)] = 0x3c00;
        const npy = (name, type, shape, array) => {
            let header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`;
            header = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\\n';
            const start = [0x93, ...[...'NUMPY'].map((c) => c.charCodeAt(0)), 1, 0, header.length & 255, header.length >> 8];
            return new File([new Uint8Array(start), header, array], name);
        };
        return [npy('logits.npy', '<f2', `${n}, ${k}`, logits), npy('labels.npy', '<i8', `${n},`, labels)];
    };
";

/// A file with a few faults, of which each has a figure.
pub const FAULTY: &str = "
    const rows = ['logit,target'];
    for (let i = 0; i < 4000; i++) rows.push(`${-4 - (i % 131) / 40},0`);
    for (let i = 0; i < 40; i++) rows.push(`${i / 9 - 2.03},${i % 2}`);
    rows.push('33.5,0');
    const faulty = new File([rows.join('\\n')], 'faulty.csv');
";

/// Runs a script in the article at its usual settings, where the reader has opened the faulty file.
async fn of_faulty(visit: &Visit, script: &str) -> Result<Value> {
    visit.open("index.html?bins=30&momentum=0.75").await?;
    let script = format!("{FINDINGS} {FAULTY} await give(faulty); {script}");
    run(visit, &script).await
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_loss_that_is_nan_in_half_precision_is_explained() {
    visit(async |visit| {
        visit.open("index.html?bins=30&momentum=0.75").await?;
        let found = run(
            visit,
            &format!(
                "{FINDINGS}
                await give(...halves(200_000, 20));
                const overflow = await finding('half-overflow');
                const least = engine.csv('distribution').trim().split('\\n').slice(1)
                    .map((line) => Math.round(Number(line.split(',')[1]) * 4e6)).filter((n) => n > 0);
                return [names()[0], overflow.className, overflow.querySelector('p').textContent, Math.min(...least),
                    host.querySelector('.counted').textContent];"
            ),
        )
        .await?;
        assert_eq!(found[0], "half-overflow", "the most severe is first");
        assert_eq!(found[1], "error");
        let text = found[2].as_str().unwrap();
        let least = found[3].as_u64().unwrap();
        // N / (.25 * 65,504) examples in a region would be safe.
        assert!(
            text.starts_with("Half precision. In half precision a weight overflows")
                && text.contains("of 4,000,000 examples")
                && text.contains(&format!("holds {least},"))
                && text.contains("From 245 examples a region on it would be safe"),
            "{found}"
        );
        assert!(
            found[4].as_str().unwrap().starts_with("1 error, "),
            "{found}"
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn findings_follow_the_knobs_and_suggested_settings_can_be_used() {
    visit(async |visit| {
        let found = of_faulty(
            visit,
            "const before = await findings();
            document.querySelector('ghm-figure[data-of-file]').set({ momentum: 0 });
            await until('no average', () => !names().includes('cold-start'));
            document.querySelector('ghm-figure[data-of-file]').set({ momentum: 0.75 });
            await finding('cold-start');
            const suggested = host.querySelector('.suggested .facts').textContent;
            pressed('Use these settings').click();
            await until('they are used', () => pressed('These are set'));
            return [before, suggested, ['bins', 'momentum', 'start'].map((key) => engine.get(key)), names()];",
        )
        .await?;
        let all = |at: usize| found[at].as_array().unwrap().clone();
        for name in ["cold-start", "saturated-logits", "noisy-weights"] {
            assert!(all(0).contains(&json!(name)), "{name}: {found}");
        }
        let suggested = found[1].as_str().unwrap();
        for value in all(2).iter().take(2) {
            assert!(suggested.contains(value.as_str().unwrap()), "{found}");
        }
        assert_eq!(all(2)[2], "corrected");
        assert!(!all(3).contains(&json!("cold-start")), "{found}");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn each_finding_leads_to_its_figure_in_the_state_that_shows_it() {
    visit(async |visit| {
        let found = of_faulty(
            visit,
            "const all = await findings();
            const seen = [];
            for (const name of all) {
                // The reader has gone on to other data meanwhile.
                engine.set('data', 'uniform');
                (await finding(name)).querySelector('button').click();
                const figure = await until(`the figure of ${name}`, () => {
                    const { activeElement } = document;
                    return activeElement?.matches('ghm-figure[data-of-file]') && activeElement;
                });
                await until(`${figure.name} in view`, () => {
                    const { top, bottom } = figure.getBoundingClientRect();
                    return top < innerHeight && bottom > 0 && figure.dataset.draws;
                });
                seen.push([name, figure.name, engine.get('data')]);
                figure.blur();
            }
            return seen;",
        )
        .await?;
        let seen = found.as_array().unwrap();
        assert!(seen.len() >= 4, "{found}");
        for finding in seen {
            assert_eq!(finding[2], "file", "{finding}");
            let expected = match finding[0].as_str().unwrap() {
                "cold-start" => "momentum",
                "half-overflow" | "noisy-weights" => "weights",
                "flat-loss" => "regions",
                "amplifies-outliers" | "damps-outliers" => "contribution",
                _ => "distribution",
            };
            assert_eq!(finding[1], expected, "{finding}");
        }
        visit.check().await
    });
}

/// What `ghm export` writes with these options.
pub fn exported(target: &str, options: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "cli", "--", "export", target])
        .args(options)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn code_to_take_home_is_what_the_command_writes() {
    visit(async |visit| {
        visit
            .open("index.html?bins=24&momentum=0.9&start=corrected&mu=0.1")
            .await?;
        let found = run(
            visit,
            &format!(
                "{FINDINGS} {FAULTY}
                await give(faulty);
                await findings();
                const code = host.querySelector('details.code');
                code.open = true;
                const text = code.querySelector('textarea');
                await until('code', () => text.value);
                const menu = code.querySelector('select');
                const all = {{}};
                for (const {{ value }} of menu.options) {{
                    const before = text.value;
                    const first = value === menu.value;
                    menu.value = value;
                    menu.dispatchEvent(new Event('change'));
                    await until(value, () => first || text.value !== before);
                    all[value] = text.value;
                }}
                return all;"
            ),
        )
        .await?;
        let options = [
            "--bins",
            "24",
            "--momentum",
            "0.9",
            "--start",
            "corrected",
            "--mu",
            "0.1",
            "--mask",
            "none",
        ];
        let all = found.as_object().unwrap();
        assert_eq!(all.len(), 7);
        for (target, code) in all {
            assert_eq!(code, &Value::from(exported(target, &options)), "{target}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn findings_are_said_in_chinese() {
    visit(async |visit| {
        visit.open("zh/index.html?momentum=0.75").await?;
        let found = run(
            visit,
            &format!(
                "{FINDINGS} {FAULTY}
                await give(faulty);
                await findings();
                const latin = /[a-z]{{4,}}/;
                const texts = [...host.querySelectorAll('.findings :is(h3, li b, button, summary, .counted)')];
                return texts.map((it) => it.textContent).filter((text) => text && (!/[一-龥]/.test(text) || latin.test(text.replace('faulty.csv', '').replace('logit', ''))));"
            ),
        )
        .await?;
        assert_eq!(found, json!([]));
        visit.check().await
    });
}

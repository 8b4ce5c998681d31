//! What the workbench says is wrong, with its figures and the code that cures it.

use super::run;
use crate::files::findings::exported;
use crate::harness::visit;
use serde_json::{Value, json};

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
                // Heading and findings are of the same examples.
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
            for name in ["cold-start", "narrow-mu", "flat-loss", "damps-outliers"] {
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

/// Only a recording has box offsets, so what is said of a narrow mu is said of no preset, however fast the examples change.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn what_is_said_is_said_of_the_examples_that_its_heading_names() {
    visit(async |visit| {
        visit.open("workbench.html").await?;
        let found = run(
            visit,
            "await finding('narrow-mu');
            const [recording] = heading().split(',');
            const wrong = [];
            let told = 0;
            new MutationObserver(() => {
                told++;
                if ([...names()].includes('narrow-mu') !== heading().startsWith(recording)) wrong.push(`${heading()}: ${[...names()]}`);
            }).observe(host.querySelector('.found').parentElement, { childList: true, characterData: true, subtree: true });
            const figure = document.querySelector('.grid ghm-figure');
            for (let i = 0; i < 24; i++) {
                figure.set({ data: 'noisy', momentum: i / 50 });
                await frames(1 + (i % 5));
                figure.set({ data: 'uniform' });
                await frames(1 + (i % 3));
            }
            figure.set({ momentum: 0 });
            await until('the last findings', () => [...names()].join() === 'flat-loss');
            return [told > 0, wrong];",
        )
        .await?;
        assert_eq!(found, json!([true, []]));
        visit.check().await
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
            "holds 8, so N / S reaches 2,000,000",
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
                await give(new File(['offset\\n' + [...Array(50)].map((_, i) => (i - 25) / 200).join('\\n')], 'offsets.csv'));
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

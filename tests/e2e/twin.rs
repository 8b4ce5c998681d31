//! The two-dimensional twin: it trains in the page while the reader moves its outliers.

use crate::harness::{Visit, visit};
use serde_json::{Value, json};

/// What the scripts below share.
const TOOLS: &str = "
    const f = document.querySelector('ghm-figure[name=twin]');
    f.scrollIntoView({ block: 'center' });
    await until('the twin', () => f.dataset.draws);
    const { session } = f;
    const { engine } = session;
    const canvas = f.shadowRoot.querySelector('canvas');
    // Waits until everything that was asked for is trained.
    const settled = async () => {
        await frames(2);
        await until('the training', () => !session.twin.busy && !engine.twinJob().length);
        await frames(3);
    };
    const ap = () => ['ce', 'focal', 'ghm'].map((loss) => Number(engine.quote(`twin.ap.${loss}`)));
    const picture = () => canvas.toDataURL();
    // The middle of the ring of outliers on the screen: the mean of all pixels where the engine
    // would grab it.
    const ring = () => {
        const box = canvas.getBoundingClientRect();
        const inside = [];
        for (let x = 0; x < box.width; x += 4)
            for (let y = 0; y < box.height; y += 4)
                if (engine.outliersAt('twin', box.width, box.height, x, y)) inside.push([x, y]);
        const mean = (i) => inside.reduce((sum, p) => sum + p[i], 0) / inside.length;
        return [box.left + mean(0), box.top + mean(1)];
    };
    const pointer = (type, [clientX, clientY], buttons = 1) =>
        canvas.dispatchEvent(new PointerEvent(type, { clientX, clientY, buttons, pointerId: 1, pointerType: 'mouse', bubbles: true }));
";

async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit
        .ask(&format!("{TOOLS} await settled(); {script}"))
        .await
}

fn numbers(value: &Value) -> Vec<f64> {
    let items = value.as_array().unwrap();
    items.iter().filter_map(Value::as_f64).collect()
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn few_outliers_are_amplified_and_many_damped() {
    visit(async |visit| {
        visit.open("index.html?outliers=300").await?;
        let found = run(
            visit,
            "const many = ap();
            session.set('outliers', 10);
            await settled();
            return [many, ap(), session.twin.channel.where, engine.query()];",
        )
        .await?;
        let (many, few) = (numbers(&found[0]), numbers(&found[1]));
        assert!(many[2] - many[0] > 0.3, "{found}");
        assert!(few[2] < few[0], "{found}");
        assert_eq!(found[2], "worker", "{found}");
        assert_eq!(found[3], "outliers=10");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn outliers_are_dragged_and_boundaries_follow() {
    visit(async |visit| {
        visit.open("index.html?outliers=100").await?;
        let found = run(
            visit,
            "const before = [picture(), ap(), engine.get('wrongx'), engine.get('wrongy')];
            const [x, y] = ring();
            pointer('pointermove', [x, y], 0);
            const grab = canvas.style.cursor;
            pointer('pointerdown', [x, y]);
            const draws = Number(f.dataset.draws);
            const shown = new Set();
            for (let i = 1; i <= 20; i++) {
                pointer('pointermove', [x - i, y + i]);
                await frames(2);
                shown.add(String(ap()));
            }
            pointer('pointerup', [x - 20, y + 20], 0);
            await settled();
            const after = [picture(), ap(), engine.get('wrongx'), engine.get('wrongy')];
            // Outside of the ring, dragging does nothing.
            const still = engine.query();
            pointer('pointerdown', [x + 150, y - 60]);
            pointer('pointermove', [x + 160, y - 60]);
            return {
                grab,
                changed: before.map((value, i) => String(value) !== String(after[i])),
                alive: [shown.size, Number(f.dataset.draws) - draws],
                still: engine.query() === still,
                moved: [after[2] - before[2], after[3] - before[3]],
            };",
        )
        .await?;
        assert_eq!(found["grab"], "grab", "{found}");
        assert_eq!(found["changed"], json!([true, true, true, true]), "{found}");
        let moved = numbers(&found["moved"]);
        assert!(moved[0] < -0.3 && moved[1] < -0.3, "{found}");
        // The boundaries were trained while dragging, and not only at the end.
        assert!(
            numbers(&found["alive"]).iter().all(|n| *n >= 5.0),
            "{found}"
        );
        assert_eq!(found["still"], true, "{found}");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_twin_obeys_the_keyboard() {
    visit(async |visit| {
        visit.open("index.html?outliers=10").await?;
        let found = run(
            visit,
            "canvas.focus();
            const press = (key, shiftKey) => canvas.dispatchEvent(
                new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true, composed: true }));
            const from = [engine.get('wrongx'), engine.get('wrongy')].map(Number);
            for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown']) press(key, true);
            const to = [engine.get('wrongx'), engine.get('wrongy')].map(Number);
            await settled();
            // Without shift, arrows read out the curve on the right.
            press('ArrowRight', false);
            await frames(3);
            const readout = [...f.shadowRoot.querySelectorAll('.readout dd')].map((it) => it.textContent);
            return [to[0] - from[0], to[1] - from[1], readout];",
        )
        .await?;
        let moved = numbers(&found);
        assert!(
            (moved[0] + 0.2).abs() < 1e-9 && (moved[1] + 0.1).abs() < 1e-9,
            "{found}"
        );
        let readout = found[2].as_array().unwrap();
        assert_eq!(readout[0], "10", "{found}");
        assert_eq!(readout.len(), 4, "{found}");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_crossover_is_predicted_and_then_computed() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            "const form = document.querySelector('[data-predict=crossover]');
            const verdict = form.querySelector('.verdict');
            const before = engine.csv('twin');
            form.querySelector('input[value=a]').click();
            await frames(2);
            const waiting = verdict.textContent;
            // The curve grows before there is a verdict.
            await until('a part of the curve', () => engine.csv('twin').split('\\n').length > 5);
            const early = form.dataset.right;
            await until('the verdict', () => form.dataset.right);
            const wrong = [form.dataset.right, verdict.textContent];
            form.querySelector('input[value=b]').click();
            await settled();
            const rows = await until('the rows', async () => {
                const rows = await tableOf(f);
                return rows.length > 3 && rows;
            });
            return { before, waiting, early, wrong, right: [form.dataset.right, verdict.textContent], rows };",
        )
        .await?;
        assert!(
            found["waiting"].as_str().unwrap().contains("browser"),
            "{found}"
        );
        assert_eq!(found["early"], Value::Null, "{found}");
        assert_eq!(found["wrong"][0], "no", "{found}");
        assert_eq!(found["right"][0], "yes", "{found}");
        let said = found["right"][1].as_str().unwrap();
        assert!(said.contains("k = ") && !said.contains('{'), "{said}");
        // The table holds the curve that was computed natively: k, then mean and deviation of each.
        let recorded = include_str!("../../crate/explainer/examples/twin.txt");
        let recorded: Vec<f32> = recorded.lines().map(|line| line.parse().unwrap()).collect();
        let mut twin = explainer::live::TwinStudy::default();
        twin.job(&explainer::knob::State::default());
        twin.take(detector::twin::Answer::decode(&recorded).unwrap());
        let rows = found["rows"].as_array().unwrap();
        let curve = twin.curve();
        assert_eq!(rows.len(), curve.len(), "{found}");
        for count in [10, 300] {
            assert!(curve.iter().any(|it| it.count == count), "{count}");
        }
        for (row, of) in rows.iter().zip(curve) {
            let row: Vec<f64> = row
                .as_array()
                .unwrap()
                .iter()
                .map(|cell| cell.as_str().unwrap().replace(',', ""))
                // The reader's guess is one row's.
                .map(|cell| cell.parse().unwrap_or(f64::NAN))
                .collect();
            assert_eq!(row[0], of.count as f64);
            // Of each loss the mean, the deviation and the present training, which is one row's. The first is cross-entropy,
            // the last GHM-C.
            match of.count {
                10 => assert!(row[7] < row[1], "{row:?}"),
                300 => assert!(row[7] >= row[1] + 0.3, "{row:?}"),
                _ => {}
            }
            for i in 0..3 {
                assert!((row[1 + 3 * i] - of.mean[i]).abs() < 1e-4, "{row:?} {of:?}");
                assert!(
                    (row[2 + 3 * i] - of.deviation[i]).abs() < 1e-4,
                    "{row:?} {of:?}"
                );
            }
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn without_a_worker_the_page_trains_the_twin_itself() {
    visit(async |visit| {
        // Before the page: it trains as soon as a sentence quotes the twin, which is before a script of ours would run.
        let forbid = json!({ "source": "delete globalThis.Worker;" });
        let command = "Page.addScriptToEvaluateOnNewDocument";
        visit.browser.cdp(command, forbid).await?;
        visit.open("index.html?outliers=300").await?;
        let script = format!("{TOOLS} await settled(); return [ap(), session.twin.channel.where];");
        let found = visit.ask(&script).await?;
        let ap = numbers(&found[0]);
        assert!(ap[2] - ap[0] > 0.3, "{found}");
        assert_eq!(found[1], "page", "{found}");
        visit.check().await
    });
}

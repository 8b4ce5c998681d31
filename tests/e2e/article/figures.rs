//! What the figures show: the results of the mathematics, a reader's file, a reader's machine.

use super::run;
use crate::harness::visit;
use crate::table::rows;
use explainer::data::Recorded;
use explainer::derived::Derived;
use explainer::figure::FIGURES;
use explainer::knob::State;
use serde_json::json;

const RECORDED: &[u8] = include_bytes!("../../../www/data/recorded_noisy.bin");

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
        let noisy = Recorded::decode(RECORDED).unwrap();
        derived.load(|loaded| loaded.noisy = vec![noisy.into()]);
        // The twin has to train first: twin.rs compares its numbers.
        // Two stand on a page of their own, whose figures have settings of their own.
        let elsewhere = ["twin", "mu", "calibration"];
        for figure in FIGURES
            .into_iter()
            .filter(|it| !elsewhere.contains(&it.name))
        {
            let name = figure.name;
            let script = format!(
                "const f = await figure('{name}');
                return tableOf(f);"
            );
            let found = run(visit, &script).await?;
            let plot = figure.plot(&state, &derived);
            assert_eq!(found, json!(rows(&plot, &state)), "{name}");
        }
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
                const host = box.closest('ghm-file');
                const message = host.querySelector('.message');
                message.textContent = '';
                box.dispatchEvent(new Event('change'));
                return until('the message', () => !host.querySelector('.under-way') && message.textContent);
            };
            const before = picture(f);
            const bad = await give('logit,target\\n1,0\\n2,dog\\n');
            await frames(3);
            const kept = picture(f) === before;
            const good = await give('logit,target\\n-3,0\\n1.5,1\\n9,1\\n');
            const shown = await figure('distribution');
            await until('the figure', () => picture(shown) !== before);
            // A file has its own mask, so the menu is disabled and says why.
            const mask = document.querySelector('.dock .knob[data-key=mask]');
            await until('the menu to rest', () => mask.querySelector('select').disabled);
            return [bad, kept, good, mask.querySelector('.note').textContent];",
        )
        .await?;
        assert!(
            found[0]
                .as_str()
                .unwrap()
                .contains("column `target` has numbers, as on line 2, and words, such as `dog`"),
            "{found}"
        );
        assert_eq!(found[1], true);
        assert!(
            found[2].as_str().unwrap().starts_with("mine.csv is read."),
            "{found}"
        );
        assert_eq!(found[3], "A file has its own mask.");
        visit.check().await
    });
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
                const csv = f.session.engine.csv('{name}');
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

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_that_rests_in_view_measures_by_itself_and_not_while_the_reader_does_something() {
    visit(async |visit| {
        visit.open("index.html?n=2000").await?;
        let script = "const f = await figure('regions');
            const measured = () => /5,[\\d.]+,[\\d.]+/.test(f.session.engine.csv('regions').split('\\r\\n\\r\\n').at(-1));
            const before = [measured()];
            for (let i = 0; i < 25; i++) {
                dispatchEvent(new PointerEvent('pointermove'));
                await new Promise((done) => setTimeout(done, 100));
            }
            before.push(measured());
            await until('the times', measured);
            return [...before, f.shadowRoot.querySelector('.problem').hidden];";
        let found = run(visit, script).await?;
        assert_eq!(found, json!([false, false, true]));
        visit.check().await
    });
}

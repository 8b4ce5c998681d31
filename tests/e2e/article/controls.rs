//! The controls beside the figures: menus, sliders, the player.

use super::run;
use crate::harness::visit;
use serde_json::json;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_question_is_answered_by_a_switch_of_its_figure() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "
            const switched = {};
            for (const f of document.querySelectorAll('ghm-figure:not([shared])')) {
                f.scrollIntoView({ block: 'center' });
                await until('a figure of its own', () => f.dataset.draws && !f.session.engine.missing());
                for (const menu of f.shadowRoot.querySelectorAll('.knob select')) {
                    const { key } = menu.closest('.knob').dataset;
                    const before = [menu.value, f.value('momentum')];
                    // How an average starts only shows with momentum.
                    if (key === 'start') f.set({ momentum: 0.75 });
                    const seen = new Set();
                    for (const { value } of menu.options) {
                        await set(menu, value, 'change');
                        seen.add(f.session.engine.svg(f.figure, 480, 240, false));
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
            // After the first update, two of the ways to start an average agree; and where one batch comes again and again,
            // the average has filled the regions of the batch, so that the copies' weights are the code's.
            let all = if menu.ends_with("start") || menu.ends_with("convention") {
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
            // A closed dock is updated only when the movement ends.
            await set(dock('data').querySelector('select'), 'uniform', 'change');
            await until('the reason', told);
            await set(dock('data').querySelector('select'), 'noisy', 'change');
            await until('the steps', () => !range.disabled && !told());
            // Noisy and clean labels have different last steps, at the same end of the slider.
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

/// While a hand rests on a slider its axes keep their scale, whatever lost the focus to it.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn axes_hold_still_until_the_slider_is_let_go() {
    visit(async |visit| {
        visit
            .open("embed.html?figure=distribution&axis=linear&controls=bins")
            .await?;
        let script = "
            const f = await until('the figure', () => document.querySelector('ghm-figure[data-draws]'));
            const { engine } = f.session;
            await until('its data', () => !engine.missing() && !engine.incomplete());
            const bins = f.shadowRoot.querySelector('.knob[data-key=bins] input[type=range]');
            const elsewhere = document.body.appendChild(document.createElement('input'));
            const top = () => engine.ranges('distribution')[3];
            const drawn = () => engine.svg('distribution', 480, 300, false);
            const rests = () => new Promise((done) => setTimeout(done, 700));
            const move = (to) => { bins.value = to; bins.dispatchEvent(new Event('input', { bubbles: true })); };
            const touch = (type) => bins.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));
            elsewhere.focus();
            touch('pointerdown');
            bins.focus();
            move(0);
            move(0.9);
            const held = drawn();
            await rests();
            const rested = drawn();
            touch('pointerup');
            await until('axes of its own', () => drawn() !== held);
            return [held === rested, top() > 0];";
        assert_eq!(visit.ask(script).await?, json!([true, true]));
        visit.check().await
    });
}

//! When figures are drawn: only if a knob changes them, and before the words.

use super::run;
use crate::harness::visit;
use serde_json::json;

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
fn figures_come_first_and_words_soon() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            "const f = await figure('asl1');
            const words = () => f.shadowRoot.querySelector('.readout').textContent;
            const slider = f.shadowRoot.querySelector('.knob[data-key=mu] input[type=range]');
            // On a busy machine a late frame may bring the words with it, but hardly all ten.
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
            // While the slider moves in every frame, figures are drawn in each; words still follow.
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
fn a_figure_below_the_window_waits_until_the_movement_has_ended() {
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
            const moving = count()[1];
            for (let i = 0; i < 50 && count()[1] === moving; i++) await new Promise((done) => setTimeout(done, 50));
            // On a busy machine a late frame may come after the movement, but hardly all ten.
            const [first, second] = [0, 1].map((of) => drawn.filter((_, i) => i % 2 === of));
            return [first.includes('1,0') && second.includes('1,0'), count()[1] > moving];",
        )
        .await?;
        assert_eq!(found, json!([true, true]));
        visit.check().await
    });
}

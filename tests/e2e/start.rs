//! The hero's engine, which serves the reader until the whole one is here.

use crate::harness::{Visit, visit};
use serde_json::{Value, json};

/// Makes the whole engine wait until `letIn` is called, or fail by `keepOut`.
const GATE: &str = "
    const opened = new Promise((open, fail) => Object.assign(window, { letIn: open, keepOut: fail }));
    const own = window.fetch;
    window.fetch = async (address, ...rest) => {
        if (String(address).includes('/explainer_bg.')) await opened;
        return own(address, ...rest);
    };";

/// The hero, alone so far, moved by two keys.
const HERO: &str = "
    const hero = await until('the hero', () => document.querySelector('ghm-figure[name=harmonize][data-draws]'));
    const weights = document.querySelector('ghm-figure[name=weights][shared]');
    const slider = hero.shadowRoot.querySelector('.handle input');
    const press = (key) => slider.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const draws = () => Number(hero.dataset.draws);
    const first = draws();
    press('End');
    press('PageDown');
    await until('another picture', () => draws() > first);
    hero.bins = 11;
    const table = hero.shadowRoot.querySelector('.table');
    table.open = true;
    await frames(20);
    const alone = [weights.dataset.state ?? '', hero.session.isWhole, table.querySelectorAll('table').length];
";

async fn opened(visit: &Visit, script: &str) -> xtask::Result<Value> {
    let command = "Page.addScriptToEvaluateOnNewDocument";
    visit
        .browser
        .cdp(command, json!({ "source": GATE }))
        .await?;
    visit.open("index.html").await?;
    visit.ask(&format!("{HERO} {{ {script} }}")).await
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_whole_engine_takes_over_what_the_reader_did_with_the_hero() {
    visit(async |visit| {
        let script = "
            window.letIn();
            await until('another figure', () => weights.dataset.state === 'live');
            const { session } = weights;
            const there = session.engine.query();
            await until('a table', () => table.querySelector('table'));
            const before = draws();
            press('Home');
            await until('another picture', () => draws() > before);
            return [alone, there, session === hero.session, session.isWhole, hero.bins, session.engine.query()];";
        let found = opened(visit, script).await?;
        let there = "bins=11&harmonize=0.9";
        let expected = json!([["", false, 0], there, true, true, 11, "bins=11"]);
        assert_eq!(found, expected);
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn where_the_whole_engine_cannot_come_the_hero_moves_and_the_others_say_why() {
    visit(async |visit| {
        let script = "
            window.keepOut(new Error('no way through'));
            await until('a failure', () => weights.dataset.state === 'failed');
            const before = draws();
            press('Home');
            await until('another picture', () => draws() > before);
            return [alone, weights.shadowRoot.textContent.includes('no way through'), hero.dataset.state, hero.harmonize];";
        let found = opened(visit, script).await?;
        assert_eq!(found, json!([["", false, 0], true, "live", 0]));
        Ok(())
    });
}

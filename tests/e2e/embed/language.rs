//! The texts of the other language: loaded when they are needed, and again after a failure.

use super::{foreign, open, run};
use crate::harness::{CORS, sending, visit_with};
use serde_json::json;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn texts_of_another_language_come_when_they_are_asked_for() {
    visit_with(sending(&[CORS]), async |visit| {
        open(visit, "?figure=asl1").await?;
        let found = run(
            visit,
            "const f = await one();
            const files = () => performance.getEntriesByType('resource').map(({ name }) => name.match(/texts-(\\w+)/)?.[1]).filter(Boolean);
            const shown = () => [inside(f, '.title').textContent, inside(f, '.table summary').textContent];
            const early = [shown(), files()];
            f.lang = 'zh';
            // No longer wanted when it arrives.
            f.lang = 'en';
            await until('the file', () => files().length === 2);
            await frames(4);
            const kept = shown();
            f.lang = 'zh';
            await until('the title', () => shown()[0].startsWith('SL1 与'));
            return [...early, kept, shown(), files()];",
        )
        .await?;
        let (en, zh) = (["SL1 and ASL1", "Data table"], ["SL1 与 ASL1", "数据表"]);
        assert_eq!(found, json!([en, ["en"], en, zh, ["en", "zh"]]));
        visit.check_console().await
    });
}

/// Holds requests for the Chinese texts until `open()`; then the first `failures` of them fail.
const HELD: &str = "
    const fetched = fetch;
    let open, asked = 0;
    const gate = new Promise((done) => (open = done));
    globalThis.fetch = async (address, ...rest) => {
        if (!String(address).includes('texts-zh')) return fetched(address, ...rest);
        asked += 1;
        await gate;
        if (asked <= failures) throw new Error('lost on the way');
        return fetched(address, ...rest);
    };
    const add = (lang) => {
        const f = document.createElement('ghm-figure');
        Object.assign(f, { name: 'asl1', lang });
        document.body.append(f);
        return f;
    };
    const title = (f) => inside(f, '.title')?.textContent;
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_ends_in_the_language_that_was_asked_for_last() {
    visit_with(sending(&[CORS]), async |visit| {
        foreign(visit).await?;
        let script = "
            const f = add('zh');
            await until('the request', () => asked === 1);
            f.lang = 'en';
            open();
            await until('the figure', () => f.dataset.state === 'live');
            await until('its title', () => title(f) === 'SL1 and ASL1');
            return true;";
        run(visit, &format!("const failures = 0; {HELD} {script}")).await?;
        visit.check_console().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn texts_that_failed_are_asked_for_again() {
    visit_with(sending(&[CORS]), async |visit| {
        foreign(visit).await?;
        let script = "
            const f = add('en');
            await until('the figure', () => title(f));
            f.lang = 'zh';
            open();
            await until('a sentence', () => inside(f, '.problem').textContent);
            const failed = [title(f), inside(f, '.problem').textContent];
            f.lang = 'en';
            f.lang = 'zh';
            await until('the title', () => title(f).startsWith('SL1 与'));
            return [failed, asked];";
        let found = run(visit, &format!("const failures = 1; {HELD} {script}")).await?;
        assert_eq!(found, json!([["SL1 and ASL1", "lost on the way"], 2]));
        visit.check_console().await
    });
}

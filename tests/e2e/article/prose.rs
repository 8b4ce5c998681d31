//! The text: phrases that set knobs, the table of differences, predictions.

use super::run;
use crate::harness::visit;
use serde_json::json;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_phrase_sets_its_knobs_and_takes_them_back() {
    visit(async |visit| {
        for page in ["index.html", "zh/index.html"] {
            visit.open(page).await?;
            let script = "
                const phrases = [...document.querySelectorAll('.set')];
                const state = () => document.querySelector('ghm-figure[shared]').session.engine.query();
                for (const phrase of phrases) {
                    const before = state();
                    const held = phrase.getAttribute('aria-pressed');
                    phrase.click();
                    await frames(2);
                    if (phrase.getAttribute('aria-pressed') !== 'true') throw new Error(`${phrase.dataset.set} did not set`);
                    if (held === 'true') continue;
                    phrase.click();
                    await frames(2);
                    if (state() !== before) throw new Error(`${phrase.dataset.set}: ${before} became ${state()}`);
                }
                const other = phrases.find((phrase) => phrase.getAttribute('aria-pressed') === 'false');
                other.click();
                await until('the address', () => location.search.includes(other.dataset.set.split('&')[0]));
                return phrases.length;";
            let phrases = run(visit, script).await?;
            assert!(phrases.as_u64() > Some(20), "{page}: {phrases} phrases");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_difference_of_paper_and_code_shows_on_a_figure() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "
            await figure('distribution');
            const section = document.querySelector('#paper-and-code');
            const shown = [...section.querySelectorAll('ghm-figure[shared]'), document.querySelector('#ghm-r ghm-figure')];
            await until('the figures', () => shown.every((f) => f.session));
            const drawn = () => shown.map((f) => f.session.engine.svg(f.figure, 480, 240, false));
            const before = drawn();
            const still = [];
            const rows = [...section.querySelectorAll('tbody tr')];
            for (const row of rows) {
                const phrases = [...row.querySelectorAll('.set')];
                if (!phrases.length) still.push(row.textContent);
                for (const phrase of phrases) {
                    phrase.click();
                    if (phrase.dataset.set.includes('data=')) await frames(5);
                    if (drawn().every((svg, i) => svg === before[i])) still.push(phrase.dataset.set);
                    phrase.click();
                    if (drawn().some((svg, i) => svg !== before[i])) throw new Error(`${phrase.dataset.set} left a trace`);
                }
            }
            return [rows.length, still];";
        assert_eq!(run(visit, script).await?, json!([8, []]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_prediction_is_judged() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "
            await figure('distribution');
            const judged = {};
            for (const form of document.querySelectorAll('form.predict')) {
                // Its verdict has to be computed first: twin.rs waits for it.
                if (form.querySelector('.verdict').dataset.waiting) continue;
                const verdicts = new Set();
                const say = () => {
                    const text = form.querySelector('.verdict').textContent;
                    if (!text || text.includes('{')) throw new Error(`${form.dataset.predict}: ${text}`);
                    verdicts.add(form.dataset.right);
                };
                const slider = form.querySelector('input[type=range]');
                if (slider) {
                    for (const value of [slider.min, slider.max, 4, 990]) {
                        await set(slider, value, 'input');
                        form.requestSubmit();
                        say();
                    }
                }
                for (const radio of form.querySelectorAll('input[type=radio]')) {
                    radio.click();
                    say();
                }
                judged[form.dataset.predict] = [...verdicts].sort().join(' ');
            }
            return judged;";
        let judged = run(visit, script).await?;
        let forms = judged.as_object().unwrap();
        assert!(forms.len() >= 5, "{judged}");
        for (name, verdicts) in forms {
            assert_eq!(
                verdicts, "no yes",
                "{name} can be answered rightly and wrongly"
            );
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn without_scripts_every_sentence_is_whole() {
    for page in ["index.html", "zh/index.html"] {
        let html = std::fs::read_to_string(xtask::dist().join(page)).unwrap();
        let quotes = html.matches("data-quote=").count();
        assert!(quotes > 20, "{page}: {quotes} quotes");
        assert!(!html.contains("></output>"), "{page} has an empty number");
    }
}

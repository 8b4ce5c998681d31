//! The text: phrases that set knobs, the table of differences, predictions.

use super::run;
use crate::harness::visit;
use serde_json::json;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_phrase_sets_its_knobs_and_takes_them_back() {
    visit(async |visit| {
        for (page, least) in [
            ("index.html", 20),
            ("zh/index.html", 20),
            ("questions.html", 4),
            ("zh/questions.html", 4),
        ] {
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
            assert!(phrases.as_u64() >= Some(least), "{page}: {phrases} phrases");
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
            for (const form of document.querySelectorAll('.predict')) {
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
                        form.querySelector('button').click();
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
            let verdicts = verdicts.as_str().unwrap();
            for verdict in ["no", "yes"] {
                assert!(
                    verdicts.contains(verdict),
                    "{name} can be answered rightly and wrongly: {verdicts}"
                );
            }
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_guess_stays_in_its_figure_and_in_the_table() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "
            await figure('distribution');
            const { engine } = document.querySelector('ghm-figure[shared][name=distribution]').session;
            const form = document.querySelector('.predict[data-predict=crowd]');
            await until('the form', () => form.querySelector('output').textContent);
            const seen = () => [engine.svg('distribution', 760, 360, false).includes('far off'), engine.csv('distribution').includes('your guess')];
            const before = seen();
            await set(form.querySelector('input[type=range]'), 500, 'input');
            form.querySelector('button').click();
            return [before, seen()];";
        let seen = run(visit, script).await?;
        assert_eq!(seen, json!([[false, false], [true, true]]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_sentence_that_is_not_true_now_is_set_aside_and_offers_the_way_back() {
    visit(async |visit| {
        for (page, says) in [
            ("index.html", "Not at these settings:"),
            ("zh/index.html", "当前设置下不成立："),
        ] {
            visit.open(page).await?;
            let script = "
                await figure('distribution');
                const aside = () => [...document.querySelectorAll('.aside[data-if]')];
                await until('the article', () => document.querySelector('.present button'));
                await frames(10);
                const before = aside().length;
                document.querySelector('.set[data-set*=\"trained=ghm&step=800\"]').click();
                const claim = document.querySelector('#distribution [data-if^=share]');
                await until('the sentence set aside', () => claim.classList.contains('aside'));
                const says = [claim.querySelector('.note').textContent, claim.querySelector('.back').textContent];
                claim.querySelector('.back').click();
                await until('the sentence back', () => !claim.classList.contains('aside'));
                await frames(20);
                const engine = document.querySelector('ghm-figure[shared]').session.engine;
                return [before, says, aside().length, claim.querySelector('.note, .back'), engine.get('trained')];";
            let found = run(visit, script).await?;
            assert_eq!(found[0], 0, "{page}: {found}");
            assert_eq!(found[1][0], says);
            assert!(found[1][1].as_str().unwrap().len() > 5, "{found}");
            assert_eq!(found[2], 0, "{page}: {found}");
            assert_eq!((&found[3], &found[4]), (&json!(null), &json!("ce")));
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn an_answer_is_covered_until_the_reader_answers_or_asks() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "
            await until('the article', () => document.querySelector('.present button'));
            const seen = (element) => getComputedStyle(element).visibility === 'visible';
            const told = (section) => [...document.querySelectorAll(`#${section} ghm-figure, #${section} .beside ~ .text p:not(.cover)`)];
            const all = (section) => told(section).map(seen);
            // The figure keeps its room; the text takes its own only now.
            const height = () => document.querySelector('#distribution .beside').offsetHeight;
            const [before, high] = [all('distribution'), height()];
            const form = document.querySelector('[data-predict=crowd]');
            form.querySelector('button').click();
            await frames(3);
            const after = all('distribution');
            const grown = Math.abs(height() - high);
            const asked = all('density');
            document.querySelector('#density .cover button').click();
            await frames(3);
            return { before, after, grown, asked, shown: all('density') };";
        let found = visit.ask(script).await?;
        let each = |key: &str, is: bool| {
            let all = found[key].as_array().unwrap();
            assert!(
                all.len() >= 3 && all.iter().all(|it| *it == is),
                "{key}: {found}"
            );
        };
        each("before", false);
        each("after", true);
        each("asked", false);
        each("shown", true);
        assert!(found["grown"].as_f64().unwrap() < 8.0, "{found}");
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

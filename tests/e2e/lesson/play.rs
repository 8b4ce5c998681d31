//! Playing a lesson: the two that come along, by keys, from disk, under a strict policy, in both languages.

use super::{playing, run, three_steps};
use crate::harness::{CSP, sending, visit, visit_with};
use serde_json::json;

/// Answers that are right, in the order of the lessons' questions.
const RIGHT: [(&str, &[&str]); 2] = [
    (
        "ghm-in-45-minutes",
        &[
            "990",
            "0",
            "b",
            "weight.at.0.5",
            "focal",
            "b",
            "c",
            "4",
            "c",
            "0",
            "free",
        ],
    ),
    (
        "read-your-gradient-density",
        &[
            "count.last",
            "1",
            "0",
            "1",
            "filled",
            "cold.factor",
            "1",
            "free",
        ],
    ),
];

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_lessons_that_come_along_are_played_to_their_end_from_disk() {
    visit(async |visit| {
        for (name, answers) in RIGHT {
            for (lang, all) in [("en", "{n} of {n}"), ("zh", "{n} 题")] {
                visit
                    .goto(&visit.file(&format!("lessons/{name}.{lang}.html")))
                    .await?;
                let script = format!(
                    "await player();
                    const answers = {};
                    const covered = [];
                    for (let steps = 0; steps < 40 && !document.querySelector('.results'); steps++) {{
                        const f = document.querySelector('.player ghm-figure');
                        if (f) await until('a live figure', () => f.dataset.state === 'live');
                        const asks = f ? f.hasAttribute('question') : document.querySelector('.player .predict');
                        if (asks) {{
                            const q = await form();
                            if (f?.hasAttribute('cover')) covered.push(getComputedStyle(f.shadowRoot.querySelector('canvas')).visibility);
                            let value = answers.shift();
                            const options = q.querySelectorAll('input[type=radio]');
                            if (options.length) value = options[value]?.value ?? value;
                            else if (value.includes('.') || value === 'filled') value = (await until('the number', () => f.session.engine.quote(value))).replaceAll(',', '').replaceAll('\u{202f}', '');
                            await answer(value);
                            if (f) await until('a judged answer', () => q.dataset.right);
                            if (q.dataset.right && q.dataset.right !== 'yes') throw new Error(`${{place()}}: ${{value}}: ${{q.textContent}}`);
                        }}
                        document.querySelector('.player > footer .main').click();
                        await frames(2);
                    }}
                    return {{ left: answers, covered, score: document.querySelector('.score').textContent, text: document.querySelector('.results').textContent }};",
                    json!(answers)
                );
                let found = run(visit, &script).await?;
                assert_eq!(found["left"], json!([]), "{name} {lang}");
                let judged = answers.len() - 1;
                let score = found["score"].as_str().unwrap();
                assert!(
                    score.contains(&all.replace("{n}", &judged.to_string())),
                    "{name} {lang}: {score}"
                );
                let covered = found["covered"].as_array().unwrap();
                assert!(
                    covered.iter().all(|it| it == "hidden"),
                    "{name} {lang}: {covered:?}"
                );
            }
        }
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_link_plays_its_lesson_and_texts_of_strangers_stay_texts() {
    let page = playing(&three_steps());
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'";
    visit_with(sending(&[(CSP, policy)]), async |visit| {
        visit.open(&page).await?;
        let found = run(
            visit,
            "const p = await player();
            const words = await until('the text', () => document.querySelector('.words h2') && document.querySelector('.words'));
            await answer('c');
            return { title: p.querySelector('h1').textContent, words: words.textContent, strange: p.querySelectorAll('img, b, script').length, links: words.querySelectorAll('a').length };",
        )
        .await?;
        assert_eq!(found["title"], "Three <b>steps</b>");
        assert!(
            found["words"]
                .as_str()
                .unwrap()
                .contains("<img src=x onerror=alert(1)>"),
            "{found}"
        );
        assert_eq!([&found["strange"], &found["links"]], [&json!(0), &json!(0)]);
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn results_say_what_was_answered_and_lead_back() {
    let page = playing(&three_steps());
    visit(async |visit| {
        visit.open(&page).await?;
        let found = run(
            visit,
            "await player();
            await answer('a');
            await answer('c');
            press('Next'); press('Next');
            await answer('12');
            press('To the results');
            const open = document.querySelector('.results .open').textContent;
            const cells = [...document.querySelectorAll('.results tbody tr')].map((row) => [...row.cells].map((it) => it.textContent));
            document.querySelectorAll('.results td button')[1].click();
            const at = place();
            await answer('two');
            press('Next'); press('To the results');
            return { open, cells, at, text: document.querySelector('.results').textContent, focus: document.activeElement.localName };",
        )
        .await?;
        assert_eq!(found["open"], "Not answered yet: 1.");
        assert_eq!(
            found["cells"],
            json!([
                [
                    "1. From 30 regions to 100 on these examples: what does the greatest weight do?",
                    "It grows",
                    "wrong",
                    "2"
                ],
                ["2. Which?", "no answer", "", ""],
                ["3. How many?", "12", "right", "1"],
            ])
        );
        assert_eq!(found["at"], "Step 2 of 3");
        assert!(
            found["text"]
                .as_str()
                .unwrap()
                .contains("Passed: at least 60 %"),
            "{found}"
        );
        assert_eq!(found["focus"], "main", "the focus goes along");
        visit.check().await
    });
}

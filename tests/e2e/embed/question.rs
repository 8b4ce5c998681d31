//! Questions in a figure: the article's and a teacher's own, what they cover, and what a host is told.

use super::{host, open, run};
use crate::harness::{CORS, sending, visit, visit_with};
use serde_json::{Value, json};

/// Tools for a figure with a question.
const TOOLS: &str = "
    const asked = async () => {
        const f = await until('the figure', () => document.querySelector('ghm-figure'));
        await until('the question', () => inside(f, '.predict legend') && f.session);
        return f;
    };
    const hidden = (f) => getComputedStyle(inside(f, 'canvas')).visibility === 'hidden';
    const verdict = (f) => inside(f, '.verdict').textContent;
    const told = [];
    addEventListener('ghm-answer', ({ detail }) => told.push(detail));
";

async fn ask(visit: &crate::harness::Visit, script: &str) -> xtask::Result<Value> {
    run(visit, &format!("{TOOLS} {script}")).await
}

/// A question of one's own, as a frame's address has it.
fn own(question: &Value) -> String {
    let text = question.to_string();
    let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    format!("&question={encoded}")
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_prediction_covers_the_figure_until_it_is_answered() {
    visit(async |visit| {
        for (lang, right) in [("en", "Yes:"), ("zh", "100 个区域")] {
            open(
                visit,
                &format!("?figure=regions&question=bins&cover&lang={lang}"),
            )
            .await?;
            let found = ask(
                visit,
                "const f = await asked();
                await until('the cover', () => inside(f, '.cover'));
                const before = [hidden(f), inside(f, '.predict input').checkVisibility({ visibilityProperty: true }),
                    all(f, '.title, .readout, .more, .knobs input, summary').some((it) => it.checkVisibility({ visibilityProperty: true }))];
                const [a, , c] = all(f, '.predict input');
                a.click();
                await drawn(f);
                const first = [hidden(f), inside(f, '.predict').dataset.right, Boolean(inside(f, '.cover'))];
                c.click();
                await frames(2);
                return { before, first, second: inside(f, '.predict').dataset.right, verdict: verdict(f), told, answer: f.answer };",
            )
            .await?;
            assert_eq!(found["before"], json!([true, true, false]), "{found}");
            assert_eq!(found["first"], json!([false, "no", false]), "{found}");
            assert_eq!(found["second"], "yes");
            assert!(
                found["verdict"].as_str().unwrap().contains(right),
                "{found}"
            );
            let told = |right: bool, answer: &str| json!({ "figure": "regions", "question": "bins", "answer": answer, "right": right, "state": found["told"][0]["state"] });
            assert_eq!(found["told"], json!([told(false, "a"), told(true, "c")]));
            assert_eq!(found["answer"], "c");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_teachers_own_questions_are_texts_and_are_judged_from_the_live_state() {
    let markup = "<img src=x onerror=alert(1)><b>Which?</b>";
    visit(async |visit| {
        // A choice.
        let question = json!({ "ask": markup, "choices": ["<i>one</i>", "two"], "right": 1, "why": "<u>why</u>" });
        open(visit, &format!("?figure=weights{}", own(&question))).await?;
        let found = ask(
            visit,
            "const f = await asked();
            const ask = inside(f, 'legend').textContent;
            inside(f, '.predict input').click();
            await until('the verdict', () => verdict(f));
            return { ask, strange: all(f, '.predict :is(img, b, i, u)').length, verdict: verdict(f), told, hidden: hidden(f) };",
        )
        .await?;
        assert!(found["ask"].as_str().unwrap().contains(markup), "{found}");
        assert_eq!(found["strange"], 0);
        assert_eq!(found["verdict"], "The right answer: two. <u>why</u>");
        assert_eq!(found["told"][0]["answer"], "<i>one</i>");
        assert_eq!(found["told"][0]["right"], false);
        assert_eq!(found["hidden"], false, "without cover all shows");
        // A number, in two states: each has its own answer.
        let question = json!({ "ask": "How many regions?", "value": "bins", "within": "10%" });
        for (bins, given, right) in [(10, "11", true), (10, "11.5", false), (40, "37", true)] {
            open(
                visit,
                &format!("?figure=weights&bins={bins}{}", own(&question)),
            )
            .await?;
            let script = format!(
                "const f = await asked();
                const input = inside(f, '.predict input');
                input.value = 'many';
                inside(f, '.predict button').click();
                const refused = told.length;
                input.value = '{given}';
                inside(f, '.predict button').click();
                await until('the verdict', () => verdict(f));
                return [refused, told[0].answer, told[0].right, told[0].state, verdict(f)];"
            );
            let found = ask(visit, &script).await?;
            assert_eq!(found[0], 0, "what is no number is not taken");
            assert_eq!(found[1], given);
            assert_eq!(found[2], right, "{found}");
            assert!(
                found[3].as_str().unwrap().contains(&format!("bins={bins}")),
                "{found}"
            );
            assert!(
                found[4].as_str().unwrap().contains(&bins.to_string()),
                "{found}"
            );
        }
        // A text: kept, not judged.
        open(
            visit,
            &format!("?figure=weights{}", own(&json!({ "ask": "Why?" }))),
        )
        .await?;
        let found = ask(
            visit,
            "const f = await asked();
            inside(f, '.predict textarea').value = ' because ';
            inside(f, '.predict button').click();
            await until('the verdict', () => verdict(f));
            return [told[0].answer, told[0].right, verdict(f)];",
        )
        .await?;
        assert_eq!(found, json!(["because", null, "Your answer is kept."]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_question_that_cant_be_read_is_told_and_covers_nothing() {
    visit(async |visit| {
        for question in [
            "colour",
            "%7Bask",
            "%7B%22ask%22:7%7D",
            "%7B%22ask%22:%22x%22,%22choices%22:[%22a%22]%7D",
        ] {
            open(visit, &format!("?figure=weights&cover&question={question}")).await?;
            let found = run(
                visit,
                "const f = await one();
                const problem = await until('the problem', () => inside(f, '.problem').textContent);
                return [problem, getComputedStyle(inside(f, 'canvas')).visibility];",
            )
            .await?;
            assert!(
                found[0]
                    .as_str()
                    .unwrap()
                    .starts_with("This question can’t be read"),
                "{found}"
            );
            assert_eq!(found[1], "visible", "{question}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_host_is_told_of_answers_and_can_show_one_that_was_given() {
    visit_with(sending(&[CORS]), async |visit| {
        host(visit).await?;
        let script = format!(
            "const heard = [];
            addEventListener('message', ({{ data }}) => data.type === 'answer' && heard.push(data));
            const frame = Object.assign(document.createElement('iframe'), {{ src: '{}', width: 800, height: 700 }});
            frame.sandbox = 'allow-scripts';
            const ready = framesReady();
            document.body.append(frame);
            await ready;
            self.heard = heard;",
            visit.url("embed.html?figure=momentum&question=first-loss&cover")
        );
        run(visit, &script).await?;
        visit.enter_frame(0).await?;
        ask(
            visit,
            "const f = await asked();
            const slider = inside(f, '.predict input');
            slider.value = 4;
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            inside(f, '.predict button').click();
            await until('the verdict', () => verdict(f));",
        )
        .await?;
        visit.browser.client.enter_parent_frame().await?;
        let heard = run(visit, "return until('the message', () => self.heard[0]);").await?;
        assert_eq!(heard["ghm"], 1);
        assert_eq!(heard["question"], "first-loss");
        assert_eq!(heard["answer"], "4");
        assert_eq!(heard["right"], true);
        super::foreign(visit).await?;
        let found = ask(
            visit,
            "document.body.innerHTML = '<ghm-figure name=momentum question=first-loss cover></ghm-figure>';
            const f = document.querySelector('ghm-figure');
            f.answer = '20';
            await asked();
            await drawn(f);
            const given = [inside(f, '.predict input').value, hidden(f), inside(f, '.predict').dataset.right, told.length];
            // Another question is not answered yet.
            f.setAttribute('question', 'shape');
            await until('the other question', () => all(f, '.predict input[type=radio]').length && inside(f, '.cover'));
            return [...given, f.answer ?? null, hidden(f)];",
        )
        .await?;
        assert_eq!(found, json!(["20", false, "no", 0, null, true]));
        Ok(())
    });
}

//! Building a lesson: steps, figures, questions; undone, moved by keys, opened, kept.

use super::{playing, run, three_steps};
use crate::harness::visit;
use serde_json::json;

/// Reads the lesson that the builder would save, through its link.
const LESSON: &str = "
    const copied = [];
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => void copied.push(text) } });
    const lesson = async () => {
        press('Copy a link');
        return until('the link', () => copied.shift());
    };
";

fn unlinked(link: &serde_json::Value) -> serde_json::Value {
    let link = link.as_str().unwrap();
    assert!(link.len() <= 4000);
    let (_, packed) = link.split_once('#').unwrap();
    let (lesson, notes) = lesson::link::unlink(packed).unwrap();
    assert_eq!(notes, []);
    serde_json::from_str(&lesson.line()).unwrap()
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_finger_reaches_every_field() {
    visit(async |visit| {
        visit.browser.resize(390, 844).await?;
        let touch = json!({ "enabled": true, "maxTouchPoints": 5 });
        let emulate = "Emulation.setTouchEmulationEnabled";
        visit.browser.cdp(emulate, touch).await?;
        visit.open("lesson.html").await?;
        let script = "
            await desk();
            fill('Which figure', 'weights');
            fill('Kind of question', 'prediction');
            await until('the settings', () => document.querySelector('.setting .check'));
            document.querySelector('.settings').open = true;
            const boxes = [...document.querySelectorAll('.form .check')];
            return [boxes.length, boxes.filter((it) => it.getClientRects().length && it.getBoundingClientRect().height < 44).length,
                boxes.filter((it) => !it.getClientRects().length && !it.closest('details:not([open])')).map((it) => it.textContent)];";
        let found = run(visit, script).await?;
        assert!(found[0].as_u64() > Some(5), "{found}");
        assert_eq!([&found[1], &found[2]], [&json!(0), &json!([])], "{found}");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_lesson_of_three_steps_is_built_and_undone() {
    visit(async |visit| {
        visit.open("lesson.html").await?;
        let script = format!(
            "{LESSON}
            await desk();
            fill('Title', 'Mine');
            fill('Text', '# One\\n\\n<b>text</b>');
            fill('Which figure', 'weights');
            const preview = await until('the preview', () => document.querySelector('.preview ghm-figure'));
            const bins = await until('the settings', () => document.querySelector('.setting .knob[data-key=bins] input[type=number]'));
            bins.value = '12';
            bins.dispatchEvent(new Event('change', {{ bubbles: true }}));
            await until('the state', async () => preview.state.includes('bins=12'));
            const momentum = document.querySelector('.setting .knob[data-key=momentum]')?.closest('.setting').querySelector('.check input');
            momentum?.click();
            press('Add a step');
            fill('Kind of question', 'choice');
            fill('The question', 'Which?');
            fill('Answers, one a line; a star before the right one', 'one\\n* two\\nthree');
            press('Add a step');
            fill('Kind of question', 'prediction');
            fill('Prediction', 'shape');
            const whole = await lesson();
            const names = [...document.querySelectorAll('.steps li > button')].map((it) => it.textContent);
            press('Undo');
            const undone = await lesson();
            press('Redo');
            const again = await lesson();
            press('Add a step');
            const empty = document.querySelector('.preview .empty') !== null;
            fill('Kind of question', 'text');
            HTMLAnchorElement.prototype.click = function () {{}};
            document.querySelector('.said').textContent = '';
            press('Save');
            const said = await until('what is missing', () => document.querySelector('.said').textContent);
            return {{ empty, said, whole, undone, again, names, words: document.querySelector('.preview .words') !== null }};"
        );
        let found = run(visit, &script).await?;
        let whole = unlinked(&found["whole"]);
        assert_eq!(whole["title"], "Mine");
        let steps = whole["steps"].as_array().unwrap();
        assert_eq!(steps.len(), 3);
        assert_eq!(steps[0]["text"], "# One\n\n<b>text</b>");
        assert_eq!(steps[0]["figure"]["name"], "weights");
        // Even though another step was added before the movement had ended.
        assert_eq!(steps[0]["figure"]["state"], "bins=12");
        assert!(steps[0]["figure"]["controls"].is_string(), "{whole}");
        assert_eq!(
            steps[1]["question"],
            json!({ "ask": "Which?", "choices": ["one", "two", "three"], "right": 1 })
        );
        assert_eq!(
            steps[2],
            json!({ "figure": { "name": "contribution" }, "question": "shape", "cover": true })
        );
        assert_eq!(unlinked(&found["undone"])["steps"][2]["question"], "crowd");
        assert_eq!(unlinked(&found["again"]), whole);
        assert_eq!(found["empty"], true);
        let said = found["said"].as_str().unwrap();
        assert!(
            said.starts_with("Saved: Mine.json")
                && said.ends_with("The question of step 4 has no text yet."),
            "{said}"
        );
        let names = found["names"].as_array().unwrap();
        assert_eq!(names[0], "1. One");
        assert_eq!(names[1], "2. Which?");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn steps_are_moved_and_changes_undone_by_keys() {
    let page = playing(&three_steps());
    visit(async |visit| {
        visit.open(&page).await?;
        let found = run(
            visit,
            "await player();
            press('Edit');
            await desk();
            const names = () => [...document.querySelectorAll('.steps li > button')].map((it) => it.textContent.replace(/^\\d\\. /, ''));
            const here = () => document.querySelector('.steps [aria-current]');
            const key = (key, options) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }));
            here().focus();
            const before = names();
            key('ArrowDown', { altKey: true });
            const moved = [names(), here() === document.activeElement];
            key('ArrowDown', { altKey: true });
            const twice = names();
            key('z', { ctrlKey: true });
            key('Z', { ctrlKey: true });
            const undone = names();
            key('Z', { ctrlKey: true, shiftKey: true });
            const redone = names();
            // In a text box, keys undo what was typed there.
            field('Text').focus();
            const default_ = key('z', { ctrlKey: true });
            return { before, moved, twice, undone, redone, default_, kept: names() };",
        )
        .await?;
        let before = json!(["Look", "Choose.", "How many?"]);
        let moved = json!(["Choose.", "Look", "How many?"]);
        assert_eq!(found["before"], before);
        assert_eq!(found["moved"], json!([moved, true]));
        assert_eq!(found["twice"], json!(["Choose.", "How many?", "Look"]));
        assert_eq!(
            [&found["undone"], &found["redone"], &found["kept"]],
            [&before, &moved, &moved]
        );
        assert_eq!(found["default_"], true);
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_file_is_opened_and_what_cant_be_read_is_named() {
    visit(async |visit| {
        for lang in ["", "zh/"] {
            visit.open(&format!("{lang}lesson.html")).await?;
            let mut lesson = three_steps();
            lesson["colour"] = json!("red");
            let script = format!(
                "await desk();
                const put = async (text) => {{
                    const data = new DataTransfer();
                    data.items.add(new File([text], 'lesson.json'));
                    const input = document.querySelector('.open input');
                    input.files = data.files;
                    input.dispatchEvent(new Event('change'));
                    return until('a note', () => document.querySelector('.said').textContent);
                }};
                const wrong = await put('{{');
                document.querySelector('.said').textContent = '';
                const notes = await put({});
                return [wrong, notes, document.querySelectorAll('.steps li').length];",
                json!(lesson.to_string())
            );
            let found = run(visit, &script).await?;
            assert!(found[0].as_str().unwrap().contains("JSON"), "{found}");
            assert!(found[1].as_str().unwrap().contains("colour"), "{found}");
            assert_eq!(found[2], 3);
        }
        visit.check().await
    });
}

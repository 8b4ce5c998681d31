//! Lessons: built, played, exported; under a course system's run-time; from disk; under strict policies.

mod build;
mod export;
mod play;
mod scorm;

use crate::harness::Visit;
use serde_json::Value;

/// What scripts of these tests share.
pub const TOOLS: &str = "
    const player = () => until('the player', () => document.querySelector('.player'));
    const place = () => document.querySelector('.place').textContent;
    const figure = () => until('the figure', () => document.querySelector('.player ghm-figure'));
    const form = () => until('the question', () => {
        const f = document.querySelector('.player ghm-figure');
        return (f ? f.shadowRoot : document.querySelector('.player')).querySelector('.predict');
    });
    const press = (label) => {
        const all = [...document.querySelectorAll('button')];
        const found = all.find((it) => it.textContent === label && it.checkVisibility());
        if (!found) throw new Error(`no button ${label}: ${all.map((it) => it.textContent)}`);
        found.click();
    };
    const verdict = (f) => until('the verdict', () => f.querySelector('.verdict').textContent);
    // Answers the question of the step that is shown.
    const answer = async (value) => {
        const f = await form();
        const field = f.querySelector('textarea, input:not([type=radio])');
        if (field) {
            field.value = value;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            f.querySelector('button').click();
        } else [...f.querySelectorAll('input')].find((it) => it.value === value || it.parentElement.textContent.trim() === value).click();
        return verdict(f);
    };
    const field = (label) => {
        const found = [...document.querySelectorAll('.desk label')].find((it) => it.textContent === label && it.htmlFor);
        if (!found) throw new Error(`no field ${label}`);
        return document.getElementById(found.htmlFor);
    };
    const fill = (label, value) => {
        const input = field(label);
        input.value = value;
        for (const kind of ['input', 'change']) input.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    const desk = () => until('the builder', () => document.querySelector('.desk'));
";

async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit.ask(&format!("{TOOLS} {{ {script} }}")).await
}

/// The page that plays a lesson from its link.
pub fn playing(lesson: &Value) -> String {
    let (lesson, _) = lesson::read(&lesson.to_string()).unwrap();
    format!("lesson.html#{}", lesson::link::link(&lesson, 60).unwrap())
}

/// A lesson of every kind of step.
pub fn three_steps() -> Value {
    serde_json::json!({
        "ghm_lesson": 1, "title": "Three <b>steps</b>", "lang": "en", "pass": 60,
        "steps": [
            { "text": "# Look\n\n<img src=x onerror=alert(1)> [here](javascript:alert(1))", "figure": { "name": "regions" }, "question": "bins", "cover": true },
            { "text": "Choose.", "question": { "ask": "Which?", "choices": ["one", "two"], "right": 1, "why": "So it is." } },
            { "figure": { "name": "weights", "state": "bins=12", "controls": "bins" }, "question": { "ask": "How many?", "value": "bins", "within": "0" } }
        ]
    })
}

//! What JavaScript sees. What is more than a text goes over as JSON: `www/lesson/types.d.ts` says what it holds.

use crate::course::{Course, session_time};
use crate::lesson::Lesson;
use crate::words::{Lang, Note};
use crate::{link, markdown, package, read};
use serde_json::json;
use wasm_bindgen::prelude::*;

/// A lesson that was read, with notes in a language.
fn told(read: Result<(Lesson, Vec<Note>), Note>, lang: Lang) -> Result<String, JsError> {
    let (lesson, notes) = read.map_err(|note| JsError::new(&note.sentence(lang)))?;
    let notes: Vec<String> = notes.iter().map(|note| note.sentence(lang)).collect();
    Ok(json!({ "lesson": lesson, "notes": notes }).to_string())
}

/// The lesson in JSON of our own scripts.
fn own(lesson: &str) -> Result<Lesson, JsError> {
    let (lesson, _) = read(lesson).map_err(|note| JsError::new(&note.sentence(Lang::En)))?;
    Ok(lesson)
}

/// Reads a lesson's file: `{lesson, notes}`. Throws a sentence if it is none.
#[wasm_bindgen(js_name = readLesson)]
pub fn read_lesson(text: &str, lang: &str) -> Result<String, JsError> {
    told(read(text), Lang::of(lang))
}

/// The file of a lesson.
#[wasm_bindgen(js_name = lessonFile)]
pub fn lesson_file(lesson: &str) -> Result<String, JsError> {
    Ok(own(lesson)?.file())
}

/// The lesson for the end of an address that is so long already; undefined if it is too long for that.
#[wasm_bindgen(js_name = toLink)]
pub fn to_link(lesson: &str, before: usize) -> Result<Option<String>, JsError> {
    Ok(link::link(&own(lesson)?, before))
}

/// Reads the lesson of a link, as `readLesson` does.
#[wasm_bindgen(js_name = fromLink)]
pub fn from_link(text: &str, lang: &str) -> Result<String, JsError> {
    told(link::unlink(text), Lang::of(lang))
}

/// Markdown as a tree of elements.
#[wasm_bindgen(js_name = markdownTree)]
pub fn markdown_tree(text: &str) -> String {
    markdown::tree(text).to_string()
}

/// The player's page with a lesson in it. Throws a sentence if that is too large.
#[wasm_bindgen(js_name = lessonPage)]
pub fn lesson_page(player: &str, lesson: &str, lang: &str) -> Result<String, JsError> {
    package::page(player, &own(lesson)?)
        .map_err(|note| JsError::new(&note.sentence(Lang::of(lang))))
}

/// The SCORM package of such a page.
#[wasm_bindgen(js_name = scormPackage)]
pub fn scorm_package(page: &str, lesson: &str) -> Result<Vec<u8>, JsError> {
    package::scorm(page, &own(lesson)?).map_err(|error| JsError::new(&error))
}

/// A time for a run-time of SCORM.
#[wasm_bindgen(js_name = sessionTime)]
pub fn session_time_of(milliseconds: f64) -> String {
    session_time(milliseconds)
}

/// A learner's way through a lesson.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Play(Course);

#[wasm_bindgen]
impl Play {
    /// The start of a lesson.
    #[wasm_bindgen(constructor)]
    pub fn new(lesson: &str) -> Result<Self, JsError> {
        Ok(Self(Course::new(own(lesson)?)))
    }

    /// Goes back to where a learner left.
    pub fn resume(&mut self, kept: &str) {
        self.0.resume(kept);
    }

    /// What brings this course back: `{text, shortened}`.
    pub fn kept(&self) -> String {
        let kept = self.0.kept();
        json!({ "text": kept.text, "shortened": kept.shortened }).to_string()
    }

    /// The step that is shown; as many as there are at the end.
    #[wasm_bindgen(getter)]
    pub fn at(&self) -> usize {
        self.0.at()
    }

    /// Goes to a step.
    pub fn go(&mut self, step: usize) {
        self.0.go(step);
    }

    /// Takes an answer; `right` is undefined if it can't be right or wrong. Returns what a run-time is told of it.
    pub fn answered(
        &mut self,
        step: usize,
        answer: &str,
        right: Option<bool>,
        state: &str,
    ) -> Option<String> {
        let told = self.0.answered(step, answer, right, state)?;
        serde_json::to_string(&told).ok()
    }

    /// What was answered in each step, with a question: `[{step, answer, right, first, tries, state}]`.
    pub fn answers(&self) -> String {
        let steps = 0..self.0.lesson().steps.len();
        let answers = steps.filter_map(|step| {
            let it = self.0.answer(step)?;
            Some(json!({
                "step": step, "answer": it.answer, "right": it.right, "first": it.first, "tries": it.tries,
                "state": it.state,
            }))
        });
        json!(answers.collect::<Vec<_>>()).to_string()
    }

    /// `{right, judged, percent, open}`.
    pub fn score(&self) -> String {
        json!(self.0.score()).to_string()
    }

    /// As `cmi.core.lesson_status` names it.
    pub fn status(&self) -> String {
        self.0.status().into()
    }
}

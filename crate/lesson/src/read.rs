//! Reads a lesson's file. What can't be read is named, and nothing else is lost.

use crate::lesson::{FigureStep, Lesson, Own, Question, STEPS, Step, VERSION};
use crate::words::{Note, Wanted};
use serde_json::{Map, Value};

/// The most characters of a step's text, and of any other.
const LONG: usize = 20_000;
const SHORT: usize = 2_000;

type Object = Map<String, Value>;

/// The lesson in a text, and what was wrong with it.
///
/// # Errors
/// It is no lesson at all.
pub fn read(text: &str) -> Result<(Lesson, Vec<Note>), Note> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text).map_err(|e| Note::NotJson(e.to_string()))?;
    let Value::Object(mut all) = value else {
        return Err(Note::NotALesson);
    };
    let version = all.remove("ghm_lesson").and_then(|it| it.as_u64());
    let version = version.ok_or(Note::NotALesson)?;
    let mut reader = Reader { notes: vec![] };
    if version > VERSION {
        reader.notes.push(Note::Newer(version));
    }
    let lesson = reader.lesson(all);
    Ok((lesson, reader.notes))
}

struct Reader {
    notes: Vec<Note>,
}

impl Reader {
    fn lesson(&mut self, mut all: Object) -> Lesson {
        let lang = self.text(&mut all, "", "lang", SHORT);
        let known = lang.filter(|lang| ["en", "zh"].contains(&lang.as_str()));
        let lang = known.unwrap_or_else(|| {
            self.wrong("lang", Wanted::Language);
            "en".into()
        });
        let pass = match all.remove("pass") {
            None | Some(Value::Null) => None,
            Some(value) => {
                let percent = value.as_u64().filter(|it| *it <= 100);
                if percent.is_none() {
                    self.wrong("pass", Wanted::Percentage);
                }
                percent.map(|it| it as u32)
            }
        };
        let title = self.text(&mut all, "", "title", SHORT).unwrap_or_default();
        let mut steps = vec![];
        match all.remove("steps") {
            Some(Value::Array(list)) => {
                if let Some(rest) = list.len().checked_sub(STEPS).filter(|rest| *rest > 0) {
                    self.notes.push(Note::TooMany(rest));
                }
                for (at, step) in list.into_iter().take(STEPS).enumerate() {
                    steps.push(self.step(&format!("steps[{at}]"), step));
                }
            }
            _ => self.wrong("steps", Wanted::Steps),
        }
        if steps.is_empty() {
            steps.push(Step::default());
        }
        self.rest("", all);
        Lesson {
            ghm_lesson: VERSION,
            title,
            lang,
            pass,
            steps,
        }
    }

    fn step(&mut self, place: &str, value: Value) -> Step {
        let Value::Object(mut all) = value else {
            self.wrong(place, Wanted::Steps);
            return Step::default();
        };
        let text = self.text(&mut all, place, "text", LONG).unwrap_or_default();
        let figure = all.remove("figure");
        let figure = figure.and_then(|it| self.figure(&inside(place, "figure"), it));
        let question = all.remove("question");
        let question = question.and_then(|it| self.question(&inside(place, "question"), it));
        let cover = match all.remove("cover") {
            None => false,
            Some(Value::Bool(cover)) => cover,
            Some(_) => {
                self.wrong(&inside(place, "cover"), Wanted::Flag);
                false
            }
        };
        self.rest(place, all);
        Step {
            text,
            figure,
            question,
            cover,
        }
    }

    fn figure(&mut self, place: &str, value: Value) -> Option<FigureStep> {
        let Value::Object(mut all) = value else {
            if !value.is_null() {
                self.wrong(place, Wanted::Figure);
            }
            return None;
        };
        let name = self.text(&mut all, place, "name", SHORT);
        let figure = FigureStep {
            name: name.unwrap_or_default(),
            state: self
                .text(&mut all, place, "state", SHORT)
                .unwrap_or_default(),
            controls: self.text(&mut all, place, "controls", SHORT),
        };
        self.rest(place, all);
        if figure.name.is_empty() {
            self.wrong(place, Wanted::Figure);
            return None;
        }
        Some(figure)
    }

    fn question(&mut self, place: &str, value: Value) -> Option<Question> {
        let mut all = match value {
            Value::String(name) if !name.is_empty() => return Some(Question::Named(name)),
            Value::Object(all) => all,
            Value::Null => return None,
            _ => {
                self.wrong(place, Wanted::Question);
                return None;
            }
        };
        let ask = self.text(&mut all, place, "ask", SHORT).unwrap_or_default();
        let choices = match all.remove("choices") {
            None => vec![],
            Some(Value::Array(list)) if list.len() > 1 && list.iter().all(Value::is_string) => list
                .into_iter()
                .filter_map(|it| self.cut(&inside(place, "choices"), it.as_str()?, SHORT))
                .collect(),
            Some(_) => {
                self.wrong(&inside(place, "choices"), Wanted::Texts);
                vec![]
            }
        };
        let right = all.remove("right").and_then(|it| {
            let at = it.as_u64().map(|it| it as usize);
            let known = at.filter(|at| *at < choices.len());
            if known.is_none() {
                self.wrong(&inside(place, "right"), Wanted::Place);
            }
            known
        });
        // `"within": 0.1` says what `"within": "0.1"` does.
        let within = match all.remove("within") {
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(Value::String(text)) if is_tolerance(&text) => Some(text),
            None => None,
            Some(_) => {
                self.wrong(&inside(place, "within"), Wanted::Tolerance);
                None
            }
        };
        let own = Own {
            ask,
            choices,
            right,
            value: self.text(&mut all, place, "value", SHORT),
            within,
            why: self.text(&mut all, place, "why", SHORT),
        };
        self.rest(place, all);
        if own.ask.is_empty() {
            self.wrong(place, Wanted::Question);
            return None;
        }
        Some(Question::Own(own))
    }

    /// A text, if there is one.
    fn text(&mut self, all: &mut Object, place: &str, key: &str, most: usize) -> Option<String> {
        match all.remove(key) {
            Some(Value::String(text)) => self.cut(&inside(place, key), &text, most),
            None | Some(Value::Null) => None,
            Some(_) => {
                self.wrong(&inside(place, key), Wanted::Text);
                None
            }
        }
    }

    fn cut(&mut self, place: &str, text: &str, most: usize) -> Option<String> {
        match text.char_indices().nth(most) {
            None => Some(text.to_owned()),
            Some((end, _)) => {
                self.notes.push(Note::Cut(place.to_owned(), most));
                Some(text[..end].to_owned())
            }
        }
    }

    fn wrong(&mut self, place: &str, wanted: Wanted) {
        self.notes.push(Note::Wrong(place.to_owned(), wanted));
    }

    /// What is left has names that nobody knows.
    fn rest(&mut self, place: &str, all: Object) {
        let unknown = all.keys().map(|key| Note::Unknown(inside(place, key)));
        self.notes.extend(unknown);
    }
}

fn inside(place: &str, key: &str) -> String {
    match place {
        "" => key.to_owned(),
        _ => format!("{place}.{key}"),
    }
}

fn is_tolerance(text: &str) -> bool {
    let number = text.trim_end_matches('%').trim();
    number
        .parse::<f64>()
        .is_ok_and(|it| it.is_finite() && it >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use proptest::prelude::*;

    const WHOLE: &str = r#"{
        "ghm_lesson": 1, "title": "Three steps", "lang": "en", "pass": 60,
        "steps": [
            { "text": "Look.", "figure": { "name": "weights", "state": "bins=10", "controls": "bins" } },
            { "figure": { "name": "regions" }, "question": "bins", "cover": true },
            { "question": { "ask": "Which?", "choices": ["a", "b"], "right": 1, "why": "So." } },
            { "figure": { "name": "weights" }, "question": { "ask": "How much?", "value": "weight.at.0.5", "within": "10%" } },
            { "question": { "ask": "Why?" } }
        ]
    }"#;

    #[test]
    fn a_lesson_is_read_whole_and_written_so_that_it_reads_the_same() {
        let (lesson, notes) = read(WHOLE).unwrap();
        assert_eq!(notes, []);
        assert_eq!(lesson.steps.len(), 5);
        assert_eq!(lesson.pass, Some(60));
        let judged = lesson
            .steps
            .iter()
            .map(|step| step.question.as_ref().map(Question::is_judged));
        let expected = [None, Some(true), Some(true), Some(true), Some(false)];
        assert_eq!(judged.collect::<Vec<_>>(), expected);
        for text in [lesson.file(), lesson.line()] {
            assert_eq!(read(&text).unwrap(), (lesson.clone(), vec![]));
        }
    }

    #[test]
    fn what_is_wrong_is_named_and_the_rest_is_read() {
        let text = r#"{
            "ghm_lesson": 9, "title": 7, "lang": "fr", "pass": 120, "colour": "red",
            "steps": [
                { "text": "Kept.", "figure": { "state": "bins=3" }, "question": { "ask": "Q", "choices": ["one"], "right": 4, "value": "bins", "within": "much" } },
                "no step",
                { "text": "Also kept.", "cover": "yes", "question": 7, "speed": 1 }
            ]
        }"#;
        let (lesson, notes) = read(text).unwrap();
        let said: Vec<String> = notes.iter().map(|note| note.sentence(Lang::En)).collect();
        for part in [
            "version 9",
            "title: this is not a text",
            "lang: this is not en or zh",
            "pass:",
            "colour: nothing is known",
            "steps[0].figure: this is not a figure",
            "steps[0].question.choices",
            "steps[0].question.right",
            "steps[0].question.within: this is not a tolerance",
            "steps[1]:",
            "steps[2].cover",
            "steps[2].question:",
            "steps[2].speed",
        ] {
            assert!(said.iter().any(|it| it.contains(part)), "{part}: {said:#?}");
        }
        assert_eq!(said.len(), 13, "{said:#?}");
        assert!(
            notes
                .iter()
                .all(|note| !note.sentence(Lang::Zh).contains("left out"))
        );
        let texts: Vec<&str> = lesson.steps.iter().map(|step| step.text.as_str()).collect();
        assert_eq!(texts, ["Kept.", "", "Also kept."]);
        let Some(Question::Own(own)) = lesson.question(0) else {
            panic!("the question is kept")
        };
        assert_eq!(
            (own.ask.as_str(), own.value.as_deref()),
            ("Q", Some("bins"))
        );
    }

    #[test]
    fn what_is_no_lesson_is_refused() {
        for text in ["", "{", "[]", "7", "{}", r#"{"ghm_lesson": "1"}"#] {
            assert!(read(text).is_err(), "{text}");
        }
        let (empty, notes) = read(r#"{"ghm_lesson": 1, "lang": "zh"}"#).unwrap();
        assert_eq!(empty.steps, [Step::default()]);
        assert_eq!(notes, [Note::Wrong("steps".into(), Wanted::Steps)]);
    }

    #[test]
    fn too_much_is_cut_and_said() {
        let steps = vec![r#"{"text":"x"}"#; STEPS + 3].join(",");
        let (lesson, notes) = read(&format!(
            r#"{{"ghm_lesson":1,"lang":"en","steps":[{steps}]}}"#
        ))
        .unwrap();
        assert_eq!(lesson.steps.len(), STEPS);
        assert_eq!(notes, [Note::TooMany(3)]);
        let long = "密".repeat(LONG + 5);
        let (lesson, notes) = read(&format!(
            r#"{{"ghm_lesson":1,"lang":"en","steps":[{{"text":"{long}"}}]}}"#
        ))
        .unwrap();
        assert_eq!(lesson.steps[0].text.chars().count(), LONG);
        assert_eq!(notes, [Note::Cut("steps[0].text".into(), LONG)]);
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,200}") {
            let _ = read(&text);
        }

        #[test]
        fn any_json_where_a_lesson_may_be_is_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
            let damaged: String = WHOLE.bytes().enumerate().map(|(at, byte)| {
                let hit = bytes.iter().any(|it| usize::from(*it) * 3 == at);
                if hit { '7' } else { byte as char }
            }).collect();
            let _ = read(&damaged);
        }
    }
}

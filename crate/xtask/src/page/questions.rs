//! The article's predictions for scripts, which ask them in figures elsewhere: `questions-en.json` and the like.

use super::{ARTICLE, LANGUAGES, render, templates, texts, unfilled};
use crate::Result;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A prediction that the article asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// The keys of its answers, if there are some to choose from.
    pub answers: Vec<String>,
    /// Least, greatest, step and start of a number to be guessed.
    pub range: Option<Vec<f64>>,
}

/// Where a page is filled, its predictions need no list.
pub(super) fn ignored(_: &str, _: Vec<String>, _: Option<Vec<f64>>) -> &'static str {
    ""
}

/// The predictions in the article's order.
fn asked(project: &Path) -> Result<Vec<Asked>> {
    let templates = templates(project)?;
    let mut environment = unfilled(&templates)?;
    let found = Arc::new(Mutex::new(vec![]));
    let list = Arc::clone(&found);
    let add = move |name: String, answers: Vec<String>, range: Option<Vec<f64>>| {
        list.lock().expect("nobody panics").push(Asked {
            name,
            answers,
            range,
        });
        ""
    };
    environment.add_function("asked", add);
    render(&environment, ARTICLE)?;
    let asked = found.lock().expect("nobody panics").clone();
    Ok(asked)
}

/// The predictions with their texts, as `www/question/spec.js` takes them, by the code of the language.
///
/// # Errors
/// A template or text that can't be read, a text that is missing, and one that is more than plain text.
pub fn questions(project: &Path) -> Result<Vec<(&'static str, String)>> {
    let asked = asked(project)?;
    let mut files = vec![];
    for language in LANGUAGES {
        let texts = texts::parse(language, &super::read(project, language.texts)?)?;
        let text = |key: String| -> Result<Option<String>> {
            let file = language.texts;
            match texts.get(&key) {
                None => Ok(None),
                Some(text) if text.contains(['<', '&']) => {
                    Err(format!("{file}: {key:?} is asked elsewhere too, as plain text").into())
                }
                Some(text) => Ok(Some(text.clone())),
            }
        };
        let mut all = Map::new();
        for it in &asked {
            let part = |name: &str| text(format!("predict.{}.{name}", it.name));
            let ask = part("question")?.ok_or_else(|| {
                format!("{}: predict.{} has no question", language.texts, it.name)
            })?;
            let mut options = vec![];
            for answer in &it.answers {
                options.push(json!({ "value": answer, "label": part(answer)? }));
            }
            let mut question = json!({
                "name": it.name,
                "kind": if it.range.is_some() { "guess" } else { "choice" },
                "ask": ask,
                "options": options,
                "judge": it.name,
                "saysRight": part("right")?,
                "saysWrong": part("wrong")?,
            });
            let waiting = part("waiting")?.map(Value::from);
            let label = part("label")?.map(Value::from);
            for (key, value) in [("saysWaiting", waiting), ("label", label)] {
                if let Some(value) = value {
                    question[key] = value;
                }
            }
            if let Some([min, max, step, start]) = it.range.as_deref() {
                question["range"] = json!({ "min": min, "max": max, "step": step, "start": start });
            }
            all.insert(it.name.clone(), question);
        }
        files.push((language.code, Value::Object(all).to_string()));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prediction_of_the_article_has_its_texts_in_both_languages() {
        let files = questions(crate::root()).unwrap();
        assert_eq!(files.len(), 2);
        for (language, file) in files {
            let all: Value = serde_json::from_str(&file).unwrap();
            let all = all.as_object().unwrap();
            assert!(all.len() >= 9, "{language}");
            for (name, question) in all {
                let choice = question["kind"] == "choice";
                let options = question["options"].as_array().unwrap();
                assert_eq!(choice, options.len() > 2, "{language} {name}");
                assert_eq!(choice, question["range"].is_null(), "{language} {name}");
                for part in ["ask", "saysRight", "saysWrong"] {
                    assert!(question[part].is_string(), "{language} {name} {part}");
                }
            }
        }
    }
}

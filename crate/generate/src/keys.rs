//! `www/keys.js`: the names that the element's script goes by.

use crate::file::HEADER;
use explainer::registry::{Registry, Takes};

/// The longest line, in characters.
const WIDTH: usize = 118;

/// The text of the file.
pub fn script(registry: &Registry) -> String {
    let states = registry.attributes.iter();
    let states = states.filter(|it| it.takes == Takes::State);
    let options = registry.attributes.iter();
    let options = options.filter(|it| it.is_option() && it.takes != Takes::State);
    let lists = [
        (
            "The figures by name; the first is shown where none is named.",
            "FIGURES",
            registry.figures.iter().map(|figure| figure.name).collect(),
        ),
        (
            "The knobs, without the language.",
            "KNOBS",
            registry.knobs.iter().map(|knob| knob.key).collect(),
        ),
        (
            "What a figure's state has besides knobs.",
            "PINS",
            states.map(|it| it.name).collect(),
        ),
        (
            "The other attributes that a frame's address has, too: how a figure is shown.",
            "OPTIONS",
            options.map(|option| option.name).collect(),
        ),
        (
            "What the attribute `theme` takes.",
            "THEMES",
            registry.themes.to_vec(),
        ),
        (
            "The parts of a figure that the attribute `text` names.",
            "TEXTS",
            registry.texts.to_vec(),
        ),
    ];
    let lists = lists.map(|(comment, name, words)| list(comment, name, &words));
    format!("{HEADER}\n\n{}", lists.join("\n"))
}

/// A list as a constant, with its comment.
fn list(comment: &str, name: &str, words: &[&str]) -> String {
    let mut lines = vec![String::new()];
    for word in words {
        let word = format!("'{word}',");
        let line = lines.last_mut().expect("there is always one");
        if line.is_empty() {
            *line = word;
        } else if line.len() + 3 + word.len() > WIDTH {
            lines.push(word);
        } else {
            *line += &format!(" {word}");
        }
    }
    format!(
        "/**\n * {comment}\n *\n * @type {{readonly string[]}}\n */\nexport const {name} = [\n  {}\n];\n",
        lines.join("\n  ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_broken_into_lines() {
        let words = ["a-word-of-twenty-one"; 7];
        let script = list("Words.", "WORDS", &words);
        let lines: Vec<&str> = script.lines().skip(5).collect();
        assert_eq!(lines[0], "export const WORDS = [");
        assert_eq!(lines.len(), 4, "{script}");
        assert!(lines.iter().all(|line| line.len() <= WIDTH), "{script}");
        assert_eq!(script.matches("'a-word-of-twenty-one',").count(), 7);
    }
}

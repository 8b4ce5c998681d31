//! The README's tables: figures, parameters, knobs, events and messages.
//!
//! A table stands between `<!-- generated: its name -->` and `<!-- end -->`; all else is left alone.

use crate::describe::{name, quoted, range, rounded_default};
use crate::file::Result;
use explainer::registry::{Attribute, Field, Registry, Sender, Takes};

const END: &str = "<!-- end -->";

/// The README with its tables as they should be. Fails if a mark is missing or is there twice.
pub fn with_tables(readme: &str, registry: &Registry) -> Result<String> {
    let tables = [
        ("figures", figures(registry)),
        ("parameters", parameters(registry)),
        ("knobs", knobs(registry)),
        ("events", events(registry)),
        ("messages", messages(registry)),
    ];
    tables
        .into_iter()
        .try_fold(readme.to_owned(), |text, (name, table)| {
            replaced(&text, name, &table)
        })
}

/// A text with what stands between the marks of that name replaced.
fn replaced(text: &str, name: &str, table: &str) -> Result<String> {
    let mark = format!("<!-- generated: {name} -->\n");
    let (before, rest) = text
        .split_once(&mark)
        .ok_or_else(|| format!("README.md has no line `{}`", mark.trim_end()))?;
    let (_, after) = rest
        .split_once(END)
        .ok_or_else(|| format!("README.md has no `{END}` after `{}`", mark.trim_end()))?;
    if after.contains(&mark) {
        return Err(format!("README.md has `{}` twice", mark.trim_end()).into());
    }
    Ok(format!("{before}{mark}\n{table}\n{END}{after}"))
}

fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let line = |cells: &[String; N]| {
        // A bare bar would begin another cell.
        let cells = cells.each_ref().map(|cell| cell.replace('|', "\\|"));
        format!("| {} |\n", cells.join(" | "))
    };
    let rows: String = rows.into_iter().map(|row| line(&row)).collect();
    format!(
        "{}|{}\n{rows}",
        line(&head.map(str::to_owned)),
        "---|".repeat(N)
    )
}

fn code(word: &str) -> String {
    format!("`{word}`")
}

fn figures(registry: &Registry) -> String {
    let rows = registry
        .figures
        .iter()
        .map(|figure| [code(figure.name), figure.title.to_owned()]);
    table(["figure", "shows"], rows)
}

fn parameters(registry: &Registry) -> String {
    let rows = registry.attributes.iter().map(|attribute| {
        let named = match attribute.parameter {
            Some(parameter) if parameter != attribute.name => {
                format!(
                    "{}, of the element {}",
                    code(parameter),
                    code(attribute.name)
                )
            }
            Some(parameter) => code(parameter),
            None => format!("{}, of the element alone", code(attribute.name)),
        };
        [named, attribute.description.to_owned(), takes(attribute)]
    });
    table(["parameter or attribute", "is", "takes"], rows)
}

fn takes(attribute: &Attribute) -> String {
    match attribute.takes {
        Takes::Figure => "a figure's name".into(),
        Takes::OneOf(words) => quoted(words.iter().copied()),
        Takes::Knobs(words) => format!("knobs, or {}", quoted(words.iter().copied())),
        Takes::SomeOf(words) => format!("{}, or `none`", quoted(words.iter().copied())),
        Takes::State => "knobs and values, or `default`".into(),
        Takes::Id => "an id".into(),
        Takes::Number(min, max) => format!("{min} to {max}"),
        Takes::Language => "a language's tag".into(),
        Takes::Question(names) => format!("{}, or JSON as below", quoted(names.iter().copied())),
        Takes::Flag => String::new(),
    }
}

fn knobs(registry: &Registry) -> String {
    let rows = registry.knobs.iter().map(|knob| {
        [
            code(knob.key),
            name(knob),
            range(&knob.values),
            code(&rounded_default(&knob.values)),
        ]
    });
    table(["knob", "is", "takes", "default"], rows)
}

fn parts(fields: &[Field]) -> String {
    quoted(fields.iter().map(|field| field.name.trim_end_matches('?')))
}

fn events(registry: &Registry) -> String {
    let rows = registry.events.iter().map(|event| {
        [
            code(event.name),
            event.description.to_owned(),
            parts(event.detail),
        ]
    });
    table(["event", "says", "`detail` has"], rows)
}

fn messages(registry: &Registry) -> String {
    let rows = registry.messages.iter().map(|message| {
        let sender = match message.sender {
            Sender::Frame => "the frame",
            Sender::Host => "the page",
        };
        [
            code(message.name),
            sender.to_owned(),
            message.description.to_owned(),
            parts(message.fields),
        ]
    });
    table(["`type`", "sent by", "says", "has"], rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let text = "a\n<!-- generated: figures -->\nold\n<!-- end -->\nb\n<!-- end -->\n";
        let new = "a\n<!-- generated: figures -->\n\nnew\n\n<!-- end -->\nb\n<!-- end -->\n";
        assert_eq!(replaced(text, "figures", "new\n").unwrap(), new);
        assert_eq!(replaced(new, "figures", "new\n").unwrap(), new);
    }

    #[test]
    fn missing_and_doubled_marks_are_named() {
        let error = |text: &str| replaced(text, "knobs", "").unwrap_err().to_string();
        assert!(error("a\n").contains("no line `<!-- generated: knobs -->`"));
        assert!(error("<!-- generated: knobs -->\n").contains("no `<!-- end -->`"));
        let twice = "<!-- generated: knobs -->\n<!-- end -->\n".repeat(2);
        assert!(error(&twice).contains("twice"));
    }

    #[test]
    fn a_bar_in_a_cell_is_escaped() {
        let made = table(["a", "b"], [["x | y".to_owned(), "z".to_owned()]]);
        assert_eq!(made, "| a | b |\n|---|---|\n| x \\| y | z |\n");
    }
}

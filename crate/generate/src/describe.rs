//! Knobs in words, for comments and tables.

use explainer::registry::{ChoiceEntry, KnobEntry, Values};

/// The element in a sentence.
pub const ELEMENT: &str = "`<ghm-figure>`: one live figure. Its children stand for it until it lives, and stay if it can't.";

/// A knob in a few words: its label, its symbol, and its figure if only one depends on it.
pub fn name(knob: &KnobEntry) -> String {
    let mut name = knob.label.to_owned();
    if !knob.symbol.is_empty() {
        name += &format!(" ({})", knob.symbol);
    }
    match knob.figures[..] {
        [figure] => format!("{name}, only in `{figure}`"),
        _ => name,
    }
}

/// The values that a knob takes, in a few words.
pub fn range(values: &Values) -> String {
    match values {
        Values::Number {
            min, max, whole, ..
        } => {
            let whole = if *whole { ", whole" } else { "" };
            format!("{min} to {max}{whole}")
        }
        Values::Choice { values, .. } => quoted(values.iter().map(|choice| choice.value)),
        Values::List { values, most, .. } => {
            let all = quoted(values.iter().map(|choice| choice.value));
            format!("at most {most} of {all}")
        }
        Values::Norms { default } => format!("{} numbers from 0 to 1", default.len()),
    }
}

/// A knob's default as an address has it.
pub fn default(values: &Values) -> String {
    default_with(values, f64::to_string)
}

/// A knob's default for reading: numbers rounded to four decimals.
pub fn rounded_default(values: &Values) -> String {
    default_with(values, |number| ((number * 1e4).round() / 1e4).to_string())
}

fn default_with(values: &Values, write: impl Fn(&f64) -> String) -> String {
    match values {
        Values::Number { default, .. } => write(default),
        Values::Choice { default, .. } => default.clone(),
        Values::List { default, .. } => default.join(","),
        Values::Norms { default } => default.iter().map(write).collect::<Vec<_>>().join(","),
    }
}

/// The values to choose from and their labels; empty for numbers.
pub fn choices(values: &Values) -> &[ChoiceEntry] {
    match values {
        Values::Choice { values, .. } | Values::List { values, .. } => values,
        Values::Number { .. } | Values::Norms { .. } => &[],
    }
}

/// Words as code, with commas between.
pub fn quoted<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// A sentence from a description: a capital first, a full stop at the end.
pub fn sentence(description: &str) -> String {
    let mut letters = description.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let text: String = first.chain(letters).collect();
    format!("{}.", text.trim_end_matches('.'))
}

#[cfg(test)]
pub mod tests {
    use super::*;

    fn choice(value: &'static str, label: &'static str) -> ChoiceEntry {
        ChoiceEntry { value, label }
    }

    /// A knob of each kind.
    pub fn knobs() -> Vec<KnobEntry> {
        let knob = |key, label, symbol, values, figures: &[&'static str]| KnobEntry {
            key,
            label,
            symbol,
            values,
            figures: figures.to_vec(),
        };
        vec![
            knob(
                "bins",
                "bins",
                "M",
                Values::Number {
                    min: 1.0,
                    max: 200.0,
                    step: 1.0,
                    whole: true,
                    default: 30.0,
                },
                &["weights", "hand"],
            ),
            knob(
                "delta",
                "delta of SL1",
                "δ",
                Values::Number {
                    min: 0.01,
                    max: 1.0,
                    step: 0.001,
                    whole: false,
                    default: 1.0 / 9.0,
                },
                &["weights", "hand"],
            ),
            knob(
                "convention",
                "weights as in",
                "",
                Values::Choice {
                    values: vec![choice("code", "the code"), choice("paper", "the paper")],
                    default: "code".into(),
                },
                &["weights"],
            ),
            knob(
                "losses",
                "losses",
                "",
                Values::List {
                    values: vec![
                        choice("ce", "CE"),
                        choice("ghm", "GHM-C"),
                        choice("ohem", "OHEM"),
                    ],
                    most: 2,
                    default: vec!["ce".into(), "ghm".into()],
                },
                &["weights", "hand"],
            ),
            knob(
                "norms",
                "gradient norms",
                "g",
                Values::Norms {
                    default: vec![0.02, 0.97],
                },
                &["hand"],
            ),
        ]
    }

    #[test]
    fn a_knob_of_each_kind_is_described() {
        let described = knobs()
            .iter()
            .map(|knob| {
                [
                    name(knob),
                    range(&knob.values),
                    rounded_default(&knob.values),
                ]
            })
            .collect::<Vec<_>>();
        assert_eq!(
            described,
            [
                ["bins (M)", "1 to 200, whole", "30"],
                ["delta of SL1 (δ)", "0.01 to 1", "0.1111"],
                [
                    "weights as in, only in `weights`",
                    "`code`, `paper`",
                    "code"
                ],
                ["losses", "at most 2 of `ce`, `ghm`, `ohem`", "ce,ghm"],
                [
                    "gradient norms (g), only in `hand`",
                    "2 numbers from 0 to 1",
                    "0.02,0.97"
                ],
            ]
        );
    }

    #[test]
    fn a_description_becomes_a_sentence() {
        assert_eq!(sentence("which figure"), "Which figure.");
        assert_eq!(sentence("The figure lives."), "The figure lives.");
    }
}

//! Sentences with numbers, in both languages, and which figure shows what they say.

/// The language of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// How a number in a sentence is to be written. The caller writes it, as it writes its other numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A whole number, with its thousands separated.
    Count,
    /// Three significant digits.
    Number,
    /// A share as a percentage of three significant digits.
    Percent,
}

/// A sentence with the numbers in it. `{name}` is a number, `{name#}` a count, `{name%}` a share.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// In English and in Chinese.
    text: [&'static str; 2],
    /// The numbers by name.
    pub values: Vec<(&'static str, f64)>,
}

impl Said {
    /// A sentence in both languages.
    pub(crate) fn new(en: &'static str, zh: &'static str, values: &[(&'static str, f64)]) -> Self {
        let said = Self {
            text: [en, zh],
            values: values.to_vec(),
        };
        // Both languages say the same numbers, and all of them are there.
        debug_assert_eq!(said.mentioned(Lang::En), said.mentioned(Lang::Zh));
        debug_assert!(
            said.mentioned(Lang::En)
                .iter()
                .all(|name| { said.value(name.trim_end_matches(['#', '%'])).is_some() })
        );
        said
    }

    /// The number of that name.
    pub fn value(&self, name: &str) -> Option<f64> {
        let found = self.values.iter().find(|value| value.0 == name);
        found.map(|value| value.1)
    }

    /// The sentence in a language; `write` writes its numbers.
    pub fn sentence(&self, lang: Lang, write: &dyn Fn(f64, Form) -> String) -> String {
        let mut said = String::new();
        let mut rest = self.text[lang as usize];
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            said.push_str(before);
            let (name, form) = match name.as_bytes().last() {
                Some(b'#') => (&name[..name.len() - 1], Form::Count),
                Some(b'%') => (&name[..name.len() - 1], Form::Percent),
                _ => (name, Form::Number),
            };
            if let Some(value) = self.value(name) {
                said.push_str(&write(value, form));
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }

    /// The sentence in a language, with numbers as the page writes them.
    pub fn written(&self, lang: Lang) -> String {
        self.sentence(lang, &|value, form| match form {
            Form::Count => numbers::count(value as u64),
            Form::Number => numbers::number(value, 3),
            Form::Percent => format!("{}%", numbers::number(100.0 * value, 3)),
        })
    }

    /// What stands in a language's text for numbers, in order of the names.
    fn mentioned(&self, lang: Lang) -> Vec<&'static str> {
        let parts = self.text[lang as usize].split('{').skip(1);
        let mut names: Vec<_> = parts
            .filter_map(|part| Some(part.split_once('}')?.0))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// A knob's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Knob {
    /// A number.
    Number(f64),
    /// One of the knob's choices.
    Word(&'static str),
}

impl std::fmt::Display for Knob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// The figure that shows a finding, and the knobs that bring it into the state in which it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The figure's name on the page.
    pub figure: &'static str,
    /// Knobs by their keys on the page.
    pub knobs: Vec<(&'static str, Knob)>,
}

impl Shown {
    /// A figure of the reader's own examples.
    pub(crate) fn new(figure: &'static str, knobs: &[(&'static str, Knob)]) -> Self {
        let mut all = vec![("data", Knob::Word("file"))];
        all.extend_from_slice(knobs);
        Self { figure, knobs: all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_filled_in_as_they_are_to_be_written() {
        let said = Said::new(
            "{n#} of {x}, {s%}.",
            "{n#}{x}{s%}",
            &[("n", 3.0), ("x", 0.5), ("s", 0.25)],
        );
        let write = |value: f64, form: Form| format!("<{value} {form:?}>");
        let expected = "<3 Count> of <0.5 Number>, <0.25 Percent>.";
        assert_eq!(said.sentence(Lang::En, &write), expected);
        assert_eq!(said.value("s"), Some(0.25));
        assert_eq!(said.value("gone"), None);
    }
}

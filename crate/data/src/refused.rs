//! Why something was not read.

use crate::preview::Preview;
use crate::words::Words;
use std::fmt;

/// A sentence in each language that says which file, where in it, what was wrong and what is expected, and what could be asked of the
/// reader so that it can be read after all.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The file; none where it is about several, or about a choice.
    pub file: Option<String>,
    /// What was wrong and what is expected.
    pub what: Words,
    /// What a command line can say so that it is read after all.
    pub hint: Option<Box<str>>,
    /// What the reader may choose so that it is read.
    pub ask: Option<Ask>,
    /// What the file begins with, if it has rows: to choose from.
    pub preview: Option<Box<Preview>>,
}

/// What only the reader can know.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Whether values between 0 and 1 are logits or probabilities: [`Choices::values`](crate::Choices::values).
    Probabilities,
    /// Which column or array is what, out of these: [`Choices::logits`](crate::Choices::logits) and so on.
    Columns(Vec<String>),
    /// Whether the classes are under a softmax: [`Choices::classes`](crate::Choices::classes).
    Classes,
    /// Whether classes count from 0 or 1: [`Choices::first_class`](crate::Choices::first_class).
    FirstClass,
    /// What a label means: [`Choices::ignore`](crate::Choices::ignore).
    Ignored,
}

impl Refused {
    /// Refuses for this reason.
    pub fn new(what: Words) -> Self {
        Self {
            file: None,
            what,
            hint: None,
            ask: None,
            preview: None,
        }
    }

    /// For a reason that reads the same in every language, such as what a library says.
    pub fn told(what: impl fmt::Display) -> Self {
        Self::new(Words::same(what))
    }

    /// And says what to write on a command line; a page has menus instead.
    pub(crate) fn hint(mut self, hint: impl Into<Box<str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// And asks this.
    pub fn asking(mut self, ask: Ask) -> Self {
        self.ask = Some(ask);
        self
    }

    /// With the first rows, unless there are some.
    pub fn showing(mut self, preview: &Preview) -> Self {
        if self.preview.is_none() && !preview.rows.is_empty() {
            self.preview = Some(Box::new(preview.clone()));
        }
        self
    }

    /// Of this file, unless another is named.
    pub fn of(mut self, file: &str) -> Self {
        if self.file.is_none() && !file.is_empty() {
            self.file = Some(file.to_owned());
        }
        self
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        write!(f, "{}", self.what)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refused {}

/// A list of names as a sentence has it, cut where there are many.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown = names
        .iter()
        .take(12)
        .map(|name| format!("`{}`", short(name)));
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if names.len() > 12 {
        text += &format!(" and {} more", names.len() - 12);
    }
    text
}

/// What a cell or name says, cut where it is long.
pub(crate) fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

//! What was wrong with a value, in words.

use crate::text::{Lang, Text};

/// What was wrong with a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The knob's key.
    pub key: String,
    /// The value that was given.
    pub value: String,
    /// What was wrong with it.
    pub problem: Problem,
}

/// Why a value was not taken as it was.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// No knob has this key.
    Unknown,
    /// Not a number: the old value stays.
    NotANumber {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// Not one of the values there are: the old value stays.
    NotAChoice {
        /// Those there are.
        expected: String,
    },
    /// Not one to `most` of the values there are: the old ones stay.
    NotAList {
        /// How many there may be.
        most: usize,
        /// Those there are.
        expected: String,
    },
    /// Not eight gradient norms: the old ones stay.
    NotNorms,
    /// There is no memory for so many examples: the old value stays.
    NoRoom {
        /// What they need.
        megabytes: usize,
    },
    /// Out of range or not whole: the nearest value was set.
    Clamped {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
}

impl Note {
    /// The note as a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        let Self {
            key,
            value,
            problem,
        } = self;
        let mut values = vec![("key", brief(key)), ("value", brief(value))];
        let text = match problem {
            Problem::Unknown => Text::NoteUnknown,
            Problem::NotANumber { min, max } => {
                values.extend([("min", min.to_string()), ("max", max.to_string())]);
                Text::NoteNotANumber
            }
            Problem::Clamped { min, max } => {
                values.extend([("min", min.to_string()), ("max", max.to_string())]);
                Text::NoteClamped
            }
            Problem::NotNorms => Text::NoteNotNorms,
            Problem::NoRoom { megabytes } => {
                values.push(("megabytes", megabytes.to_string()));
                Text::NoteNoRoom
            }
            Problem::NotAChoice { expected } => {
                values.push(("expected", expected.clone()));
                Text::NoteNotAChoice
            }
            Problem::NotAList { most, expected } => {
                values.extend([("most", most.to_string()), ("expected", expected.clone())]);
                Text::NoteNotAList
            }
        };
        text.fill(lang, &values)
    }
}

/// A text of others, which may be of any length, as a sentence can hold it.
fn brief(text: &str) -> String {
    const MOST: usize = 48;
    if text.chars().nth(MOST).is_none() {
        return text.into();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}

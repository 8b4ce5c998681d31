//! What the reader guessed before a figure told it.

use crate::knob::State;

/// An answer to a prediction.
pub struct Guess {
    /// The prediction's name.
    pub name: String,
    /// The answer, as the form has it.
    pub answer: String,
    /// How good it was.
    pub aim: Aim,
    /// The settings that it was about.
    pub state: State,
}

/// How good a guess was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Right, or as near as a guess can be.
    Right,
    /// Not far off.
    Near,
    /// Far off, or another answer.
    Wild,
}

/// The last answer to each prediction.
#[derive(Default)]
pub struct Guesses {
    all: Vec<Guess>,
    changes: u32,
}

impl Guesses {
    /// Takes an answer in place of an earlier one.
    pub fn take(&mut self, guess: Guess) {
        self.all.retain(|it| it.name != guess.name);
        self.all.push(guess);
        self.changes += 1;
    }

    /// The answers.
    pub fn all(&self) -> &[Guess] {
        &self.all
    }

    /// Counts up with every answer.
    pub fn changes(&self) -> u32 {
        self.changes
    }
}

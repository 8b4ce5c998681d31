//! What values a knob takes, and how it is read and set.

use super::State;
use crate::loss::Chosen;
use crate::text::{Choice, Text};

/// One row of the table of knobs.
pub struct Knob {
    /// Its key in addresses, attributes and messages.
    pub key: &'static str,
    /// Label of its control.
    pub label: Text,
    /// Its symbol in formulas; empty if it has none.
    pub symbol: &'static str,
    /// Its values.
    pub kind: Kind,
    /// What moving it does to a running training; none if no training depends on it.
    pub effect: Option<Effect>,
}

impl Knob {
    /// The same knob, marked as one that a training depends on.
    pub const fn trains(self, effect: Effect) -> Self {
        Self {
            effect: Some(effect),
            ..self
        }
    }
}

/// What becomes of a running training when a knob moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It begins anew, as its scenes, network or losses are others.
    Restarts,
    /// It goes on from where it is.
    Continues,
}

/// What values a knob takes.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A number: slider and number box.
    Number(Number),
    /// One of a few: a menu.
    Choice(Menu),
    /// Some of a few: boxes to tick.
    List(List),
    /// Eight gradient norms, separated by commas.
    Norms,
}

/// A number knob's range, and how the state's number is read and set.
#[derive(Clone, Copy)]
pub struct Number {
    /// The numbers that it may be.
    pub range: Range,
    /// Reads it.
    pub get: fn(&State) -> f64,
    /// Sets it, to a number in the range.
    pub set: fn(&mut State, f64),
}

/// One of a few values, read and set by its place among them.
#[derive(Clone, Copy)]
pub struct Menu {
    /// All of them.
    pub options: &'static [Choice],
    /// Reads it.
    pub get: fn(&State) -> usize,
    /// Sets it.
    pub set: fn(&mut State, usize),
}

/// Some of a few values, at least one, read and set by their places.
#[derive(Clone, Copy)]
pub struct List {
    /// All of them.
    pub options: &'static [Choice],
    /// How many may be chosen at once.
    pub most: usize,
    /// Reads them.
    pub get: fn(&State) -> Chosen,
    /// Sets them.
    pub set: fn(&mut State, Chosen),
}

/// Range of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Least value.
    pub min: f64,
    /// Greatest value.
    pub max: f64,
    /// Step of the number box.
    pub step: f64,
    /// Whether the slider is logarithmic.
    pub log: bool,
    /// Whether only whole numbers count.
    pub whole: bool,
}

impl Range {
    /// Where a slider stands for `value`: 0 to 1.
    pub fn position(self, value: f64) -> f64 {
        let at = |v: f64| {
            if self.log {
                libm::log(v + self.shift())
            } else {
                v
            }
        };
        (at(value) - at(self.min)) / (at(self.max) - at(self.min))
    }

    /// The value at a slider's position, rounded to what a reader would type: whole numbers, steps, or three
    /// digits on a logarithmic slider.
    pub fn value(self, position: f64) -> f64 {
        let Self { min, max, step, .. } = self;
        if self.log {
            let shift = self.shift();
            let (min, max) = (min + shift, max + shift);
            let value = min * libm::exp(position * libm::log(max / min)) - shift;
            let digit = libm::pow(10.0, libm::log10(value).floor() - 2.0).max(shift);
            return tidy(libm::round(value / digit) * digit);
        }
        tidy(libm::round((min + position * (max - min)) / step) * step)
    }

    /// What is added before taking the logarithm: 1 where the range starts at 0, which has none.
    fn shift(self) -> f64 {
        if self.min == 0.0 { 1.0 } else { 0.0 }
    }
}

/// Removes round-off such as multiplying by .01 leaves.
fn tidy(value: f64) -> f64 {
    libm::round(value * 1e9) / 1e9
}

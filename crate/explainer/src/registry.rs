//! Everything that the element `<ghm-figure>` can be told, and all that it tells, as plain data.
//!
//! `cargo xtask generate` turns a [`Registry`] into what JavaScript, TypeScript and the README know
//! about the element. Figures and knobs come from the engine's own tables; the rest is written here,
//! once. Types are TypeScript's: `FigureName`, `Knobs` and the like are declared by the generated
//! `element.d.ts`.

mod element;

pub use element::QUESTIONS;

use crate::figure::FIGURES;
use crate::knob::{KNOBS, Kind, State};
use crate::text::{Choice, Lang};

/// Everything that the generated files are made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Registry {
    /// The figures; the first is shown where none is named.
    pub figures: Vec<FigureEntry>,
    /// The knobs, without the language, which is an attribute of its own.
    pub knobs: Vec<KnobEntry>,
    /// The attributes besides knobs.
    pub attributes: &'static [Attribute],
    /// The parts of a figure that the attribute `text` names.
    pub texts: &'static [&'static str],
    /// What the attribute `theme` takes.
    pub themes: &'static [&'static str],
    /// The element's properties besides knobs.
    pub properties: &'static [Property],
    /// The element's methods.
    pub methods: &'static [Method],
    /// The events that the element fires.
    pub events: &'static [Event],
    /// The messages between a frame and the page around it.
    pub messages: &'static [Message],
}

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureEntry {
    /// Its name in addresses and attributes.
    pub name: &'static str,
    /// Its title in English.
    pub title: &'static str,
}

/// A knob.
#[derive(Clone, Debug, PartialEq)]
pub struct KnobEntry {
    /// Its key: parameter, attribute and property.
    pub key: &'static str,
    /// The label of its control, in English.
    pub label: &'static str,
    /// Its symbol in formulas; empty if it has none.
    pub symbol: &'static str,
    /// What it takes.
    pub values: Values,
    /// The names of the figures that depend on it.
    pub figures: Vec<&'static str>,
}

/// What values a knob takes, and its default.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// A number.
    Number {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
        /// Step of the number box.
        step: f64,
        /// Whether only whole numbers count.
        whole: bool,
        /// Default.
        default: f64,
    },
    /// One of a few.
    Choice {
        /// All of them.
        values: Vec<ChoiceEntry>,
        /// Default.
        default: String,
    },
    /// Some of a few, separated by commas.
    List {
        /// All of them.
        values: Vec<ChoiceEntry>,
        /// How many may be chosen at once.
        most: usize,
        /// Default.
        default: Vec<String>,
    },
    /// Gradient norms from 0 to 1, separated by commas.
    Norms {
        /// Default, which also sets how many there must be.
        default: Vec<f64>,
    },
}

/// One value of a choice or list.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceEntry {
    /// In addresses and attributes.
    pub value: &'static str,
    /// On the control, in English.
    pub label: &'static str,
}

/// An attribute of the element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// The parameter of a frame's address that says the same, if there is one.
    pub parameter: Option<&'static str>,
    /// What it takes.
    pub takes: Takes,
    /// The value that means the same as leaving it out, if there is one.
    pub default: Option<&'static str>,
    /// What it is for.
    pub description: &'static str,
}

/// What an attribute takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// The name of a figure.
    Figure,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Keys of knobs, separated by commas or spaces, or one of these words.
    Knobs(&'static [&'static str]),
    /// Some of these words, separated by commas or spaces, or `none`.
    SomeOf(&'static [&'static str]),
    /// Knobs and their values as an address has them, or nothing.
    State,
    /// The id of another element.
    Id,
    /// A number from the first to the second.
    Number(f64, f64),
    /// A language.
    Language,
    /// One of these names, or a question of one's own as JSON.
    Question(&'static [&'static str]),
    /// Nothing: it is either present or absent.
    Flag,
}

/// A part of an event, a message or a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ts: &'static str,
    /// What it holds.
    pub description: &'static str,
}

/// A property of the element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ts: &'static str,
    /// Whether it can only be read.
    pub readonly: bool,
    /// What it holds.
    pub description: &'static str,
}

/// A method of the element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its type parameters in angle brackets; empty if it has none.
    pub generics: &'static str,
    /// What it takes.
    pub parameters: &'static [Field],
    /// The type of what it returns.
    pub returns: &'static str,
    /// What it does.
    pub description: &'static str,
}

/// An event that the element fires; all of them bubble and cross shadow roots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Its name.
    pub name: &'static str,
    /// The name of the type of its `detail`.
    pub ts: &'static str,
    /// What is in its `detail`. If empty, `detail` is `null`.
    pub detail: &'static [Field],
    /// When it is fired.
    pub description: &'static str,
}

/// A message `{ghm: 1, type, …}` between a frame and the page around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Message {
    /// Its `type`.
    pub name: &'static str,
    /// Who sends it.
    pub sender: Sender,
    /// What else is in it. The name of a part that may be missing ends in `?`.
    pub fields: &'static [Field],
    /// When it is sent, or what it does.
    pub description: &'static str,
}

impl Attribute {
    /// Whether a frame's address and messages have it under the same name.
    pub fn is_option(&self) -> bool {
        self.parameter == Some(self.name)
    }
}

/// Who sends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The frame.
    Frame,
    /// The page around it.
    Host,
}

/// Collects the engine's tables, and those of the element.
pub fn registry() -> Registry {
    let state = State::default();
    let figures = FIGURES.into_iter().map(|figure| FigureEntry {
        name: figure.name,
        title: figure.title.get(Lang::En),
    });
    let knobs = KNOBS
        .iter()
        .filter(|knob| knob.key != "lang")
        .map(|knob| KnobEntry {
            key: knob.key,
            label: knob.label.get(Lang::En),
            symbol: knob.symbol,
            values: values(knob.kind, &state.get(knob.key).unwrap_or_default()),
            figures: FIGURES
                .into_iter()
                .filter(|figure| figure.depends().contains(&knob.key))
                .map(|figure| figure.name)
                .collect(),
        });
    Registry {
        figures: figures.collect(),
        knobs: knobs.collect(),
        attributes: element::ATTRIBUTES,
        texts: element::TEXTS,
        themes: element::THEMES,
        properties: element::PROPERTIES,
        methods: element::METHODS,
        events: element::EVENTS,
        messages: element::MESSAGES,
    }
}

/// The values of a kind; `default` as an address has it.
fn values(kind: Kind, default: &str) -> Values {
    let number = |text: &str| {
        text.parse()
            .unwrap_or_else(|_| panic!("{text:?}, a default, is no number"))
    };
    match kind {
        Kind::Number(it) => Values::Number {
            min: it.range.min,
            max: it.range.max,
            step: it.range.step,
            whole: it.range.whole,
            default: number(default),
        },
        Kind::Choice(menu) => Values::Choice {
            values: entries(menu.options),
            default: default.to_owned(),
        },
        Kind::List(list) => Values::List {
            values: entries(list.options),
            most: list.most,
            default: default.split(',').map(str::to_owned).collect(),
        },
        Kind::Norms => Values::Norms {
            default: default.split(',').map(number).collect(),
        },
    }
}

fn entries(options: &[Choice]) -> Vec<ChoiceEntry> {
    let entry = |option: &Choice| ChoiceEntry {
        value: option.value,
        label: option.label.get(Lang::En),
    };
    options.iter().map(entry).collect()
}

//! The figures, each in a file that holds all of it: see [`Figure`].

#![cfg_attr(
    not(feature = "whole"),
    allow(dead_code, reason = "all figures but the first are left out")
)]

mod axes;
pub mod guess;
mod paper;

use crate::derived::{Derived, Examples};
use crate::draw::preferred_height;
use crate::knob::State;
use crate::loss;
use crate::plot::Plot;
use crate::text::number::percent;
use crate::text::{Lang, Text};

// generated: figures
mod asl1;
mod box_gradient;
mod calibration;
mod contribution;
mod detector;
mod distribution;
mod gradient;
mod hand;
mod harmonize;
mod momentum;
mod mu;
mod offsets;
mod regions;
mod speed;
mod twin;
mod weights;

/// Every figure, in the order of the article, but for the first, which is shown where none is named.
#[cfg(feature = "whole")]
pub static FIGURES: [&Figure; 16] = [
    &distribution::FIGURE,
    &harmonize::FIGURE,
    &hand::FIGURE,
    &gradient::FIGURE,
    &contribution::FIGURE,
    &weights::FIGURE,
    &regions::FIGURE,
    &speed::FIGURE,
    &momentum::FIGURE,
    &asl1::FIGURE,
    &offsets::FIGURE,
    &box_gradient::FIGURE,
    &detector::FIGURE,
    &twin::FIGURE,
    &calibration::FIGURE,
    &mu::FIGURE,
];
// end

/// The figure of the engine that the article loads first.
#[cfg(not(feature = "whole"))]
pub static FIGURES: [&Figure; 1] = [&harmonize::FIGURE];

/// A figure of the page: its name, what it shows and depends on, and what a reader can do with it.
pub struct Figure {
    /// Its name in addresses and attributes.
    pub name: &'static str,
    /// Its title.
    pub title: Text,
    /// The alternative text of its still picture in each language; empty without the feature `texts`.
    pub alternative: Alternative,
    /// The number of panels in each row, where there is room for them side by side.
    pub rows: fn(&State) -> &'static [usize],
    /// Keys of the knobs that have a control in it, the most telling first.
    pub controls: &'static [&'static str],
    /// What changes it. It is drawn again only when one of these has changed.
    pub depends: &'static [Dependence],
    /// What dragging in it changes.
    pub touch: Touch,
    /// What its buttons do.
    pub actions: &'static [Action],
    /// Makes its plot, all but title and rows.
    pub plot: fn(&State, &Derived) -> Plot,
}

/// A text in English and Chinese.
pub type Alternative = [&'static str; 2];

/// A figure's alternative text. The page's engine goes without: the pictures in the page have it already.
macro_rules! alternative {
    ($en:literal, $zh:literal) => {
        if cfg!(feature = "texts") {
            [$en, $zh]
        } else {
            ["", ""]
        }
    };
}
use alternative;

/// What a figure depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dependence {
    /// Knobs: their keys, with spaces between.
    Knobs(&'static str),
    /// The chosen classification losses, and their parameters, but not those of GHM-C: a figure names these itself.
    ClassLosses,
    /// The chosen box losses, and their parameters, but not those of GHM-R.
    BoxLosses,
    /// The box loss that detectors train with, and the parameters of box losses but GHM-R.
    TrainedBoxes,
    /// The examples that are shown.
    Examples,
    /// Their offsets or batches, which the mask doesn't change.
    Unmasked,
    /// The detectors that train in the page.
    Trainings,
    /// The twin's training.
    Twin,
    /// Times taken on the reader's machine.
    Times,
}

/// What dragging in a figure changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Nothing: a pointer only reads.
    Reads,
    /// One of the eight examples by hand.
    Example,
    /// The batch that is shown, in this panel.
    Batches(usize),
    /// The twin's outliers, in this panel.
    Outliers(usize),
}

/// What a button of a figure does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Plays the batches.
    Play,
    /// Times the loss on this machine.
    Measure,
    /// Does so by itself where it rests in view and the machine is idle.
    MeasureAtRest,
    /// Trains detectors.
    Train,
    /// Goes from cross-entropy to GHM-C, by a handle.
    Harmonize,
}

impl Action {
    /// Its name for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Play => "play",
            Self::Measure => "measure",
            Self::MeasureAtRest => "measure-at-rest",
            Self::Train => "train",
            Self::Harmonize => "harmonize",
        }
    }
}

impl Touch {
    /// Its name for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reads => "",
            Self::Example => "example",
            Self::Batches(_) => "batches",
            Self::Outliers(_) => "outliers",
        }
    }
}

impl Figure {
    /// The figure with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FIGURES.into_iter().find(|figure| figure.name == name)
    }

    /// Its plot.
    pub fn plot(&self, state: &State, derived: &Derived) -> Plot {
        let mut plot = Plot {
            title: self.title.get(state.lang),
            rows: (self.rows)(state),
            ..(self.plot)(state, derived)
        };
        guess::draw(self, &mut plot, state, derived);
        plot
    }

    /// The height that suits it at `width`, in CSS pixels.
    pub fn height(&self, state: &State, width: f64) -> f64 {
        match self.actions {
            [Action::Harmonize] => harmonize::height(width),
            _ => self.lowered(width) * preferred_height((self.rows)(state), width),
        }
    }

    /// The twin has many knobs: with its panels below each other it would be higher than a window.
    fn lowered(&self, width: f64) -> f64 {
        match self.touch {
            Touch::Outliers(_) if (480.0..560.0).contains(&width) => 0.84,
            _ => 1.0,
        }
    }

    /// Keys of the knobs that change it, each once.
    pub fn depends(&self) -> Vec<&'static str> {
        let knobs = self.depends.iter().flat_map(|it| it.knobs());
        once(["lang"].into_iter().chain(knobs))
    }

    /// Keys of the knobs that have a control in it, each once: where losses can be chosen, their parameters, too.
    pub fn control_keys(&self) -> Vec<&'static str> {
        let with_parameters = self.controls.iter().flat_map(|&key| match key {
            "losses" => [&[key][..], &loss::class_parameters()].concat(),
            "boxlosses" => [&[key][..], &loss::box_parameters()].concat(),
            _ => vec![key],
        });
        once(with_parameters)
    }

    /// Whether it shows what only this machine has: trainings, times.
    pub fn is_live(&self) -> bool {
        let live = [Dependence::Trainings, Dependence::Twin, Dependence::Times];
        self.depends.iter().any(|it| live.contains(it))
    }

    /// A number that grows whenever something else than a knob changes the figure.
    pub fn changes(&self, derived: &Derived) -> u32 {
        let changes = self.depends.iter().map(|it| match it {
            Dependence::Trainings => derived.trainings.changes,
            Dependence::Twin => derived.twin.changes(),
            Dependence::Times => derived.times.changes(),
            Dependence::Examples | Dependence::Unmasked => derived.epoch(),
            Dependence::Knobs(_)
            | Dependence::ClassLosses
            | Dependence::BoxLosses
            | Dependence::TrainedBoxes => 0,
        });
        changes.sum::<u32>() + derived.guesses.changes()
    }

    /// The alternative text of its still picture; empty without the feature `texts`.
    pub fn alternative(&self, lang: Lang) -> &'static str {
        self.alternative[lang as usize]
    }
}

/// The keys without repetition, in order of first appearance.
fn once(keys: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut first = vec![];
    for key in keys {
        if !first.contains(&key) {
            first.push(key);
        }
    }
    first
}

impl Dependence {
    /// Keys of the knobs behind it.
    fn knobs(self) -> Vec<&'static str> {
        match self {
            Self::Knobs(keys) => keys.split(' ').collect(),
            Self::ClassLosses => [&["losses"], &loss::class_parameters()[..]].concat(),
            Self::BoxLosses => [&["boxlosses"], &loss::box_parameters()[..]].concat(),
            Self::TrainedBoxes => [&["boxes"], &loss::box_parameters()[..]].concat(),
            Self::Examples => vec!["data", "mask", "n", "seed", "trained", "step"],
            Self::Unmasked => vec!["data", "n", "seed", "trained", "step"],
            Self::Trainings | Self::Twin | Self::Times => vec![],
        }
    }
}

/// The exact density of examples at a gradient norm.
fn density(examples: &Examples, g: f64, epsilon: f64) -> f64 {
    let all = examples.all.as_ref();
    all.map_or(f64::NAN, |all| all.density(g, epsilon))
}

/// Values with NaN for what is empty: a gap shows there, not a 0.
fn blank(values: Vec<f64>) -> Vec<f64> {
    let value = |value| if value > 0.0 { value } else { f64::NAN };
    values.into_iter().map(value).collect()
}

/// What the region with the fewest examples is called: where others are empty, they don't count.
fn emptiest(counts: &[u64]) -> Text {
    if counts.contains(&0) {
        Text::EmptiestFilled
    } else {
        Text::Emptiest
    }
}

/// Names and values as a list: "cross-entropy 0.5, GHM-C 1.2".
fn named_values(lang: Lang, values: impl Iterator<Item = (Text, String)>) -> String {
    let parts: Vec<_> = values
        .map(|(name, value)| format!("{} {value}", name.get(lang)))
        .collect();
    parts.join(match lang {
        Lang::En => ", ",
        Lang::Zh => "，",
    })
}

//! What JavaScript sees: [`Engine`].
//!
//! An engine holds one state, which any number of figures show. The methods here are thin: each finds what was asked
//! for and turns it into JavaScript's values, whose types are in `types.ts`.

mod data;
#[cfg(feature = "whole")]
mod drag;
mod figures;
#[cfg(feature = "whole")]
mod file;
mod knobs;
#[cfg_attr(
    not(feature = "whole"),
    allow(dead_code, unused_imports, reason = "the hero pins nothing")
)]
mod pinned;
#[cfg(feature = "whole")]
mod prose;
#[cfg(feature = "whole")]
mod tables;
#[cfg(feature = "whole")]
mod training;
mod value;

pub use data::Recording;
#[cfg(feature = "whole")]
pub use file::FileIntake;

use crate::derived::Derived;
use crate::draw::Area;
use crate::figure::{FIGURES, Figure};
use crate::knob::State;
use crate::plot::{Plot, ready, within};
use crate::text::{self, Lang};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Types of what the methods take and give, for those who read them in JavaScript.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");

/// Takes the texts of a language, `en` or `zh`, for all engines.
#[wasm_bindgen]
pub fn texts(#[wasm_bindgen(unchecked_param_type = "Language")] lang: &str, file: String) {
    let lang = if lang == "zh" { Lang::Zh } else { Lang::En };
    text::hold(lang, file.leak());
}

/// State, examples, and what was computed from them.
#[wasm_bindgen]
pub struct Engine {
    state: State,
    derived: Derived,
    /// Plots of the present state, by the figures' places: each is made once, however often it is asked for.
    plots: [Option<Rc<Plot>>; FIGURES.len()],
    /// What was pinned as A, if anything: see [`pinned`].
    pinned: Option<Box<Self>>,
    /// Whether it is A itself, whose plots are in ink.
    inked: bool,
    /// Counts up whenever A changes, or the ranges below.
    pins: u32,
    /// Ranges that a figure's axes have to show, where it shares them with another element's.
    ranges: [Vec<f64>; FIGURES.len()],
    /// By how much texts in figures are larger than usual.
    text: f64,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            state: State::default(),
            derived: Derived::default(),
            plots: Default::default(),
            pinned: None,
            inked: false,
            pins: 0,
            ranges: Default::default(),
            text: 1.0,
        }
    }
}

#[wasm_bindgen]
impl Engine {
    /// An engine at the defaults, without examples.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// A text of the page's scripts in the engine's language.
    pub fn text(&self, name: &str) -> Option<String> {
        text::named(name, self.state.lang).map(str::to_owned)
    }

    /// Sets by how much texts in figures are larger than usual: 1 where the page's root has 16 pixels.
    #[wasm_bindgen(js_name = scaleText)]
    pub fn scale_text(&mut self, by: f64) {
        self.text = if by.is_finite() {
            by.clamp(0.5, 4.0)
        } else {
            1.0
        };
    }
}

impl Engine {
    /// An area with texts as large as they were set.
    fn area(&self, width: f64, height: f64, ratio: f64) -> Area {
        Area {
            text: self.text,
            ..Area::new(width, height, ratio)
        }
    }

    /// State and derived values, to be changed. Drops the plots, which show the old ones.
    fn edit(&mut self) -> (&mut State, &mut Derived) {
        for (figure, plot) in FIGURES.into_iter().zip(&mut self.plots) {
            // A's trainings are over: their plots were made when it was pinned.
            if !(self.inked && figure.is_live()) {
                *plot = None;
            }
        }
        (&mut self.state, &mut self.derived)
    }

    /// The figure of the present state.
    fn plot(&mut self, figure: &'static Figure) -> Rc<Plot> {
        let place = place(figure);
        if let Some(plot) = &self.plots[place] {
            return Rc::clone(plot);
        }
        let mut plot = self.alone(figure);
        within(&mut plot, &self.ranges[place]);
        if self.inked && cfg!(feature = "whole") {
            ready(&mut plot);
        }
        Rc::clone(self.plots[place].insert(plot.into()))
    }

    /// The same on axes that only it needs.
    fn alone(&mut self, figure: &'static Figure) -> Plot {
        let mut plot = figure.plot(&self.state, &self.derived);
        if cfg!(feature = "whole") {
            self.draw_pinned(&mut plot, figure);
        }
        plot
    }
}

/// A figure's place in the list.
fn place(figure: &Figure) -> usize {
    let place = FIGURES.iter().position(|it| it.name == figure.name);
    place.unwrap_or_default()
}

fn named(figure: &str) -> Result<&'static Figure, JsError> {
    Figure::named(figure).ok_or_else(|| {
        let names = FIGURES.map(|figure| figure.name).join(", ");
        JsError::new(&format!(
            "there is no figure called `{figure}`; there are {names}"
        ))
    })
}

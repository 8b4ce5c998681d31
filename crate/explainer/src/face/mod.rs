//! What JavaScript sees: [`Engine`].
//!
//! An engine holds one state, which any number of figures show. The methods here are thin: each finds what was asked
//! for and turns it into JavaScript's values, whose types are in `types.ts`.

mod data;
#[cfg(feature = "whole")]
mod drag;
#[cfg(feature = "whole")]
mod examples;
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
mod room;
#[cfg(feature = "whole")]
mod tables;
#[cfg(feature = "whole")]
mod training;
mod value;

pub use data::Recording;
#[cfg(feature = "whole")]
pub use file::FileIntake;

use crate::derived::Derived;
use crate::draw::{Area, Placed, place};
use crate::figure::{FIGURES, Figure};
use crate::knob::State;
use crate::plot::{Plot, ranges, ready, within};
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
    /// By the figures' places.
    made: [Made; FIGURES.len()],
    /// What was pinned as A, if anything: see [`pinned`].
    pinned: Option<Box<Self>>,
    /// Whether it is A itself, whose plots are in ink.
    inked: bool,
    /// Counts up whenever A changes, or the ranges below.
    pins: u32,
    /// Ranges that a figure's axes have to show, where it shares them with another element's.
    ranges: [Vec<f64>; FIGURES.len()],
    /// While a slider moves, the ranges that figures have shown since it began: see [`Engine::hold`].
    held: Option<[Vec<f64>; FIGURES.len()]>,
    /// Whether axes are wider for it than they need to be.
    widened: bool,
    /// By how much texts in figures are larger than usual.
    text: f64,
}

/// What was made of a figure for the present state: each once, however often it is asked for.
#[derive(Default)]
struct Made {
    plot: Option<Rc<Plot>>,
    /// Its words in their places, at a width and a height.
    placed: Option<(f64, f64, Rc<Vec<Placed>>)>,
    stamp: Option<String>,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            state: State::default(),
            derived: Derived::default(),
            made: Default::default(),
            pinned: None,
            inked: false,
            pins: 0,
            ranges: Default::default(),
            held: None,
            widened: false,
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
        self.made = Default::default();
        self.text = if by.is_finite() {
            by.clamp(0.5, 4.0)
        } else {
            1.0
        };
    }

    /// Lets figures say what had to wait while a slider moved. Returns whether any of them changes.
    #[wasm_bindgen(js_name = catchUp)]
    pub fn catch_up(&mut self) -> bool {
        self.derived.moving = false;
        let waited = self.derived.waited.take();
        if waited {
            self.edit();
            self.pins += 1;
        }
        waited
    }

    /// Lets axes show what they need, after a slider has moved. Returns whether any of them changes.
    pub fn relax(&mut self) -> bool {
        self.held = None;
        if !std::mem::take(&mut self.widened) {
            return false;
        }
        self.edit();
        self.pins += 1;
        true
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

    /// State and derived values, to be changed. Drops what was made of the old ones.
    fn edit(&mut self) -> (&mut State, &mut Derived) {
        for (figure, made) in FIGURES.into_iter().zip(&mut self.made) {
            // A's trainings are over: their plots were made when it was pinned.
            let kept = made.plot.take().filter(|_| self.inked && figure.is_live());
            *made = Made {
                plot: kept,
                ..Made::default()
            };
        }
        (&mut self.state, &mut self.derived)
    }

    /// Before a slider moves: from now on axes only widen, so that the reader sees values move and not their scale.
    fn hold(&mut self) {
        self.derived.moving = true;
        if self.held.is_none() {
            let shown = |made: &Made| made.plot.as_deref().map(ranges).unwrap_or_default();
            self.held = Some(self.made.each_ref().map(shown));
        }
    }

    fn made(&mut self, figure: &'static Figure) -> &mut Made {
        &mut self.made[position(figure)]
    }

    /// The figure of the present state.
    fn plot(&mut self, figure: &'static Figure) -> Rc<Plot> {
        if let Some(plot) = &self.made(figure).plot {
            return Rc::clone(plot);
        }
        let mut plot = self.alone(figure);
        let place = position(figure);
        within(&mut plot, &self.ranges[place]);
        if let Some(held) = &mut self.held {
            let needed = ranges(&plot);
            within(&mut plot, &held[place]);
            held[place] = ranges(&plot);
            self.widened |= held[place] != needed;
        }
        if self.inked && cfg!(feature = "whole") {
            ready(&mut plot);
        }
        let plot = Rc::new(plot);
        self.made(figure).plot = Some(Rc::clone(&plot));
        plot
    }

    /// The same with its words in their places: the picture and the legend share them.
    fn placed(&mut self, figure: &'static Figure, area: Area) -> (Rc<Plot>, Rc<Vec<Placed>>) {
        let plot = self.plot(figure);
        if let Some((width, height, placed)) = &self.made(figure).placed
            && (*width, *height) == (area.width, area.height)
        {
            return (plot, Rc::clone(placed));
        }
        let placed = Rc::new(place(&plot, area, self.state.lang));
        self.made(figure).placed = Some((area.width, area.height, Rc::clone(&placed)));
        (plot, placed)
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
fn position(figure: &Figure) -> usize {
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

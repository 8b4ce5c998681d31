//! What JavaScript sees: [`Engine`].
//!
//! An engine holds one state, which any number of figures show. The methods here are thin: each finds what was asked
//! for and turns it into JavaScript's values, whose types are in `types.ts`.

mod data;
mod drag;
mod figures;
mod knobs;
mod prose;
mod training;
mod value;

pub use data::{FileIntake, Recording};

use crate::derived::Derived;
use crate::draw::Area;
use crate::figure::{FIGURES, Figure};
use crate::knob::State;
use crate::plot::Plot;
use crate::text::{Lang, hold};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Types of what the methods take and give, for those who read them in JavaScript.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.ts");

/// Takes the texts of a language, `en` or `zh`, for all engines.
#[wasm_bindgen]
pub fn texts(#[wasm_bindgen(unchecked_param_type = "Language")] lang: &str, file: String) {
    let lang = if lang == "zh" { Lang::Zh } else { Lang::En };
    hold(lang, file.leak());
}

/// State, examples, and what was computed from them.
#[wasm_bindgen]
pub struct Engine {
    state: State,
    derived: Derived,
    /// Plots of the present state, by the figures' places: each is made once, however often it is asked for.
    plots: [Option<Rc<Plot>>; FIGURES.len()],
    /// By how much texts in figures are larger than usual.
    text: f64,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            state: State::default(),
            derived: Derived::default(),
            plots: Default::default(),
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
        self.plots = Default::default();
        (&mut self.state, &mut self.derived)
    }

    /// The figure of the present state.
    fn plot(&mut self, figure: &'static Figure) -> Rc<Plot> {
        let Self {
            state,
            derived,
            plots,
            ..
        } = self;
        let place = FIGURES.iter().position(|it| it.name == figure.name);
        let plot = &mut plots[place.unwrap_or_default()];
        Rc::clone(plot.get_or_insert_with(|| figure.plot(state, derived).into()))
    }
}

fn named(figure: &str) -> Result<&'static Figure, JsError> {
    Figure::named(figure).ok_or_else(|| {
        let names = FIGURES.map(|figure| figure.name).join(", ");
        JsError::new(&format!(
            "there is no figure called `{figure}`; there are {names}"
        ))
    })
}

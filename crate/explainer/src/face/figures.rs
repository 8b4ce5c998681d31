//! Figures: drawn, read, tabulated.

use super::value::{array, object};
use super::{Engine, named};
use crate::draw::{Theme, canvas, css, cursor_at, look};
use crate::plot::{Cursor, Role};
use crate::read::{self, Item};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

#[wasm_bindgen]
impl Engine {
    /// A text that changes exactly when the figure has to be drawn again.
    pub fn stamp(&mut self, figure: &str) -> Result<String, JsError> {
        let figure = named(figure)?;
        if let Some(stamp) = &self.made(figure).stamp {
            return Ok(stamp.clone());
        }
        let values = figure
            .depends()
            .into_iter()
            .filter_map(|key| self.state.get(key));
        let (moved, pins) = (figure.changes(&self.derived), self.pins);
        let changes = format!("{moved} {} {pins}", self.text);
        let stamp = values.fold(changes, |stamp, value| stamp + " " + &value);
        self.made(figure).stamp = Some(stamp.clone());
        Ok(stamp)
    }

    /// Draws a figure on a canvas of `width` x `height` CSS pixels, with `ratio` screen pixels each, and the cursor
    /// at `x` in `panel`; without a cursor if `panel` is below 0.
    #[allow(
        clippy::too_many_arguments,
        reason = "one flat call a frame is cheapest"
    )]
    pub fn draw(
        &mut self,
        canvas: &HtmlCanvasElement,
        figure: &str,
        width: f64,
        height: f64,
        ratio: f64,
        dark: bool,
        panel: i32,
        x: f64,
    ) -> Result<(), JsError> {
        let area = self.area(width, height, ratio);
        let (plot, placed) = self.placed(named(figure)?, area);
        canvas::on_canvas(&plot, &placed, canvas, area, theme(dark), cursor(panel, x))
            .map_err(|error| JsError::new(&error))
    }

    /// The height that suits the figure at `width`, in CSS pixels.
    pub fn height(&self, figure: &str, width: f64) -> Result<f64, JsError> {
        let height = named(figure)?.height(&self.state, width / self.text);
        Ok(libm::round(height * self.text))
    }

    /// The cursor `[panel, x]` for a pointer at `(px, py)` in CSS pixels; empty outside the panels.
    pub fn point(
        &mut self,
        figure: &str,
        width: f64,
        height: f64,
        px: f64,
        py: f64,
    ) -> Result<Vec<f64>, JsError> {
        let plot = self.plot(named(figure)?);
        let area = self.area(width, height, 1.0);
        Ok(flat(cursor_at(&plot, area, self.state.lang, px, py)))
    }

    /// The cursor `[panel, x]` moved on by `by` stops; from before the first stop if `panel` is below 0.
    #[wasm_bindgen(js_name = moveCursor)]
    pub fn move_cursor(
        &mut self,
        figure: &str,
        panel: i32,
        x: f64,
        by: i32,
    ) -> Result<Vec<f64>, JsError> {
        let plot = self.plot(named(figure)?);
        Ok(flat(read::moved(&plot, cursor(panel, x), by)))
    }

    /// The values at the cursor.
    #[wasm_bindgen(unchecked_return_type = "ReadoutItem[]")]
    pub fn readout(
        &mut self,
        figure: &str,
        panel: i32,
        x: f64,
        dark: bool,
    ) -> Result<Array, JsError> {
        let plot = self.plot(named(figure)?);
        let items = cursor(panel, x).map_or(vec![], |at| read::readout(&plot, at, self.state.lang));
        Ok(array(
            items.iter().map(|item| item_object(item, theme(dark))),
        ))
    }

    /// Legend entries: what has no name in the figure as it is drawn at `width` x `height` CSS pixels.
    #[wasm_bindgen(unchecked_return_type = "LegendItem[]")]
    pub fn legend(
        &mut self,
        figure: &str,
        width: f64,
        height: f64,
        dark: bool,
    ) -> Result<Array, JsError> {
        let (plot, placed) = self.placed(named(figure)?, self.area(width, height, 1.0));
        let entry = |(name, role, filled): (String, Role, bool)| {
            let stroke = look(role).stroke;
            let dash: Vec<_> = stroke.dash.iter().map(f64::to_string).collect();
            let dash = (!dash.is_empty()).then(|| dash.join(" "));
            object(&[
                ("name", name.into()),
                ("colour", colour(role, theme(dark))),
                ("filled", filled.into()),
                ("width", stroke.width.into()),
                ("dash", dash.into()),
            ])
        };
        Ok(array(read::legend(&plot, &placed).into_iter().map(entry)))
    }

    /// One sentence with the figure's present values.
    pub fn summary(&mut self, figure: &str) -> Result<String, JsError> {
        Ok(self.plot(named(figure)?).summary.clone())
    }

    /// Whether a panel of the figure is still empty.
    pub fn lacks(&mut self, figure: &str) -> Result<bool, JsError> {
        Ok(self.plot(named(figure)?).lacks())
    }

    /// The figure's title.
    pub fn title(&self, figure: &str) -> Result<String, JsError> {
        Ok(named(figure)?.title.get(self.state.lang).to_owned())
    }

    /// Keys of the knobs that have a control in the figure.
    pub fn controls(&self, figure: &str) -> Result<Vec<String>, JsError> {
        let keys = named(figure)?.control_keys().into_iter();
        Ok(keys.map(str::to_owned).collect())
    }

    /// Keys of the knobs that change the figure.
    pub fn depends(&self, figure: &str) -> Result<Vec<String>, JsError> {
        let keys = named(figure)?.depends().into_iter();
        Ok(keys.map(str::to_owned).collect())
    }

    /// What dragging changes: `example`, one of the eight by hand; `batches`, the shown batch; `outliers`, the twin's;
    /// empty if nothing.
    #[wasm_bindgen(unchecked_return_type = "Touch")]
    pub fn touch(&self, figure: &str) -> Result<String, JsError> {
        Ok(named(figure)?.touch.name().to_owned())
    }

    /// What the figure has buttons for: `play` its batches, `measure` times on this machine, `train` detectors,
    /// `harmonize` by a handle from cross-entropy to GHM-C.
    #[wasm_bindgen(unchecked_return_type = "Action[]")]
    pub fn actions(&self, figure: &str) -> Result<Vec<String>, JsError> {
        let actions = named(figure)?.actions.iter();
        Ok(actions.map(|action| action.name().to_owned()).collect())
    }
}

pub(super) fn theme(dark: bool) -> Theme {
    if dark { Theme::Dark } else { Theme::Light }
}

fn cursor(panel: i32, x: f64) -> Option<Cursor> {
    usize::try_from(panel).ok().map(|panel| Cursor { panel, x })
}

fn flat(cursor: Option<Cursor>) -> Vec<f64> {
    cursor.map_or(vec![], |c| vec![c.panel as f64, c.x])
}

fn colour(role: Role, theme: Theme) -> JsValue {
    css(theme.colour(role)).into()
}

fn item_object(item: &Item, theme: Theme) -> JsValue {
    let colour = item
        .role
        .map_or(JsValue::UNDEFINED, |role| colour(role, theme));
    object(&[
        ("name", (&item.name).into()),
        ("value", (&item.value).into()),
        ("colour", colour),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Area;
    use crate::figure::FIGURES;
    use crate::knob::knob;
    use std::rc::Rc;

    fn svg(engine: &mut Engine, figure: &str) -> String {
        engine.svg(figure, 760.0, 360.0, false).ok().unwrap()
    }

    #[test]
    fn a_figure_does_not_depend_on_those_shown_before() {
        let small = |engine: &mut Engine| {
            for (key, value) in [("data", "converged"), ("n", "5000")] {
                engine.set(key, value).ok().unwrap();
            }
        };
        let moves = [
            ("mu", "0.3"),
            ("bins", "7"),
            ("gamma", "3"),
            ("momentum", "0.4"),
        ];
        for figure in FIGURES {
            let (mut used, mut fresh) = (Engine::new(), Engine::new());
            small(&mut used);
            small(&mut fresh);
            for before in FIGURES {
                svg(&mut used, before.name);
            }
            for (key, value) in moves {
                used.set(key, value).ok().unwrap();
                fresh.set(key, value).ok().unwrap();
                // Another figure is drawn first after the knob has moved.
                svg(&mut used, "box-gradient");
            }
            let same = svg(&mut used, figure.name) == svg(&mut fresh, figure.name);
            assert!(same, "{}", figure.name);
        }
    }

    #[test]
    fn only_knobs_that_change_a_figure_change_its_stamp() {
        let mut engine = Engine::new();
        let stamp = |engine: &mut Engine| engine.stamp("asl1").ok().unwrap();
        let before = stamp(&mut engine);
        engine.set("bins", "7").ok().unwrap();
        assert_eq!(stamp(&mut engine), before);
        engine.set("mu", "0.5").ok().unwrap();
        assert_ne!(stamp(&mut engine), before);
    }

    #[test]
    fn each_plot_is_made_once_for_a_state() {
        let mut engine = Engine::new();
        let figure = named("asl1").ok().unwrap();
        let plot = engine.plot(figure);
        engine.summary("asl1").ok().unwrap();
        engine.csv("asl1").ok().unwrap();
        assert!(Rc::ptr_eq(&plot, &engine.plot(figure)));
        let area = |width| Area::new(width, 300.0, 1.0);
        let (_, placed) = engine.placed(figure, area(700.0));
        assert!(Rc::ptr_eq(&placed, &engine.placed(figure, area(700.0)).1));
        assert!(!Rc::ptr_eq(&placed, &engine.placed(figure, area(701.0)).1));
        engine.set("mu", "0.5").ok().unwrap();
        assert!(!Rc::ptr_eq(&plot, &engine.plot(figure)));
        let (_, placed) = engine.placed(figure, area(701.0));
        // Larger texts have other places.
        engine.scale_text(2.0);
        let larger = Area {
            text: 2.0,
            ..area(701.0)
        };
        assert!(!Rc::ptr_eq(&placed, &engine.placed(figure, larger).1));
    }

    #[test]
    fn what_takes_a_pass_over_all_examples_waits_while_a_slider_moves() {
        let mut engine = Engine::new();
        for (key, value) in [("data", "converged"), ("n", "5000")] {
            engine.set(key, value).ok().unwrap();
        }
        let says = |engine: &mut Engine| engine.summary("regions").ok().unwrap();
        engine.set("bins", "31").ok().unwrap();
        let typed = says(&mut engine);
        assert!(!typed.contains('–'), "{typed}");
        let place = engine.position("bins").unwrap();
        engine.set("bins", "44").ok().unwrap();
        engine.slide("bins", place).ok().unwrap();
        let moving = says(&mut engine);
        assert!(moving.contains('–'), "{moving}");
        assert!(engine.catch_up());
        assert_eq!(says(&mut engine), typed);
        assert!(!engine.catch_up());
    }

    #[test]
    fn axes_only_widen_while_a_slider_moves() {
        let mut engine = Engine::new();
        for (key, value) in [("data", "converged"), ("n", "5000"), ("axis", "linear")] {
            engine.set(key, value).ok().unwrap();
        }
        let figure = named("distribution").ok().unwrap();
        let top = |engine: &mut Engine| engine.plot(figure).panels[0].y.max;
        let start = top(&mut engine);
        // Many regions hold few examples each, and few many.
        engine.slide("bins", 1.0).ok().unwrap();
        assert_eq!(top(&mut engine), start);
        engine.slide("bins", 0.0).ok().unwrap();
        let widest = top(&mut engine);
        assert!(widest > start);
        engine.slide("bins", 0.9).ok().unwrap();
        assert_eq!(top(&mut engine), widest);
        let before = engine.stamp("distribution").ok().unwrap();
        assert!(engine.relax());
        assert_ne!(engine.stamp("distribution").ok().unwrap(), before);
        assert!(top(&mut engine) < start);
        assert!(!engine.relax());
        // What is set at once, by a phrase or a number, has the axes that it needs.
        engine.set("bins", "1").ok().unwrap();
        let few = top(&mut engine);
        engine.set("bins", "200").ok().unwrap();
        assert!(top(&mut engine) < few);
    }

    #[test]
    fn every_dependency_is_a_knob() {
        for figure in FIGURES {
            let depends = figure.depends();
            for key in &depends {
                assert!(knob(key).is_some(), "{} depends on {key}", figure.name);
            }
            for key in figure.controls {
                assert!(
                    depends.contains(key),
                    "{} does not depend on {key}",
                    figure.name
                );
            }
        }
    }
}

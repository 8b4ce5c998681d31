//! The page's side of the engine: one session holds one state, and any number
//! of figures show it.

use crate::derived::Derived;
use crate::draw::{Area, Cursor, cursor_at, preferred_height};
use crate::figure::{Figure, twin_at};
use crate::plot::Role;
use crate::predict::judge;
use crate::quote::{prepare, quote};
use crate::read::{self, Item};
use crate::recorded::Recorded;
use crate::scale::{log10, number, parse};
use crate::state::{Effect, KNOBS, Kind, Range, State, effect, knob};
use crate::strings::{self, Lang, join};
use crate::surface;
use crate::theme::{Theme, css};
use detector::twin::Answer;
use js_sys::{Array, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// A recorded detector's outputs, unpacked once for all sessions of a page.
#[wasm_bindgen]
pub struct Recording(Rc<Recorded>);

#[wasm_bindgen]
impl Recording {
    /// Unpacks a file of `www/data`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Self, JsError> {
        Ok(Self(Recorded::decode(bytes)?.into()))
    }
}

/// Takes the texts of a language, `en` or `zh`: those of all sessions.
#[wasm_bindgen]
pub fn texts(lang: &str, file: String) {
    let lang = if lang == "zh" { Lang::Zh } else { Lang::En };
    strings::hold(lang, file.leak());
}

/// State, examples, and what was computed from them.
#[wasm_bindgen]
#[derive(Default)]
pub struct Session {
    pub(crate) state: State,
    pub(crate) derived: Derived,
}

#[wasm_bindgen]
impl Session {
    /// A session at the defaults, without examples.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a knob. Returns a sentence if the value had to be clamped; throws
    /// one if it could not be used at all.
    pub fn set(&mut self, key: &str, value: &str) -> Result<Option<String>, JsError> {
        let lang = self.state.lang;
        match self.state.set(key, value) {
            Ok(note) => Ok(note.map(|n| n.sentence(lang))),
            Err(note) => Err(JsError::new(&note.sentence(lang))),
        }
    }

    /// A knob's value in full precision, as URLs carry it.
    pub fn get(&self, key: &str) -> Option<String> {
        self.state.get(key)
    }

    /// A knob's value as the reader sees it: four digits, or its choice's label.
    pub fn shown(&self, key: &str) -> Option<String> {
        let value = self.effective(key)?;
        match knob(key)?.kind {
            Kind::Norms => Some(value),
            Kind::Number(_) => parse(&value).map(|v| number(v, 4, self.state.lang)),
            Kind::Choice(options) => options
                .iter()
                .find(|o| o.value == value)
                .map(|o| o.label.get(self.state.lang).to_owned()),
        }
    }

    /// A knob's value in effect: of training steps, the recorded one that is shown.
    pub fn effective(&self, key: &str) -> Option<String> {
        let step = (key == "step")
            .then(|| self.derived.shown_step(&self.state))
            .flatten();
        step.map(|step| step.to_string())
            .or_else(|| self.state.get(key))
    }

    /// Where a number knob's slider stands, 0 to 1.
    pub fn position(&self, key: &str) -> Option<f64> {
        if let Some((steps, at)) = self.recorded_step(key) {
            return Some(at as f64 / (steps.len() - 1) as f64);
        }
        let Kind::Number(range) = knob(key)?.kind else {
            return None;
        };
        Some(to_position(range, parse(&self.state.get(key)?)?))
    }

    /// Moves a number knob's slider to `position` in 0 to 1.
    pub fn slide(&mut self, key: &str, position: f64) {
        if let Some((steps, _)) = self.recorded_step(key) {
            let at = libm::round(position.clamp(0.0, 1.0) * (steps.len() - 1) as f64);
            self.state.step = steps[at as usize];
            return;
        }
        if let Some(Kind::Number(range)) = knob(key).map(|k| k.kind) {
            let value = from_position(range, position.clamp(0.0, 1.0));
            let _ = self.state.set(key, &value.to_string());
        }
    }

    /// Moves a number knob by a fraction of its range, by one step at least.
    pub fn nudge(&mut self, key: &str, fraction: f64) {
        if let Some((steps, at)) = self.recorded_step(key) {
            let whole = fraction.abs() >= 1.0;
            let by =
                if whole { steps.len() as isize } else { 1 } * if fraction < 0.0 { -1 } else { 1 };
            self.state.step = steps[at.saturating_add_signed(by).min(steps.len() - 1)];
            return;
        }
        let (Some(Kind::Number(range)), Some(at)) = (knob(key).map(|k| k.kind), self.position(key))
        else {
            return;
        };
        let old = self.state.get(key);
        self.slide(key, at + fraction);
        if self.state.get(key) == old && fraction != 0.0 {
            let value = from_position(range, at) + range.step.copysign(fraction);
            let _ = self.state.set(key, &value.to_string());
        }
    }

    /// The knobs that differ from their defaults, as a query string.
    pub fn query(&self) -> String {
        self.state.query()
    }

    /// Takes the recorded detector's outputs: `which` is `noisy` or `clean`.
    #[wasm_bindgen(js_name = loadRecorded)]
    pub fn load_recorded(&mut self, which: &str, recording: &Recording) -> Result<(), JsError> {
        let recorded = Some(Rc::clone(&recording.0));
        match which {
            "noisy" => self.derived.loaded.noisy = recorded,
            "clean" => self.derived.loaded.clean = recorded,
            other => {
                let message = format!("recorded data are `noisy` or `clean`, not `{other}`");
                return Err(JsError::new(&message));
            }
        }
        self.derived.epoch += 1;
        Ok(())
    }

    /// Takes the reader's own examples, and shows them; returns how many. The old
    /// ones stay if the file can't be read.
    #[wasm_bindgen(js_name = loadFile)]
    pub fn load_file(&mut self, bytes: &[u8]) -> Result<usize, JsError> {
        let examples = crate::file::examples(bytes)?;
        let n = examples.len();
        self.derived.loaded.file = Some(examples);
        self.derived.epoch += 1;
        self.state.data = crate::state::Data::File;
        Ok(n)
    }

    /// Which data the state asks for and has not got: `noisy`, `clean`, `detector`, `file` or none.
    pub fn missing(&self) -> Option<String> {
        use crate::state::Data;
        let name = match self.state.data {
            Data::Noisy if self.derived.loaded.noisy.is_none() => "noisy",
            Data::Clean if self.derived.loaded.clean.is_none() => "clean",
            Data::Detector if self.derived.loaded.trained.is_none() => "detector",
            Data::File if self.derived.loaded.file.is_none() => "file",
            _ => return None,
        };
        Some(name.to_owned())
    }

    /// Steps of training that the shown detector was recorded at.
    pub fn steps(&self) -> Vec<u32> {
        self.derived.steps(&self.state)
    }

    /// How many batches the `momentum` figure can show.
    pub fn batches(&mut self) -> usize {
        self.derived.update_sequence(&self.state);
        self.derived.sequence.counts.len()
    }

    /// A string that changes exactly when the figure has to be drawn again.
    pub fn stamp(&self, figure: &str) -> Result<String, JsError> {
        let figure = named(figure)?;
        let values = figure.depends().filter_map(|key| self.state.get(key));
        let training = match figure {
            Figure::Detector => self.derived.training.changes,
            Figure::Twin => self.derived.twin.changes(),
            _ => 0,
        };
        Ok(values.fold(
            format!("{} {} {training}", self.derived.epoch, self.derived.timings),
            |stamp, value| stamp + " " + &value,
        ))
    }

    /// Draws a figure on a canvas of that many CSS pixels. `panel` below 0: no cursor.
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
        let figure = named(figure)?;
        self.update(figure);
        let plot = figure.plot(&self.state, &self.derived);
        let size = (width, height, ratio);
        surface::on_canvas(
            &plot,
            canvas,
            size,
            theme(dark),
            self.state.lang,
            cursor(panel, x),
        )
        .map_err(|e| JsError::new(&e))
    }

    /// The height that suits the figure at `width`, in CSS pixels.
    pub fn height(&self, figure: &str, width: f64) -> Result<f64, JsError> {
        Ok(preferred_height(named(figure)?.panels(), width))
    }

    /// The cursor `[panel, x]` for a pointer in CSS pixels; empty outside.
    pub fn point(
        &mut self,
        figure: &str,
        width: f64,
        height: f64,
        px: f64,
        py: f64,
    ) -> Result<Vec<f64>, JsError> {
        let area = Area::new(width, height, 1.0);
        self.with(figure, |plot, _| flat(cursor_at(plot, area, px, py)))
    }

    /// The cursor `by` stops on from `[panel, x]`; `panel` below 0: from none.
    #[wasm_bindgen(js_name = moveCursor)]
    pub fn move_cursor(
        &mut self,
        figure: &str,
        panel: i32,
        x: f64,
        by: i32,
    ) -> Result<Vec<f64>, JsError> {
        self.with(figure, |plot, _| {
            flat(read::moved(plot, cursor(panel, x), by))
        })
    }

    /// Whether a pointer takes hold of the twin's outliers; it then keeps its distance from them.
    pub fn grasp(&mut self, width: f64, height: f64, px: f64, py: f64) -> bool {
        let at = twin_at(&self.state, (width, height), (px, py));
        self.derived.twin.grasp(&self.state, at)
    }

    /// Moves the outliers with the pointer that holds them.
    pub fn tow(&mut self, width: f64, height: f64, px: f64, py: f64) {
        let [x, y] = twin_at(&self.state, (width, height), (px, py));
        let [dx, dy] = self.derived.twin.hold();
        self.put_outliers(x + dx, y + dy);
    }

    /// Moves the outliers by so many steps of a tenth.
    pub fn shove(&mut self, right: f64, up: f64) {
        let State { wrongx, wrongy, .. } = self.state;
        self.put_outliers(wrongx + 0.1 * right, wrongy + 0.1 * up);
    }

    /// What the twin is to work on next: numbers for `Twin.work`. Empty when it is done.
    #[wasm_bindgen(js_name = twinJob)]
    pub fn twin_job(&mut self) -> Vec<f32> {
        let job = self.derived.twin.job(&self.state);
        job.map_or(vec![], |job| job.encode())
    }

    /// Takes what the twin's work gave, and says whether it showed something new.
    #[wasm_bindgen(js_name = twinAnswer)]
    pub fn twin_answer(&mut self, numbers: &[f32]) -> bool {
        let before = self.derived.twin.changes();
        if let Some(answer) = Answer::decode(numbers) {
            self.derived.twin.take(answer);
        }
        self.derived.twin.changes() != before
    }

    /// Which of the eight examples lies nearest to `x` on the g axis.
    pub fn grab(&self, x: f64) -> usize {
        let distance = |i: &usize| (self.state.hand[*i] - x).abs();
        (0..self.state.hand.len())
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .unwrap_or(0)
    }

    /// Moves that example to `x`, to two places. Returns where it is now.
    pub fn drag(&mut self, example: usize, x: f64) -> f64 {
        let g = (libm::round(x * 100.0) / 100.0).clamp(0.0, 1.0);
        if let Some(slot) = self.state.hand.get_mut(example) {
            *slot = g;
        }
        g
    }

    /// Values at the cursor: `{name, value, colour?}` each.
    pub fn readout(
        &mut self,
        figure: &str,
        panel: i32,
        x: f64,
        dark: bool,
    ) -> Result<Array, JsError> {
        self.with(figure, |plot, lang| {
            let items = cursor(panel, x).map_or(vec![], |c| read::readout(plot, c, lang));
            array(items.iter().map(|item| item_object(item, theme(dark))))
        })
    }

    /// Legend entries: `{name, colour, filled, width, dash?}` each.
    pub fn legend(&mut self, figure: &str, dark: bool) -> Result<Array, JsError> {
        self.with(figure, |plot, _| {
            array(read::legend(plot).iter().map(|(name, role, filled)| {
                let stroke = role.stroke();
                let dash = stroke.dash.map(|(on, off)| format!("{on} {off}"));
                object(&[
                    ("name", name.into()),
                    ("colour", colour(*role, theme(dark))),
                    ("filled", (*filled).into()),
                    ("width", stroke.width.into()),
                    ("dash", dash.into()),
                ])
            }))
        })
    }

    /// Tables of the figure's numbers: `{columns, rows}` of texts each.
    pub fn tables(&mut self, figure: &str) -> Result<Array, JsError> {
        self.with(figure, |plot, lang| {
            let cell =
                |v: &Option<f64>| JsValue::from(v.map_or(String::new(), |v| number(v, 5, lang)));
            array(read::tables(plot).iter().map(|table| {
                let columns = array(table.columns.iter().map(JsValue::from));
                let rows = table.rows.iter();
                let rows = array(rows.map(|row| array(row.iter().map(cell)).into()));
                object(&[("columns", columns.into()), ("rows", rows.into())])
            }))
        })
    }

    /// The figure's numbers as CSV, in full precision.
    pub fn csv(&mut self, figure: &str) -> Result<String, JsError> {
        self.with(figure, |plot, _| read::csv(plot))
    }

    /// The figure as an SVG document.
    pub fn svg(
        &mut self,
        figure: &str,
        width: f64,
        height: f64,
        dark: bool,
    ) -> Result<String, JsError> {
        self.with(figure, |plot, lang| {
            surface::to_svg(plot, (width, height), theme(dark), lang)
        })
    }

    /// One sentence with the figure's present values.
    pub fn summary(&mut self, figure: &str) -> Result<String, JsError> {
        self.with(figure, |plot, _| plot.summary.clone())
    }

    /// The figure's title.
    pub fn title(&self, figure: &str) -> Result<String, JsError> {
        Ok(named(figure)?.title().get(self.state.lang).to_owned())
    }

    /// Keys of the knobs that the figure's own controls are.
    pub fn controls(&self, figure: &str) -> Result<Vec<String>, JsError> {
        Ok(named(figure)?
            .controls()
            .iter()
            .map(|&key| key.to_owned())
            .collect())
    }

    /// Keys of the knobs that change the figure.
    pub fn depends(&self, figure: &str) -> Result<Vec<String>, JsError> {
        Ok(named(figure)?.depends().map(str::to_owned).collect())
    }

    /// The table of knobs: `{key, label, symbol, min?, max?, step?, options?, restarts?}` each.
    /// `restarts`: whether a running training begins anew; absent where it doesn't care.
    pub fn knobs(&self) -> Array {
        let lang = self.state.lang;
        array(KNOBS.iter().map(|knob| {
            let entry = object(&[
                ("key", knob.key.into()),
                ("label", knob.label.get(lang).into()),
                ("symbol", knob.symbol.into()),
            ]);
            if let Some(effect) = effect(knob.key) {
                let restarts = effect == Effect::Restarts;
                put(&entry, "restarts", restarts.into());
            }
            match knob.kind {
                Kind::Number(r) => {
                    put(&entry, "min", r.min.into());
                    put(&entry, "max", r.max.into());
                    put(&entry, "step", r.step.into());
                }
                Kind::Norms => {}
                Kind::Choice(options) => {
                    let options = array(options.iter().map(|o| {
                        object(&[
                            ("value", o.value.into()),
                            ("label", o.label.get(lang).into()),
                        ])
                    }));
                    put(&entry, "options", options.into());
                }
            }
            entry
        }))
    }

    /// A number that the prose quotes, as text; see `quote.rs` for the names.
    pub fn quote(&mut self, key: &str) -> Option<String> {
        prepare(&self.state, &mut self.derived, key);
        quote(&self.state, &self.derived, key)
    }

    /// Forgets the times taken: those that follow are of other examples.
    pub fn forget(&mut self) {
        self.derived.times.clear();
        self.derived.timings += 1;
    }

    /// Takes a time: `milliseconds` for `examples` examples by `what`, with M `bins`.
    pub fn timed(&mut self, what: &str, bins: u32, milliseconds: f64, examples: f64) {
        self.derived
            .times
            .add(what, bins, milliseconds * 1e6 / examples);
        self.derived.timings += 1;
    }

    /// Judges an answer to a prediction: `{right, answer?, value}`.
    pub fn predict(&mut self, name: &str, answer: &str) -> Option<Object> {
        // It is judged from the curve, once that is there.
        self.state.curve |= name == "crossover";
        self.derived.update(&self.state);
        let verdict = judge(&self.state, &mut self.derived, name, answer)?;
        let made = object(&[
            ("right", verdict.right.into()),
            ("answer", verdict.answer.into()),
            ("value", verdict.value.into()),
        ]);
        Some(made.unchecked_into())
    }

    /// A text of the page's scripts in the session's language.
    pub fn text(&self, name: &str) -> Option<String> {
        strings::named(name, self.state.lang).map(str::to_owned)
    }
}

impl Session {
    /// For the knob of training steps: those recorded, and which of them is shown.
    fn recorded_step(&self, key: &str) -> Option<(Vec<u32>, usize)> {
        let steps = self.derived.steps(&self.state);
        let shown = self
            .derived
            .shown_step(&self.state)
            .filter(|_| key == "step")?;
        let at = steps.iter().position(|&step| step == shown)?;
        (steps.len() > 1).then_some((steps, at))
    }

    fn put_outliers(&mut self, x: f64, y: f64) {
        for (key, value) in [("wrongx", x), ("wrongy", y)] {
            let value = libm::round(value * 100.0) / 100.0;
            // Beyond the range it stays at its end.
            let _ = self.state.set(key, &value.to_string());
        }
    }

    fn update(&mut self, figure: Figure) {
        self.derived.update_examples(&self.state);
        match figure {
            Figure::Momentum => self.derived.update_sequence(&self.state),
            Figure::Contribution => self.derived.update_gradients(&self.state),
            Figure::Regions => self.derived.update_sweep(&self.state),
            Figure::Offsets => self.derived.update_offsets(&self.state),
            Figure::Twin => self.derived.twin.update(&self.state),
            _ => {}
        }
    }

    fn with<T>(
        &mut self,
        figure: &str,
        read: impl FnOnce(&crate::plot::Plot, Lang) -> T,
    ) -> Result<T, JsError> {
        let figure = named(figure)?;
        self.update(figure);
        Ok(read(
            &figure.plot(&self.state, &self.derived),
            self.state.lang,
        ))
    }
}

fn named(figure: &str) -> Result<Figure, JsError> {
    Figure::from_name(figure).ok_or_else(|| {
        let names = join(Figure::ALL.map(Figure::name), ", ");
        JsError::new(&format!(
            "there is no figure called `{figure}`; there are {names}"
        ))
    })
}

fn theme(dark: bool) -> Theme {
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

/// An array of these values. The binding's own `collect` weighs more.
fn array(values: impl Iterator<Item = JsValue>) -> Array {
    let all = Array::new();
    for value in values {
        all.push(&value);
    }
    all
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let made: JsValue = Object::new().into();
    for (key, value) in entries {
        put(&made, key, value.clone());
    }
    made
}

fn put(object: &JsValue, key: &str, value: JsValue) {
    // A plain object refuses no property.
    let _ = Reflect::set(object, &key.into(), &value);
}

fn to_position(range: Range, value: f64) -> f64 {
    let at = |v: f64| {
        if range.log {
            libm::log(v + from_zero(range))
        } else {
            v
        }
    };
    (at(value) - at(range.min)) / (at(range.max) - at(range.min))
}

/// What is added before the logarithm is taken: a count may be 0.
fn from_zero(range: Range) -> f64 {
    if range.min == 0.0 { 1.0 } else { 0.0 }
}

/// The value at a slider's position, rounded to what a reader would type:
/// whole numbers, steps, or three digits on a logarithmic slider.
fn from_position(range: Range, position: f64) -> f64 {
    let Range { min, max, step, .. } = range;
    if range.log {
        let shift = from_zero(range);
        let (min, max) = (min + shift, max + shift);
        let value = min * libm::exp(position * libm::log(max / min)) - shift;
        let digit = libm::pow(10.0, log10(value).floor() - 2.0).max(shift);
        return tidy(libm::round(value / digit) * digit);
    }
    tidy(libm::round((min + position * (max - min)) / step) * step)
}

/// Takes the round-off away that multiplying by .01 leaves.
fn tidy(value: f64) -> f64 {
    libm::round(value * 1e9) / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_leads_back_to_its_value() {
        for knob in KNOBS {
            let Kind::Number(range) = knob.kind else {
                continue;
            };
            for position in [0.0, 0.31, 0.5, 1.0] {
                let value = from_position(range, position);
                assert!(
                    (range.min..=range.max).contains(&value),
                    "{} {value}",
                    knob.key
                );
                let back = from_position(range, to_position(range, value));
                assert_eq!(back, value, "{}", knob.key);
            }
        }
    }

    #[test]
    fn an_arrow_key_always_moves_a_slider() {
        let mut session = Session::new();
        for knob in KNOBS.iter().filter(|k| matches!(k.kind, Kind::Number(_))) {
            session.slide(knob.key, 0.5);
            let before = session.get(knob.key);
            session.nudge(knob.key, 0.0001);
            assert_ne!(session.get(knob.key), before, "{}", knob.key);
        }
    }

    #[test]
    fn the_step_slider_visits_recorded_steps() {
        let mut session = Session::new();
        let recorded = include_bytes!("../../../www/data/recorded_noisy.bin");
        let recording = Recording::new(recorded).ok().unwrap();
        session.load_recorded("noisy", &recording).ok().unwrap();
        assert_eq!(session.effective("step").as_deref(), Some("800"));
        assert_eq!(session.position("step"), Some(1.0));
        session.nudge("step", -0.05);
        assert_eq!(session.effective("step").as_deref(), Some("400"));
        session.nudge("step", -1.0);
        assert_eq!(session.effective("step").as_deref(), Some("0"));
        session.slide("step", 0.5);
        assert_eq!(session.effective("step").as_deref(), Some("100"));
    }

    #[test]
    fn a_figure_does_not_hang_on_those_shown_before() {
        let svg = |session: &mut Session, figure: Figure| {
            session
                .svg(figure.name(), 760.0, 360.0, false)
                .ok()
                .unwrap()
        };
        let small = |session: &mut Session| {
            for (key, value) in [("data", "converged"), ("n", "5000")] {
                session.set(key, value).ok().unwrap();
            }
        };
        let moves = [
            ("mu", "0.3"),
            ("bins", "7"),
            ("gamma", "3"),
            ("momentum", "0.4"),
        ];
        for figure in Figure::ALL {
            let (mut used, mut fresh) = (Session::new(), Session::new());
            small(&mut used);
            small(&mut fresh);
            for before in Figure::ALL {
                svg(&mut used, before);
            }
            for (key, value) in moves {
                used.set(key, value).ok().unwrap();
                fresh.set(key, value).ok().unwrap();
                // Another one follows the knob first.
                svg(&mut used, Figure::BoxGradient);
            }
            assert!(
                svg(&mut used, figure) == svg(&mut fresh, figure),
                "{}",
                figure.name()
            );
        }
    }

    #[test]
    fn only_its_own_knobs_stamp_a_figure() {
        let mut session = Session::new();
        let stamp = |s: &Session, f| s.stamp(f).unwrap_or_default();
        let (asl1, weights) = (stamp(&session, "asl1"), stamp(&session, "weights"));
        session.set("mu", "0.1").ok().unwrap();
        assert_ne!(stamp(&session, "asl1"), asl1);
        assert_eq!(stamp(&session, "weights"), weights);
    }

    #[test]
    fn every_dependency_is_a_knob() {
        for figure in Figure::ALL {
            for key in figure.depends() {
                assert!(knob(key).is_some(), "{} depends on {key}", figure.name());
            }
            for key in figure.controls() {
                assert!(
                    figure.depends().any(|k| k == *key),
                    "{} does not depend on {key}",
                    figure.name()
                );
            }
        }
    }
}

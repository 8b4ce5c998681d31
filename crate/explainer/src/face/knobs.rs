//! Knobs: read, set, moved by sliders and keys.

use super::Engine;
use super::pinned::PINNED;
use super::room::refused;
use super::value::{array, object, put};
use crate::knob::{Effect, KNOBS, Kind, Knob, Note, Number, Range, State, knob};
use crate::text::number::number;
use crate::text::{Choice, Lang};
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// Sets a knob from a text. Returns a sentence if the value was clamped; throws one if it can't be used.
    pub fn set(&mut self, key: &str, value: &str) -> Result<Option<String>, JsError> {
        if cfg!(feature = "whole") && key == PINNED {
            return Ok(self.pin_to(value));
        }
        self.told(|state| state.set(key, value))
    }

    /// Sets a number knob. Returns and throws what [`Self::set`] does.
    #[wasm_bindgen(js_name = setNumber)]
    pub fn set_number(&mut self, key: &str, value: f64) -> Result<Option<String>, JsError> {
        self.told(|state| state.set_number(key, value))
    }

    /// The value of a number knob; none for any other.
    pub fn number(&self, key: &str) -> Option<f64> {
        range_of(key).map(|number| (number.get)(&self.state))
    }

    /// A knob's value in full precision, as addresses have it.
    pub fn get(&self, key: &str) -> Option<String> {
        if key == PINNED {
            return Some(self.pinned_text().unwrap_or_default());
        }
        self.state.get(key)
    }

    /// A knob's value as the reader sees it: four digits, or the labels of its choices.
    pub fn shown(&self, key: &str) -> Option<String> {
        let lang = self.state.lang;
        Some(match knob(key)?.kind {
            Kind::Number(_) => number(self.effective_number(key)?, 4, lang),
            _ => shown(knob(key)?, &self.state, lang),
        })
    }

    /// The value that a knob has in effect: for the training step, the recorded step that is shown instead.
    pub fn effective(&self, key: &str) -> Option<String> {
        match range_of(key) {
            Some(_) => self.effective_number(key).map(|value| value.to_string()),
            None => self.state.get(key),
        }
    }

    /// Where a number knob's slider stands, 0 to 1.
    pub fn position(&self, key: &str) -> Option<f64> {
        if let Some((steps, at)) = self.recorded_step(key) {
            return Some(at as f64 / (steps.len() - 1) as f64);
        }
        let Number { range, get, .. } = range_of(key)?;
        Some(range.position(get(&self.state)))
    }

    /// Moves a number knob's slider to `position` in 0 to 1. Until `relax`, axes only widen. Throws a sentence if that
    /// can't be had.
    pub fn slide(&mut self, key: &str, position: f64) -> Result<(), JsError> {
        self.hold();
        let position = position.clamp(0.0, 1.0);
        if let Some((steps, _)) = self.recorded_step(key) {
            let at = libm::round(position * (steps.len() - 1) as f64);
            self.edit().0.step = steps[at as usize];
        } else if let Some(Number { range, set, .. }) = range_of(key) {
            self.told(|state| {
                set(state, range.value(position));
                Ok(None)
            })?;
        }
        Ok(())
    }

    /// Moves a number knob by a fraction of its slider, -1 to 1, and by one step at least.
    pub fn nudge(&mut self, key: &str, fraction: f64) {
        if let Some((steps, at)) = self.recorded_step(key) {
            let by = match fraction.abs() >= 1.0 {
                true => steps.len() as isize,
                false => 1,
            };
            let to = at.saturating_add_signed(by * if fraction < 0.0 { -1 } else { 1 });
            self.edit().0.step = steps[to.min(steps.len() - 1)];
            return;
        }
        let (Some(Number { range, get, set }), Some(at)) = (range_of(key), self.position(key))
        else {
            return;
        };
        let old = get(&self.state);
        // Where there is no memory it stays.
        let moved = self.slide(key, at + fraction).is_ok();
        if moved && get(&self.state) == old && fraction != 0.0 {
            let value = range.value(at) + range.step.copysign(fraction);
            set(self.edit().0, value.max(range.min).min(range.max));
        }
    }

    /// Moves a number knob as an arrow key does, up if `up` is positive: a whole number by 1, or with shift by 10; any
    /// other by a twentieth of its slider, or with shift by a hundredth.
    pub fn arrow(&mut self, key: &str, up: f64, shift: bool) {
        let whole = range_of(key).filter(|it| it.range.whole);
        match whole.filter(|_| self.recorded_step(key).is_none()) {
            Some(Number { get, .. }) => {
                let by = if shift { 10.0 } else { 1.0 };
                // Beyond the range it stays at its end.
                let _ = self.set_number(key, get(&self.state) + by * up);
            }
            None => self.nudge(key, up / if shift { 100.0 } else { 20.0 }),
        }
    }

    /// Whether a knob changes anything while the other knobs are as they are.
    pub fn applies(&self, key: &str) -> bool {
        self.state.applies(key)
    }

    /// The knobs that differ from their defaults, and what is pinned, as a query string.
    pub fn query(&self) -> String {
        let mut query = self.state.query();
        if let Some(pinned) = self.pinned_text() {
            if !query.is_empty() {
                query.push('&');
            }
            query += &format!("{PINNED}={pinned}");
        }
        query
    }

    /// The table of knobs.
    #[wasm_bindgen(unchecked_return_type = "Knob[]")]
    pub fn knobs(&self) -> Array {
        let lang = self.state.lang;
        let options = |options: &[Choice]| -> JsValue {
            let option = |it: &Choice| {
                object(&[
                    ("value", it.value.into()),
                    ("label", it.label.get(lang).into()),
                ])
            };
            array(options.iter().map(option)).into()
        };
        array(KNOBS.iter().map(|knob| {
            let entry = object(&[
                ("key", knob.key.into()),
                ("label", knob.label.get(lang).into()),
                ("symbol", knob.symbol.into()),
            ]);
            if let Some(effect) = knob.effect {
                put(&entry, "restarts", (effect == Effect::Restarts).into());
            }
            match knob.kind {
                Kind::Number(Number { range, .. }) => {
                    let Range { min, max, step, .. } = range;
                    for (key, value) in [("min", min), ("max", max), ("step", step)] {
                        put(&entry, key, value.into());
                    }
                }
                Kind::Norms => {}
                Kind::Choice(menu) => put(&entry, "options", options(menu.options)),
                Kind::List(list) => {
                    put(&entry, "options", options(list.options));
                    put(&entry, "most", (list.most as f64).into());
                }
            }
            entry
        }))
    }
}

impl Engine {
    fn effective_number(&self, key: &str) -> Option<f64> {
        let shown = (key == "step").then(|| self.derived.shown_step(&self.state));
        match shown.flatten() {
            Some(step) => Some(step.into()),
            None => self.number(key),
        }
    }

    /// For the knob `step`: the recorded steps, and the place of the shown one among them. None for another knob, or
    /// if fewer than two steps were recorded.
    fn recorded_step(&self, key: &str) -> Option<(Vec<u32>, usize)> {
        let shown = self
            .derived
            .shown_step(&self.state)
            .filter(|_| key == "step")?;
        let steps = self.derived.steps(&self.state);
        let at = steps.iter().position(|&step| step == shown)?;
        (steps.len() > 1).then_some((steps, at))
    }
}

/// A knob's value in a state, as the reader sees it.
pub(super) fn shown(knob: &Knob, state: &State, lang: Lang) -> String {
    let label = |option: &Choice| option.label.get(lang);
    match knob.kind {
        Kind::Norms => knob.text(state),
        Kind::Number(it) => number((it.get)(state), 4, lang),
        Kind::Choice(menu) => label(&menu.options[(menu.get)(state)]).to_owned(),
        Kind::List(list) => {
            let chosen = (list.get)(state).places();
            let labels: Vec<_> = chosen.map(|place| label(&list.options[place])).collect();
            labels.join(", ")
        }
    }
}

impl Engine {
    /// Changes the state, unless there is no memory for its examples then. Returns a sentence about what was changed in
    /// another way than asked; throws one if nothing was.
    fn told(
        &mut self,
        change: impl FnOnce(&mut State) -> Result<Option<Note>, Note>,
    ) -> Result<Option<String>, JsError> {
        let lang = self.state.lang;
        // The hero's engine makes no examples.
        let old = cfg!(feature = "whole").then(|| self.state.clone());
        let mut changed = change(self.edit().0);
        if let Some(old) = old
            && let Some(note) = refused(&old, &self.state)
        {
            self.state = old;
            changed = Err(note);
        }
        match changed {
            Ok(note) => Ok(note.map(|note| note.sentence(lang))),
            Err(note) => Err(JsError::new(&note.sentence(lang))),
        }
    }
}

fn range_of(key: &str) -> Option<Number> {
    match knob(key)?.kind {
        Kind::Number(number) => Some(number),
        Kind::Choice(_) | Kind::List(_) | Kind::Norms => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::Recording;

    #[test]
    fn a_slider_leads_back_to_its_value() {
        for knob in KNOBS {
            let Kind::Number(Number { range, .. }) = knob.kind else {
                continue;
            };
            for position in [0.0, 0.31, 0.5, 1.0] {
                let value = range.value(position);
                let inside = (range.min..=range.max).contains(&value);
                assert!(inside, "{} {value}", knob.key);
                assert_eq!(range.value(range.position(value)), value, "{}", knob.key);
            }
        }
    }

    #[test]
    fn an_arrow_key_always_moves_a_slider() {
        let mut engine = Engine::new();
        for knob in KNOBS.iter().filter(|k| matches!(k.kind, Kind::Number(_))) {
            engine.slide(knob.key, 0.5).ok().unwrap();
            let before = engine.get(knob.key);
            engine.nudge(knob.key, 0.0001);
            assert_ne!(engine.get(knob.key), before, "{}", knob.key);
        }
    }

    #[test]
    fn arrows_move_whole_numbers_by_one_and_with_shift_by_ten() {
        let mut engine = Engine::new();
        for (key, up, shift, expected) in [
            ("bins", 1.0, false, 31.0),
            ("bins", 1.0, true, 41.0),
            ("bins", -1.0, false, 40.0),
            ("n", -1.0, true, 99_990.0),
            ("outliers", 1.0, false, 31.0),
            // No other number has a step that suits a key.
            ("momentum", -1.0, false, 0.7),
            ("momentum", 1.0, true, 0.71),
        ] {
            engine.arrow(key, up, shift);
            let found = engine.number(key).unwrap();
            assert!((found - expected).abs() < 1e-9, "{key}: {found}");
        }
        engine.set("bins", "5").ok().unwrap();
        engine.arrow("bins", -1.0, true);
        assert_eq!(engine.number("bins"), Some(1.0));
    }

    #[test]
    fn the_step_slider_visits_recorded_steps() {
        let mut engine = Engine::new();
        let recorded = include_bytes!("../../../../www/data/recorded_noisy.bin");
        let recording = Recording::new(recorded).ok().unwrap();
        engine.load_recorded("noisy", &recording).ok().unwrap();
        assert_eq!(engine.effective("step").as_deref(), Some("800"));
        assert_eq!(engine.position("step"), Some(1.0));
        engine.nudge("step", -0.05);
        assert_eq!(engine.effective("step").as_deref(), Some("400"));
        engine.nudge("step", -1.0);
        assert_eq!(engine.effective("step").as_deref(), Some("0"));
        engine.slide("step", 0.5).ok().unwrap();
        assert_eq!(engine.effective("step").as_deref(), Some("100"));
    }

    #[test]
    fn a_list_is_shown_by_its_labels() {
        let mut engine = Engine::new();
        engine.set("losses", "ghm,ce").ok().unwrap();
        assert_eq!(engine.get("losses").as_deref(), Some("ce,ghm"));
        assert_eq!(
            engine.shown("losses").as_deref(),
            Some("cross-entropy, GHM-C")
        );
    }
}

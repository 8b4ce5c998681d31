//! The article's prose: numbers, predictions, texts.

use super::Engine;
use super::value::object;
use crate::figure::guess;
use crate::live::Guess;
use crate::prose::{claim, predict, quote};
use js_sys::Object;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// A number that the prose quotes, as text; `prose/quote.rs` has the names.
    pub fn quote(&self, key: &str) -> Option<String> {
        quote::quote(&self.state, &self.derived, key)
    }

    /// Whether a sentence of the prose is true of the present state; undefined while what decides isn't here yet.
    pub fn holds(&self, condition: &str) -> Option<bool> {
        claim::holds(&self.state, &self.derived, condition)
    }

    /// Judges an answer to a prediction; none while the number that decides is still being computed.
    #[wasm_bindgen(unchecked_return_type = "Verdict | undefined")]
    pub fn predict(&mut self, name: &str, answer: &str) -> Option<Object> {
        if name == "crossover" {
            // It is judged from the curve, once that is there.
            self.edit().0.curve = true;
        }
        let verdict = predict::judge(&self.state, &self.derived, name, answer)?;
        if let Some(aim) = verdict.grade.aim() {
            let (state, derived) = self.edit();
            derived.guesses.take(Guess {
                name: name.to_owned(),
                answer: answer.to_owned(),
                aim,
                state: state.clone(),
            });
        }
        let made = object(&[
            ("grade", verdict.grade.name().into()),
            ("answer", verdict.answer.into()),
            ("value", verdict.value.into()),
            ("says", verdict.says.into()),
            ("drawn", guess::figure_of(name).is_some().into()),
        ]);
        Some(made.unchecked_into())
    }
}

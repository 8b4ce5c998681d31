//! What is asked of a figure besides its picture: its numbers, a file of it, times to show.

use super::figures::theme;
use super::value::{array, object};
use super::{Engine, named};
use crate::draw::canvas;
use crate::plot::Unit;
use crate::read;
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// Tables of the figure's numbers.
    #[wasm_bindgen(unchecked_return_type = "Table[]")]
    pub fn tables(&mut self, figure: &str) -> Result<Array, JsError> {
        let (plot, lang) = (self.plot(named(figure)?), self.state.lang);
        let cell = |value: &Option<f64>, &unit: &Unit| -> JsValue {
            value
                .map_or(String::new(), |v| read::written(v, 5, unit, lang))
                .into()
        };
        Ok(array(read::tables(&plot).iter().map(|table| {
            let noted = table.noted(lang).map(JsValue::from);
            let columns = array(table.columns.iter().map(JsValue::from).chain(noted));
            let row = |(j, row): (usize, &Vec<Option<f64>>)| {
                let cells = row
                    .iter()
                    .zip(&table.units)
                    .map(|(value, unit)| cell(value, unit));
                array(cells.chain(table.notes.get(j).map(JsValue::from))).into()
            };
            let rows = array(table.rows.iter().enumerate().map(row));
            object(&[
                ("title", (&table.title).into()),
                ("columns", columns.into()),
                ("rows", rows.into()),
            ])
        })))
    }

    /// The figure's numbers as CSV, in full precision.
    pub fn csv(&mut self, figure: &str) -> Result<String, JsError> {
        Ok(read::csv(&self.plot(named(figure)?), self.state.lang))
    }

    /// The figure as an SVG document.
    pub fn svg(
        &mut self,
        figure: &str,
        width: f64,
        height: f64,
        dark: bool,
    ) -> Result<String, JsError> {
        let plot = self.plot(named(figure)?);
        let area = self.area(width, height, 1.0);
        Ok(canvas::svg_of(&plot, area, theme(dark), self.state.lang))
    }

    /// How many batches the figure `momentum` can show.
    pub fn batches(&self) -> usize {
        self.derived.sequence(&self.state).counts.len()
    }

    /// Forgets the times taken, as the next ones are for other examples.
    pub fn forget(&mut self) {
        self.edit().1.times.clear();
    }

    /// Takes a time: `what` needed `milliseconds` for `examples` examples and `bins` unit regions.
    pub fn timed(&mut self, what: &str, bins: u32, milliseconds: f64, examples: f64) {
        let (_, derived) = self.edit();
        derived.times.add(what, bins, milliseconds * 1e6 / examples);
    }
}

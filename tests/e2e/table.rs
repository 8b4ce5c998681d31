//! The data table under a figure.

use explainer::knob::State;
use explainer::plot::Plot;
use explainer::read::tables;
use explainer::text::number::number;

/// The cells that the page shows for a plot in this state, row by row.
pub fn rows(plot: &Plot, state: &State) -> Vec<Vec<String>> {
    let cell = |value: Option<f64>| value.map_or(String::new(), |it| number(it, 5, state.lang));
    let rows = tables(plot).into_iter().flat_map(|table| table.rows);
    rows.map(|row| row.into_iter().map(cell).collect())
        .collect()
}

//! The data table under a figure.

use explainer::knob::State;
use explainer::plot::Plot;
use explainer::read::{Table, tables, written};

/// The cells that the page shows for a plot in this state, row by row.
pub fn rows(plot: &Plot, state: &State) -> Vec<Vec<String>> {
    let row = |table: &Table, i: usize| {
        let cells = table.rows[i].iter().zip(&table.units);
        let cells = cells.map(|(value, &unit)| {
            value.map_or(String::new(), |it| written(it, 5, unit, state.lang))
        });
        cells.chain(table.notes.get(i).cloned()).collect()
    };
    let tables = tables(plot);
    let all = tables
        .iter()
        .flat_map(|table| (0..table.rows.len()).map(move |i| row(table, i)));
    all.collect()
}

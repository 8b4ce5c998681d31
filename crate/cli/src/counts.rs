//! `ghm counts`: the table that `ghm diagnose` and the page read again.

use crate::arguments::Files;
use crate::source::counted;
use data::Refused;
use std::fmt::Write;

/// The table of counts as CSV: cells that hold something.
pub fn run(files: &Files) -> Result<String, Refused> {
    let counted = counted(files, 1)?;
    let cells = counted.cells.ok_or_else(|| {
        Refused::told("these are box offsets alone: expected logits and targets, which are counted by their gradient norm")
    })?;
    let mut table = String::from(if cells.losses.is_some() {
        "cell,count,loss\n"
    } else {
        "cell,count\n"
    });
    for (cell, &count) in cells
        .counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
    {
        let loss = cells
            .losses
            .as_ref()
            .map(|losses| format!(",{}", losses[cell]));
        let _ = writeln!(table, "{cell},{count}{}", loss.unwrap_or_default());
    }
    Ok(table)
}

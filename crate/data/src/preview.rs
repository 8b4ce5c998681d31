//! The first rows, as they were written.

/// How many rows are shown.
pub const ROWS: usize = 10;

/// The first ten rows, of at most twenty columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Cells as they were written, row by row.
    pub rows: Vec<Vec<String>>,
}

impl Preview {
    pub(crate) fn is_full(&self) -> bool {
        self.rows.len() >= ROWS
    }

    pub(crate) fn push(&mut self, mut row: Vec<String>) {
        row.truncate(20);
        self.rows.push(row);
    }
}

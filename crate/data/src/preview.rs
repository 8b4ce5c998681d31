//! The first rows, as they were written.

/// How many rows are shown.
pub const ROWS: usize = 10;
/// And how many of their columns.
const COLUMNS: usize = 20;

/// The first ten rows, of at most twenty columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// What the columns are called.
    pub names: Vec<String>,
    /// Cells as they were written, row by row.
    pub rows: Vec<Vec<String>>,
}

impl Preview {
    /// Of columns with these names.
    pub(crate) fn of(names: &[String]) -> Self {
        Self {
            names: names.iter().take(COLUMNS).cloned().collect(),
            rows: vec![],
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.rows.len() >= ROWS
    }

    pub(crate) fn push(&mut self, mut row: Vec<String>) {
        row.truncate(COLUMNS);
        self.rows.push(row);
    }
}

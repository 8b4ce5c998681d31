//! Where in a file a row stands, as its reader would look for it.

use crate::words::{Words, say};

/// Rows to lines, records or indices. Rows count from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum Places {
    /// Lines of a text: from this row on, the line is the row plus this; ascending rows.
    Lines(Vec<(usize, usize)>),
    /// Records of a JSON array, counted from 1.
    Records,
    /// Indices of an array, counted from 0.
    Indices,
}

impl Places {
    /// Says that a row stands on this line, which counts from 1.
    pub(crate) fn push(&mut self, row: usize, line: usize) {
        if let Self::Lines(starts) = self {
            let beyond = line - row.min(line);
            if starts.last().is_none_or(|&(_, last)| last != beyond) {
                starts.push((row, beyond));
            }
        }
    }

    /// A row in words.
    pub fn of(&self, row: usize) -> Words {
        match self {
            Self::Lines(starts) => {
                let at = starts.partition_point(|&(start, _)| start <= row);
                let beyond = at.checked_sub(1).map_or(1, |at| starts[at].1);
                say!("line {}", "第 {} 行", row + beyond)
            }
            Self::Records => say!("record {}", "第 {} 条记录", row + 1),
            Self::Indices => say!("index {row}", "下标 {row}"),
        }
    }

    /// What the file has: rows or values.
    pub(crate) fn column(&self, name: &str) -> Words {
        match self {
            Self::Indices => say!("array `{name}`", "数组 `{name}`"),
            _ => say!("column `{name}`", "列 `{name}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_find_their_lines_across_empty_ones() {
        let mut places = Places::Lines(vec![]);
        for (row, line) in [(0, 2), (1, 3), (2, 6), (3, 7)] {
            places.push(row, line);
        }
        assert_eq!(places, Places::Lines(vec![(0, 2), (2, 4)]));
        assert_eq!(places.of(1).en, "line 3");
        assert_eq!(places.of(3).en, "line 7");
        assert_eq!(Places::Records.of(0).en, "record 1");
    }
}

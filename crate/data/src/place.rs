//! Where in a file a row stands, as its reader would look for it.

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
    pub fn of(&self, row: usize) -> String {
        match self {
            Self::Lines(starts) => {
                let at = starts.partition_point(|&(start, _)| start <= row);
                let beyond = at.checked_sub(1).map_or(1, |at| starts[at].1);
                format!("line {}", row + beyond)
            }
            Self::Records => format!("record {}", row + 1),
            Self::Indices => format!("index {row}"),
        }
    }

    /// What the file has: rows or values.
    pub(crate) fn column(&self, name: &str) -> String {
        match self {
            Self::Indices => format!("array `{name}`"),
            _ => format!("column `{name}`"),
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
        assert_eq!(places.of(1), "line 3");
        assert_eq!(places.of(3), "line 7");
        assert_eq!(Places::Records.of(0), "record 1");
    }
}

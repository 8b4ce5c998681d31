//! A table's records, from the bytes that came.

use super::{Column, Delimiter, Layout, Table, newlines};
use crate::name::Role;
use crate::refused::{Refused, short};
use crate::text::fast;
use crate::text::split::ranges;
use crate::words::{Words, say};
use std::ops::Range;

/// A longer line is no line of a table.
const LONGEST: usize = 1 << 22;
/// So many rows tell how long rows are.
const ENOUGH_ROWS: usize = 1_000;

impl Table {
    /// Parses the whole records in `rest`; all of it, if the text is `complete`.
    pub(super) fn parse(&mut self, complete: bool) -> Result<(), Refused> {
        let mut bytes = std::mem::take(&mut self.rest);
        if self.carriage_returns {
            newlines(&mut bytes);
        }
        let mut start = 0;
        while start < bytes.len() {
            start = self.plain_rows(&bytes, start);
            let Some((end, lines, quoted)) = self.record_end(&bytes, start, complete)? else {
                break;
            };
            self.record(&bytes[start..end], self.line, quoted)?;
            self.line += lines;
            start = end + 1;
        }
        bytes.drain(..start.min(bytes.len()));
        self.rest = bytes;
        self.make_room();
        Ok(())
    }

    /// Makes room for the rows to come, by those that came: a column that grows step by step is copied each time.
    fn make_room(&mut self) {
        let rows = self.rows - self.dropped;
        let left = self.expected.saturating_sub(self.came);
        if self.roomy || left == 0 || rows < ENOUGH_ROWS {
            return;
        }
        self.roomy = true;
        // Rows may be a little shorter from here on.
        let rows = rows as f64 * left as f64 / self.came as f64 * 1.02;
        let kept = |column: &&mut Column| column.role != Some(Role::Index);
        for column in self.columns.iter_mut().filter(kept) {
            column.values.reserve_exact(rows as usize);
        }
    }

    /// Reads rows of plain numbers from here on; returns where they end.
    fn plain_rows(&mut self, bytes: &[u8], mut start: usize) -> usize {
        let Some(Layout {
            delimiter: Delimiter::Byte(delimiter),
            columns,
            ..
        }) = self.layout
        else {
            return start;
        };
        let plain = |column: &Column| column.names.is_empty() && column.role != Some(Role::Index);
        if !self.preview.is_full() || self.marks.commas || !self.columns.iter().all(plain) {
            return start;
        }
        let mut slots = vec![None; columns];
        for (slot, column) in self.columns.iter_mut().enumerate() {
            slots[column.at] = Some(slot);
        }
        let mut row = vec![0.0; self.columns.len()];
        let columns = self.columns.iter_mut();
        let mut lists: Vec<&mut Vec<f64>> = columns.map(|column| &mut column.values).collect();
        let mut rows = 0;
        while let Some(end) = fast::row(bytes, start, delimiter, &slots, &mut row) {
            for (list, &value) in lists.iter_mut().zip(&row) {
                list.push(value);
            }
            rows += 1;
            start = end;
        }
        if rows > 0 {
            // Those after the first stand on the lines after its own.
            self.places.push(self.rows - self.dropped, self.line);
            self.rows += rows;
            self.line += rows;
            self.columns
                .iter_mut()
                .for_each(|column| column.met_number(self.line - 1));
        }
        start
    }

    /// Where the record that starts here ends, how many lines it takes, and whether it has quotes; none if its end has
    /// not come yet.
    fn record_end(
        &self,
        bytes: &[u8],
        start: usize,
        complete: bool,
    ) -> Result<Option<(usize, usize, bool)>, Refused> {
        let (mut from, mut lines, mut quotes) = (start, 0, 0);
        loop {
            let end = memchr::memchr(b'\n', &bytes[from..]).map(|at| from + at);
            let ended = end.unwrap_or(bytes.len());
            if ended - start > LONGEST {
                let what = if quotes % 2 == 1 {
                    say!("a quote is not closed", "引号没有闭合")
                } else {
                    say!("the line is too long", "这一行太长")
                };
                return Err(Refused::new(Words {
                    en: format!(
                        "line {}: {}: expected one example a line",
                        self.line, what.en
                    ),
                    zh: format!("第 {} 行：{}，应每行一个样本", self.line, what.zh),
                }));
            }
            if end.is_none() && !complete {
                return Ok(None);
            }
            quotes += memchr::memchr_iter(b'"', &bytes[from..ended]).count();
            lines += 1;
            if quotes % 2 == 0 {
                return Ok(Some((ended, lines, quotes > 0)));
            }
            if end.is_none() || ended + 1 >= bytes.len() && complete {
                return Err(Refused::new(say!(
                    "line {}: a quote is not closed",
                    "第 {} 行：引号没有闭合",
                    self.line
                )));
            }
            from = ended + 1;
            if from >= bytes.len() {
                return Ok(None);
            }
        }
    }

    fn record(&mut self, record: &[u8], line: usize, quoted: bool) -> Result<(), Refused> {
        let Some(layout) = &self.layout else {
            return Ok(());
        };
        let columns = layout.columns;
        let trimmed = record.trim_ascii();
        if trimmed.is_empty() || trimmed[0] == b'#' {
            return Ok(());
        }
        let mut cells = std::mem::take(&mut self.cells);
        let mut quotes = std::mem::take(&mut self.quoted);
        let text = if quoted && quotes.read(record, layout.delimiter, &mut cells) {
            &quotes.text[..]
        } else {
            ranges(record, layout.delimiter, &mut cells);
            record
        };
        let done = self.cells(text, &mut cells, line, columns);
        self.cells = cells;
        self.quoted = quotes;
        done
    }

    fn cells(
        &mut self,
        text: &[u8],
        cells: &mut Vec<Range<u32>>,
        line: usize,
        columns: usize,
    ) -> Result<(), Refused> {
        let of = |range: &Range<u32>| &text[range.start as usize..range.end as usize];
        if cells.len() == columns + 1 && cells.last().is_some_and(|last| last.is_empty()) {
            cells.pop();
        }
        if cells.len() != columns {
            let name = self
                .names
                .iter()
                .map(|name| short(name))
                .take(8)
                .collect::<Vec<_>>()
                .join(", ");
            let layout = self.layout.as_ref();
            let by = layout.map_or(Delimiter::None, |it| it.delimiter).name();
            let n = cells.len();
            return Err(Refused::new(Words {
                en: format!(
                    "line {line} has {n} values: expected {columns}, separated by {}: {name}",
                    by.en
                ),
                zh: format!(
                    "第 {line} 行有 {n} 个值，应为以{}分隔的 {columns} 个：{name}",
                    by.zh
                ),
            }));
        }
        if columns > 1 && cells.iter().all(|cell| cell.is_empty()) {
            self.empty_rows += 1;
            return Ok(());
        }
        if !self.preview.is_full() {
            let row = cells.iter().map(|cell| String::from_utf8_lossy(of(cell)));
            self.preview.push(row.map(|text| short(&text)).collect());
        }
        for column in &mut self.columns {
            column.read(of(&cells[column.at]), line, self.rows, &mut self.marks)?;
        }
        self.places.push(self.rows - self.dropped, line);
        self.rows += 1;
        Ok(())
    }
}

//! A table as text, read in pieces: only the columns that mean something are kept.

mod records;

use super::cell::Marks;
use super::column::{Column, Used};
use super::encoding::{Encoding, Utf16};
use super::sniff::{Layout, sniff};
use super::split::{Delimiter, Quoted, ranges};
use crate::choices::Choices;
use crate::name::{Role, stem};
use crate::place::Places;
use crate::preview::{self, Preview};
use crate::refused::{Refused, short};
use crate::roles::{self, Roles};
use crate::words::say;
use std::ops::Range;

/// The layout is found out from this many bytes.
const HEAD: usize = 1 << 16;
/// More columns than this are no table of examples.
const MOST_COLUMNS: usize = 1 << 16;

/// A table that is being read.
#[derive(Debug)]
pub(crate) struct Table {
    choices: Choices,
    file: String,
    encoding: Option<(Encoding, Utf16)>,
    carriage_returns: bool,
    layout: Option<Layout>,
    /// How many bytes will come, if that was said.
    pub expected: u64,
    /// How many have come.
    came: u64,
    /// Whether columns have room for all rows.
    roomy: bool,
    /// What is not parsed yet: the head, or a line without its end.
    rest: Vec<u8>,
    line: usize,
    quoted: Quoted,
    cells: Vec<Range<u32>>,
    marks: Marks,
    /// Rows read so far.
    pub rows: usize,
    /// Rows of which nothing is kept, at the beginning of `columns`.
    pub dropped: usize,
    /// Rows of empty cells.
    pub empty_rows: usize,
    /// The columns' names, or their numbers from 1.
    pub names: Vec<String>,
    /// What they are.
    pub roles: Roles,
    /// Those that mean something.
    pub columns: Vec<Column>,
    /// Where the rows stand.
    pub places: Places,
    /// The first rows.
    pub preview: Preview,
}

impl Table {
    pub fn new(file: &str, choices: &Choices) -> Self {
        Self {
            choices: choices.clone(),
            file: file.into(),
            encoding: None,
            carriage_returns: false,
            layout: None,
            expected: 0,
            came: 0,
            roomy: false,
            rest: vec![],
            line: 1,
            quoted: Quoted::default(),
            cells: vec![],
            marks: Marks::default(),
            rows: 0,
            dropped: 0,
            empty_rows: 0,
            names: vec![],
            roles: Roles::default(),
            columns: vec![],
            places: Places::Lines(vec![]),
            preview: Preview::default(),
        }
    }

    /// The layout, once enough has come to know it.
    pub fn layout(&self) -> Option<&Layout> {
        self.layout.as_ref()
    }

    /// Whether decimals had commas.
    pub fn decimal_commas(&self) -> bool {
        self.marks.decimal_commas()
    }

    /// Whether thousands were separated.
    pub fn has_thousands(&self) -> bool {
        self.marks.has_thousands()
    }

    /// The next piece of the text.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.rest.extend_from_slice(bytes);
        self.came += bytes.len() as u64;
        if self.encoding.is_none() && self.rest.len() >= 3 {
            self.begin()?;
        } else if let Some((Encoding::Utf16 { big }, utf16)) = &mut self.encoding {
            let fresh = self.rest.len() - bytes.len();
            let text = utf16.decode(&self.rest[fresh..], *big)?;
            self.rest.truncate(fresh);
            self.rest.extend(text);
        }
        if self.layout.is_none() {
            if self.rest.len() < HEAD {
                return Ok(());
            }
            self.lay_out(false)?;
        }
        self.parse(false)
    }

    /// The text is whole.
    pub fn finish(&mut self) -> Result<(), Refused> {
        if self.encoding.is_none() {
            self.begin()?;
        }
        if let Some((Encoding::Utf16 { .. }, utf16)) = &self.encoding
            && !utf16.is_whole()
        {
            return Err(Refused::new(say!(
                "the text is cut off inside a character of UTF-16",
                "文本在一个 UTF-16 字符中间断开"
            )));
        }
        if self.layout.is_none() {
            self.lay_out(true)?;
        }
        self.parse(true)?;
        if let Some(doubt) = self.marks.doubt() {
            return Err(Refused::new(doubt));
        }
        if self.rows == 0 {
            return Err(Refused::new(say!(
                "the table is empty: it has a header of {} columns and no row",
                "表是空的：表头有 {} 列，却没有数据行",
                self.names.len()
            )));
        }
        for column in &mut self.columns {
            column.settle();
        }
        Ok(())
    }

    /// Finds out the encoding.
    fn begin(&mut self) -> Result<(), Refused> {
        let (encoding, mark) = Encoding::of(&self.rest);
        let mut utf16 = Utf16::default();
        let text = match encoding {
            Encoding::Utf8 => self.rest.split_off(mark),
            Encoding::Utf16 { big } => utf16.decode(&self.rest[mark..], big)?,
        };
        self.rest = text;
        self.encoding = Some((encoding, utf16));
        Ok(())
    }

    /// Finds out how the text is laid out and what its columns are.
    fn lay_out(&mut self, complete: bool) -> Result<(), Refused> {
        // However much has come, this much tells.
        let head = self.rest.len().min(HEAD);
        let complete = complete && head == self.rest.len();
        if self.rest[..head].contains(&0) {
            return Err(Refused::new(say!(
                "this is neither text nor an array: expected .csv, .txt, .json, .npy or .npz, or gzip around one",
                "这既不是文本也不是数组，应为 .csv、.txt、.json、.npy 或 .npz，或其 gzip"
            )));
        }
        self.carriage_returns =
            !self.rest[..head].contains(&b'\n') && self.rest[..head].contains(&b'\r');
        if self.carriage_returns {
            newlines(&mut self.rest);
        }
        let layout = sniff(&self.rest[..head], complete)?;
        if layout.columns > MOST_COLUMNS {
            return Err(Refused::new(say!(
                "a line has {} columns: expected fewer than {MOST_COLUMNS}",
                "一行有 {} 列，应少于 {MOST_COLUMNS} 列",
                layout.columns
            )));
        }
        self.marks.commas = layout.commas;
        let numbers = (1..=layout.columns).map(|i| i.to_string()).collect();
        self.names = layout.names.clone().unwrap_or(numbers);
        let (line, start) = layout.data;
        self.line = line;
        self.rest.drain(..start);
        let head = &self.rest[..head - start];
        let stem = stem(&self.file);
        let unnamed = layout.names.is_none();
        self.preview = Preview::of(&self.names);
        let found = if unnamed || layout.integer_names {
            let first_unnamed = unnamed || self.names[0].is_empty();
            let index = layout.columns > 1 && first_unnamed && first_counts(head, &layout);
            roles::by_position(&self.names, index, stem, &self.choices)
        } else if self.names.iter().any(|name| name == "0") {
            roles::numbered(&self.names, &self.choices)
        } else {
            roles::by_name(&self.names, &self.choices)
        };
        self.roles = found.map_err(|refused| {
            let mut preview = self.preview.clone();
            let rows = first_rows(head, &layout, preview::ROWS);
            rows.into_iter().for_each(|row| preview.push(row));
            refused.showing(&preview)
        })?;
        if layout.row_names && first_counts(head, &layout) {
            self.roles.of[0] = Some(Role::Index);
        }
        let used = self.roles.of.iter().enumerate().filter_map(|(at, role)| {
            let name = self.names[at].clone();
            Some(Column::new(at, name, (*role)?))
        });
        self.columns = used.collect();
        self.layout = Some(layout);
        Ok(())
    }

    /// Hands over the rows that were read since the last time, and forgets them: where they stand, and each column
    /// with its place, name, role, values and class names.
    pub fn take(&mut self) -> (usize, Places, Vec<Used>) {
        let rows = self.rows - self.dropped;
        self.dropped = self.rows;
        let places = std::mem::replace(&mut self.places, Places::Lines(vec![]));
        (
            rows,
            places,
            self.columns.iter_mut().map(Column::take).collect(),
        )
    }
}

/// The cells of the first lines.
fn first_rows(head: &[u8], layout: &Layout, most: usize) -> Vec<Vec<String>> {
    let mut found = vec![];
    let mut quoted = Quoted::default();
    let lines = head.split(|byte| *byte == b'\n').take(most);
    let lines = lines.filter(|line| !line.trim_ascii().is_empty());
    let rows = lines.map(|line| {
        let text = if line.contains(&b'"') && quoted.read(line, layout.delimiter, &mut found) {
            &quoted.text[..]
        } else {
            ranges(line, layout.delimiter, &mut found);
            line
        };
        let cells = found
            .iter()
            .map(|range| &text[range.start as usize..range.end as usize]);
        let cells = cells.map(|cell| short(&String::from_utf8_lossy(cell)));
        cells.collect()
    });
    rows.collect()
}

/// Whether the first cells count 0, 1, 2 … or 1, 2, 3 …, at least three of them.
fn first_counts(head: &[u8], layout: &Layout) -> bool {
    let rows = first_rows(head, layout, 64).into_iter();
    let mut first: Vec<String> = rows
        .map(|mut row| row.drain(..).next().unwrap_or_default())
        .collect();
    // The last line may be cut off.
    if first.len() == 64 || head.len() >= HEAD / 2 {
        first.pop();
    }
    let counts = |from: usize| {
        first
            .iter()
            .zip(from..)
            .all(|(text, i)| *text == i.to_string())
    };
    first.len() >= 3 && (counts(0) || counts(1))
}

fn newlines(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|byte| **byte == b'\r') {
        *byte = b'\n';
    }
}

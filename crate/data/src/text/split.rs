//! A line's cells.

use crate::words::{Words, say};
use std::ops::Range;

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// One character each.
    Byte(u8),
    /// Any number of spaces and tabs.
    Spaces,
    /// A line is a cell.
    None,
}

impl Delimiter {
    /// In words.
    pub fn name(self) -> Words {
        match self {
            Self::Byte(b',') => say!("commas", "逗号"),
            Self::Byte(b';') => say!("semicolons", "分号"),
            Self::Byte(b'\t') => say!("tabs", "制表符"),
            Self::Byte(b'|') => say!("bars", "竖线"),
            Self::Byte(_) => say!("separators", "分隔符"),
            Self::Spaces => say!("spaces", "空格"),
            Self::None => say!("nothing", "无"),
        }
    }
}

/// The ranges of a line's cells, without the space around them. Where quotes are, `cells` of csv_core is asked.
pub fn ranges(line: &[u8], delimiter: Delimiter, found: &mut Vec<Range<u32>>) {
    found.clear();
    match delimiter {
        Delimiter::Byte(byte) => {
            let mut start = 0;
            for end in memchr::memchr_iter(byte, line).chain([line.len()]) {
                found.push(trimmed(line, start..end));
                start = end + 1;
            }
        }
        Delimiter::Spaces => {
            let mut start = None;
            for (at, byte) in line.iter().enumerate() {
                match (byte.is_ascii_whitespace(), start) {
                    (true, Some(from)) => {
                        found.push(from as u32..at as u32);
                        start = None;
                    }
                    (false, None) => start = Some(at),
                    _ => {}
                }
            }
            if let Some(from) = start {
                found.push(from as u32..line.len() as u32);
            }
        }
        Delimiter::None => found.push(trimmed(line, 0..line.len())),
    }
}

fn trimmed(line: &[u8], range: Range<usize>) -> Range<u32> {
    let (mut start, mut end) = (range.start, range.end);
    while start < end && line[start].is_ascii_whitespace() {
        start += 1;
    }
    while start < end && line[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    start as u32..end as u32
}

/// The cells of a record with quotes, copied without them; and whether a quote is still open at its end, so that the
/// record goes on in the next line.
#[derive(Debug, Default)]
pub struct Quoted {
    /// The cells' text.
    pub text: Vec<u8>,
    ends: Vec<usize>,
    /// The line with single spaces.
    single: Vec<u8>,
    /// Making one takes longer than reading a thousand lines.
    reader: Option<(u8, csv_core::Reader)>,
}

impl Quoted {
    /// Reads a record; false if a quote is open.
    pub fn read(
        &mut self,
        record: &[u8],
        delimiter: Delimiter,
        found: &mut Vec<Range<u32>>,
    ) -> bool {
        let mut open = false;
        self.single.clear();
        for &byte in record {
            open ^= byte == b'"';
            // csv_core knows neither runs of spaces nor space around quotes.
            let space = byte.is_ascii_whitespace() && !open;
            match (delimiter, space) {
                (Delimiter::Spaces, true)
                    if self.single.last().is_none_or(|&last| last == b' ') => {}
                (Delimiter::Spaces, true) => self.single.push(b' '),
                (Delimiter::Byte(d), true) if byte != d && self.before_cell(d) => {}
                _ => self.single.push(byte),
            }
        }
        if open {
            return false;
        }
        if delimiter == Delimiter::Spaces && self.single.last() == Some(&b' ') {
            self.single.pop();
        }
        let byte = match delimiter {
            Delimiter::Byte(byte) => byte,
            Delimiter::Spaces => b' ',
            Delimiter::None => 0,
        };
        let reader = match &mut self.reader {
            Some((of, reader)) if *of == byte => {
                reader.reset();
                reader
            }
            other => {
                let reader = csv_core::ReaderBuilder::new().delimiter(byte).build();
                &mut other.insert((byte, reader)).1
            }
        };
        self.text.resize(self.single.len() + 1, 0);
        self.ends.resize(self.single.len() + 1, 0);
        let (mut read, mut wrote, mut cells) = (0, 0, 0);
        loop {
            let (result, nin, nout, nend) = reader.read_record(
                &self.single[read..],
                &mut self.text[wrote..],
                &mut self.ends[cells..],
            );
            (read, wrote, cells) = (read + nin, wrote + nout, cells + nend);
            match result {
                csv_core::ReadRecordResult::InputEmpty => {}
                _ => break,
            }
        }
        found.clear();
        let mut start = 0;
        for &end in &self.ends[..cells] {
            found.push(trimmed(&self.text, start.min(end)..end));
            start = end;
        }
        true
    }

    fn before_cell(&self, delimiter: u8) -> bool {
        self.single.last().is_none_or(|&last| last == delimiter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str, delimiter: Delimiter) -> Vec<String> {
        let mut found = vec![];
        let mut quoted = Quoted::default();
        let bytes = if line.contains('"') {
            assert!(quoted.read(line.as_bytes(), delimiter, &mut found));
            &quoted.text
        } else {
            ranges(line.as_bytes(), delimiter, &mut found);
            line.as_bytes()
        };
        let cell = |range: &Range<u32>| {
            String::from_utf8(bytes[range.start as usize..range.end as usize].to_vec()).unwrap()
        };
        found.iter().map(cell).collect()
    }

    #[test]
    fn cells_lose_their_quotes_and_the_space_around_them() {
        for (line, delimiter, cells) in [
            ("1, 0 ,", Delimiter::Byte(b','), &["1", "0", ""][..]),
            ("\"0,5\", \"1\"", Delimiter::Byte(b','), &["0,5", "1"]),
            (
                "\"a \"\"b\"\"\",2",
                Delimiter::Byte(b','),
                &["a \"b\"", "2"],
            ),
            ("  1   2\t3 ", Delimiter::Spaces, &["1", "2", "3"]),
            (
                "\"row 1\"  0.5 1",
                Delimiter::Spaces,
                &["row 1", "0.5", "1"],
            ),
            ("\"\"\t1", Delimiter::Byte(b'\t'), &["", "1"]),
        ] {
            assert_eq!(split(line, delimiter), cells, "{line}");
        }
    }

    #[test]
    fn an_open_quote_goes_on_in_the_next_line() {
        let mut quoted = Quoted::default();
        assert!(!quoted.read(b"\"a", Delimiter::Byte(b','), &mut vec![]));
        assert!(quoted.read(b"\"a\nb\",1", Delimiter::Byte(b','), &mut vec![]));
    }
}

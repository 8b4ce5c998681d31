//! How a text is laid out, from its beginning: what separates cells, and which line names the columns.

use super::cell::{Cell, Marks, cell};
use super::split::{Delimiter, Quoted, ranges};
use crate::name::role;
use crate::refused::{Refused, short};
use crate::words::say;

/// How a text is laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// What separates its cells.
    pub delimiter: Delimiter,
    /// The columns' names; none if there is no header.
    pub names: Option<Vec<String>>,
    /// Whether the names are 0, 1, 2 …, as pandas calls columns that nobody named.
    pub integer_names: bool,
    /// How many columns there are, row names included.
    pub columns: usize,
    /// Whether the first column has row names of which the header says nothing, as R writes them.
    pub row_names: bool,
    /// Whether each line ends with a separator that separates nothing.
    pub trailing: bool,
    /// Whether cells with decimal commas were seen.
    pub commas: bool,
    /// The line on which the data begin, counted from 1, and where that is.
    pub data: (usize, usize),
}

/// More lines than this say no more about the layout.
const LINES: usize = 64;

struct Line<'a> {
    number: usize,
    start: usize,
    bytes: &'a [u8],
}

/// Finds out how a text is laid out from its beginning, whose last line is whole if `complete`.
///
/// # Errors
/// Where there is nothing but space, or the first line is half header and half data.
pub fn sniff(head: &[u8], complete: bool) -> Result<Layout, Refused> {
    let (lines, comment) = sample(head, complete);
    let Some(first) = lines.first() else {
        let what = say!(
            "the file is empty: expected lines of text with a logit and a target each, or an array",
            "文件是空的，应为每行一个 logit 和一个标签的文本，或数组"
        );
        return Err(Refused::new(what));
    };
    let candidates = [b';', b'\t', b'|', b','].map(Delimiter::Byte).into_iter();
    let candidates = candidates.chain([Delimiter::Spaces, Delimiter::None]);
    let mut best: Option<(f64, Delimiter)> = None;
    for delimiter in candidates {
        let score = score(&lines, delimiter);
        if best.is_none_or(|(most, _)| score > most + 1e-9) {
            best = Some((score, delimiter));
        }
    }
    let delimiter = best.map_or(Delimiter::None, |(_, delimiter)| delimiter);
    let mut quoted = Quoted::default();
    let table: Vec<Vec<String>> = lines
        .iter()
        .map(|line| cells(line.bytes, delimiter, &mut quoted))
        .collect();
    let mut columns = table.iter().map(Vec::len).max().unwrap_or(1);
    let body = if table.len() > 1 {
        &table[1..]
    } else {
        &table[..]
    };
    let full = |row: &&Vec<String>| row.len() == columns;
    let trailing = columns > 1
        && body.iter().any(|row| full(&row))
        && body
            .iter()
            .filter(full)
            .all(|row| row.last().is_some_and(String::is_empty))
        && (table[0].len() < columns || table[0].last().is_some_and(String::is_empty));
    let mut top = table[0].clone();
    if trailing {
        columns -= 1;
        top.truncate(columns);
    }
    let mut marks = Marks::default();
    for row in body {
        for text in row {
            cell(text.as_bytes(), 1, &mut marks);
        }
    }
    let mut layout = Layout {
        delimiter,
        names: None,
        integer_names: false,
        columns,
        row_names: false,
        trailing,
        commas: marks != Marks::default(),
        data: (first.number, first.start),
    };
    let second = lines.get(1).map_or((first.number + 1, head.len()), |line| {
        (line.number, line.start)
    });
    if top.len() + 1 == columns && table.len() > 1 && names_rows(body) {
        layout.row_names = true;
        top.insert(0, String::new());
    }
    let kinds: Vec<Cell> = top.iter().map(|text| kind(text)).collect();
    let words = kinds.iter().filter(|kind| **kind == Cell::Word).count();
    let numbers = kinds
        .iter()
        .filter(|kind| matches!(kind, Cell::Number(_)))
        .count();
    let counted = counts_up(&top);
    if words > 0 && (numbers == 0 || counted && named_besides(&top)) {
        if top.len() != columns && table.len() > 1 {
            if !body.iter().any(|row| row.len() == top.len()) {
                return Err(Refused::new(say!(
                    "line {} has {} values: expected {}, as many as there are names in the header (is a comma both \
                     decimal mark and separator?)",
                    "第 {} 行有 {} 个值，应为 {} 个，与表头的列数相同（逗号是否既作小数点又作分隔符？）",
                    second.0,
                    body[0].len(),
                    top.len()
                )));
            }
            layout.columns = top.len();
        }
        layout.names = Some(top);
        layout.data = second;
    } else if words == 0 && counted && columns > 1 && table.len() > 1 && top.len() == columns {
        layout.integer_names = true;
        layout.names = Some(top);
        layout.data = second;
    } else if words > 0 && table.len() > 1 && !same_words(&kinds, &body[0]) {
        let word = kinds
            .iter()
            .position(|kind| *kind == Cell::Word)
            .unwrap_or(0);
        return Err(Refused::new(say!(
            "line {}: `{}` is not a number: expected numbers alone, or a header with names alone",
            "第 {} 行：`{}` 不是数，应全为数，或为只有名称的表头",
            first.number,
            short(&top[word]),
        )));
    } else if let Some(comment) = comment {
        let text = comment.trim_ascii_start_matches();
        let of = |delimiter: Delimiter| cells(text, delimiter, &mut quoted);
        let named = [delimiter, Delimiter::Byte(b','), Delimiter::Spaces].map(of);
        layout.names = named.into_iter().find(|names| names.len() == columns);
    }
    Ok(layout)
}

trait Comment {
    fn trim_ascii_start_matches(&self) -> &[u8];
}

impl Comment for &[u8] {
    /// Without the marks and space of a comment.
    fn trim_ascii_start_matches(&self) -> &[u8] {
        let start = self
            .iter()
            .position(|byte| *byte != b'#' && !byte.is_ascii_whitespace());
        &self[start.unwrap_or(self.len())..]
    }
}

/// The first lines that hold something, and the last comment before them.
fn sample(head: &[u8], complete: bool) -> (Vec<Line<'_>>, Option<&[u8]>) {
    let (mut lines, mut comment) = (vec![], None);
    let (mut start, mut number) = (0, 1);
    while start < head.len() && lines.len() < LINES {
        let first = number;
        let mut end = newline(head, start);
        // A quote that is open goes on in the next line.
        while let Some(at) =
            end.filter(|&at| memchr::memchr_iter(b'"', &head[start..at]).count() % 2 == 1)
        {
            if number - first > LINES {
                break;
            }
            number += 1;
            end = newline(head, at + 1);
        }
        if end.is_none() && !complete && !lines.is_empty() {
            break;
        }
        let bytes = head[start..end.unwrap_or(head.len())].trim_ascii_end();
        let text = bytes.trim_ascii_start();
        let is_comment = text.first() == Some(&b'#');
        // Excel's word on what separates cells: the cells tell, too.
        let is_separator =
            lines.is_empty() && text.len() <= 7 && text.to_ascii_lowercase().starts_with(b"sep=");
        if is_comment && lines.is_empty() {
            comment = Some(bytes);
        } else if !is_comment && !is_separator && !text.is_empty() {
            lines.push(Line {
                number: first,
                start,
                bytes,
            });
        }
        start = end.map_or(head.len(), |end| end + 1);
        number += 1;
    }
    (lines, comment)
}

fn newline(bytes: &[u8], from: usize) -> Option<usize> {
    memchr::memchr(b'\n', &bytes[from..]).map(|at| from + at)
}

fn cells(line: &[u8], delimiter: Delimiter, quoted: &mut Quoted) -> Vec<String> {
    let mut found = vec![];
    let text = |bytes: &[u8], found: &[std::ops::Range<u32>]| {
        let cell = |range: &std::ops::Range<u32>| {
            String::from_utf8_lossy(&bytes[range.start as usize..range.end as usize]).into_owned()
        };
        found.iter().map(cell).collect()
    };
    if line.contains(&b'"') && quoted.read(line, delimiter, &mut found) {
        return text(&quoted.text, &found);
    }
    ranges(line, delimiter, &mut found);
    text(line, &found)
}

fn kind(text: &str) -> Cell {
    match text {
        // pandas' `nan` as a name would be odd; as a value it is one.
        "" => Cell::Missing,
        text => cell(text.as_bytes(), 1, &mut Marks::default()),
    }
}

/// How well lines are explained by a separator: by lines of equal length, and by cells that are numbers.
fn score(lines: &[Line<'_>], delimiter: Delimiter) -> f64 {
    let mut quoted = Quoted::default();
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| cells(line.bytes, delimiter, &mut quoted))
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns < 2 && delimiter != Delimiter::None {
        return 0.0;
    }
    let body = if rows.len() > 1 {
        &rows[1..]
    } else {
        &rows[..]
    };
    // A header may be one name short.
    let rest = if rows[0].len() + 1 == columns {
        body
    } else {
        &rows[..]
    };
    let equal = rest.iter().filter(|row| row.len() == columns).count() as f64 / rest.len() as f64;
    let all: Vec<&String> = body.iter().flatten().collect();
    let numbers = all.iter().filter(|text| kind(text) != Cell::Word).count() as f64;
    // Words are no worse than a cell of several numbers, which is one by no separator.
    let plain =
        |text: &&&String| kind(text) == Cell::Word && !text.contains([',', ';', '|', '\t', ' ']);
    let words = all.iter().filter(plain).count() as f64;
    let numeric = (numbers + 0.8 * words) / all.len().max(1) as f64;
    let header = match rows[0].len() {
        n if n == columns => 1.0,
        n if n + 1 == columns
            && (names_rows(body)
                || body
                    .iter()
                    .all(|row| row.last().is_some_and(String::is_empty))) =>
        {
            1.0
        }
        _ => 0.3,
    };
    let separable = |line: &Line<'_>| line.bytes.iter().any(|byte| b",;|\t".contains(byte));
    let single = match delimiter {
        Delimiter::None if lines.iter().any(separable) => 0.4,
        _ => 1.0,
    };
    // A first line of names under which nothing is a number is still a header.
    equal * numeric.max(0.01) * header * single
}

/// Whether the first cells are row names: words, or 1, 2, 3 … or 0, 1, 2 ….
fn names_rows(body: &[Vec<String>]) -> bool {
    let first = |row: &Vec<String>| row.first().cloned().unwrap_or_default();
    let words = body.iter().all(|row| kind(&first(row)) == Cell::Word);
    let counts = |from: usize| {
        body.iter()
            .zip(from..)
            .all(|(row, i)| first(row) == i.to_string())
    };
    words || counts(0) || counts(1)
}

/// Whether the names that are numbers are 0, 1, 2 …, at most the first being empty.
fn counts_up(names: &[String]) -> bool {
    let names = names.strip_prefix(&[String::new()][..]).unwrap_or(names);
    let numbers: Vec<&String> = names
        .iter()
        .filter(|name| matches!(kind(name), Cell::Number(_)))
        .collect();
    let counts = numbers
        .iter()
        .enumerate()
        .all(|(i, name)| **name == i.to_string());
    counts && numbers.len() > 1 && names.iter().all(|name| !name.is_empty())
}

/// Whether the names that are words are known here.
fn named_besides(names: &[String]) -> bool {
    let mut words = names.iter().filter(|name| kind(name) == Cell::Word);
    words.any(|name| role(name).is_some())
}

/// Whether the next line has words where this one has.
fn same_words(kinds: &[Cell], next: &[String]) -> bool {
    let next = next.iter().map(|text| kind(text) == Cell::Word);
    kinds.iter().map(|kind| *kind == Cell::Word).eq(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Layout {
        sniff(text.as_bytes(), true).unwrap()
    }

    #[test]
    fn separators_are_found_beside_decimal_commas() {
        for (text, delimiter, columns) in [
            ("logit;target\n0,5;1\n", Delimiter::Byte(b';'), 2),
            ("logit\ttarget\n0,5\t1\n", Delimiter::Byte(b'\t'), 2),
            ("0,5 1\n0,25 0\n", Delimiter::Spaces, 2),
            ("0.5, 1\n0.25, 0\n", Delimiter::Byte(b','), 2),
            ("a|b\n1|2\n", Delimiter::Byte(b'|'), 2),
            ("g\n0,12\n0,5\n", Delimiter::None, 1),
            (
                "\"logit\",\"target\"\n\"0,5\",\"1\"\n",
                Delimiter::Byte(b','),
                2,
            ),
            ("1,0\n2\n", Delimiter::Byte(b','), 2),
        ] {
            let found = of(text);
            assert_eq!(
                (found.delimiter, found.columns),
                (delimiter, columns),
                "{text}"
            );
        }
    }

    #[test]
    fn headers_are_told_from_data() {
        let names = |text| of(text).names.map(|names| names.join(" "));
        for (text, header) in [
            ("logit,target\n1,0\n", Some("logit target")),
            (",logit,target\n0,1,0\n", Some(" logit target")),
            ("0,1\n0.5,1.0\n", Some("0 1")),
            (",0,1\n0,0.5,1.0\n", Some(" 0 1")),
            ("0,1,label\n.5,.2,1\n", Some("0 1 label")),
            ("# target,logit\n1,0.5\n", Some("target logit")),
            ("# target logit\n1 0.5\n", Some("target logit")),
            ("# made by hand\n1,0.5\n", None),
            ("0.5,True\n0.2,False\n", None),
            (
                "\"logit\" \"target\"\n\"1\" 0.5 1\n\"2\" 0.2 0\n",
                Some(" logit target"),
            ),
            ("0.5,1\n", None),
        ] {
            assert_eq!(names(text).as_deref(), header, "{text}");
        }
        // A decimal comma between commas does not turn the first column into row names.
        let mixed = sniff(b"logit,target\n0,5615,1\n2,25,0\n", true);
        assert!(mixed.unwrap_err().what.en.contains("3 values"));
        assert!(of("1,0,\n2,1,\n").trailing);
    }

    #[test]
    fn half_a_header_is_refused() {
        let refused = |text: &str| sniff(text.as_bytes(), true).unwrap_err().what.en;
        assert!(refused("-5,O\n2,1\n").contains("line 1: `O`"));
        assert!(refused("\n \n").contains("empty"));
    }
}

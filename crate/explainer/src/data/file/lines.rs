//! Lines of values, as spreadsheets, pandas and people write them.

use super::{FileError, row};
use crate::text::number::parse;
use std::borrow::Cow;

/// The columns, and what they may be called; a final s is ignored.
const NAMES: [&str; 3] = ["logit", "target", "mask"];

/// Reads one example from each line. Empty lines and lines that begin with `#` are skipped; the first
/// line after them may name the columns.
pub fn read(text: &str) -> Result<Vec<[f32; 3]>, FileError> {
    // Old spreadsheets end a line with a carriage return alone.
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut rows = vec![];
    let mut places = None;
    let mut first = true;
    for (i, line) in text.split(end).enumerate() {
        let line = line.trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
        if line.is_empty() || line.as_bytes()[0] == b'#' {
            continue;
        }
        let cells = cells(line);
        if first {
            first = false;
            if cells.iter().all(|cell| number(cell).is_none()) {
                places = named(&cells)?;
                continue;
            }
        }
        rows.push(example(&cells, places, i + 1)?);
    }
    Ok(rows)
}

/// The cells of a line. Where semicolons, tabs or spaces separate them, a comma is a decimal point.
fn cells(line: &str) -> Vec<Cow<'_, str>> {
    let parting = [';', '\t', ','].into_iter().find(|&c| line.contains(c));
    let parting = parting.unwrap_or(' ');
    let mut cells = vec![];
    for text in line.split(parting) {
        let text = text.trim_matches(|c: char| c == '"' || c.is_whitespace());
        if parting == ' ' && text.is_empty() {
            continue;
        }
        cells.push(if parting != ',' && text.contains(',') {
            Cow::from(text.replace(',', "."))
        } else {
            Cow::from(text)
        });
    }
    while cells.last().is_some_and(|cell| cell.is_empty()) {
        cells.pop();
    }
    cells
}

/// The place of each column by its name; none, for the default order, if no name is ours. Fails if only
/// some of the columns that are needed have our names.
fn named(cells: &[Cow<'_, str>]) -> Result<Option<[Option<usize>; 3]>, FileError> {
    let place = |name: &str| {
        let is = |cell: &Cow<'_, str>| {
            let (head, rest) = (cell.get(..name.len()), cell.get(name.len()..));
            head.is_some_and(|head| head.eq_ignore_ascii_case(name))
                && rest.is_some_and(|rest| rest.is_empty() || rest.eq_ignore_ascii_case("s"))
        };
        cells.iter().position(is)
    };
    let places = NAMES.map(place);
    if places == [None; 3] {
        return Ok(None);
    }
    match places.iter().take(2).position(Option::is_none) {
        Some(missing) => Err(FileError::Names {
            what: NAMES[missing],
        }),
        None => Ok(Some(places)),
    }
}

fn example(
    cells: &[Cow<'_, str>],
    places: Option<[Option<usize>; 3]>,
    line: usize,
) -> Result<[f32; 3], FileError> {
    let places = match places {
        Some(places) => places,
        None if (2..=3).contains(&cells.len()) => [Some(0), Some(1), Some(2)],
        None => {
            let found = cells.len();
            return Err(FileError::Columns { line, found });
        }
    };
    let mut values = vec![];
    for (what, place) in NAMES.into_iter().zip(places) {
        match place
            .and_then(|at| cells.get(at))
            .filter(|cell| !cell.is_empty())
        {
            Some(cell) => values.push(number(cell).ok_or_else(|| FileError::NotANumber {
                line,
                found: cell.clone().into_owned(),
            })?),
            None if what == "mask" => {}
            None => return Err(FileError::Missing { line, what }),
        }
    }
    Ok(row(&values))
}

/// A number, or what programs write for 1 and 0.
fn number(cell: &str) -> Option<f32> {
    if cell.eq_ignore_ascii_case("true") {
        return Some(1.0);
    }
    if cell.eq_ignore_ascii_case("false") {
        return Some(0.0);
    }
    parse(cell).map(|value| value as f32)
}

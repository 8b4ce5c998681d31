//! One cell of a text.

use crate::names::Names;
use crate::refused::short;
use crate::words::{Words, say};

/// What a cell is that holds nothing: a NaN of its own, so that it can be told from one that says `nan`.
pub const MISSING: f64 = f64::from_bits(0x7ff8_0000_0000_0bad);

/// Whether a value is [`MISSING`].
pub fn is_missing(value: f64) -> bool {
    value.to_bits() == MISSING.to_bits()
}

/// What marks decimals in a text, from the evidence of its cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// The first cell in which a comma must be the decimal mark.
    comma: Option<(usize, String)>,
    /// The first in which a comma or point may mark either decimals or thousands, as in `1,234`, and which was read
    /// as decimals.
    unsure: Option<(usize, String)>,
    /// The first in which the point must be the decimal mark although the cell has commas.
    point: Option<(usize, String)>,
    /// The first that separates thousands for certain.
    thousands: Option<(usize, String)>,
    /// Whether commas are likely to be met, so that points are looked at twice.
    pub commas: bool,
}

/// A number, or what it lacks to be one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// A number, perhaps not finite.
    Number(f64),
    /// Nothing, or what programs write for it.
    Missing,
    /// Something else.
    Word,
}

/// Reads a cell without the space and quotes around it.
pub fn cell(bytes: &[u8], line: usize, marks: &mut Marks) -> Cell {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Cell::Word;
    };
    if let Ok(number) = text.parse::<f64>() {
        if marks.commas && like_thousands(text, b'.') {
            note(&mut marks.unsure, line, text);
        }
        return Cell::Number(number);
    }
    if bytes.contains(&b',') {
        return with_commas(text, line, marks).map_or(Cell::Word, Cell::Number);
    }
    // A minus as typesetters write it.
    if let Some(rest) = text.strip_prefix('\u{2212}')
        && rest.starts_with(|c: char| c.is_ascii_digit() || c == '.')
    {
        return rest
            .parse::<f64>()
            .map_or(Cell::Word, |it| Cell::Number(-it));
    }
    match text.to_ascii_lowercase().as_str() {
        "" | "na" | "n/a" | "null" | "none" | "nil" | "-" | "<na>" | "nat" => Cell::Missing,
        _ => Cell::Word,
    }
}

/// 1 or 0 for what programs and people write for yes and no.
pub fn yes_or_no(bytes: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(bytes).ok()?;
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "positive" | "pos" => Some(1.0),
        "false" | "f" | "no" | "n" | "negative" | "neg" => Some(0.0),
        _ => None,
    }
}

fn note(kept: &mut Option<(usize, String)>, line: usize, text: &str) {
    if kept.is_none() {
        *kept = Some((line, short(text)));
    }
}

/// Whether digits stand in groups as thousands do: one to three, the first not 0, then three after each mark.
fn like_thousands(text: &str, mark: u8) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    let mut groups = digits.split(mark as char);
    let first = groups.next().unwrap_or_default();
    let all_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut several = false;
    let rest = groups.all(|group| {
        several = true;
        group.len() == 3 && all_digits(group)
    });
    rest && several
        && (1..=3).contains(&first.len())
        && all_digits(first)
        && !first.starts_with('0')
}

/// Reads a number that has commas.
fn with_commas(text: &str, line: usize, marks: &mut Marks) -> Option<f64> {
    let commas = text.matches(',').count();
    if let Some(point) = text.rfind('.') {
        let comma = text.rfind(',')?;
        let (whole, rest, mark) = if comma > point {
            (&text[..comma], &text[comma + 1..], b'.')
        } else {
            (&text[..point], &text[point + 1..], b',')
        };
        let kept = if mark == b'.' {
            &mut marks.comma
        } else {
            &mut marks.point
        };
        let groups = like_thousands(whole, mark);
        let plain: String = whole.chars().filter(|&c| c != char::from(mark)).collect();
        let number = format!("{plain}.{rest}").parse().ok().filter(|_| groups)?;
        note(kept, line, text);
        return Some(number);
    }
    if commas > 1 {
        let number = text.replace(',', "").parse().ok();
        let number = number.filter(|_| like_thousands(text, b','))?;
        note(&mut marks.thousands, line, text);
        return Some(number);
    }
    let number = text.replace(',', ".").parse().ok()?;
    let kept = if like_thousands(text, b',') {
        &mut marks.unsure
    } else {
        &mut marks.comma
    };
    note(kept, line, text);
    Some(number)
}

impl Marks {
    /// What is wrong with a text in which marks contradict each other or leave it open what they are.
    pub fn doubt(&self) -> Option<Words> {
        let point = self.point.as_ref().or(self.thousands.as_ref());
        if let (Some((line, comma)), Some((other, text))) = (&self.comma, point) {
            return Some(say!(
                "line {line} has `{comma}` with a decimal comma, and line {other} has `{text}` with commas for thousands: \
                 write numbers with a decimal point and without thousands separators",
                "第 {line} 行的 `{comma}` 用小数逗号，第 {other} 行的 `{text}` 用千位逗号：请写小数点，不用千位分隔符"
            ));
        }
        let (line, text) = self.unsure.as_ref()?;
        if self.comma.is_some() && text.contains(',') && self.point.is_none() {
            return None;
        }
        Some(say!(
            "line {line}: `{text}` may have decimals or thousands after its mark: \
             write numbers with a decimal point and without thousands separators",
            "第 {line} 行：`{text}` 的逗号之后可能是小数也可能是千位：请写小数点，不用千位分隔符"
        ))
    }

    /// Whether commas marked decimals.
    pub fn decimal_commas(&self) -> bool {
        self.comma.is_some()
    }

    /// Whether thousands were separated.
    pub fn has_thousands(&self) -> bool {
        self.point.is_some() || self.thousands.is_some()
    }
}

/// A word of a column of targets: yes or no, or a class's name.
pub fn word(bytes: &[u8], names: &mut Names) -> f64 {
    f64::from(names.id(&String::from_utf8_lossy(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str]) -> (Vec<Cell>, Option<String>) {
        let mut marks = Marks {
            commas: true,
            ..Marks::default()
        };
        let cells = texts.iter().enumerate();
        let cells = cells
            .map(|(i, text)| cell(text.as_bytes(), i + 1, &mut marks))
            .collect();
        (cells, marks.doubt().map(|doubt| doubt.en))
    }

    #[test]
    fn numbers_are_read_as_programs_write_them() {
        for (text, value) in [
            ("-2.5", -2.5),
            ("+1", 1.0),
            ("1e-3", 1e-3),
            ("1E5", 1e5),
            (".5", 0.5),
            ("5.", 5.0),
            ("0,5615", 0.5615),
            ("\u{2212}2", -2.0),
            ("-1,5e-3", -1.5e-3),
        ] {
            assert_eq!(read(&[text]), (vec![Cell::Number(value)], None), "{text}");
        }
        for text in ["", "NA", "null", "None", "n/a"] {
            assert_eq!(read(&[text]).0, [Cell::Missing], "{text}");
        }
        for text in ["dog", "1,2,3", "0x10", "1_000", "12,34.5", "--1"] {
            assert_eq!(read(&[text]).0, [Cell::Word], "{text}");
        }
    }

    #[test]
    fn a_mark_that_may_be_of_decimals_or_thousands_is_not_guessed() {
        assert!(read(&["1,234", "2,345"]).1.unwrap().contains("line 1"));
        // Another cell shows that it is a decimal comma.
        assert_eq!(
            read(&["1,234", "0,5"]),
            (vec![Cell::Number(1.234), Cell::Number(0.5)], None)
        );
        assert_eq!(read(&["1,234.5"]), (vec![Cell::Number(1234.5)], None));
        assert_eq!(read(&["1.234,5"]), (vec![Cell::Number(1234.5)], None));
        assert!(read(&["1,234.5", "0,5"]).1.is_some());
        assert!(read(&["1.234", "0,5"]).1.is_some());
        assert!(read(&["1,234,567", "0,5"]).1.is_some());
    }
}

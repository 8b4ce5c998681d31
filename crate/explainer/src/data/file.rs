//! The reader's own examples from a file: text with one `logit,target[,mask]` on each line, or a
//! NumPy `.npy` array of shape (N, 2) or (N, 3) with the same columns.

mod lines;

use ghm::Sorted;
use std::fmt;

/// Why a file could not be read. Lines count from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum FileError {
    /// It holds no example.
    Empty,
    /// A line doesn't have two or three values.
    Columns {
        /// Which line.
        line: usize,
        /// How many values it has.
        found: usize,
    },
    /// A value is not a number.
    NotANumber {
        /// Which line.
        line: usize,
        /// The value.
        found: String,
    },
    /// A line lacks its logit, target or mask.
    Missing {
        /// Which line.
        line: usize,
        /// Which column.
        what: &'static str,
    },
    /// The first line names columns, but not this one, which is needed.
    Names {
        /// Which column.
        what: &'static str,
    },
    /// It is neither text in UTF-8 nor a NumPy array.
    NotText,
    /// The mask lets no example through.
    Masked,
    /// An array of a kind, type or shape that is not read here: what is wrong with it.
    Npy(String),
    /// The losses refuse the values, for example a target outside 0 to 1.
    Refused(ghm::Error),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(
                f,
                "the file holds no example: expected lines of logit,target or logit,target,mask"
            ),
            Self::Columns { line, found } => {
                write!(
                    f,
                    "line {line} has {found} values: expected logit,target or logit,target,mask"
                )
            }
            Self::NotANumber { line, found } => write!(f, "line {line}: `{found}` is not a number"),
            Self::Missing { line, what } => write!(f, "line {line}: the {what} is missing"),
            Self::Names { what } => write!(
                f,
                "no column is called {what}: expected logit,target or logit,target,mask"
            ),
            Self::NotText => write!(
                f,
                "this is neither text in UTF-8 nor a NumPy array: expected .csv, .txt or .npy"
            ),
            Self::Masked => write!(
                f,
                "the mask leaves no example: expected a mask above 0 somewhere"
            ),
            Self::Npy(what) => write!(
                f,
                "{what}: expected a little-endian float array of shape (N, 2) or (N, 3), C order"
            ),
            Self::Refused(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for FileError {}

/// The examples of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileExamples {
    /// The examples that the mask lets through.
    pub all: Sorted,
    /// Of these, the ones with a target above 0.
    pub positives: Sorted,
}

/// Reads a file of either kind, told apart by its first bytes.
///
/// # Errors
/// A [`FileError`] says what is wrong with it and, in a text, on which line.
pub fn examples(bytes: &[u8]) -> Result<FileExamples, FileError> {
    let rows = match bytes.strip_prefix(b"\x93NUMPY") {
        Some(rest) => npy(rest)?,
        None => lines::read(std::str::from_utf8(bytes).map_err(|_| FileError::NotText)?)?,
    };
    if rows.is_empty() {
        return Err(FileError::Empty);
    }
    let all = sorted(rows.iter())?;
    if all.is_empty() {
        return Err(FileError::Masked);
    }
    let positives = sorted(rows.iter().filter(|[_, target, _]| *target > 0.0))?;
    Ok(FileExamples { all, positives })
}

fn sorted<'a>(rows: impl Iterator<Item = &'a [f32; 3]>) -> Result<Sorted, FileError> {
    let (mut logits, mut targets, mut mask) = (vec![], vec![], vec![]);
    for &[logit, target, masked] in rows {
        logits.push(logit);
        targets.push(target);
        mask.push(masked);
    }
    Sorted::classification(&logits, &targets, Some(&mask)).map_err(FileError::Refused)
}

/// What follows `wanted` in `text`. Written out, as `str::find` would add 2 kB to the page, gzipped.
fn after<'a>(text: &'a str, wanted: &str) -> Option<&'a str> {
    let mut windows = text.as_bytes().windows(wanted.len());
    let at = windows.position(|window| window == wanted.as_bytes())?;
    text.get(at + wanted.len()..)
}

/// A row without a mask counts as valid.
fn row(values: &[f32]) -> [f32; 3] {
    [values[0], values[1], values.get(2).copied().unwrap_or(1.0)]
}

/// Reads what follows the magic bytes of an array: version, length of the header, header, values.
fn npy(bytes: &[u8]) -> Result<Vec<[f32; 3]>, FileError> {
    let bad = |what: &str| FileError::Npy(what.to_owned());
    let version = *bytes.first().ok_or_else(|| bad("the header is cut off"))?;
    let (length, start): (usize, usize) = match (version, bytes) {
        (1, [_, _, a, b, ..]) => (usize::from(u16::from_le_bytes([*a, *b])), 4),
        (2 | 3, [_, _, a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, 6),
        _ => return Err(bad("the header is of no version known here")),
    };
    let end = start.checked_add(length).filter(|&end| end <= bytes.len());
    let end = end.ok_or_else(|| bad("the header is cut off"))?;
    let header = str::from_utf8(&bytes[start..end]).map_err(|_| bad("the header is no text"))?;
    let size = match () {
        () if after(header, "'<f4'").is_some() => 4,
        () if after(header, "'<f8'").is_some() => 8,
        () => return Err(bad("the values are no floats of 32 or 64 bits")),
    };
    let shape = after(header, "'shape': (").and_then(|rest| rest.split_once(')'));
    let shape: Vec<usize> = shape
        .map(|(inside, _)| {
            inside
                .split(',')
                .filter_map(|n| n.trim().parse().ok())
                .collect()
        })
        .unwrap_or_default();
    let &[n, columns @ (2 | 3)] = shape.as_slice() else {
        return Err(FileError::Npy(format!(
            "the shape is ({})",
            shape
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        )));
    };
    if after(header, "'fortran_order': True").is_some() {
        return Err(bad("the array is in Fortran order"));
    }
    let values = &bytes[end..];
    if n.checked_mul(columns * size) != Some(values.len()) {
        return Err(FileError::Npy(format!(
            "{} bytes of values do not fill the shape",
            values.len()
        )));
    }
    let float = |chunk: &[u8]| match *chunk {
        [a, b, c, d] => f32::from_le_bytes([a, b, c, d]),
        [a, b, c, d, e, f, g, h] => f64::from_le_bytes([a, b, c, d, e, f, g, h]) as f32,
        _ => f32::NAN,
    };
    let floats: Vec<f32> = values.chunks_exact(size).map(float).collect();
    Ok(floats.chunks_exact(columns).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        examples(bytes).unwrap_err().to_string()
    }

    #[test]
    fn each_line_is_an_example_and_a_head_is_skipped() {
        let read = examples(b"logit,target,mask\n# a comment\n-3.5, 0, 1\n2,1\n\n9 1 0\n").unwrap();
        assert_eq!(read.all.keys(), [-3.5, -2.0]);
        assert_eq!(read.positives.keys(), [-2.0]);
    }

    #[test]
    fn lines_are_read_as_other_programs_write_them() {
        let keys = |text: &str| examples(text.as_bytes()).unwrap().all.keys().to_vec();
        for text in [
            "logit;target\n-5,5;0\n2,5;1\n",
            "\u{feff}target,logit\r\n0,-5.5\r\n1,2.5\r\n",
            ",logit,target\n0,-5.5,0\n1,2.5,1\n",
            "# made by hand\n\nLogits\tTargets\n-5.5\t0\n2.5\t1\n",
            "\"logit\",\"target\"\n\"-5.5\",\"0\"\n\"2.5\",\"1\"\n",
            "logit,target\n-5.5,False\n2.5,True\n",
            "-5.5,0\r2.5,1\r",
            "x,y\n-5.5,0,\n2.5,1,\n",
            "logit,mask,target\n-5.5,1,0\n2.5,1,1\n9,0,0\n",
        ] {
            assert_eq!(keys(text), [-5.5, -2.5], "{text}");
        }
    }

    #[test]
    fn a_missing_or_mistyped_value_is_an_error() {
        let masked = "logit,target,mask\n-5,,1\n";
        assert_eq!(refused(masked.as_bytes()), "line 2: the target is missing");
        assert_eq!(refused(b"-5,O\n2,1\n"), "line 1: `O` is not a number");
        assert_eq!(
            refused(b"logit,mask\n1,1\n"),
            "no column is called target: expected logit,target or logit,target,mask"
        );
        assert!(refused(b"1,0,0\n2,1,0\n").contains("the mask leaves no example"));
        assert!(refused(&[0xff, 0xfe, b'1', 0]).contains("neither text"));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        assert_eq!(
            refused(b"1,0\n2\n"),
            "line 2 has 1 values: expected logit,target or logit,target,mask"
        );
        assert_eq!(refused(b"1,0\n2,dog\n"), "line 2: `dog` is not a number");
        assert!(refused(b"logit,target\n").contains("no example"));
        assert!(refused(b"1,0\n2,7\n").contains("targets"));
        assert!(refused(b"1,0\nnan,1\n").contains("logits"));
    }

    fn array(descr: &str, shape: &str, values: &[u8]) -> Vec<u8> {
        let header =
            format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n");
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(values);
        bytes
    }

    #[test]
    fn numpy_arrays_of_both_widths_are_read() {
        let single: Vec<u8> = [-3.5f32, 0.0, 2.0, 1.0]
            .iter()
            .flat_map(|v| v.to_le_bytes())
            .collect();
        let double: Vec<u8> = [-3.5f64, 0.0, 1.0, 2.0, 1.0, 0.0]
            .iter()
            .flat_map(|v| v.to_le_bytes())
            .collect();
        assert_eq!(
            examples(&array("<f4", "(2, 2)", &single))
                .unwrap()
                .all
                .len(),
            2
        );
        assert_eq!(
            examples(&array("<f8", "(2, 3)", &double))
                .unwrap()
                .all
                .keys(),
            [-3.5]
        );
    }

    #[test]
    fn a_broken_array_is_an_error_at_every_length() {
        let values: Vec<u8> = [-3.5f32, 0.0, 2.0, 1.0]
            .iter()
            .flat_map(|v| v.to_le_bytes())
            .collect();
        let whole = array("<f4", "(2, 2)", &values);
        for length in 6..whole.len() {
            assert!(examples(&whole[..length]).is_err(), "{length} bytes");
        }
        assert!(refused(&array("<f4", "(4,)", &values)).contains("shape"));
        assert!(refused(&array("<i4", "(2, 2)", &values)).contains("no floats"));
    }
}

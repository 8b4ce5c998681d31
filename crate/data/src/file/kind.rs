//! What a file is, by its first bytes; those that are not read are refused by name.

use crate::array::MAGIC;
use crate::refused::Refused;

/// A kind of file that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// NumPy's array.
    Npy,
    /// A zip archive, such as NumPy's `.npz`.
    Zip,
    /// Something in gzip.
    Gzip,
    /// JSON: an array, an object, or an object a line.
    Json,
    /// A table as text.
    Text,
}

/// So many bytes are enough to tell.
pub(crate) const HEAD: usize = 512;

const EXPECTED: &str = "expected .csv, .txt, .json, .npy or .npz, or gzip around one";

/// The kind of a file that begins so.
///
/// # Errors
/// If it is of a kind that is not read: which.
pub(crate) fn kind(head: &[u8]) -> Result<Kind, Refused> {
    // However much has come: the answer must not depend on that.
    let head = &head[..head.len().min(HEAD)];
    let starts = |magic: &[u8]| head.starts_with(magic);
    let at = |place: usize, magic: &[u8]| {
        head.get(place..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    if starts(MAGIC) {
        return Ok(Kind::Npy);
    }
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return Ok(Kind::Zip);
    }
    if starts(b"\x1f\x8b") {
        return Ok(Kind::Gzip);
    }
    let picture = starts(b"\x89PNG")
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF8")
        || starts(b"BM") && head.get(6..10) == Some(&[0; 4])
        || starts(b"II*\0")
        || starts(b"MM\0*")
        || starts(b"RIFF") && at(8, b"WEBP");
    let other = match () {
        () if picture => "a picture",
        () if starts(b"\x80") && head.get(1).is_some_and(|version| (2..=5).contains(version)) => {
            "a pickle of Python objects"
        }
        () if starts(b"\x89HDF\r\n") => "an HDF5 file",
        () if starts(b"PAR1") => "a Parquet file",
        () if starts(b"ARROW1") || starts(b"FEA1") => "an Arrow or Feather file",
        () if starts(b"MATLAB 5.0") => "a MATLAB file (.mat)",
        () if starts(b"\xd0\xcf\x11\xe0") => "an old Excel workbook (.xls)",
        () if starts(b"%PDF") => "a PDF",
        () if starts(b"SQLite format 3") => "an SQLite database",
        () if starts(b"Obj\x01") => "an Avro file",
        () if starts(b"ORC") && head.contains(&0) => "an ORC file",
        () if starts(b"BZh") && at(4, b"1AY&SY") => "bzip2, which is not unpacked here",
        () if starts(b"\xfd7zXZ\0") => "xz, which is not unpacked here",
        () if starts(b"\x28\xb5\x2f\xfd") => "Zstandard, which is not unpacked here",
        () if starts(b"7z\xbc\xaf") => "a 7z archive",
        () if starts(b"Rar!") => "a RAR archive",
        () if starts(b"RDX") || starts(b"X\n\0\0\0") => "R's own file (.rds or .RData)",
        () if at(257, b"ustar") => "a tar archive",
        () if starts(b"\x7fELF") || starts(b"MZ\x90") || starts(b"\0asm") => "a program",
        () if at(8, b"{\"") && head.get(5..8) == Some(&[0; 3]) => "a safetensors file",
        () if is_markup(head) => "a page in HTML or XML",
        () if starts(b"\xef\xbb\xbf") || starts(b"\xff\xfe") || starts(b"\xfe\xff") => "",
        () if head.contains(&0) => {
            return Err(Refused::new(format!(
                "this is neither text nor an array: {EXPECTED}"
            )));
        }
        () => "",
    };
    if !other.is_empty() {
        return Err(Refused::new(format!("this is {other}: {EXPECTED}")));
    }
    let text = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    Ok(match text.first() {
        Some(b'{' | b'[') => Kind::Json,
        _ => Kind::Text,
    })
}

fn is_markup(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    let start = &start[..start.len().min(14)].to_ascii_lowercase();
    [&b"<!doctype"[..], b"<html", b"<?xml", b"<svg"]
        .iter()
        .any(|tag| start.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart_by_their_first_bytes() {
        for (head, expected) in [
            (&b"\x93NUMPY\x01"[..], Kind::Npy),
            (b"PK\x03\x04..", Kind::Zip),
            (b"\x1f\x8b\x08", Kind::Gzip),
            (b" [1, 2]", Kind::Json),
            (b"\xef\xbb\xbf{\"a\": 1}", Kind::Json),
            (b"\xff\xfel\0", Kind::Text),
            (b"logit,target\n", Kind::Text),
            (b"BMI,target\n", Kind::Text),
        ] {
            assert_eq!(kind(head), Ok(expected), "{head:?}");
        }
    }

    #[test]
    fn other_kinds_are_refused_by_name() {
        let mut tar = vec![b'a'; 257];
        tar.extend(b"ustar");
        for (head, name) in [
            (&b"\x89PNG\r\n"[..], "picture"),
            (b"\xff\xd8\xff\xe0", "picture"),
            (b"\x80\x04\x95", "pickle"),
            (b"\x89HDF\r\n\x1a\n", "HDF5"),
            (b"PAR1\x15", "Parquet"),
            (b"MATLAB 5.0 MAT-file", "MATLAB"),
            (&tar, "tar"),
            (b"<!DOCTYPE html>", "HTML"),
            (b"\0\x01\x02\x03", "neither text nor an array"),
            (b"BZh91AY&SY", "bzip2"),
        ] {
            assert!(kind(head).unwrap_err().what.contains(name), "{name}");
        }
    }
}

//! What a file is, by its first bytes; those that are not read are refused by name.

use crate::array::MAGIC;
use crate::refused::Refused;
use crate::words::{Words, say};

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
        () if picture => say!("a picture", "图片（picture）"),
        () if starts(b"\x80") && head.get(1).is_some_and(|version| (2..=5).contains(version)) => {
            say!("a pickle of Python objects", " Python 对象的 pickle")
        }
        () if starts(b"\x89HDF\r\n") => say!("an HDF5 file", " HDF5 文件"),
        () if starts(b"PAR1") => say!("a Parquet file", " Parquet 文件"),
        () if starts(b"ARROW1") || starts(b"FEA1") => {
            say!("an Arrow or Feather file", " Arrow 或 Feather 文件")
        }
        () if starts(b"MATLAB 5.0") => say!("a MATLAB file (.mat)", " MATLAB 文件（.mat）"),
        () if starts(b"\xd0\xcf\x11\xe0") => {
            say!("an old Excel workbook (.xls)", "旧版 Excel 工作簿（.xls）")
        }
        () if starts(b"%PDF") => say!("a PDF", " PDF"),
        () if starts(b"SQLite format 3") => say!("an SQLite database", " SQLite 数据库"),
        () if starts(b"Obj\x01") => say!("an Avro file", " Avro 文件"),
        () if starts(b"ORC") && head.contains(&0) => say!("an ORC file", " ORC 文件"),
        () if starts(b"BZh") && at(4, b"1AY&SY") => {
            say!("bzip2, which is not unpacked here", " bzip2，此处不能解压")
        }
        () if starts(b"\xfd7zXZ\0") => say!("xz, which is not unpacked here", " xz，此处不能解压"),
        () if starts(b"\x28\xb5\x2f\xfd") => say!(
            "Zstandard, which is not unpacked here",
            " Zstandard，此处不能解压"
        ),
        () if starts(b"7z\xbc\xaf") => say!("a 7z archive", " 7z 归档"),
        () if starts(b"Rar!") => say!("a RAR archive", " RAR 归档"),
        () if starts(b"RDX") || starts(b"X\n\0\0\0") => say!(
            "R's own file (.rds or .RData)",
            " R 自己的文件（.rds 或 .RData）"
        ),
        () if at(257, b"ustar") => say!("a tar archive", " tar 归档"),
        () if starts(b"\x7fELF") || starts(b"MZ\x90") || starts(b"\0asm") => {
            say!("a program", "程序")
        }
        () if at(8, b"{\"") && head.get(5..8) == Some(&[0; 3]) => {
            say!("a safetensors file", " safetensors 文件")
        }
        () if is_markup(head) => say!("a page in HTML or XML", " HTML 或 XML 页面"),
        () if starts(b"\xef\xbb\xbf") || starts(b"\xff\xfe") || starts(b"\xfe\xff") => {
            Words::default()
        }
        () if head.contains(&0) => {
            return Err(Refused::new(say!(
                "this is neither text nor an array: expected .csv, .txt, .json, .npy or .npz, or gzip around one",
                "这既不是文本也不是数组，应为 .csv、.txt、.json、.npy 或 .npz，或其 gzip"
            )));
        }
        () => Words::default(),
    };
    if !other.en.is_empty() {
        return Err(Refused::new(Words {
            en: format!(
                "this is {}: expected .csv, .txt, .json, .npy or .npz, or gzip around one",
                other.en
            ),
            zh: format!(
                "这是{}，应为 .csv、.txt、.json、.npy 或 .npz，或其 gzip",
                other.zh
            ),
        }));
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
            assert!(kind(head).unwrap_err().what.en.contains(name), "{name}");
        }
    }
}

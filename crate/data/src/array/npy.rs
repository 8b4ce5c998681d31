//! The header of NumPy's .npy format, versions 1 to 3.
//!
//! The crate npyz, which the workspace uses natively, reads a file from front to back as one type; here arrays are read
//! in blocks, at any place, of any type, from memory or a disk. It also brings a grammar of all Python literals, which
//! would weigh more than the rest of this crate in the page. What a header says is a dictionary of three entries.

use super::dtype::Dtype;
use super::view::{Bytes, View};
use crate::refused::Refused;
use crate::words::{Words, say};
use std::rc::Rc;

/// The first bytes of each such file.
pub(crate) const MAGIC: &[u8] = b"\x93NUMPY";
/// A longer header is none: NumPy itself refuses 10,000.
const LONGEST: u64 = 1 << 20;

/// An array or, of records, each of its fields with its name.
#[derive(Clone, Debug)]
pub(crate) struct Npy {
    /// Its fields; an array of one type has one without a name.
    pub fields: Vec<(String, View)>,
    /// How many dimensions it has and how large they are.
    pub shape: Vec<usize>,
    /// Its type's name.
    pub type_name: String,
    /// Whether it is in Fortran order.
    pub fortran: bool,
}

/// Reads the header of an array.
///
/// # Errors
/// What is wrong with it, or what type of values is not read.
pub(crate) fn open(bytes: Rc<dyn Bytes>) -> Result<Npy, Refused> {
    let cut = || {
        Refused::new(say!(
            "the array's header is cut off after {} bytes",
            "数组的头部在 {} 字节后断开",
            bytes.len()
        ))
    };
    let mut start = [0; 12];
    let there = bytes.len().min(12) as usize;
    bytes.read_at(0, &mut start[..there]).map_err(|_| cut())?;
    if there < 10 {
        return Err(cut());
    }
    let (length, begin) = match start[6] {
        1 => (u64::from(u16::from_le_bytes([start[8], start[9]])), 10),
        2 | 3 => (
            u64::from(u32::from_le_bytes([
                start[8], start[9], start[10], start[11],
            ])),
            12,
        ),
        version => {
            return Err(Refused::new(say!(
                "the array's header is of version {version}: expected 1 to 3",
                "数组头部的版本是 {version}，应为 1 到 3"
            )));
        }
    };
    let data = begin + length;
    if length > LONGEST || data > bytes.len() {
        return Err(cut());
    }
    let mut header = vec![0; length as usize];
    bytes.read_at(begin, &mut header).map_err(|_| cut())?;
    let header = String::from_utf8(header).unwrap_or_else(|error| {
        // Version 1 is Latin-1.
        error.into_bytes().into_iter().map(char::from).collect()
    });
    let bad = |what: &str| {
        Refused::new(say!(
            "the array's header has no {what} that is understood: {}",
            "数组头部中没有可理解的 {what}：{}",
            crate::refused::short(header.trim())
        ))
    };
    let shape = shape(&header).ok_or_else(|| bad("shape"))?;
    let fortran = entry(&header, "fortran_order")
        .ok_or_else(|| bad("fortran_order"))?
        .starts_with("True");
    let descr = entry(&header, "descr").ok_or_else(|| bad("descr"))?;
    let mut fields = vec![];
    let mut record = 0_u64;
    if let Some(name) = quoted(descr) {
        let dtype = Dtype::of(name)?;
        record = dtype.size() as u64;
        fields.push((String::new(), dtype, 0, vec![]));
    } else {
        for (name, dtype, inner) in structure(descr).ok_or_else(|| bad("descr"))? {
            let dtype = Dtype::of(&dtype)?;
            let n = inner
                .iter()
                .try_fold(dtype.size() as u64, |n, &by| n.checked_mul(by as u64));
            fields.push((name, dtype, record, inner));
            record = n
                .and_then(|n| record.checked_add(n))
                .ok_or_else(|| bad("descr"))?;
        }
    }
    let wanted = shape
        .iter()
        .try_fold(record, |n, &by| n.checked_mul(by as u64));
    let there = bytes.len() - data;
    let dimensions = shape
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    match wanted {
        Some(wanted) if wanted == there => {}
        Some(wanted) if wanted < there => {
            return Err(Refused::new(say!(
                "{there} bytes of values are {} more than the shape ({dimensions}) takes",
                "数据有 {there} 字节，比形状 ({dimensions}) 所需多 {} 字节",
                there - wanted
            )));
        }
        _ => {
            let takes = wanted.map_or(
                say!("more than there can be", "无法实现的数量"),
                Words::same,
            );
            return Err(Refused::new(Words {
                en: format!(
                    "the file is cut off: it has {there} bytes of values, and the shape ({dimensions}) takes {}",
                    takes.en
                ),
                zh: format!(
                    "文件不完整：数据只有 {there} 字节（bytes），而形状 ({dimensions}) 需要{}",
                    takes.zh
                ),
            }));
        }
    }
    let type_name = match &fields[..] {
        [(name, dtype, ..)] if name.is_empty() => dtype.name(),
        _ => "records".into(),
    };
    let fields = fields.into_iter().map(|(name, dtype, offset, inner)| {
        let mut view = View::new(
            Rc::clone(&bytes),
            dtype,
            data + offset,
            record.max(1),
            &shape,
            fortran,
        );
        view.axes.extend(
            View::new(
                Rc::clone(&bytes),
                dtype,
                0,
                dtype.size() as u64,
                &inner,
                false,
            )
            .axes,
        );
        (name, view)
    });
    Ok(Npy {
        fields: fields.collect(),
        shape,
        type_name,
        fortran,
    })
}

/// What stands behind a key of the header.
fn entry<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let [single, double] = ['\'', '"'].map(|quote| format!("{quote}{key}{quote}"));
    let at = header.find(&single).or_else(|| header.find(&double))?;
    let rest = header[at + single.len()..].trim_start();
    Some(rest.strip_prefix(':')?.trim_start())
}

fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| ['\'', '"'].contains(c))?;
    let (inside, _) = text[1..].split_once(quote)?;
    Some(inside)
}

fn shape(header: &str) -> Option<Vec<usize>> {
    tuple(entry(header, "shape")?).map(|(shape, _)| shape)
}

/// A tuple of whole numbers, and what follows. Python 2 wrote `L` behind long ones.
fn tuple(text: &str) -> Option<(Vec<usize>, &str)> {
    let (inside, rest) = text.strip_prefix('(')?.split_once(')')?;
    let numbers = inside.split(',').map(|n| n.trim().trim_end_matches('L'));
    let numbers = numbers.filter(|n| !n.is_empty()).map(|n| n.parse().ok());
    let numbers: Vec<usize> = numbers.collect::<Option<_>>()?;
    (numbers.len() <= 32).then_some((numbers, rest))
}

/// A field's name, type and inner shape.
type Field = (String, String, Vec<usize>);

/// The fields of records: `[('logit', '<f4'), ('box', '<f4', (4,))]`.
fn structure(text: &str) -> Option<Vec<Field>> {
    let mut rest = text.strip_prefix('[')?.trim_start();
    let mut fields = vec![];
    while !rest.starts_with(']') {
        rest = rest.strip_prefix('(')?.trim_start();
        let name = quoted(rest)?;
        rest = rest[name.len() + 2..]
            .trim_start()
            .strip_prefix(',')?
            .trim_start();
        let dtype = quoted(rest)?;
        rest = rest[dtype.len() + 2..].trim_start();
        let mut inner = vec![];
        if let Some(more) = rest.strip_prefix(',') {
            rest = more.trim_start();
            if rest.starts_with('(') {
                (inner, rest) = tuple(rest)?;
            }
        }
        rest = rest.trim_start().strip_prefix(')')?.trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        fields.push((name.to_owned(), dtype.to_owned(), inner));
    }
    (!fields.is_empty()).then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(version: u8, header: &str, values: &[u8]) -> Result<Npy, String> {
        let mut bytes = [MAGIC, &[version, 0]].concat();
        match version {
            1 => bytes.extend((header.len() as u16).to_le_bytes()),
            _ => bytes.extend((header.len() as u32).to_le_bytes()),
        }
        bytes.extend(header.as_bytes());
        bytes.extend(values);
        open(Rc::new(bytes)).map_err(|refused| refused.what.en)
    }

    #[test]
    fn headers_of_all_versions_are_read() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }\n";
        for version in [1, 2, 3] {
            let array = file(version, header, &[0; 8]).unwrap();
            assert_eq!(
                (array.shape.as_slice(), array.fortran),
                (&[2, 1][..], false)
            );
        }
        assert!(file(4, header, &[0; 8]).unwrap_err().contains("version 4"));
        let zero = file(
            1,
            "{'descr': '<f8', 'fortran_order': True, 'shape': ()}",
            &[0; 8],
        )
        .unwrap();
        assert!(zero.shape.is_empty() && zero.fortran);
    }

    #[test]
    fn records_are_read_field_by_field() {
        let header = "{'descr': [('logit', '<f4'), ('box', '|u1', (2,)), ('y', '|b1')], 'fortran_order': False, 'shape': (2,), }";
        let values = [
            &1.5_f32.to_le_bytes()[..],
            &[1, 2, 1],
            &2.5_f32.to_le_bytes(),
            &[3, 4, 0],
        ]
        .concat();
        let array = file(1, header, &values).unwrap();
        let read = |at: usize, n: usize| {
            let mut out = vec![];
            array.fields[at].1.read(0, n, &mut out).unwrap();
            out
        };
        assert_eq!(array.fields[1].0, "box");
        assert_eq!(
            (read(0, 2), read(1, 4), read(2, 2)),
            (vec![1.5, 2.5], vec![1.0, 2.0, 3.0, 4.0], vec![1.0, 0.0])
        );
    }

    #[test]
    fn what_a_header_claims_is_compared_with_the_file_before_anything_is_made() {
        let claims = |shape: &str| {
            file(
                1,
                &format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}}}"),
                &[0; 8],
            )
            .unwrap_err()
        };
        assert!(claims("(3,)").contains("cut off"));
        assert!(claims("(1,)").contains("4 more"));
        assert!(claims("(1152921504606846976,)").contains("cut off"));
        assert!(claims("(4294967296, 4294967296, 4294967296)").contains("more than there can be"));
        assert!(claims("(-1,)").contains("shape"));
    }
}

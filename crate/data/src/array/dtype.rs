//! NumPy's types of values.

use crate::refused::Refused;
use crate::words::{Words, say};
use half::f16;

/// A type of values: what NumPy's `descr` says, such as `<f4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dtype {
    F16 {
        big: bool,
    },
    F32 {
        big: bool,
    },
    F64 {
        big: bool,
    },
    I8,
    U8,
    Bool,
    Int {
        size: usize,
        signed: bool,
        big: bool,
    },
    /// Text of so many characters, of four bytes or one.
    Text {
        width: usize,
        wide: bool,
        big: bool,
    },
}

impl Dtype {
    /// The type that NumPy calls so.
    ///
    /// # Errors
    /// If it holds no numbers and no names: what it holds.
    pub fn of(descr: &str) -> Result<Self, Refused> {
        let unknown = |what: Words| {
            Refused::new(Words {
                en: format!(
                    "the array's type is `{descr}`, {}: expected floats of 16, 32 or 64 bits, integers, bool, or names",
                    what.en
                ),
                zh: format!(
                    "数组的类型是 `{descr}`，即{}，应为 16、32 或 64 位浮点数、整数、bool 或名称",
                    what.zh
                ),
            })
        };
        let (order, rest) = match descr.as_bytes().first() {
            Some(b'<' | b'>' | b'|' | b'=') => descr.split_at(1),
            _ => ("<", descr),
        };
        let big = order == ">";
        let size = rest.get(1..).unwrap_or_default();
        Ok(match rest {
            "f2" => Self::F16 { big },
            "f4" => Self::F32 { big },
            "f8" => Self::F64 { big },
            "i1" => Self::I8,
            "u1" => Self::U8,
            "b1" | "?" => Self::Bool,
            _ => match (rest.as_bytes().first(), size.parse::<usize>()) {
                (Some(kind @ (b'i' | b'u')), Ok(size @ (2 | 4 | 8))) => Self::Int {
                    size,
                    signed: *kind == b'i',
                    big,
                },
                (Some(b'U'), Ok(width @ 1..=4096)) => Self::Text {
                    width,
                    wide: true,
                    big,
                },
                (Some(b'S' | b'a'), Ok(width @ 1..=16384)) => Self::Text {
                    width,
                    wide: false,
                    big,
                },
                (Some(b'O'), _) => {
                    return Err(Refused::new(say!(
                        "the array holds Python objects, a pickle, which is not read: save it as numbers, \
                         such as `numpy.save(name, array.astype('float32'))`",
                        "数组中是 Python 对象（pickle），无法读取：请存为数值，例如 `numpy.save(name, array.astype('float32'))`"
                    )));
                }
                (Some(b'f'), _) => {
                    return Err(unknown(say!(
                        "a float of this machine alone",
                        "只有本机才有的浮点数"
                    )));
                }
                (Some(b'c'), _) => return Err(unknown(say!("complex numbers", "复数"))),
                (Some(b'M' | b'm'), _) => return Err(unknown(say!("times", "时间"))),
                (Some(b'V'), _) => {
                    return Err(unknown(say!(
                        "raw bytes, as bfloat16 is saved",
                        "原始字节，bfloat16 会存成这样"
                    )));
                }
                _ => return Err(unknown(say!("which is not known here", "此处不认得的类型"))),
            },
        })
    }

    /// Bytes of a value.
    pub fn size(self) -> usize {
        match self {
            Self::F16 { .. } => 2,
            Self::F32 { .. } => 4,
            Self::F64 { .. } => 8,
            Self::I8 | Self::U8 | Self::Bool => 1,
            Self::Int { size, .. } => size,
            Self::Text { width, wide, .. } => width * if wide { 4 } else { 1 },
        }
    }

    /// In words, as a note has it.
    pub fn name(self) -> String {
        match self {
            Self::F16 { .. } => "float16".into(),
            Self::F32 { .. } => "float32".into(),
            Self::F64 { .. } => "float64".into(),
            Self::I8 => "int8".into(),
            Self::U8 => "uint8".into(),
            Self::Bool => "bool".into(),
            Self::Int { size, signed, .. } => {
                format!("{}int{}", if signed { "" } else { "u" }, size * 8)
            }
            Self::Text { .. } => "text".into(),
        }
    }

    /// For text: its width, whether a character has four bytes, and whether they are big-endian.
    pub fn text(self) -> Option<(usize, bool, bool)> {
        match self {
            Self::Text { width, wide, big } => Some((width, wide, big)),
            _ => None,
        }
    }

    /// Decodes `n` values that lie `step` bytes apart. Text decodes as nothing.
    pub fn decode_strided(self, bytes: &[u8], step: usize, n: usize, out: &mut Vec<f64>) {
        fn each<const S: usize>(
            bytes: &[u8],
            step: usize,
            n: usize,
            out: &mut Vec<f64>,
            value: impl Fn([u8; S]) -> f64,
        ) {
            if step == S {
                let whole = bytes.chunks_exact(S).take(n);
                out.extend(whole.map(|it| value(it.try_into().unwrap_or([0; S]))));
            } else {
                let starts = (0..n).map(|i| i * step);
                out.extend(starts.map(|at| value(bytes[at..at + S].try_into().unwrap_or([0; S]))));
            }
        }
        match self {
            Self::F16 { big: false } => {
                each(bytes, step, n, out, |it| f16::from_le_bytes(it).into());
            }
            Self::F16 { big: true } => {
                each(bytes, step, n, out, |it| f16::from_be_bytes(it).into());
            }
            Self::F32 { big: false } => {
                each(bytes, step, n, out, |it| f32::from_le_bytes(it).into());
            }
            Self::F32 { big: true } => {
                each(bytes, step, n, out, |it| f32::from_be_bytes(it).into());
            }
            Self::F64 { big: false } => each(bytes, step, n, out, f64::from_le_bytes),
            Self::F64 { big: true } => each(bytes, step, n, out, f64::from_be_bytes),
            Self::I8 => each(bytes, step, n, out, |it| f64::from(i8::from_le_bytes(it))),
            Self::U8 => each(bytes, step, n, out, |[it]| f64::from(it)),
            Self::Bool => each(bytes, step, n, out, |[it]| f64::from(u8::from(it != 0))),
            Self::Int { size, signed, big } => {
                let whole = |bytes: &[u8]| {
                    let mut value = 0_u64;
                    for i in 0..size {
                        let byte = if big { bytes[i] } else { bytes[size - 1 - i] };
                        value = value << 8 | u64::from(byte);
                    }
                    let unused = 64 - 8 * size as u32;
                    if signed {
                        ((value << unused) as i64 >> unused) as f64
                    } else {
                        value as f64
                    }
                };
                match size {
                    2 => each::<2>(bytes, step, n, out, |it| whole(&it)),
                    4 => each::<4>(bytes, step, n, out, |it| whole(&it)),
                    _ => each::<8>(bytes, step, n, out, |it| whole(&it)),
                }
            }
            Self::Text { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_is_decoded_in_either_order() {
        let value = |descr: &str, bytes: &[u8]| {
            let mut out = vec![];
            Dtype::of(descr)
                .unwrap()
                .decode_strided(bytes, bytes.len(), 1, &mut out);
            out[0]
        };
        assert_eq!(value("<f2", &[0x00, 0x3c]), 1.0);
        assert_eq!(value(">f2", &[0xbc, 0x00]), -1.0);
        assert_eq!(value("<f4", &(-2.5_f32).to_le_bytes()), -2.5);
        assert_eq!(value(">f8", &0.1_f64.to_be_bytes()), 0.1);
        assert_eq!(value("<i8", &(-1_i64).to_le_bytes()), -1.0);
        assert_eq!(value(">i2", &(-300_i16).to_be_bytes()), -300.0);
        assert_eq!(value("<u4", &u32::MAX.to_le_bytes()), f64::from(u32::MAX));
        assert_eq!(value("|i1", &[0xff]), -1.0);
        assert_eq!(value("|b1", &[2]), 1.0);
    }

    #[test]
    fn types_that_hold_no_numbers_are_refused_by_name() {
        let refused = |descr: &str| Dtype::of(descr).unwrap_err().what.en;
        assert!(refused("|O").contains("pickle"));
        assert!(refused("<c8").contains("complex"));
        assert!(refused("|V2").contains("bfloat16"));
        assert!(refused("<f16").contains("float"));
        assert!(refused("<M8[ns]").contains("times"));
    }
}

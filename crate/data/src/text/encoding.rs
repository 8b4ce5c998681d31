//! Text in other encodings than UTF-8, by its mark at the beginning.

use crate::refused::Refused;
use crate::words::say;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or ASCII.
    Utf8,
    /// UTF-16, as Excel's "Unicode text"; whether the high byte comes first.
    Utf16 {
        /// Whether it is big-endian.
        big: bool,
    },
}

impl Encoding {
    /// The encoding, and how many bytes its mark takes.
    pub fn of(head: &[u8]) -> (Self, usize) {
        match head {
            [0xef, 0xbb, 0xbf, ..] => (Self::Utf8, 3),
            [0xff, 0xfe, ..] => (Self::Utf16 { big: false }, 2),
            [0xfe, 0xff, ..] => (Self::Utf16 { big: true }, 2),
            _ => (Self::Utf8, 0),
        }
    }
}

/// Turns UTF-16 that comes in pieces into UTF-8.
#[derive(Clone, Debug, Default)]
pub struct Utf16 {
    /// A byte without its other half.
    odd: Option<u8>,
    /// A unit without the second half of its pair.
    high: Option<u16>,
}

impl Utf16 {
    /// The next piece in UTF-8.
    ///
    /// # Errors
    /// Where a pair lacks its other half.
    pub fn decode(&mut self, bytes: &[u8], big: bool) -> Result<Vec<u8>, Refused> {
        let mut text = String::with_capacity(bytes.len());
        let mut units = Vec::with_capacity(bytes.len() / 2 + 2);
        units.extend(self.high.take());
        for &byte in bytes {
            match self.odd.take() {
                None => self.odd = Some(byte),
                Some(first) if big => units.push(u16::from_be_bytes([first, byte])),
                Some(first) => units.push(u16::from_le_bytes([first, byte])),
            }
        }
        if units
            .last()
            .is_some_and(|unit| (0xd800..0xdc00).contains(unit))
        {
            self.high = units.pop();
        }
        for c in char::decode_utf16(units) {
            text.push(c.map_err(|_| {
                Refused::new(say!(
                    "the text is no UTF-16, which its first bytes promise",
                    "文本并非开头字节所标示的 UTF-16"
                ))
            })?);
        }
        Ok(text.into_bytes())
    }

    /// Whether it stopped between characters.
    pub fn is_whole(&self) -> bool {
        self.odd.is_none() && self.high.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_read_wherever_it_is_cut() {
        let text = "logit\t\u{1d465}";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for at in 0..bytes.len() {
            let mut utf16 = Utf16::default();
            let mut read = utf16.decode(&bytes[..at], false).unwrap();
            read.extend(utf16.decode(&bytes[at..], false).unwrap());
            assert_eq!(String::from_utf8(read).unwrap(), text);
            assert!(utf16.is_whole());
        }
    }
}

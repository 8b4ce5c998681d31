//! A lesson in a link: packed, as letters that an address may have.

use crate::lesson::Lesson;
use crate::read::read;
use crate::words::Note;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as LETTERS;
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::io::Read;

/// A longer address is cut by mail, chat or a server.
pub const LONGEST: usize = 4_000;
/// How links of this kind begin.
const KIND: char = '1';
/// No more is unpacked of a link: a short one could hold a gigabyte of the same letter.
const MOST: u64 = 1_000_000;

/// The text packed as letters.
pub(crate) fn pack(text: &str) -> String {
    let mut packed = vec![];
    let mut encoder = DeflateEncoder::new(text.as_bytes(), Compression::best());
    encoder.read_to_end(&mut packed).expect("memory takes it");
    LETTERS.encode(packed)
}

/// The text in these letters.
pub(crate) fn unpack(letters: &str) -> Option<String> {
    let packed = LETTERS.decode(letters).ok()?;
    let mut text = String::new();
    let mut decoder = DeflateDecoder::new(&packed[..]).take(MOST);
    decoder.read_to_string(&mut text).ok()?;
    Some(text)
}

/// The lesson for the end of an address that is `before` characters long so far; none if it is too long for that.
pub fn link(lesson: &Lesson, before: usize) -> Option<String> {
    let text = format!("{KIND}{}", pack(&lesson.line()));
    (before + text.len() <= LONGEST).then_some(text)
}

/// The lesson of a link.
///
/// # Errors
/// There is none in it.
pub fn unlink(text: &str) -> Result<(Lesson, Vec<Note>), Note> {
    let letters = text.strip_prefix(KIND).ok_or(Note::Link)?;
    read(&unpack(letters).ok_or(Note::Link)?).map_err(|_| Note::Link)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::Step;
    use proptest::prelude::*;

    fn with(text: &str) -> Lesson {
        let mut lesson = Lesson::new("zh");
        lesson.steps = vec![Step {
            text: text.into(),
            ..Step::default()
        }];
        lesson
    }

    #[test]
    fn a_link_brings_the_lesson_back_and_ends_where_addresses_do() {
        let lesson = with("梯度密度 & “quotes” + 100%");
        let text = link(&lesson, 60).unwrap();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        assert!(text.chars().all(plain), "{text}");
        assert_eq!(unlink(&text).unwrap(), (lesson.clone(), vec![]));
        assert!(link(&lesson, LONGEST - text.len()).is_some());
        assert!(link(&lesson, LONGEST - text.len() + 1).is_none());
        for damaged in ["", "1", "2abc", &text[..text.len() / 2], "1AAAA", "1!"] {
            assert_eq!(unlink(damaged), Err(Note::Link), "{damaged}");
        }
    }

    #[test]
    fn a_short_link_can_not_unpack_to_a_gigabyte() {
        let bomb = format!("1{}", pack(&" ".repeat(50_000_000)));
        assert!(bomb.len() < 80_000);
        assert_eq!(unlink(&bomb), Err(Note::Link));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "\\PC{0,300}") {
            let lesson = with(&text);
            prop_assert_eq!(unlink(&link(&lesson, 0).unwrap()).unwrap().0, lesson);
        }
    }
}

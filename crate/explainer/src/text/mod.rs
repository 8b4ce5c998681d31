//! Texts and numbers in the reader's language.
//!
//! [`strings`] has every text that Rust shows. The page's binary holds none of them: it is built without the
//! feature `texts`, and loads a file in the reader's language from beside the binary. That file has one
//! text on each line, in the order of the table; a text that scripts ask for stands after its name and a tab.

mod asked;
mod define;
pub mod number;
pub mod strings;

pub use strings::Text;

use std::cell::Cell;
use strings::{EN, ZH};

/// Language of labels, notes and numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// One value of a choice: its name in addresses, and its label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// In addresses, attributes and messages.
    pub value: &'static str,
    /// On the control.
    pub label: Text,
}

thread_local! {
    /// The lines of each language's file; empty until it is here.
    static HELD: Cell<[&'static [&'static str]; 2]> = const { Cell::new([&[]; 2]) };
}

/// The file of a language; empty without the feature `texts`.
pub fn file(lang: Lang) -> &'static str {
    match lang {
        _ if !cfg!(feature = "texts") => "",
        Lang::En => EN,
        Lang::Zh => ZH,
    }
}

/// Takes the file of a language, and keeps it as long as the program runs.
pub fn hold(lang: Lang, file: &'static str) {
    let mut held = HELD.get();
    held[lang as usize] = file.split_terminator('\n').collect::<Vec<_>>().leak();
    HELD.with(|all| all.set(held));
}

/// The texts of a language, or of the other one while only those are here.
fn held(lang: Lang) -> &'static [&'static str] {
    if cfg!(feature = "texts") && HELD.get()[lang as usize].is_empty() {
        hold(lang, file(lang));
    }
    let all = HELD.get();
    let own = all[lang as usize];
    if own.is_empty() {
        return all[1 - lang as usize];
    }
    own
}

/// The text that the page's scripts call by this name.
pub fn named(name: &str, lang: Lang) -> Option<&'static str> {
    let of_name = |line: &&'static str| line.strip_prefix(name)?.strip_prefix('\t');
    held(lang).iter().find_map(of_name)
}

impl Text {
    /// The text in `lang`; empty while no file is here.
    pub fn get(self, lang: Lang) -> &'static str {
        let line = held(lang).get(self as usize).copied().unwrap_or_default();
        line.split_once('\t').map_or(line, |(_, text)| text)
    }

    /// The text in `lang` with each `{name}` replaced by its value.
    pub fn fill(self, lang: Lang, values: &[(&str, String)]) -> String {
        let mut filled = String::new();
        for (i, part) in self.get(lang).split('{').enumerate() {
            let (name, rest) = match i {
                0 => ("", part),
                _ => part.split_once('}').unwrap_or((part, "")),
            };
            if let Some((_, value)) = values.iter().find(|value| value.0 == name) {
                filled.push_str(value);
            }
            filled.push_str(rest);
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The `{name}` placeholders of a text.
    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<_> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(n, _)| n)
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn texts_are_found_in_their_files() {
        assert_eq!(Text::GradientNorm.get(Lang::En), "gradient norm g");
        assert_eq!(Text::GhmR.get(Lang::Zh), "GHM-R");
        assert_eq!(
            Text::FailedData.get(Lang::En).split(' ').next(),
            Some("The")
        );
        assert_eq!(named("Play", Lang::Zh), Some("播放"));
        assert_eq!(named("GradientNorm", Lang::En), None);
        for lang in [Lang::En, Lang::Zh] {
            assert_eq!(held(lang).len(), Text::ALL.len());
        }
    }

    #[test]
    fn a_language_is_as_its_file_says() {
        // In a thread of its own, as texts that were taken stay.
        let test = std::thread::spawn(|| {
            let [first, .., last] = Text::ALL else {
                panic!("there are texts");
            };
            hold(Lang::En, "Gradientennorm g\n");
            assert_eq!(first.get(Lang::En), "Gradientennorm g");
            assert_eq!(last.get(Lang::En), "");
            assert_eq!(Text::GradientNorm.get(Lang::Zh), "梯度模长 g");
        });
        test.join().unwrap();
    }

    #[test]
    fn placeholders_are_filled_in() {
        let values = [
            ("of", "120".into()),
            ("t", "7".into()),
            ("ce", "{t}".into()),
        ];
        let filled = Text::SummaryMomentum.fill(Lang::En, &values);
        assert!(
            filled.starts_with("Batch 7 of 120: cross-entropy {t}; GHM-C  with"),
            "{filled}"
        );
    }

    #[test]
    fn both_languages_fill_in_the_same_values() {
        for text in Text::ALL {
            assert!(!text.get(Lang::En).is_empty() && !text.get(Lang::Zh).is_empty());
            assert_eq!(
                placeholders(text.get(Lang::En)),
                placeholders(text.get(Lang::Zh)),
                "{text:?}"
            );
        }
    }
}

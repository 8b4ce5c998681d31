//! Sentences in the languages of the page. Each stands in all of them where it is said, so none can be forgotten.

use std::fmt;

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

/// A sentence, or a part of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Words {
    /// In a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }

    /// What reads the same in every language, such as the message of a library.
    pub(crate) fn same(text: impl fmt::Display) -> Self {
        Self {
            en: text.to_string(),
            zh: text.to_string(),
        }
    }

    /// Parts in a row.
    pub(crate) fn listed(parts: &[Self]) -> Self {
        let join = |lang, mark: &str| {
            let parts: Vec<&str> = parts.iter().map(|part| part.get(lang)).collect();
            parts.join(mark)
        };
        Self {
            en: join(Lang::En, ", "),
            zh: join(Lang::Zh, "、"),
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// A sentence in both languages: two formats, and what both are filled with.
macro_rules! say {
    ($en:literal, $zh:literal $(, $value:expr)* $(,)?) => {
        $crate::words::Words {
            en: format!($en $(, $value)*),
            zh: format!($zh $(, $value)*),
        }
    };
}
pub(crate) use say;

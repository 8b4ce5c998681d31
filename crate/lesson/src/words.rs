//! What is said about a lesson: what could not be read of its file, and why it can't be exported.

use std::fmt;

/// The language of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// The language of this code: English unless it is Chinese.
    pub fn of(code: &str) -> Self {
        match code.starts_with("zh") {
            true => Self::Zh,
            false => Self::En,
        }
    }
}

/// Something in a file that was not taken as it is, or what keeps a lesson from becoming a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// It is not JSON: what the parser says.
    NotJson(String),
    /// It is JSON, but no lesson.
    NotALesson,
    /// It was written for a later version.
    Newer(u64),
    /// At this place is something else than what belongs there.
    Wrong(String, Wanted),
    /// Nothing here is known by this name.
    Unknown(String),
    /// There are more steps than a lesson takes; so many were left out.
    TooMany(usize),
    /// A text was cut to so many characters.
    Cut(String, usize),
    /// The link can't be read.
    Link,
    /// The player's page has no place for this.
    Player(String),
    /// A lesson's page would have more bytes than it may have.
    TooLarge {
        /// How many it would have.
        bytes: usize,
        /// How many it may have.
        most: usize,
        /// The steps with the longest texts, each with its bytes.
        longest: Vec<(usize, usize)>,
    },
}

/// What belongs at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A text.
    Text,
    /// A list of texts, two at least.
    Texts,
    /// A list of steps.
    Steps,
    /// A figure.
    Figure,
    /// A question.
    Question,
    /// Yes or no.
    Flag,
    /// A percentage.
    Percentage,
    /// The place of a choice.
    Place,
    /// A language of the page.
    Language,
    /// `0.1` or `10%`.
    Tolerance,
}

impl Wanted {
    fn words(self) -> [&'static str; 2] {
        match self {
            Self::Text => ["a text", "一段文字"],
            Self::Texts => ["a list of two texts or more", "至少两项的文字列表"],
            Self::Steps => ["a list of steps", "步骤列表"],
            Self::Figure => ["a figure: its name", "图：要有名称"],
            Self::Question => ["a question", "一道题"],
            Self::Flag => ["true or false", "true 或 false"],
            Self::Percentage => ["a whole number from 0 to 100", "0 到 100 的整数"],
            Self::Place => [
                "the place of a choice, counted from 0",
                "选项的序号，从 0 数起",
            ],
            Self::Language => ["en or zh", "en 或 zh"],
            Self::Tolerance => ["a tolerance such as 0.1 or 10%", "容差，如 0.1 或 10%"],
        }
    }
}

impl Note {
    /// The note as a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        let one = |en: fmt::Arguments<'_>, zh: fmt::Arguments<'_>| match lang {
            Lang::En => en.to_string(),
            Lang::Zh => zh.to_string(),
        };
        match self {
            Self::NotJson(why) => one(
                format_args!("This is no lesson, as it isn’t JSON: {why}."),
                format_args!("这不是课程文件，因为不是 JSON：{why}。"),
            ),
            Self::NotALesson => one(
                format_args!("This is no lesson: it has no \"ghm_lesson\"."),
                format_args!("这不是课程文件：没有 \"ghm_lesson\"。"),
            ),
            Self::Newer(version) => one(
                format_args!(
                    "It was written for version {version}; what is new in that is left out."
                ),
                format_args!("它按版本 {version} 写成；其中新增的内容被略去。"),
            ),
            Self::Wrong(place, wanted) => {
                let [en, zh] = wanted.words();
                one(
                    format_args!("{place}: this is not {en}, and is left out."),
                    format_args!("{place}：这里应为{zh}，已略去。"),
                )
            }
            Self::Unknown(place) => one(
                format_args!("{place}: nothing is known by this name, so it is left out."),
                format_args!("{place}：不认识这个名称，已略去。"),
            ),
            Self::TooMany(rest) => one(
                format_args!(
                    "The last {rest} steps are left out, as a lesson takes {} at most.",
                    crate::lesson::STEPS
                ),
                format_args!(
                    "课程最多 {} 步，最后 {rest} 步已略去。",
                    crate::lesson::STEPS
                ),
            ),
            Self::Cut(place, most) => one(
                format_args!("{place}: cut to {most} characters."),
                format_args!("{place}：已截到 {most} 个字符。"),
            ),
            Self::Link => one(
                format_args!("This link holds no lesson: a part of it may be missing."),
                format_args!("这个链接里没有课程：可能缺了一部分。"),
            ),
            Self::Player(what) => one(
                format_args!("The player’s page has no {what}."),
                format_args!("播放页中没有 {what}。"),
            ),
            Self::TooLarge {
                bytes,
                most,
                longest,
            } => {
                let steps = longest.iter().map(|&(step, bytes)| {
                    let (n, size) = (step + 1, kilo(bytes));
                    one(
                        format_args!("step {n} with {size} kB"),
                        format_args!("第 {n} 步 {size} kB"),
                    )
                });
                let steps: Vec<String> = steps.collect();
                let (size, most, over) = (kilo(*bytes), most / 1000, kilo(bytes - most));
                one(
                    format_args!(
                        "As a page it would have {size} kB, and course systems may refuse more than {most} kB. \
                         Shorten its texts by {over} kB, or split it into two lessons. The longest: {}.",
                        steps.join(", ")
                    ),
                    format_args!(
                        "导出的页面将有 {size} kB，而超过 {most} kB 的文件可能被课程系统拒收。\
                         请把文字缩短 {over} kB，或拆成两节课。最长的是：{}。",
                        steps.join("，")
                    ),
                )
            }
        }
    }
}

/// Bytes as thousands of them, rounded up.
fn kilo(bytes: usize) -> usize {
    bytes.div_ceil(1000)
}

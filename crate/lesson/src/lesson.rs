//! What a lesson is.

use serde::Serialize;

/// The version of the file. A later one is read as far as it is known.
pub const VERSION: u64 = 1;

/// More steps than this are no lesson.
pub const STEPS: usize = 100;

/// A lesson.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lesson {
    /// [`VERSION`]: the key that tells a lesson from other JSON.
    pub ghm_lesson: u64,
    /// Its title.
    pub title: String,
    /// The language of its texts and of what stands around them: `en` or `zh`.
    pub lang: String,
    /// The least percentage of right first answers to pass, if it can be failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pass: Option<u32>,
    /// What is shown one after the other.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Step {
    /// Markdown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// A figure beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<FigureStep>,
    /// A question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
    /// Whether the figure is covered until the answer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cover: bool,
}

/// A figure in a state.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FigureStep {
    /// Its name.
    pub name: String,
    /// Knobs as a query string: `bins=10&mu=0.1`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// What the attribute `controls` takes; none for the figure's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub controls: Option<String>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Question {
    /// One of the article's predictions, by its name.
    Named(String),
    /// One of the author's.
    Own(Own),
}

/// A question of the author's: a choice if it has `choices`, a number if it has a `value`, else a free text. As
/// `www/question/spec.js` takes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Own {
    /// What is asked.
    pub ask: String,
    /// Answers to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// The place of the right one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub right: Option<usize>,
    /// The name of the quoted number that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How far off an answer may be: `0.1` or `10%`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// What is said after the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Lesson {
    /// An empty lesson of one step.
    pub fn new(lang: &str) -> Self {
        Self {
            ghm_lesson: VERSION,
            title: String::new(),
            lang: lang.to_owned(),
            pass: None,
            steps: vec![Step::default()],
        }
    }

    /// The lesson as a file.
    pub fn file(&self) -> String {
        serde_json::to_string_pretty(self).expect("it is plain data") + "\n"
    }

    /// The lesson in one line.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("it is plain data")
    }

    /// The question of a step.
    pub fn question(&self, step: usize) -> Option<&Question> {
        self.steps.get(step)?.question.as_ref()
    }
}

impl Step {
    /// How many bytes it takes in a file.
    pub fn size(&self) -> usize {
        serde_json::to_string(self).expect("it is plain data").len()
    }
}

impl Question {
    /// Whether an answer can be right or wrong.
    pub fn is_judged(&self) -> bool {
        match self {
            Self::Named(_) => true,
            Self::Own(own) => own.right.is_some() || own.value.is_some(),
        }
    }

    /// Stands for the question where answers are kept: an answer to another one must not be taken for one to this.
    pub fn mark(&self) -> u32 {
        let text = serde_json::to_string(self).expect("it is plain data");
        crc32fast::hash(text.as_bytes())
    }
}

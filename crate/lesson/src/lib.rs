//! Lessons: steps, each with a text, a figure in a state, a question.
//!
//! A lesson is written as JSON ([`read`]), fits into a link if it is short ([`link`]), and becomes a page of its own or a
//! SCORM package ([`package`]). [`Course`] keeps what became of a learner's answers. All of it is text from strangers:
//! Markdown becomes a tree of known elements ([`markdown`]), never HTML.

#![forbid(unsafe_code)]

mod course;
mod face;
mod lesson;
pub mod link;
pub mod markdown;
pub mod package;
mod read;
mod suspend;
mod words;

pub use course::{Answer, Course, Interaction, Score, session_time};
pub use face::Play;
pub use lesson::{FigureStep, Lesson, Own, Question, Step, VERSION};
pub use read::read;
pub use suspend::{Kept, MOST as MOST_KEPT};
pub use words::{Lang, Note, Wanted};

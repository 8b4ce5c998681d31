//! What became of a learner's answers: the score, the status, and what a run-time of SCORM is told.

use crate::lesson::{Lesson, Question};
use serde::Serialize;
use std::collections::BTreeMap;

/// An answer to the question of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The last one.
    pub answer: String,
    /// Whether that was right; none if it can't be.
    pub right: Option<bool>,
    /// Whether the first one was right, which counts.
    pub first: Option<bool>,
    /// How many there were.
    pub tries: u32,
    /// The figure's state when it was given.
    pub state: String,
}

/// How many questions were answered right at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Right first answers.
    pub right: usize,
    /// Questions that can be right or wrong.
    pub judged: usize,
    /// The first as a percentage of the second; 100 if there are none.
    pub percent: u32,
    /// Questions of any kind that have no answer yet.
    pub open: usize,
}

/// An answer as SCORM 1.2 reports it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Interaction {
    /// Names the question, and which try it is if it is not the first.
    pub id: String,
    /// `choice`, `numeric` or `fill-in`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The answer: a letter for a choice.
    pub response: String,
    /// `correct`, `wrong` or `neutral`.
    pub result: &'static str,
}

/// The longest text of an interaction.
const RESPONSE: usize = 255;

/// A learner's way through a lesson.
#[derive(Clone, Debug)]
pub struct Course {
    pub(crate) lesson: Lesson,
    /// The step that is shown; after the last comes the end.
    pub(crate) at: usize,
    /// Whether the end was reached.
    pub(crate) ended: bool,
    pub(crate) answers: BTreeMap<usize, Answer>,
}

impl Course {
    /// The start of a lesson.
    pub fn new(lesson: Lesson) -> Self {
        Self {
            lesson,
            at: 0,
            ended: false,
            answers: BTreeMap::new(),
        }
    }

    /// The lesson.
    pub fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// The step that is shown.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes to a step.
    pub fn go(&mut self, step: usize) {
        self.at = step.min(self.lesson.steps.len());
        self.ended |= self.at == self.lesson.steps.len();
    }

    /// What was answered in a step.
    pub fn answer(&self, step: usize) -> Option<&Answer> {
        self.answers.get(&step)
    }

    /// Takes an answer to a step's question. None if the step asks nothing.
    pub fn answered(
        &mut self,
        step: usize,
        answer: &str,
        right: Option<bool>,
        state: &str,
    ) -> Option<Interaction> {
        let question = self.lesson.question(step)?;
        let known = self.answers.entry(step).or_default();
        // The verdict on an answer that had to wait is no new answer.
        let late = known.tries > 0 && known.answer == answer && known.right.is_none();
        if !late {
            known.tries += 1;
        }
        if known.first.is_none() {
            known.first = right;
        }
        known.answer = answer.to_owned();
        known.right = right;
        known.state = state.to_owned();
        Some(interaction(question, step, known))
    }

    /// The score so far; a question without an answer counts as not right.
    pub fn score(&self) -> Score {
        let asked = self.lesson.steps.iter().enumerate();
        let asked = asked.filter_map(|(at, step)| Some((at, step.question.as_ref()?)));
        let mut score = Score {
            right: 0,
            judged: 0,
            percent: 100,
            open: 0,
        };
        for (at, question) in asked {
            let answer = self.answers.get(&at);
            score.open += usize::from(answer.is_none());
            // In some states no answer is right: that is nobody's fault.
            let undecided = answer.is_some_and(|it| it.first.is_none());
            if question.is_judged() && !undecided {
                score.judged += 1;
                score.right += usize::from(answer.is_some_and(|it| it.first == Some(true)));
            }
        }
        if score.judged > 0 {
            score.percent = (100.0 * score.right as f64 / score.judged as f64).round() as u32;
        }
        score
    }

    /// As `cmi.core.lesson_status` names it.
    pub fn status(&self) -> &'static str {
        let score = self.score();
        match self.lesson.pass {
            _ if !self.ended || score.open > 0 => "incomplete",
            Some(pass) if score.judged > 0 => match score.percent >= pass {
                true => "passed",
                false => "failed",
            },
            _ => "completed",
        }
    }
}

fn interaction(question: &Question, step: usize, answer: &Answer) -> Interaction {
    let given = answer.answer.trim();
    let letter = |at: usize| char::from(b"abcdefghijklmnopqrstuvwxyz"[at.min(25)]).to_string();
    let number = given.trim_end_matches('%').trim_end();
    let (kind, response) = match question {
        Question::Own(own) if !own.choices.is_empty() => {
            let at = own.choices.iter().position(|choice| choice == given);
            ("choice", letter(at.unwrap_or_default()))
        }
        Question::Own(own) if own.value.is_none() => ("fill-in", plain(given)),
        _ if number.parse::<f64>().is_ok() => ("numeric", number.to_owned()),
        // The keys of a prediction's answers begin with different letters.
        _ => ("choice", given.chars().take(1).collect()),
    };
    let id = match answer.tries {
        0 | 1 => format!("step-{}", step + 1),
        tries => format!("step-{}-try-{tries}", step + 1),
    };
    let result = match answer.right {
        Some(true) => "correct",
        Some(false) => "wrong",
        None => "neutral",
    };
    Interaction {
        id,
        kind,
        response,
        result,
    }
}

/// A text as a run-time takes it: in one line, and not too long.
fn plain(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    line.take(RESPONSE).collect()
}

/// A time as SCORM 1.2 writes it: `0000:12:03.50`.
pub fn session_time(milliseconds: f64) -> String {
    let hundredths = (milliseconds.max(0.0) / 10.0).round() as u64;
    let (seconds, hundredths) = (hundredths / 100, hundredths % 100);
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let (hours, minutes) = ((minutes / 60).min(9999), minutes % 60);
    format!("{hours:04}:{minutes:02}:{seconds:02}.{hundredths:02}")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::lesson::{Own, Step};

    /// Two predictions, a choice, a free text, and a step without a question.
    pub(crate) fn course() -> Course {
        let own = |choices: &[&str], right| {
            Question::Own(Own {
                ask: "?".into(),
                choices: choices.iter().map(|it| (*it).to_owned()).collect(),
                right,
                ..Own::default()
            })
        };
        let questions = [
            Some(Question::Named("bins".into())),
            Some(Question::Named("crowd".into())),
            Some(own(&["one", "two"], Some(1))),
            Some(own(&[], None)),
            None,
        ];
        let step = |question| Step {
            question,
            ..Step::default()
        };
        let mut lesson = Lesson::new("en");
        lesson.pass = Some(60);
        lesson.steps = questions.into_iter().map(step).collect();
        Course::new(lesson)
    }

    #[test]
    fn the_first_answer_counts_and_tries_are_counted() {
        let mut course = course();
        course.answered(0, "a", Some(false), "bins=3");
        course.answered(0, "c", Some(true), "bins=4");
        let answer = course.answer(0).unwrap();
        assert_eq!(
            (answer.tries, answer.first, answer.right),
            (2, Some(false), Some(true))
        );
        assert_eq!(
            (answer.answer.as_str(), answer.state.as_str()),
            ("c", "bins=4")
        );
        assert_eq!(
            course.score(),
            Score {
                right: 0,
                judged: 3,
                percent: 0,
                open: 3
            }
        );
        assert_eq!(course.answered(4, "x", None, ""), None);
    }

    #[test]
    fn a_lesson_is_passed_or_failed_at_its_end_once_all_is_answered() {
        for (last, status) in [(true, "passed"), (false, "failed")] {
            let mut course = course();
            course.answered(0, "c", Some(true), "");
            course.answered(1, "990", Some(last), "");
            course.answered(2, "one", Some(false), "");
            course.go(9);
            assert_eq!(course.at(), 5);
            assert_eq!(course.status(), "incomplete", "the text is missing");
            course.answered(3, "because", None, "");
            assert_eq!(course.status(), status);
            assert_eq!(course.score().percent, if last { 67 } else { 33 });
            course.go(0);
            assert_eq!(course.status(), status, "to look back takes nothing away");
        }
        let mut course = course();
        course.lesson.pass = None;
        for step in 0..4 {
            course.answered(step, "x", Some(false), "");
        }
        assert_eq!(course.status(), "incomplete", "the end was not reached");
        course.go(5);
        assert_eq!(course.status(), "completed");
    }

    #[test]
    fn an_answer_that_had_to_wait_is_one_answer_and_an_undecided_one_counts_for_nothing() {
        let mut course = course();
        course.answered(0, "b", None, "");
        assert_eq!(course.score().judged, 2);
        course.answered(0, "b", Some(true), "");
        let answer = course.answer(0).unwrap();
        assert_eq!((answer.tries, answer.first), (1, Some(true)));
        assert_eq!(course.score().judged, 3);
    }

    #[test]
    fn answers_are_reported_as_a_run_time_takes_them() {
        let mut course = course();
        let mut told = |step, answer: &str, right| {
            let it = course.answered(step, answer, right, "").unwrap();
            (it.id, it.kind, it.response, it.result)
        };
        let tuple = |id: &str, kind, response: &str, result| {
            (id.to_owned(), kind, response.to_owned(), result)
        };
        assert_eq!(
            told(0, "focal", Some(false)),
            tuple("step-1", "choice", "f", "wrong")
        );
        assert_eq!(
            told(0, "c", Some(true)),
            tuple("step-1-try-2", "choice", "c", "correct")
        );
        assert_eq!(
            told(1, "98.5 %", Some(false)),
            tuple("step-2", "numeric", "98.5", "wrong")
        );
        assert_eq!(
            told(2, "two", Some(true)),
            tuple("step-3", "choice", "b", "correct")
        );
        let (.., response, result) = told(3, &format!("a\nb{}", "c".repeat(300)), None);
        assert_eq!(
            (response.len(), &response[..4], result),
            (255, "a bc", "neutral")
        );
    }

    #[test]
    fn time_is_written_as_the_standard_wants_it() {
        for (milliseconds, text) in [
            (0.0, "0000:00:00.00"),
            (723_504.0, "0000:12:03.50"),
            (59_999.0, "0000:01:00.00"),
            (3.6e6 * 12_345.0, "9999:00:00.00"),
            (-5.0, "0000:00:00.00"),
        ] {
            assert_eq!(session_time(milliseconds), text);
        }
    }
}

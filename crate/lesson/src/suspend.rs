//! A course as the text that a run-time of SCORM 1.2 keeps between visits: at most 4,096 characters.

use crate::course::{Answer, Course};
use crate::link::{pack, unpack};
use serde_json::{Value, json};

/// The most that a run-time keeps.
pub const MOST: usize = 4_096;
/// How packed texts begin; JSON begins otherwise.
const PACKED: char = 'z';
/// To so many characters are texts shortened, one try after the other.
const SHORTER: [usize; 5] = [400, 200, 100, 40, 0];

/// A text to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The text.
    pub text: String,
    /// Whether long answers had to be shortened.
    pub shortened: bool,
}

impl Course {
    /// What brings this course back. Where there is no room for all, states go first, which only tell where an answer
    /// was given; then the ends of long answers.
    pub fn kept(&self) -> Kept {
        let whole =
            |text: String, shortened| (text.len() <= MOST).then_some(Kept { text, shortened });
        let packed = |text: &str| format!("{PACKED}{}", pack(text));
        let all = self.as_json(usize::MAX, true);
        let stateless = || self.as_json(usize::MAX, false);
        whole(all.clone(), false)
            .or_else(|| whole(packed(&all), false))
            .or_else(|| whole(packed(&stateless()), false))
            .or_else(|| {
                let shorter = SHORTER
                    .iter()
                    .map(|most| packed(&self.as_json(*most, false)));
                shorter.into_iter().find_map(|text| whole(text, true))
            })
            .unwrap_or(Kept {
                text: json!([1, self.at, self.ended, []]).to_string(),
                shortened: true,
            })
    }

    fn as_json(&self, most: usize, states: bool) -> String {
        let answers = self.answers.iter().filter_map(|(step, it)| {
            let mark = self.lesson.question(*step)?.mark();
            let answer: String = it.answer.chars().take(most).collect();
            let state = if states { it.state.as_str() } else { "" };
            Some(json!([
                step, mark, answer, it.right, it.first, it.tries, state
            ]))
        });
        json!([1, self.at, self.ended, answers.collect::<Vec<_>>()]).to_string()
    }

    /// Goes back to where a learner left. Answers to questions that the lesson doesn't ask any more are left out, and so
    /// is all of a text that is none of ours. If the course system answers late, what was done meanwhile stays.
    pub fn resume(&mut self, text: &str) {
        let unpacked = text.strip_prefix(PACKED).and_then(unpack);
        let text = unpacked.as_deref().unwrap_or(text);
        let Ok(Value::Array(parts)) = serde_json::from_str(text) else {
            return;
        };
        let [version, at, ended, answers] = parts.as_slice() else {
            return;
        };
        if version.as_u64() != Some(1) {
            return;
        }
        if self.at == 0 && self.answers.is_empty() {
            self.at = (at.as_u64().unwrap_or(0) as usize).min(self.lesson.steps.len());
        }
        self.ended |= ended.as_bool().unwrap_or(false);
        for kept in answers.as_array().into_iter().flatten() {
            if let Some((step, answer)) = self.answer_of(kept) {
                self.answers.entry(step).or_insert(answer);
            }
        }
    }

    fn answer_of(&self, kept: &Value) -> Option<(usize, Answer)> {
        let [step, mark, answer, right, first, tries, state] = kept.as_array()?.as_slice() else {
            return None;
        };
        let step = step.as_u64()? as usize;
        let same = self.lesson.question(step)?.mark() == mark.as_u64()? as u32;
        same.then_some(())?;
        let answer = Answer {
            answer: answer.as_str()?.to_owned(),
            right: right.as_bool(),
            first: first.as_bool(),
            tries: tries.as_u64()? as u32,
            state: state.as_str()?.to_owned(),
        };
        Some((step, answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::tests::course;
    use crate::lesson::{Lesson, Own, Question, Step};
    use proptest::prelude::*;

    #[test]
    fn a_learner_comes_back_to_where_they_left() {
        let mut left = course();
        left.answered(0, "a", Some(false), "bins=3&mu=0.1");
        left.answered(0, "c", Some(true), "bins=3");
        left.answered(3, "weil “sie” 少", None, "");
        left.go(3);
        let kept = left.kept();
        assert!(!kept.shortened);
        let mut back = course();
        back.resume(&kept.text);
        assert_eq!(back.at(), 3);
        assert_eq!(back.answers, left.answers);
        // The course system answers only after the learner has begun anew.
        let mut late = course();
        late.answered(0, "b", Some(false), "");
        late.go(1);
        late.resume(&kept.text);
        assert_eq!(late.at(), 1);
        assert_eq!(late.answer(0).unwrap().answer, "b");
        assert_eq!(late.answer(3), left.answer(3));
        // Two tries and none: the second question was changed meanwhile.
        let mut changed = course();
        changed.lesson.steps[0].question = Some(Question::Named("shape".into()));
        changed.resume(&kept.text);
        assert_eq!(changed.answers.keys().collect::<Vec<_>>(), [&3]);
    }

    #[test]
    fn what_is_not_ours_starts_the_lesson_anew() {
        for text in [
            "",
            "null",
            "z!",
            "[2,1,true,[]]",
            "[1]",
            "zAAAA",
            "bookmark=3",
        ] {
            let mut course = course();
            course.resume(text);
            assert_eq!((course.at(), course.answers.len()), (0, 0), "{text}");
        }
    }

    fn texts(count: usize) -> Course {
        let question = || {
            Some(Question::Own(Own {
                ask: "?".into(),
                ..Own::default()
            }))
        };
        let mut lesson = Lesson::new("en");
        lesson.steps = (0..count)
            .map(|_| Step {
                question: question(),
                ..Step::default()
            })
            .collect();
        Course::new(lesson)
    }

    /// Letters that no packing makes much shorter.
    fn noise(seed: usize, length: usize) -> String {
        let mut it = seed as u32 + 1;
        let mut next = || {
            it = it.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from_u32(0x4e00 + (it >> 18)).unwrap()
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn long_answers_are_packed_then_shortened_and_that_is_said() {
        let mut some = texts(3);
        for step in 0..3 {
            some.answered(
                step,
                &"the same words again, ".repeat(40),
                None,
                &"bins=3&".repeat(90),
            );
        }
        let kept = some.kept();
        assert!(kept.text.starts_with(PACKED) && !kept.shortened);
        let mut many = texts(20);
        for step in 0..20 {
            many.answered(step, &noise(step, 900), None, "");
        }
        let kept = many.kept();
        assert!(
            kept.text.len() <= MOST && kept.shortened,
            "{}",
            kept.text.len()
        );
        let mut back = texts(20);
        back.resume(&kept.text);
        assert_eq!(back.answers.len(), 20, "no answer is lost as a whole");
        assert!(
            many.answer(7)
                .unwrap()
                .answer
                .starts_with(&back.answer(7).unwrap().answer)
        );
    }

    proptest! {
        #[test]
        fn it_always_fits(count in 1usize..100, length in 0usize..1000) {
            let mut course = texts(count);
            for step in 0..count {
                course.answered(step, &noise(step, length), None, &noise(step, length / 3));
            }
            prop_assert!(course.kept().text.len() <= MOST);
        }

        #[test]
        fn no_text_is_too_strange_to_resume(text in "\\PC{0,80}") {
            course().resume(&text);
        }
    }
}

//! Any text as a lesson's file, as one in a link, and as what a course system kept.
#![no_main]

use lesson::{Course, Lesson, MOST_KEPT, link::unlink, read};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for lesson in [read(text), unlink(text)].into_iter().flatten() {
        let mut course = Course::new(lesson.0);
        course.resume(text);
        assert!(course.kept().text.len() <= MOST_KEPT);
    }
    Course::new(Lesson::new("en")).resume(text);
});

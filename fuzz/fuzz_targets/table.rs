//! Any text below a header that is known.
#![no_main]

use data::{Choices, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = [b"logit,target\n", bytes].concat();
    if let Ok(read) = read(&[("table.csv", &text)], &Choices::default()) {
        let examples = read.examples.expect("a table of logits and targets has examples");
        assert!(examples.logits.iter().all(|x| x.is_finite()));
        assert!(examples.targets.iter().all(|t| (0.0..=1.0).contains(t)));
        assert_eq!(examples.logits.len() as u64, read.report.examples);
    }
});

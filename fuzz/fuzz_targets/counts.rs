//! Any text below the header of a table of counts.
#![no_main]

use data::{Choices, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = [b"cell,count,loss,positives\n", bytes].concat();
    if let Ok(read) = read(&[("counts.csv", &text)], &Choices::default())
        && let Some(counts) = read.counts
    {
        let total = counts.total();
        assert!(counts.counts.iter().all(|&count| count <= total));
    }
});

//! Any bytes as a file of any kind, told apart by its first bytes.
#![no_main]

use data::{Choices, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = read(&[("file", bytes)], &Choices::default());
});

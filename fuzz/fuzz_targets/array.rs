//! Any header and values of NumPy's format, beside targets that are right.
#![no_main]

use data::{Choices, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let array = [b"\x93NUMPY\x01\0", bytes].concat();
    let targets = b"{\"targets\": [0, 1, 0, 1]}";
    let _ = read(&[("logits.npy", &array), ("targets.json", targets)], &Choices::default());
    let _ = read(&[("data.npy", &array)], &Choices::default());
});

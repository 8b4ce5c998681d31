//! Any text as the condition of a claim, and as a number's name.
#![no_main]

use explainer::derived::Derived;
use explainer::knob::State;
use explainer::prose::{claim::holds, quote::quote};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (state, derived) = (State::default(), Derived::default());
    let _ = holds(&state, &derived, text);
    let _ = quote(&state, &derived, text);
});

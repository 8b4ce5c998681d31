//! Any text as an address or an attribute: the state that it gives brings itself back.
#![no_main]

use explainer::knob::State;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut state = State::default();
    for note in state.apply_query(text, &[]) {
        assert!(note.sentence(state.lang).chars().count() < 600);
    }
    let mut again = State::default();
    assert_eq!(again.apply_query(&state.query(), &[]), []);
    assert_eq!(again, state);
});

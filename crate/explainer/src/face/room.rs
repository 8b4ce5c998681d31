//! Whether there is memory for what a state asks for, before it is used: code that runs out of memory midway stops, and
//! the page has to be started again.

use crate::knob::{Data, Note, Problem, State};
use std::hint::black_box;

/// Bytes that figures take for an example, at most: what is sorted, summed up and kept of it, and what making it takes
/// beside.
const BYTES: usize = 128;
/// It is asked for in pieces, as no single array is larger.
const PIECES: usize = 16;
/// Fewer examples are not worth the question.
const FEW: usize = 200_000;

/// Whether so many bytes can be had now. They are given back, and kept for whoever asks next.
fn is_room(bytes: usize) -> bool {
    let mut held: Vec<Vec<u8>> = Vec::with_capacity(PIECES);
    (0..PIECES).all(|_| {
        let mut piece = Vec::new();
        let had = piece.try_reserve_exact(bytes.div_ceil(PIECES)).is_ok();
        held.push(black_box(piece));
        had
    })
}

/// The examples that the page itself makes for a state.
fn made(state: &State) -> usize {
    match state.data {
        Data::Preset(_) if cfg!(feature = "whole") => state.n,
        _ => 0,
    }
}

/// Why a state can't be had after another one, if there is no memory for its examples.
pub(super) fn refused(old: &State, new: &State) -> Option<Note> {
    let wanted = made(new);
    let same = (old.data, old.n, old.seed) == (new.data, new.n, new.seed);
    if wanted < FEW || same {
        return None;
    }
    no_room(wanted).map(|problem| Note {
        key: "n".into(),
        value: wanted.to_string(),
        problem,
    })
}

/// What is wrong with so many examples, if there is no memory for them.
pub(super) fn no_room(examples: usize) -> Option<Problem> {
    let bytes = examples.saturating_mul(BYTES);
    let megabytes = bytes.div_ceil(1 << 20);
    (examples >= FEW && !is_room(bytes)).then_some(Problem::NoRoom { megabytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ghm::sample::Preset;

    #[test]
    fn only_examples_that_are_made_anew_are_asked_for() {
        let state = |n: usize, data| State {
            n,
            data,
            ..State::default()
        };
        let preset = Data::Preset(Preset::Early);
        assert_eq!(made(&state(4_000_000, preset)), 4_000_000);
        assert_eq!(made(&state(4_000_000, Data::Noisy)), 0);
        let many = state(4_000_000, preset);
        assert_eq!(
            refused(&state(100, preset), &many),
            None,
            "this machine has it"
        );
        assert_eq!(refused(&many, &many), None);
    }

    #[test]
    fn what_no_machine_has_is_refused_with_its_size() {
        let huge = 1 << 55;
        let megabytes = huge / (1 << 20) * BYTES;
        assert_eq!(no_room(huge), Some(Problem::NoRoom { megabytes }));
        assert_eq!(no_room(100), None);
    }
}

//! Predictions: the reader answers before the figure does. Which answer is right follows from the
//! live state.

use super::quote::value;
use crate::data::TrainedWith;
use crate::derived::Derived;
use crate::knob::State;
use crate::loss;
use crate::plot::sort_few;
use crate::text::Text;
use crate::text::number::{number, parse};
use ghm::baseline::smooth_l1;
use ghm::density::{count_window, valid_length};

/// What became of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether it was right, or near enough.
    pub right: bool,
    /// The right choice, where there are choices.
    pub answer: Option<&'static str>,
    /// The number that decides which answer is right, as text.
    pub value: String,
}

/// Judges `answer` to the prediction called `name`. None if there is no such prediction, a guess is
/// not a number, or the data aren't here yet.
pub fn judge(state: &State, derived: &Derived, name: &str, answer: &str) -> Option<Verdict> {
    let text = |v: f64| number(v, 3, state.lang);
    let choice = |right: &'static str, value: String| Verdict {
        right: answer == right,
        answer: Some(right),
        value,
    };
    let guess = |right: f64, tolerance: f64| {
        let guessed = parse(answer)?;
        let near = (guessed - right).abs() <= tolerance;
        Some(Verdict {
            right: near,
            answer: None,
            value: text(right),
        })
    };
    match name {
        // How many in a thousand anchors are in the first region, to within 25.
        "crowd" => guess(
            libm::round(1000.0 * value(state, derived, "share.first")?),
            25.0,
        ),
        // Which of three examples weighs most by the exact density: a is the first, b the sixth, c the eighth.
        "loneliest" => {
            let weights = hand_weights(state);
            let heaviest = ["a", "b", "c"].into_iter().zip([0, 5, 7]);
            let (right, i) = heaviest.max_by(|x, y| weights[x.1].total_cmp(&weights[y.1]))?;
            Some(choice(right, text(weights[i])))
        }
        // Under which loss the last region has the largest part of the gradient.
        "outliers" => {
            let part = |key: &'static str| {
                let part = value(state, derived, &format!("part.{key}.last"));
                (key, part.unwrap_or(0.0))
            };
            let parts = state
                .losses
                .places()
                .map(|place| part(loss::class_row(place).key));
            let (right, part) = parts.max_by(|x, y| x.1.total_cmp(&y.1))?;
            Some(choice(right, format!("{}%", text(100.0 * part))))
        }
        // The contribution of the last filled region, compared with that of the region at g = .5.
        "shape" => {
            let ghm = derived.contribution(state, loss::GHM);
            let last = *ghm.iter().rev().find(|v| **v > 0.0)?;
            let middle = *ghm.get(ghm.len() / 2)?;
            let ratio = Some(last / middle).filter(|r| r.is_finite())?;
            Some(choice(of_three(ratio, 1.25, 4.0), text(ratio)))
        }
        // The greatest weight with 100 regions, compared with 30.
        "bins" => {
            let greatest = |bins| with(state, derived, "weight.greatest", |s| s.bins = bins);
            let ratio = greatest(100)? / greatest(30)?;
            Some(choice(of_three(ratio, 0.8, 1.25), text(ratio)))
        }
        // By which factor the first loss is too large.
        "first-loss" => {
            let ratio = value(state, derived, "loss.first")? / value(state, derived, "loss.ghm")?;
            // The slider ends at 20, which is right for any larger ratio.
            guess(ratio, (0.1 * ratio).max(ratio - 20.0))
        }
        // Whether an offset of 2 has a larger gradient norm under SL1 (b) than one of .2, or the same (c).
        "offset" => {
            let slope = |d| smooth_l1(d, state.delta).derivative;
            let ratio = slope(2.0) / slope(0.2);
            let right = if ratio > 1.0 + 1e-9 { "b" } else { "c" };
            Some(choice(right, text(ratio)))
        }
        // GHM-C of the detector trained with focal loss, compared with the one trained with cross-entropy.
        "flat" => {
            let loss = |trained| {
                with(state, derived, "loss.ghm", |s| {
                    s.trained = trained;
                    s.step = State::default().step;
                })
            };
            let ratio = loss(TrainedWith::Focal)? / loss(TrainedWith::CrossEntropy)?;
            let right = match ratio {
                r if r > 3.0 => "a",
                r if r > 1.4 => "b",
                _ => "c",
            };
            Some(choice(right, text(ratio)))
        }
        // The number of outliers from which on GHM-C is better than cross-entropy.
        "crossover" => {
            let at = derived.twin.crossing()?;
            let right = match at {
                Some(k) if k < 12.0 => "a",
                Some(k) if k < 150.0 => "b",
                Some(_) => "c",
                None => "d",
            };
            let value = match at {
                Some(k) => number(k, 2, state.lang),
                None => Text::NoCrossing.get(state.lang).into(),
            };
            Some(choice(right, value))
        }
        _ => None,
    }
}

fn of_three(ratio: f64, low: f64, high: f64) -> &'static str {
    match ratio {
        r if r < low => "a",
        r if r < high => "b",
        _ => "c",
    }
}

/// A quoted number in a state that differs by `change`.
fn with(
    state: &State,
    derived: &Derived,
    key: &str,
    change: impl FnOnce(&mut State),
) -> Option<f64> {
    let mut other = state.clone();
    change(&mut other);
    value(&other, derived, key)
}

fn hand_weights(state: &State) -> Vec<f64> {
    let epsilon = 1.0 / state.hbins as f64;
    let mut g = state.hand;
    sort_few(&mut g);
    let weight =
        |&y: &f64| g.len() as f64 * valid_length(y, epsilon) / count_window(&g, y, epsilon) as f64;
    g.iter().map(weight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Recorded;

    fn ready() -> (State, Derived) {
        let mut derived = Derived::default();
        let bytes = include_bytes!("../../../../www/data/recorded_noisy.bin");
        let noisy = Recorded::decode(bytes).unwrap();
        derived.load(|loaded| loaded.noisy = vec![noisy.into()]);
        (State::default(), derived)
    }

    #[test]
    fn answers_follow_from_the_state() {
        let (state, derived) = ready();
        let right = |name, answer| judge(&state, &derived, name, answer).unwrap().right;
        for (name, yes, no) in [
            ("crowd", "990", "500"),
            ("loneliest", "b", "c"),
            ("outliers", "focal", "ghm"),
            ("shape", "b", "a"),
            ("bins", "c", "a"),
            ("first-loss", "4", "1"),
            ("offset", "c", "b"),
            ("flat", "c", "a"),
        ] {
            assert!(right(name, yes), "{name}: {yes} is right");
            assert!(!right(name, no), "{name}: {no} is wrong");
        }
        assert_eq!(judge(&state, &derived, "colour", "a"), None);
        assert_eq!(judge(&state, &derived, "crowd", "many"), None);
    }

    #[test]
    fn another_state_has_another_answer() {
        let (mut state, derived) = ready();
        state.momentum = 0.9;
        state.delta = 1.0;
        state.hand = [0.02, 0.3, 0.31, 0.32, 0.33, 0.34, 0.35, 0.97];
        assert!(judge(&state, &derived, "first-loss", "10").unwrap().right);
        assert!(judge(&state, &derived, "offset", "b").unwrap().right);
        assert!(!judge(&state, &derived, "loneliest", "b").unwrap().right);
    }
}

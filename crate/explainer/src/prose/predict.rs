//! Predictions: the reader answers before the figure does. Which answer is right follows from the
//! live state.

use super::quote::{amount, quote, value};
use crate::data::TrainedWith;
use crate::derived::Derived;
use crate::knob::{Data, Scope, State};
use crate::live::Aim;
use crate::loss;
use crate::plot::sort_few;
use crate::text::Text;
use crate::text::number::{number, parse, percent};
use ghm::baseline::smooth_l1;
use ghm::density::{count_window, valid_length};

/// What became of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// How good it was.
    pub grade: Grade,
    /// The right choice, where there are choices.
    pub answer: Option<&'static str>,
    /// The number that decides which answer is right, as text. Where there is no such number, a sentence that says why.
    pub value: String,
    /// Whether `value` is a sentence.
    pub says: bool,
}

/// How good an answer was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// The right one, or as near as a guess can be.
    Right,
    /// A guess that is not far off.
    Near,
    /// Another one.
    Wrong,
    /// The present state has no right answer.
    Undecided,
}

impl Grade {
    /// How good a guess it was; none where nothing was right.
    pub fn aim(self) -> Option<Aim> {
        match self {
            Self::Right => Some(Aim::Right),
            Self::Near => Some(Aim::Near),
            Self::Wrong => Some(Aim::Wild),
            Self::Undecided => None,
        }
    }

    /// As scripts and styles know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "yes",
            Self::Near => "near",
            Self::Wrong => "no",
            Self::Undecided => "none",
        }
    }
}

/// Judges `answer` to the prediction called `name`. None if there is no such prediction, a guess is
/// not a number, or the data aren't here yet.
pub fn judge(state: &State, derived: &Derived, name: &str, answer: &str) -> Option<Verdict> {
    let text = |v: f64| number(v, 3, state.lang);
    let undecided = |why: Text| Verdict {
        grade: Grade::Undecided,
        answer: None,
        value: why.get(state.lang).into(),
        says: true,
    };
    let choice = |right: &'static str, value: String| Verdict {
        grade: match answer == right {
            true => Grade::Right,
            false => Grade::Wrong,
        },
        answer: Some(right),
        value,
        says: false,
    };
    let guess = |right: f64, [close, near]: [f64; 2]| {
        let off = (parse(answer)? - right).abs();
        Some(Verdict {
            grade: match off {
                _ if off <= close => Grade::Right,
                _ if off <= near => Grade::Near,
                _ => Grade::Wrong,
            },
            answer: None,
            value: text(right),
            says: false,
        })
    };
    match name {
        // How many in a thousand anchors are in the first region.
        "crowd" => guess(
            libm::round(1000.0 * value(state, derived, "share.first")?),
            [25.0, 100.0],
        ),
        // Which of some examples weigh most by the exact density: a is the first, b the fifth and the sixth, c the eighth.
        "loneliest" => {
            let weights = hand_weights(state);
            let of = |places: &[usize]| places.iter().map(|&i| weights[i]).fold(0.0, f64::max);
            let each = [("a", of(&[0])), ("b", of(&[4, 5])), ("c", of(&[7]))];
            Some(match greatest(each) {
                Some((right, weight)) => choice(right, text(weight)),
                None => undecided(Text::TieUndecided),
            })
        }
        // Under which loss the last region has the largest part of the gradient.
        "outliers" => {
            let part = |key, name| Some((key, value(state, derived, name)?));
            let parts = [
                part("ce", "part.ce.last")?,
                part("focal", "part.focal.last")?,
                part("ghm", "part.ghm.last")?,
            ];
            Some(match greatest(parts) {
                Some((right, part)) => choice(right, percent(part, state.lang)),
                None if parts.iter().all(|part| part.1 == 0.0) => undecided(Text::EmptyUndecided),
                None => undecided(Text::TieUndecided),
            })
        }
        // The contribution of the last filled region, compared with that of the region at g = .5.
        "shape" => {
            derived.examples(state).all.as_ref()?;
            let ghm = derived.contribution(state, loss::GHM);
            let (last, middle) = (ghm.iter().rposition(|v| *v > 0.0), ghm.len() / 2);
            Some(match last {
                Some(last) if last != middle && ghm[middle] > 0.0 => {
                    let ratio = ghm[last] / ghm[middle];
                    choice(of_three(ratio, 1.25, 4.0), text(ratio))
                }
                _ => undecided(Text::EmptyUndecided),
            })
        }
        // The greatest weight with 100 regions, compared with 30.
        "bins" => {
            let greatest = |bins| with(state, derived, "weight.greatest", |s| s.bins = bins);
            let ratio = greatest(100)? / greatest(30)?;
            Some(choice(of_three(ratio, 0.8, 1.25), text(ratio)))
        }
        // By which factor the first loss is too large. With five levels it is a mean over their calls.
        "first-loss" => {
            let [first, settled] = match state.scope == Scope::Levels {
                true => ["sequence.first", "sequence.first.plain"],
                false => ["loss.first", "loss.ghm"],
            };
            let ratio = value(state, derived, first)? / value(state, derived, settled)?;
            // The slider ends at 20, which is right for any larger ratio.
            let close = (0.1 * ratio).max(ratio - 20.0);
            guess(ratio, [close, close.max(0.5 * ratio)])
        }
        // Whether an offset of 2 has a larger gradient norm under SL1 (b) than one of .2, or the same (c).
        "offset" => {
            let slope = |d| smooth_l1(d, state.delta).derivative;
            let (near, far) = (slope(0.2), slope(2.0));
            let right = if far / near > 1.0 + 1e-9 { "b" } else { "c" };
            Some(choice(
                right,
                format!("d = 0.2 → {}, d = 2 → {}", text(near), text(far)),
            ))
        }
        // GHM-C of the detector trained with focal loss, compared with the one trained with cross-entropy.
        "flat" => {
            let loss = |trained| {
                with(state, derived, "loss.ghm", |s| {
                    // Nothing else was trained with several losses.
                    if s.data != Data::Clean {
                        s.data = Data::Noisy;
                    }
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
            if !(state.losses.contains(loss::CE) && state.losses.contains(loss::GHM)) {
                return Some(undecided(Text::LossUndecided));
            }
            Some(match derived.twin.crossing()? {
                Some(k) => {
                    let right = match k {
                        k if k < 12.0 => "a",
                        k if k < 150.0 => "b",
                        _ => "c",
                    };
                    choice(right, number(k, 2, state.lang))
                }
                None => Verdict {
                    says: true,
                    ..choice("d", Text::NoCrossing.get(state.lang).into())
                },
            })
        }
        // Somebody's own question: `weight.at.0.5~0.1` takes what is off by at most 0.1, `weight.at.0.5~10%` by a tenth of it.
        // As many digits as are quoted are enough; what is quoted as a percentage is asked for as one.
        _ => {
            let (key, within) = name.split_once('~')?;
            let quoted = quote(state, derived, key)?;
            let unit = if quoted.ends_with('%') { 100.0 } else { 1.0 };
            let right = amount(state, derived, key)? * unit;
            let part = within.strip_suffix('%');
            let scale = if part.is_some() {
                right.abs() / 100.0
            } else {
                1.0
            };
            let close = (parse(part.unwrap_or(within))? * scale).max(right.abs() * 0.005);
            let value = quoted;
            Some(Verdict {
                value,
                ..guess(right, [close, close])?
            })
        }
    }
}

/// The greatest of some numbers, if it is above 0 and no other equals it.
fn greatest<const N: usize>(each: [(&'static str, f64); N]) -> Option<(&'static str, f64)> {
    let first = each.into_iter().max_by(|x, y| x.1.total_cmp(&y.1))?;
    let others = each.iter().filter(|it| it.0 != first.0);
    let alone = others.fold(0.0, |most: f64, it| most.max(it.1)) < first.1 * (1.0 - 1e-9);
    alone.then_some(first)
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
        let right =
            |name, answer| judge(&state, &derived, name, answer).unwrap().grade == Grade::Right;
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
        let grade = |name, answer| judge(&state, &derived, name, answer).unwrap().grade;
        assert_eq!(grade("first-loss", "10"), Grade::Right);
        assert_eq!(grade("offset", "b"), Grade::Right);
        assert_eq!(grade("loneliest", "b"), Grade::Wrong);
    }

    #[test]
    fn near_guesses_and_wild_ones_are_told_apart() {
        let (state, derived) = ready();
        let grade = |name, answer| judge(&state, &derived, name, answer).unwrap().grade;
        assert_eq!(grade("crowd", "920"), Grade::Near);
        assert_eq!(grade("crowd", "500"), Grade::Wrong);
        assert_eq!(grade("first-loss", "3"), Grade::Near);
        assert_eq!(grade("first-loss", "20"), Grade::Wrong);
    }

    #[test]
    fn every_question_that_an_element_can_name_is_judged() {
        let (state, derived) = ready();
        for name in crate::registry::QUESTIONS {
            // Only the twin's answer has to be computed first.
            let judged = judge(&state, &derived, name, "1").is_some();
            assert_eq!(judged, *name != "crossover", "{name}");
        }
    }

    #[test]
    fn a_number_of_ones_own_is_right_within_its_tolerance() {
        let (state, derived) = ready();
        let grade = |name, answer| judge(&state, &derived, name, answer).map(|it| it.grade);
        let weight = value(&state, &derived, "weight.at.0.5").unwrap();
        let (near, far) = ((weight * 1.09).to_string(), (weight * 1.11).to_string());
        assert_eq!(grade("weight.at.0.5~10%", &near), Some(Grade::Right));
        assert_eq!(grade("weight.at.0.5~10%", &far), Some(Grade::Wrong));
        assert_eq!(grade("bins~2", "32"), Some(Grade::Right));
        assert_eq!(grade("bins~2", "32.5"), Some(Grade::Wrong));
        // What is shown in three digits may be answered in three.
        let shown = quote(&state, &derived, "weight.at.0.5").unwrap();
        assert_eq!(grade("weight.at.0.5~0", &shown), Some(Grade::Right));
        // A share is a percentage, as it is quoted.
        let shown = quote(&state, &derived, "share.first").unwrap();
        assert!(shown.ends_with('%'));
        assert_eq!(grade("share.first~2", "95"), Some(Grade::Wrong));
        assert_eq!(grade("share.first~2", "98.5"), Some(Grade::Right));
        for (name, answer) in [
            ("weight.at.0.5~10%", "many"),
            ("colour~1", "1"),
            ("bins~", "1"),
            ("mu", "1"),
        ] {
            assert_eq!(grade(name, answer), None, "{name} {answer}");
        }
    }

    #[test]
    fn a_tie_or_an_empty_region_has_no_verdict_and_says_why() {
        let (mut state, derived) = ready();
        let says = |state: &State, name| {
            let verdict = judge(state, &derived, name, "a").unwrap();
            assert_eq!(verdict.grade, Grade::Undecided, "{name}");
            assert!(verdict.says && verdict.value.ends_with('.'));
            verdict.value
        };
        state.hand = [0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.9];
        assert!(says(&state, "loneliest").contains("tie"));
        state.set("data", "all-easy").unwrap();
        assert!(says(&state, "outliers").contains("empty"));
        assert!(says(&state, "shape").contains("empty"));
        state.set("losses", "ghm,ohem").unwrap();
        assert!(says(&state, "crossover").contains("not shown"));
    }
}

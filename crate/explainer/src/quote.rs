//! Numbers that the article's prose quotes from the live state.

use crate::derived::Derived;
use crate::plot::cell;
use crate::scale::{count, number, parse};
use crate::state::State;
use ghm::baseline::asl1;

/// Digits of a quoted number: prose wants fewer than a read-out.
const DIGITS: usize = 3;

/// The number called `key` as text. None if there is no such number, or no data yet.
///
/// `weight.at.0.5` and the like take a gradient norm; `ratio.0.5.0.01` takes two.
pub fn quote(state: &State, derived: &Derived, key: &str) -> Option<String> {
    let lang = state.lang;
    let whole = |v: u64| Some(count(v, lang));
    match key {
        "n" => whole(derived.examples.as_ref()?.len() as u64),
        "filled" => whole(filled(derived).count() as u64),
        "count.first" => whole(*derived.counts.first()?),
        "count.last" => whole(*derived.counts.last()?),
        "count.least" => whole(filled(derived).min()?),
        "positives" => whole(derived.positives.as_ref()?.len() as u64),
        "batch" => whole(state.batch.min(derived.sequence.counts.len()) as u64),
        "step" => whole(u64::from(derived.shown_step(state)?)),
        "twin.outliers" => whole(state.outliers as u64),
        _ => match value(state, derived, key) {
            Some(v)
                if ["share.", "part.", "offset.last", "twin.share."]
                    .iter()
                    .any(|p| key.starts_with(p)) =>
            {
                Some(format!("{}%", number(100.0 * v, DIGITS, lang)))
            }
            Some(v) => Some(number(v, DIGITS, lang)),
            None => None,
        },
    }
}

/// Brings up to `state` what the number called `key` hangs on, and no more: a frame has no time for all.
pub fn prepare(state: &State, derived: &mut Derived, key: &str) {
    derived.update_examples(state);
    if key.starts_with("part.") {
        derived.update_gradients(state);
    }
    if key == "batch" || key.starts_with("sequence.") {
        derived.update_sequence(state);
    }
}

/// The number called `key`, unrounded.
pub fn value(state: &State, derived: &Derived, key: &str) -> Option<f64> {
    let total = || {
        derived
            .examples
            .as_ref()
            .map(|e| e.len() as f64)
            .filter(|n| *n > 0.0)
    };
    let per_example = |sum: f64| Some(sum / total()?);
    let epsilon = 1.0 / state.bins as f64;
    match key {
        "bins" => Some(state.bins as f64),
        "momentum" => Some(state.momentum),
        "mu" => Some(state.mu),
        "cold.factor" => Some(1.0 / (1.0 - state.momentum)),
        "sequence.first" => derived.sequence.with_momentum.first().copied(),
        "sequence.first.plain" => derived.sequence.without_momentum.first().copied(),
        "share.first" => per_example(*derived.counts.first()? as f64),
        "share.last" => per_example(*derived.counts.last()? as f64),
        "weight.first" => derived.weights.first().copied().filter(|w| *w > 0.0),
        "weight.last" => derived.weights.last().copied().filter(|w| *w > 0.0),
        "weight.greatest" => derived
            .weights
            .iter()
            .copied()
            .filter(|w| *w > 0.0)
            .reduce(f64::max),
        "loss.ce" => per_example(derived.examples.as_ref()?.total_loss()),
        "loss.ghm" => per_example(weighted(derived, &derived.weights)),
        "loss.first" => per_example(weighted(derived, &derived.first_weights)),
        "loss.exact" => derived.exact_loss(state),
        "part.ce.first" => derived
            .gradient_ce
            .first()
            .map(|v| v / sum(&derived.gradient_ce)),
        "part.focal.first" => derived
            .gradient_focal
            .first()
            .map(|v| v / sum(&derived.gradient_focal)),
        "part.ghm.first" => derived
            .gradient_ghm
            .first()
            .map(|v| v / sum(&derived.gradient_ghm)),
        "part.ce.last" => derived
            .gradient_ce
            .last()
            .map(|v| v / sum(&derived.gradient_ce)),
        "part.focal.last" => derived
            .gradient_focal
            .last()
            .map(|v| v / sum(&derived.gradient_focal)),
        "part.ghm.last" => derived
            .gradient_ghm
            .last()
            .map(|v| v / sum(&derived.gradient_ghm)),
        "offset.edge" => {
            let m = state.rbins as f64;
            (state.rbins > 1).then(|| ghm::density::regression_key((m - 1.0) / m, state.mu))
        }
        "offset.last" => {
            let counts = &derived.boxes.counts;
            let all: u64 = counts.iter().sum();
            (all > 0).then(|| counts.last().map(|&c| c as f64 / all as f64))?
        }
        "twin.ap.ce" => Some(derived.twin.trained()?.ap[0]),
        "twin.ap.focal" => Some(derived.twin.trained()?.ap[1]),
        "twin.ap.ghm" => Some(derived.twin.trained()?.ap[2]),
        "twin.share.ce" => Some(derived.twin.trained()?.share[0]),
        "twin.share.ghm" => Some(derived.twin.trained()?.share[2]),
        _ => {
            let (name, norms) = key.split_once('.')?;
            let norms = norms.strip_prefix("at.").unwrap_or(norms);
            match name {
                "weight" => weight_at(derived, norm(norms)?),
                "asl1" => Some(asl1(parse(norms)?, state.mu).derivative.abs()),
                "density" => density_at(derived, norm(norms)?),
                "exact" => {
                    let gd = derived.examples.as_ref()?.density(norm(norms)?, epsilon);
                    (gd > 0.0).then_some(total()? / gd)
                }
                "ratio" => {
                    let (a, b) = two_norms(norms)?;
                    Some(weight_at(derived, a)? / weight_at(derived, b)?)
                }
                _ => None,
            }
        }
    }
}

fn filled(derived: &Derived) -> impl Iterator<Item = u64> + '_ {
    derived.counts.iter().copied().filter(|&c| c > 0)
}

fn sum(parts: &[f64]) -> f64 {
    parts.iter().sum::<f64>().max(f64::MIN_POSITIVE)
}

fn weighted(derived: &Derived, weights: &[f64]) -> f64 {
    weights
        .iter()
        .zip(&derived.losses)
        .map(|(w, l)| w * l)
        .sum()
}

fn weight_at(derived: &Derived, g: f64) -> Option<f64> {
    let weight = *derived.weights.get(cell(&derived.edges, g)?)?;
    (weight > 0.0).then_some(weight)
}

fn density_at(derived: &Derived, g: f64) -> Option<f64> {
    let count = *derived.counts.get(cell(&derived.edges, g)?)?;
    Some(count as f64 * derived.counts.len() as f64)
}

fn norm(text: &str) -> Option<f64> {
    parse(text).filter(|g| (0.0..=1.0).contains(g))
}

/// `0.5.0.01` is 0.5 and 0.01: each norm has one point.
fn two_norms(text: &str) -> Option<(f64, f64)> {
    let split = text.match_indices('.').nth(1)?.0;
    Some((norm(text.get(..split)?)?, norm(text.get(split + 1..)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Data;
    use ghm::sample::Preset;

    fn uniform() -> (State, Derived) {
        let state = State {
            data: Data::Preset(Preset::Uniform),
            n: 10_000,
            bins: 10,
            ..State::default()
        };
        let mut derived = Derived::default();
        derived.update(&state);
        (state, derived)
    }

    #[test]
    fn quotes_come_from_the_state() {
        let (state, derived) = uniform();
        let text = |key| quote(&state, &derived, key);
        assert_eq!(text("n").as_deref(), Some("10,000"));
        assert_eq!(text("bins").as_deref(), Some("10"));
        assert_eq!(text("filled").as_deref(), Some("10"));
        assert_eq!(text("cold.factor").as_deref(), Some("4"));
        // Uniform: every weight is near 1, and so is the loss: the integral of -ln(1 - g).
        for key in [
            "weight.first",
            "weight.at.0.5",
            "exact.at.0.5",
            "loss.ghm",
            "loss.exact",
        ] {
            let found = value(&state, &derived, key).unwrap();
            assert!((found - 1.0).abs() < 0.1, "{key}: {found}");
        }
        let first = value(&state, &derived, "loss.first").unwrap();
        assert!((first / value(&state, &derived, "loss.ghm").unwrap() - 4.0).abs() < 1e-9);
        let ratio = value(&state, &derived, "ratio.0.5.0.01").unwrap();
        assert!((ratio - 1.0).abs() < 0.2);
    }

    #[test]
    fn what_was_prepared_is_what_all_would_give() {
        let (mut state, mut derived) = uniform();
        (state.bins, state.gamma, state.momentum) = (17, 1.0, 0.5);
        let (_, mut whole) = uniform();
        whole.update(&state);
        for key in [
            "n",
            "batch",
            "sequence.first",
            "part.focal.first",
            "part.ghm.last",
            "loss.ghm",
        ] {
            prepare(&state, &mut derived, key);
            let found = quote(&state, &derived, key);
            assert_eq!(found, quote(&state, &whole, key), "{key}");
            assert!(found.is_some(), "{key}");
        }
    }

    #[test]
    fn an_unknown_number_is_none() {
        let (state, derived) = uniform();
        for key in [
            "",
            "weight",
            "weight.at.",
            "weight.at.2",
            "ratio.0.5",
            "colour",
        ] {
            assert_eq!(quote(&state, &derived, key), None, "{key}");
        }
    }
}

//! Numbers that the article's prose quotes from the live state.

use crate::derived::{Derived, Regions, between, deviation, in_half, weight_at};
use crate::knob::{Data, Precision, State};
use crate::loss;
use crate::plot::cell;
use crate::text::number::{count, number, parse, percent, steady_percent};
use ghm::baseline::asl1;

/// Digits of a quoted number: prose wants fewer than a read-out.
const DIGITS: usize = 3;

/// Numbers that are shares: quoted as percentages.
const SHARES: [&str; 4] = ["share.", "part.", "offset.last", "twin.share."];

/// The number called `key`, as text. None if there is no such number, or the data aren't here yet.
///
/// `weight.at.0.5` and the like take a gradient norm; `ratio.0.5.0.01` takes two; `part.ce.first` and `twin.ap.ce` take
/// the key of a loss.
pub fn quote(state: &State, derived: &Derived, key: &str) -> Option<String> {
    let lang = state.lang;
    if let Some(whole) = whole(state, derived, key) {
        return Some(count(whole, lang));
    }
    let value = value(state, derived, key)?;
    if key.starts_with("heard.") {
        return Some(steady_percent(value));
    }
    if SHARES.iter().any(|start| key.starts_with(start)) {
        return Some(percent(value, lang));
    }
    Some(number(value, DIGITS, lang))
}

/// The number called `key`, whole or not, unrounded.
pub fn amount(state: &State, derived: &Derived, key: &str) -> Option<f64> {
    let whole = whole(state, derived, key).map(|whole| whole as f64);
    whole
        .or_else(|| value(state, derived, key))
        .filter(|value| value.is_finite())
}

/// Whether these settings have no number called `key`, and so will never have it: that of a loss that isn't chosen, or a step of
/// training where examples have none.
pub fn never(state: &State, key: &str) -> bool {
    let mut parts = key.rsplit('.');
    let (last, first) = (parts.next().unwrap_or(key), key.split('.').next());
    match first {
        Some("twin") => loss::place(&loss::CLASS, last)
            .is_some_and(|place| !state.losses.places().any(|it| it == place)),
        Some("step") => !matches!(state.data, Data::Noisy | Data::Clean),
        _ => false,
    }
}

/// The whole number called `key`.
fn whole(state: &State, derived: &Derived, key: &str) -> Option<u64> {
    let counts = || derived.regions(state).counts.clone();
    match key {
        "n" => derived
            .examples(state)
            .all
            .as_ref()
            .map(|all| all.len() as u64),
        "filled" => Some(filled_counts(&derived.regions(state)).count() as u64),
        "count.first" => counts().first().copied(),
        "count.last" => counts().last().copied(),
        "positives.last" => derived.regions(state).positives.last().copied(),
        "count.between" => Some(between(&counts()).iter().sum()),
        "count.least" => filled_counts(&derived.regions(state)).min(),
        "positives" => derived
            .examples(state)
            .positives
            .as_ref()
            .map(|them| them.len() as u64),
        "batch" => Some(state.batch.min(derived.sequence(state).counts.len()) as u64),
        "step" => derived.shown_step(state).map(u64::from),
        "twin.outliers" => Some(state.outliers as u64),
        _ => None,
    }
}

/// The number called `key`, unrounded.
pub fn value(state: &State, derived: &Derived, key: &str) -> Option<f64> {
    let regions = || derived.regions(state);
    let total = || {
        let n = derived.examples(state).len();
        (n > 0).then_some(n as f64)
    };
    let per_example = |sum: f64| Some(sum / total()?);
    let filled = |weight: Option<&f64>| weight.copied().filter(|weight| *weight > 0.0);
    match key {
        "bins" => Some(state.bins as f64),
        "momentum" => Some(state.momentum),
        "mu" => Some(state.mu),
        "cold.factor" => Some(1.0 / (1.0 - state.momentum)),
        "gpus.apart" => {
            let all = derived.sequence(state);
            let at = state.batch.clamp(1, all.apart.len().max(1)) - 1;
            all.apart.get(at).copied()
        }
        // The fullest region that half precision makes infinite, and the same in a first call.
        "half.fullest" | "half.fullest.first" => {
            let first = key.ends_with("first") && state.start == ghm::Start::Zero;
            let share = if first { 1.0 - state.momentum } else { 1.0 };
            Some((total()? / (share * ghm::half::HALF_MOST)).floor())
        }
        "half.infinite" | "half.infinite.first" => {
            let (regions, n) = (regions(), total()? as usize);
            let weights = match key.ends_with("first") {
                true => &regions.first_weights,
                false => &regions.weights,
            };
            let options = state.classification();
            let half = in_half(Precision::Predictions, options, &regions.counts, weights, n);
            Some(half.iter().filter(|weight| weight.is_infinite()).count() as f64)
        }
        "noise.greatest" => {
            let least = filled_counts(&regions()).min()?;
            Some(deviation(state.momentum, least))
        }
        "steps" => Some(derived.regions(state).steps().count() as f64),
        "steps.within" => {
            let regions = regions();
            let within = |j: &usize| regions.bands_meet(*j, state.momentum);
            Some(regions.steps().filter(within).count() as f64)
        }
        "mu.flat" => Some(ghm::flat_mu(derived.median_offset(state)?)),
        "calibration.before" | "calibration.after" | "calibration.temperature" => {
            let found = derived.calibration(state);
            let found = (*found).as_ref()?;
            Some(match key {
                "calibration.before" => found.before.error(),
                "calibration.after" => found.after.error(),
                _ => found.temperature,
            })
        }
        "sequence.first" => derived.sequence(state).with_momentum.first().copied(),
        "sequence.first.plain" => derived.sequence(state).without_momentum.first().copied(),
        "share.first" => per_example(*regions().counts.first()? as f64),
        "share.last" => per_example(*regions().counts.last()? as f64),
        "weight.first" => filled(regions().weights.first()),
        "weight.last" => filled(regions().weights.last()),
        "weight.greatest" => {
            let regions = regions();
            let weights = regions.weights.iter().copied();
            weights.filter(|weight| *weight > 0.0).reduce(f64::max)
        }
        "loss.ce" => per_example(derived.examples(state).all.as_ref()?.total_loss()),
        "loss.ghm" => {
            let regions = regions();
            per_example(regions.loss(&regions.weights))
        }
        "loss.first" => {
            let regions = regions();
            per_example(regions.loss(&regions.first_weights))
        }
        "loss.exact" => derived.exact_loss(state),
        "offset.edge" => {
            let m = state.rbins as f64;
            (state.rbins > 1).then(|| ghm::density::regression_key((m - 1.0) / m, state.mu))
        }
        "offset.last" => {
            let regions = derived.offset_regions(state);
            let all: u64 = regions.counts.iter().sum();
            let last = regions.counts.last().map(|&last| last as f64 / all as f64);
            last.filter(|_| all > 0)
        }
        "heard.first" | "heard.last" | "heard.between" => {
            total()?;
            let now = derived.heard(state).shares(state.harmonize);
            Some(match key {
                "heard.first" => now.first(),
                "heard.last" => now.last(),
                _ => now.between(),
            })
        }
        _ => with_argument(state, derived, key),
    }
}

/// A number of a loss, or at a gradient norm.
fn with_argument(state: &State, derived: &Derived, key: &str) -> Option<f64> {
    let (name, argument) = key.split_once('.')?;
    let at = argument.strip_prefix("at.").unwrap_or(argument);
    match name {
        "part" => {
            let (key, end) = argument.split_once('.')?;
            part(
                &derived.contribution(state, loss::place(&loss::CLASS, key)?),
                end,
            )
        }
        "twin" => {
            let (what, key) = argument.split_once('.')?;
            let fit = derived.twin.fit(loss::place(&loss::CLASS, key)?)?;
            match what {
                "ap" => Some(fit.ap.into()),
                "share" => Some(fit.share.into()),
                _ => None,
            }
        }
        "weight" => {
            let regions = derived.regions(state);
            weight_at(&regions.edges, &regions.weights, norm(at)?)
        }
        "asl1" => Some(asl1(parse(at)?, state.mu).derivative.abs()),
        "density" => density_at(&derived.regions(state), norm(at)?),
        "exact" => {
            let examples = derived.examples(state);
            let all = examples.all.as_ref()?;
            let density = all.density(norm(at)?, 1.0 / state.bins as f64);
            (density > 0.0).then_some(all.len() as f64 / density)
        }
        "ratio" => {
            let (a, b) = two_norms(at)?;
            let regions = derived.regions(state);
            let weight = |g| weight_at(&regions.edges, &regions.weights, g);
            Some(weight(a)? / weight(b)?)
        }
        _ => None,
    }
}

/// The part of a sum over regions that is from the `first` or `last` one.
fn part(sums: &[f64], end: &str) -> Option<f64> {
    let of = match end {
        "first" => sums.first(),
        "last" => sums.last(),
        _ => None,
    };
    Some(of? / sums.iter().sum::<f64>().max(f64::MIN_POSITIVE))
}

fn filled_counts(regions: &Regions) -> impl Iterator<Item = u64> {
    regions.counts.iter().copied().filter(|&c| c > 0)
}

fn density_at(regions: &Regions, g: f64) -> Option<f64> {
    let count = *regions.counts.get(cell(&regions.edges, g)?)?;
    Some(count as f64 * regions.counts.len() as f64)
}

fn norm(text: &str) -> Option<f64> {
    parse(text).filter(|g| (0.0..=1.0).contains(g))
}

/// `0.5.0.01` is 0.5 and 0.01: each norm has to have a decimal point.
fn two_norms(text: &str) -> Option<(f64, f64)> {
    let split = text.match_indices('.').nth(1)?.0;
    Some((norm(text.get(..split)?)?, norm(text.get(split + 1..)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knob::Data;
    use ghm::sample::Preset;

    fn uniform() -> (State, Derived) {
        let state = State {
            data: Data::Preset(Preset::Uniform),
            n: 10_000,
            bins: 10,
            ..State::default()
        };
        (state, Derived::default())
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
    fn the_heros_three_numbers_are_shares_of_the_whole() {
        let (state, derived) = uniform();
        let parts = ["first", "between", "last"].map(|it| format!("heard.{it}"));
        let sum: f64 = parts
            .iter()
            .map(|it| value(&state, &derived, it).unwrap())
            .sum();
        assert!((sum - 1.0).abs() < 1e-12);
        let first = quote(&state, &derived, "heard.first").unwrap();
        assert!(first.ends_with("\u{a0}%"), "{first}");
        let nothing = State::default();
        assert_eq!(quote(&nothing, &derived, "heard.first"), None);
        let between = quote(&state, &derived, "count.between").unwrap();
        assert!(
            between.starts_with("8") || between.starts_with("79"),
            "{between}"
        );
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

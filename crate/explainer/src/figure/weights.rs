//! `weights`: gradient density and the harmonizing parameter that answers it.

use super::{norm_axis, value_axis};
use crate::derived::Derived;
use crate::plot::{Panel, Plot, Role, Series};
use crate::scale::{count, number};
use crate::state::State;
use crate::strings::Text;

/// Left: GD(g), R_j M of the unit regions and the exact window. Right: beta,
/// as the loss computes it once its average has settled, in the first call of
/// a fresh loss, and exact, N / GD(g).
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let lang = state.lang;
    let m = state.bins as f64;
    let edges = || derived.edges.clone();
    let density: Vec<f64> = derived.counts.iter().map(|&c| c as f64 * m).collect();
    let density_axis = value_axis(Text::Density.get(lang), state, density.iter().copied());
    let first = state.momentum > 0.0 && derived.first_weights != derived.weights;

    let shown = derived.weights.iter().chain(if first {
        &derived.first_weights[..]
    } else {
        &[]
    });
    let beta_axis = value_axis(Text::Beta.get(lang), state, shown.copied());
    let mut densities = vec![Series::bars(
        Text::UnitRegions.get(lang),
        Role::Regions,
        edges(),
        density,
    )];
    let mut betas = vec![Series::steps(
        Text::GhmC.get(lang),
        Role::Ghm,
        edges(),
        blank(&derived.weights),
    )];
    if first {
        let values = blank(&derived.first_weights);
        betas.push(Series::steps(
            Text::BetaFirst.get(lang),
            Role::ColdStart,
            edges(),
            values,
        ));
    }
    if let Some(examples) = &derived.examples {
        let (epsilon, n) = (1.0 / m, examples.len() as f64);
        let gd = move |g| examples.density(g, epsilon);
        densities.push(Series::curve(Text::ExactDensity.get(lang), Role::Exact, gd));
        betas.push(Series::curve(
            Text::ExactDensity.get(lang),
            Role::Exact,
            move |g| n / gd(g),
        ));
    }
    let panels = vec![
        Panel {
            x: norm_axis(state),
            y: density_axis,
            series: densities,
            mark: None,
            window: None,
        },
        Panel {
            x: norm_axis(state),
            y: beta_axis,
            series: betas,
            mark: None,
            window: None,
        },
    ];
    Plot {
        panels,
        summary: summary(state, derived),
        shared_x: true,
    }
}

/// An empty region has no weight: a gap, not a 0.
fn blank(weights: &[f64]) -> Vec<f64> {
    weights
        .iter()
        .map(|&w| if w > 0.0 { w } else { f64::NAN })
        .collect()
}

fn summary(state: &State, derived: &Derived) -> String {
    let lang = state.lang;
    let filled = || derived.weights.iter().copied().filter(|w| *w > 0.0);
    if filled().next().is_none() {
        return Text::SummaryEmpty.get(lang).into();
    }
    let n: f64 = derived.examples.as_ref().map_or(0.0, |e| e.len() as f64);
    let weighed = derived.counts.iter().zip(&derived.weights);
    let sum: f64 = weighed.map(|(&count, weight)| count as f64 * weight).sum();
    let values = [
        ("n", count(n as u64, lang)),
        ("mean", number(sum / n, 3, lang)),
        (
            "low",
            number(filled().fold(f64::INFINITY, f64::min), 3, lang),
        ),
        ("high", number(filled().fold(0.0, f64::max), 3, lang)),
    ];
    Text::SummaryWeights.fill(lang, &values)
}

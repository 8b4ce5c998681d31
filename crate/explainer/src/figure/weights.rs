//! `weights`: gradient density, and the harmonizing parameter that it leads to.

use super::axes::{norm_axis, on_scale, value_axis};
use super::{Dependence, Figure, Touch, alternative, blank, density};
use crate::derived::{Derived, Regions, deviation, in_half};
use crate::knob::{Precision, State};
use crate::loss;
use crate::plot::{Annotation, Form, Label, Panel, Plot, Role, Series, Side};
use crate::text::Text;
use crate::text::number::{count, number};

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "weights",
    title: Text::FigureWeights,
    alternative: alternative!(
        "Left, gradient density over the gradient norm: very high near 0, low in the middle. Right, the harmonizing parameter, its mirror image: tiny near 0, large in the middle.",
        "左图为梯度密度：0 附近极高，中间很低。右图为协调参数，恰好相反：0 附近极小，中间很大。"
    ),
    rows: |_| &[2],
    controls: &["bins", "momentum"],
    depends: &[
        Dependence::Knobs("axis bins momentum convention start edge precision"),
        Dependence::Examples,
    ],
    touch: Touch::Reads,
    actions: &[],
    plot,
};

/// Left: the density GD(g), by unit regions (R_j M) and by the exact window. Right: the harmonizing
/// parameter beta: by unit regions once the moving average has settled, in the first call of a fresh
/// loss, and exact, N / GD(g).
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let m = state.bins as f64;
    let (examples, regions) = (derived.examples(state), derived.regions(state));
    let edges = || regions.edges.clone();
    let densities_of_regions: Vec<f64> = regions.counts.iter().map(|&c| c as f64 * m).collect();
    let density_axis = value_axis(
        Text::Density.get(lang),
        state,
        densities_of_regions.iter().copied(),
    );
    let first = state.momentum > 0.0 && regions.first_weights != regions.weights;
    let [settled, cold] = [&regions.weights, &regions.first_weights].map(|weights| {
        let (options, n) = (state.classification(), examples.len());
        in_half(state.precision, options, &regions.counts, weights, n)
    });

    let shown = settled.iter().chain(if first { &cold[..] } else { &[] });
    let beta_axis = value_axis(Text::Beta.get(lang), state, shown.copied());
    let mut densities = vec![
        Series::bars(
            Text::UnitRegions.get(lang),
            Role::Regions,
            edges(),
            densities_of_regions,
        )
        .labelled(Label::Told),
    ];
    let steps = |text: Text, role, weights: &[f64]| {
        Series::steps(text.get(lang), role, edges(), blank(weights.to_vec()))
    };
    let ghm = steps(Text::GhmC, Role::Class(loss::GHM), &drawn(&settled));
    let mut betas = bands(state, &regions, &settled, beta_axis.max);
    betas.push(ghm.labelled(Label::At(0.4)));
    if first {
        let first = steps(Text::BetaFirst, Role::ColdStart, &drawn(&cold));
        betas.push(first.labelled(Label::At(0.6)));
    }
    if examples.all.is_some() {
        let (epsilon, n) = (1.0 / m, examples.len() as f64);
        let gd = move |g| density(&examples, g, epsilon);
        let exact = Series::curve(Text::ExactDensity.get(lang), Role::Exact, gd.clone());
        densities.push(exact.labelled(Label::At(0.2)));
        let name = Text::ExactDensity.get(lang);
        betas.push(Series::curve(name, Role::Exact, move |g| n / gd(g)).labelled(Label::At(0.15)));
    }
    let each = |value: &dyn Fn(usize) -> f64| (0..state.bins).map(value).collect();
    let noise = each(&|j| match regions.counts[j] {
        0 => f64::NAN,
        count => deviation(state.momentum, count),
    });
    let name = Text::RelativeDeviation.get(lang);
    betas.push(Series::read_steps(name, edges(), noise));
    let half = state.precision != Precision::Single;
    if half {
        // Infinite ones too, which can't be drawn.
        let mut read = |text: Text, weights: &[f64]| {
            betas.push(Series::read_steps(
                text.get(lang),
                edges(),
                weights.to_vec(),
            ));
        };
        read(Text::InHalf, &settled);
        read(Text::FirstInHalf, &cold);
    }
    let density = Panel::new(norm_axis(state), density_axis, densities).titled(
        Text::DensityTitle.get(lang),
        on_scale(Text::DensityUnit, state.axis, lang),
    );
    let mut beta = Panel::new(norm_axis(state), beta_axis, betas).titled(
        Text::WeightTitle.get(lang),
        on_scale(Text::WeightUnit, state.axis, lang),
    );
    let mut said = greatest(state, &regions, &settled);
    let mut summary = summary(state, derived);
    if half {
        let infinite = |weights: &[f64]| -> Vec<usize> {
            (0..weights.len())
                .filter(|&j| weights[j].is_infinite())
                .collect()
        };
        let [now, at_first] = [infinite(&settled), infinite(&cold)];
        let held = settled.iter().zip(&regions.counts);
        let lost = held
            .filter(|(weight, count)| **weight == 0.0 && **count > 0)
            .count();
        let both = if first { &at_first } else { &now };
        beta.bands = both
            .iter()
            .map(|&j| (regions.edges[j], regions.edges[j + 1]))
            .collect();
        let values = [
            ("n", count(now.len() as u64, lang)),
            ("first", count(at_first.len() as u64, lang)),
            ("lost", count(lost as u64, lang)),
        ];
        summary += &Text::SummaryHalf.fill(lang, &values);
        let text = match (first, lost) {
            (_, 1..) if both.is_empty() => Text::Forgotten,
            (true, _) => Text::InfiniteFirst,
            _ => Text::Infinite,
        };
        let key = count(if both.is_empty() { lost } else { both.len() } as u64, lang);
        let top = beta.y.value(0.9);
        let place = both.first().map_or(0.5, |&j| regions.edges[j]);
        let annotation = Annotation::new((place, top), Side::Right, key, text.get(lang));
        said.push(annotation.form(Form::Small).of(Role::Class(loss::GHM)));
    }
    let beta = beta.saying(said);
    Plot::shared(vec![density, beta], summary)
}

/// Weights with NaN for what can't be drawn.
fn drawn(weights: &[f64]) -> Vec<f64> {
    let finite = |weight: &f64| {
        if weight.is_finite() {
            *weight
        } else {
            f64::NAN
        }
    };
    weights.iter().map(finite).collect()
}

/// How far weights are off from batch to batch, by one deviation of the average that they are divided by. A band for each run
/// of regions that have a weight.
fn bands(state: &State, regions: &Regions, weights: &[f64], top: f64) -> Vec<Series> {
    let mut bands = vec![];
    let has = |j: &usize| regions.counts[*j] > 0 && weights[*j] > 0.0 && weights[*j].is_finite();
    let all: Vec<usize> = (0..weights.len()).filter(has).collect();
    for run in all.chunk_by(|a, b| a + 1 == *b) {
        let (mut x, mut low, mut high) = (vec![], vec![], vec![]);
        for &j in run {
            let off = deviation(state.momentum, regions.counts[j]);
            let most = if off < 1.0 {
                weights[j] / (1.0 - off)
            } else {
                top
            };
            x.extend([regions.edges[j], regions.edges[j + 1]]);
            low.extend([weights[j] / (1.0 + off); 2]);
            high.extend([most.min(top); 2]);
        }
        bands.push(Series::band("", Role::Class(loss::GHM), x, (low, high)));
    }
    bands
}

/// The greatest weight, in blue: it is GHM's.
fn greatest(state: &State, regions: &Regions, weights: &[f64]) -> Vec<Annotation> {
    let finite = weights
        .iter()
        .copied()
        .enumerate()
        .filter(|it| it.1.is_finite());
    let greatest = finite.max_by(|a, b| a.1.total_cmp(&b.1));
    let greatest = greatest.filter(|&(_, weight)| weight > 0.0 && weights.len() > 1);
    let annotation = greatest.map(|(j, weight)| {
        let at = (0.5 * (regions.edges[j] + regions.edges[j + 1]), weight);
        let (key, text) = (
            number(weight, 3, state.lang),
            Text::GreatestWeight.get(state.lang),
        );
        let said = Annotation::new(at, Side::Above, key, text).form(Form::Small);
        said.of(Role::Class(loss::GHM))
    });
    annotation.into_iter().collect()
}

fn summary(state: &State, derived: &Derived) -> String {
    let lang = state.lang;
    let regions = derived.regions(state);
    let filled = || regions.weights.iter().copied().filter(|w| *w > 0.0);
    if filled().next().is_none() {
        return Text::SummaryEmpty.get(lang).into();
    }
    let n = derived.examples(state).len() as f64;
    let weighed = regions.counts.iter().zip(&regions.weights);
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

//! `hand`: density and weight of eight examples, small enough to check by hand.
//! The reader drags the examples along the g axis.

use super::axes::norm_axis;
use super::{Dependence, Figure, Touch, alternative, blank};
use crate::derived::{Derived, edges};
use crate::knob::State;
use crate::loss;
use crate::plot::{Axis, Label, Panel, Plot, Role, Series, sort_few};
use crate::text::Text;
use crate::text::number::number;
use ghm::density::{count_window, valid_length};
use ghm::{Average, Options, UnitRegions};

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "hand",
    title: Text::FigureHand,
    alternative: alternative!(
        "Eight examples between 0 and 1: four close together on the left, two alone in the middle, two on the right. Left panel, a row for each with its window, the examples in it and the density; right panel, its weight, exact and by unit regions.",
        "0 到 1 之间的八个样本：左边四个挤在一起，中间两个各自独处，右边两个。左图每个样本一行，画出其窗口、窗口内的样本和密度；右图为其权重，分精确值与单位区域两种。"
    ),
    rows: |_| &[2],
    controls: &["hbins", "convention"],
    depends: &[Dependence::Knobs("hand hbins convention edge")],
    touch: Touch::Example,
    actions: &[],
    plot,
};

/// Density and weight of each example, by the window and by unit regions.
struct Worked {
    g: Vec<f64>,
    count: Vec<f64>,
    length: Vec<f64>,
    density: Vec<f64>,
    exact: Vec<f64>,
    regions: Vec<f64>,
    /// By unit regions, for each region; NaN in an empty one.
    by_region: Vec<f64>,
}

fn work(state: &State) -> Worked {
    let epsilon = 1.0 / state.hbins as f64;
    let mut g = state.hand.to_vec();
    sort_few(&mut g);
    let n = g.len() as f64;
    let count: Vec<f64> = g
        .iter()
        .map(|&y| count_window(&g, y, epsilon) as f64)
        .collect();
    let length: Vec<f64> = g.iter().map(|&y| valid_length(y, epsilon)).collect();
    let density: Vec<f64> = count.iter().zip(&length).map(|(c, l)| c / l).collect();
    let exact = density.iter().map(|d| n / d).collect();
    let (regions, by_region) = by_regions(state, &g);
    Worked {
        regions,
        by_region: blank(by_region),
        g,
        count,
        length,
        density,
        exact,
    }
}

/// The weight of each example, and of each region.
fn by_regions(state: &State, g: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let options = Options {
        bins: state.hbins,
        momentum: 0.0,
        ..state.classification()
    };
    let (Ok(regions), Ok(mut average)) = (
        UnitRegions::classification(state.hbins).map(|r| r.ending(state.edge)),
        Average::new(options),
    ) else {
        return (vec![f64::NAN; g.len()], vec![f64::NAN; state.hbins]);
    };
    // A little is added: a norm on an edge belongs above it, and rounding to f32 could put it below.
    let index = |g: f64| regions.find(ghm::density::classification_key((g + 1e-6).min(1.0)) as f32);
    let mut counts = vec![0; regions.len()];
    g.iter()
        .filter_map(|&g| index(g))
        .for_each(|j| counts[j] += 1);
    let mut weights = vec![];
    average.update(&counts);
    average.weights_among(g.len() as u64, &counts, &mut weights);
    let weight = |g: &f64| index(*g).map_or(0.0, |j| weights[j]);
    (g.iter().map(weight).collect(), weights)
}

/// Left: a row for each example, with its window and the examples in it. Right: weight, exact and by unit regions.
fn plot(state: &State, _derived: &Derived) -> Plot {
    let lang = state.lang;
    let worked = work(state);
    let read = |text: Text, y: &[f64]| Series::read(text.get(lang), worked.g.clone(), y.to_vec());
    let mut windows = vec![
        read(Text::WindowCount, &worked.count),
        read(Text::ValidLength, &worked.length),
        read(Text::DensityTitle, &worked.density),
    ];
    for row in 0..worked.g.len() {
        windows.extend(window(state, &worked, row));
    }
    let rows = worked.g.len() as f64;
    let mut y = Axis::linear(Text::Density.get(lang), 0.0, rows);
    y.ticks = false;
    let mut windows = Panel::new(norm_axis(state), y, windows)
        .titled(Text::WindowsTitle.get(lang), Text::WindowsUnit.get(lang));
    windows.window = Some(1.0 / state.hbins as f64);
    // As high as an example that is alone in its window weighs, so that it holds still.
    let alone = rows / state.hbins as f64;
    let both = worked.exact.iter().chain(&worked.regions).copied();
    let top = both.fold(alone.max(1.0), f64::max) * 1.12;
    let points = |text: Text, role, y: &[f64]| {
        Series::points(text.get(lang), role, worked.g.clone(), y.to_vec())
    };
    let weights = vec![
        points(Text::UnitRegions, Role::Class(loss::GHM), &worked.regions).labelled(Label::At(0.4)),
        points(Text::ExactDensity, Role::Exact, &worked.exact).labelled(Label::At(0.8)),
        // What stands between: the weight that an example would get there.
        Series::steps(
            "",
            Role::Class(loss::GHM),
            edges(state.hbins),
            worked.by_region.clone(),
        )
        .ghost(),
    ];
    let weights = Panel::new(
        norm_axis(state),
        Axis::linear(Text::Beta.get(lang), 0.0, top),
        weights,
    )
    .titled(Text::WeightTitle.get(lang), Text::ByHandWeight.get(lang));
    let least = worked.exact.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = worked.exact.iter().copied().fold(0.0, f64::max);
    let values = [
        ("low", number(least, 3, lang)),
        ("high", number(greatest, 3, lang)),
    ];
    Plot::shared(
        vec![windows, weights],
        Text::SummaryHand.fill(lang, &values),
    )
}

/// A row of one example, from the top: its window as far as it lies on the axis, the others that are in it, and itself.
fn window(state: &State, worked: &Worked, row: usize) -> [Series; 3] {
    let (lang, epsilon) = (state.lang, 1.0 / state.hbins as f64);
    let (g, y) = (worked.g[row], worked.g.len() as f64 - row as f64 - 0.5);
    let (low, high) = ((g - 0.5 * epsilon).max(0.0), (g + 0.5 * epsilon).min(1.0));
    let inside = worked.g.iter().copied().enumerate();
    let inside = inside.filter(|&(i, other)| i != row && count_window(&[other], g, epsilon) == 1);
    let others: Vec<f64> = inside.map(|(_, other)| other).collect();
    let heights = vec![y; others.len()];
    let sum = format!(
        "{} ÷ {} = {}",
        number(worked.count[row], 3, lang),
        number(worked.length[row], 2, lang),
        number(worked.density[row], 3, lang),
    );
    let half = 0.36;
    [
        Series::band(
            "",
            Role::Exact,
            vec![low, high],
            (vec![y - half; 2], vec![y + half; 2]),
        ),
        Series::points("", Role::Hard, others, heights),
        Series::points("", Role::Exact, vec![g], vec![y])
            .called(sum)
            .labelled(Label::Beside),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example, with the fourth norm moved off the edge of the first one's window.
    #[test]
    fn eight_examples_by_hand() {
        let worked = work(&State::default());
        let close = |found: &[f64], expected: [f64; 8]| {
            for (f, e) in found.iter().zip(expected) {
                assert!((f - e).abs() < 1e-9, "{found:?}");
            }
        };
        close(&worked.g, [0.02, 0.05, 0.08, 0.13, 0.35, 0.62, 0.91, 0.97]);
        close(&worked.count, [3.0, 4.0, 4.0, 3.0, 1.0, 1.0, 2.0, 2.0]);
        close(
            &worked.length,
            [0.12, 0.15, 0.18, 0.2, 0.2, 0.2, 0.19, 0.13],
        );
        close(
            &worked.exact,
            [0.32, 0.30, 0.36, 1.6 / 3.0, 1.6, 1.6, 0.76, 0.52],
        );
        close(&worked.regions, [0.5, 0.5, 0.5, 0.5, 2.0, 2.0, 1.0, 1.0]);
    }

    #[test]
    fn an_edge_belongs_to_the_region_above() {
        let state = State {
            hand: [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.0, 1.0],
            ..State::default()
        };
        assert_eq!(
            by_regions(&state, &state.hand).0[..5],
            [1.6, 1.6, 1.6, 1.6, 0.4]
        );
    }

    #[test]
    fn in_half_precision_an_example_at_one_weighs_nothing() {
        let mut state = State::default();
        state.hand[7] = 1.0;
        assert_eq!(by_regions(&state, &state.hand).0[6..], [1.0, 1.0]);
        state.set("edge", "half").unwrap();
        // The other one is now alone in its region, and weighs twice as much.
        assert_eq!(by_regions(&state, &state.hand).0[6..], [2.0, 0.0]);
    }
}

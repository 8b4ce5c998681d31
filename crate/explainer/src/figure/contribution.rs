//! `contribution`: what each unit region adds to the gradient. The paper's Fig. 1, right.

use super::axes::{norm_axis, on_scale, share_axis};
use super::{Dependence, Figure, Touch, alternative, blank, named_values, paper, percent};
use crate::derived::Derived;
use crate::knob::State;
use crate::loss;
use crate::plot::{Label, Panel, Plot, Role, Series};
use crate::text::Text;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "contribution",
    title: Text::FigureContribution,
    alternative: alternative!(
        "Summed gradient of each region: cross-entropy high at both ends, focal loss low on the left, GHM-C a ramp that grows with the gradient norm.",
        "各区域的梯度之和：交叉熵两端高，Focal Loss 左端低，GHM-C 随梯度模长线性上升。"
    ),
    rows: |_| &[1],
    controls: &["bins", "gamma", "losses"],
    depends: &[
        Dependence::Knobs("axis bins convention edge paper"),
        Dependence::ClassLosses,
        Dependence::Examples,
    ],
    touch: Touch::Reads,
    actions: &[],
    plot,
};

/// For each region its part of the whole gradient: the sum over its examples of their reformulated gradient norm,
/// divided by the same of all regions. What a loss is divided by cancels.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let regions = derived.regions(state);
    let shown: Vec<_> = state
        .losses
        .places()
        .map(|place| (place, parts(state, derived, place)))
        .collect();
    let all = shown.iter().flat_map(|(_, parts)| parts.iter().copied());
    let y = share_axis(Text::Contribution.get(lang), state, LEAST, all);
    let mut series: Vec<_> = shown
        .iter()
        .map(|(place, parts)| {
            let (name, role) = loss::class_series(*place);
            let steps = blank(parts.clone());
            Series::steps(name.get(lang), role, regions.edges.clone(), steps).labelled(Label::End)
        })
        .collect();
    if state.paper {
        series.extend(of_the_paper(state, derived));
    }
    let first = shown.iter().map(|(place, parts)| {
        let first = parts.first().copied().unwrap_or_default();
        (loss::class_series(*place).0, percent(first, lang))
    });
    let values = [("values", named_values(lang, first))];
    let unit = on_scale(Text::ShareOfGradient, state.axis, lang);
    let panel = Panel::new(norm_axis(state), y, series)
        .subtitled(unit)
        .summed();
    Plot::one(panel, Text::SummaryContribution.fill(lang, &values))
}

/// A smaller part than this is not worth showing.
const LEAST: f64 = 1e-4;

/// Each region's part of the whole gradient under the loss at `place`.
fn parts(state: &State, derived: &Derived, place: usize) -> Vec<f64> {
    let sums = derived.contribution(state, place);
    let total = sums.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    sums.iter().map(|sum| sum / total).collect()
}

fn of_the_paper(state: &State, derived: &Derived) -> [Series; 2] {
    // The paper draws GHM-C as y = g. Its points are scaled so that this line has the height of ours.
    let ghm = parts(state, derived, loss::GHM);
    let factor = ghm.get(ghm.len() / 2).map_or(1.0, |sum| sum / 0.5);
    let of =
        |points, text, place| paper::series(points, text, Role::Class(place), factor, state.lang);
    [
        of(paper::FIG1_CE, Text::PaperCe, loss::CE),
        of(paper::FIG1_FOCAL, Text::PaperFocal, loss::FOCAL),
    ]
}

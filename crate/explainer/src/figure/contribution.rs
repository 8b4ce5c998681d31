//! `contribution`: what each unit region adds to the gradient. The paper's Fig. 1, right.

use super::axes::{norm_axis, value_axis};
use super::{Dependence, Figure, Touch, alternative, named_values, paper, percent};
use crate::derived::Derived;
use crate::knob::State;
use crate::loss;
use crate::plot::{Panel, Plot, Role, Series};
use crate::text::Text;
use ghm::loss::Divisor;

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
        Dependence::Knobs("axis bins convention edge divisor paper"),
        Dependence::ClassLosses,
        Dependence::Examples,
    ],
    touch: Touch::Reads,
    actions: &[],
    plot,
};

/// For each region the sum over its examples of the reformulated gradient norm, divided by the number of examples or of
/// positives: what the region adds to the gradient of the loss.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let regions = derived.regions(state);
    let shown: Vec<_> = state
        .losses
        .places()
        .map(|place| (place, derived.contribution(state, place)))
        .collect();
    let label = match state.divisor {
        Some(Divisor::Positives) => Text::ContributionPerPositive,
        None | Some(Divisor::Examples) => Text::Contribution,
    };
    let all = shown.iter().flat_map(|(_, sums)| sums.iter().copied());
    let y = value_axis(label.get(lang), state, all);
    let mut series: Vec<_> = shown
        .iter()
        .map(|(place, sums)| {
            let (name, role) = loss::class_series(*place);
            let gaps = sums
                .iter()
                .map(|&sum| if sum > 0.0 { sum } else { f64::NAN });
            Series::steps(name.get(lang), role, regions.edges.clone(), gaps.collect())
        })
        .collect();
    if state.paper {
        series.extend(of_the_paper(state, derived));
    }
    let first = shown.iter().map(|(place, sums)| {
        let total: f64 = sums.iter().sum();
        let share = sums
            .first()
            .map_or(0.0, |sum| sum / total.max(f64::MIN_POSITIVE));
        (loss::class_series(*place).0, percent(share, lang))
    });
    let values = [("values", named_values(lang, first))];
    let panel = Panel::new(norm_axis(state), y, series);
    Plot::one(panel, Text::SummaryContribution.fill(lang, &values))
}

fn of_the_paper(state: &State, derived: &Derived) -> [Series; 2] {
    // The paper draws GHM-C as y = g. Its points are scaled so that this line has the height of ours.
    let ghm = derived.contribution(state, loss::GHM);
    let factor = ghm.get(ghm.len() / 2).map_or(1.0, |sum| sum / 0.5);
    let of =
        |points, text, place| paper::series(points, text, Role::Class(place), factor, state.lang);
    [
        of(paper::FIG1_CE, Text::PaperCe, loss::CE),
        of(paper::FIG1_FOCAL, Text::PaperFocal, loss::FOCAL),
    ]
}

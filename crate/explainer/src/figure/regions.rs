//! `regions`: how the loss depends on the number of unit regions, and what the exact density costs.

use super::axes::axis_over;
use super::{Action, Dependence, Figure, Touch, alternative};
use crate::derived::Derived;
use crate::knob::State;
use crate::loss;
use crate::plot::{Axis, Label, Panel, Plot, Role, Scale, Series};
use crate::text::number::number;
use crate::text::{Lang, Text};

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "regions",
    title: Text::FigureRegions,
    alternative: alternative!(
        "Left, the loss against the number of unit regions, by unit regions and by exact windows: close to each other from 20 on. Right, the cost of both, once it is measured.",
        "左图为损失随单位区域数的变化，分单位区域与精确窗口两条曲线，区域数超过 20 后两者接近。右图为两者的耗时，测量之后才有。"
    ),
    rows: |_| &[2],
    controls: &["bins", "n"],
    depends: &[
        Dependence::Knobs("bins convention edge"),
        Dependence::Examples,
        Dependence::Times,
    ],
    touch: Touch::Reads,
    actions: &[Action::Measure, Action::MeasureAtRest],
    plot,
};

/// Left: the loss against M, by unit regions and by the exact density with epsilon = 1 / M. Right: the
/// time that both take on this machine; empty until it is measured.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let sweep = derived.sweep(state);
    let m: Vec<f64> = sweep.bins.iter().map(|&m| m as f64).collect();
    let bins = || Axis {
        scale: Scale::Log,
        ..Axis::linear(Text::Bins.get(lang), 1.0, 200.0)
    };
    let highest = sweep
        .regions
        .iter()
        .chain(&sweep.exact)
        .copied()
        .fold(0.1, f64::max);
    let line = |text: Text, role, y: &[f64]| {
        Series::line(text.get(lang), role, m.clone(), y.to_vec()).labelled(Label::End)
    };
    let lines = vec![
        line(Text::UnitRegions, Role::Class(loss::GHM), &sweep.regions),
        line(Text::ExactDensity, Role::Exact, &sweep.exact),
    ];
    let loss_axis = Axis::linear(Text::GhmLoss.get(lang), 0.0, highest * 1.05);
    let losses = Panel::new(bins(), loss_axis, lines)
        .titled(Text::RegionsTitle.get(lang), Text::GhmLossUnit.get(lang))
        .marked(Some(state.bins as f64));
    let (by_regions, exactly) = (
        derived.times.medians("regions"),
        derived.times.medians("exact"),
    );
    let times = by_regions.iter().chain(&exactly).map(|t| t.1);
    let waits = exactly.is_empty();
    let cost_axis = axis_over(Text::Cost.get(lang), Scale::Log, times.chain([1.0, 100.0]));
    let measured_line = |text: Text, role, points: &[(f64, f64)]| {
        Series::line(
            text.get(lang),
            role,
            points.iter().map(|p| p.0).collect(),
            points.iter().map(|p| p.1).collect(),
        )
        .labelled(Label::End)
    };
    let lines = vec![
        measured_line(Text::UnitRegions, Role::Class(loss::GHM), &by_regions),
        measured_line(Text::ExactDensity, Role::Exact, &exactly),
    ];
    let costs = Panel::new(bins(), cost_axis, lines)
        .titled(Text::CostTitle.get(lang), Text::CostUnit.get(lang))
        .or_line(waits.then(|| Text::SummaryNotMeasured.get(lang).to_owned()));
    let regions = derived.regions(state);
    let by_regions = regions.loss(&regions.weights) / derived.examples(state).len() as f64;
    let exactly = derived.prompt_exact_loss(state).unwrap_or(f64::NAN);
    let values = [
        ("bins", state.bins.to_string()),
        ("regions", number(by_regions, 3, lang)),
        ("exact", number(exactly, 3, lang)),
    ];
    let mut summary = Text::SummaryRegions.fill(lang, &values);
    if waits {
        if lang == Lang::En {
            summary.push(' ');
        }
        summary.push_str(Text::SummaryNotMeasured.get(lang));
    }
    Plot::apart(vec![losses, costs], summary)
}

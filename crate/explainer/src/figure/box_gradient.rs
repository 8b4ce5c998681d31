//! `box-gradient`: the gradient of each box loss against the offset. The paper's Fig. 5.

use super::axes::on_scale;
use super::{Dependence, Figure, Touch, alternative, named_values, paper};
use crate::derived::{Derived, weight_at};
use crate::knob::State;
use crate::loss;
use crate::plot::{Axis, Label, Panel, Plot, Role, Scale, Series};
use crate::text::Text;
use crate::text::number::number;
use ghm::loss::BoxLoss;

const REACH: f64 = 0.2;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "box-gradient",
    title: Text::FigureBoxGradient,
    alternative: alternative!(
        "Gradient against the offset: SL1 a line into a constant, ASL1 a smooth bend, GHM-R a peak at a small offset and then a fall.",
        "梯度随偏移量的变化：SL1 先是直线再成常数，ASL1 平滑弯曲，GHM-R 在偏移量较小处有一个峰，之后下降。"
    ),
    rows: |_| &[1],
    controls: &["mu", "rbins", "delta", "boxlosses"],
    depends: &[
        Dependence::Knobs("mu rbins convention paper"),
        Dependence::BoxLosses,
        Dependence::Unmasked,
    ],
    touch: Touch::Reads,
    actions: &[],
    plot,
};

/// The gradient's size against |d|: each loss's derivative; for GHM-R, ASL1's times the harmonizing parameter.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let shown: Vec<_> = state
        .boxlosses
        .places()
        .map(|place| (place, gradient(state, derived, place)))
        .collect();
    let all = shown
        .iter()
        .flat_map(|(_, of)| (0..=200).map(move |i| of(REACH * f64::from(i) / 200.0)));
    let highest = all.filter(|v| v.is_finite()).fold(1.0, f64::max);
    let at = shown
        .iter()
        .map(|(place, of)| (loss::box_series(*place).0, number(of(0.1), 3, lang)));
    let values = [("values", named_values(lang, at))];
    let mut series: Vec<_> = shown
        .into_iter()
        .map(|(place, of)| {
            let (name, role) = loss::box_series(place);
            Series::curve(name.get(lang), role, of).labelled(Label::End)
        })
        .collect();
    if state.paper {
        series.extend(of_the_paper(state, derived));
    }
    let x = Axis::linear(Text::OffsetSize.get(lang), 0.0, REACH);
    let y = Axis::linear(Text::Reformulated.get(lang), 0.0, highest * 1.05);
    let unit = on_scale(Text::BoxPush, Scale::Linear, lang);
    let panel = Panel::new(x, y, series).subtitled(unit);
    Plot::one(panel, Text::SummaryBoxGradient.fill(lang, &values))
}

/// The size of the gradient at an offset under a loss.
fn gradient(state: &State, derived: &Derived, place: usize) -> impl Fn(f64) -> f64 + 'static {
    let loss = (loss::box_row(place).make)(&state.parameters());
    let regions = matches!(loss, BoxLoss::Ghm { .. }).then(|| derived.offset_regions(state));
    move |d| {
        let norm = loss.value(d).derivative;
        norm * regions.as_ref().map_or(1.0, |regions| {
            weight_at(&regions.edges, &regions.weights, norm).unwrap_or(f64::NAN)
        })
    }
}

fn of_the_paper(state: &State, derived: &Derived) -> [Series; 2] {
    let ghm = gradient(state, derived, loss::GHM_R);
    let ours = (0..=200).map(|i| ghm(REACH * f64::from(i) / 200.0));
    let peak = ours.filter(|v| v.is_finite()).fold(0.0, f64::max) / 1.02;
    let of = |points, text, place, factor| {
        paper::series(points, text, Role::Box(place), factor, state.lang)
    };
    [
        of(paper::FIG5_ASL1, Text::PaperAsl1, loss::ASL1, 1.0),
        of(paper::FIG5_GHM, Text::PaperGhmR, loss::GHM_R, peak),
    ]
}

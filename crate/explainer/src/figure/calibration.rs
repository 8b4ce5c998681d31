//! `calibration`: whether the examples' sigmoids are probabilities.

use super::{Dependence, Figure, Touch, alternative};
use crate::derived::Derived;
use crate::knob::State;
use crate::plot::{Axis, Label, Panel, Plot, Role, Series};
use crate::text::Text;
use crate::text::number::number;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "calibration",
    title: Text::FigureCalibration,
    alternative: alternative!(
        "The share of positives by predicted probability, before and after one temperature, beside a straight line.",
        "各概率区间内正样本的比例：除以温度前后各一条线，与理想的对角线对照。"
    ),
    rows: |_| &[1],
    controls: &["trained", "data"],
    depends: &[Dependence::Examples],
    touch: Touch::Reads,
    actions: &[],
    plot,
};

/// For each bin of probabilities the share of positives, at the bin's mean probability.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let found = derived.calibration(state);
    let Some(found) = &*found else {
        return Plot::apart(vec![], Text::SummaryEmpty.get(lang).into());
    };
    let filled = |it: &ghm::calibration::Reliability| -> (Vec<f64>, Vec<f64>) {
        let both = it
            .predicted
            .iter()
            .copied()
            .zip(it.positive.iter().copied());
        both.filter(|(p, _)| p.is_finite()).unzip()
    };
    let line =
        |text: Text, role, (x, y): (Vec<f64>, Vec<f64>)| Series::line(text.get(lang), role, x, y);
    let series = vec![
        line(Text::AsTrained, Role::Positive, filled(&found.before)).labelled(Label::At(0.6)),
        line(Text::WithTemperature, Role::Average, filled(&found.after)).labelled(Label::At(0.3)),
        line(
            Text::PerfectlyCalibrated,
            Role::Handle,
            (vec![0.0, 1.0], vec![0.0, 1.0]),
        )
        .labelled(Label::At(0.8)),
    ];
    let values = [
        ("before", number(found.before.error(), 3, lang)),
        ("after", number(found.after.error(), 3, lang)),
        ("t", number(found.temperature, 3, lang)),
    ];
    let x = Axis::linear(Text::Predicted.get(lang), 0.0, 1.0);
    let y = Axis::linear(Text::ReallyPositive.get(lang), 0.0, 1.0);
    let panel = Panel::new(x, y, series).subtitled(Text::CalibrationUnit.get(lang).into());
    Plot::one(panel, Text::SummaryCalibration.fill(lang, &values))
}

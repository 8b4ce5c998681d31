//! `asl1`: losses of box offsets and their derivatives. The paper's Section 3.2.

use super::{Dependence, Figure, Touch, alternative, named_values};
use crate::derived::Derived;
use crate::knob::State;
use crate::loss;
use crate::plot::{Axis, Label, Panel, Plot, Series};
use crate::text::Text;
use crate::text::number::number;
use ghm::baseline::Value;
use ghm::loss::BoxLoss;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "asl1",
    title: Text::FigureAsl1,
    alternative: alternative!(
        "Left, the losses SL1 and ASL1 against the offset. Right, their derivatives: SL1 bends sharply into a constant, ASL1 approaches it smoothly.",
        "左图为 SL1 与 ASL1 损失随偏移量的变化。右图为两者的导数：SL1 折成常数，ASL1 平滑趋近。"
    ),
    rows: |_| &[2],
    // The other box losses are chosen in `box-gradient`: GHM-R, which depends on all offsets, has no curve here.
    controls: &["mu", "delta"],
    depends: &[Dependence::BoxLosses],
    touch: Touch::Reads,
    actions: &[],
    plot,
};

/// The chosen losses that depend on one offset alone. GHM-R is left out: its weights depend on all offsets.
fn of_an_offset(state: &State) -> impl Iterator<Item = (usize, BoxLoss)> {
    let parameters = state.parameters();
    let losses = state.boxlosses.places();
    let losses = losses.map(move |place| (place, (loss::box_row(place).make)(&parameters)));
    losses.filter(|(_, loss)| !matches!(loss, BoxLoss::Ghm { .. }))
}

/// Left: the loss against the offset d. Right: its derivative. The range of d grows with delta and mu, so that the
/// bend always shows.
fn plot(state: &State, _derived: &Derived) -> Plot {
    let lang = state.lang;
    let reach = (2.0 * state.delta).max(3.0 * state.mu).clamp(0.3, 2.0);
    let panel = |text: Text, (min, max), part: fn(Value) -> f64| {
        let series = of_an_offset(state).map(|(place, loss)| {
            let (name, role) = loss::box_series(place);
            Series::curve(name.get(lang), role, move |d| part(loss.value(d))).labelled(Label::End)
        });
        Panel::new(
            Axis::linear(Text::Offset.get(lang), -reach, reach),
            Axis::linear(text.get(lang), min, max),
            series.collect(),
        )
    };
    let slopes = of_an_offset(state).map(|(_, loss)| loss.value(reach).derivative);
    let steepest = 1.05 * slopes.fold(1.0, f64::max);
    let losses = panel(Text::Loss, (0.0, reach), |it| it.value);
    let slopes = panel(Text::Derivative, (-steepest, steepest), |it| it.derivative);
    let panels = vec![
        losses.titled(Text::SL1Loss.get(lang), Text::SL1LossUnit.get(lang)),
        slopes.titled(Text::SL1Slope.get(lang), Text::SL1SlopeUnit.get(lang)),
    ];
    let at = of_an_offset(state).map(|(place, loss)| {
        let (name, _) = loss::box_series(place);
        (name, number(loss.value(0.1).derivative, 3, lang))
    });
    let values = [("values", named_values(lang, at))];
    Plot::shared(panels, Text::SummaryAsl1.fill(lang, &values))
}

//! `mu`: the mu that the offsets ask for, over the steps of a recorded training.

use super::axes::axis_over;
use super::{Dependence, Figure, Touch, alternative};
use crate::derived::Derived;
use crate::knob::State;
use crate::plot::{Annotation, Axis, Form, Label, Panel, Plot, Role, Scale, Series, Side};
use crate::text::Text;
use crate::text::number::{count, number};
use ghm::flat_mu;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "mu",
    title: Text::FigureMu,
    alternative: alternative!(
        "The mu under which the norms of the box offsets are spread evenly: it falls while the detector learns, and crosses no fixed mu for long.",
        "使边框偏移量的梯度模长均匀分布的 μ：随着检测器的训练不断下降，任何固定的 μ 都只在某一时刻合适。"
    ),
    rows: |_| &[1],
    controls: &["mu", "data"],
    depends: &[Dependence::Knobs("mu"), Dependence::Unmasked],
    touch: Touch::Reads,
    actions: &[],
    plot,
};

/// Where only one moment is known, a single dot.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let mut asked: Vec<(f64, f64)> = derived
        .medians(state)
        .into_iter()
        .map(|(step, median)| (f64::from(step), flat_mu(median)))
        .collect();
    let shown = derived.shown_step(state).map_or(0.0, f64::from);
    if asked.is_empty()
        && let Some(median) = derived.median_offset(state)
    {
        asked.push((shown, flat_mu(median)));
    }
    let Some(&now) = asked
        .iter()
        .min_by(|a, b| (a.0 - shown).abs().total_cmp(&(b.0 - shown).abs()))
    else {
        return Plot::apart(vec![], Text::SummaryEmpty.get(lang).into());
    };
    let last = asked.last().map_or(1.0, |it| it.0).max(1.0);
    let (x, y): (Vec<f64>, Vec<f64>) = asked.into_iter().unzip();
    let axis = axis_over(
        Text::MuOfSteps.get(lang),
        Scale::Log,
        y.iter().copied().chain([state.mu]),
    );
    let name = Text::MuOfSteps.get(lang);
    let asked = match x.len() {
        1 => Series::points(name, Role::Exact, x, y),
        _ => Series::line(name, Role::Exact, x, y),
    };
    let set = Series::line(
        Text::MuSet.get(lang),
        Role::Handle,
        vec![0.0, last],
        vec![state.mu; 2],
    );
    let series = vec![
        asked.labelled(Label::Told),
        set.labelled(Label::At(0.8 * last)),
    ];
    let values = [
        ("step", count(shown as u64, lang)),
        ("mu", number(now.1, 2, lang)),
        ("set", number(state.mu, 3, lang)),
    ];
    let side = if now.0 > 0.5 * last {
        Side::Above
    } else {
        Side::Right
    };
    let said = Annotation::new(now, side, &*values[1].1, Text::MuAsked.get(lang));
    let steps = Axis::linear(Text::TrainingStep.get(lang), 0.0, last);
    let panel = Panel::new(steps, axis, series)
        .subtitled(Text::MuUnit.get(lang).into())
        .saying(vec![said.form(Form::Small)]);
    Plot::one(panel, Text::SummaryMu.fill(lang, &values))
}

//! `gradient`: the reformulated gradient norm under each loss. The paper's Fig. 3.

use super::axes::{norm_axis, on_scale, value_axis};
use super::{Dependence, Figure, Touch, alternative, named_values, paper};
use crate::derived::Derived;
use crate::knob::State;
use crate::loss;
use crate::plot::{Label, Panel, Plot, Role, Series};
use crate::text::Text;
use crate::text::number::number;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "gradient",
    title: Text::FigureGradient,
    alternative: alternative!(
        "Reformulated gradient norm against the gradient norm, on a logarithmic axis: cross-entropy is the diagonal, focal loss falls below it for easy examples, GHM-C is lowest at the crowded left end and dips at the right end.",
        "重构后的梯度模长随原梯度模长的变化，对数纵轴：交叉熵即 y = g；Focal Loss 在易分一侧低于它；GHM-C 在拥挤的左端最低，在右端也有所下降。"
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

/// The reformulated gradient norm against g: g itself under cross-entropy, beta(g) g under GHM-C. A loss that depends on
/// the label has a line for negatives and one for positives.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let regions = derived.regions(state);
    // Only GHM-C sets the range: the others stay below 1, and fall too far for an axis to show them whole.
    let ghm = derived.reformulated(state, loss::GHM);
    let of_ghm = state.losses.contains(loss::GHM).then_some(&regions.edges);
    let middles = of_ghm.into_iter().flat_map(|edges| edges.windows(2));
    let middles = middles.map(|edge| ghm(0.5 * (edge[0] + edge[1]), false));
    let y = value_axis(
        Text::Reformulated.get(lang),
        state,
        middles.chain([1e-3, 1.0]),
    );
    let mut series = vec![];
    for place in state.losses.places() {
        let (name, role) = loss::class_series(place);
        let of_label = |name: &str, positive| {
            let role = if positive {
                Role::ClassPositives(place)
            } else {
                role
            };
            let of = derived.reformulated(state, place);
            Series::curve(name, role, move |g| of(g, positive)).labelled(Label::End)
        };
        if state.class_loss(place).depends_on_label() {
            let name = |text: Text| text.fill(lang, &[("loss", name.get(lang).to_owned())]);
            series.push(of_label(&name(Text::OfNegatives), false));
            series.push(of_label(&name(Text::OfPositives), true));
        } else {
            series.push(of_label(name.get(lang), false));
        }
    }
    if state.paper {
        // The paper doesn't state its curve's scale: it is set to meet ours at g = .5.
        let factor = ghm(0.5, false) / 0.62;
        let points = paper::FIG3_GHM;
        series.push(paper::series(
            points,
            Text::PaperGhmC,
            Role::Class(loss::GHM),
            factor,
            lang,
        ));
    }
    let middle = state.losses.places().map(|place| {
        let norm = derived.reformulated(state, place)(0.5, false);
        (loss::class_series(place).0, number(norm, 3, lang))
    });
    let values = [("values", named_values(lang, middle))];
    let unit = on_scale(Text::PushUnit, state.axis, lang);
    let panel = Panel::new(norm_axis(state), y, series).subtitled(unit);
    Plot::one(panel, Text::SummaryGradient.fill(lang, &values))
}

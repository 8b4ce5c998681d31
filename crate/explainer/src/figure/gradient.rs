//! `gradient`: what each loss makes of an example's gradient. The paper's Fig. 3.

use super::{norm_axis, paper, value_axis};
use crate::derived::Derived;
use crate::plot::{Panel, Plot, Role, Series, cell};
use crate::scale::number;
use crate::state::State;
use crate::strings::Text;
use ghm::baseline::focal_norm;

/// The reformulated gradient norm against g: g itself under cross-entropy,
/// focal's derivative, and beta(g) g under GHM-C.
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let lang = state.lang;
    let ghm = |g: f64| match cell(&derived.edges, g).map(|j| derived.weights[j]) {
        Some(beta) if beta > 0.0 => beta * g,
        _ => f64::NAN,
    };
    let middles = derived.edges.windows(2).map(|e| ghm(0.5 * (e[0] + e[1])));
    let y = value_axis(
        Text::Reformulated.get(lang),
        state,
        middles.chain([1e-3, 1.0]),
    );
    let gamma = state.gamma;
    let mut series = vec![
        Series::curve(Text::CrossEntropy.get(lang), Role::CrossEntropy, |g| g),
        Series::curve(Text::FocalLoss.get(lang), Role::Focal, move |g| {
            focal_norm(g, gamma)
        }),
        Series::curve(Text::GhmC.get(lang), Role::Ghm, ghm),
    ];
    if state.paper {
        // The paper's curve has an unstated constant: set to meet ours at g = .5.
        let factor = ghm(0.5) / 0.62;
        series.push(paper::series(
            paper::FIG3_GHM,
            Text::PaperGhmC,
            Role::Ghm,
            factor,
            lang,
        ));
    }
    let values = [
        ("focal", number(focal_norm(0.5, gamma), 3, lang)),
        ("ghm", number(ghm(0.5), 3, lang)),
    ];
    Plot {
        panels: vec![Panel {
            x: norm_axis(state),
            y,
            series,
            mark: None,
            window: None,
        }],
        summary: Text::SummaryGradient.fill(lang, &values),
        shared_x: true,
    }
}

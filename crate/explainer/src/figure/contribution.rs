//! `contribution`: what each region gives to the whole gradient. The paper's Fig. 1, right.

use super::{norm_axis, paper, value_axis};
use crate::derived::Derived;
use crate::plot::{Panel, Plot, Role, Series};
use crate::scale::number;
use crate::state::State;
use crate::strings::Text;

/// For each region the sum over its examples of the reformulated gradient
/// norm, divided by N: what the region adds to the gradient of the loss.
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let lang = state.lang;
    let all = [
        &derived.gradient_ce,
        &derived.gradient_focal,
        &derived.gradient_ghm,
    ];
    let y = value_axis(
        Text::Contribution.get(lang),
        state,
        all.into_iter().flatten().copied(),
    );
    let of = |text: Text, role, values: &[f64]| {
        let gaps = values
            .iter()
            .map(|&v| if v > 0.0 { v } else { f64::NAN })
            .collect();
        Series::steps(text.get(lang), role, derived.edges.clone(), gaps)
    };
    let mut series = vec![
        of(Text::CrossEntropy, Role::CrossEntropy, &derived.gradient_ce),
        of(Text::FocalLoss, Role::Focal, &derived.gradient_focal),
        of(Text::GhmC, Role::Ghm, &derived.gradient_ghm),
    ];
    if state.paper {
        // In the paper GHM-C is the line y = g: ours, at the same height, gives the scale.
        let middle = derived.gradient_ghm.len() / 2;
        let factor = derived.gradient_ghm.get(middle).map_or(1.0, |v| v / 0.5);
        series.push(paper::series(
            paper::FIG1_CE,
            Text::PaperCe,
            Role::CrossEntropy,
            factor,
            lang,
        ));
        series.push(paper::series(
            paper::FIG1_FOCAL,
            Text::PaperFocal,
            Role::Focal,
            factor,
            lang,
        ));
    }
    let first = |values: &[f64]| {
        let total: f64 = values.iter().sum();
        let share = values
            .first()
            .map_or(0.0, |v| v / total.max(f64::MIN_POSITIVE));
        format!("{}%", number(share * 100.0, 3, lang))
    };
    let values = [
        ("ce", first(&derived.gradient_ce)),
        ("focal", first(&derived.gradient_focal)),
        ("ghm", first(&derived.gradient_ghm)),
    ];
    Plot {
        panels: vec![Panel {
            x: norm_axis(state),
            y,
            series,
            mark: None,
            window: None,
        }],
        summary: Text::SummaryContribution.fill(lang, &values),
        shared_x: true,
    }
}

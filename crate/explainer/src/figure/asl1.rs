//! `asl1`: smooth L1 and authentic smooth L1, loss and derivative.

use crate::plot::{Axis, Panel, Plot, Role, Series};
use crate::scale::number;
use crate::state::State;
use crate::strings::Text;
use ghm::baseline::{asl1, smooth_l1};

/// Against the offset d, left the loss, right its derivative. The range grows
/// with delta and mu, so that the bend always shows.
pub fn plot(state: &State) -> Plot<'_> {
    let (lang, mu, delta) = (state.lang, state.mu, state.delta);
    let reach = (2.0 * delta).max(3.0 * mu).clamp(0.3, 2.0);
    let x = || Axis::linear(Text::Offset.get(lang), -reach, reach);
    let y = |text: Text, min, max| Axis::linear(text.get(lang), min, max);
    let of = |which: fn(f64, f64) -> f64, text: Text, role, p: f64| {
        Series::curve(text.get(lang), role, move |d| which(d, p))
    };
    let panels = vec![
        Panel {
            x: x(),
            y: y(Text::Loss, 0.0, reach),
            series: vec![
                of(
                    |d, p| smooth_l1(d, p).value,
                    Text::SmoothL1,
                    Role::SmoothL1,
                    delta,
                ),
                of(|d, p| asl1(d, p).value, Text::Asl1, Role::Asl1, mu),
            ],
            mark: None,
            window: None,
        },
        Panel {
            x: x(),
            y: y(Text::Derivative, -1.05, 1.05),
            series: vec![
                of(
                    |d, p| smooth_l1(d, p).derivative,
                    Text::SmoothL1,
                    Role::SmoothL1,
                    delta,
                ),
                of(|d, p| asl1(d, p).derivative, Text::Asl1, Role::Asl1, mu),
            ],
            mark: None,
            window: None,
        },
    ];
    let values = [
        ("sl1", number(smooth_l1(0.1, delta).derivative, 3, lang)),
        ("asl1", number(asl1(0.1, mu).derivative, 3, lang)),
    ];
    Plot {
        panels,
        summary: Text::SummaryAsl1.fill(lang, &values),
        shared_x: true,
    }
}

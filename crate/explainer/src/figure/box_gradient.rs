//! `box-gradient`: what each box loss makes of an offset. The paper's Fig. 5.

use super::paper;
use crate::derived::Derived;
use crate::plot::{Axis, Panel, Plot, Role, Series, cell};
use crate::scale::number;
use crate::state::State;
use crate::strings::Text;
use ghm::baseline::{asl1, smooth_l1};

const REACH: f64 = 0.2;

/// The gradient against |d|: SL1, ASL1, and beta(gr) gr under GHM-R.
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let (lang, mu, delta) = (state.lang, state.mu, state.delta);
    let boxes = &derived.boxes;
    let ghm = move |d: f64| {
        let gr = asl1(d, mu).derivative;
        match cell(&boxes.edges, gr).map(|j| boxes.weights[j]) {
            Some(beta) if beta > 0.0 => beta * gr,
            _ => f64::NAN,
        }
    };
    let samples = || {
        (0..=200)
            .map(|i| ghm(REACH * f64::from(i) / 200.0))
            .filter(|v| v.is_finite())
    };
    let highest = samples().fold(1.0, f64::max);
    let mut series = vec![
        Series::curve(Text::SmoothL1.get(lang), Role::SmoothL1, move |d| {
            smooth_l1(d, delta).derivative
        }),
        Series::curve(Text::Asl1.get(lang), Role::Asl1, move |d| {
            asl1(d, mu).derivative
        }),
        Series::curve(Text::GhmR.get(lang), Role::GhmR, ghm),
    ];
    if state.paper {
        let peak = samples().fold(0.0, f64::max) / 1.02;
        series.push(paper::series(
            paper::FIG5_ASL1,
            Text::PaperAsl1,
            Role::Asl1,
            1.0,
            lang,
        ));
        series.push(paper::series(
            paper::FIG5_GHM,
            Text::PaperGhmR,
            Role::GhmR,
            peak,
            lang,
        ));
    }
    let values = [
        ("sl1", number(smooth_l1(0.1, delta).derivative, 3, lang)),
        ("asl1", number(asl1(0.1, mu).derivative, 3, lang)),
        ("ghm", number(ghm(0.1), 3, lang)),
    ];
    let x = Axis::linear(Text::OffsetSize.get(lang), 0.0, REACH);
    let y = Axis::linear(Text::Reformulated.get(lang), 0.0, highest * 1.05);
    Plot {
        panels: vec![Panel {
            x,
            y,
            series,
            mark: None,
            window: None,
        }],
        summary: Text::SummaryBoxGradient.fill(lang, &values),
        shared_x: true,
    }
}

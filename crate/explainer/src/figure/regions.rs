//! `regions`: what the number of unit regions does to the loss, and what exactness costs.

use crate::derived::Derived;
use crate::plot::{Axis, Panel, Plot, Role, Series};
use crate::scale::{Scale, number};
use crate::state::State;
use crate::strings::{Lang, Text};

/// Left: the loss against M, by unit regions and by the exact density with
/// epsilon = 1/M. Right: what both cost, measured here; empty until it was.
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let lang = state.lang;
    let sweep = &derived.sweep;
    let m: Vec<f64> = sweep.bins.iter().map(|&m| m as f64).collect();
    let bins = || Axis {
        label: Text::Bins.get(lang).into(),
        scale: Scale::Log,
        min: 1.0,
        max: 200.0,
        ticks: true,
    };
    let highest = sweep
        .regions
        .iter()
        .chain(&sweep.exact)
        .copied()
        .fold(0.1, f64::max);
    let line =
        |text: Text, role, y: &[f64]| Series::line(text.get(lang), role, m.clone(), y.to_vec());
    let losses = Panel {
        x: bins(),
        y: Axis::linear(Text::GhmLoss.get(lang), 0.0, highest * 1.05),
        series: vec![
            line(Text::UnitRegions, Role::Ghm, &sweep.regions),
            line(Text::ExactDensity, Role::Exact, &sweep.exact),
        ],
        mark: Some(state.bins as f64),
        window: None,
    };
    let (by_regions, exactly) = (
        derived.times.medians("regions"),
        derived.times.medians("exact"),
    );
    let times = by_regions.iter().chain(&exactly).map(|t| t.1);
    let waits = exactly.is_empty();
    let cost_axis = Axis {
        ticks: !waits,
        ..super::value_axis(
            super::cost(waits, lang),
            &State {
                axis: Scale::Log,
                ..state.clone()
            },
            times.chain([1.0, 100.0]),
        )
    };
    let measured_line = |text: Text, role, points: &[(f64, f64)]| {
        Series::line(
            text.get(lang),
            role,
            points.iter().map(|p| p.0).collect(),
            points.iter().map(|p| p.1).collect(),
        )
    };
    let costs = Panel {
        x: bins(),
        y: cost_axis,
        series: vec![
            measured_line(Text::UnitRegions, Role::Ghm, &by_regions),
            measured_line(Text::ExactDensity, Role::Exact, &exactly),
        ],
        mark: None,
        window: None,
    };
    let at = sweep
        .bins
        .iter()
        .position(|&m| m >= state.bins)
        .unwrap_or(0);
    let values = [
        (
            "bins",
            sweep.bins.get(at).map_or("–".into(), |m| m.to_string()),
        ),
        (
            "regions",
            number(sweep.regions.get(at).copied().unwrap_or(f64::NAN), 3, lang),
        ),
        (
            "exact",
            number(sweep.exact.get(at).copied().unwrap_or(f64::NAN), 3, lang),
        ),
    ];
    let mut summary = Text::SummaryRegions.fill(lang, &values);
    if waits {
        if lang == Lang::En {
            summary.push(' ');
        }
        summary.push_str(Text::SummaryNotMeasured.get(lang));
    }
    Plot {
        panels: vec![losses, costs],
        summary,
        shared_x: false,
    }
}

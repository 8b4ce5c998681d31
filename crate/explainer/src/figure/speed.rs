//! `speed`: the same loss by JavaScript and by both builds of the engine, timed here.

use crate::derived::Derived;
use crate::plot::{Axis, Panel, Plot, Role, Series};
use crate::scale::number;
use crate::state::State;
use crate::strings::Text;

/// One bar for each way; empty until the reader has measured.
pub fn plot<'a>(state: &'a State, derived: &'a Derived) -> Plot<'a> {
    let lang = state.lang;
    let ways = [
        ("js", Text::SpeedJs, Role::JavaScript),
        ("scalar", Text::SpeedScalar, Role::Scalar),
        ("simd", Text::SpeedSimd, Role::Simd),
    ];
    let times = ways.map(|(what, ..)| {
        derived
            .times
            .medians(what)
            .first()
            .map_or(f64::NAN, |t| t.1)
    });
    let highest = times
        .iter()
        .copied()
        .filter(|t| t.is_finite())
        .fold(1.0, f64::max);
    let series = ways
        .into_iter()
        .zip(times)
        .enumerate()
        .map(|(i, ((_, text, role), time))| {
            let at = i as f64;
            Series::bars(text.get(lang), role, vec![at + 0.15, at + 0.85], vec![time])
        })
        .collect();
    let x = Axis {
        ticks: false,
        ..Axis::linear("", 0.0, 3.0)
    };
    let y = Axis::linear(Text::Cost.get(lang), 0.0, highest * 1.1);
    let [js, scalar, simd] = times;
    let summary = if simd.is_nan() {
        Text::SummaryNotMeasured.get(lang).into()
    } else {
        let values = [
            ("js", number(js, 3, lang)),
            ("scalar", number(scalar, 3, lang)),
            ("simd", number(simd, 3, lang)),
            ("times", number(js / simd, 2, lang)),
        ];
        Text::SummarySpeed.fill(lang, &values)
    };
    Plot {
        panels: vec![Panel {
            x,
            y,
            series,
            mark: None,
            window: None,
        }],
        summary,
        shared_x: true,
    }
}

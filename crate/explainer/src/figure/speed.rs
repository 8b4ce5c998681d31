//! `speed`: how long JavaScript and both builds of the engine take for the same loss on this machine.

use super::axes::cost_label;
use super::{Action, Dependence, Figure, Touch, alternative};
use crate::derived::Derived;
use crate::knob::State;
use crate::plot::{Axis, Panel, Plot, Role, Series};
use crate::text::Text;
use crate::text::number::number;

/// The figure.
pub static FIGURE: Figure = Figure {
    name: "speed",
    title: Text::FigureSpeed,
    alternative: alternative!(
        "Bars: time of the same loss with SIMD, without, and in two kinds of JavaScript, measured on this machine.",
        "条形图：同一损失在本机上使用 SIMD、不使用 SIMD 以及用两种 JavaScript 计算的耗时。"
    ),
    rows: |_| &[1],
    controls: &[],
    depends: &[Dependence::Times],
    touch: Touch::Reads,
    actions: &[Action::Measure],
    plot,
};

/// One bar for each way; empty until the reader has measured.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let ways = [
        ("js", Text::SpeedJs, Role::JavaScript),
        ("best", Text::SpeedBest, Role::BestJavaScript),
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
        ..Axis::linear("", 0.0, 4.0)
    };
    let [js, best, scalar, simd] = times;
    let waits = js.is_nan();
    let y = Axis {
        ticks: !waits,
        ..Axis::linear(cost_label(waits, lang), 0.0, highest * 1.1)
    };
    let summary = if waits {
        Text::SummaryNotMeasured.get(lang).into()
    } else {
        let values = [
            ("js", number(js, 3, lang)),
            ("best", number(best, 3, lang)),
            ("scalar", number(scalar, 3, lang)),
            ("simd", number(simd, 3, lang)),
            ("times", number(js / simd, 2, lang)),
            ("over", number(best / simd, 2, lang)),
        ];
        let text = if simd.is_nan() {
            Text::SummarySpeedScalar
        } else {
            Text::SummarySpeed
        };
        text.fill(lang, &values)
    };
    Plot::one(Panel::new(x, y, series), summary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_has_its_bar_and_its_number() {
        let (state, mut derived) = (State::default(), Derived::default());
        for (what, time) in [("js", 32.0), ("best", 8.0), ("scalar", 12.0), ("simd", 4.0)] {
            derived.times.add(what, 30, time);
        }
        let plot = plot(&state, &derived);
        let bars = plot.panels[0].series.iter();
        let bars: Vec<_> = bars
            .map(|s| [0.5, 1.5, 2.5, 3.5].map(|x| s.at(x)))
            .collect();
        for (i, time) in [32.0, 8.0, 12.0, 4.0].into_iter().enumerate() {
            assert_eq!(bars[i][i], Some(time));
        }
        assert!(
            plot.summary.contains(" 8 times as fast as plain"),
            "{}",
            plot.summary
        );
        assert!(
            plot.summary.contains(" 2 times as fast as the best"),
            "{}",
            plot.summary
        );
    }

    #[test]
    fn a_browser_without_simd_is_told_what_was_measured() {
        let (state, mut derived) = (State::default(), Derived::default());
        let waiting = plot(&state, &derived);
        assert!(waiting.summary.starts_with("Not measured yet"));
        assert_eq!(waiting.panels[0].y.label, waiting.summary);
        drop(waiting);
        for (what, time) in [("js", 32.0), ("best", 8.0), ("scalar", 12.0)] {
            derived.times.add(what, 30, time);
        }
        let measured = plot(&state, &derived);
        assert!(
            measured.summary.contains("12 ns in WebAssembly. This"),
            "{}",
            measured.summary
        );
        assert!(measured.panels[0].y.label.starts_with("nanoseconds"));
    }
}

//! `speed`: how long JavaScript and both builds of the engine take for the same loss on this machine.

use super::{Action, Dependence, Figure, Touch, alternative};
use crate::derived::Derived;
use crate::knob::State;
use crate::plot::{Annotation, Axis, Form, Label, Panel, Plot, Role, Series, Side};
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

/// One bar for each way, the fastest last; one line until the reader has measured.
fn plot(state: &State, derived: &Derived) -> Plot {
    let lang = state.lang;
    let ways = [
        ("js", Text::SpeedJs, Role::JavaScript),
        ("best", Text::SpeedBest, Role::BestJavaScript),
        ("scalar", Text::SpeedScalar, Role::Scalar),
        ("simd", Text::SpeedSimd, Role::Simd),
    ];
    let times = ways.map(|(what, ..)| {
        let medians = derived.times.medians(what);
        medians.first().map_or(f64::NAN, |t| t.1)
    });
    let measured = times.iter().copied().filter(|t| t.is_finite());
    let longest = measured.fold(1.0, f64::max);
    let (mut series, mut annotations) = (vec![], vec![]);
    for (i, ((_, text, role), time)) in ways.into_iter().zip(times).enumerate() {
        // Each bar lies under its number and name.
        let floor = (ways.len() - 1 - i) as f64;
        let name = text.get(lang);
        let bar = Series::lying(name, role, (floor + 0.08, floor + 0.42), time);
        series.push(bar.labelled(Label::Told));
        if time.is_finite() {
            let at = (0.0, floor + 0.68);
            let said = Annotation::new(at, Side::Right, number(time, 3, lang) + " ns", name);
            annotations.push(said.form(Form::Small));
        }
    }
    let [js, best, scalar, simd] = times;
    let waits = js.is_nan();
    let x = Axis::linear(Text::Cost.get(lang), 0.0, longest * 1.05);
    let y = Axis::linear("", 0.0, ways.len() as f64).bare();
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
    let panel = Panel::new(x, y, series)
        .saying(annotations)
        .or_line(waits.then(|| Text::SummaryNotMeasured.get(lang).to_owned()));
    Plot::one(panel, summary)
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
        let bars: Vec<_> = bars.map(|bar| bar.at(0.0)).collect();
        assert_eq!(bars, [32.0, 8.0, 12.0, 4.0].map(Some));
        let said = plot.panels[0].annotations.iter().map(Annotation::words);
        let said: Vec<_> = said.collect();
        assert_eq!(said[0], "32 ns plain JavaScript");
        assert_eq!(said.len(), 4);
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
        assert_eq!(waiting.panels[0].instead.as_ref(), Some(&waiting.summary));
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
        assert_eq!(measured.panels[0].instead, None);
        assert_eq!(measured.panels[0].annotations.len(), 3);
    }
}

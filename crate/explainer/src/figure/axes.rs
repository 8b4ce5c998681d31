//! Axes that figures have in common.

use crate::knob::State;
use crate::plot::{Axis, Scale};
use crate::text::{Lang, Text};

/// The axis of the gradient norm g, 0 to 1: the same in every figure.
pub fn norm_axis(state: &State) -> Axis {
    let lang = state.lang;
    Axis::linear(Text::GradientNorm.get(lang), 0.0, 1.0)
        .ending(Text::EndRight.get(lang), Text::EndWrong.get(lang))
}

/// A quantity with its scale, as a subtitle has it.
pub fn on_scale(what: Text, scale: Scale, lang: Lang) -> String {
    let text = if scale == Scale::Linear {
        Text::InLinear
    } else {
        Text::InLog
    };
    text.fill(lang, &[("what", what.get(lang).to_owned())])
}

/// A y axis in percent. A logarithmic one goes down to `least`, whatever the values, so that it holds still.
pub fn share_axis(
    label: &str,
    state: &State,
    least: f64,
    values: impl IntoIterator<Item = f64>,
) -> Axis {
    let axis = match state.axis {
        Scale::Linear => axis_over(label, Scale::Linear, values),
        scale => Axis {
            scale,
            ..Axis::linear(label, least, 1.0)
        },
    };
    axis.percent()
}

/// A y axis over `values`, logarithmic or linear as the reader chose.
pub fn value_axis(label: &str, state: &State, values: impl IntoIterator<Item = f64>) -> Axis {
    axis_over(label, state.axis, values)
}

/// A y axis over `values`. Logarithmic ones end on powers of ten, so that they seldom jump; linear ones start at 0.
pub fn axis_over(label: &str, scale: Scale, values: impl IntoIterator<Item = f64>) -> Axis {
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for value in values.into_iter().filter(|v| v.is_finite() && *v > 0.0) {
        low = low.min(value);
        high = high.max(value);
    }
    if high == 0.0 {
        (low, high) = (0.1, 1.0);
    }
    let (min, max) = match scale {
        Scale::Linear => (0.0, high * 1.05),
        Scale::Log | Scale::Counts => {
            let floor = (libm::log10(low) + 1e-9).floor();
            let ceiling = (libm::log10(high) - 1e-9).ceil();
            (
                libm::pow(10.0, floor),
                libm::pow(10.0, ceiling.max(floor + 1.0)),
            )
        }
    };
    Axis {
        scale,
        ..Axis::linear(label, min, max)
    }
}

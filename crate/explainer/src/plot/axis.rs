//! Axes.

use super::Scale;

/// One axis: what it measures, how it is scaled, and the range shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// The quantity and its unit, in the reader's language.
    pub label: String,
    /// How values lie along it: linear, logarithmic, or counts.
    pub scale: Scale,
    /// Lower end of the range.
    pub min: f64,
    /// Upper end of the range.
    pub max: f64,
    /// Whether it has ticks and numbers.
    pub ticks: bool,
    /// How its values are written.
    pub unit: Unit,
    /// What its two ends mean, in words; only an x axis shows them.
    pub ends: Option<[String; 2]>,
}

/// How values are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// As they are.
    #[default]
    Plain,
    /// Shares of a whole as percentages.
    Percent,
    /// Factors: `4×`.
    Times,
}

impl Axis {
    /// A linear axis with ticks.
    pub fn linear(label: impl Into<String>, min: f64, max: f64) -> Self {
        Self {
            label: label.into(),
            scale: Scale::Linear,
            min,
            max,
            ticks: true,
            ..Self::default()
        }
    }

    /// The same axis in percent.
    #[must_use]
    #[inline(never)]
    pub fn percent(self) -> Self {
        let unit = Unit::Percent;
        Self { unit, ..self }
    }

    /// The same axis with words at its ends.
    #[must_use]
    pub fn ending(self, low: impl Into<String>, high: impl Into<String>) -> Self {
        let ends = Some([low.into(), high.into()]);
        Self { ends, ..self }
    }

    /// The same axis without ticks, numbers and label.
    #[must_use]
    #[inline(never)]
    pub fn bare(self) -> Self {
        Self {
            ticks: false,
            label: String::new(),
            ends: None,
            ..self
        }
    }

    /// The range shown, in the coordinate in which the axis is linear.
    pub fn span(&self) -> Span {
        let scale = self.scale;
        Span {
            scale,
            low: scale.forward(self.min),
            high: scale.forward(self.max),
        }
    }

    /// Position of `value` along the axis: see [`Span::position`].
    pub fn position(&self, value: f64) -> f64 {
        self.span().position(value)
    }

    /// The value at `position` in 0 to 1.
    pub fn value(&self, position: f64) -> f64 {
        let Span { low, high, .. } = self.span();
        self.scale.backward(low + position * (high - low))
    }

    /// Whether it shows a value: what lies beyond the range is cut off, as is 0 on a logarithmic axis, which starts
    /// above it.
    pub fn shows(&self, value: f64) -> bool {
        let round_off = |end: f64| 1e-9 * end.abs();
        value >= self.min - round_off(self.min) && value <= self.max + round_off(self.max)
    }
}

/// The range of an axis in the coordinate in which it is linear: logarithms of its ends are taken once for all values.
#[derive(Clone, Copy)]
pub struct Span {
    scale: Scale,
    low: f64,
    high: f64,
}

impl Span {
    /// Position of `value` along the axis: 0 at its lower end, 1 at its upper.
    /// Values outside the range, and what a logarithm can't show, go to the nearer end.
    pub fn position(&self, value: f64) -> f64 {
        let at = self.scale.forward(value);
        if at.is_nan() {
            return 0.0;
        }
        ((at - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_leads_back_to_its_value() {
        for scale in [Scale::Linear, Scale::Log] {
            let axis = Axis {
                scale,
                ..Axis::linear("", 1e-5, 10.0)
            };
            for value in [1e-5, 0.02, 1.0, 9.9] {
                let back = axis.value(axis.position(value));
                assert!(
                    (back - value).abs() < 1e-9 * value.max(1e-3),
                    "{back} for {value}"
                );
            }
            assert_eq!(axis.position(-1.0), 0.0);
            assert_eq!(axis.position(1e9), 1.0);
            assert!(axis.shows(10.0) && !axis.shows(10.1) && !axis.shows(f64::NAN));
        }
    }
}

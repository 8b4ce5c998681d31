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

    /// Position of `value` along the axis: 0 at its lower end, 1 at its upper.
    /// Values outside the range, and what a logarithm can't show, go to the nearer end.
    pub fn position(&self, value: f64) -> f64 {
        let (low, high) = (self.scale.forward(self.min), self.scale.forward(self.max));
        let at = self.scale.forward(value);
        if at.is_nan() {
            return 0.0;
        }
        ((at - low) / (high - low)).clamp(0.0, 1.0)
    }

    /// The value at `position` in 0 to 1.
    pub fn value(&self, position: f64) -> f64 {
        let (low, high) = (self.scale.forward(self.min), self.scale.forward(self.max));
        self.scale.backward(low + position * (high - low))
    }

    /// Whether it shows a value: a logarithm shows no 0, and what lies beyond the range is cut off.
    pub fn shows(&self, value: f64) -> bool {
        let round_off = |end: f64| 1e-9 * end.abs();
        self.scale.forward(value).is_finite()
            && value >= self.min - round_off(self.min)
            && value <= self.max + round_off(self.max)
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

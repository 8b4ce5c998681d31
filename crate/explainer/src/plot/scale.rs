//! How values lie along an axis, and where its ticks are.

/// How values lie along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Scale {
    /// Equal steps for equal differences.
    Linear,
    /// Equal steps for equal ratios.
    #[default]
    Log,
    /// Equal steps for equal ratios of the value plus 1: for counts, which may be 0.
    Counts,
}

impl Scale {
    /// The coordinate in which the axis is linear; not finite for a value that the scale can't show.
    pub fn forward(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log if value > 0.0 => libm::log10(value),
            Self::Log => f64::NEG_INFINITY,
            Self::Counts => libm::log(1.0 + value),
        }
    }

    /// The inverse of [`Scale::forward`].
    pub fn backward(self, at: f64) -> f64 {
        match self {
            Self::Linear => at,
            Self::Log => libm::pow(10.0, at),
            Self::Counts => libm::exp(at) - 1.0,
        }
    }
}

/// Values of an axis's numbers for `min..=max`, at most about `most`.
pub fn ticks(scale: Scale, min: f64, max: f64, most: usize) -> Vec<f64> {
    match scale {
        Scale::Linear => linear_ticks(min, max, most),
        Scale::Log => log_ticks(min, max, most),
        Scale::Counts => {
            let mut ticks = log_ticks(min.max(1.0), max, most);
            ticks.insert(0, min);
            ticks
        }
    }
}

fn linear_ticks(min: f64, max: f64, most: usize) -> Vec<f64> {
    let raw = (max - min) / most.max(1) as f64;
    if !(raw.is_finite() && raw > 0.0) {
        return vec![];
    }
    let power = libm::pow(10.0, libm::log10(raw).floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|m| m * power)
        .into_iter()
        .find(|s| *s >= raw * (1.0 - 1e-9))
        .unwrap_or(10.0 * power);
    let (first, last) = (
        (min / step - 1e-9).ceil() as i64,
        (max / step + 1e-9).floor() as i64,
    );
    (first..=last).map(|k| k as f64 * step).collect()
}

fn log_ticks(min: f64, max: f64, most: usize) -> Vec<f64> {
    if !(min > 0.0 && max > min) {
        return vec![];
    }
    let low = (libm::log10(min) - 1e-9).ceil() as i32;
    let high = (libm::log10(max) + 1e-9).floor() as i32;
    let decades = (high - low + 1).max(0) as usize;
    let every = decades.div_ceil(most.max(1)).max(1) as i32;
    let powers = (low..=high).filter(|k| k.rem_euclid(every) == 0);
    let powers: Vec<f64> = powers.map(|k| libm::pow(10.0, f64::from(k))).collect();
    // A decade or two hold too few powers of ten to read a value by.
    if powers.len() >= 2 {
        return powers;
    }
    if max / min < 2.0 {
        return linear_ticks(min, max, most);
    }
    let inside = |v: &f64| (min * (1.0 - 1e-9)..=max * (1.0 + 1e-9)).contains(v);
    let all =
        (low - 1..=high).flat_map(|k| [1.0, 2.0, 5.0].map(|m| m * libm::pow(10.0, f64::from(k))));
    all.filter(inside).collect()
}

/// Sorts a few numbers, ascending. The standard library's sort is made for many, and weighs 2 kB in the page, gzipped.
pub fn sort_few(few: &mut [f64]) {
    for end in 1..few.len() {
        let mut i = end;
        while i > 0 && few[i - 1] > few[i] {
            few.swap(i - 1, i);
            i -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_ticks_are_round() {
        assert_eq!(
            ticks(Scale::Linear, 0.0, 1.0, 5),
            [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]
        );
        assert!(ticks(Scale::Linear, 1.0, 1.0, 5).is_empty());
        assert!(ticks(Scale::Linear, f64::NAN, 1.0, 5).is_empty());
    }

    #[test]
    fn log_ticks_fall_on_powers_of_ten() {
        let decades = ticks(Scale::Log, 1e-6, 1.0, 8);
        assert_eq!(decades.len(), 7);
        assert!((decades[0] / 1e-6 - 1.0).abs() < 1e-9);
        assert!(ticks(Scale::Log, 1e-6, 1.0, 4).len() <= 4);
        let short = ticks(Scale::Log, 1.5, 30.0, 6);
        assert!(short.len() >= 3, "{short:?}");
        assert!(ticks(Scale::Log, 0.0, 1.0, 8).is_empty());
    }

    #[test]
    fn a_few_numbers_are_sorted() {
        let mut few = [3.0, -1.0, 2.0, 2.0, 0.0];
        sort_few(&mut few);
        assert_eq!(few, [-1.0, 0.0, 2.0, 2.0, 3.0]);
        sort_few(&mut []);
    }
}

//! Scales, ticks and numbers as text.

use crate::strings::Lang;

/// How values lie along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Scale {
    /// Equal steps for equal differences.
    Linear,
    /// Equal steps for equal ratios.
    #[default]
    Log,
    /// Equal steps for equal ratios of one more than the value: counts, 0 among them.
    Counts,
}

impl Scale {
    /// The coordinate in which the axis is even.
    pub fn forward(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log if value > 0.0 => log10(value),
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

/// Ticks of an axis: those that carry a number, and the finer ones between.
pub struct Ticks {
    /// With a number.
    pub major: Vec<f64>,
    /// Without.
    pub minor: Vec<f64>,
}

/// Ticks for `min..=max`, at most about `most` with a number.
pub fn ticks(scale: Scale, min: f64, max: f64, most: usize) -> Ticks {
    match scale {
        Scale::Linear => Ticks {
            major: linear_ticks(min, max, most),
            minor: vec![],
        },
        Scale::Log => log_ticks(min, max, most),
        Scale::Counts => {
            let mut ticks = log_ticks(min.max(1.0), max, most);
            ticks.major.insert(0, min);
            ticks
        }
    }
}

fn linear_ticks(min: f64, max: f64, most: usize) -> Vec<f64> {
    let raw = (max - min) / most.max(1) as f64;
    if !(raw.is_finite() && raw > 0.0) {
        return vec![];
    }
    let power = libm::pow(10.0, log10(raw).floor());
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

fn log_ticks(min: f64, max: f64, most: usize) -> Ticks {
    if !(min > 0.0 && max > min) {
        return Ticks {
            major: vec![],
            minor: vec![],
        };
    }
    let low = (log10(min) - 1e-9).ceil() as i32;
    let high = (log10(max) + 1e-9).floor() as i32;
    let decades = (high - low + 1).max(0) as usize;
    let every = decades.div_ceil(most.max(1)).max(1) as i32;
    let inside = |v: &f64| (min * (1.0 - 1e-9)..=max * (1.0 + 1e-9)).contains(v);
    let mut major = vec![];
    let mut minor = vec![];
    for k in low - 1..=high {
        let power = libm::pow(10.0, f64::from(k));
        if k >= low {
            if k.rem_euclid(every) == 0 {
                major.push(power);
            } else {
                minor.push(power);
            }
        }
        if every == 1 {
            minor.extend((2..10).map(|m| f64::from(m) * power).filter(inside));
        }
    }
    // Less than a decade or two holds too few powers of ten to read a value by.
    if major.len() < 2 {
        let spread = if max / min < 2.0 {
            linear_ticks(min, max, most)
        } else {
            let between = minor.iter().copied().filter(|v| {
                let lead = v / libm::pow(10.0, (log10(*v) + 1e-9).floor());
                [2.0, 5.0].iter().any(|m| (lead - m).abs() < 1e-6)
            });
            let mut all: Vec<f64> = major.iter().copied().chain(between).collect();
            sort(&mut all);
            all
        };
        minor.retain(|v| spread.iter().all(|s| (s / v - 1.0).abs() > 1e-9));
        major = spread;
    }
    Ticks { major, minor }
}

/// The logarithm to base ten, to about its last bit: the one of `libm` is another 0.2 kB in the page.
pub fn log10(value: f64) -> f64 {
    libm::log(value) * std::f64::consts::LOG10_E
}

/// Sorts a few numbers. The library's own is made for many, and weighs 4 kB in the page.
pub fn sort(few: &mut [f64]) {
    for end in 1..few.len() {
        for i in (0..end).rev() {
            if few[i] <= few[i + 1] {
                break;
            }
            few.swap(i, i + 1);
        }
    }
}

/// The number that `text` writes, as people and NumPy write numbers.
///
/// In the page the browser's own reading serves: Rust's weighs 13 kB.
pub fn parse(text: &str) -> Option<f64> {
    match text.trim().to_ascii_lowercase().as_str() {
        "nan" => Some(f64::NAN),
        "inf" | "+inf" | "infinity" => Some(f64::INFINITY),
        "-inf" | "-infinity" => Some(f64::NEG_INFINITY),
        // Not by the search of `str`, which weighs 5 kB in the page.
        digits
            if digits
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e')) =>
        {
            read(digits)
        }
        _ => None,
    }
}

#[cfg(target_arch = "wasm32")]
fn read(digits: &str) -> Option<f64> {
    // The unary plus: `+digits`.
    let value = wasm_bindgen::JsValue::from_str(digits).unchecked_into_f64();
    Some(value).filter(|v| !digits.is_empty() && !v.is_nan())
}

#[cfg(not(target_arch = "wasm32"))]
fn read(digits: &str) -> Option<f64> {
    digits.parse().ok()
}

/// A number as a reader of `lang` writes it, with `digits` significant digits.
/// Very large and very small ones as a power of ten.
pub fn number(value: f64, digits: usize, lang: Lang) -> String {
    if value.is_nan() {
        return "–".into();
    }
    if value.is_infinite() {
        return if value > 0.0 {
            "∞".into()
        } else {
            "−∞".into()
        };
    }
    if value == 0.0 {
        return "0".into();
    }
    let magnitude = (log10(value.abs()) + 1e-12).floor() as i32;
    let text = if !(-4..7).contains(&magnitude) {
        let lead = value / libm::pow(10.0, f64::from(magnitude));
        let lead = decimal(lead, digits.saturating_sub(1));
        let power = power_of_ten(magnitude);
        if lead == "1" {
            power
        } else {
            format!("{lead}×{power}")
        }
    } else {
        let places = (digits as i32 - 1 - magnitude).max(0) as usize;
        group(&decimal(value, places), lang)
    };
    match text.strip_prefix('-') {
        Some(size) => format!("−{size}"),
        None => text,
    }
}

/// A whole number with its thousands apart.
pub fn count(value: u64, lang: Lang) -> String {
    group(&value.to_string(), lang)
}

/// At most `places` decimals. The library's own way, right to a thousand digits, weighs 5 kB; here
/// there are fifteen at most.
fn decimal(value: f64, places: usize) -> String {
    let scaled = libm::rint(value.abs() * libm::pow(10.0, places as f64)) as u64;
    let mut text = format!("{scaled:0>width$}", width = places + 1);
    text.insert(text.len() - places, '.');
    if value < 0.0 {
        text.insert(0, '-');
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Both languages set a comma between thousands; four digits stay together.
fn group(text: &str, _lang: Lang) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |r| ("-", r));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, None), |(w, f)| (w, Some(f)));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(f) => format!("{sign}{grouped}.{f}"),
        None => format!("{sign}{grouped}"),
    }
}

/// `10ⁿ` as text.
pub fn power_of_ten(power: i32) -> String {
    let exponent: String = power
        .to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            c => char::from_u32('⁰' as u32 + c as u32 - '0' as u32).unwrap_or(c),
        })
        .collect();
    format!("10{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_numbers_are_sorted() {
        let mut few = [3.0, -1.0, 2.0, 2.0, 0.0];
        sort(&mut few);
        assert_eq!(few, [-1.0, 0.0, 2.0, 2.0, 3.0]);
        sort(&mut []);
    }

    #[test]
    fn numbers_read_as_written_by_hand() {
        let text = |v| number(v, 4, Lang::En);
        assert_eq!(text(0.0), "0");
        assert_eq!(text(0.25), "0.25");
        assert_eq!(text(-1.5), "−1.5");
        assert_eq!(text(103_680.0), "103,680");
        assert_eq!(text(1234.0), "1234");
        assert_eq!(text(12.3456), "12.35");
        assert_eq!(text(2.5e-7), "2.5×10⁻⁷");
        assert_eq!(text(1e-5), "10⁻⁵");
        assert_eq!(text(1e12), "10¹²");
        assert_eq!(text(f64::NAN), "–");
        assert_eq!(text(f64::INFINITY), "∞");
        assert_eq!(count(4_000_000, Lang::Zh), "4,000,000");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("1", 1.0),
            (" -2.5 ", -2.5),
            ("1e-3", 0.001),
            (".5", 0.5),
            ("+3E2", 300.0),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        assert!(parse("NaN").unwrap().is_nan());
        assert_eq!(parse("-inf"), Some(f64::NEG_INFINITY));
        for text in ["", " ", "dog", "0x10", "1,5", "1e", "--1", "1_000"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn linear_ticks_are_round() {
        assert_eq!(
            ticks(Scale::Linear, 0.0, 1.0, 5).major,
            [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]
        );
        assert!(ticks(Scale::Linear, 1.0, 1.0, 5).major.is_empty());
        assert!(ticks(Scale::Linear, f64::NAN, 1.0, 5).major.is_empty());
    }

    #[test]
    fn log_ticks_fall_on_powers_of_ten() {
        let decades = ticks(Scale::Log, 1e-6, 1.0, 8);
        assert_eq!(decades.major.len(), 7);
        assert!((decades.major[0] / 1e-6 - 1.0).abs() < 1e-9);
        assert!(ticks(Scale::Log, 1e-6, 1.0, 4).major.len() <= 4);
        let short = ticks(Scale::Log, 1.5, 30.0, 6);
        assert!(short.major.len() >= 3, "{:?}", short.major);
        assert!(ticks(Scale::Log, 0.0, 1.0, 8).major.is_empty());
    }
}

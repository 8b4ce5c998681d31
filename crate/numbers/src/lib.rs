//! Numbers as English and Chinese readers write them, who write them alike: `1.05`, `102,048`, `−0.25`, `10⁻⁷`.

#![forbid(unsafe_code)]

/// A number with `digits` significant digits.
/// Very large and very small ones as a power of ten.
pub fn number(value: f64, digits: usize) -> String {
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
    let magnitude = (libm::log10(value.abs()) + 1e-12).floor() as i32;
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
        group(&decimal(value, places))
    };
    match text.strip_prefix('-') {
        Some(size) => format!("−{size}"),
        None => text,
    }
}

/// A share as a percentage, with three significant digits.
pub fn percent(share: f64) -> String {
    format!("{}\u{a0}%", number(100.0 * share, 3))
}

/// A share as a percentage, with as many decimals as its size wants, so that it keeps its width while it changes.
pub fn steady_percent(share: f64) -> String {
    let hundredths = libm::rint(1e4 * share);
    let digits = match hundredths {
        0.0 if share > 0.0 => "<0.01".into(),
        0.0 => "0".into(),
        1e4 => "100".into(),
        under if under < 1e3 => places(1e2 * share, 2),
        _ => places(1e2 * share, 1),
    };
    digits + "\u{a0}%"
}

/// A whole number with its thousands separated.
pub fn count(value: u64) -> String {
    group(&value.to_string())
}

/// A number with at most `places` decimals. The standard library's way, exact to a thousand digits, weighs
/// 5 kB; here there are fifteen at most.
fn decimal(value: f64, places: usize) -> String {
    let text = self::places(value, places);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number with exactly `places` decimals.
fn places(value: f64, places: usize) -> String {
    let scaled = libm::rint(value.abs() * libm::pow(10.0, places as f64)) as u64;
    let mut text = format!("{scaled:0>width$}", width = places + 1);
    text.insert(text.len() - places, '.');
    if value < 0.0 {
        text.insert(0, '-');
    }
    text
}

/// Separates thousands by a comma; four digits stay together.
fn group(text: &str) -> String {
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
    fn numbers_read_as_written_by_hand() {
        let text = |v| number(v, 4);
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
        assert_eq!(count(4_000_000), "4,000,000");
    }
}

//! Numbers as readers of a language write them.

use super::Lang;

/// The number in `text`, as people and NumPy write numbers; none if it is not one.
pub fn parse(text: &str) -> Option<f64> {
    read(text.trim())
}

#[cfg(not(target_arch = "wasm32"))]
fn read(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// In the page the browser reads it, as the standard library's parser would weigh 6 kB there, gzipped. What only
/// JavaScript takes for a number, such as `0x10`, is refused.
#[cfg(target_arch = "wasm32")]
fn read(text: &str) -> Option<f64> {
    match text.to_ascii_lowercase().as_str() {
        "nan" => Some(f64::NAN),
        "inf" | "+inf" | "infinity" | "+infinity" => Some(f64::INFINITY),
        "-inf" | "-infinity" => Some(f64::NEG_INFINITY),
        digits => {
            let plain = |byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e');
            let plain = !digits.is_empty() && digits.bytes().all(plain);
            // The unary plus: `+digits`.
            let value = wasm_bindgen::JsValue::from_str(digits).unchecked_into_f64();
            Some(value).filter(|value| plain && !value.is_nan())
        }
    }
}

pub use numbers::{power_of_ten, steady_percent};

// The languages of the page write numbers alike. One that doesn't would be told apart here.

/// A number with `digits` significant digits.
pub fn number(value: f64, digits: usize, _lang: Lang) -> String {
    numbers::number(value, digits)
}

/// A share as a percentage, with three significant digits.
pub fn percent(share: f64, _lang: Lang) -> String {
    numbers::percent(share)
}

/// A whole number with its thousands separated.
pub fn count(value: u64, _lang: Lang) -> String {
    numbers::count(value)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}

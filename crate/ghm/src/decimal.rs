//! Numbers in messages.

use std::fmt;

/// A number with the fewest decimals that tell it from its neighbours in `f32`.
///
/// The library's own way is right to the last digit of every `f64`, and weighs 7 kB gzipped where
/// this crate is loaded with a page. A message needs eight digits.
pub(crate) struct Decimal(pub f64);

/// Half the distance of neighbours in `f32`, relative to them.
const CLOSE: f64 = 3e-8;

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        if size.is_nan() {
            return f.write_str("NaN");
        }
        if self.0 < 0.0 {
            f.write_str("-")?;
        }
        if size.is_infinite() {
            return f.write_str("inf");
        }
        let plain = size == 0.0 || (1e-5..1e9).contains(&size);
        let power = if plain {
            0
        } else {
            libm::floor(libm::log10(size)) as i32
        };
        // In two steps: the power alone can be too small to divide by.
        let half = power / 2;
        let lead =
            size / libm::pow(10.0, f64::from(half)) / libm::pow(10.0, f64::from(power - half));
        let (mut places, mut unit) = (0, 1_u64);
        let scaled = |unit: u64| libm::round(lead * unit as f64) as u64;
        while (scaled(unit) as f64 / unit as f64 - lead).abs() > CLOSE * lead {
            places += 1;
            unit *= 10;
        }
        let (whole, rest) = (scaled(unit) / unit, scaled(unit) % unit);
        write!(f, "{whole}")?;
        if places > 0 {
            write!(f, ".{rest:0places$}")?;
        }
        if power != 0 {
            write!(f, "e{power}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64) -> String {
        Decimal(value).to_string()
    }

    #[test]
    fn numbers_are_written_as_short_as_they_can_be() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.5, "-0.5"),
            (f64::from(-0.1_f32), "-0.1"),
            (1.5, "1.5"),
            (1.05, "1.05"),
            (65_537.0, "65537"),
            (1.0 + f64::from(f32::EPSILON), "1.0000001"),
            (1e-12, "1e-12"),
            (-2.5e300, "-2.5e300"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(text(value), expected);
        }
    }

    #[test]
    fn numbers_are_read_back() {
        for power in -320..309 {
            for lead in [1.0, 1.1, 3.333_333_333_333, 9.999_999_9, 9.999_999_999_99] {
                let value = lead * libm::pow(10.0, f64::from(power));
                let back: f64 = text(value).parse().unwrap();
                let close = (back - value).abs() <= 2.0 * CLOSE * value || back == value;
                assert!(close || value < f64::MIN_POSITIVE, "{value:e}: {back:e}");
            }
        }
    }
}

//! Numbers that were measured in trainings, and are quoted by their keys: `[[boxes.ghm.sl1]]` is a mean, with `+-` before the
//! end of the brackets also its standard deviation over seeds, with `%` the mean as a percentage. The recorded trainings, those
//! behind the live ones, are quoted by their settings: `[[recorded.missing=0.2,false=0.2.ghm+-]]`, and
//! `[[recorded.default.ce]]`.

use std::collections::BTreeMap;

/// Mean and deviation by key.
pub type Measured = BTreeMap<String, [f64; 2]>;

/// Reads a file of lines `key`, mean, deviation, values of the seeds.
pub fn parse(text: &str) -> Measured {
    let entry = |line: &str| {
        let mut fields = line.split('\t');
        let key = fields.next()?.to_owned();
        let mut number = || fields.next()?.parse().ok();
        Some((key, [number()?, number()?]))
    };
    text.lines().filter_map(entry).collect()
}

/// A page with its numbers.
///
/// # Errors
/// The key of a number that is missing.
pub fn fill(html: &str, measured: &Measured) -> Result<String, String> {
    let mut parts = html.split("[[");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (key, rest) = part.split_once("]]").unwrap_or((part, ""));
        let (name, both) = match key.strip_suffix("+-") {
            Some(name) => (name, true),
            None => (key, false),
        };
        let (name, share) = match name.strip_suffix('%') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let [mean, deviation] = measured.get(name).ok_or_else(|| name.to_owned())?;
        if share {
            filled += &format!("{:.1}%{rest}", 100.0 * mean);
            continue;
        }
        // A temperature of 2.14 needs no third decimal, an AP of 0.586 does, and a calibration error a fourth.
        let digits = match *mean {
            mean if mean < 0.05 => 4,
            mean if mean < 1.0 => 3,
            _ => 2,
        };
        // The file's own four digits round halves up.
        let [mean, deviation] = [mean, deviation].map(|number| number + 1e-9);
        filled += &format!("{mean:.digits$}");
        if both {
            // Where a table is narrow, a line may end before the sign.
            filled += &format!(" ±\u{a0}{deviation:.digits$}");
        }
        filled += rest;
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_quoted_by_their_keys() {
        let measured = parse("a.b\t0.5856\t0.0055\t0.58\t0.59\nt\t2.138\t0.1\n");
        let filled = fill("AP [[a.b]], [[a.b+-]]; [[t]].", &measured);
        assert_eq!(filled.as_deref(), Ok("AP 0.586, 0.586 ±\u{a0}0.006; 2.14."));
        let shares = parse("share.many\t0.0172\t0.0001\t0.0172\n");
        let filled = fill("in [[share.many%]] of them", &shares);
        assert_eq!(filled.as_deref(), Ok("in 1.7% of them"));
        assert_eq!(fill("[[a.c]]", &measured), Err("a.c".to_owned()));
    }
}

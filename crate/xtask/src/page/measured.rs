//! Numbers that were measured in trainings, and are quoted by their keys: `[[boxes.ghm.sl1]]` is a mean, with `+-` before the
//! end of the brackets also its standard deviation over seeds. The recorded trainings, those behind the live ones, are quoted by
//! their settings: `[[recorded.missing=0.2,false=0.2.ghm+-]]`, and `[[recorded.default.ce]]`.

use detector::progress::Recorded;
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

/// The AP at the end of each recorded training.
///
/// # Errors
/// Bytes that are no recording.
pub fn recorded(bytes: &[u8]) -> crate::Result<Measured> {
    let recorded = Recorded::decode(bytes).ok_or("no recording of trainings")?;
    let mut measured = Measured::new();
    for run in &recorded.runs {
        let settings = match str::from_utf8(&run.settings)? {
            "" => "default".to_owned(),
            settings => settings.replace('&', ","),
        };
        for (loss, aps) in recorded.losses.iter().zip(&run.aps) {
            let last = aps.chunks(aps.len() / run.seeds).filter_map(<[f32]>::last);
            let last: Vec<f64> = last.map(|ap| f64::from(*ap)).collect();
            let n = last.len() as f64;
            let mean = last.iter().sum::<f64>() / n;
            let square: f64 = last.iter().map(|ap| (ap - mean).powi(2)).sum();
            let key = format!("recorded.{settings}.{}", loss.key);
            measured.insert(key, [mean, (square / n).sqrt()]);
        }
    }
    Ok(measured)
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
        let [mean, deviation] = measured.get(name).ok_or_else(|| name.to_owned())?;
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
        assert_eq!(fill("[[a.c]]", &measured), Err("a.c".to_owned()));
    }
}

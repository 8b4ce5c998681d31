//! The programs' answers, checked and collected.

use super::cases::Case;
use crate::Result;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A program's answer: variants by name.
pub type Variants = BTreeMap<String, Variant>;

/// What a program measured of one variant.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Nanoseconds per example.
    pub samples: Vec<f64>,
    /// Numbers that must agree with the reference's.
    pub digest: Vec<f64>,
}

/// Reads `{"variants": {name: {"samples": [...], "digest": [...]}}}` or `{"error": "..."}`.
pub fn variants(answer: &Value) -> Result<Variants> {
    if let Some(error) = answer["error"].as_str() {
        return Err(error.into());
    }
    let variants = answer["variants"].as_object().ok_or("no variants")?;
    let numbers = |value: &Value| -> Vec<f64> {
        let values = value.as_array().into_iter().flatten();
        values
            .map(|value| value.as_f64().unwrap_or(f64::NAN))
            .collect()
    };
    let read = |(name, value): (&String, &Value)| {
        let variant = Variant {
            samples: numbers(&value["samples"]),
            digest: numbers(&value["digest"]),
        };
        (name.clone(), variant)
    };
    Ok(variants.iter().map(read).collect())
}

/// The samples of one case.
#[derive(Debug, Default)]
pub struct Samples {
    /// By environment and variant.
    kept: BTreeMap<(&'static str, String), Vec<f64>>,
    /// Variants that were refused: each is reported only once.
    refused: BTreeSet<String>,
}

/// One line of the table, and of the JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// `chromium`, `native` or `python`.
    pub env: &'static str,
    /// How it is computed.
    pub variant: String,
    /// The case.
    pub case: Case,
    /// Median time in nanoseconds per example.
    pub median: f64,
}

impl Samples {
    /// Adds the answer to a case; reports the variants that it refuses.
    pub fn add(&mut self, case: &Case, env: &'static str, variants: Variants, reference: &[f64]) {
        for (name, Variant { samples, digest }) in variants {
            if agree(&digest, reference, case.tolerance()) {
                self.kept.entry((env, name)).or_default().extend(samples);
            } else if self.refused.insert(name.clone()) {
                eprintln!("    refused: {name} ({env}) gives {digest:?}, not {reference:?}");
            }
        }
    }

    /// The medians, fastest first.
    pub fn rows(self, case: &Case) -> Vec<Row> {
        let row = |((env, variant), mut samples): ((&'static str, String), Vec<f64>)| {
            samples.sort_by(f64::total_cmp);
            let median = samples.get(samples.len() / 2).copied()?;
            Some(Row {
                env,
                variant,
                case: *case,
                median,
            })
        };
        let mut rows: Vec<Row> = self.kept.into_iter().filter_map(row).collect();
        rows.sort_by(|a, b| a.median.total_cmp(&b.median));
        rows
    }
}

/// Written so that NaN never agrees.
fn agree(found: &[f64], reference: &[f64], tolerance: f64) -> bool {
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance * b.abs();
    found.len() == reference.len() && found.iter().zip(reference).all(close)
}

impl Row {
    /// The row in the JSON file.
    pub fn json(&self) -> Value {
        let Case {
            kernel,
            data,
            n,
            bins,
        } = self.case;
        let kernel = match data == super::cases::UNIFORM {
            true => kernel.to_owned(),
            false => format!("{kernel}, {data} data"),
        };
        json!({
            "env": self.env, "kernel": kernel, "variant": self.variant,
            "n": n, "bins": bins, "median_ns_per_example": self.median,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variant(samples: &[f64], digest: &[f64]) -> Value {
        json!({"samples": samples, "digest": digest})
    }

    #[test]
    fn a_variant_with_other_results_is_refused() {
        let case = super::super::cases::all(true)[0];
        let answer = json!({"variants": {
            "right": variant(&[3.0, 1.0, 2.0], &[1.0, -2.0]),
            "nearly right": variant(&[5.0], &[1.000_009, -2.0]),
            "wrong": variant(&[0.5], &[1.0, -2.1]),
            "undefined": variant(&[0.5], &[f64::NAN, -2.0]),
            "short": variant(&[0.5], &[1.0]),
        }});
        let mut samples = Samples::default();
        samples.add(&case, "native", variants(&answer).unwrap(), &[1.0, -2.0]);
        let rows = samples.rows(&case);
        let found: Vec<_> = rows.iter().map(|row| (&*row.variant, row.median)).collect();
        assert_eq!(found, [("right", 2.0), ("nearly right", 5.0)]);
        assert_eq!(rows[0].json()["median_ns_per_example"], 2.0);
    }

    #[test]
    fn an_error_is_passed_on() {
        let error = variants(&json!({"error": "no memory"})).unwrap_err();
        assert_eq!(error.to_string(), "no memory");
    }
}

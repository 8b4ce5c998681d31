//! What those who run the cases share.

use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// Where the cases are.
pub fn folder() -> PathBuf {
    xtask::root().join("tests/cases")
}

/// Each case of a folder by its file.
pub fn cases(folder: &Path) -> Map<String, Value> {
    let text = std::fs::read_to_string(folder.join("cases.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The first value that is not right: counts exactly, others to 1e-5, as they are rounded, of a weight to 1e-4.
pub fn differs(right: &Value, found: impl Fn(&str) -> f64) -> Option<String> {
    let right = right.as_object().unwrap();
    right.iter().find_map(|(key, right)| {
        let (found, right) = (found(key), right.as_f64().unwrap());
        let most = if key == "greatest_weight" { 1e-4 } else { 1e-5 };
        (found.is_nan() || (found - right).abs() > most)
            .then(|| format!("{key} is {found}, not {right}"))
    })
}

//! The query of `tests/engines/counts.sql` in engines that group, as it is: its table gives the figures of the same
//! examples read directly. `cargo xtask test --engines` installs the engines and runs this.

use explainer::data::{Recorded, TrainedWith};
use serde_json::Value;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The noisy recording at step 800 as a table `x,t`.
fn recording() -> String {
    let bytes = std::fs::read(root().join("www/data/recorded_noisy.bin")).unwrap();
    let recorded = Recorded::decode(&bytes).unwrap();
    let wanted = recorded
        .checkpoints
        .iter()
        .find(|it| it.trained_with == TrainedWith::CrossEntropy && it.step == 800);
    let wanted = wanted.expect("step 800 was recorded");
    let mut table = String::from("x,t\n");
    wanted
        .negatives
        .iter()
        .for_each(|key| writeln!(table, "{key},0").unwrap());
    wanted
        .positives
        .iter()
        .for_each(|key| writeln!(table, "{},1", -key).unwrap());
    table
}

fn diagnosed(file: &Path, more: &[&str]) -> Value {
    let ghm = Command::new(env!("CARGO_BIN_EXE_ghm"))
        .arg("diagnose")
        .arg(file)
        .args(more)
        .arg("--json")
        .output()
        .unwrap();
    serde_json::from_slice(&ghm.stdout).unwrap()
}

/// `ghm counts` of the table.
fn counted(file: &Path) -> String {
    let ghm = Command::new(env!("CARGO_BIN_EXE_ghm"))
        .arg("counts")
        .arg(file)
        .args(["--logits", "x", "--targets", "t"])
        .output()
        .unwrap();
    String::from_utf8(ghm.stdout).unwrap()
}

/// The cells of a table and their counts, in order.
fn cells(table: &str) -> Vec<(u64, u64)> {
    let number = |text: &str| text.parse::<f64>().unwrap() as u64;
    let rows = table
        .lines()
        .skip(1)
        .map(|row| row.split(',').map(str::trim).collect::<Vec<_>>());
    let mut cells: Vec<(u64, u64)> = rows.map(|row| (number(row[0]), number(row[1]))).collect();
    cells.sort_unstable();
    cells
}

fn compare(engine: &str) {
    let python = std::env::var("ENGINES_PYTHON")
        .expect("ENGINES_PYTHON names the Python that has the engines");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let [logits, counts] =
        ["logits", "counts"].map(|name| folder.join(format!("{engine}-{name}.csv")));
    std::fs::write(&logits, recording()).unwrap();
    let script = root().join("tests/engines/count.py");
    let status = Command::new(python)
        .arg(script)
        .arg(engine)
        .arg(&logits)
        .arg(&counts)
        .status()
        .unwrap();
    assert!(status.success(), "{engine}: {status}");
    assert_eq!(
        cells(&std::fs::read_to_string(&counts).unwrap()),
        cells(&counted(&logits)),
        "{engine}"
    );
    for bins in ["1", "10", "30", "200"] {
        let direct = diagnosed(
            &logits,
            &["--logits", "x", "--targets", "t", "--bins", bins],
        );
        let counted = diagnosed(&counts, &["--bins", bins]);
        assert_eq!(direct["read"]["examples"], 103_151);
        assert_eq!(
            direct["read"]["examples"], counted["read"]["examples"],
            "{engine}"
        );
        for (key, direct) in direct["summary"].as_object().unwrap() {
            let (direct, counted) = (
                direct.as_f64().unwrap(),
                counted["summary"][key].as_f64().unwrap(),
            );
            // SQL's ln(1 + e^-|x|) loses the last digits of small losses: 2e-8 of the sum here.
            assert!(
                (direct - counted).abs() <= 1e-7 * direct.abs(),
                "{engine}, {bins} bins: {key} is {counted}, and read directly {direct}"
            );
        }
    }
}

#[test]
#[ignore = "needs DuckDB: cargo xtask test --engines"]
fn duckdb_counts_what_reading_directly_counts() {
    compare("duckdb");
}

#[test]
#[ignore = "needs Spark and Java: cargo xtask test --engines"]
fn spark_counts_what_reading_directly_counts() {
    compare("spark");
}

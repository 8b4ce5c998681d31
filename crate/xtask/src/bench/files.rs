//! `cargo xtask bench --files`: reading natively, beside pandas and NumPy, and in the built page, in one run.
//!
//! Files of a million examples and more are made: CSV, and `.npy` of shape (N, 2). Programs take turns, so that other work
//! on the machine affects all alike; each says the times of some rounds, and medians of all are compared.

use super::files_page;
use crate::tools::Chrome;
use crate::{Result, root, step};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

const EXAMPLES: usize = 1_000_000;
const TURNS: usize = 5;
const ROUNDS: usize = 5;
/// How often the page reads each file.
const PAGE_ROUNDS: usize = 5;

/// What pandas and NumPy do in Python: what gives logits and targets as arrays of their own, as reading here does.
const PYTHON: &str = "
import sys, time
what, rounds, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
import numpy
if what == 'pandas':
    import pandas
def read():
    if what == 'pandas':
        return pandas.read_csv(path)
    array = numpy.load(path)
    return array[:, 0].copy(), array[:, 1].copy()
read()
for _ in range(rounds):
    start = time.perf_counter()
    read()
    print((time.perf_counter() - start) * 1000)
";

/// Measures and prints a table. Without a Python, the page alone is measured.
pub fn measure(shell: &Shell, chrome: &Chrome) -> Result<()> {
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let [csv, npy, long_csv, long_npy] = [
        "million.csv",
        "million.npy",
        "two-million.csv",
        "four-million.npy",
    ]
    .map(|name| folder.join(name));
    make(&csv, &npy, EXAMPLES)?;
    make(&long_csv, &folder.join("two-million.npy"), 2 * EXAMPLES)?;
    make(&folder.join("four-million.csv"), &long_npy, 4 * EXAMPLES)?;
    let pandas = match std::env::var("PYTHON") {
        Ok(python) => Some(natively(shell, &python, &csv, &npy)?),
        Err(_) => {
            println!("PYTHON names no Python with pandas and NumPy: only the page is measured");
            None
        }
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let files: Vec<&Path> = [&csv, &npy, &long_csv, &long_npy]
        .map(PathBuf::as_path)
        .into();
    let page = runtime.block_on(files_page::measure(chrome, &files, PAGE_ROUNDS))?;
    println!(
        "in the built page, milliseconds; tasks of its thread, target at most 50 (0: none was as long), and waits for it:"
    );
    for read in page {
        let of_pandas = pandas.filter(|_| read.name == "million.csv");
        let ratio = of_pandas.map_or_else(String::new, |pandas| {
            let ratio = read.time / pandas;
            format!("; {ratio:.2} times pandas, target at most 2.5")
        });
        println!(
            "  {:17} {:6.0}, longest task {:3.0}, of all rounds {:3.0}, longest wait {:3.0}{ratio}",
            read.name, read.time, read.task, read.worst, read.wait
        );
    }
    Ok(())
}

/// Measures natively; returns the time of pandas.
fn natively(shell: &Shell, python: &str, csv: &Path, npy: &Path) -> Result<f64> {
    cmd!(shell, "{python} -c 'import pandas, numpy'")
        .quiet()
        .run()
        .map_err(|error| format!("{error}: install pandas and NumPy there"))?;
    step("build the reader", || {
        Ok(cmd!(shell, "cargo build --release --package data --example time").run()?)
    })?;
    let ours = root().join("target/release/examples/time");
    let rounds = ROUNDS.to_string();
    let program = |path: &Path| Ok(cmd!(shell, "{ours} {rounds} {path}").quiet().read()?);
    let peer = |what: &str, path: &Path| {
        Ok(cmd!(shell, "{python} -c {PYTHON} {what} {rounds} {path}")
            .quiet()
            .read()?)
    };
    let mut samples = [vec![], vec![], vec![], vec![]];
    for _ in 0..TURNS {
        let outputs: [Result<String>; 4] = [
            program(csv),
            peer("pandas", csv),
            program(npy),
            peer("numpy", npy),
        ];
        for (samples, output) in samples.iter_mut().zip(outputs) {
            let output = output?;
            let times = output
                .lines()
                .filter_map(|line| line.split_whitespace().next()?.parse::<f64>().ok());
            samples.extend(times);
        }
    }
    let [csv, pandas, npy, numpy] = samples.map(median);
    println!(
        "a million lines of CSV: {csv:.1} ms; pandas.read_csv {pandas:.1} ms; {:.2} times, target at most 1",
        csv / pandas
    );
    println!(
        "a million rows of .npy: {npy:.2} ms; numpy.load and copying both columns {numpy:.2} ms; {:.2} times, target at most 1.5",
        npy / numpy
    );
    Ok(pandas)
}

pub(super) fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Logits of a detector's kind, with four decimals, and targets.
fn make(csv: &Path, npy: &Path, examples: usize) -> Result<()> {
    let mut random = 1_u32;
    let mut next = || {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(random) / f64::from(u32::MAX)
    };
    let mut text = String::from("logit,target\n");
    let mut values = vec![];
    for _ in 0..examples {
        let logit = (6.0 * (next() + next() + next()) - 12.0) as f32;
        let target = u8::from(next() < 0.1);
        writeln!(text, "{logit:.4},{target}")?;
        values.extend(logit.to_le_bytes());
        values.extend(f32::from(target).to_le_bytes());
    }
    fs::write(csv, text)?;
    let mut header =
        format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({examples}, 2), }}");
    while (header.len() + 11) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\0".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    bytes.extend(values);
    Ok(fs::write(npy, bytes)?)
}

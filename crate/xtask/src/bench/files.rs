//! `cargo xtask bench --files`: reading natively, beside pandas and NumPy in one run.
//!
//! Two files of a million examples are made: a CSV and a `.npy` of shape (N, 2). Programs take turns, so that other work
//! on the machine affects all alike; each says the times of some rounds, and medians of all are compared.

use crate::{Result, root, step};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use xshell::{Shell, cmd};

const EXAMPLES: usize = 1_000_000;
const TURNS: usize = 5;
const ROUNDS: usize = 5;

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

/// Measures and prints a table.
pub fn measure(shell: &Shell) -> Result<()> {
    let python = std::env::var("PYTHON")
        .map_err(|_| "PYTHON names no Python: expected one that has pandas and NumPy")?;
    cmd!(shell, "{python} -c 'import pandas, numpy'")
        .quiet()
        .run()
        .map_err(|error| format!("{error}: install pandas and NumPy there"))?;
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let [csv, npy] = ["million.csv", "million.npy"].map(|name| folder.join(name));
    make(&csv, &npy)?;
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
            program(&csv),
            peer("pandas", &csv),
            program(&npy),
            peer("numpy", &npy),
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
    Ok(())
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Logits of a detector's kind, with four decimals, and targets.
fn make(csv: &Path, npy: &Path) -> Result<()> {
    let mut random = 1_u32;
    let mut next = || {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(random) / f64::from(u32::MAX)
    };
    let mut text = String::from("logit,target\n");
    let mut values = vec![];
    for _ in 0..EXAMPLES {
        let logit = (6.0 * (next() + next() + next()) - 12.0) as f32;
        let target = u8::from(next() < 0.1);
        writeln!(text, "{logit:.4},{target}")?;
        values.extend(logit.to_le_bytes());
        values.extend(f32::from(target).to_le_bytes());
    }
    fs::write(csv, text)?;
    let mut header =
        format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({EXAMPLES}, 2), }}");
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

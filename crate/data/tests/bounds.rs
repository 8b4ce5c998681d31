//! Whatever comes in: nothing panics, nothing hangs, and memory stays within the stated multiple of the input.

use data::limit::{MEMORY_TIMES, UNPACKED_MORE, UNPACKED_TIMES};
use data::{Choices, Classes, Values, read};
use flate2::Compression;
use flate2::write::GzEncoder;
use peak_alloc::PeakAlloc;
use proptest::prelude::*;
use std::io::Write;
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What is allocated whatever comes: buffers of a block, a decoder's window, the cells of a layout's sample.
const CONSTANT: usize = 8 << 20;

/// Reads bytes under several choices; says how much memory that took at most.
fn peak(name: &str, bytes: &[u8]) -> usize {
    let mut most = 0;
    let softmax = Choices {
        classes: Some(Classes::Softmax),
        values: Some(Values::Logits),
        ..Choices::default()
    };
    let chosen = Choices {
        logits: Some("1".into()),
        targets: Some("2".into()),
        values: Some(Values::Probabilities),
        ..Choices::default()
    };
    for choices in [Choices::default(), softmax, chosen] {
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let start = Instant::now();
        // Right or refused: both will do here.
        let _ = read(&[(name, bytes)], &choices);
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{name} took {:?}",
            start.elapsed()
        );
        most = most.max(MEMORY.peak_usage().saturating_sub(before));
    }
    most
}

fn check(name: &str, bytes: &[u8]) {
    let most = bytes.len() * MEMORY_TIMES as usize + CONSTANT;
    let peak = peak(name, bytes);
    assert!(
        peak <= most,
        "{name}: {} bytes took {peak}, more than {most}",
        bytes.len()
    );
}

/// Files of each kind, to be damaged.
fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases");
    let files = [folder.to_owned(), format!("{folder}/more")];
    let files = files
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let files = files
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file());
    let name = |path: &std::path::Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut files: Vec<_> = files
        .map(|path| (name(&path), std::fs::read(&path).unwrap()))
        .collect();
    // What a bomb takes is the next test's.
    files.retain(|(name, _)| !name.contains("bomb"));
    files.sort();
    files
}

fn of_text(pieces: &[&'static str]) -> impl Strategy<Value = Vec<u8>> + use<> {
    let piece = prop::sample::select(pieces.to_vec());
    prop::collection::vec(piece, 0..300).prop_map(|pieces| pieces.concat().into_bytes())
}

/// One test, since memory is counted for all threads together.
#[test]
fn no_input_panics_hangs_or_takes_more_memory_than_stated() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let bytes = prop::collection::vec(any::<u8>(), 0..3000);
    runner
        .run(&bytes, |bytes| {
            check("bytes", &bytes);
            Ok(())
        })
        .unwrap();
    let starts: [&[u8]; 7] = [
        b"\x93NUMPY\x01\0",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"{",
        b"[",
        b"\xff\xfe",
        b"logit,target\n",
    ];
    let started = (
        prop::sample::select(starts.to_vec()),
        prop::collection::vec(any::<u8>(), 0..600),
    );
    runner
        .run(&started, |(start, rest)| {
            check("x.npy", &[start, &rest].concat());
            Ok(())
        })
        .unwrap();
    let table = of_text(&[
        "1", "0", "-2.5", "0,5", "1.234", "\"", ",", ";", "\t", "|", " ", "\n", "\r\n", "logit",
        "target", "cat", "nan", "#", "\u{2212}", ",,",
    ]);
    runner
        .run(&table, |text| {
            check("x.csv", &text);
            Ok(())
        })
        .unwrap();
    let json = of_text(&[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"logit\"",
        "\"target\"",
        "1",
        "-0.5",
        "null",
        "true",
        "\n",
        "\"0\"",
    ]);
    runner
        .run(&json, |text| {
            check("x.json", &text);
            Ok(())
        })
        .unwrap();
    let header = of_text(&[
        "'descr':",
        "'<f4'",
        "[('logit', '<f4')]",
        "'fortran_order':",
        "True",
        "'shape':",
        "(",
        "2",
        "9999999999999999999",
        ",",
        ")",
        "{",
        "}",
        " ",
        "'|O'",
    ]);
    runner
        .run(&header, |text| {
            let length = (text.len() as u16).to_le_bytes();
            check(
                "x.npy",
                &[b"\x93NUMPY\x01\0", &length[..], &text, &[1; 64]].concat(),
            );
            Ok(())
        })
        .unwrap();
    let samples = samples();
    assert!(samples.len() > 100);
    let damaged = (
        0..samples.len(),
        any::<prop::sample::Index>(),
        any::<u8>(),
        any::<prop::sample::Index>(),
        any::<bool>(),
    );
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 3000,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&damaged, |(file, at, byte, cut, cuts)| {
            let (name, bytes) = &samples[file];
            let mut bytes = bytes.clone();
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
                if cuts {
                    bytes.truncate(cut.index(bytes.len()));
                }
            }
            // Small archives may unpack to more.
            let packed = ["zip", "npz", "gz", "pt", "xlsx"]
                .iter()
                .any(|end| name.ends_with(end));
            if packed {
                peak(name, &bytes);
            } else {
                check(name, &bytes);
            }
            Ok(())
        })
        .unwrap();
    dense_texts();
    bombs();
}

/// The texts that take most memory for a byte.
fn dense_texts() {
    let n = 300_000;
    for (name, text) in [
        (
            "columns.csv",
            format!("logit,target\n{}", "1,0\n".repeat(n)),
        ),
        (
            "blank.csv",
            format!("logit,target\n{}", "1,0\n\n".repeat(n)),
        ),
        ("g.csv", format!("g\n{}", "0\n".repeat(n))),
        (
            "wide.csv",
            format!(
                "{}\n{}",
                vec!["logit"; 2000].join(","),
                format!("{}\n", vec!["0"; 2000].join(",")).repeat(100)
            ),
        ),
        (
            "names.csv",
            format!(
                "logit,label\n{}",
                (0..n / 4).map(|i| format!("1,c{i}\n")).collect::<String>()
            ),
        ),
        (
            "quote.csv",
            format!("logit,target\n\"{}", "1,0\n".repeat(n)),
        ),
        (
            "quotes.csv",
            format!("logit,target\n{}", "\"1\",\"0\"\n".repeat(n)),
        ),
        ("line.csv", "1,".repeat(n)),
        (
            "flat.json",
            format!(
                "{{\"logits\":[{}0],\"targets\":[{}0]}}",
                "1,".repeat(n),
                "0,".repeat(n)
            ),
        ),
        ("records.json", format!("[{}{{}}]", "{\"x\":1},".repeat(n))),
        ("lists.json", format!("[{}[]]", "[],".repeat(n))),
        ("lines.jsonl", "{\"x\":1,\"y\":0}\n".repeat(n)),
        (
            "keys.json",
            format!(
                "{{{}\"z\":1}}",
                (0..n / 4)
                    .map(|i| format!("\"k{i}\":1,"))
                    .collect::<String>()
            ),
        ),
    ] {
        check(name, text.as_bytes());
    }
}

/// Zeros that pack to a thousandth.
fn bombs() {
    let mut packed = GzEncoder::new(vec![], Compression::best());
    let zeros = vec![b'0'; 1 << 20];
    (0..200).for_each(|_| packed.write_all(&zeros).unwrap());
    let bytes = packed.finish().unwrap();
    let most = bytes.len() * (UNPACKED_TIMES * MEMORY_TIMES) as usize + UNPACKED_MORE as usize * 3;
    let peak = peak("bomb.csv.gz", &bytes);
    assert!(peak < most, "{} bytes took {peak}", bytes.len());
}

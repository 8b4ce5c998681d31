//! What `ghm diagnose` finds, as text and as JSON.

mod anchors;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases")
}

/// What it prints, called beside the files, so that their names are short.
fn diagnosed(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_ghm"))
        .current_dir(folder)
        .arg("diagnose")
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{arguments:?}: {text}");
    text
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&diagnosed(folder, &[arguments, &["--json"]].concat())).unwrap()
}

fn named<'a>(found: &'a Value, name: &str) -> Option<&'a Value> {
    let all = found["findings"].as_array().unwrap();
    all.iter().find(|finding| finding["name"] == name)
}

#[test]
fn findings_in_words() {
    insta::assert_snapshot!(
        "mask-valid",
        diagnosed(&cases(), &["mask-valid.csv", "--momentum", ".75"])
    );
    insta::assert_snapshot!(
        "softmax",
        diagnosed(&cases(), &["softmax.npz", "--classes", "softmax"])
    );
}

#[test]
fn findings_have_what_the_contract_says() {
    let found = json(
        &cases(),
        &["mask-valid.csv", "--momentum", ".75", "--mu", ".1"],
    );
    for finding in found["findings"].as_array().unwrap() {
        for key in ["name", "severity", "text", "zh"] {
            assert!(!finding[key].as_str().unwrap().is_empty(), "{finding}");
        }
        assert!(
            ["error", "warning", "note", "fine"].contains(&finding["severity"].as_str().unwrap())
        );
        assert!(
            finding["figure"]["name"].is_string() && finding["figure"]["knobs"]["data"] == "file"
        );
    }
    let cold = named(&found, "cold-start").unwrap();
    assert_eq!(
        (cold["severity"].as_str(), cold["factor"].as_f64()),
        (Some("warning"), Some(4.0))
    );
    let first = found["summary"]["ghm_c"].as_f64().unwrap() * 4.0;
    assert!((cold["first_loss"].as_f64().unwrap() - first).abs() < 1e-9);
    let suggestion = &found["suggestion"];
    assert!(suggestion["bins"].is_u64() && suggestion["momentum"].is_number());
    assert_eq!(
        (suggestion["start"].as_str(), &suggestion["mu"]),
        (Some("corrected"), &Value::Null)
    );
    assert!(suggestion["why"].as_str().unwrap().contains("30 regions"));
    // Without momentum there is no start to be cold.
    assert!(named(&json(&cases(), &["mask-valid.csv"]), "cold-start").is_none());
    let first = json(
        &cases(),
        &["mask-valid.csv", "--momentum", ".75", "--start", "first"],
    );
    assert!(named(&first, "cold-start").is_none());
}

#[test]
fn a_head_of_20_classes_in_half_precision_overflows_and_is_told_where() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("head");
    anchors::write(&folder);
    let files = ["logits.npy", "labels.npy"];
    for stream in [&[][..], &["--stream"]] {
        let found = json(&folder, &[&files, stream].concat());
        // All but those whose label is -1.
        let examples = found["read"]["examples"].as_f64().unwrap();
        assert!((3_900_000.0..3_950_000.0).contains(&examples), "{examples}");
        let overflow = named(&found, "half-overflow").expect("it overflows");
        assert_eq!(overflow["severity"], "error");
        let (least, safe) = (&overflow["smallest_region"], &overflow["safe_count"]);
        assert_eq!(safe.as_f64(), Some((examples / 65_504.0).ceil()));
        assert!(least.as_u64() < safe.as_u64(), "{overflow}");
        let serious = found["findings"].as_array().unwrap().iter();
        let serious =
            serious.filter(|it| ["error", "warning"].contains(&it["severity"].as_str().unwrap()));
        let names: Vec<_> = serious.map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["half-overflow"]);
        assert_eq!(found["suggestion"]["bins"], 30);
    }
    // Counted elsewhere it is the same.
    let counts = Command::new(env!("CARGO_BIN_EXE_ghm"))
        .current_dir(&folder)
        .arg("counts")
        .args(files)
        .output();
    std::fs::write(folder.join("counts.csv"), counts.unwrap().stdout).unwrap();
    let [direct, counted] = [&files[..], &["counts.csv"]].map(|files| json(&folder, files));
    let of = |found: &Value| named(found, "half-overflow").unwrap().clone();
    assert_eq!(of(&direct), of(&counted));
}

#[test]
fn offsets_have_a_mu_and_batches_are_counted_as_such() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("batches");
    std::fs::create_dir_all(&folder).unwrap();
    let mut random = oorandom::Rand64::new(1);
    let offsets = (0..3000).map(|_| 0.3 * (random.rand_float() as f32 - 0.5));
    let bytes: Vec<u8> = offsets.flat_map(f32::to_le_bytes).collect();
    anchors::npy(&folder.join("offsets.npy"), "<f4", "(3000,)", &bytes);
    for stream in [&["offsets.npy"][..], &["offsets.npy", "--stream"]] {
        let found = json(&folder, stream);
        assert!(named(&found, "narrow-mu").is_some(), "{found}");
        let mu = found["suggestion"]["mu"].as_f64().unwrap();
        assert!((0.05..0.2).contains(&mu) && found["suggestion"]["bins"].is_null());
    }
    // Two batches of the same size: noise is that of one.
    let case = std::fs::read_to_string(cases().join("mask-valid.csv")).unwrap();
    for name in ["batch1.csv", "batch2.csv"] {
        std::fs::write(folder.join(name), &case).unwrap();
    }
    let [one, two] =
        [&["batch1.csv"][..], &["batch1.csv", "batch2.csv"]].map(|files| json(&folder, files));
    assert_eq!(two["read"]["examples"], 64);
    let of = |found: &Value, key: &str| named(found, "noisy-weights").unwrap()[key].clone();
    for key in ["deviation", "smallest_region", "regions"] {
        assert_eq!(of(&one, key), of(&two, key), "{key}");
    }
}

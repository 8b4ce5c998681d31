//! Exported Python is run: it gives what the crate gives. `cargo xtask test --python` installs what it needs and runs this.

mod anchors;

use ghm::{Convention, Empty, GhmC, GhmR, Options, Start};
use half::f16;
use oorandom::Rand64;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a function of `check.py`.
fn check(arguments: &[&str]) {
    let python = std::env::var("PYTHON")
        .expect("PYTHON names the Python that has PyTorch, NumPy, pandas and DuckDB");
    let script = root().join("tests/python/check.py");
    let status = Command::new(python)
        .arg(script)
        .args(arguments)
        .status()
        .unwrap();
    assert!(status.success(), "{arguments:?}: {status}");
}

fn ghm(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_ghm"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// Exports code into a file; returns its path.
fn exported(folder: &Path, file: &str, arguments: &[&str]) -> String {
    let path = folder.join(file);
    std::fs::write(&path, ghm(folder, &[&["export"], arguments].concat())).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Settings, and the arguments that say them.
struct Case {
    options: Options,
    softmax: bool,
    mask: bool,
}

impl Case {
    fn arguments(&self) -> Vec<String> {
        let Options {
            bins,
            momentum,
            start,
            empty,
            convention,
            ..
        } = self.options;
        let start = ["zero", "first", "corrected"][start as usize];
        let empty = ["hold", "decay"][empty as usize];
        let convention = ["code", "paper", "average"][convention as usize];
        let classes = if self.softmax { "softmax" } else { "sigmoid" };
        let mut line = format!(
            "--bins {bins} --momentum {momentum} --rbins {bins} --rmomentum {momentum} --mu 0.1 --start {start} \
             --empty {empty} --convention {convention} --classes {classes}"
        );
        if !self.mask {
            line.push_str(" --mask none");
        }
        line.split(' ').map(str::to_owned).collect()
    }
}

fn cases() -> Vec<Case> {
    let mut all = vec![];
    let starts = [Start::Zero, Start::First, Start::Corrected];
    for (i, start) in starts.into_iter().enumerate() {
        for (j, (softmax, mask)) in [(false, true), (false, false), (true, true), (true, false)]
            .into_iter()
            .enumerate()
        {
            all.push(Case {
                options: Options {
                    bins: [30, 10, 7][(i + j) % 3],
                    momentum: [0.75, 0.9, 0.99, 0.0][(i + 3 * j) % 4],
                    start,
                    empty: [Empty::Hold, Empty::Decay][(i + j) % 2],
                    convention: [Convention::Code, Convention::Paper, Convention::Average]
                        [(j + i) % 3],
                    ..Options::classification()
                },
                softmax,
                mask,
            });
        }
    }
    all
}

const ROWS: usize = 150;
const CLASSES: usize = 4;

/// A number that half precision has, so that a module which is given halves gets the same.
fn rounded(value: f64) -> f32 {
    f16::from_f64(value).to_f32()
}

/// One step of GHM-C: its input, and what the crate gives.
fn class_step(case: &Case, loss: &mut GhmC, random: &mut Rand64, t: usize) -> Value {
    let mut normal = || (0..12).map(|_| random.rand_float()).sum::<f64>() - 6.0;
    let inputs: Vec<f32> = (0..ROWS * CLASSES)
        .map(|_| rounded(3.0 * normal() - 2.0))
        .collect();
    // Ids, soft targets and hard ones in turn; a softmax has ids only. -1 counts nowhere, K is background.
    let ids = case.softmax || t.is_multiple_of(3);
    let top = if case.softmax { CLASSES } else { CLASSES + 1 } as i64;
    let id = |random: &mut Rand64| (random.rand_u64() % (top as u64 + 1)) as i64 - 1;
    let labels: Vec<i64> = (0..ROWS).map(|_| id(random)).collect();
    let elements = if ids { ROWS } else { ROWS * CLASSES };
    let mask: Option<Vec<f32>> = case.mask.then(|| {
        let kept = |_| if random.rand_float() < 0.2 { 0.0 } else { 0.5 };
        (0..elements).map(kept).collect()
    });
    let soft: Vec<f32> = (0..ROWS * CLASSES)
        .map(|_| match t % 3 {
            1 => random.rand_float() as f32,
            _ => f32::from(u8::from(random.rand_float() < 0.3)),
        })
        .collect();
    let counts = |row: usize| labels[row] >= 0 && mask.as_ref().is_none_or(|mask| mask[row] > 0.0);
    let (value, weights, gradient) = if case.softmax {
        softmax(&inputs, &labels, &counts, loss)
    } else {
        let targets: Vec<f32> = match ids {
            true => (0..ROWS * CLASSES)
                .map(|i| f32::from(u8::from(labels[i / CLASSES] == (i % CLASSES) as i64)))
                .collect(),
            false => soft.clone(),
        };
        let own: Option<Vec<f32>> = match ids {
            true => Some(
                (0..ROWS * CLASSES)
                    .map(|i| f32::from(u8::from(counts(i / CLASSES))))
                    .collect(),
            ),
            false => mask.clone(),
        };
        let step = loss.step(&inputs, &targets, own.as_deref()).unwrap();
        (step.loss, step.weights.clone(), step.gradient.clone())
    };
    json!({
        "inputs": inputs, "shape": [ROWS, CLASSES], "ids": ids, "mask": mask,
        "targets": if ids { json!(labels) } else { json!(soft) },
        "value": value, "weights": weights, "gradient": gradient,
    })
}

/// A softmax by the crate: each anchor against all others together, and the gradient by the chain rule.
fn softmax(
    inputs: &[f32],
    labels: &[i64],
    counts: &dyn Fn(usize) -> bool,
    loss: &mut GhmC,
) -> (f64, Vec<f32>, Vec<f32>) {
    let mut shares = vec![0.0; ROWS * CLASSES];
    let mut logits = vec![0.0; ROWS];
    for row in (0..ROWS).filter(|&row| labels[row] >= 0) {
        let own = labels[row] as usize;
        let all = &inputs[row * CLASSES..][..CLASSES];
        let sum: f64 = (0..CLASSES)
            .filter(|&class| class != own)
            .map(|class| f64::from(all[class]).exp())
            .sum();
        logits[row] = (f64::from(all[own]) - sum.ln()) as f32;
        for class in 0..CLASSES {
            let share = if class == own {
                -1.0
            } else {
                f64::from(all[class]).exp() / sum
            };
            shares[row * CLASSES + class] = -share;
        }
    }
    let mask: Vec<f32> = (0..ROWS)
        .map(|row| f32::from(u8::from(counts(row))))
        .collect();
    let step = loss.step(&logits, &[1.0; ROWS], Some(&mask)).unwrap();
    let each =
        (0..ROWS * CLASSES).map(|i| (f64::from(step.gradient[i / CLASSES]) * shares[i]) as f32);
    (step.loss, step.weights.clone(), each.collect())
}

/// One step of GHM-R.
fn box_step(case: &Case, loss: &mut GhmR, random: &mut Rand64) -> Value {
    let mut offset = || rounded(0.4 * (random.rand_float() - 0.5).powi(3));
    let inputs: Vec<f32> = (0..ROWS * CLASSES).map(|_| offset()).collect();
    let mask: Option<Vec<f32>> = case.mask.then(|| {
        let kept = |_| f32::from(u8::from(random.rand_float() < 0.7));
        (0..ROWS * CLASSES).map(kept).collect()
    });
    let targets = vec![0.0; ROWS * CLASSES];
    let step = loss.step(&inputs, &targets, mask.as_deref()).unwrap();
    json!({
        "inputs": inputs, "shape": [ROWS, CLASSES], "ids": false, "mask": mask, "targets": targets,
        "value": step.loss, "weights": step.weights, "gradient": step.gradient,
    })
}

#[test]
#[ignore = "needs PyTorch: cargo xtask test --python"]
fn exported_modules_give_what_the_crate_gives() {
    let folder = folder("exported");
    let (mut numpy, mut torch) = (vec![], vec![]);
    for (i, case) in cases().iter().enumerate() {
        let mut random = Rand64::new(i as u128);
        let mut classes = GhmC::new(case.options).unwrap();
        let class_steps: Vec<Value> = (0..6)
            .map(|t| class_step(case, &mut classes, &mut random, t))
            .collect();
        let mut boxes = GhmR::new(0.1, case.options).unwrap();
        let box_steps: Vec<Value> = (0..4)
            .map(|_| box_step(case, &mut boxes, &mut random))
            .collect();
        let steps = json!([{ "loss": "GHMC", "steps": class_steps }, { "loss": "GHMR", "steps": box_steps }]);
        let file = folder.join(format!("{i}.json"));
        std::fs::write(&file, steps.to_string()).unwrap();
        let arguments = case.arguments();
        let with = |target| {
            let arguments = arguments.iter().map(String::as_str);
            std::iter::once(target).chain(arguments).collect::<Vec<_>>()
        };
        let file = file.to_str().unwrap().to_owned();
        numpy.push(exported(&folder, &format!("numpy_{i}.py"), &with("numpy")));
        torch.push(exported(
            &folder,
            &format!("torch_{i}.py"),
            &with("pytorch"),
        ));
        numpy.push(file.clone());
        torch.push(file);
    }
    let all = |name, files: &[String]| {
        let files = files.iter().map(String::as_str);
        check(&std::iter::once(name).chain(files).collect::<Vec<_>>());
    };
    all("numpy_steps", &numpy);
    all("torch_steps", &torch);
}

#[test]
#[ignore = "needs PyTorch: cargo xtask test --python"]
fn with_mmdetections_settings_they_give_what_mmdetection_gave() {
    let folder = folder("mmdet");
    let torch = exported(&folder, "by_torch.py", &["pytorch", "--start", "zero"]);
    let numpy = exported(&folder, "by_numpy.py", &["numpy", "--start", "zero"]);
    let records = root().join("tests/data/ghm_mmdet.json");
    check(&["mmdet_records", &torch, &numpy, records.to_str().unwrap()]);
}

#[test]
#[ignore = "needs PyTorch: cargo xtask test --python"]
fn the_module_trains_in_half_precision_where_mmdetections_formula_overflows() {
    let folder = folder("half");
    let files = anchors::write(&folder).map(|file| file.to_str().unwrap().to_owned());
    let found: Value =
        serde_json::from_str(&ghm(&folder, &["diagnose", &files[0], &files[1], "--json"])).unwrap();
    let findings = found["findings"].as_array().unwrap();
    assert!(
        findings
            .iter()
            .any(|it| it["name"] == "half-overflow" && it["severity"] == "error")
    );
    let value = found["summary"]["ghm_c"].to_string();
    let module = exported(&folder, "ghm_loss.py", &["pytorch"]);
    check(&["half", &module, &files[0], &files[1], &value]);
}

#[test]
#[ignore = "needs PyTorch: cargo xtask test --python"]
fn the_config_builds_the_losses_that_it_names() {
    for classes in ["sigmoid", "softmax"] {
        let folder = folder(&format!("config_{classes}"));
        let config = exported(&folder, "ghm_config.py", &["mmdet", "--classes", classes]);
        let loss = exported(
            &folder,
            "ghm_loss.py",
            &["mmdet-loss", "--classes", classes],
        );
        check(&["config", &config, &loss]);
    }
}

#[test]
#[ignore = "needs PyTorch: cargo xtask test --python"]
fn what_the_writers_write_is_read() {
    let folder = folder("written");
    let pytorch = exported(&folder, "write_pytorch.py", &["writer-pytorch"]);
    let mmdet = exported(&folder, "write_mmdet.py", &["writer-mmdet"]);
    let query = root().join("tests/engines/counts.sql");
    check(&[
        "write",
        folder.to_str().unwrap(),
        &pytorch,
        &mmdet,
        query.to_str().unwrap(),
    ]);
    let diagnosed = |files: &[&str]| -> Value {
        serde_json::from_str(&ghm(&folder, &[&["diagnose"], files, &["--json"]].concat())).unwrap()
    };
    let batches = diagnosed(&["batch-00000.npz", "batch-00001.npz"]);
    let calls = diagnosed(&["ghm-00001.npz", "ghm-00002.npz", "--first-class", "0"]);
    let [pandas, counts] = ["pandas.csv", "counts.csv"].map(|file| diagnosed(&[file]));
    // The same examples, once and twice, rounded to half precision and to that of bfloat16.
    let examples = pandas["read"]["examples"].as_u64().unwrap();
    assert!((1700..1900).contains(&examples), "{examples}");
    for twice in [&batches, &calls] {
        assert_eq!(twice["read"]["examples"].as_u64(), Some(2 * examples));
        assert_eq!(
            twice["read"]["positives"].as_u64(),
            pandas["read"]["positives"].as_u64().map(|it| 2 * it)
        );
        let [found, right] =
            [twice, &pandas].map(|it| it["summary"]["cross_entropy"].as_f64().unwrap());
        assert!((found / right - 1.0).abs() < 1e-3, "{found} {right}");
    }
    assert_eq!(pandas["findings"], counts["findings"]);
    let boxes = diagnosed(&["boxes-00001.npz", "boxes-00002.npz"]);
    assert!(!folder.join("boxes-00003.npz").exists());
    let mu = boxes["suggestion"]["mu"].as_f64().unwrap();
    assert!((0.08..0.15).contains(&mu), "{mu}");
}

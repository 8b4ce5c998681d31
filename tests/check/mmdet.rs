//! Parity with mmdet: `data/ghm_mmdet.json` holds the results of its `GHMC` and `GHMR`.

use ghm::Options;
use serde::Deserialize;

use super::{
    batch::{Batch, Kind},
    tolerance::{MMDET, MMDET_DIFFERENCE, assert_close},
};

#[derive(Deserialize)]
struct Records {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    kind: String,
    config: Config,
    steps: Vec<Record>,
}

#[derive(Deserialize)]
struct Config {
    bins: usize,
    #[serde(default)]
    momentum: f64,
    mu: Option<f64>,
}

#[derive(Deserialize)]
struct Record {
    pred: Vec<f32>,
    target: Vec<f32>,
    label_weight: Vec<f32>,
    loss: f64,
    grad: Vec<f64>,
    acc_sum: Option<Vec<f64>>,
}

/// Compares every recorded step: loss, gradient and moving average.
pub fn parity() {
    let records: Records =
        serde_json::from_str(include_str!("../data/ghm_mmdet.json")).expect("mmdet's records");
    assert_eq!(records.cases.len(), 18, "recorded cases");
    for case in &records.cases {
        check(case);
    }
}

fn check(case: &Case) {
    let Config { bins, momentum, mu } = case.config;
    let kind = match (case.kind.as_str(), mu) {
        ("GHM-C", None) => Kind::Classification,
        ("GHM-R", Some(mu)) => Kind::Regression { mu },
        (other, mu) => panic!("{}: no loss {other} with mu {mu:?}", case.name),
    };
    let options = Options {
        bins,
        momentum,
        ..Options::classification()
    };
    let mut loss = kind.loss(options).expect("mmdet's options");
    for (t, record) in case.steps.iter().enumerate() {
        let what = |field: &str| format!("{} step {t}: {field}", case.name);
        let batch = Batch {
            inputs: record.pred.clone(),
            targets: record.target.clone(),
            mask: Some(record.label_weight.clone()),
        };
        let step = loss.step(&batch).expect("mmdet's examples");
        assert_close(step.loss, record.loss, MMDET, 0.0, &what("loss"));

        assert_eq!(
            step.gradient.len(),
            record.grad.len(),
            "{}",
            what("length of the gradient")
        );
        for (i, (&found, &expected)) in step.gradient.iter().zip(&record.grad).enumerate() {
            let floor = MMDET_DIFFERENCE * f64::from(step.weights[i]) / step.valid.max(1) as f64;
            assert_close(
                f64::from(found),
                expected,
                MMDET,
                floor,
                &what(&format!("gradient[{i}]")),
            );
        }

        assert_eq!(
            step.average.is_some(),
            record.acc_sum.is_some(),
            "{}",
            what("has an average")
        );
        for (found, expected) in step.average.iter().zip(&record.acc_sum) {
            assert_eq!(found.len(), expected.len(), "{}", what("regions"));
            for (j, (&found, &expected)) in found.iter().zip(expected).enumerate() {
                assert_close(found, expected, MMDET, 0.0, &what(&format!("average[{j}]")));
            }
        }
    }
}

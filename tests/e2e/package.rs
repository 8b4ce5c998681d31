//! The JavaScript package of the losses.

use crate::harness::visit;
use serde_json::{Value, json};

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn losses_are_a_package_for_javascript() {
    let (logits, targets) = ([-3.0_f32, -2.0, 0.5, 2.5], [0.0_f32, 0.0, 1.0, 0.0]);
    let options = ghm::Options {
        bins: 5,
        momentum: 0.5,
        ..ghm::Options::classification()
    };
    let mut loss = ghm::GhmC::new(options).unwrap();
    let step = loss.step(&logits, &targets, None).unwrap().clone();
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = visit
            .ask(
            "const { default: init, GhmC, GhmR } = await import('/pkg/index.js');
            await init();
            const [x, t] = [new Float32Array([-3, -2, 0.5, 2.5]), new Float32Array([0, 0, 1, 0])];
            const step = new GhmC(5, 0.5).step(x, t);
            const errors = [() => new GhmC(0, 0.5), () => new GhmC(5, 1), () => new GhmR(-1, 5, 0),
                () => new GhmC(5, 0).step(x, new Float32Array(3)),
                () => new GhmC(5, 0).step(new Float32Array([NaN]), new Float32Array([0])),
                () => new GhmC(5, 0).step(), () => new GhmC(5, 0).step(x, 4), () => new GhmC(5, 0).step(x, t, 'mask'),
                () => new GhmR().step(null, t)]
                .map((call) => { try { call(); return ''; } catch (e) { return e instanceof Error ? e.message : 'no Error'; } });
            const plain = new GhmC(5, 0).step(x, t, new Float32Array([1, 1, 0, 0]));
            return { loss: step.loss, weights: [...step.weights], gradient: [...step.gradient],
                average: [...step.average], none: plain.average, masked: plain.weights[2], errors };",
        )
        .await?;
        // Reading JSON may change the last digit.
        let close = |found: &Value, expected: &[f64]| {
            let found: Vec<f64> = found
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_f64)
                .collect();
            assert_eq!(found.len(), expected.len());
            for (f, e) in found.iter().zip(expected) {
                assert!((f - e).abs() <= 1e-15 * e.abs(), "{found:?} {expected:?}");
            }
        };
        let wide = |v: &[f32]| v.iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
        close(&json!([found["loss"]]), &[step.loss]);
        close(&found["weights"], &wide(&step.weights));
        close(&found["gradient"], &wide(&step.gradient));
        close(&found["average"], step.average.as_deref().unwrap());
        assert_eq!(found["none"], Value::Null);
        assert_eq!(found["masked"].as_f64(), Some(0.0));
        let errors: Vec<&str> = found["errors"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let expected = [
            "bins",
            "momentum",
            "mu",
            "targets",
            "logits",
            "logits: expected a Float32Array, found undefined",
            "targets: expected a Float32Array, found number",
            "mask: expected a Float32Array, found string",
            "predictions: expected a Float32Array, found null",
        ];
        assert_eq!(errors.len(), expected.len(), "{errors:?}");
        for (error, named) in errors.iter().zip(expected) {
            assert!(error.contains(named), "{error} should name {named}");
        }
        visit.check().await
    });
}

//! The files of `tests/cases`, as people write them.

use super::run;
use crate::harness::visit;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// What a reader does in the page for what a command line says.
fn steps(args: &str) -> Vec<Value> {
    let words: Vec<&str> = args.split_whitespace().collect();
    let step = |pair: &[&str]| match pair {
        ["--logits", name] => json!(["pick", format!("column {name}"), "logits"]),
        ["--targets", name] => json!(["pick", format!("column {name}"), "targets"]),
        ["--mask", name] => json!(["pick", format!("column {name}"), "mask"]),
        ["--as", "probabilities"] => json!(["press", "They are probabilities"]),
        ["--classes", kind] => json!(["pick", "classes", kind]),
        other => panic!("what does a reader do for {other:?}?"),
    };
    words.chunks(2).map(step).collect()
}

/// What is wrong with what the page made of a case. What the page quotes has three digits, counts all.
fn wrong(name: &str, case: &Value, found: &Value) -> Option<String> {
    let said = found["said"].as_str().unwrap_or_default();
    if let Some(word) = case["refused"].as_str() {
        let kept = found["kept"] == true;
        let good = said.contains("was not read") && said.contains(word) && kept;
        return (!good).then(|| format!("{name}: not refused with `{word}`: {found}"));
    }
    let right = case["right"].as_object()?;
    let differs = right.iter().find(|(key, right)| {
        let right = right.as_f64().unwrap_or(f64::NAN);
        let most = 5e-3 * right.abs();
        !found[key.as_str()]
            .as_f64()
            .is_some_and(|found| (found - right).abs() <= most)
    });
    match differs {
        Some((key, right)) => Some(format!("{name}: {key} should be {right}: {found}")),
        None => (!said.contains(&format!("{name} is read"))).then(|| format!("{name}: {said}")),
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn files_as_people_write_them_are_read_right_or_refused() {
    visit(async |visit| {
        // The tables of right values are for thirty regions.
        visit.open("index.html?bins=30&data=uniform&n=2000").await?;
        let cases: Map<String, Value> =
            serde_json::from_slice(&fs::read(folder().join("cases.json"))?)?;
        assert!(cases.len() >= 39);
        let mut faults = vec![];
        for (name, case) in &cases {
            let bytes = BASE64_STANDARD.encode(fs::read(folder().join(name))?);
            let steps = steps(case["args"].as_str().unwrap_or_default());
            let script = format!(
                "engine.set('data', 'uniform');
                let said = await give(fileOf([{name:?}, {bytes:?}]));
                for (const [way, ...what] of {steps}) said = await {{ pick, press }}[way](...what);
                const number = (key) => Number((engine.quote(key) ?? 'NaN').replace(/[, \\u202f%]/g, ''));
                return {{
                    said, kept: engine.get('data') === 'uniform', facts: facts(), notes: notes(),
                    examples: number('n'), positives: number('positives'), filled: number('filled'),
                    first_region: number('count.first') / number('n'), cross_entropy: number('loss.ce'),
                    ghm_c: number('loss.ghm'), greatest_weight: number('weight.greatest'),
                }};",
                steps = Value::from(steps),
            );
            let found = run(visit, &script).await?;
            faults.extend(wrong(name, case, &found));
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        visit.check().await
    });
}

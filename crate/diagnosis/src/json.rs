//! A diagnosis as JSON, for the command line and the page.

use crate::switch::{Decision, Near};
use crate::{Diagnosis, Finding, Lang, Said, Suggestion, Unknown};
use ghm::Start;
use serde_json::{Map, Value, json};

/// All of it: `findings`, `suggestion` and `unknown`.
pub fn diagnosis(found: &Diagnosis) -> Map<String, Value> {
    let mut all = Map::new();
    let findings = found.findings.iter().map(finding).collect();
    let unknown = found.unknown.iter().map(unknown).collect();
    all.insert("findings".into(), Value::Array(findings));
    all.insert("suggestion".into(), suggestion(&found.suggestion));
    all.insert("unknown".into(), Value::Array(unknown));
    all
}

/// The name of a start, as the page's knob has it.
pub fn start(start: Start) -> &'static str {
    match start {
        Start::Zero => "zero",
        Start::First => "first",
        Start::Corrected => "corrected",
    }
}

/// A number as JSON: whole ones without a fraction.
fn value(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        json!(value as i64)
    } else {
        json!(value)
    }
}

/// A finding as JSON: its numbers by their names, beside name, severity, sentences and figure.
fn finding(finding: &Finding) -> Value {
    let mut all = Map::new();
    let numbers = finding.said.values.iter();
    all.extend(numbers.map(|&(name, number)| (name.to_owned(), value(number))));
    let knobs = finding.shown.knobs.iter();
    let knobs: Map<String, Value> = knobs
        .map(|(key, value)| ((*key).to_owned(), json!(value.to_string())))
        .collect();
    all.insert("name".into(), json!(finding.name));
    all.insert("severity".into(), json!(finding.severity.name()));
    all.insert("text".into(), json!(finding.said.written(Lang::En)));
    all.insert("zh".into(), json!(finding.said.written(Lang::Zh)));
    all.insert(
        "figure".into(),
        json!({ "name": finding.shown.figure, "knobs": knobs }),
    );
    Value::Object(all)
}

/// The suggestion as JSON.
fn suggestion(suggestion: &Suggestion) -> Value {
    let why = |lang| {
        let all = suggestion.why.iter().map(|said| said.written(lang));
        all.collect::<Vec<_>>()
            .join(if lang == Lang::En { " " } else { "" })
    };
    json!({
        "bins": suggestion.bins,
        "momentum": suggestion.momentum,
        "start": suggestion.start.map(start),
        "mu": suggestion.mu,
        "why": why(Lang::En),
        "zh": why(Lang::Zh),
    })
}

/// An answer to whether to switch: `verdict`, a sentence, what was measured `near`, and `limits`.
pub fn decision(decision: &Decision) -> Value {
    let near: Vec<_> = decision.near.iter().map(near).collect();
    let limits: Vec<_> = decision.limits.iter().map(in_both).collect();
    let mut all = in_both(&decision.said);
    all.insert("verdict".into(), json!(decision.verdict.name()));
    all.insert("near".into(), json!(near));
    all.insert("limits".into(), json!(limits));
    Value::Object(all)
}

/// What was measured at a setting: by loss, mean and deviation as the page's tables have them.
fn near(near: &Near) -> Value {
    let told = near.measured.told().into_iter();
    let told: Map<String, Value> = told
        .map(|(loss, mean, deviation)| {
            // As the page's tables have them: values of four digits are rounded half up.
            let [mean, deviation] = [mean, deviation].map(|number| number + 1e-9);
            let text = format!("{mean:.3} ±\u{a0}{deviation:.3}");
            (loss.to_owned(), json!(text))
        })
        .collect();
    let mut all = in_both(&near.said);
    all.insert("verdict".into(), json!(near.verdict.name()));
    all.insert("measured".into(), Value::Object(told));
    Value::Object(all)
}

/// A sentence in both languages.
fn in_both(said: &Said) -> Map<String, Value> {
    let text = |lang| json!(said.written(lang));
    let all = [("text", text(Lang::En)), ("zh", text(Lang::Zh))];
    all.map(|(key, text)| (key.to_owned(), text))
        .into_iter()
        .collect()
}

/// What is not known, as JSON.
fn unknown(unknown: &Unknown) -> Value {
    json!({
        "name": unknown.name,
        "text": unknown.said.written(Lang::En),
        "zh": unknown.said.written(Lang::Zh),
    })
}

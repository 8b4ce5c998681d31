//! What the diagnosis found, in words and as JSON.

use crate::arguments::Diagnose;
use crate::source::Counted;
use data::Classes;
use diagnosis::{
    Diagnosis, Evidence, Finding, Form, Labels, Lang, Said, Settings, Suggestion, Unknown, diagnose,
};
use explainer::text::{self, number};
use ghm::Start;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// Lines of sentences end here.
const WIDTH: usize = 100;

/// Diagnoses what was counted.
pub fn of(counted: &Counted, options: &Diagnose) -> Result<Diagnosis, ghm::Error> {
    let settings = Settings {
        classification: options.settings,
        mu: options.mu,
        ..Settings::default()
    };
    let of_cells = counted.cells.as_ref().map(|cells| diagnosis::Counted {
        counts: &cells.counts,
        losses: cells.losses.as_deref(),
        positives: cells.positives.as_deref(),
    });
    let regions = counted.regions.as_ref();
    let of_regions = regions.map(|(counts, losses)| diagnosis::Counted {
        counts,
        losses: losses.as_deref(),
        positives: None,
    });
    let softmax = options.files.choices.classes == Some(Classes::Softmax);
    let evidence = Evidence {
        cells: of_cells,
        regions: of_regions,
        rows: counted.rows.as_ref(),
        offsets: Some(&counted.offsets),
        labels: if softmax {
            Labels::Softmax
        } else {
            Labels::Own
        },
        batches: counted.batches as u64,
    };
    diagnose(&evidence, &settings)
}

fn sentence(said: &Said, lang: Lang) -> String {
    let written = match lang {
        Lang::En => text::Lang::En,
        Lang::Zh => text::Lang::Zh,
    };
    said.sentence(lang, &|value, form| match form {
        Form::Count => number::count(value as u64, written),
        Form::Number => number::number(value, 3, written),
        Form::Percent => format!("{}%", number::number(100.0 * value, 3, written)),
    })
}

fn start(start: Start) -> &'static str {
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
pub fn finding(finding: &Finding) -> Value {
    let mut all = Map::new();
    let numbers = finding.said.values.iter();
    all.extend(numbers.map(|&(name, number)| (name.to_owned(), value(number))));
    let knobs = finding.shown.knobs.iter();
    let knobs: Map<String, Value> = knobs
        .map(|(key, value)| ((*key).to_owned(), json!(value.to_string())))
        .collect();
    all.insert("name".into(), json!(finding.name));
    all.insert("severity".into(), json!(finding.severity.name()));
    all.insert("text".into(), json!(sentence(&finding.said, Lang::En)));
    all.insert("zh".into(), json!(sentence(&finding.said, Lang::Zh)));
    all.insert(
        "figure".into(),
        json!({ "name": finding.shown.figure, "knobs": knobs }),
    );
    Value::Object(all)
}

/// The suggestion as JSON.
pub fn suggestion(suggestion: &Suggestion) -> Value {
    let why = |lang| {
        let all = suggestion.why.iter().map(|said| sentence(said, lang));
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

/// What is not known, as JSON.
pub fn unknown(unknown: &Unknown) -> Value {
    json!({
        "name": unknown.name,
        "text": sentence(&unknown.said, Lang::En),
        "zh": sentence(&unknown.said, Lang::Zh),
    })
}

/// All of it in words.
pub fn in_words(found: &Diagnosis) -> String {
    let mut text = String::from("\nfindings\n");
    if found.findings.is_empty() {
        text.push_str("  none\n");
    }
    for finding in &found.findings {
        let _ = writeln!(text, "  {:<8} {}", finding.severity.name(), finding.name);
        paragraph(&mut text, &sentence(&finding.said, Lang::En));
        let knobs = finding.shown.knobs.iter().filter(|(key, _)| *key != "data");
        let knobs: Vec<String> = knobs
            .map(|(key, value)| format!("--{key} {value}"))
            .collect();
        let figure = finding.shown.figure;
        let _ = writeln!(
            text,
            "           ghm figure {figure} FILE… {} -o {figure}.svg",
            knobs.join(" ")
        );
    }
    text.push_str("\nsuggested\n");
    let suggestion = &found.suggestion;
    let options = [
        suggestion.bins.map(|it| format!("--bins {it}")),
        suggestion.momentum.map(|it| format!("--momentum {it}")),
        suggestion.start.map(|it| format!("--start {}", start(it))),
        suggestion.mu.map(|it| format!("--mu {it}")),
    ];
    let options: Vec<String> = options.into_iter().flatten().collect();
    let none = "nothing: there are no examples";
    let _ = writeln!(
        text,
        "  {}",
        if options.is_empty() {
            none.into()
        } else {
            options.join(" ")
        }
    );
    for said in &suggestion.why {
        paragraph(&mut text, &sentence(said, Lang::En));
    }
    text.push_str("\nnot known\n");
    for unknown in &found.unknown {
        paragraph(&mut text, &sentence(&unknown.said, Lang::En));
    }
    text
}

/// A sentence in lines of limited width, set in.
fn paragraph(text: &mut String, sentence: &str) {
    let mut line = String::new();
    for word in sentence.split(' ') {
        if !line.is_empty() && 11 + line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "           {line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "           {line}");
}

//! `ghm diagnose`: what files were taken for, a summary of their examples, what is wrong, and what suits them.

use crate::arguments::Diagnose;
use crate::findings;
use crate::source::{Counted, counted};
use data::{Refused, Report, Role, Summary};
use diagnosis::{Diagnosis, json::diagnosis};
use serde_json::{Value, json};
use std::fmt::Write;

/// Reads the files and says what they are.
pub fn run(options: &Diagnose) -> Result<String, Refused> {
    let counted = counted(&options.files, options.settings.bins)?;
    let found = findings::of(&counted, options).map_err(Refused::told)?;
    let Counted {
        report, regions, ..
    } = counted;
    let summary = regions.map(|(counts, losses)| Summary::of(&counts, losses.as_deref()));
    let summary = summary.transpose().map_err(Refused::told)?;
    Ok(if options.json {
        format!("{}\n", as_json(&report, summary.as_ref(), &found))
    } else {
        in_words(&report, summary.as_ref(), options) + &findings::in_words(&found)
    })
}

const LOGITS: &[Role] = &[Role::Logits, Role::Probabilities, Role::Norms];

fn as_json(report: &Report, summary: Option<&Summary>, found: &Diagnosis) -> Value {
    let mut all = json!({
        "read": {
            "examples": report.examples,
            "ignored": report.ignored,
            "positives": report.positives,
            "columns": {
                "logits": report.named(LOGITS),
                "targets": report.named(&[Role::Targets]),
                "mask": report.named(&[Role::Mask]),
            },
            "notes": report.notes.iter().map(|note| &note.en).collect::<Vec<_>>(),
        },
        "summary": summary.map(|summary| json!({
            "filled": summary.filled,
            "first_region": summary.first_region,
            "last_region": summary.last_region,
            "cross_entropy": summary.cross_entropy,
            "ghm_c": summary.ghm_c,
            "greatest_weight": summary.greatest_weight,
        })),
    });
    if let Value::Object(all) = &mut all {
        all.extend(diagnosis(found));
    }
    all
}

fn in_words(report: &Report, summary: Option<&Summary>, options: &Diagnose) -> String {
    let mut text = String::new();
    let positives = report
        .positives
        .map_or("unknown".into(), |positives| positives.to_string());
    let _ = writeln!(
        text,
        "{} examples, {positives} of them positive; {} ignored",
        report.examples, report.ignored
    );
    for column in &report.columns {
        let shape = column.shape.as_ref().map(|shape| {
            let shape: Vec<String> = shape.iter().map(usize::to_string).collect();
            format!(" ({})", shape.join(" x "))
        });
        let role = column.role.map_or("left out", Role::name);
        let _ = writeln!(
            text,
            "  {}: {}{} - {role}",
            column.file,
            column.name,
            shape.unwrap_or_default()
        );
    }
    for note in &report.notes {
        let _ = writeln!(text, "  {note}");
    }
    let Some(summary) = summary else {
        return text;
    };
    let bins = options.settings.bins;
    let known = |value: Option<f64>| value.map_or("unknown".into(), |value| format!("{value:.6}"));
    let _ = writeln!(
        text,
        "\nwith {bins} unit regions, once a moving average has settled:\n\
         \x20 regions filled     {} of {bins}\n\
         \x20 first region       {:.4} % of the examples\n\
         \x20 last region        {:.4} %\n\
         \x20 cross-entropy      {}\n\
         \x20 GHM-C              {}\n\
         \x20 greatest weight    {:.6}",
        summary.filled,
        100.0 * summary.first_region,
        100.0 * summary.last_region,
        known(summary.cross_entropy),
        known(summary.ghm_c),
        summary.greatest_weight,
    );
    text
}

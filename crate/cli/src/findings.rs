//! What the diagnosis found, in words.

use crate::arguments::Diagnose;
use crate::source::Counted;
use data::Classes;
use diagnosis::{Diagnosis, Evidence, Labels, Lang, Rows, Settings, diagnose, json};
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
        rows: counted.rows.as_ref().map(Rows::seen),
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

/// All of it in words.
pub fn in_words(found: &Diagnosis) -> String {
    let mut text = String::from("\nfindings\n");
    if found.findings.is_empty() {
        text.push_str("  none\n");
    }
    for finding in &found.findings {
        let _ = writeln!(text, "  {:<8} {}", finding.severity.name(), finding.name);
        paragraph(&mut text, &finding.said.written(Lang::En));
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
        suggestion
            .start
            .map(|it| format!("--start {}", json::start(it))),
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
        paragraph(&mut text, &said.written(Lang::En));
    }
    text.push_str("\nnot known\n");
    for unknown in &found.unknown {
        paragraph(&mut text, &unknown.said.written(Lang::En));
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

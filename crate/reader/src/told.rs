//! What was read, or why not, as JSON. `www/types.d.ts` has it as types.

use crate::parts::{Kind, Part};
use data::{Ask, Lang, Preview, Read, Refused, Role};
use serde_json::{Value, json};

/// What was read.
pub fn read(read: &Read, parts: &[Part], lang: Lang) -> Value {
    let report = &read.report;
    let columns = report.columns.iter().map(|column| {
        json!({
            "file": column.file,
            "name": column.name,
            "role": column.role.map(key),
            "shape": column.shape,
        })
    });
    let parts = parts.iter().map(|part| {
        let (kind, positives) = match part.kind {
            Kind::All => ("all", None),
            Kind::Positives => ("positives", None),
            Kind::Batch(positives) => ("batch", Some(positives)),
            Kind::Offsets => ("offsets", None),
        };
        json!({ "kind": kind, "length": part.len(), "positives": positives, "soft": part.soft })
    });
    json!({
        "examples": report.examples,
        "ignored": report.ignored,
        "positives": report.positives,
        "classes": report.classes,
        "batches": report.batches,
        "columns": columns.collect::<Value>(),
        "notes": report.notes.iter().map(|note| note.get(lang)).collect::<Value>(),
        "preview": preview(&report.preview),
        "parts": parts.collect::<Value>(),
    })
}

/// Why nothing was read: a sentence, and what can be chosen so that it is read.
pub fn refused(refused: &Refused, lang: Lang) -> Value {
    let (ask, names) = match &refused.ask {
        None => (None, None),
        Some(Ask::Probabilities) => (Some("values"), None),
        Some(Ask::Columns(names)) => (Some("columns"), Some(names)),
        Some(Ask::Classes) => (Some("classes"), None),
        Some(Ask::FirstClass) => (Some("first"), None),
        Some(Ask::Ignored) => (Some("ignore"), None),
    };
    json!({
        "refused": refused.what.get(lang),
        "file": refused.file,
        "ask": ask,
        "names": names,
        "preview": refused.preview.as_deref().map(preview),
    })
}

fn preview(preview: &Preview) -> Value {
    json!({ "names": preview.names, "rows": preview.rows })
}

/// A role as JavaScript names it.
fn key(role: Role) -> &'static str {
    match role {
        Role::Logits => "logits",
        Role::Probabilities => "probabilities",
        Role::Targets => "targets",
        Role::Mask => "mask",
        Role::BoxPredictions => "box-predictions",
        Role::BoxTargets => "box-targets",
        Role::BoxMask => "box-mask",
        Role::Offsets => "offsets",
        Role::Norms => "norms",
        Role::Cell => "cell",
        Role::Count => "count",
        Role::Loss => "loss",
        Role::Positives => "positives",
        Role::Index => "index",
    }
}

//! `ghm figure`: a figure of the explainer, drawn by its own code, of the reader's examples.

use crate::arguments::Figure;
use crate::source::hold;
use data::{Late, Ordered, Refused};
use explainer::data::file::{Batch, Exact, FileExamples};
use explainer::derived::Derived;
use explainer::draw::{Theme, canvas::to_svg};
use explainer::figure::FIGURES;
use explainer::knob::{Data, State};
use std::rc::Rc;

/// What the page measures or trains, and no file holds.
const OF_THE_PAGE: [&str; 3] = ["speed", "detector", "twin"];

/// Draws the figure and writes it; returns what to say.
pub fn run(options: &Figure) -> Result<String, Refused> {
    let names: Vec<&str> = FIGURES
        .iter()
        .map(|figure| figure.name)
        .filter(|name| !OF_THE_PAGE.contains(name))
        .collect();
    let figure = FIGURES
        .iter()
        .find(|figure| figure.name == options.name && names.contains(&figure.name));
    let figure = figure.ok_or_else(|| {
        let why = if OF_THE_PAGE.contains(&options.name.as_str()) {
            "shows what the page itself measures or trains"
        } else {
            "is no figure"
        };
        Refused::told(format!(
            "`{}` {why}: expected {}",
            options.name,
            names.join(", ")
        ))
    })?;
    let mut state = State::default();
    for (key, value) in &options.knobs {
        match state.set(key, value) {
            Ok(None) => {}
            Ok(Some(note)) | Err(note) => return Err(Refused::told(note.sentence(state.lang))),
        }
    }
    let read = hold(&options.files)?;
    let boxes = ["offsets", "box-gradient"].contains(&figure.name);
    let mut derived = Derived::default();
    if boxes && read.offsets.is_none() {
        return Err(Refused::told(format!(
            "`{}` shows box offsets, and the files hold none",
            figure.name
        )));
    }
    let examples = examples(Ordered::of(&read)?);
    if !boxes && examples.all.is_none() {
        return Err(Refused::told(
            "these are box offsets alone: the figures `offsets` and `box-gradient` show them",
        ));
    }
    derived.load(|loaded| loaded.file = Some(examples));
    state.data = Data::File;
    let plot = figure.plot(&state, &derived);
    let size = (options.width, figure.height(&state, options.width));
    let theme = if options.dark {
        Theme::Dark
    } else {
        Theme::Light
    };
    let svg = to_svg(&plot, size, theme, state.lang);
    std::fs::write(&options.out, svg).map_err(|error| {
        Refused::told(format!(
            "{} can't be written: {error}",
            options.out.display()
        ))
    })?;
    Ok(String::new())
}

/// The same as the page takes from its reader.
fn examples(ordered: Ordered) -> FileExamples {
    let sorted = |examples: Late| Rc::new(examples.into_sorted());
    let batches = ordered.batches.into_iter();
    let batch = |(examples, positives)| Batch {
        examples: sorted(examples),
        positives,
    };
    FileExamples {
        all: ordered.all.map(sorted),
        positives: ordered.positives.map(sorted),
        batches: batches.map(batch).collect(),
        offsets: ordered.offsets.map(sorted),
        exact: Exact::default(),
    }
}

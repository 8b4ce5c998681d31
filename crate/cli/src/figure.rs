//! `ghm figure`: a figure of the explainer, drawn by its own code, of the reader's examples.

use crate::arguments::Figure;
use crate::source::hold;
use data::{Counts, Read, Refused};
use explainer::data::file::FileExamples;
use explainer::derived::Derived;
use explainer::draw::{Theme, canvas::to_svg};
use explainer::figure::FIGURES;
use explainer::knob::{Data, State};
use explainer::live::DetectorExamples;
use ghm::Sorted;
use ghm::density::{CELLS, classification_key};

/// What the page measures or trains, and no file holds.
const OF_THE_PAGE: [&str; 3] = ["speed", "detector", "twin"];
/// A table of more examples than this is not drawn.
const MOST_COUNTED: u64 = 20_000_000;

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
    if boxes {
        let offsets = read.offsets.ok_or_else(|| {
            Refused::told(format!(
                "`{}` shows box offsets, and the files hold none",
                figure.name
            ))
        })?;
        let detector = DetectorExamples {
            keys: vec![],
            positives: 0,
            offsets,
        };
        derived.load(|loaded| loaded.detector = Some(detector));
        state.data = Data::Detector;
    } else {
        let examples = examples(&read)?;
        derived.load(|loaded| loaded.file = Some(examples));
        state.data = Data::File;
    }
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

fn examples(read: &Read) -> Result<FileExamples, Refused> {
    let refused = |error: ghm::Error| Refused::told(error);
    if let Some(examples) = &read.examples {
        let all =
            Sorted::classification(&examples.logits, &examples.targets, None).map_err(refused)?;
        let mask: Vec<f32> = examples
            .targets
            .iter()
            .map(|target| f32::from(u8::from(*target > 0.0)))
            .collect();
        let positives = Sorted::classification(&examples.logits, &examples.targets, Some(&mask))
            .map_err(refused)?;
        return Ok(FileExamples { all, positives });
    }
    let (all, positives) = match (&read.norms, &read.counts) {
        (Some(norms), _) => {
            // A norm of exactly 0 or 1 has no finite key: the nearest one stands for it.
            let key = |norm: &f32| {
                (classification_key(f64::from(*norm)) as f32).clamp(f32::MIN, f32::MAX)
            };
            (norms.iter().map(key).collect(), vec![])
        }
        (None, Some(counts)) => middles(counts)?,
        (None, None) => {
            return Err(Refused::told(
                "these are box offsets alone: the figures `offsets` and `box-gradient` show them",
            ));
        }
    };
    Ok(FileExamples {
        all: Sorted::from_keys(all).map_err(refused)?,
        positives: Sorted::from_keys(positives).map_err(refused)?,
    })
}

/// Examples in the middles of their cells: counts of unit regions are exact where M divides 1200.
fn middles(counts: &Counts) -> Result<(Vec<f32>, Vec<f32>), Refused> {
    if counts.total() > MOST_COUNTED {
        return Err(Refused::told(format!(
            "the table counts {} examples: `ghm figure` draws at most {MOST_COUNTED}",
            counts.total()
        )));
    }
    let of = |counts: &[u64]| {
        let cells = counts.iter().enumerate();
        let keys = cells.flat_map(|(cell, &count)| {
            let key = classification_key((cell as f64 + 0.5) / CELLS as f64) as f32;
            std::iter::repeat_n(key, count as usize)
        });
        keys.collect()
    };
    Ok((
        of(&counts.counts),
        counts.positives.as_deref().map_or(vec![], of),
    ))
}

//! Files from the disk: in memory where they are small, else in a stream.

use crate::arguments::Files;
use crate::watched::Watched;
use data::stream::{Streamed, are_arrays, can, read_arrays, stream};
use data::{Counts, Read as Held, Reader, Refused, Report, Tally, count};
use diagnosis::{Offsets, Rows};
use std::fs::File;
use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Files of more bytes than this are streamed, if they can be.
const LARGE: u64 = 256 << 20;

/// What files hold, counted.
pub struct Counted {
    /// What was read.
    pub report: Report,
    /// Examples by 1200 cells; none if there are box offsets alone.
    pub cells: Option<Counts>,
    /// Examples by unit regions, and their summed losses where those are known.
    pub regions: Option<(Vec<u64>, Option<Vec<f64>>)>,
    /// What single examples say; none where there are none, but counts or norms.
    pub rows: Option<Rows>,
    /// Box offsets, of which there may be none.
    pub offsets: Offsets,
    /// How many batches the examples are.
    pub batches: usize,
}

/// How far it is, on standard error, if somebody looks there.
struct Progress {
    shown: Option<Instant>,
    terminal: bool,
}

impl Progress {
    fn new() -> Self {
        Self {
            shown: None,
            terminal: std::io::stderr().is_terminal(),
        }
    }

    fn tell(&mut self, share: f64) {
        let due = self
            .shown
            .is_none_or(|shown| shown.elapsed() > Duration::from_millis(200));
        if self.terminal && due {
            self.shown = Some(Instant::now());
            let _ = write!(
                std::io::stderr(),
                "\r{:3.0} %",
                100.0 * share.clamp(0.0, 1.0)
            );
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r     \r");
        }
    }
}

fn named(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn open(path: &Path) -> Result<(File, u64), Refused> {
    let refused = |error: std::io::Error| {
        Refused::told(format!("the file can't be opened: {error}")).of(&named(path))
    };
    let file = File::open(path).map_err(refused)?;
    let about = file.metadata().map_err(refused)?;
    if about.is_dir() {
        return Err(Refused::told("this is a folder: expected files").of(&named(path)));
    }
    // What is no plain file, such as a pipe, has no length.
    Ok((file, if about.is_file() { about.len() } else { 0 }))
}

/// The files as they lie on the disk, and whether they should be streamed.
fn on_disk(files: &Files) -> Result<(Vec<Streamed>, bool), Refused> {
    let mut all = vec![];
    let mut total = 0;
    for path in &files.paths {
        let (file, length) = open(path)?;
        total += length;
        all.push(Streamed::on_disk(named(path), file, length));
    }
    let wanted = files.stream || total > LARGE;
    let stream = wanted && can(&all);
    Ok((all, stream))
}

/// Reads files in memory.
pub fn hold(files: &Files) -> Result<Held, Refused> {
    let mut progress = Progress::new();
    let (all, _) = on_disk(files)?;
    if are_arrays(&all) {
        return read_arrays(&all, &files.choices, &mut |share| progress.tell(share));
    }
    let mut reader = Reader::new(&files.choices);
    let mut piece = vec![0; 1 << 18];
    for path in &files.paths {
        let (mut file, length) = open(path)?;
        data::limit::size(length).map_err(|refused| refused.of(&named(path)))?;
        reader.file(&named(path))?;
        reader.expect(length);
        let mut came = 0;
        loop {
            let n = file
                .read(&mut piece)
                .map_err(|error| Refused::told(error).of(&named(path)))?;
            if n == 0 {
                break;
            }
            reader.push(&piece[..n])?;
            came += n as u64;
            progress.tell(0.5 * came as f64 / length.max(came) as f64);
        }
    }
    let mut reading = reader.finish()?;
    while !reading.step()? {
        progress.tell(0.5 + 0.5 * reading.progress());
    }
    reading
        .read()
        .ok_or_else(|| Refused::told("nothing was read"))
}

/// Reads files and counts their examples.
pub fn counted(files: &Files, bins: usize) -> Result<Counted, Refused> {
    let (all, wanted) = on_disk(files)?;
    if !wanted {
        let held = hold(files)?;
        let counted = count(&held, bins)?;
        let (cells, regions) = counted
            .map(|(cells, counts, losses)| (cells, (counts, losses)))
            .unzip();
        let rows = held.examples.as_ref().map(|examples| {
            let mut rows = Rows::default();
            let examples = examples.logits.iter().zip(&examples.targets);
            examples.for_each(|(&logit, &target)| rows.example(logit, target));
            rows
        });
        let mut offsets = Offsets::default();
        let all = held.offsets.iter().flatten();
        all.for_each(|&offset| offsets.offset(offset));
        return Ok(Counted {
            // Several tables of counts are parts of one.
            batches: if held.counts.is_some() {
                1
            } else {
                held.report.batches
            },
            report: held.report,
            cells,
            regions,
            rows,
            offsets,
        });
    }
    let watched = Watched {
        tally: Tally::new(bins).map_err(Refused::told)?,
        rows: Rows::default(),
        offsets: Offsets::default(),
    };
    let mut progress = Progress::new();
    let done = stream(&all, &files.choices, watched, &mut |share| {
        progress.tell(share);
    })?;
    let Watched {
        mut tally,
        rows,
        offsets,
    } = done.sink;
    tally.finish();
    let there = done.examples || done.norms;
    let (mut cells, (counts, losses)) = (tally.counts, tally.of_regions);
    if done.norms {
        (cells.losses, cells.positives) = (None, None);
    }
    Ok(Counted {
        cells: there.then_some(cells),
        regions: there.then_some((counts, (!done.norms).then_some(losses))),
        rows: (done.examples && !done.norms).then_some(rows),
        offsets,
        batches: done.report.batches,
        report: done.report,
    })
}

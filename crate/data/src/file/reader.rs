//! Files to examples, in slices.

use super::intake::{Intake, Rest, entry};
use super::parsed::Parsed;
use super::unzip::Unzip;
use crate::array::Array;
use crate::choices::Choices;
use crate::counted::add;
use crate::counts::Counts;
use crate::finish::finished;
use crate::meaning::{Work, meanings, sets};
use crate::name::Role;
use crate::preview::{self, Preview};
use crate::read::{Kept, Read, Report};
use crate::refused::{Refused, short};
use crate::words::{Words, say};

/// Takes files as their bytes come in. See the crate for how a worker uses it.
pub struct Reader {
    choices: Choices,
    current: Option<(String, Intake)>,
    files: Vec<(String, Rest)>,
}

impl Reader {
    /// A reader that has seen nothing yet.
    pub fn new(choices: &Choices) -> Self {
        Self {
            choices: choices.clone(),
            current: None,
            files: vec![],
        }
    }

    /// A new file begins; the one before is whole.
    ///
    /// # Errors
    /// What was wrong with the one before.
    pub fn file(&mut self, name: &str) -> Result<(), Refused> {
        self.end()?;
        let short = name.rsplit(['/', '\\']).next().unwrap_or(name);
        self.current = Some((name.to_owned(), Intake::new(short, &self.choices)));
        Ok(())
    }

    /// The file will have so many bytes: room for them is made at once, if it is a kind that is kept whole.
    pub fn expect(&mut self, bytes: u64) {
        if let Some((_, intake)) = &mut self.current {
            intake.expected = bytes.min(super::limit::MOST);
        }
    }

    /// The next bytes of the file: as many as fit into a slice of time, such as 256 kB.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        match &mut self.current {
            Some((name, intake)) => intake.push(bytes).map_err(|refused| refused.of(name)),
            None => Err(Refused::new(say!(
                "bytes came before a file",
                "还没有文件就收到了字节"
            ))),
        }
    }

    fn end(&mut self) -> Result<(), Refused> {
        if let Some((name, intake)) = self.current.take() {
            let rest = intake.finish().map_err(|refused| refused.of(&name))?;
            self.files.push((name, rest));
        }
        Ok(())
    }

    /// All files are whole: what is left to do, in slices.
    ///
    /// # Errors
    /// What was wrong with the last file.
    pub fn finish(mut self) -> Result<Reading, Refused> {
        self.end()?;
        if self.files.is_empty() {
            return Err(Refused::new(say!("there is no file", "没有文件")));
        }
        // Batches come in the order of their names.
        self.files.sort_by_key(|a| natural(&a.0));
        Ok(Reading {
            choices: self.choices,
            files: self.files,
            parsed: vec![],
            unzipped: None,
            work: None,
            counts: None,
            preview: Preview::default(),
        })
    }
}

/// The first rows of arrays, each as a column; of a row of several values the first three.
fn previewed(arrays: &[Array]) -> Preview {
    let names: Vec<String> = arrays.iter().map(|array| array.name.clone()).collect();
    let mut preview = Preview::of(&names);
    let rows = arrays.iter().map(|array| array.shape[0]).min();
    for row in 0..rows.unwrap_or(0).min(preview::ROWS) {
        let cell = |array: &Array| {
            let per_row = array.len() / array.shape[0].max(1);
            let mut values = vec![];
            // What can't be read is refused where it is used.
            let _ = array.read(row..row + 1, per_row, &mut values);
            let shown = values.iter().take(3).map(|&value| {
                let name = array.names.get(value as usize);
                name.map_or_else(|| (value as f32).to_string(), |name| short(name))
            });
            let more = if values.len() > 3 { ", …" } else { "" };
            shown.collect::<Vec<_>>().join(", ") + more
        };
        preview.push(arrays.iter().map(cell).collect());
    }
    preview
}

/// A name whose numbers sort by their size.
pub(crate) fn natural(name: &str) -> Vec<(u64, String)> {
    let mut parts = vec![];
    let mut rest = name;
    while !rest.is_empty() {
        let text = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let digits = rest[text..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(rest.len(), |at| text + at);
        let number = rest[text..digits].parse().unwrap_or(0);
        parts.push((0, rest[..text].to_owned()));
        parts.push((number, String::new()));
        rest = &rest[digits..];
    }
    parts
}

/// What is left to do once all bytes are here: unpack archives, decide what is what, make examples.
pub struct Reading {
    choices: Choices,
    files: Vec<(String, Rest)>,
    parsed: Vec<Parsed>,
    /// What was unpacked of an archive so far.
    unzipped: Option<(String, Box<Unzip>, Parsed)>,
    work: Option<Work<Kept>>,
    counts: Option<Counts>,
    preview: Preview,
}

impl Reading {
    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        match (&self.unzipped, &self.work) {
            (Some((_, unzip, _)), _) => {
                let (done, all) = unzip.progress();
                0.5 * done as f64 / all.max(1) as f64
            }
            (None, Some(work)) => 0.5 + 0.5 * work.progress(),
            (None, None) => 0.0,
        }
    }

    /// Does a slice of the work; true when all is done.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn step(&mut self) -> Result<bool, Refused> {
        if let Some(work) = &mut self.work {
            let step = work.step();
            return step.map_err(|refused| refused.showing(&self.preview));
        }
        if let Some((name, unzip, into)) = &mut self.unzipped {
            if let Some((inner, bytes)) = unzip.step().map_err(|refused| refused.of(name))? {
                let parsed = entry(&inner, bytes, &self.choices).map_err(|refused| {
                    Refused {
                        what: Words {
                            en: format!("`{inner}`: {}", refused.what.en),
                            zh: format!("`{inner}`：{}", refused.what.zh),
                        },
                        ..refused
                    }
                    .of(name)
                })?;
                into.arrays.extend(parsed.arrays);
                into.columns.extend(parsed.columns);
                into.notes.extend(parsed.notes);
                if into.preview.rows.is_empty() {
                    into.preview = parsed.preview;
                }
            }
            if unzip.is_done() {
                let parsed = self.unzipped.take().map(|(_, _, parsed)| parsed);
                self.parsed.extend(parsed);
            }
            return Ok(false);
        }
        if !self.files.is_empty() {
            match self.files.remove(0) {
                (_, Rest::Parsed(parsed)) => self.parsed.push(parsed),
                (name, Rest::Unzip(unzip)) => {
                    self.unzipped = Some((name, unzip, Parsed::default()));
                }
            }
            return Ok(false);
        }
        self.begin()?;
        Ok(false)
    }

    /// Decides what belongs together.
    fn begin(&mut self) -> Result<(), Refused> {
        let mut report = Report::default();
        let mut files = vec![];
        for parsed in std::mem::take(&mut self.parsed) {
            report.columns.extend(parsed.columns);
            report.notes.extend(parsed.notes);
            if report.preview.rows.is_empty() {
                report.preview = parsed.preview;
            }
            files.push(parsed.arrays);
        }
        let one = files.len() == 1;
        let name = files
            .iter()
            .flatten()
            .next()
            .map(|array| array.file.clone())
            .filter(|_| one);
        let of = |refused: Refused| refused.of(name.as_deref().unwrap_or(""));
        let known: Vec<String> = report
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect();
        let first: Vec<Array> = files.first().cloned().unwrap_or_default();
        let sets = sets(files, &known, &self.choices, &mut report.notes).map_err(|refused| {
            if report.preview.rows.is_empty() {
                report.preview = previewed(&first);
            }
            of(refused.showing(&report.preview))
        })?;
        meanings(&sets, &mut report.columns);
        if let (true, Some(set)) = (report.preview.rows.is_empty(), sets.first()) {
            report.preview = previewed(set.arrays());
        }
        if sets.iter().any(|set| set.get(Role::Cell).is_some()) {
            let mut counts = Counts::new();
            for set in &sets {
                add(&mut counts, set, &mut report.notes).map_err(of)?;
            }
            if counts.total() == 0 {
                return Err(of(Refused::new(say!(
                    "the table of counts is empty: all counts are 0",
                    "计数表是空的：所有计数都是 0"
                ))));
            }
            self.counts = Some(counts);
        }
        let sets = if self.counts.is_some() { vec![] } else { sets };
        let preview = report.preview.clone();
        let work = Work::new(sets, &self.choices, report, Kept::default());
        self.work = Some(work.map_err(|refused| of(refused.showing(&preview)))?);
        self.preview = preview;
        Ok(())
    }

    /// What was read; call it when [`step`](Self::step) has said that all is done.
    pub fn read(self) -> Option<Read> {
        Some(finished(self.work?, self.counts))
    }
}

/// Reads whole files at once: names and bytes.
///
/// # Errors
/// What is wrong with them.
pub fn read(files: &[(&str, &[u8])], choices: &Choices) -> Result<Read, Refused> {
    let mut reader = Reader::new(choices);
    for (name, bytes) in files {
        reader.file(name)?;
        for piece in bytes.chunks(1 << 18) {
            reader.push(piece)?;
        }
    }
    let mut reading = reader.finish()?;
    while !reading.step()? {}
    reading
        .read()
        .ok_or_else(|| Refused::new(say!("nothing was read", "没有读到任何内容")))
}

//! Files of any size, in memory that does not grow with them.
//!
//! What values mean is decided once all of them were seen, so each file is read twice: what it looks like, then its
//! examples, which go to a [`Sink`] one by one. The rules are the same as in memory, and so are the results.

use crate::array::Bytes;
use crate::choices::Choices;
use crate::file::{Kind, arrays_of, kind, natural, npy, table_notes};
use crate::finish::finished;
use crate::meaning::{
    Block, Counted, Layout, Plan, Set, Survey, Work, meanings, of_table, reported, sets,
};
use crate::name::Role;
use crate::read::{Kept, Meaning, Report};
use crate::refused::{Ask, Refused};
use crate::sink::Sink;
use crate::text::Table;
use crate::words::say;
use flate2::read::MultiGzDecoder;
use std::cell::RefCell;
use std::io::Read;
use std::rc::Rc;

/// A file that can be read from its beginning and at any place.
#[derive(Clone)]
pub struct Streamed {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Rc<dyn Bytes>,
}

/// What went to the sink.
#[derive(Debug)]
pub struct Done<S> {
    /// The sink.
    pub sink: S,
    /// What was read.
    pub report: Report,
    /// Whether there were logits, or else norms or box offsets.
    pub examples: bool,
    /// Whether there were gradient norms alone.
    pub norms: bool,
}

/// Whether files are of kinds that can be streamed: all of them arrays, or all of them tables as text, which gzip may
/// have packed.
pub fn can(files: &[Streamed]) -> bool {
    let kinds: Vec<Option<Kind>> = files.iter().map(|file| unpacked_kind(file).ok()).collect();
    let all = |wanted: Kind| kinds.iter().all(|kind| *kind == Some(wanted));
    all(Kind::Npy) && files.iter().all(|file| kind_of(file) == Ok(Kind::Npy)) || all(Kind::Text)
}

/// The kind of a file, or of what gzip has packed in it.
fn unpacked_kind(file: &Streamed) -> Result<Kind, Refused> {
    if kind_of(file)? != Kind::Gzip {
        return kind_of(file);
    }
    let mut head = vec![];
    let mut decoder = MultiGzDecoder::new(Front(Rc::clone(&file.bytes), 0)).take(512);
    decoder.read_to_end(&mut head).map_err(unreadable)?;
    kind(&head)
}

fn kind_of(file: &Streamed) -> Result<Kind, Refused> {
    let mut head = vec![0; file.bytes.len().min(512) as usize];
    file.bytes.read_at(0, &mut head).map_err(unreadable)?;
    kind(&head)
}

fn unreadable(error: std::io::Error) -> Refused {
    Refused::new(say!(
        "the file can't be read: {error}",
        "无法读取文件：{error}"
    ))
}

/// Hands the examples of files over to a sink; `progress` is told from time to time how far it is, from 0 to 1.
///
/// # Errors
/// What is wrong with the files.
pub fn stream<S: Sink>(
    files: &[Streamed],
    choices: &Choices,
    sink: S,
    progress: &mut dyn FnMut(f64),
) -> Result<Done<S>, Refused> {
    let mut files = files.to_vec();
    files.sort_by_key(|file| natural(&file.name));
    let Some(first) = files.first() else {
        return Err(Refused::new(say!("there is no file", "没有文件")));
    };
    match kind_of(first).map_err(|refused| refused.of(&first.name))? {
        Kind::Npy => arrays(&files, choices, sink, progress),
        _ => tables(&files, choices, sink, progress),
    }
}

/// Reads arrays from where they lie, without a copy of the files: what [`read`](crate::read) gives.
///
/// # Errors
/// What is wrong with the files, such as that they are no arrays.
pub fn read_arrays(
    files: &[Streamed],
    choices: &Choices,
    progress: &mut dyn FnMut(f64),
) -> Result<crate::Read, Refused> {
    let mut files = files.to_vec();
    files.sort_by_key(|file| natural(&file.name));
    let mut work = begun(&files, choices, Kept::default())?;
    run(&files, &mut work, progress)?;
    Ok(finished(work, None))
}

/// Whether files are arrays, which [`read_arrays`] reads.
pub fn are_arrays(files: &[Streamed]) -> bool {
    files.iter().all(|file| kind_of(file) == Ok(Kind::Npy))
}

fn arrays<S: Sink>(
    files: &[Streamed],
    choices: &Choices,
    sink: S,
    progress: &mut dyn FnMut(f64),
) -> Result<Done<S>, Refused> {
    let mut work = begun(files, choices, sink)?;
    run(files, &mut work, progress)?;
    let done = work.finish();
    Ok(Done {
        sink: done.sink,
        report: done.report,
        examples: done.classified,
        norms: done.counted.norms > 0,
    })
}

/// The name of the only file, for what is wrong with it.
fn only(files: &[Streamed]) -> &str {
    if let [file] = files { &file.name } else { "" }
}

/// Keeps what was read last, since the columns of an array lie side by side.
struct Window {
    bytes: Rc<dyn Bytes>,
    last: RefCell<(u64, Vec<u8>)>,
}

/// So many bytes are read with those that are asked for, on either side.
const BESIDE: u64 = 1 << 9;

impl Bytes for Window {
    fn len(&self) -> u64 {
        self.bytes.len()
    }

    fn read_at(&self, at: u64, out: &mut [u8]) -> std::io::Result<()> {
        let (start, last) = &mut *self.last.borrow_mut();
        let end = at + out.len() as u64;
        if at < *start || end > *start + last.len() as u64 {
            *start = at.saturating_sub(BESIDE);
            let to = (end + BESIDE).min(self.bytes.len()).max(end);
            last.resize((to - *start) as usize, 0);
            if let Err(error) = self.bytes.read_at(*start, last) {
                last.clear();
                return Err(error);
            }
        }
        let from = (at - *start) as usize;
        out.copy_from_slice(&last[from..from + out.len()]);
        Ok(())
    }
}

fn begun<S: Sink>(files: &[Streamed], choices: &Choices, sink: S) -> Result<Work<S>, Refused> {
    let mut report = Report::default();
    let mut all = vec![];
    for file in files {
        let short = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
        let bytes = Window {
            bytes: Rc::clone(&file.bytes),
            last: RefCell::default(),
        };
        let parsed = npy(Rc::new(bytes), short).map_err(|refused| refused.of(&file.name))?;
        report.notes.extend(parsed.notes);
        all.push(parsed.arrays);
    }
    let of = |refused: Refused| refused.of(only(files));
    let sets = sets(all, &[], choices, &mut report.notes).map_err(of)?;
    meanings(&sets, &mut report.columns);
    Work::new(sets, choices, report, sink).map_err(of)
}

fn run<S: Sink>(
    files: &[Streamed],
    work: &mut Work<S>,
    progress: &mut dyn FnMut(f64),
) -> Result<(), Refused> {
    while !work.step().map_err(|refused| refused.of(only(files)))? {
        progress(work.progress());
    }
    Ok(())
}

/// The bytes of a file from front to back.
struct Front(Rc<dyn Bytes>, u64);

impl Read for Front {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = (self.0.len() - self.1).min(out.len() as u64) as usize;
        self.0.read_at(self.1, &mut out[..n])?;
        self.1 += n as u64;
        Ok(n)
    }
}

/// Goes through a table once; `take` is given each block of rows.
fn pass(
    file: &Streamed,
    choices: &Choices,
    at: &mut dyn FnMut(u64),
    take: &mut dyn FnMut(Set) -> Result<(), Refused>,
) -> Result<Table, Refused> {
    let short = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
    let mut table = Table::new(short, choices);
    let packed = kind_of(file)? == Kind::Gzip;
    let front = Front(Rc::clone(&file.bytes), 0);
    let mut reader: Box<dyn Read> = if packed {
        Box::new(MultiGzDecoder::new(front))
    } else {
        Box::new(front)
    };
    let mut piece = vec![0; 1 << 18];
    let mut came = 0;
    loop {
        let n = match reader.read(&mut piece) {
            Ok(n) => n,
            Err(error) if packed => {
                return Err(Refused::new(say!(
                    "the gzip is cut off or broken: {error}",
                    "gzip 不完整或已损坏：{error}"
                )));
            }
            Err(error) => return Err(unreadable(error)),
        };
        if n == 0 {
            table.finish()?;
        } else {
            table.push(&piece[..n])?;
        }
        came += n as u64;
        at(came.min(file.bytes.len()));
        let (rows, places, columns) = table.take();
        if rows > 0 {
            let arrays = arrays_of(columns, &table.roles, &Rc::new(places), short, rows);
            let set = of_table(arrays).ok_or_else(|| incomplete(&table))?;
            take(set)?;
        }
        if n == 0 {
            return Ok(table);
        }
    }
}

fn incomplete(table: &Table) -> Refused {
    let names = crate::refused::listed(table.names.iter().map(String::as_str));
    Refused::new(say!(
        "logits or targets are missing among the columns {names}: say which is what with --logits NAME --targets NAME; \
         a table of this size is read only if it has both", "各列 {names} 中缺少 logit 或标签：请用 --logits NAME --targets NAME 指明；这么大的表须两者齐全才能读取"
    ))
    .asking(Ask::Columns(table.names.clone()))
}

fn tables<S: Sink>(
    files: &[Streamed],
    choices: &Choices,
    mut sink: S,
    progress: &mut dyn FnMut(f64),
) -> Result<Done<S>, Refused> {
    let mut report = Report {
        batches: files.len(),
        ..Report::default()
    };
    let all: u64 = files
        .iter()
        .map(|file| file.bytes.len())
        .sum::<u64>()
        .max(1)
        * 2;
    let mut before = 0;
    let mut survey = Survey::default();
    let mut counted = Counted::default();
    let mut plan: Option<(Plan, Layout)> = None;
    let mut block = Block::default();
    for emit in [false, true] {
        let mut last: Option<Layout> = None;
        for file in files {
            let mut at = |came: u64| progress((before + came) as f64 / all as f64);
            let table = pass(file, choices, &mut at, &mut |set| {
                let Some(layout) = Layout::of(&set, choices)? else {
                    return Ok(());
                };
                layout.read(0..layout.rows, &mut block)?;
                if let Some((plan, _)) = &plan {
                    return counted.emit(plan, &layout, &block, &mut sink);
                }
                survey.add(&layout, &block, choices.ignore)?;
                if last
                    .as_ref()
                    .is_some_and(|last| last.classes != layout.classes)
                {
                    return Err(Refused::new(say!(
                        "batches differ in the number of their classes",
                        "各批次的类别数不同"
                    )));
                }
                last = Some(layout);
                Ok(())
            });
            let table = table.map_err(|refused| refused.of(&file.name))?;
            before += file.bytes.len();
            if !emit {
                described(&table, &file.name, &mut report);
            }
        }
        if let Some(layout) = last {
            plan = Some((
                Plan::of(&layout, &survey, choices, &mut report.notes)?,
                layout,
            ));
        }
    }
    reported(
        &mut report,
        &counted,
        plan.as_ref().map(|(plan, layout)| (plan, layout)),
    );
    Ok(Done {
        sink,
        report,
        examples: true,
        norms: false,
    })
}

fn described(table: &Table, file: &str, report: &mut Report) {
    let roles = table.roles.of.iter();
    report
        .columns
        .extend(table.names.iter().zip(roles).map(|(name, role)| Meaning {
            file: file.into(),
            name: name.clone(),
            role: role.filter(|role| *role != Role::Index),
            shape: None,
        }));
    table_notes(table, &mut report.notes);
    if report.preview.rows.is_empty() {
        report.preview = table.preview.clone();
    }
}

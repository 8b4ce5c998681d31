//! Bytes to examples: what people bring, and what it means.
//!
//! Nothing is taken by its position where names are given, and nothing silently: a [`Report`] says what each column or
//! array was taken for and what was converted, and what is in doubt is [`Refused`] with what the reader can choose.
//! The rules are in [`name`] (what names mean), in `meaning` (which arrays belong together, how shapes fit, what labels
//! mean) and in `text` (how tables are laid out).
//!
//! # In slices, as a worker reads
//! [`Reader`] takes bytes as they come, so that neither a file nor a slice of time must be large:
//! ```
//! use data::{Choices, Reader};
//!
//! let mut reader = Reader::new(&Choices::default());
//! reader.file("mine.csv")?;
//! // For each piece of `file.stream()`: progress is bytes pushed of `file.size`.
//! reader.push(b"logit,target\n-2.5,0\n")?;
//! reader.push(b"0.5,1\n")?;
//! let mut reading = reader.finish()?;
//! // Each step takes milliseconds: between two of them, look whether the reader has cancelled, and post `progress()`.
//! while !reading.step()? {}
//! let read = reading.read().unwrap();
//! assert_eq!(read.examples.unwrap().logits, [-2.5, 0.5]);
//! assert_eq!(read.report.positives, Some(1));
//! # Ok::<(), data::Refused>(())
//! ```
//! To cancel, drop the reader, or end the worker. A refused file changes nothing elsewhere: the last good data stay. JSON
//! alone is parsed in one go, when its file is whole.
//!
//! Memory is bounded: see [`limit`]. Larger files are read in a [`stream`], natively.

#![forbid(unsafe_code)]

mod array;
mod choices;
mod counted;
mod counts;
#[cfg(not(target_arch = "wasm32"))]
mod disk;
mod file;
mod finish;
mod late;
mod meaning;
pub mod name;
mod names;
mod place;
mod preview;
mod read;
mod refused;
mod roles;
mod sink;
mod sorted;
pub mod stream;
mod tally;
mod text;
mod words;

pub use array::Bytes;
pub use choices::{Choices, Classes, Values};
pub use counts::Counts;
pub use file::{Reader, Reading, limit, read};
pub use late::Late;
pub use name::Role;
pub use preview::Preview;
pub use read::{Examples, Meaning, Read, Report};
pub use refused::{Ask, Refused};
pub use sink::Sink;
pub use sorted::{MOST_COUNTED, Ordered};
pub use tally::{Counted, Summary, Tally, count};
pub use words::{Lang, Words};

//! What is wrong with examples under GHM's settings, which settings suit them better, and what can't be known.
//!
//! [`diagnose`] takes what is known of the examples, as little or as much as that is: counts of 1200 cells, which any
//! engine that groups can make; [`Seen`], what single examples say, which [`Rows`] gather as they stream by; [`Offsets`] of boxes.
//! It gives [`Finding`]s, each with its numbers, a sentence in both languages, and the figure in the state that shows
//! it; a [`Suggestion`] by a stated rule; and what it does not know.
//!
//! ```
//! use diagnosis::{Counted, Evidence, Settings, diagnose};
//!
//! // 3.9 million easy examples, and ten in the last of 30 regions.
//! let mut cells = [0; 1200];
//! (cells[0], cells[1199]) = (3_900_000, 10);
//! let evidence = Evidence { cells: Some(Counted::of(&cells)), ..Evidence::default() };
//! let found = diagnose(&evidence, &Settings::default())?;
//! let overflow = found.findings.iter().find(|it| it.name == "half-overflow").unwrap();
//! // At momentum .75, started at zero, N / (.25 R) must not pass 65,504.
//! assert_eq!(overflow.value("safe_count"), Some(239.0));
//! # Ok::<(), ghm::Error>(())
//! ```
//!
//! Settings become code to take home in [`export`]; whether to use GHM at all is asked in [`switch`].
//!
//! # Where the rules come from
//! Formulas are those of Li, Liu and Wang (AAAI 2019) and of mmdet's code, see the crate `ghm`. Each finding's module says
//! its rule, and derives what is not in either. Thresholds are ours, and are constants with their reasons.

#![forbid(unsafe_code)]

mod evidence;
pub mod export;
mod finding;
pub mod json;
mod known;
mod offsets;
mod rank;
mod regions;
mod repeats;
mod rows;
mod said;
mod suggest;
pub mod switch;
mod unknown;

pub use evidence::{Counted, Evidence, Labels, Settings};
pub use finding::{Finding, Severity};
pub use known::{Counts, Known};
pub use offsets::Offsets;
pub use rows::{Rows, Seen};
pub use said::{Form, Knob, Lang, Said, Shown};
pub use suggest::Suggestion;
pub use unknown::Unknown;

use regions::Regions;

/// All that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// Findings, the most severe first.
    pub findings: Vec<Finding>,
    /// Settings that suit the examples.
    pub suggestion: Suggestion,
    /// What is not known, and would change what is said.
    pub unknown: Vec<Unknown>,
}

/// Says what is wrong with the examples under these settings.
///
/// # Errors
/// As [`ghm::Options::validate`]; [`ghm::Error::NotPositive`] for `mu`; [`ghm::Error::UnequalLengths`] where counts are
/// not as many as the cells or the regions.
pub fn diagnose(evidence: &Evidence, settings: &Settings) -> Result<Diagnosis, ghm::Error> {
    evidence.check(settings)?;
    let regions = Regions::of(evidence, settings.classification.bins);
    let mut findings = finding::all(evidence, settings, regions.as_ref());
    findings.sort_by_key(|finding| finding.severity);
    Ok(Diagnosis {
        findings,
        suggestion: suggest::suggest(evidence, settings),
        unknown: unknown::all(evidence, regions.as_ref()),
    })
}

//! The findings, a file for each subject.

mod average;
mod boxes;
mod half;
mod noise;
mod outliers;
mod single;

use crate::regions::Regions;
use crate::{Evidence, Knob, Said, Settings, Shown};
use ghm::Start;

pub(crate) use noise::{deviation, worth};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Training breaks.
    Error,
    /// Something is wrong or will hurt.
    Warning,
    /// Worth knowing.
    Note,
    /// As it should be, though it may not look so.
    Fine,
}

impl Severity {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Fine => "fine",
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its name.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// A sentence with its numbers.
    pub said: Said,
    /// Where to see it.
    pub shown: Shown,
}

impl Finding {
    /// Its number of that name.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.said.value(name)
    }
}

/// Everything that is found. `regions` are those of the settings.
pub(crate) fn all(
    evidence: &Evidence,
    settings: &Settings,
    regions: Option<&Regions>,
) -> Vec<Finding> {
    let of_regions = regions.map(|regions| {
        [
            half::overflow(regions, settings),
            average::cold_start(regions, settings),
            average::flat_loss(regions, settings),
            noise::noisy_weights(regions, settings, evidence.batches()),
            noise::lonely_examples(regions, settings, evidence.batches()),
            outliers::last_region(regions, settings),
        ]
    });
    let of_regions = of_regions.into_iter().flatten().flatten();
    of_regions
        .chain(single::all(evidence, settings))
        .chain(boxes::mu(evidence, settings))
        .collect()
}

/// The figure with the settings' regions and average.
fn shown(figure: &'static str, settings: &Settings, more: &[(&'static str, Knob)]) -> Shown {
    let options = settings.classification;
    let start = match options.start {
        Start::Zero => "zero",
        Start::First => "first",
        Start::Corrected => "corrected",
    };
    let mut knobs = vec![
        ("bins", Knob::Number(options.bins as f64)),
        ("momentum", Knob::Number(options.momentum)),
        ("start", Knob::Word(start)),
    ];
    knobs.extend_from_slice(more);
    Shown::new(figure, &knobs)
}

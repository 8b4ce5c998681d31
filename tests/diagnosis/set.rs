//! Examples as the page and the command line hand them to the diagnosis.

use diagnosis::{
    Counted, Diagnosis, Evidence, Form, Labels, Lang, Offsets, Rows, Settings, diagnose,
};
use explainer::text::{self, number};
use ghm::{Options, Sorted, UnitRegions};

/// Logits and targets, and box offsets if there are any.
#[derive(Clone, Default)]
pub struct Set {
    pub logits: Vec<f32>,
    pub targets: Vec<f32>,
    pub offsets: Vec<f32>,
    pub labels: Labels,
}

/// 30 regions without momentum, as `ghm diagnose` has it unless told otherwise.
pub fn settings() -> Settings {
    Settings {
        classification: Options {
            momentum: 0.0,
            ..Options::classification()
        },
        ..Settings::default()
    }
}

/// Counts with their losses.
fn of((counts, losses): &(Vec<u64>, Vec<f64>)) -> Counted<'_> {
    Counted {
        losses: Some(losses),
        ..Counted::of(counts)
    }
}

impl Set {
    /// Examples by their keys: negatives by `x`, positives by `-x`.
    pub fn of_keys(negatives: &[f32], positives: &[f32], offsets: &[f32]) -> Self {
        let logits = negatives
            .iter()
            .copied()
            .chain(positives.iter().map(|key| -key));
        let targets = [vec![0.0; negatives.len()], vec![1.0; positives.len()]];
        Self {
            logits: logits.collect(),
            targets: targets.concat(),
            offsets: offsets.to_vec(),
            labels: Labels::Own,
        }
    }

    /// Everything known.
    pub fn diagnose(&self, settings: &Settings) -> Diagnosis {
        let sorted = Sorted::classification(&self.logits, &self.targets, None).unwrap();
        let counted = |regions: &UnitRegions| {
            let (mut counts, mut losses) = (vec![], vec![]);
            sorted.sums_into(regions, &mut counts, &mut losses);
            (counts, losses)
        };
        let cells = counted(&UnitRegions::cells());
        let bins = settings.classification.bins;
        let regions = counted(&UnitRegions::classification(bins).unwrap());
        let mut rows = Rows::default();
        for (&logit, &target) in self.logits.iter().zip(&self.targets) {
            rows.example(logit, target);
        }
        let mut offsets = Offsets::default();
        self.offsets
            .iter()
            .for_each(|&offset| offsets.offset(offset));
        let evidence = Evidence {
            cells: Some(of(&cells)),
            regions: Some(of(&regions)),
            rows: Some(rows.seen()),
            offsets: (!self.offsets.is_empty()).then_some(&offsets),
            labels: self.labels,
            batches: 1,
        };
        diagnose(&evidence, settings).unwrap()
    }

    /// The names of what is found, but for what is fine or a note.
    pub fn faults(&self, settings: &Settings) -> Vec<&'static str> {
        faults(&self.diagnose(settings))
    }
}

/// The names of errors and warnings.
pub fn faults(found: &Diagnosis) -> Vec<&'static str> {
    let serious = found
        .findings
        .iter()
        .filter(|it| it.severity <= diagnosis::Severity::Warning);
    serious.map(|it| it.name).collect()
}

/// Numbers as the page writes them.
pub fn write(value: f64, form: Form, lang: Lang) -> String {
    let lang = match lang {
        Lang::En => text::Lang::En,
        Lang::Zh => text::Lang::Zh,
    };
    match form {
        Form::Count => number::count(value as u64, lang),
        Form::Number => number::number(value, 3, lang),
        Form::Percent => format!("{}%", number::number(100.0 * value, 3, lang)),
    }
}

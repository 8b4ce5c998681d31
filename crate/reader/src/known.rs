//! What is known of the examples that were read, gathered in pieces, so that it outlives them.

use crate::parts::{Kind, Part};
use data::{Read, Role};
use diagnosis::{Counts, Known, Offsets, Rows};
use ghm::Sorted;
use ghm::density::{CELLS, UnitRegions};

/// Examples that are looked at in one piece of work.
const PIECE: usize = 1 << 16;
/// The most regions that figures have.
const MOST_REGIONS: usize = 200;

/// Gathers what single examples and offsets say.
#[derive(Debug, Default)]
pub struct Gathering {
    rows: Rows,
    offsets: Offsets,
    at: usize,
}

impl Gathering {
    /// Does a piece of work; returns whether something is left.
    pub fn step(&mut self, read: &Read) -> bool {
        let (from, to) = (self.at, self.at + PIECE);
        self.at = to;
        let mut left = false;
        if let Some(examples) = &read.examples {
            let all = examples.logits.iter().zip(&examples.targets);
            for (&logit, &target) in all.skip(from).take(PIECE) {
                self.rows.example(logit, target);
            }
            left |= to < examples.logits.len();
        }
        if let Some(offsets) = &read.offsets {
            for &offset in offsets.iter().skip(from).take(PIECE) {
                self.offsets.offset(offset);
            }
            left |= to < offsets.len();
        }
        left
    }

    /// What is known, but for what the sorted examples say: see [`counted`].
    pub fn end(self, read: &Read, softmax: bool) -> Known {
        let cells = read.counts.as_ref().map(|table| Counts {
            counts: table.counts.clone(),
            losses: table.losses.clone(),
            positives: table.positives.clone(),
        });
        Known {
            // Several tables of counts are parts of one.
            batches: match cells {
                Some(_) => 1,
                None => read.report.batches as u64,
            },
            cells,
            rows: read.examples.as_ref().map(|_| self.rows.seen()),
            offsets: self.offsets,
            softmax,
            mask: read.report.named(&[Role::Mask]).is_some(),
            regions: vec![],
        }
    }
}

/// Adds the sorted examples' counts, unless a table had them. Gradient norms alone have no losses.
pub fn counted(known: &mut Known, parts: &mut [Part]) {
    let cells = UnitRegions::cells();
    let of = |wanted| move |part: &&mut Part| part.kind == wanted;
    let positives = parts.iter_mut().find(of(Kind::Positives));
    let positives = positives.map(|part| part.by_regions(&cells).0);
    let all = parts.iter_mut().find(of(Kind::All));
    let Some(all) = all.filter(|_| known.cells.is_none()) else {
        return;
    };
    let with_losses = known.rows.is_some();
    let mut counts = |regions: &UnitRegions| {
        let (counts, losses) = all.by_regions(regions);
        Counts {
            counts,
            losses: with_losses.then_some(losses),
            positives: None,
        }
    };
    known.cells = Some(Counts {
        positives: positives.filter(|_| with_losses),
        ..counts(&cells)
    });
    // Regions of other numbers are so many cells each.
    let others = (1..=MOST_REGIONS).filter(|bins| !CELLS.is_multiple_of(*bins));
    known.regions = others
        .filter_map(|bins| UnitRegions::classification(bins).ok())
        .map(|regions| counts(&regions))
        .collect();
}

/// What is known of examples by their keys, and of box offsets by their sizes; all ascending. The key of a negative is its
/// logit, that of a positive the logit with the other sign.
///
/// # Errors
/// As [`Sorted::from_keys`].
pub fn shown(keys: Vec<f32>, positives: Vec<f32>, offsets: &[f32]) -> Result<Known, ghm::Error> {
    let mut known = Known {
        mask: true,
        batches: 1,
        ..Known::default()
    };
    offsets
        .iter()
        .for_each(|&offset| known.offsets.offset(offset));
    if keys.is_empty() {
        return Ok(known);
    }
    let mut rows = Rows::default();
    let mut left = positives.iter().peekable();
    for &key in &keys {
        // All keys hold those of the positives, each as often as they do at least.
        match left.next_if(|&&positive| positive <= key) {
            Some(&positive) => rows.example(-positive, 1.0),
            None => rows.example(key, 0.0),
        }
    }
    known.rows = Some(rows.seen());
    let of = |(kind, keys)| {
        Ok(Part {
            kind,
            soft: false,
            examples: Sorted::from_keys(keys)?.into(),
        })
    };
    let parts = [(Kind::All, keys), (Kind::Positives, positives)].map(of);
    let mut parts: Vec<_> = parts.into_iter().collect::<Result<_, _>>()?;
    counted(&mut known, &mut parts);
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts;
    use data::{Choices, Ordered, count};
    use diagnosis::{Counted, Evidence, Settings, diagnose};

    /// A table of anchors, of which a few are hard, with box offsets beside them.
    fn files() -> Vec<(&'static str, String)> {
        let logit = |i: usize| match i % 89 {
            0 => (i % 17) as f32 / 4.0,
            _ => -2.0 - (i % 97) as f32 / 13.0,
        };
        let rows = (0..70_000).map(|i| format!("{},{}\n", logit(i), u8::from(i % 89 == 0)));
        let offsets = (0..900).map(|i| format!("{}\n", (i as f32 * 0.7).sin() / 9.0));
        vec![
            (
                "anchors.csv",
                format!("logit,target\n{}", rows.collect::<String>()),
            ),
            (
                "boxes.csv",
                format!("offset\n{}", offsets.collect::<String>()),
            ),
        ]
    }

    #[test]
    fn examples_that_figures_show_say_the_same_as_in_a_file() {
        let files = files();
        let [anchors, boxes] = [&files[0], &files[1]].map(|(name, text)| (*name, text.as_bytes()));
        let read = |given| data::read(&[given], &Choices::default()).unwrap();
        let (anchors, boxes) = (read(anchors), read(boxes));
        let mut gathering = Gathering::default();
        while gathering.step(&anchors) {}
        let mut known = gathering.end(&anchors, false);
        counted(&mut known, &mut parts::of(Ordered::of(&anchors).unwrap()));

        let examples = anchors.examples.unwrap();
        let pairs = examples.logits.iter().zip(&examples.targets);
        let pairs = pairs.map(|(x, target)| (if *target > 0.0 { -x } else { *x }, *target > 0.0));
        let (mut keys, mut positives): (Vec<f32>, Vec<f32>) = Default::default();
        for (key, positive) in pairs {
            keys.push(key);
            positives.extend(positive.then_some(key));
        }
        let mut sizes: Vec<f32> = boxes.offsets.unwrap().iter().map(|d| d.abs()).collect();
        for of in [&mut keys, &mut positives, &mut sizes] {
            of.sort_unstable_by(f32::total_cmp);
        }
        let shown = shown(keys, positives, &sizes).unwrap();
        assert_eq!(shown.rows, known.rows);
        let counts = |known: &Known| {
            let all = known.cells.iter().chain(&known.regions);
            all.map(|it| (it.counts.clone(), it.positives.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(counts(&shown), counts(&known));
        let found = shown.diagnose(&Settings::default()).unwrap();
        assert!(found.suggestion.mu.is_some(), "offsets count too");
    }

    #[test]
    fn of_no_examples_nothing_is_said() {
        let found = shown(vec![], vec![], &[]).unwrap();
        let found = found.diagnose(&Settings::default()).unwrap();
        assert_eq!(found.findings, []);
    }

    #[test]
    fn what_outlives_the_examples_says_the_same_as_they_do() {
        let files = files();
        let [anchors, boxes] = [&files[0], &files[1]].map(|(name, text)| (*name, text.as_bytes()));
        for given in [&[anchors][..], &[boxes]] {
            let read = data::read(given, &Choices::default()).unwrap();
            let mut gathering = Gathering::default();
            while gathering.step(&read) {}
            let mut known = gathering.end(&read, false);
            counted(&mut known, &mut parts::of(Ordered::of(&read).unwrap()));
            let known = Known::of_numbers(&known.numbers()).unwrap();

            // As `ghm diagnose` does it.
            let mut rows = Rows::default();
            let examples = read.examples.iter();
            examples.for_each(|all| {
                let pairs = all.logits.iter().zip(&all.targets);
                pairs.for_each(|(&logit, &target)| rows.example(logit, target));
            });
            let mut offsets = Offsets::default();
            let all = read.offsets.iter().flatten();
            all.for_each(|&offset| offsets.offset(offset));
            for bins in [7, 30, 77] {
                let mut settings = Settings::default();
                settings.classification.bins = bins;
                let counted = count(&read, bins).unwrap();
                let of_cells = counted.as_ref().map(|(cells, ..)| Counted {
                    counts: &cells.counts,
                    losses: cells.losses.as_deref(),
                    positives: cells.positives.as_deref(),
                });
                let of_regions = counted.as_ref().map(|(_, counts, losses)| Counted {
                    counts,
                    losses: losses.as_deref(),
                    positives: None,
                });
                let evidence = Evidence {
                    cells: of_cells,
                    regions: of_regions,
                    rows: read.examples.as_ref().map(|_| rows.seen()),
                    offsets: Some(&offsets),
                    batches: read.report.batches as u64,
                    ..Evidence::default()
                };
                let expected = diagnose(&evidence, &settings).unwrap();
                let found = known.diagnose(&settings).unwrap();
                assert!(!expected.findings.is_empty());
                // Sums in another order differ in their last digits.
                let told = |found: &diagnosis::Diagnosis| {
                    diagnosis::json::diagnosis(found)["findings"].clone()
                };
                let sentences = |all: &serde_json::Value| -> Vec<_> {
                    let all = all.as_array().unwrap().iter();
                    all.map(|it| (it["text"].clone(), it["figure"].clone()))
                        .collect()
                };
                assert_eq!(
                    sentences(&told(&found)),
                    sentences(&told(&expected)),
                    "{bins}"
                );
                assert_eq!(found.suggestion, expected.suggestion);
                assert_eq!(found.unknown, expected.unknown);
            }
        }
    }
}

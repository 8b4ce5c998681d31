//! The recorded outputs of a real detector, in the small file that the page loads.
//!
//! An example with logit `x` and target `p*` is stored as its key `z = (1 - 2 p*) x`, whose sigmoid
//! is the gradient norm. No figure depends on the order of examples, so a set is stored as counts
//! in [cells](Cells): the gap to the next cell that is not empty, and its count, as variable-length
//! numbers that the host's gzip shrinks further.
//!
//! **What is lost.** Cells end at every edge `j/M` for each `M` from 1 to 200, so the counts of unit
//! regions don't change. Inside a cell the keys move: all examples of a set take the same relative
//! place in their cells, chosen to keep the set's total cross-entropy; in the files of `www/data` it
//! changes by at most .04 %. Of offsets nothing is lost: they keep 11 significant bits, as many as
//! the half-precision recordings have.

use ghm::{Sorted, UnitRegions};

/// How the detector was trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainedWith {
    /// Cross-entropy.
    CrossEntropy,
    /// Focal loss.
    Focal,
    /// GHM-C.
    Ghm,
}

/// The outputs of a detector over all its training scenes after some steps of training.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// The loss it was trained with.
    pub trained_with: TrainedWith,
    /// Steps of training.
    pub step: u32,
    /// Keys `z = x` of the valid negatives, ascending.
    pub negatives: Vec<f32>,
    /// Keys `z = -x` of the positives, ascending.
    pub positives: Vec<f32>,
    /// Keys `z = x` of the anchors that the loss ignores, as if they were negatives, ascending.
    pub ignored: Vec<f32>,
    /// Box offsets of the positives, prediction minus target, ascending: four of each (dx and
    /// dy in anchor sizes, dlog w, dlog h).
    pub offsets: Vec<f32>,
}

/// One training batch before its step.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedBatch {
    /// Keys of the valid negatives, ascending.
    pub negatives: Vec<f32>,
    /// Keys of the positives, ascending.
    pub positives: Vec<f32>,
}

/// All that was recorded of one detector.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Its checkpoints, in the order recorded.
    pub checkpoints: Vec<Checkpoint>,
    /// The first batches of its training with cross-entropy.
    pub batches: Vec<RecordedBatch>,
}

/// Why bytes can't be read as a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// They don't start with the mark of this format.
    NotARecording,
    /// They are in another version of the format.
    Version {
        /// The version found.
        found: u8,
    },
    /// They end too early.
    Truncated {
        /// What was being read.
        reading: &'static str,
    },
    /// A number is out of its range.
    OutOfRange {
        /// What was being read.
        reading: &'static str,
    },
    /// Bytes are left over.
    Trailing {
        /// How many.
        bytes: usize,
    },
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotARecording => f.write_str("not a recording of a detector"),
            Self::Version { found } => {
                write!(f, "recording of version {found}, expected {VERSION}")
            }
            Self::Truncated { reading } => write!(f, "the recording ends within {reading}"),
            Self::OutOfRange { reading } => write!(f, "{reading} out of range in the recording"),
            Self::Trailing { bytes } => write!(f, "{bytes} bytes after the recording's end"),
        }
    }
}

impl std::error::Error for DecodeError {}

const MAGIC: &[u8; 4] = b"GHMR";
const VERSION: u8 = 2;
/// More examples in a set than any recording has, so that a broken count can't fill the memory.
const MOST_EXAMPLES: u64 = 1 << 22;

impl Recorded {
    /// Reads a packed recording.
    ///
    /// # Errors
    /// [`DecodeError`] says what was wrong; broken bytes never panic.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Self::decode_with(&Cells::new(), bytes)
    }

    fn decode_with(cells: &Cells, bytes: &[u8]) -> Result<Self, DecodeError> {
        let Some(rest) = bytes.strip_prefix(MAGIC) else {
            return Err(DecodeError::NotARecording);
        };
        let mut reader = Reader(rest);
        let version = reader.byte("the version")?;
        if version != VERSION {
            return Err(DecodeError::Version { found: version });
        }
        let mut recorded = Self {
            checkpoints: vec![],
            batches: vec![],
        };
        for _ in 0..reader.number("the number of checkpoints")? {
            recorded.checkpoints.push(Checkpoint {
                trained_with: match reader.byte("a checkpoint's loss")? {
                    0 => TrainedWith::CrossEntropy,
                    1 => TrainedWith::Focal,
                    2 => TrainedWith::Ghm,
                    _ => {
                        return Err(DecodeError::OutOfRange {
                            reading: "a checkpoint's loss",
                        });
                    }
                },
                step: u32::try_from(reader.number("a checkpoint's step")?).map_err(|_| {
                    DecodeError::OutOfRange {
                        reading: "a checkpoint's step",
                    }
                })?,
                negatives: cells.read(&mut reader, "a checkpoint's negatives")?,
                positives: cells.read(&mut reader, "a checkpoint's positives")?,
                ignored: cells.read(&mut reader, "a checkpoint's ignored")?,
                offsets: read_offsets(&mut reader)?,
            });
        }
        for _ in 0..reader.number("the number of batches")? {
            recorded.batches.push(RecordedBatch {
                negatives: cells.read(&mut reader, "a batch's negatives")?,
                positives: cells.read(&mut reader, "a batch's positives")?,
            });
        }
        match reader.0.len() {
            0 => Ok(recorded),
            bytes => Err(DecodeError::Trailing { bytes }),
        }
    }

    /// Splits it in two: the checkpoint that the page opens on, which is the last one under cross-entropy; and all
    /// else, which a reader need not wait for.
    pub fn parts(mut self) -> [Self; 2] {
        let of_ce = |it: &Checkpoint| it.trained_with == TrainedWith::CrossEntropy;
        let shown = self.checkpoints.iter().rposition(of_ce);
        let first = Self {
            checkpoints: shown
                .map(|at| self.checkpoints.remove(at))
                .into_iter()
                .collect(),
            batches: vec![],
        };
        [first, self]
    }

    /// Packs it. Keys beyond 128 either way, and NaN, move to the outermost cell.
    pub fn encode(&self) -> Vec<u8> {
        let cells = Cells::new();
        let mut out = MAGIC.to_vec();
        out.push(VERSION);
        number(self.checkpoints.len() as u64, &mut out);
        for run in &self.checkpoints {
            out.push(match run.trained_with {
                TrainedWith::CrossEntropy => 0,
                TrainedWith::Focal => 1,
                TrainedWith::Ghm => 2,
            });
            number(run.step.into(), &mut out);
            cells.write(&run.negatives, &mut out);
            cells.write(&run.positives, &mut out);
            cells.write(&run.ignored, &mut out);
            write_offsets(&run.offsets, &mut out);
        }
        number(self.batches.len() as u64, &mut out);
        for batch in &self.batches {
            cells.write(&batch.negatives, &mut out);
            cells.write(&batch.positives, &mut out);
        }
        out
    }
}

/// The cells that keys are rounded to: they end wherever a unit region does, for 1 to
/// [`Cells::MOST_BINS`] regions, and at least four times in each unit of the key, so that the loss
/// stays accurate where regions are wide.
struct Cells {
    edges: Vec<f32>,
}

impl Cells {
    const MOST_BINS: usize = 200;
    const LIMIT: i16 = 128;
    const PER_UNIT: i16 = 4;

    fn new() -> Self {
        let last = Self::LIMIT * Self::PER_UNIT;
        let mut edges: Vec<f32> = (-last..=last)
            .map(|k| f32::from(k) / f32::from(Self::PER_UNIT))
            .collect();
        // The edges of M regions are among those of 2 M.
        let bins = Self::MOST_BINS / 2 + 1..=Self::MOST_BINS;
        // All are valid; `expect` would bring the errors' debug text into the page.
        for regions in bins.flat_map(UnitRegions::classification) {
            edges.extend(regions.thresholds());
        }
        // They are finite, so what sorts keys can sort them.
        let mut edges = Sorted::from_keys(edges).map_or(vec![], |sorted| sorted.keys().to_vec());
        edges.dedup();
        Self { edges }
    }

    /// The cell of a key.
    fn index(&self, key: f32) -> usize {
        self.edges
            .partition_point(|&edge| edge <= key)
            .clamp(1, self.edges.len() - 1)
            - 1
    }

    /// The key at a place, 0 to 255, from the cell's lower edge to just below its upper.
    fn key(&self, cell: usize, place: u8) -> f32 {
        let (low, high) = (self.edges[cell], self.edges[cell + 1]);
        (low + (high - low) * (f32::from(place) / 256.0)).min(high.next_down())
    }

    /// Place, number of cells, gaps between them, their counts.
    fn write(&self, keys: &[f32], out: &mut Vec<u8>) {
        let mut indices: Vec<usize> = keys.iter().map(|&key| self.index(key)).collect();
        indices.sort_unstable();
        let runs: Vec<(usize, usize)> = indices
            .chunk_by(|a, b| a == b)
            .map(|run| (run[0], run.len()))
            .collect();
        out.push(self.place(keys, &runs));
        number(runs.len() as u64, out);
        let mut next = 0;
        for &(cell, _) in &runs {
            number((cell - next) as u64, out);
            next = cell + 1;
        }
        for &(_, count) in &runs {
            number(count as u64 - 1, out);
        }
    }

    /// The place in a cell at which the total cross-entropy is nearest to what it is for the keys.
    fn place(&self, keys: &[f32], runs: &[(usize, usize)]) -> u8 {
        let wanted: f64 = keys.iter().map(|&key| cross_entropy(key)).sum();
        let miss = |place: u8| {
            let total: f64 = runs
                .iter()
                .map(|&(cell, count)| count as f64 * cross_entropy(self.key(cell, place)))
                .sum();
            (total - wanted).abs()
        };
        (0..=255)
            .min_by(|&a, &b| miss(a).total_cmp(&miss(b)))
            .unwrap_or(0)
    }

    fn read(&self, reader: &mut Reader, what: &'static str) -> Result<Vec<f32>, DecodeError> {
        let out_of_range = DecodeError::OutOfRange { reading: what };
        let place = reader.byte(what)?;
        let length = reader.number(what)?;
        let (mut cells, mut next) = (vec![], 0_u64);
        for _ in 0..length {
            let cell = next.saturating_add(reader.number(what)?);
            if cell >= self.edges.len() as u64 - 1 {
                return Err(out_of_range);
            }
            cells.push(cell as usize);
            next = cell + 1;
        }
        let mut keys = vec![];
        for cell in cells {
            let count = reader.number(what)?.saturating_add(1);
            if count > MOST_EXAMPLES - keys.len() as u64 {
                return Err(out_of_range);
            }
            keys.resize(keys.len() + count as usize, self.key(cell, place));
        }
        Ok(keys)
    }
}

/// `-ln(1 - sigmoid(z))`.
fn cross_entropy(key: f32) -> f64 {
    ghm::baseline::cross_entropy(key.into(), 0.0).value
}

/// Bits of an `f32` that a half-precision number doesn't have.
const SURPLUS_BITS: u32 = 13;

/// Writes the offsets below zero and then the others, each by ascending size: gaps between their leading bits.
fn write_offsets(offsets: &[f32], out: &mut Vec<u8>) {
    let (below, others): (Vec<f32>, Vec<f32>) = offsets.iter().partition(|&&d| d < 0.0);
    for part in [below, others] {
        let half = 1 << (SURPLUS_BITS - 1);
        let mut codes: Vec<u32> = part
            .iter()
            .map(|d| (d.abs().to_bits() + half) >> SURPLUS_BITS)
            .collect();
        codes.sort_unstable();
        number(codes.len() as u64, out);
        let mut last = 0;
        for code in codes {
            number((code - last).into(), out);
            last = code;
        }
    }
}

fn read_offsets(reader: &mut Reader) -> Result<Vec<f32>, DecodeError> {
    const WHAT: &str = "a checkpoint's offsets";
    let mut offsets = vec![];
    for sign in [-1.0, 1.0] {
        let mut code = 0_u64;
        for _ in 0..reader.number(WHAT)? {
            code = code.saturating_add(reader.number(WHAT)?);
            if code >= u64::from(f32::INFINITY.to_bits() >> SURPLUS_BITS) {
                return Err(DecodeError::OutOfRange { reading: WHAT });
            }
            offsets.push(sign * f32::from_bits((code as u32) << SURPLUS_BITS));
        }
        if sign < 0.0 {
            // Written by size; ascending order has the largest first.
            offsets.reverse();
        }
    }
    Ok(offsets)
}

/// Seven bits in each byte, the lowest first; the high bit says that more follow.
fn number(mut value: u64, out: &mut Vec<u8>) {
    while value >= 128 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self, reading: &'static str) -> Result<u8, DecodeError> {
        let (&byte, rest) = self
            .0
            .split_first()
            .ok_or(DecodeError::Truncated { reading })?;
        self.0 = rest;
        Ok(byte)
    }

    /// Up to 35 bits: no number of a recording needs more.
    fn number(&mut self, reading: &'static str) -> Result<u64, DecodeError> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte(reading)?;
            value |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(value);
            }
        }
        Err(DecodeError::OutOfRange { reading })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ghm::sample::Preset;

    const NOISY: &[u8] = include_bytes!("../../../../www/data/recorded_noisy.bin");

    fn sorted(keys: &[f32]) -> Sorted {
        Sorted::from_keys(keys.to_vec()).unwrap()
    }

    fn counts(sorted: &Sorted, bins: usize) -> Vec<u64> {
        let mut counts = vec![];
        sorted.counts_into(&UnitRegions::classification(bins).unwrap(), &mut counts);
        counts
    }

    /// Keys from every part of the axis, edges of regions among them.
    fn keys(n: usize, seed: u32) -> Vec<f32> {
        let mut keys: Vec<f32> = Preset::ALL
            .into_iter()
            .flat_map(|preset| preset.classification(n, seed).logits)
            .collect();
        keys.extend(UnitRegions::classification(97).unwrap().thresholds());
        keys.extend([-127.9, 127.9, 0.0, -0.0, f32::MIN_POSITIVE]);
        keys.sort_unstable_by(f32::total_cmp);
        keys
    }

    fn recorded(n: usize, seed: u32) -> Recorded {
        let run = |trained_with, step| Checkpoint {
            trained_with,
            step,
            negatives: keys(n, seed),
            positives: keys(n, seed + 1)[..50].to_vec(),
            ignored: keys(n, seed + 4)[..30].to_vec(),
            offsets: vec![-3.25, -0.02, 0.0, 1.0 / 1024.0, 7.5],
        };
        Recorded {
            checkpoints: vec![
                run(TrainedWith::CrossEntropy, 0),
                run(TrainedWith::Focal, 800),
                run(TrainedWith::Ghm, u32::MAX),
            ],
            batches: vec![
                RecordedBatch {
                    negatives: keys(n, seed + 2),
                    positives: vec![],
                },
                RecordedBatch {
                    negatives: vec![],
                    positives: keys(n, seed + 3),
                },
            ],
        }
    }

    #[test]
    fn packing_keeps_counts_offsets_and_loss() {
        for seed in 0..3 {
            let before = recorded(2_000, seed);
            let bytes = before.encode();
            let after = Recorded::decode(&bytes).unwrap();
            assert_eq!(after.encode(), bytes, "packing again changes nothing");
            assert_eq!(after.batches[0].positives, []);
            for (a, b) in before.checkpoints.iter().zip(&after.checkpoints) {
                assert_eq!((a.trained_with, a.step), (b.trained_with, b.step));
                assert_eq!(
                    b.offsets[2..],
                    a.offsets[2..],
                    "half-precision numbers are kept"
                );
                assert!((a.offsets[1] - b.offsets[1]).abs() <= 0.02 / 2048.0);
                let moved = a
                    .negatives
                    .iter()
                    .zip(&b.negatives)
                    .map(|(x, y)| (x - y).abs());
                assert!(moved.fold(0.0, f32::max) <= 0.25);
                let (x, y) = (sorted(&a.negatives), sorted(&b.negatives));
                for bins in 1..=200 {
                    assert_eq!(counts(&x, bins), counts(&y, bins), "{bins} regions");
                }
                assert!((y.total_loss() / x.total_loss() - 1.0).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn broken_bytes_are_errors() {
        let (cells, bytes) = (Cells::new(), recorded(5, 1).encode());
        for end in 0..bytes.len() {
            let error = Recorded::decode_with(&cells, &bytes[..end]).unwrap_err();
            let expected = if end < 4 {
                "not a recording"
            } else {
                "the recording ends within"
            };
            assert!(error.to_string().contains(expected), "{end}: {error}");
        }
        // A changed byte may give another valid recording; it never panics and never fills the memory.
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= [1, 128, 255][at % 3];
            let _ = Recorded::decode_with(&cells, &broken);
        }
        let with = |at: usize, value: u8| {
            let mut broken = bytes.clone();
            broken[at] = value;
            Recorded::decode(&broken).unwrap_err().to_string()
        };
        assert_eq!(with(4, 9), "recording of version 9, expected 2");
        assert_eq!(
            with(6, 3),
            "a checkpoint's loss out of range in the recording"
        );
        let longer = [bytes.as_slice(), &[0, 0]].concat();
        assert_eq!(
            Recorded::decode(&longer),
            Err(DecodeError::Trailing { bytes: 2 })
        );
        let mut huge = vec![];
        huge.extend([0, 1, 0]); // one cell, the first, with 2^35 examples
        number((1 << 35) - 1, &mut huge);
        assert_eq!(
            cells.read(&mut Reader(&huge), "a checkpoint's negatives"),
            Err(DecodeError::OutOfRange {
                reading: "a checkpoint's negatives"
            })
        );
    }

    /// The counts are from the recording before it was packed. Counts of 100, 10 and 5 regions
    /// follow from those of 200.
    #[test]
    fn the_page_starts_on_the_papers_histogram() {
        let recorded = Recorded::decode(NOISY).unwrap();
        let run = recorded
            .checkpoints
            .iter()
            .find(|run| (run.trained_with, run.step) == (TrainedWith::CrossEntropy, 800))
            .unwrap();
        assert_eq!((run.positives.len(), run.offsets.len()), (514, 4 * 514));
        // 240 scenes of 432 anchors.
        assert_eq!(run.ignored.len(), 103_680 - 103_151);
        let all = sorted(&[run.negatives.as_slice(), &run.positives].concat());
        assert_eq!(all.len(), 103_151);
        assert_eq!(counts(&all, 30), THIRTY);
        for bins in [200, 100, 10, 5] {
            let sums: Vec<u64> = TWO_HUNDRED
                .chunks(200 / bins)
                .map(|part| part.iter().sum())
                .collect();
            assert_eq!(counts(&all, bins), sums, "{bins} regions");
        }
        assert!((all.total_loss() / all.len() as f64 / MEAN_CROSS_ENTROPY - 1.0).abs() < 4e-4);
        let steps = |with| {
            let of = recorded
                .checkpoints
                .iter()
                .filter(|run| run.trained_with == with);
            of.map(|run| run.step).collect::<Vec<_>>()
        };
        assert_eq!(
            steps(TrainedWith::CrossEntropy),
            [0, 25, 50, 100, 200, 400, 800]
        );
        assert_eq!(
            (steps(TrainedWith::Focal), steps(TrainedWith::Ghm)),
            (vec![800], vec![800])
        );
        assert_eq!(recorded.batches.len(), 120);
        let sizes = recorded
            .batches
            .iter()
            .map(|b| b.negatives.len() + b.positives.len());
        assert!(
            sizes.clone().all(|n| (6_800..=6_912).contains(&n)),
            "{:?}",
            sizes.min()
        );
    }

    const MEAN_CROSS_ENTROPY: f64 = 0.018102109990694826;
    const THIRTY: [u64; 30] = [
        102048, 202, 94, 58, 45, 31, 34, 28, 30, 23, 27, 17, 27, 20, 28, 20, 22, 21, 10, 18, 20,
        12, 12, 17, 22, 14, 17, 11, 15, 208,
    ];
    const TWO_HUNDRED: [u64; 200] = [
        100429, 941, 279, 166, 105, 87, 63, 40, 35, 26, 29, 22, 22, 20, 15, 16, 11, 8, 16, 14, 12,
        4, 9, 11, 12, 6, 7, 6, 8, 6, 11, 9, 2, 6, 7, 1, 3, 2, 4, 8, 5, 5, 6, 3, 6, 5, 6, 4, 7, 5,
        3, 4, 1, 6, 2, 3, 8, 5, 4, 4, 4, 4, 4, 2, 4, 2, 4, 9, 5, 6, 3, 2, 0, 3, 1, 2, 3, 1, 5, 3,
        5, 9, 2, 3, 4, 4, 1, 3, 2, 2, 5, 2, 4, 7, 4, 4, 2, 4, 4, 4, 2, 4, 3, 3, 4, 2, 3, 4, 6, 4,
        1, 3, 2, 3, 3, 3, 2, 3, 2, 6, 2, 1, 3, 1, 0, 2, 1, 1, 3, 5, 3, 3, 3, 3, 2, 3, 1, 4, 1, 6,
        0, 1, 1, 4, 1, 4, 1, 2, 5, 1, 1, 2, 1, 2, 3, 4, 1, 5, 0, 2, 2, 0, 5, 4, 2, 7, 3, 2, 3, 0,
        1, 2, 3, 2, 5, 1, 2, 4, 1, 4, 4, 1, 0, 2, 1, 1, 3, 1, 3, 0, 4, 1, 4, 2, 3, 1, 5, 3, 1, 194,
    ];

    /// The page reads the parts one by one, and shows what the whole would.
    #[test]
    fn parts_make_up_the_whole() {
        let whole = Recorded::decode(NOISY).unwrap();
        let [first, rest] = whole.clone().parts();
        let shown = &first.checkpoints[0];
        assert_eq!((first.checkpoints.len(), first.batches.len()), (1, 0));
        assert_eq!(
            (shown.trained_with, shown.step),
            (TrainedWith::CrossEntropy, 800)
        );
        let mut joined = [rest.checkpoints.as_slice(), &first.checkpoints].concat();
        joined.sort_by_key(|it| (it.trained_with as u8, it.step));
        let mut wanted = whole.checkpoints;
        wanted.sort_by_key(|it| (it.trained_with as u8, it.step));
        assert_eq!((joined, rest.batches), (wanted, whole.batches));
    }
}

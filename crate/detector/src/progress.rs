//! How far three detectors have come: what the page shows of a training, as plain numbers.
//!
//! A worker trains and the page draws, so it travels as `f32`s: [`Progress::encode`],
//! [`Progress::decode`]. What the page's engine calls is `inline`, so that it is compiled there: for
//! size.

/// Detectors that train side by side: under cross-entropy, focal loss and GHM-C.
pub const LOSSES: usize = 3;

/// The state of a training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Steps that all detectors have made.
    pub step: u32,
    /// Steps that they are to make.
    pub budget: u32,
    /// Milliseconds that a step of all took of late; 0 where nothing was timed.
    pub each: f32,
    /// One for each loss.
    pub tracks: [Track; LOSSES],
}

/// The state of one detector.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    /// Steps after which it was tested.
    pub tests: Vec<f32>,
    /// AP there, on scenes that were never trained on.
    pub ap: Vec<f32>,
    /// The last steps of stretches of the training.
    pub steps: Vec<f32>,
    /// Mean loss of the classification over each.
    pub loss: Vec<f32>,
    /// What GHM-C's would have been there without momentum; others' as it was.
    pub alone: Vec<f32>,
    /// Anchors in each unit region, over the last batches.
    pub counts: Vec<f32>,
    /// Positive ones among them.
    pub positives: Vec<f32>,
}

impl Track {
    #[inline]
    fn columns(&mut self) -> [&mut Vec<f32>; 7] {
        let Self {
            tests,
            ap,
            steps,
            loss,
            alone,
            counts,
            positives,
        } = self;
        [tests, ap, steps, loss, alone, counts, positives]
    }
}

impl Progress {
    /// As numbers in a row.
    pub fn encode(&self) -> Vec<f32> {
        let mut out = vec![self.step as f32, self.budget as f32, self.each];
        for track in &mut self.tracks.clone() {
            for column in track.columns() {
                out.push(column.len() as f32);
                out.append(column);
            }
        }
        out
    }

    /// Back from numbers; nothing if they are cut off.
    #[inline]
    pub fn decode(numbers: &[f32]) -> Option<Self> {
        Reader(numbers).progress()
    }
}

/// Takes numbers from the front.
struct Reader<'a>(&'a [f32]);

impl<'a> Reader<'a> {
    #[inline]
    fn take(&mut self, n: usize) -> Option<&'a [f32]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number, and as many more as it says.
    #[inline]
    fn column(&mut self) -> Option<&'a [f32]> {
        let length = *self.take(1)?.first()?;
        self.take(length as usize)
    }

    #[inline]
    fn progress(&mut self) -> Option<Progress> {
        let &[step, budget, each] = self.take(3)? else {
            return None;
        };
        let mut progress = Progress {
            step: step as u32,
            budget: budget as u32,
            each,
            ..Progress::default()
        };
        for column in progress.tracks.iter_mut().flat_map(Track::columns) {
            column.extend_from_slice(self.column()?);
        }
        Some(progress)
    }
}

/// Trainings recorded under several settings, with several seeds each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recorded {
    /// One for each set of settings.
    pub runs: Vec<Run>,
}

/// A recorded training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Settings that are no defaults, but for the seed: `key=value` with `&` between, as bytes.
    pub settings: Vec<u8>,
    /// The training of the first seed.
    pub first: Progress,
    /// How many seeds were trained with.
    pub seeds: usize,
    /// For each loss AP of every seed, at the tests of `first`: seed after seed.
    pub aps: [Vec<f32>; LOSSES],
}

impl Recorded {
    /// The runs as bytes: a line of all settings, then numbers.
    pub fn encode(&self) -> Vec<u8> {
        let settings: Vec<&[u8]> = self.runs.iter().map(|run| &*run.settings).collect();
        let mut bytes = settings.join(&b' ');
        bytes.push(b'\n');
        for run in &self.runs {
            let mut numbers = run.first.encode();
            for aps in &run.aps {
                numbers.push(aps.len() as f32);
                numbers.extend(aps);
            }
            bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        }
        bytes
    }

    /// Back from bytes; nothing if they are cut off.
    #[inline]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|&byte| byte == b'\n')?;
        let (words, _) = bytes[end + 1..].as_chunks();
        let numbers: Vec<f32> = words.iter().map(|&word| f32::from_le_bytes(word)).collect();
        let mut rest = Reader(&numbers);
        let mut runs = vec![];
        for settings in bytes[..end].split(|&byte| byte == b' ') {
            let mut run = Run {
                settings: settings.to_vec(),
                first: rest.progress()?,
                ..Run::default()
            };
            for aps in &mut run.aps {
                aps.extend_from_slice(rest.column()?);
            }
            run.seeds = run.aps[0].len() / run.first.tracks[0].tests.len().max(1);
            runs.push(run);
        }
        Some(Self { runs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress() -> Progress {
        let mut progress = Progress {
            step: 312,
            budget: 800,
            each: 21.5,
            ..Progress::default()
        };
        for (i, track) in progress.tracks.iter_mut().enumerate() {
            for (j, column) in track.columns().into_iter().enumerate() {
                *column = vec![j as f32 + 0.5; i + j / 3];
            }
        }
        progress
    }

    #[test]
    fn a_progress_comes_back_and_a_cut_one_does_not() {
        let numbers = progress().encode();
        assert_eq!(Progress::decode(&numbers), Some(progress()));
        for length in 0..numbers.len() {
            assert_eq!(Progress::decode(&numbers[..length]), None, "{length}");
        }
    }

    #[test]
    fn recorded_runs_come_back() {
        let run = |settings: &str| Run {
            settings: settings.into(),
            first: progress(),
            seeds: 5,
            aps: [vec![0.25; 5], vec![0.5; 5], vec![0.75; 5]],
        };
        let recorded = Recorded {
            runs: vec![run(""), run("objects=2&prior=0.5")],
        };
        let bytes = recorded.encode();
        assert_eq!(Recorded::decode(&bytes), Some(recorded));
        assert_eq!(Recorded::decode(&bytes[..bytes.len() - 4]), None);
        assert_eq!(Recorded::decode(b""), None);
    }
}

//! How far the detectors have come: what the page shows of a training, as plain numbers.
//!
//! A worker trains and the page draws, so it travels as `f32`s: [`Progress::encode`],
//! [`Progress::decode`]. Functions that the page's engine calls are `inline`: so they are compiled
//! with the engine's settings, for size.

use ghm::loss::{CLASS_LOSSES, ClassRow, class_row};

/// The state of a training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Steps that all detectors have made.
    pub step: u32,
    /// Steps that they will have made at the end.
    pub budget: u32,
    /// Milliseconds that one step of all detectors took recently; 0 where nothing was timed.
    pub each: f32,
    /// One for each chosen loss, in the order of [`CLASS_LOSSES`].
    pub tracks: Vec<Track>,
}

/// The state of one detector.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    /// The loss that it is trained with: its row's key.
    pub key: &'static str,
    /// Steps after which it was tested.
    pub tests: Vec<f32>,
    /// AP there, on scenes that were never trained on.
    pub ap: Vec<f32>,
    /// The loss is averaged over stretches of the training: the last step of each.
    pub steps: Vec<f32>,
    /// Mean loss of the classification over each stretch.
    pub loss: Vec<f32>,
    /// The same of the loss without its memory: GHM-C without momentum. Other losses have none, and
    /// this is `loss` again.
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
            key: _,
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
    /// Detectors under these losses that have not made a step.
    pub fn untrained<'a>(losses: impl IntoIterator<Item = &'a ClassRow>) -> Self {
        let track = |loss: &ClassRow| Track {
            key: loss.key,
            ..Track::default()
        };
        Self {
            tracks: losses.into_iter().map(track).collect(),
            ..Self::default()
        }
    }

    /// The track of the loss with that key, if it is trained.
    pub fn track(&self, key: &str) -> Option<&Track> {
        self.tracks.iter().find(|track| track.key == key)
    }

    /// As numbers in a row: how many losses, the place of each in [`CLASS_LOSSES`], and all that is
    /// known of them.
    pub fn encode(&self) -> Vec<f32> {
        let mut out = encode_losses(self.tracks.iter().map(|track| track.key));
        self.encode_rest(&mut out);
        out
    }

    /// Everything except which losses they are.
    fn encode_rest(&self, out: &mut Vec<f32>) {
        out.extend([self.step as f32, self.budget as f32, self.each]);
        for track in &mut self.tracks.clone() {
            for column in track.columns() {
                out.push(column.len() as f32);
                out.append(column);
            }
        }
    }

    /// Back from numbers; nothing if they are cut off, or name a loss that doesn't exist.
    #[inline]
    pub fn decode(numbers: &[f32]) -> Option<Self> {
        let mut rest = Reader(numbers);
        let losses = rest.losses()?;
        rest.progress(&losses)
    }
}

/// Losses as numbers: how many, and the place of each in [`CLASS_LOSSES`].
pub(crate) fn encode_losses<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<f32> {
    let place = |key| CLASS_LOSSES.iter().position(|row| row.key == key);
    let places: Vec<f32> = keys.filter_map(place).map(|place| place as f32).collect();
    [vec![places.len() as f32], places].concat()
}

/// Takes numbers from the front.
pub(crate) struct Reader<'a>(pub(crate) &'a [f32]);

impl<'a> Reader<'a> {
    #[inline]
    pub(crate) fn take(&mut self, n: usize) -> Option<&'a [f32]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    /// The losses that [`encode_losses`] wrote.
    #[inline]
    pub(crate) fn losses(&mut self) -> Option<Vec<&'static ClassRow>> {
        let places = self.column()?.iter();
        places
            .map(|&place| CLASS_LOSSES.get(place as usize))
            .collect()
    }

    /// A number, and as many more as it says.
    #[inline]
    fn column(&mut self) -> Option<&'a [f32]> {
        let length = *self.take(1)?.first()?;
        self.take(length as usize)
    }

    #[inline]
    fn progress(&mut self, losses: &[&'static ClassRow]) -> Option<Progress> {
        let &[step, budget, each] = self.take(3)? else {
            return None;
        };
        let mut progress = Progress {
            step: step as u32,
            budget: budget as u32,
            each,
            ..Progress::untrained(losses.iter().copied())
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
    /// The losses of every run, in the order of its tracks.
    pub losses: Vec<&'static ClassRow>,
    /// One for each set of settings.
    pub runs: Vec<RecordedRun>,
}

/// A recorded training.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordedRun {
    /// Settings that differ from the defaults, without the seed: `key=value` with `&` between, as
    /// bytes.
    pub settings: Vec<u8>,
    /// The training of the first seed.
    pub first: Progress,
    /// How many seeds were trained with.
    pub seeds: usize,
    /// For each loss AP of every seed, at the tests of `first`: seed after seed.
    pub aps: Vec<Vec<f32>>,
}

impl RecordedRun {
    /// AP of every seed under the loss with that key, at the tests of `first`: seed after seed. Empty if it was not
    /// recorded.
    pub fn precisions(&self, key: &str) -> &[f32] {
        let place = self.first.tracks.iter().position(|track| track.key == key);
        place
            .and_then(|place| self.aps.get(place))
            .map_or(&[], Vec::as_slice)
    }
}

impl Recorded {
    /// The runs as bytes: a line of the losses' keys, a line of all settings, then numbers.
    pub fn encode(&self) -> Vec<u8> {
        let losses: Vec<&str> = self.losses.iter().map(|row| row.key).collect();
        let settings: Vec<&[u8]> = self.runs.iter().map(|run| &*run.settings).collect();
        let lines = [losses.join(" ").into_bytes(), settings.join(&b' '), vec![]];
        let mut bytes = lines.join(&b'\n');
        for run in &self.runs {
            let mut numbers = vec![];
            run.first.encode_rest(&mut numbers);
            for aps in &run.aps {
                numbers.push(aps.len() as f32);
                numbers.extend(aps);
            }
            bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        }
        bytes
    }

    /// Back from bytes; nothing if they are cut off, or name a loss that doesn't exist.
    #[inline]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (losses, bytes) = split_line(bytes)?;
        let (settings, bytes) = split_line(bytes)?;
        let losses = losses.split(|&byte| byte == b' ');
        let losses: Option<Vec<&'static ClassRow>> = losses
            .map(|key| class_row(str::from_utf8(key).ok()?))
            .collect();
        let losses = losses?;
        let (words, _) = bytes.as_chunks();
        let numbers: Vec<f32> = words.iter().map(|&word| f32::from_le_bytes(word)).collect();
        let mut rest = Reader(&numbers);
        let mut runs = vec![];
        for settings in settings.split(|&byte| byte == b' ') {
            let first = rest.progress(&losses)?;
            let mut aps = vec![];
            for _ in &losses {
                aps.push(rest.column()?.to_vec());
            }
            runs.push(RecordedRun {
                settings: settings.to_vec(),
                seeds: aps[0].len() / first.tracks[0].tests.len().max(1),
                first,
                aps,
            });
        }
        Some(Self { losses, runs })
    }
}

/// The first line, and what comes after it.
#[inline]
fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn losses() -> Vec<&'static ClassRow> {
        ["ce", "ghm"].map(|key| class_row(key).unwrap()).to_vec()
    }

    fn progress() -> Progress {
        let mut progress = Progress {
            step: 312,
            budget: 800,
            each: 21.5,
            ..Progress::untrained(losses())
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
        let unknown = [&[1.0, 99.0], &numbers[3..]].concat();
        assert_eq!(Progress::decode(&unknown), None);
    }

    #[test]
    fn a_track_is_found_by_its_loss() {
        let progress = progress();
        assert_eq!(progress.track("ghm"), Some(&progress.tracks[1]));
        assert_eq!(progress.track("focal"), None);
    }

    #[test]
    fn recorded_runs_come_back() {
        let run = |settings: &str| RecordedRun {
            settings: settings.into(),
            first: progress(),
            seeds: 5,
            aps: vec![vec![0.25; 5], vec![0.75; 5]],
        };
        let recorded = Recorded {
            losses: losses(),
            runs: vec![run(""), run("objects=2&prior=0.5")],
        };
        let bytes = recorded.encode();
        assert_eq!(Recorded::decode(&bytes), Some(recorded));
        assert_eq!(Recorded::decode(&bytes[..bytes.len() - 4]), None);
        assert_eq!(Recorded::decode(b""), None);
        assert_eq!(Recorded::decode(b"hinge\n\n"), None);
    }
}

//! How far three detectors have come: what the page shows of a training, as plain numbers.
//!
//! A worker trains and the page draws, so it travels as `f32`s: [`Progress::encode`],
//! [`Progress::decode`].

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
    /// AP on scenes that were never trained on, at steps: pairs of step and AP.
    pub ap: Vec<[f32; 2]>,
    /// Loss of the classification: last step of a stretch, mean over it, and the mean of what
    /// GHM-C without momentum would have been there.
    pub loss: Vec<[f32; 3]>,
    /// Anchors in each unit region, over the last batches.
    pub counts: Vec<f32>,
    /// Positive ones among them.
    pub positives: Vec<f32>,
}

impl Progress {
    /// As numbers in a row.
    pub fn encode(&self) -> Vec<f32> {
        let mut out = vec![self.step as f32, self.budget as f32, self.each];
        for track in &self.tracks {
            let lengths = [&track.ap.len(), &track.loss.len(), &track.counts.len()];
            out.extend(lengths.map(|&length| length as f32));
            out.extend(track.ap.as_flattened());
            out.extend(track.loss.as_flattened());
            out.extend(&track.counts);
            out.extend(&track.positives);
        }
        out
    }

    /// Back from numbers; nothing if they are cut off.
    pub fn decode(numbers: &[f32]) -> Option<Self> {
        let mut rest = Reader(numbers);
        rest.progress()
    }
}

/// Takes numbers from the front.
struct Reader<'a>(&'a [f32]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [f32]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

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
        for track in &mut progress.tracks {
            let &[ap, loss, bins] = self.take(3)? else {
                return None;
            };
            track.ap = self.take(2 * ap as usize)?.as_chunks().0.to_vec();
            track.loss = self.take(3 * loss as usize)?.as_chunks().0.to_vec();
            track.counts = self.take(bins as usize)?.to_vec();
            track.positives = self.take(bins as usize)?.to_vec();
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
    /// Settings that are no defaults, but for the seed: `key=value` with `&` between.
    pub settings: String,
    /// The training of the first seed.
    pub first: Progress,
    /// For each loss AP of every seed, at the steps of `first`'s.
    pub aps: [Vec<Vec<f32>>; LOSSES],
}

impl Recorded {
    /// The runs as bytes: a line of all settings, then numbers.
    pub fn encode(&self) -> Vec<u8> {
        let settings: Vec<&str> = self.runs.iter().map(|run| run.settings.as_str()).collect();
        let mut bytes = format!("{}\n", settings.join(" ")).into_bytes();
        for run in &self.runs {
            let mut numbers = run.first.encode();
            for aps in &run.aps {
                numbers.push(aps.len() as f32);
                numbers.extend(aps.iter().flatten());
            }
            bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        }
        bytes
    }

    /// Back from bytes; nothing if they are cut off.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|&byte| byte == b'\n')?;
        let settings = str::from_utf8(&bytes[..end]).ok()?;
        let (words, _) = bytes[end + 1..].as_chunks();
        let numbers: Vec<f32> = words.iter().map(|&word| f32::from_le_bytes(word)).collect();
        let mut rest = Reader(&numbers);
        let mut runs = vec![];
        for settings in settings.split(' ') {
            let mut run = Run {
                settings: settings.to_owned(),
                first: rest.progress()?,
                ..Run::default()
            };
            for (aps, track) in run.aps.iter_mut().zip(&run.first.tracks) {
                let &[seeds] = rest.take(1)? else {
                    return None;
                };
                for _ in 0..seeds as usize {
                    aps.push(rest.take(track.ap.len())?.to_vec());
                }
            }
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
            track.ap = vec![[50.0, 0.25]; i];
            track.loss = vec![[1.0, 2.0, 3.0]; 2 + i];
            track.counts = vec![4.0; 5];
            track.positives = vec![1.0; 5];
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
            aps: [vec![vec![]; 2], vec![vec![0.5]; 2], vec![vec![0.5, 0.6]]],
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

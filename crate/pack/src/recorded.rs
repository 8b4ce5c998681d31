//! Packs a detector's recorded outputs from NumPy archives into the files that the page loads.

use std::{
    error::Error,
    fs::{self, File},
    io::BufReader,
    path::Path,
};

use explainer::data::recorded::{Checkpoint, Recorded, RecordedBatch, TrainedWith};
use ghm::density::classification_key;
use ghm::{Sorted, UnitRegions};
use half::f16;
use npyz::NpyFile;
use zip::ZipArchive;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Packs both recordings of `from` into `to`.
pub fn pack(from: &Path, to: &Path) -> Result<()> {
    for (archive, packed) in [
        ("recorded_detector_noisy.npz", "recorded_noisy.bin"),
        ("recorded_detector.npz", "recorded_clean.bin"),
    ] {
        let recorded = Archive::open(&from.join(archive))?.recorded()?;
        let bytes = recorded.encode();
        let loss_error = compare(&recorded, &Recorded::decode(&bytes)?)?;
        fs::write(to.join(packed), &bytes)?;
        println!(
            "{packed}: {} bytes; {} checkpoints, {} batches; no count differs for 1 to 200 regions; \
             relative error of the cross-entropy {loss_error:.1e}",
            bytes.len(),
            recorded.checkpoints.len(),
            recorded.batches.len(),
        );
    }
    Ok(())
}

/// The largest accepted relative error of a set's total cross-entropy.
const MOST_LOSS_ERROR: f64 = 4e-4;

/// Returns the largest relative error of a set's total cross-entropy. Fails if it is above
/// [`MOST_LOSS_ERROR`], or if any count or offset differs.
fn compare(before: &Recorded, after: &Recorded) -> Result<f64> {
    let mut worst = 0_f64;
    let mut set = |name: String, a: &[f32], b: &[f32]| -> Result<()> {
        let (a, b) = (
            Sorted::from_keys(a.to_vec())?,
            Sorted::from_keys(b.to_vec())?,
        );
        let (mut expected, mut found) = (vec![], vec![]);
        for bins in 1..=200 {
            let regions = UnitRegions::classification(bins)?;
            a.counts_into(&regions, &mut expected);
            b.counts_into(&regions, &mut found);
            if expected != found {
                return Err(format!("{name}: counts of {bins} regions differ").into());
            }
        }
        if !a.is_empty() {
            let error = (b.total_loss() / a.total_loss() - 1.0).abs();
            if error > MOST_LOSS_ERROR {
                return Err(format!("{name}: the cross-entropy is off by {error:e}").into());
            }
            worst = worst.max(error);
        }
        Ok(())
    };
    for (a, b) in before.checkpoints.iter().zip(&after.checkpoints) {
        let name = format!("{:?} {}", a.trained_with, a.step);
        set(format!("{name}, negatives"), &a.negatives, &b.negatives)?;
        set(format!("{name}, positives"), &a.positives, &b.positives)?;
        set(format!("{name}, ignored"), &a.ignored, &b.ignored)?;
        if a.offsets != b.offsets {
            return Err(format!("{name}: offsets differ").into());
        }
    }
    for (t, (a, b)) in before.batches.iter().zip(&after.batches).enumerate() {
        set(format!("batch {t}, negatives"), &a.negatives, &b.negatives)?;
        set(format!("batch {t}, positives"), &a.positives, &b.positives)?;
    }
    Ok(worst)
}

struct Archive(ZipArchive<BufReader<File>>);

impl Archive {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(ZipArchive::new(BufReader::new(file))?))
    }

    fn halves(&mut self, name: &str) -> Result<Vec<f32>> {
        let array = NpyFile::new(self.0.by_name(&format!("{name}.npy"))?)?;
        Ok(array
            .into_vec::<f16>()?
            .into_iter()
            .map(f32::from)
            .collect())
    }

    fn flags(&mut self, name: &str) -> Result<Vec<bool>> {
        let array = NpyFile::new(self.0.by_name(&format!("{name}.npy"))?)?;
        Ok(array
            .into_vec::<u8>()?
            .into_iter()
            .map(|flag| flag != 0)
            .collect())
    }

    fn recorded(mut self) -> Result<Recorded> {
        let (target, valid) = (self.flags("target")?, self.flags("valid")?);
        let mut checkpoints = vec![];
        let mut names: Vec<String> = self.0.file_names().map(str::to_owned).collect();
        names.sort();
        for name in names
            .iter()
            .filter_map(|name| name.strip_suffix("_logit.npy"))
        {
            // Such as `CE_0800`. `CE_batches` has no step and is read below.
            let (loss, step) = name.split_once('_').ok_or("an array's name has no step")?;
            let Ok(step) = step.parse() else { continue };
            let logits = self.halves(&format!("{name}_logit"))?;
            let (negatives, positives) = keys(&logits, &target, &valid);
            let ignored: Vec<bool> = valid.iter().map(|valid| !valid).collect();
            let (ignored, mistaken) = keys(&logits, &target, &ignored);
            if !mistaken.is_empty() {
                return Err(format!("{name}: a positive is ignored").into());
            }
            let ignored = snapped(&ignored)?;
            let mut offsets = self.halves(&format!("{name}_offset"))?;
            offsets.sort_by(f32::total_cmp);
            let trained_with = match loss {
                "CE" => TrainedWith::CrossEntropy,
                "FL" => TrainedWith::Focal,
                "GHM" => TrainedWith::Ghm,
                _ => return Err(format!("unknown loss {loss}").into()),
            };
            checkpoints.push(Checkpoint {
                trained_with,
                step,
                negatives,
                positives,
                ignored,
                offsets,
            });
        }
        let logits = self.halves("CE_batches_logit")?;
        let target = self.flags("CE_batches_target")?;
        let valid = self.flags("CE_batches_valid")?;
        const BATCH: usize = 16 * 432; // scenes x anchors of a scene
        let batches = logits
            .chunks_exact(BATCH)
            .zip(target.chunks_exact(BATCH).zip(valid.chunks_exact(BATCH)))
            .map(|(logits, (target, valid))| {
                let (negatives, positives) = keys(logits, target, valid);
                RecordedBatch {
                    negatives,
                    positives,
                }
            })
            .collect();
        Ok(Recorded {
            checkpoints,
            batches,
        })
    }
}

/// Ignored anchors keep their counts for this number of unit regions, and for its divisors.
const IGNORED_BINS: usize = 600;

/// Moves each key to the middle of its unit region, of [`IGNORED_BINS`]: fewer different keys pack
/// into fewer bytes.
fn snapped(keys: &[f32]) -> Result<Vec<f32>> {
    let regions = UnitRegions::classification(IGNORED_BINS)?;
    let middle = |key: &f32| {
        classification_key((regions.index(*key) as f64 + 0.5) / IGNORED_BINS as f64) as f32
    };
    Ok(keys.iter().map(middle).collect())
}

/// The keys `z = (1 - 2 p*) x` of the chosen negatives and of the chosen positives, ascending.
fn keys(logits: &[f32], target: &[bool], chosen: &[bool]) -> (Vec<f32>, Vec<f32>) {
    let (mut negatives, mut positives) = (vec![], vec![]);
    for ((&logit, &target), _) in logits
        .iter()
        .zip(target)
        .zip(chosen)
        .filter(|(_, chosen)| **chosen)
    {
        if target {
            positives.push(-logit);
        } else {
            negatives.push(logit);
        }
    }
    negatives.sort_by(f32::total_cmp);
    positives.sort_by(f32::total_cmp);
    (negatives, positives)
}

//! What a head with 20 classes gives for 200,000 anchors, in half precision, as NumPy saves it.

use half::f16;
use oorandom::Rand64;
use std::io::Write;
use std::path::{Path, PathBuf};

pub const ANCHORS: usize = 200_000;
pub const CLASSES: usize = 20;

/// Normal, nearly: the sum of twelve uniform numbers.
fn normal(random: &mut Rand64) -> f64 {
    (0..12).map(|_| random.rand_float()).sum::<f64>() - 6.0
}

/// An array as NumPy saves it.
pub fn npy(path: &Path, kind: &str, shape: &str, data: &[u8]) {
    let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}");
    let length = header.len() + 1;
    let length = length + (64 - (10 + length) % 64) % 64;
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    file.write_all(b"\x93NUMPY\x01\x00").unwrap();
    file.write_all(&(length as u16).to_le_bytes()).unwrap();
    writeln!(file, "{header:<width$}", width = length - 1).unwrap();
    file.write_all(data).unwrap();
    file.flush().unwrap();
}

/// Writes `logits.npy` (float16) and `labels.npy` (int64; 20 is background, -1 ignored) into a folder.
pub fn write(folder: &Path) -> [PathBuf; 2] {
    std::fs::create_dir_all(folder).unwrap();
    let mut random = Rand64::new(16);
    let (mut logits, mut labels) = (vec![], vec![]);
    for _ in 0..ANCHORS {
        let part = random.rand_float();
        let label = match () {
            () if part < 0.004 => (random.rand_u64() % CLASSES as u64) as i64,
            () if part < 0.024 => -1,
            () => CLASSES as i64,
        };
        labels.extend(label.to_le_bytes());
        for class in 0..CLASSES as i64 {
            // Crowds of easy negatives, learned positives, and a few that are neither.
            let logit = match () {
                () if class == label => 1.5 + 2.5 * normal(&mut random),
                () if random.rand_float() < 2e-4 => 2.5 * normal(&mut random) - 1.0,
                () => -9.0 + 1.2 * normal(&mut random),
            };
            logits.extend(f16::from_f64(logit).to_le_bytes());
        }
    }
    let files = ["logits.npy", "labels.npy"].map(|name| folder.join(name));
    npy(
        &files[0],
        "<f2",
        &format!("({ANCHORS}, {CLASSES})"),
        &logits,
    );
    npy(&files[1], "<i8", &format!("({ANCHORS},)"), &labels);
    files
}

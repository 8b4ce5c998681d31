//! Handwritten digits (UCI optdigits) for the detector's scenes, at four bits per pixel.

use std::{error::Error, fs, path::Path};

const PIXELS: usize = 64;
/// 200 for training and 200 for testing.
const DIGITS: usize = 400;

/// Packs the first 400 digits of a CSV file, in its order. A line has 64 pixels of 0 to 16, then
/// the class. Two pixels go into a byte, the first in the low bits; 16 becomes 15. Classes go into a
/// file of their own beside it, `classes.bin`, one a byte.
pub fn pack(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let csv = fs::read_to_string(from).map_err(|error| format!("{}: {error}", from.display()))?;
    let (mut bytes, mut classes) = (vec![], vec![]);
    for (line, row) in csv.lines().take(DIGITS).enumerate() {
        let pixels: Vec<u8> = row
            .split(',')
            .take(PIXELS)
            .map(|pixel| pixel.trim().parse())
            .collect::<Result<_, _>>()
            .map_err(|error| format!("line {}: {error}", line + 1))?;
        if pixels.len() != PIXELS || pixels.iter().any(|&pixel| pixel > 16) {
            return Err(format!("line {}: not 64 pixels of 0 to 16", line + 1).into());
        }
        let class = row
            .split(',')
            .nth(PIXELS)
            .and_then(|it| it.trim().parse().ok());
        let class = class.filter(|class: &u8| *class < 10);
        classes.push(class.ok_or_else(|| format!("line {}: no class of 0 to 9", line + 1))?);
        bytes.extend(
            pixels
                .chunks_exact(2)
                .map(|two| two[0].min(15) | two[1].min(15) << 4),
        );
    }
    if bytes.len() != DIGITS * PIXELS / 2 {
        return Err(format!("fewer than {DIGITS} digits").into());
    }
    fs::write(to, &bytes)?;
    fs::write(to.with_file_name("classes.bin"), &classes)?;
    println!("{}: {} bytes, {DIGITS} digits", to.display(), bytes.len());
    Ok(())
}

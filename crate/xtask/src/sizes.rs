//! What a reader's browser downloads.

use crate::Result;
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes of a file as it lies on disk, and as a host sends it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    /// Not compressed.
    pub raw: usize,
    /// gzip's highest level.
    pub gzip: usize,
}

impl std::iter::Sum for Size {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), |sum, size| Self {
            raw: sum.raw + size.raw,
            gzip: sum.gzip + size.gzip,
        })
    }
}

/// The size of one file.
pub fn of(file: &Path) -> Result<Size> {
    let bytes = fs::read(file)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    let gzip = encoder.finish()?.len();
    Ok(Size {
        raw: bytes.len(),
        gzip,
    })
}

/// All files below a folder, by their paths relative to it, in order.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Prints the files of the built site: first those that the page loads, with their sum.
pub fn print(site: &Path) -> Result<()> {
    let (page, rest): (Vec<_>, Vec<_>) = files(site)?
        .into_iter()
        .partition(|file| loaded(&file.to_string_lossy()));
    println!("{:>9} {:>9}  the page loads", "bytes", "gzip");
    let sum = list(site, &page)?;
    println!("{:>9} {:>9}  in all", sum.raw, sum.gzip);
    println!("{:>9} {:>9}  only on demand", "bytes", "gzip");
    list(site, &rest)?;
    Ok(())
}

fn list(site: &Path, files: &[PathBuf]) -> Result<Size> {
    let sizes = files.iter().map(|file| {
        let size = of(&site.join(file))?;
        println!("{:>9} {:>9}  {}", size.raw, size.gzip, file.display());
        Ok(size)
    });
    sizes.sum()
}

/// Whether a reader in the usual case gets this file: English, a browser with SIMD128, light.
fn loaded(file: &str) -> bool {
    let top = file.split('/').next().unwrap_or_default();
    match top {
        "index.html" | "www" => true,
        "data" => file.contains("noisy"),
        "pkg" => {
            !file.starts_with("pkg/scalar/") && (file.ends_with(".js") || file.ends_with(".wasm"))
        }
        "posters" => file.ends_with(".light.en.svg"),
        _ => false,
    }
}

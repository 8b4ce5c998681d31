//! What a reader's browser downloads.

use crate::Result;
use crate::site::{VERSION, gzip};
use std::fs;
use std::path::{Path, PathBuf};

/// What a reader waits for may have so many bytes, gzipped: all that the article transfers until its
/// first figure lives. That figure has an engine of its own, so the others hardly count here.
pub const FIRST: usize = 175_000;

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
    Ok(of_bytes(&fs::read(file)?))
}

/// The size of what would be a file.
pub fn of_bytes(bytes: &[u8]) -> Size {
    Size {
        raw: bytes.len(),
        gzip: gzip(bytes).len(),
    }
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

/// Prints the files of the built site, group by group.
pub fn print(site: &Path) -> Result<()> {
    let files = files(site)?;
    for (group, name) in [
        (Group::Page, "the page loads"),
        (
            Group::Poster,
            "posters, of which the page loads the first at once",
        ),
        (
            Group::Next,
            "what the page loads once the first figure lives",
        ),
        (Group::Single, "whole in one file"),
        (
            Group::Element,
            "the element, of which a page loads what it needs",
        ),
        (Group::Package, "the npm package"),
        (Group::Choice, "only where asked for"),
    ] {
        println!("{:>9} {:>9}  {name}", "bytes", "gzip");
        let members = files
            .iter()
            .filter(|file| Group::of(&file.to_string_lossy()) == group);
        let sum = list(site, members)?;
        println!("{:>9} {:>9}  in all", sum.raw, sum.gzip);
    }
    let sum = until_first(site, &files)?;
    println!(
        "{:>9} {:>9}  until the article's first figure lives, gzipped at most {FIRST}",
        sum.raw, sum.gzip
    );
    Ok(())
}

/// What the article transfers until its first figure lives: what it loads, and the picture that
/// stands for that figure.
fn until_first(site: &Path, files: &[PathBuf]) -> Result<Size> {
    let page = fs::read_to_string(site.join("index.html"))?;
    let poster = first_picture(&page).ok_or("index.html has no picture of a figure")?;
    let needed = files.iter().filter(|file| {
        let file = file.to_string_lossy();
        Group::of(&file) == Group::Page || file == poster
    });
    needed.map(|file| of(&site.join(file))).sum()
}

/// The address of a page's first picture, in a light theme.
fn first_picture(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<img src=\"")?;
    rest.split('"').next()
}

fn list<'a>(site: &Path, files: impl Iterator<Item = &'a PathBuf>) -> Result<Size> {
    let sizes = files.map(|file| {
        let size = of(&site.join(file))?;
        println!("{:>9} {:>9}  {}", size.raw, size.gzip, file.display());
        Ok(size)
    });
    sizes.sum()
}

/// When a reader gets a file, in the usual case: English, light, a browser with SIMD128.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Group {
    Page,
    Poster,
    Next,
    Single,
    Element,
    Package,
    Choice,
}

impl Group {
    fn of(file: &str) -> Self {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        // `page.0123456789.js` is the page's; `page.0123456789.js.js` would be for file://.
        let parts: Vec<&str> = name.split('.').collect();
        let kind = match parts[..] {
            [stem, _, _] if folder == VERSION => stem,
            _ => "",
        };
        match (folder, name, kind) {
            ("", "index.html", _) => Self::Page,
            (_, _, "start" | "page" | "style" | "hero-hero_bg") => Self::Page,
            (_, _, "engine" | "explainer_bg" | "formulas" | "parts" | "recorded_noisy_rest") => {
                Self::Next
            }
            ("posters", name, _) if name.ends_with(".light.en.svg") => Self::Poster,
            ("", "figure.html", _) => Self::Single,
            ("", name, _) if name.starts_with("ghm-") && name.ends_with(".html") => Self::Single,
            (_, "ghm-explainer.js", _) | (_, _, "element") => Self::Element,
            (folder, _, _) if folder.starts_with("pkg") => Self::Package,
            _ => Self::Choice,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Group, first_picture};

    #[test]
    fn what_a_reader_gets() {
        for (file, group) in [
            ("index.html", Group::Page),
            ("zh/index.html", Group::Choice),
            ("v1/page.0123456789.js", Group::Page),
            ("v1/texts-en.0123456789.txt", Group::Choice),
            ("v1/start.0123456789.js", Group::Page),
            ("v1/hero-hero_bg.0123456789.wasm", Group::Page),
            ("v1/explainer_bg.0123456789.wasm", Group::Next),
            ("v1/parts.0123456789.js", Group::Next),
            ("v1/explainer_bg.0123456789.wasm.js", Group::Choice),
            ("v1/scalar-explainer_bg.0123456789.wasm", Group::Choice),
            ("v1/ghm-explainer.js", Group::Element),
            ("v1/element.0123456789.js", Group::Element),
            ("pkg/explainer_bg.wasm", Group::Package),
            ("pkg/trainer/trainer_bg.wasm", Group::Package),
            ("v1/trainer-trainer_bg.0123456789.wasm", Group::Choice),
            ("figure.html", Group::Single),
            ("posters/weights.light.en.svg", Group::Poster),
            ("posters/weights.dark.en.svg", Group::Choice),
        ] {
            assert_eq!(Group::of(file), group, "{file}");
        }
    }

    #[test]
    fn the_first_picture_is_the_light_one() {
        let page = "<picture><source srcset=\"a.dark.svg\"><img src=\"a.svg\"></picture><img src=\"b.svg\">";
        assert_eq!(first_picture(page), Some("a.svg"));
        assert_eq!(first_picture("<p></p>"), None);
    }
}

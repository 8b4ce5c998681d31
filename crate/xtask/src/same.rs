//! Whether two built sites are the same, byte by byte, and free of what differs between machines.

use crate::{Result, sizes};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The hash of each file of a folder, by its path.
type Hashes = BTreeMap<String, String>;

/// One SHA-256 of all files of a folder. Without this program it is
/// `(cd dist && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum)`.
pub fn hash(folder: &Path) -> Result<String> {
    let mut list = String::new();
    for (path, hash) in hashes(folder)? {
        writeln!(list, "{hash}  ./{path}")?;
    }
    Ok(hex(list.as_bytes()))
}

fn hashes(folder: &Path) -> Result<Hashes> {
    let files = sizes::files(folder)?.into_iter().map(|file| {
        let hash = hex(&fs::read(folder.join(&file))?);
        Ok((file.to_string_lossy().replace('\\', "/"), hash))
    });
    files.collect()
}

fn hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a text takes all");
        hex
    })
}

/// The paths of the files that are not the same in both folders.
pub fn differences(one: &Path, other: &Path) -> Result<Vec<String>> {
    let (one, other) = (hashes(one)?, hashes(other)?);
    let paths = one.keys().chain(other.keys());
    let mut differ: Vec<String> = paths
        .filter(|path| one.get(*path) != other.get(*path))
        .cloned()
        .collect();
    differ.sort();
    differ.dedup();
    Ok(differ)
}

/// The files that hold one of these texts, and which.
pub fn naming(folder: &Path, texts: &[String]) -> Result<Vec<String>> {
    let mut found = vec![];
    for file in sizes::files(folder)? {
        let bytes = fs::read(folder.join(&file))?;
        let holds = |text: &String| memchr::memmem::find(&bytes, text.as_bytes()).is_some();
        if let Some(text) = texts.iter().find(|text| holds(text)) {
            found.push(format!("{}: {text}", file.display()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{env, path::PathBuf};

    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = env::temp_dir().join(format!("ghm-same-{name}-{}", std::process::id()));
        for (path, text) in files {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        folder
    }

    /// The number is what the shell's line above prints. In order of bytes `b.txt` is before `b/c.txt`,
    /// in that of folders it isn't.
    #[test]
    fn the_hash_is_that_of_sha256sums_list() {
        let folder = folder(
            "hash",
            &[("a.txt", "one"), ("b/c.txt", "two"), ("b.txt", "three")],
        );
        let found = hash(&folder).unwrap();
        fs::remove_dir_all(folder).unwrap();
        assert_eq!(
            found,
            "1e2bce637e2d7d8b247200820bbbed6d8a647cfce175f9769bf65bbdba5cbd88"
        );
    }

    #[test]
    fn what_differs_or_is_missing_or_names_a_folder_is_found() {
        let one = folder("one", &[("a", "1"), ("b", "2"), ("c", "in /home/me/x")]);
        let other = folder("other", &[("a", "1"), ("b", "3"), ("d", "4")]);
        let differ = differences(&one, &other).unwrap();
        let named = naming(&one, &["/root".into(), "/home/me".into()]).unwrap();
        for folder in [one, other] {
            fs::remove_dir_all(folder).unwrap();
        }
        assert_eq!(differ, ["b", "c", "d"]);
        assert_eq!(named, ["c: /home/me"]);
    }
}

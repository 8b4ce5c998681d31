//! `dist/pkg`: what `npm publish` would take.

use crate::Result;
use crate::bundle::{Form, Sources, bundle};
use crate::site::{Around, Assets, Folder, Glue, with_files};
use crate::sizes;
use std::fmt::Write;

/// What a package is made of.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// What wasm-pack wrote, by the paths that scripts have for it.
    pub built: &'a Folder,
    /// The files of `www/npm`.
    pub files: &'a Folder,
    /// Licences.
    pub licences: &'a Folder,
    /// The page's modules.
    pub modules: &'a Sources,
    /// What is bundled of them, and of which module.
    pub entries: [(&'a str, &'a str); 2],
    /// Wasm and data that modules ask for.
    pub assets: &'a Assets,
}

/// The package's files.
pub fn files(parts: Parts<'_>) -> Result<Folder> {
    let mut package = parts.files.clone();
    package.extend(parts.licences.clone());
    // As in the site, without the first folder.
    let place = |path: &str| {
        path.split_once('/')
            .map_or(path, |(_, file)| file)
            .to_owned()
    };
    for (path, bytes) in parts.built {
        let scalar = path.contains("scalar/");
        if path.ends_with(".js") || (path.ends_with(".d.ts") && !scalar) {
            package.insert(place(path), bytes.clone());
        }
    }
    for (path, bytes) in parts.assets {
        package.insert(place(path), bytes.clone());
    }
    for (_, types) in package
        .iter_mut()
        .filter(|(name, _)| name.ends_with(".d.ts"))
    {
        *types = with_libraries(types);
    }
    let modules = with_files(
        parts.modules,
        parts.assets,
        Around::Beside,
        Glue::Whole,
        place,
    );
    for (name, path) in parts.entries {
        let script = bundle(&modules, path, Form::Module)?;
        package.insert(name.into(), script.into());
    }
    let names: Vec<&String> = package.keys().collect();
    let marks = [
        ("{{version}}", env!("CARGO_PKG_VERSION").to_owned()),
        ("{{files}}", serde_json::to_string(&names)?),
        ("{{sizes}}", table(&package)?),
    ];
    for name in ["package.json", "README.md"] {
        let missing = || format!("www/npm has no {name}");
        let file = package.get_mut(name).ok_or_else(missing)?;
        let text = String::from_utf8(file.clone())?;
        let text = marks
            .iter()
            .fold(text, |text, (mark, value)| text.replace(mark, value));
        *file = text.into();
    }
    Ok(package)
}

/// Declarations that name the part of TypeScript's library that they need, so that a project with an older one can
/// check them.
fn with_libraries(types: &[u8]) -> Vec<u8> {
    const DISPOSE: &[u8] = b"[Symbol.dispose]";
    const LIBRARY: &[u8] = b"/// <reference lib=\"esnext.disposable\" />\n";
    let needs = types.windows(DISPOSE.len()).any(|part| part == DISPOSE);
    [if needs { LIBRARY } else { b"" }, types].concat()
}

fn table(package: &Folder) -> Result<String> {
    let mut table = String::from("| file | bytes | gzipped |\n|---|---:|---:|\n");
    let weighty = |name: &str| {
        [".js", ".wasm", ".bin"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    for (name, bytes) in package.iter().filter(|(name, _)| weighty(name)) {
        let size = sizes::of_bytes(bytes);
        writeln!(table, "| `{name}` | {} | {} |", size.raw, size.gzip)?;
    }
    Ok(table.trim_end().to_owned())
}

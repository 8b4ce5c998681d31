//! `dist/pkg`: what `npm publish` would take.

use crate::Result;
use crate::bundle::{Form, Sources, bundle};
use crate::site::{Around, Assets, Folder, with_files};
use crate::sizes;
use serde_json::{Value, json};
use std::fmt::Write;

/// The package's name on npm.
const NAME: &str = "ghm-explainer";

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
    let modules = with_files(parts.modules, parts.assets, Around::Beside, place);
    for (name, path) in parts.entries {
        let script = bundle(&modules, path, Form::Module)?;
        package.insert(name.into(), script.into());
    }
    let manifest = manifest(parts.built, &package)?;
    package.insert("package.json".into(), manifest);
    let readme = package
        .get("README.md")
        .ok_or("the package has no README.md")?;
    let readme = String::from_utf8(readme.clone())?.replace("{{sizes}}", &table(&package)?);
    package.insert("README.md".into(), readme.into());
    Ok(package)
}

/// wasm-pack's manifest has the version, the licence and the description.
fn manifest(built: &Folder, package: &Folder) -> Result<Vec<u8>> {
    let theirs = built
        .get("pkg/package.json")
        .ok_or("wasm-pack wrote no package.json")?;
    let mut manifest: Value = serde_json::from_slice(theirs)?;
    let all = manifest
        .as_object_mut()
        .ok_or("package.json is no object")?;
    for gone in ["main", "module", "collaborators"] {
        all.remove(gone);
    }
    let names: Vec<&String> = package.keys().collect();
    let ours = json!({
        "name": NAME,
        "type": "module",
        "keywords": ["loss", "object-detection", "class-imbalance", "ghm", "wasm", "custom-element"],
        "types": "./index.d.ts",
        "files": names,
        "sideEffects": ["./element.js"],
        "engines": {"node": ">=20"},
        // In this order: the first that fits is taken.
        "exports": {
            ".": {"types": "./index.d.ts", "node": "./node.js", "default": "./index.js"},
            "./element": {"types": "./element.d.ts", "default": "./element.js"},
            "./training": {"types": "./training.d.ts", "default": "./training.js"},
            "./explainer_bg.wasm": "./explainer_bg.wasm",
            "./scalar/explainer_bg.wasm": "./scalar/explainer_bg.wasm",
            "./package.json": "./package.json"
        }
    });
    for (key, value) in ours.as_object().into_iter().flatten() {
        all.insert(key.clone(), value.clone());
    }
    Ok(serde_json::to_vec_pretty(&manifest)?)
}

fn table(package: &Folder) -> Result<String> {
    let mut table = String::from("| file | bytes | gzipped |\n|---|---:|---:|\n");
    let weighty = |name: &str| {
        [".js", ".wasm", ".bin"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    for (name, bytes) in package.iter().filter(|(name, _)| weighty(name)) {
        let size = sizes::of_bytes(bytes)?;
        writeln!(table, "| `{name}` | {} | {} |", size.raw, size.gzip)?;
    }
    Ok(table.trim_end().to_owned())
}

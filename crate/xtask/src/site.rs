//! What lies where in `dist/`.
//!
//! Pages keep their names. All that they load is in a folder named after the version, by names
//! that hold a hash of the content: a host and a browser may keep such a file for ever, and the
//! folder goes on working for those who name it when a next version has its own.

use crate::bundle::{FILES, Form, Sources, bundle};
use crate::{Result, root};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use zopfli::{Format, Options};

/// The version of what others may name: the script, its attributes, properties and events.
///
/// Counted up only when a page written for the old one would break; see the README.
pub const VERSION: &str = "v1";

/// The script that the article loads before all else: it asks for what the first figure needs.
pub const START: &str = "www/start.js";
/// The article's script. It holds the glue of the hero's engine; that of the whole one is a script of its own.
pub const PAGE: &str = "www/page.js";
/// That script.
pub const WHOLE: &str = "www/engine.js";
/// The hero's engine, which only the article of the site loads.
const HERO: &str = "pkg/hero/";

/// The files without the hero's engine.
pub fn without_hero(assets: &Assets) -> Assets {
    let mut assets = assets.clone();
    assets.retain(|path, _| !path.starts_with(HERO));
    assets
}

/// What no figure needs at first, by the names that scripts load it by. In the site it is a script
/// of its own, so that a page is smaller; elsewhere each script holds it.
const LATER: [&str; 12] = [
    "article",
    "embed-dialog",
    "figure/again",
    "figure/axes",
    "figure/tools",
    "file/view",
    "measure",
    "question/ask",
    "training/channel",
    "training/twin",
    "training/view",
    "versus",
];

/// The module of that script.
pub const PARTS: &str = "www/parts.js";

/// What scripts ask for by path, such as `pkg/explainer_bg.wasm`.
pub type Assets = BTreeMap<String, Vec<u8>>;

/// Files of the version's folder, by their names there.
pub type Folder = BTreeMap<String, Vec<u8>>;

/// A file of a folder that is a text.
pub fn text(folder: &Folder, name: &str) -> Result<String> {
    let bytes = folder
        .get(name)
        .ok_or_else(|| format!("{name} is missing"))?;
    String::from_utf8(bytes.clone()).map_err(|error| format!("{name}: {error}").into())
}

/// The version's folder, and how pages name what is in it.
#[derive(Debug, Default)]
pub struct Site {
    /// All its files.
    pub folder: Folder,
    /// Names by what they were made of: `www/page.js` became `page.0123456789.js`.
    names: BTreeMap<String, String>,
}

impl Site {
    /// Puts assets in: each as it is, and as a script for pages that may fetch nothing.
    pub fn assets(&mut self, assets: &Assets) {
        for (path, bytes) in assets {
            let (_, file) = path.split_once('/').unwrap_or(("", path));
            let name = self.add(path, &file.replace('/', "-"), bytes.clone());
            let script = as_script(path, bytes);
            self.folder.insert(format!("{name}.js"), script.into());
        }
    }

    /// Puts a file in by a name with its hash, which it returns.
    pub fn add(&mut self, path: &str, file: &str, bytes: Vec<u8>) -> String {
        let name = hashed(file, &bytes);
        self.folder.insert(name.clone(), bytes);
        self.names.insert(path.to_owned(), name.clone());
        name
    }

    /// Bundles a page's script and puts it in.
    pub fn script(&mut self, modules: &Sources, assets: &Assets, path: &str) -> Result<()> {
        let script = self.bundled(modules, assets, path)?;
        let (_, file) = path.split_once('/').unwrap_or(("", path));
        self.add(path, &file.replace('/', "-"), script.into());
        Ok(())
    }

    /// A script with all its modules.
    pub fn bundled(&self, modules: &Sources, assets: &Assets, path: &str) -> Result<String> {
        let mut assets = assets.clone();
        match path {
            PAGE => {}
            START => assets.retain(|path, _| is_first(path)),
            _ => assets = without_hero(&assets),
        }
        let glue = match path {
            PAGE => Glue::Hero,
            START | PARTS | WHOLE => Glue::None,
            _ => Glue::Whole,
        };
        bundle(&self.with_files(modules, &assets, glue), path, Form::Script)
    }

    /// Bundles the element, behind the short name that pages of other people keep.
    pub fn element(&mut self, modules: &Sources, assets: &Assets, path: &str) -> Result<()> {
        let modules = self.with_files(modules, &without_hero(assets), Glue::Whole);
        let script = bundle(&modules, path, Form::Module)?;
        let name = self.add("element", "element.js", script.into());
        let entry = format!("export * from './{name}';\n");
        self.folder.insert("ghm-explainer.js".into(), entry.into());
        Ok(())
    }

    fn with_files(&self, modules: &Sources, assets: &Assets, glue: Glue) -> Sources {
        with_files(modules, assets, Around::Site, glue, |path| {
            self.names[path].clone()
        })
    }

    /// A page that loads what is in the folder: a classic script for each module.
    ///
    /// A classic script runs where modules don't: from file://, and in a frame without an origin
    /// on a host that sends no `Access-Control-Allow-Origin`. It is deferred, as modules are, but nothing lives
    /// before it: a browser would ask for it only when all else in the head is there, and the line is idle
    /// meanwhile.
    pub fn page(&self, html: &str) -> Result<String> {
        let mut page = html.to_owned();
        for (path, name) in &self.names {
            for root in ["", "../"] {
                page = page.replace(
                    &format!("<script type=\"module\" src=\"{root}{path}\"></script>"),
                    &format!("<script defer fetchpriority=\"high\" src=\"{root}{VERSION}/{name}\"></script>"),
                );
                page = page.replace(
                    &format!("<script src=\"{root}{path}\"></script>"),
                    &format!("<script src=\"{root}{VERSION}/{name}\"></script>"),
                );
                page = page.replace(
                    &format!("href=\"{root}{path}\""),
                    &format!("href=\"{root}{VERSION}/{name}\""),
                );
            }
        }
        let lost = ["=\"www/", "=\"../www/"];
        match lost.iter().find_map(|start| page.find(start)) {
            None => Ok(page),
            Some(at) => {
                let rest: String = page[at..].chars().take(40).collect();
                Err(format!("a page has {rest:?}, which is not in the site").into())
            }
        }
    }
}

/// Where a script finds the files of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// It lies in the version's folder, where `x.wasm.js` is a twin of `x.wasm`.
    Site,
    /// Beside it, as in the npm package.
    Beside,
    /// In its own page.
    Page,
}

/// The part of a recording that the article's first figure shows, unless its address asks for another.
const HELD: &str = "data/recorded_noisy_first.bin";

/// The article with the texts of its language, and what its first figure shows, in itself: they come while the line would
/// wait for the head's files. A script finds them as in a single file.
pub fn holding(html: &str, assets: &Assets, language: &str) -> Result<String> {
    let mut held = String::new();
    for path in [&*format!("www/texts-{language}.txt"), HELD] {
        let bytes = assets
            .get(path)
            .ok_or_else(|| format!("{path} is missing"))?;
        held += &carried(path, bytes)?;
    }
    Ok(html.replacen("</body>", &format!("{held}</body>"), 1))
}

/// An asset as a page carries it.
pub fn carried(path: &str, bytes: &[u8]) -> Result<String> {
    let packed = squeezed(bytes)?;
    Ok(format!(
        "<script type=\"text/plain\" data-asset=\"{path}\">{packed}</script>\n"
    ))
}

/// Whether the article's first figure may have to ask for a file, or is followed by it.
fn is_first(path: &str) -> bool {
    let engine = |folder| {
        path.strip_prefix(folder)
            .is_some_and(|rest| !rest.contains('/') || rest.starts_with("scalar/"))
    };
    path == WHOLE
        || engine("pkg/")
        || path.starts_with(HERO)
        || path.starts_with("data/recorded_") && path.ends_with("_first.bin") && path != HELD
}

/// Which engine's glue a script holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glue {
    /// None.
    None,
    /// The hero's.
    Hero,
    /// The whole one's.
    Whole,
}

/// The modules, and the table of files as seen from a script.
pub fn with_files(
    modules: &Sources,
    assets: &Assets,
    around: Around,
    glue: Glue,
    name: impl Fn(&str) -> String,
) -> Sources {
    let twins = around == Around::Site;
    let site = match around {
        Around::Site => "new URL('../', import.meta.url).href",
        Around::Beside | Around::Page => "null",
    };
    let mut table = format!("export const twins = {twins};\nexport const site = {site};\n");
    table += "export const inside = {\n";
    for part in LATER {
        if around != Around::Site && modules.contains_key(&format!("www/{part}.js")) {
            table += &format!("  '{part}': () => import('./{part}.js'),\n");
        }
    }
    table += "};\nexport const whole = ";
    table += match glue {
        Glue::Whole if modules.contains_key("pkg/explainer.js") => {
            "() => import('../pkg/explainer.js')"
        }
        _ => "null",
    };
    table += ";\nexport const hero = ";
    table += match glue {
        Glue::Hero => "() => import('../pkg/hero/hero.js')",
        Glue::None | Glue::Whole => "null",
    };
    table += ";\nexport const files = {\n";
    for path in assets.keys() {
        let name = name(path);
        // A bundler of the reader's own knows this form, and moves the file along.
        let line = format!("  '{path}': new URL('./{name}', import.meta.url).href,\n");
        table += &line;
    }
    table += "};\n";
    let mut modules = modules.clone();
    modules.insert(FILES.into(), table);
    modules
}

/// The modules without the part that reads files, for where the reader isn't.
pub fn reading_none(modules: &Sources) -> Sources {
    let mut modules = modules.clone();
    modules.remove("www/file/view.js");
    modules
}

/// The bytes with gzip, as small as servers make them.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// gzip, then base64: an asset as text.
pub fn packed(bytes: &[u8]) -> String {
    BASE64.encode(gzip(bytes))
}

/// The same as small as gzip can be, for a file that has to stay below a limit: 6 % less, in many
/// seconds a megabyte. So what was packed once is kept in `target`.
pub fn squeezed(bytes: &[u8]) -> Result<String> {
    let kept = root()
        .join("target/squeezed")
        .join(hashed("asset.gz", bytes));
    if let Ok(gzip) = fs::read(&kept) {
        return Ok(BASE64.encode(gzip));
    }
    let mut gzip = Vec::new();
    zopfli::compress(Options::default(), Format::Gzip, bytes, &mut gzip)?;
    fs::create_dir_all(root().join("target/squeezed"))?;
    fs::write(kept, &gzip)?;
    Ok(BASE64.encode(gzip))
}

fn as_script(path: &str, bytes: &[u8]) -> String {
    let packed = packed(bytes);
    format!("(globalThis.ghmFiles ??= {{}})['{path}'] = '{packed}';\n")
}

/// `page.js` with a hash of its content: `page.0123456789.js`.
fn hashed(file: &str, bytes: &[u8]) -> String {
    let mut hash = String::new();
    for byte in &Sha256::digest(bytes)[..5] {
        write!(hash, "{byte:02x}").expect("memory takes it");
    }
    let (stem, kind) = file.rsplit_once('.').unwrap_or((file, ""));
    format!("{stem}.{hash}.{kind}")
}

/// What a policy takes for the text of an inline script or style.
pub fn policy_hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let assets = Assets::from([("pkg/scalar/e.wasm".into(), b"\0asm".to_vec())]);
        let load = "import { files } from './files.js';\nexport const load = files;";
        let modules = Sources::from([("www/load.js".into(), load.into())]);
        let mut site = Site::default();
        site.assets(&assets);
        site.script(&modules, &assets, "www/load.js").unwrap();
        site.element(&modules, &assets, "www/load.js").unwrap();
        site.add("www/style.css", "style.css", b"p {}".to_vec());
        site
    }

    #[test]
    fn names_hold_hashes_and_only_the_entry_is_stable() {
        let site = site();
        let names: Vec<&str> = site.folder.keys().map(String::as_str).collect();
        let wasm = hashed("scalar-e.wasm", b"\0asm");
        assert_eq!(wasm, "scalar-e.cd5d4935a4.wasm");
        assert!(names.contains(&wasm.as_str()), "{names:?}");
        for name in names.iter().filter(|name| **name != "ghm-explainer.js") {
            let hash = name.split('.').nth(1).unwrap();
            assert!(hash.len() == 10, "{name}");
        }
        let entry = String::from_utf8(site.folder["ghm-explainer.js"].clone()).unwrap();
        assert_eq!(
            entry,
            format!("export * from './{}';\n", site.names["element"])
        );
    }

    #[test]
    fn scripts_know_where_files_are() {
        let site = site();
        let script = String::from_utf8(site.folder[&site.names["www/load.js"]].clone()).unwrap();
        let row = "{\"pkg/scalar/e.wasm\":new URL(`./scalar-e.cd5d4935a4.wasm`,";
        assert!(script.contains(row), "{script}");
        let file = &site.folder["scalar-e.cd5d4935a4.wasm.js"];
        assert!(file.starts_with(b"(globalThis.ghmFiles ??= {})['pkg/scalar/e.wasm'] = 'H4sI"));
    }

    #[test]
    fn pages_load_classic_scripts() {
        let site = site();
        let html = "<link href=\"../www/style.css\"><script type=\"module\" src=\"../www/load.js\"></script>";
        let page = site.page(html).unwrap();
        assert!(page.starts_with("<link href=\"../v1/style."), "{page}");
        assert!(
            page.contains("<script defer fetchpriority=\"high\" src=\"../v1/load."),
            "{page}"
        );
        let lost = site.page("<script type=\"module\" src=\"www/lost.js\"></script>");
        assert!(lost.unwrap_err().to_string().contains("www/lost.js"));
    }
}

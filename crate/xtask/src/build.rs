//! `cargo xtask build`: the static site in `dist/`.

mod frozen;

use crate::bundle::Sources;
use crate::dense::{dense, dense_sheets};
use crate::site::{
    Assets, Folder, PAGE, PARTS, START, Site, VERSION, WHOLE, holding, reading_none, text,
    without_hero,
};
use crate::{
    Result, dist, lessons, package, page, root, same, single, sizes, step, target, tools, wasm,
};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine as _};
use frozen::keep_frozen;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// The crates that become wasm, the names of their modules, and where scripts find them. `DEPENDENCIES.md` says what
/// each is for.
pub const CRATES: [(&str, &str, &str); 8] = [
    ("hero", "hero", "pkg/hero/"),
    ("engine", "explainer", "pkg/"),
    ("trainer", "trainer", "pkg/trainer/"),
    ("reader", "reader", "pkg/reader/"),
    ("losses", "losses", "pkg/losses/"),
    ("lesson", "lesson", "pkg/lesson/"),
    ("qr", "qr", "pkg/qr/"),
    ("advice", "advice", "pkg/advice/"),
];

/// The two builds of each: the page takes the first if the browser knows SIMD128.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// With SIMD128.
    Simd,
    /// Without.
    Scalar,
}

impl Engine {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Simd, Self::Scalar];

    /// Its name in folders and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Simd => "simd",
            Self::Scalar => "scalar",
        }
    }

    /// A target folder of its own: in one, each build would undo the other.
    pub fn target(self) -> PathBuf {
        target().join(format!("wasm-{}", self.name()))
    }

    /// Where wasm-pack puts a crate.
    pub(crate) fn package(self, name: &str) -> PathBuf {
        self.target().join("package").join(name)
    }

    /// The folder of this build in that of the other.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Simd => "",
            Self::Scalar => "scalar/",
        }
    }

    /// The compiler's flags, as cargo takes them in `CARGO_ENCODED_RUSTFLAGS`.
    pub fn flags(self) -> Result<String> {
        let mut flags = without_machine()?;
        if self == Self::Simd {
            flags.push("-Ctarget-feature=+simd128".into());
        }
        Ok(flags.join("\u{1f}"))
    }
}

/// Flags that keep this machine's folders out of the binary, so that it is the same on all.
fn without_machine() -> Result<Vec<String>> {
    let sources = cargo_home().unwrap_or_default().join("registry/src");
    if !sources.exists() {
        return Ok(Vec::new());
    }
    let registries = fs::read_dir(sources)?.map(|folder| {
        let path = folder?.path();
        Ok(format!("--remap-path-prefix={}/=", path.display()))
    });
    registries.collect()
}

/// Where cargo keeps what it has loaded.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| Some(env::home_dir()?.join(".cargo")))
}

/// Builds the site anew and prints its sizes and its hash.
pub fn run(shell: &Shell) -> Result<()> {
    // First what is cheap to get wrong. A page has the boxes of its posters.
    let folder = target().join("posters");
    step("posters", || draw_posters(shell, &folder))?;
    let pictures = read(&folder)?;
    let pages = step("texts and formulas", || {
        page::pages(root(), |language| {
            let file = format!("pictures.{language}.tsv");
            let posters = page::posters(&file, &text(&pictures, &file)?)?;
            let file = format!("knobs.{language}.tsv");
            Ok((posters, page::knobs(&file, &text(&pictures, &file)?)?))
        })
    })?;
    tools::wasm(shell)?;
    for (name, engine) in CRATES
        .iter()
        .flat_map(|(name, ..)| Engine::ALL.map(|it| (*name, it)))
    {
        step(&format!("{name}, {}", engine.name()), || {
            wasm_pack(shell, name, engine)
        })?;
    }
    step("dist", || put_together(&pages, pictures))?;
    sizes::print(&dist())?;
    println!("sha256 of all files: {}", same::hash(&dist())?);
    Ok(())
}

/// The modules of the page's script, of the frame's, of the element and of the training.
const ARTICLE: &str = "www/article.js";
const WORKBENCH: &str = "www/workbench.js";
const FRAME: &str = "www/embed.js";
const ELEMENT: &str = "www/ghm-figure.js";
const TRAINING: &str = "www/training/channel.js";
const STYLE: &str = "www/style.css";
const BENCH_STYLE: &str = "www/workbench.css";
/// The formulas' font, as the style names it.
const FONT: &str = "font/formulas.woff2";
/// A worker is started from a file or from a text, never bundled.
const WORKER: &str = "www/worker.js";

fn put_together(pages: &[page::Page], mut pictures: Folder) -> Result<()> {
    let mut modules = Sources::new();
    let mut assets = Assets::new();
    let mut built = Folder::new();
    // What only lessons load: no other script needs to know where it is.
    let mut of_lessons = Assets::new();
    for language in ["en", "zh"] {
        let name = format!("texts-{language}.txt");
        assets.insert(format!("www/{name}"), text(&pictures, &name)?.into());
    }
    for (name, bytes) in pictures.iter().filter(|(name, _)| name.ends_with(".bin")) {
        assets.insert(format!("data/{name}"), bytes.clone());
    }
    for (name, _, folder) in CRATES {
        for engine in Engine::ALL {
            let folder = format!("{folder}{}", engine.folder());
            for (file, bytes) in read(&engine.package(name))? {
                let path = format!("{folder}{file}");
                if file.ends_with(".wasm") && name == "lesson" {
                    of_lessons.insert(path.clone(), wasm::strip(&bytes)?);
                } else if file.ends_with(".wasm") {
                    assets.insert(path.clone(), wasm::strip(&bytes)?);
                } else if file.ends_with(".js") {
                    modules.insert(path.clone(), String::from_utf8(bytes.clone())?);
                    if ["trainer", "reader"].contains(&name) {
                        assets.insert(path.clone(), bytes.clone());
                    }
                }
                if name != "lesson" {
                    built.insert(path, bytes);
                }
            }
        }
    }
    let www = read(&root().join("www"))?;
    for (name, bytes) in &www {
        let in_parts = ["data/recorded_noisy.bin", "data/recorded_clean.bin"];
        if in_parts.contains(&name.as_str()) {
            // A page loads its parts, which are beside the posters.
        } else if name.ends_with(".bin") {
            assets.insert(name.clone(), bytes.clone());
        } else if name.ends_with(".js") && !name.starts_with("npm/") {
            modules.insert(format!("www/{name}"), dense_sheets(&text(&www, name)?));
        }
    }
    assets.insert(WORKER.into(), modules[WORKER].clone().into());
    let style = dense(&(text(&www, "style.css")? + &text(&pictures, "heights.css")?));
    for (language, questions) in page::questions(root())? {
        assets.insert(format!("www/questions-{language}.json"), questions.into());
    }
    let mut site = Site::default();
    site.assets(&assets);
    let mut files = assets.clone();
    // Only what asks questions, which is in that script, needs to know where they are.
    files.retain(|path, _| !path.starts_with("www/questions-"));
    for script in [PARTS, WHOLE] {
        files.insert(
            script.into(),
            site.bundled(&modules, &assets, script)?.into(),
        );
        site.script(&modules, &assets, script)?;
    }
    let lessons = lessons::Parts {
        modules: &modules,
        assets: &without_hero(&assets),
        of_lessons,
        www: &www,
        sources: &read(&root().join("lessons"))?,
    };
    let lessons = lessons::put(&mut site, &files, lessons)?;
    let font = &www[FONT];
    let hashed = site.add(FONT, "formulas.woff2", font.clone());
    let bench_style = format!("{style}\n{}", dense(&text(&www, "workbench.css")?));
    site.add(STYLE, "style.css", with_font(&style, &hashed)?.into());
    let bench = with_font(&bench_style, &hashed)?;
    site.add(BENCH_STYLE, "workbench.css", bench.into());
    let inline = format!("data:font/woff2;base64,{}", BASE64.encode(font));
    let styles = [
        with_font(&style, &inline)?,
        with_font(&bench_style, &inline)?,
    ];
    for script in [START, PAGE, WORKBENCH, FRAME] {
        site.script(&modules, &files, script)?;
    }
    site.element(&modules, &files, ELEMENT)?;
    // What lies elsewhere has the whole engine.
    let mut assets = without_hero(&assets);

    // What is no article needs nothing of it.
    let mut without_article = modules.clone();
    without_article.remove(ARTICLE);
    let dist = dist();
    remove(&dist)?;
    let whole = |name: &str, html: &str, parts: single::Parts<'_>| -> Result<()> {
        let page = single::file(html, parts).map_err(|error| format!("{name}: {error}"))?;
        write(&dist.join(name), page.as_bytes())
    };
    for page in pages {
        let language = page.language;
        let numbers = text(&pictures, &format!("numbers.{language}.tsv"))?;
        let html = page::quoted(&page.html, &numbers);
        let mut there = site.page(&html)?;
        if page.template == page::ARTICLE {
            there = holding(&there, &assets, language)?;
        }
        write(&dist.join(&page.path), there.as_bytes())?;
        if page.template == page::QUESTIONS {
            continue;
        }
        let mut assets = single::carried(&assets, &pictures, &[language], true);
        let [article, bench] = &styles;
        let parts = if page.template == page::ARTICLE {
            single::Parts {
                modules: &modules,
                entry: [PAGE, "www/single.js"],
                style: Some((STYLE, article)),
                most: single::LARGEST[1],
                assets: &assets,
            }
        } else {
            single::for_workbench(&mut assets);
            single::Parts {
                modules: &without_article,
                entry: [WORKBENCH, "www/workbench-single.js"],
                style: Some((BENCH_STYLE, bench)),
                most: single::LARGEST[2],
                assets: &assets,
            }
        };
        let (name, html) = single::alone(page, &single::by_themselves(&html));
        whole(name, &html, parts)?;
    }
    let alone = reading_none(&without_article);
    let frame = text(&www, "embed.html")?;
    write(&dist.join("embed.html"), site.page(&frame)?.as_bytes())?;
    let carried = single::carried(&assets, &pictures, &["en", "zh"], false);
    let parts = single::Parts {
        modules: &alone,
        entry: [FRAME, FRAME],
        style: None,
        most: single::LARGEST[0],
        assets: &carried,
    };
    whole("figure.html", &frame, parts)?;
    for (name, html) in lessons::pages(&www)? {
        write(&dist.join(name), site.page(&html)?.as_bytes())?;
    }
    pictures.retain(|name, _| name.ends_with(".svg"));
    // The package's element reads no files.
    let of_package = |path: &String| !path.starts_with("pkg/reader/");
    assets.retain(|path, _| of_package(path));
    built.retain(|path, _| of_package(path) && !path.starts_with("pkg/hero/"));
    let package = package::files(package::Parts {
        built: &built,
        files: &below(&www, "npm/"),
        licences: &licences()?,
        modules: &alone,
        entries: [("element.js", ELEMENT), ("training.js", TRAINING)],
        assets: &assets,
    })?;
    keep_frozen(root(), &dist)?;
    let entry = format!("export * from './{VERSION}/ghm-explainer.js';\n");
    write(&dist.join("ghm-explainer.js"), entry.as_bytes())?;
    for (folder, files) in [
        (VERSION, &site.folder),
        ("pkg", &package),
        ("posters", &pictures),
        ("lessons", &lessons),
    ] {
        for (name, bytes) in files {
            write(&dist.join(folder).join(name), bytes)?;
        }
    }
    Ok(())
}

/// The style with the address of the formulas' font.
fn with_font(style: &str, address: &str) -> Result<String> {
    if !style.contains(FONT) {
        return Err(format!("{STYLE} does not name {FONT}").into());
    }
    Ok(style.replace(FONT, address))
}

/// All files below a folder, by their paths in it.
fn read(folder: &Path) -> Result<Folder> {
    let files = sizes::files(folder)?.into_iter().map(|file| {
        let bytes = fs::read(folder.join(&file))?;
        Ok((file.to_string_lossy().replace('\\', "/"), bytes))
    });
    files.collect()
}

/// What is in a folder of a folder.
fn below(folder: &Folder, start: &str) -> Folder {
    let files = folder
        .iter()
        .filter_map(|(name, bytes)| Some((name.strip_prefix(start)?.to_owned(), bytes.clone())));
    files.collect()
}

fn licences() -> Result<Folder> {
    let names = ["LICENSE-MIT", "LICENSE-APACHE"].into_iter();
    let files = names.map(|name| Ok((name.to_owned(), fs::read(root().join(name))?)));
    files.collect()
}

pub(crate) fn wasm_pack(shell: &Shell, name: &str, engine: Engine) -> Result<()> {
    let out = engine.package(name);
    remove(&out)?;
    let named = CRATES.iter().find(|(it, ..)| *it == name);
    let module = named.map_or(name, |(_, module, _)| module);
    cmd!(
        shell,
        "wasm-pack build crate/{name} --target web --release --no-opt --mode no-install
         --out-dir {out} --out-name {module} -- --no-default-features"
    )
    .env("CARGO_TARGET_DIR", engine.target())
    .env("CARGO_ENCODED_RUSTFLAGS", engine.flags()?)
    .run()?;
    Ok(())
}

fn draw_posters(shell: &Shell, folder: &Path) -> Result<()> {
    remove(folder)?;
    fs::create_dir_all(folder)?;
    let placed: String = page::placed(root())?
        .iter()
        .map(page::Placed::line)
        .collect();
    fs::write(folder.join("placed.tsv"), placed)?;
    cmd!(
        shell,
        "cargo run --package explainer --example poster -- {folder}"
    )
    .run()?;
    Ok(())
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::create_dir_all(file.parent().expect("a file has a folder"))?;
    Ok(fs::write(file, bytes)?)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

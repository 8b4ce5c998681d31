//! `cargo xtask build`: the static site in `dist/`.

use crate::{Result, dist, page, root, sizes, step, tools, wasm};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// The crates that become wasm: the page's engine, and what it loads only to train.
const CRATES: [&str; 2] = ["explainer", "trainer"];

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
        root().join("target").join(format!("wasm-{}", self.name()))
    }

    /// Where wasm-pack puts a crate.
    fn package(self, name: &str) -> PathBuf {
        self.target().join("package").join(name)
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
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = home.unwrap_or_default().join("registry/src");
    if !sources.exists() {
        return Ok(Vec::new());
    }
    let registries = fs::read_dir(sources)?.map(|folder| {
        let path = folder?.path();
        Ok(format!("--remap-path-prefix={}/=", path.display()))
    });
    registries.collect()
}

/// Builds the site anew and prints its sizes.
pub fn run(shell: &Shell) -> Result<()> {
    // First what is cheap to get wrong.
    let pages = step("texts and formulas", || page::pages(root()))?;
    tools::wasm(shell)?;
    for (name, engine) in CRATES
        .iter()
        .flat_map(|name| Engine::ALL.map(|it| (*name, it)))
    {
        step(&format!("{name}, {}", engine.name()), || {
            wasm_pack(shell, name, engine)
        })?;
    }
    let posters = root().join("target/posters");
    step("posters", || draw_posters(shell, &posters))?;
    step("dist", || {
        let site = dist();
        remove(&site)?;
        for page in &pages {
            let numbers = if page.path.starts_with("zh") {
                "zh"
            } else {
                "en"
            };
            let numbers = fs::read_to_string(posters.join(format!("numbers.{numbers}.tsv")))?;
            write(
                &site.join(&page.path),
                quoted(&page.html, &numbers).as_bytes(),
            )?;
        }
        let no_texts = |file: &Path| !file.starts_with("text") && !file.starts_with("data");
        copy(&root().join("www"), &site.join("www"), no_texts)?;
        copy(&root().join("www/data"), &site.join("data"), |file| {
            file.extension().is_some_and(|kind| kind == "bin")
        })?;
        copy(&posters, &site.join("posters"), |file| {
            file.extension().is_some_and(|kind| kind == "svg")
        })?;
        package(&site.join("pkg"))
    })?;
    sizes::print(&dist())
}

/// Fills in the numbers that the article quotes, so that its sentences are whole without scripts.
fn quoted(html: &str, numbers: &str) -> String {
    let pairs = numbers.lines().filter_map(|line| line.split_once('\t'));
    pairs.fold(html.to_owned(), |html, (key, number)| {
        let mark = format!("data-quote=\"{key}\">");
        html.replace(
            &format!("{mark}</output>"),
            &format!("{mark}{number}</output>"),
        )
    })
}

fn wasm_pack(shell: &Shell, name: &str, engine: Engine) -> Result<()> {
    let out = engine.package(name);
    remove(&out)?;
    cmd!(
        shell,
        "wasm-pack build crate/{name} --target web --release --no-opt --mode no-install
         --out-dir {out}"
    )
    .env("CARGO_TARGET_DIR", engine.target())
    .env("CARGO_ENCODED_RUSTFLAGS", engine.flags()?)
    .run()?;
    Ok(())
}

fn draw_posters(shell: &Shell, folder: &Path) -> Result<()> {
    remove(folder)?;
    fs::create_dir_all(folder)?;
    if !root().join("crate/explainer/examples/poster.rs").exists() {
        eprintln!("there is no program that draws posters: the page goes without");
        return Ok(());
    }
    cmd!(
        shell,
        "cargo run --package explainer --example poster -- {folder}"
    )
    .run()?;
    Ok(())
}

/// The npm package: the SIMD build with types, the scalar build in a folder below, and both of
/// the trainer in another.
fn package(folder: &Path) -> Result<()> {
    let [engine, trainer] = CRATES;
    builds(engine, folder)?;
    builds(trainer, &folder.join(trainer))?;
    let manifest = Engine::Simd.package(engine).join("package.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(manifest)?)?;
    manifest["name"] = json!("ghm-explainer");
    manifest["type"] = json!("module");
    manifest["files"] = json!(["*.js", "*.wasm", "*.d.ts", "scalar", "trainer"]);
    let manifest = serde_json::to_vec_pretty(&manifest)?;
    write(&folder.join("package.json"), &manifest)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root().join(licence), folder.join(licence))?;
    }
    Ok(())
}

/// A crate's two builds, the one without SIMD128 in a folder below, and its types.
fn builds(name: &str, folder: &Path) -> Result<()> {
    let wasm = format!("{name}_bg.wasm");
    for engine in Engine::ALL {
        let from = engine.package(name);
        let to = match engine {
            Engine::Simd => folder.to_owned(),
            Engine::Scalar => folder.join(engine.name()),
        };
        copy(&from, &to, |file| {
            file.extension().is_some_and(|kind| kind == "js")
        })?;
        let module = fs::read(from.join(&wasm))?;
        write(&to.join(&wasm), &wasm::strip(&module)?)?;
    }
    copy(&Engine::Simd.package(name), folder, |file| {
        file.to_string_lossy().ends_with(".d.ts")
    })
}

/// Copies the chosen files of a folder, if it exists, to their places in another.
fn copy(from: &Path, to: &Path, chosen: impl Fn(&Path) -> bool) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    for file in sizes::files(from)?.iter().filter(|file| chosen(file)) {
        write(&to.join(file), &fs::read(from.join(file))?)?;
    }
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

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn numbers_stand_in_the_sentences_that_quote_them() {
        let html = r#"<output data-quote="n"></output> of <output data-quote="bins"></output>"#;
        let filled = r#"<output data-quote="n">7</output> of <output data-quote="bins"></output>"#;
        assert_eq!(quoted(html, "n\t7\nmu\t0.02\n"), filled);
    }
}

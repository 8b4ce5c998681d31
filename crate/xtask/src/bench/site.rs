//! The folder that the benchmark's page is served from.

use crate::build::{Engine, wasm_pack};
use crate::{Result, root, step, tools};
use std::fs;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// Where the page and the data are.
#[derive(Clone, Debug)]
pub struct Site {
    /// The page's folder.
    pub folder: PathBuf,
    /// The folder of the batches, inside it.
    pub data: PathBuf,
}

/// TensorFlow.js from npm, in exact versions so that rows of different runs can be compared.
const TENSORFLOW: [&str; 2] = [
    "@tensorflow/tfjs-core@4.22.0",
    "@tensorflow/tfjs-backend-wasm@4.22.0",
];

/// Copies the page, builds the kernels with and without SIMD and the package, and installs the peers.
pub fn build(shell: &Shell) -> Result<Site> {
    let folder = root().join("target/bench");
    let data = folder.join("data");
    // An earlier version of the presets may have made other batches.
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    fs::create_dir_all(&data)?;
    for file in fs::read_dir(root().join("tests/bench/page"))? {
        let file = file?;
        fs::copy(file.path(), folder.join(file.file_name()))?;
    }
    // The same JavaScript that readers time in the article.
    fs::copy(root().join("www/look-up.js"), folder.join("look-up.js"))?;
    for engine in Engine::ALL {
        let name = engine.name();
        step(&format!("kernels, {name}"), || {
            kernels(shell, engine, &folder.join(format!("{name}.wasm")))
        })?;
    }
    step("package", || package(shell, &folder.join("package")))?;
    let tensorflow = folder.join("tensorflow");
    if let Err(error) = tensorflow_js(shell, &tensorflow) {
        eprintln!("    no TensorFlow.js, its rows are left out: {error}");
    }
    Ok(Site { folder, data })
}

fn kernels(shell: &Shell, engine: Engine, to: &Path) -> Result<()> {
    let target = root().join("target/bench-wasm").join(engine.name());
    cmd!(
        shell,
        "cargo build --release --package bench-wasm --lib
         --target wasm32-unknown-unknown --target-dir {target}"
    )
    .env("CARGO_ENCODED_RUSTFLAGS", engine.flags()?)
    .run()?;
    let built = target.join("wasm32-unknown-unknown/release/bench_wasm.wasm");
    fs::copy(built, to)?;
    Ok(())
}

/// The npm package's modules and its wasm, as `dist/pkg` has them.
fn package(shell: &Shell, to: &Path) -> Result<()> {
    tools::wasm(shell)?;
    wasm_pack(shell, "engine", Engine::Simd)?;
    fs::create_dir_all(to)?;
    for from in [Engine::Simd.package("engine"), root().join("www/npm")] {
        for file in fs::read_dir(from)? {
            let file = file?;
            fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(())
}

/// Installs TensorFlow.js with npm into `target/tools` if it is missing, and copies the files that
/// the page loads.
fn tensorflow_js(shell: &Shell, folder: &Path) -> Result<()> {
    let tools = root().join("target/tools/tensorflow");
    let packages = tools.join("node_modules/@tensorflow");
    if !packages.exists() {
        fs::create_dir_all(&tools)?;
        step("install TensorFlow.js", || {
            Ok(cmd!(
                shell,
                "npm install --prefix {tools} --no-audit --no-fund --ignore-scripts {TENSORFLOW...}"
            )
            .run()?)
        })?;
    }
    fs::create_dir_all(folder)?;
    for file in [
        "tfjs-core/dist/tf-core.min.js",
        "tfjs-backend-wasm/dist/tf-backend-wasm.min.js",
        "tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
    ] {
        let file = packages.join(file);
        let name = file.file_name().expect("a file");
        fs::copy(&file, folder.join(name))?;
    }
    Ok(())
}

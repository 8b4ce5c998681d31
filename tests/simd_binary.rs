//! The two builds of the page: one with SIMD, one without. Both give the same bits.
//!
//! The builds are read from `dist/`, or the folder that `GHM_DIST` names. `cargo xtask test` builds
//! them and runs these tests.

use std::{env, fs, path::PathBuf};
use wasmparser::{Validator, WasmFeatures};
use xtask::browser::Browser;
use xtask::serve::{self, Options};
use xtask::tools::Chrome;

fn dist() -> PathBuf {
    env::var_os("GHM_DIST").map_or_else(xtask::dist, PathBuf::from)
}

/// Whether a binary is valid without these features of WebAssembly.
fn valid_without(file: &str, features: WasmFeatures) -> bool {
    let file = dist().join("pkg").join(file);
    let bytes = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut validator = Validator::new_with_features(WasmFeatures::all() - features);
    validator.validate_all(&bytes).is_ok()
}

#[test]
#[ignore = "needs the built page"]
fn only_one_build_has_simd_and_none_has_relaxed_simd() {
    let any_simd = WasmFeatures::SIMD | WasmFeatures::RELAXED_SIMD;
    for (folder, name) in [
        ("", "explainer"),
        ("trainer/", "trainer"),
        ("losses/", "losses"),
    ] {
        let simd = format!("{folder}{name}_bg.wasm");
        assert!(valid_without(
            &format!("{folder}scalar/{name}_bg.wasm"),
            any_simd
        ));
        assert!(!valid_without(&simd, any_simd), "no instruction on v128");
        assert!(valid_without(&simd, WasmFeatures::RELAXED_SIMD));
    }
}

/// Losses, weights and gradients of each build, every bit of them, as one string per build.
const RESULTS: &str = r#"
    const n = 10007;
    const wave = (i, scale) => scale * Math.fround(Math.sin(i * 12.9898) * 43.7);
    const logits = Float32Array.from({ length: n }, (_, i) => wave(i, 0.3));
    const targets = Float32Array.from({ length: n }, (_, i) => Number(i % 7 === 0));
    const boxes = Float32Array.from({ length: n }, (_, i) => wave(i + n, 0.3));
    const mask = Float32Array.from({ length: n }, (_, i) => Number(i % 5 !== 0));
    const bits = (values) => Array.from(new Uint32Array(values.buffer.slice(0)));
    const of = async (file) => {
        const engine = await import(file);
        await engine.default();
        const results = [];
        for (const bins of [1, 30, 200]) {
            const losses = [
                [new engine.Harmonized(undefined, bins, 0.75, 1, 0, false, false), logits, targets],
                [new engine.Harmonized(0.02, bins, 0.75, 1, 0, false, false), logits, boxes],
            ];
            for (const [loss, inputs, wanted] of losses) {
                for (const valid of [undefined, mask]) {
                    const total = loss.step(inputs, wanted, valid);
                    results.push(bits(Float64Array.of(total)));
                    results.push(bits(loss.weights()), bits(loss.gradient()));
                }
            }
        }
        return JSON.stringify(results);
    };
    return Promise.all(["/pkg/losses/losses.js", "/pkg/losses/scalar/losses.js"].map(of));
"#;

#[tokio::test]
#[ignore = "needs the built page"]
async fn both_builds_give_the_same_bits() {
    let chrome = Chrome::find().expect("a browser: `cargo xtask test` installs one");
    let address = serve::spawn(&dist(), Options::default()).await.unwrap();
    let browser = Browser::start(&chrome).await.unwrap();
    let page = format!("http://{address}/pkg/package.json");
    browser.client.goto(&page).await.unwrap();
    let results = browser.run(RESULTS).await;
    browser.close().await.unwrap();
    let results = results.unwrap();
    let [simd, scalar] = [0, 1].map(|i| results[i].as_str().expect("numbers"));
    assert!(simd.len() > 1_000_000, "results of all examples");
    assert!(simd == scalar, "the builds differ");
}

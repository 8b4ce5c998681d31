//! The page's part of `cargo xtask bench --files`: how long the built page reads a file, and the longest task that keeps
//! it from answering its reader meanwhile.

use crate::Result;
use crate::browser::Browser;
use crate::dist;
use crate::serve::{self, Options};
use crate::tools::Chrome;
use serde_json::Value;
use std::fs;
use std::path::Path;

const SCRIPT: &str = include_str!("../../../../tests/bench/files.js");

/// What the page did with a file.
#[derive(Clone, Debug)]
pub struct Read {
    /// The file's name.
    pub name: String,
    /// Milliseconds from the choice to the report, a median.
    pub time: f64,
    /// The longest task of the page's thread, a median of the rounds; 0 if none reached 50 ms.
    pub task: f64,
    /// The longest such task of all rounds.
    pub worst: f64,
    /// The longest wait for the page's thread, a median of the rounds.
    pub wait: f64,
}

/// Reads each file so many times; the page lies beside `target/bench`, where they are.
pub async fn measure(chrome: &Chrome, files: &[&Path], rounds: usize) -> Result<Vec<Read>> {
    // The page may ask only its own host: the files lie in its folder meanwhile.
    let folder = dist().join("bench");
    fs::create_dir_all(&folder)?;
    for file in files {
        let name = file.file_name().ok_or("a file has no name")?;
        let link = folder.join(name);
        let _ = fs::remove_file(&link);
        fs::hard_link(file, link)?;
    }
    let address = serve::spawn(&dist(), Options::default()).await?;
    let browser = Browser::start_with(chrome, &[]).await?;
    let measured = in_page(&browser, &format!("http://{address}/"), files, rounds).await;
    browser.close().await?;
    fs::remove_dir_all(folder)?;
    measured
}

async fn in_page(
    browser: &Browser,
    site: &str,
    files: &[&Path],
    rounds: usize,
) -> Result<Vec<Read>> {
    browser.resize(1280, 900).await?;
    let mut measured = vec![];
    for file in files {
        // A page of its own, so that no file pays for the memory of another.
        browser.client.goto(&format!("{site}index.html")).await?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let script = format!(
            "return (async () => {{ const [name, rounds] = [{name:?}, {rounds}];\n{SCRIPT}\n}})()"
        );
        let found = browser.run(&script).await?;
        let list = |key: &str| -> Vec<f64> {
            let values = found[key].as_array().into_iter().flatten();
            values.filter_map(Value::as_f64).collect()
        };
        if list("times").is_empty() {
            return Err(format!("{name} was not read: {found}").into());
        }
        measured.push(Read {
            name: name.into_owned(),
            time: super::files::median(list("times")),
            task: super::files::median(list("tasks")),
            worst: list("tasks").into_iter().fold(0.0, f64::max),
            wait: super::files::median(list("waits")),
        });
    }
    Ok(measured)
}

//! The benchmark's page in headless Chromium.

use super::answer::{Variants, variants};
use super::cases::Case;
use crate::browser::Browser;
use crate::serve::{self, Options};
use crate::tools::Chrome;
use crate::{Error, Result};
use axum::http::{HeaderName, HeaderValue};
use std::path::Path;
use std::time::{Duration, Instant};

/// The open page.
#[derive(Debug)]
pub struct Page {
    browser: Browser,
}

/// The longest wait for one answer.
const PATIENCE: Duration = Duration::from_secs(300);

impl Page {
    /// Serves the folder and opens its page, cross-origin isolated for a clock 20 times as fine.
    pub async fn open(chrome: &Chrome, folder: &Path) -> Result<Self> {
        let headers = [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
        ];
        let headers = headers.map(|(name, value)| {
            let name = HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let options = Options {
            headers: headers.into(),
            ..Options::default()
        };
        let address = serve::spawn(folder, options).await?;
        let browser = Browser::start(chrome).await?;
        let page = format!("http://{address}/index.html");
        browser.client.goto(&page).await?;
        Ok(Self { browser })
    }

    /// Asks for a case.
    pub async fn ask(&self, case: &Case, rounds: usize) -> Result<Variants> {
        let start = format!("window.bench.start({})", case.request(rounds));
        self.browser.run(&start).await?;
        let asked = Instant::now();
        loop {
            let answer = self.browser.run("return window.bench.answer()").await?;
            if !answer.is_null() {
                return variants(&answer);
            }
            if asked.elapsed() > PATIENCE {
                return Err(Error::from(format!("the page gave no answer to {case}")));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The browser's name and version, as the browser reports them.
    pub async fn version(&self) -> Result<String> {
        let version = self
            .browser
            .cdp("Browser.getVersion", serde_json::json!({}))
            .await?;
        Ok(version["product"].as_str().unwrap_or("unknown").to_owned())
    }

    /// Ends the browser.
    pub async fn close(self) -> Result<()> {
        self.browser.close().await
    }
}

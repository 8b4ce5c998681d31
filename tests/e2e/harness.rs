//! A server, a browser, and what holds for every page: no error, no other host.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use xtask::Result;
use xtask::browser::Browser;
use xtask::serve::{self, Options};
use xtask::tools::Chrome;

/// The built site on a server of its own, and a browser to visit it with.
pub struct Visit {
    /// The browser.
    pub browser: Browser,
    /// Where the site is served.
    pub address: SocketAddr,
    /// The site's folder.
    pub site: PathBuf,
}

impl Visit {
    async fn start(options: Options) -> Result<Self> {
        let site = xtask::dist();
        let ready = site.join("index.html").exists();
        let chrome = Chrome::find()
            .filter(|_| ready)
            .ok_or("dist/ or the browser is missing: run `cargo xtask test`, which sets both up")?;
        Ok(Self {
            address: serve::spawn(&site, options).await?,
            browser: Browser::start(&chrome).await?,
            site,
        })
    }

    /// The address of a page of the site.
    pub fn url(&self, page: &str) -> String {
        format!("http://{}/{page}", self.address)
    }

    /// Opens a page of the site.
    pub async fn open(&self, page: &str) -> Result<()> {
        Ok(self.browser.client.goto(&self.url(page)).await?)
    }

    /// What every page must keep to: nothing wrong in the console, nothing asked of other hosts.
    pub async fn check(&self) -> Result<()> {
        for message in self.browser.console().await? {
            let fault = matches!(message.level.as_str(), "SEVERE" | "WARNING");
            assert!(!fault, "the console says: {}", message.text);
        }
        let own = self.url("");
        for address in self.browser.requests().await? {
            let here = [&own, "data:", "blob:", "about:"]
                .iter()
                .any(|start| address.starts_with(*start));
            assert!(here, "the page asked another host: {address}");
        }
        Ok(())
    }
}

/// Visits the site, and ends browser and server whatever happens.
pub fn visit(test: impl AsyncFnOnce(&Visit) -> Result<()>) {
    visit_with(Options::default(), test);
}

/// Visits the site on a host that differs from the plain one.
pub fn visit_with(options: Options, test: impl AsyncFnOnce(&Visit) -> Result<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let visit = runtime.block_on(Visit::start(options)).unwrap();
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(&visit))));
    runtime.block_on(visit.browser.close()).unwrap();
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(error)) => panic!("{error}"),
        Err(panic) => resume_unwind(panic),
    }
}

//! A server, a browser, and what holds for every page: no error, no other host.

use serde_json::Value;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use xtask::Result;
use xtask::browser::Browser;
use xtask::serve::{self, Options};
use xtask::tools::{Chrome, Firefox};

/// What scripts in pages share.
const WAITS: &str = "
    const frames = (n) => new Promise((done) => {
        const next = () => (n-- ? requestAnimationFrame(next) : done());
        next();
    });
    const until = async (what, test) => {
        for (let i = 0; i < 2400; i++) {
            const found = await test();
            if (found) return found;
            await new Promise((done) => setTimeout(done, 25));
        }
        throw new Error(`waited in vain for ${what}`);
    };
";

/// Who visits.
#[derive(Clone, Copy, Debug)]
pub enum Visitor {
    /// Chromium, with more flags than the usual.
    Chromium(&'static [&'static str]),
    /// Firefox, whose console and network can't be read.
    Firefox,
}

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
    async fn start(visitor: Visitor, options: Options) -> Result<Self> {
        let missing = "dist/ or the browser is missing: run `cargo xtask test`, which sets both up";
        let site = xtask::dist();
        if !site.join("index.html").exists() {
            return Err(missing.into());
        }
        let browser = match visitor {
            Visitor::Chromium(flags) => {
                Browser::start_with(&Chrome::find().ok_or(missing)?, flags).await?
            }
            Visitor::Firefox => Browser::firefox(&Firefox::find().ok_or(missing)?).await?,
        };
        Ok(Self {
            address: serve::spawn(&site, options).await?,
            browser,
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

    /// Runs a script that may wait `until` something is so.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        let whole = format!("{WAITS} return (async () => {{ {script} }})();");
        self.browser.run(&whole).await
    }

    /// The address of a file of the site, as one opens it from a folder.
    pub fn file(&self, page: &str) -> String {
        format!("file://{}", self.site.join(page).display())
    }

    /// What every page must keep to: nothing wrong in the console, nothing asked of other hosts.
    pub async fn check(&self) -> Result<()> {
        self.check_within(&[&self.url("")]).await
    }

    /// The same, where pages may ask these addresses and what is below them.
    pub async fn check_within(&self, own: &[&str]) -> Result<()> {
        for message in self.browser.console().await? {
            let fault = matches!(message.level.as_str(), "SEVERE" | "WARNING");
            assert!(!fault, "the console says: {}", message.text);
        }
        for address in self.browser.requests().await? {
            let here = own
                .iter()
                .chain(&["data:", "blob:", "about:"])
                .any(|start| address.starts_with(start));
            assert!(here, "the page asked for {address}");
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
    visit_by(Visitor::Chromium(&[]), options, test);
}

/// Somebody visits the site.
pub fn visit_by(visitor: Visitor, options: Options, test: impl AsyncFnOnce(&Visit) -> Result<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let visit = runtime.block_on(Visit::start(visitor, options)).unwrap();
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(&visit))));
    runtime.block_on(visit.browser.close()).unwrap();
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(error)) => panic!("{error}"),
        Err(panic) => resume_unwind(panic),
    }
}

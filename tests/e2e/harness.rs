//! A server, a browser, and checks for every page: a quiet console, no requests to other hosts.

use serde_json::Value;
use std::env;
use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::time::Duration;
use xtask::Result;
use xtask::browser::{Browser, NeedsChromium};
use xtask::serve::{self, Options};
use xtask::tools::{Chrome, Firefox, WebKit};

/// What all scripts share: ways to wait, and to read the table of a figure.
const TOOLS: &str = "
    const frames = (n) => new Promise((done) => {
        const next = () => (n-- ? requestAnimationFrame(next) : done());
        next();
    });
    const until = async (what, test) => {
        for (let i = 0; i < 4800; i++) {
            const found = await test();
            if (found) return found;
            await new Promise((done) => setTimeout(done, 25));
        }
        throw new Error(`waited in vain for ${what}`);
    };
    // An entry of a figure's menu, which is filled when it opens.
    const tool = async (figure, name) => {
        const root = figure.shadowRoot;
        root.querySelector('.more').click();
        return until(`the menu's ${name}`, () => root.querySelector(`.tools:popover-open [data-tool=${name}]`));
    };
    // A table is filled when it is opened.
    const tableOf = async (figure) => {
        const table = figure.shadowRoot.querySelector('details.table');
        table.open = true;
        await until('the table', () => table.querySelector('table'));
        return [...table.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent));
    };
";

/// The header that says what a page may load and run.
pub const CSP: &str = "content-security-policy";
/// Lets any page use the site's scripts and data, as GitHub Pages does.
pub const CORS: (&str, &str) = ("access-control-allow-origin", "*");

/// A server that adds these headers to every answer.
pub fn sending(headers: &[(&str, &str)]) -> Options {
    let header = |(name, value): &(&str, &str)| (name.parse().unwrap(), value.parse().unwrap());
    Options {
        headers: headers.iter().map(header).collect(),
        ..Options::default()
    }
}

/// Writes a page that is not part of the site; returns the file.
pub fn page_of_ours(name: &str, html: &str) -> PathBuf {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("pages")
        .join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, html).unwrap();
    file
}

/// Who visits.
#[derive(Clone, Copy, Debug)]
pub enum Visitor {
    /// Chromium, with these flags besides the usual ones.
    Chromium(&'static [&'static str]),
    /// Firefox, whose console and network can't be read.
    Firefox,
    /// WebKit, of which the same is true.
    WebKit,
}

impl Visitor {
    /// The one that `GHM_BROWSER` names, or Chromium.
    fn usual() -> Self {
        match env::var("GHM_BROWSER").as_deref() {
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) if other != "chromium" => {
                panic!("GHM_BROWSER is chromium, firefox or webkit, not {other:?}")
            }
            _ => Self::Chromium(&[]),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Chromium(_) => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }
}

/// A test that needs Chromium's own protocol says nothing about another browser: it is written down as not run there.
fn not_run(visitor: Visitor) {
    let test = std::thread::current().name().unwrap_or("?").to_owned();
    let file = xtask::target().join(format!("not-run-in-{}.txt", visitor.name()));
    let file = fs::OpenOptions::new().create(true).append(true).open(file);
    writeln!(file.unwrap(), "{test}").unwrap();
    eprintln!("not run in {}: {NeedsChromium}", visitor.name());
}

/// The built site on a server of its own, and a browser to visit it with.
pub struct Visit {
    /// The browser.
    pub browser: Browser,
    /// The server's address.
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
            Visitor::WebKit => Browser::webkit(&WebKit::find().ok_or(missing)?).await?,
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
        self.goto(&self.url(page)).await
    }

    /// Opens a page by its whole address, on whatever host.
    pub async fn goto(&self, address: &str) -> Result<()> {
        Ok(self.browser.client.goto(address).await?)
    }

    /// Opens a page by its whole address; scripts then run in its first frame.
    pub async fn goto_frame_of(&self, address: &str) -> Result<()> {
        self.goto(address).await?;
        self.enter_frame(0).await
    }

    /// Scripts then run in this frame of the page. A frame that has just been added, or that is still loading, has no
    /// context yet or one that goes: it is waited for.
    pub async fn enter_frame(&self, number: u16) -> Result<()> {
        const LOADED: &str =
            "return location.href !== 'about:blank' && document.readyState === 'complete';";
        let mut last = Ok(());
        for _ in 0..400 {
            match self.browser.client.enter_frame(number).await {
                Ok(()) if matches!(self.browser.run(LOADED).await, Ok(Value::Bool(true))) => {
                    return Ok(());
                }
                Ok(()) => self.browser.client.enter_parent_frame().await?,
                Err(error) => last = Err(error),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        last?;
        Err(format!("frame {number} has not loaded within 20 s").into())
    }

    /// Runs a script in this frame of the page, which may wait `until` a condition holds; later ones run in the page.
    pub async fn ask_frame(&self, number: u16, script: &str) -> Result<Value> {
        self.enter_frame(number).await?;
        let found = self.ask(script).await;
        self.browser.client.enter_parent_frame().await?;
        found
    }

    /// Runs a script that may wait `until` a condition holds.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        let whole = format!("{TOOLS} return (async () => {{ {script} }})();");
        self.browser.run(&whole).await
    }

    /// The address of a file of the site when it is opened from disk.
    pub fn file(&self, page: &str) -> String {
        format!("file://{}", self.site.join(page).display())
    }

    /// Panics unless the console is free of errors and warnings, and no other host was asked.
    pub async fn check(&self) -> Result<()> {
        self.check_within(&[&self.url("")]).await
    }

    /// [`check`](Self::check) where pages may ask for these addresses and what is below them. Only Chromium tells.
    pub async fn check_within(&self, own: &[&str]) -> Result<()> {
        if !self.browser.is_chromium() {
            return Ok(());
        }
        self.check_console().await?;
        for address in self.browser.requests().await? {
            let here = own
                .iter()
                .chain(&["data:", "blob:", "about:"])
                .any(|start| address.starts_with(start));
            assert!(here, "the page asked for {address}");
        }
        Ok(())
    }

    /// Panics unless the console is free of errors and warnings.
    pub async fn check_console(&self) -> Result<()> {
        for message in self.browser.console().await? {
            let fault = matches!(message.level.as_str(), "SEVERE" | "WARNING");
            assert!(!fault, "the console says: {}", message.text);
        }
        Ok(())
    }
}

/// Visits the site in Chromium, or the browser that `GHM_BROWSER` names; browser and server end whatever happens.
pub fn visit(test: impl AsyncFnOnce(&Visit) -> Result<()>) {
    visit_with(Options::default(), test);
}

/// [`visit`] where the server has these options.
pub fn visit_with(options: Options, test: impl AsyncFnOnce(&Visit) -> Result<()>) {
    visit_by(Visitor::usual(), options, test);
}

/// [`visit`] by this visitor, where the server has these options.
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
        Ok(Err(error)) if error.is::<NeedsChromium>() => not_run(visitor),
        Ok(Err(error)) => panic!("{error}"),
        Err(panic) => resume_unwind(panic),
    }
}

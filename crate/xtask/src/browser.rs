//! Headless Chromium, Firefox and WebKit, driven by WebDriver; for Chromium also what tests need of its own
//! protocol.

use crate::tools::{Chrome, Firefox, WebKit};
use crate::{Error, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use url::{ParseError, Url};

/// The browser's flags, the same as for wasm-pack's tests.
const CAPABILITIES: &str = include_str!("../../../tests/headless/webdriver.json");

/// A browser with a fresh profile, which is removed when the browser is closed.
#[derive(Debug)]
pub struct Browser {
    /// The WebDriver session.
    pub client: Client,
    /// Whether it has Chromium's own protocol.
    chromium: bool,
    driver: Child,
    /// What stands for a screen where the browser can't do without.
    screen: Option<Child>,
    /// The last field, so that it is removed after the driver has ended.
    folder: Folder,
}

/// A temporary folder for everything that the driver and the browser write.
#[derive(Debug)]
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("ghm-browser-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The browser's last processes may still be writing.
        for _ in 0..30 {
            match fs::remove_dir_all(&self.0) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    std::thread::sleep(Duration::from_millis(100));
                }
                _ => break,
            }
        }
    }
}

/// A test asked for what only Chromium's own protocol has.
#[derive(Clone, Copy, Debug)]
pub struct NeedsChromium;

impl fmt::Display for NeedsChromium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only Chromium's own protocol can do this")
    }
}

impl std::error::Error for NeedsChromium {}

/// One line of the browser's console, or an event of its network.
#[derive(Clone, Debug)]
pub struct Message {
    /// `SEVERE`, `WARNING`, `INFO` or `DEBUG`.
    pub level: String,
    /// What it says.
    pub text: String,
}

/// The WebDriver capabilities that a session asks for.
pub fn capabilities(chrome: &Chrome) -> Map<String, Value> {
    let mut all: Map<String, Value> =
        serde_json::from_str(CAPABILITIES).expect("webdriver.json is an object");
    all["goog:chromeOptions"]["binary"] = json!(chrome.browser);
    // Milliseconds: a script that walks the whole article takes long on a busy machine.
    all.insert("timeouts".into(), json!({ "script": 240_000 }));
    all
}

impl Browser {
    /// Starts a driver on a free port, and a browser.
    pub async fn start(chrome: &Chrome) -> Result<Self> {
        Self::start_with(chrome, &[]).await
    }

    /// [`start`](Self::start) with more flags for the browser.
    pub async fn start_with(chrome: &Chrome, flags: &[&str]) -> Result<Self> {
        let mut capabilities = capabilities(chrome);
        let arguments = capabilities["goog:chromeOptions"]["args"].as_array_mut();
        arguments
            .expect("webdriver.json has a list of them")
            .extend(flags.iter().map(|&flag| json!(flag)));
        capabilities.insert(
            "goog:loggingPrefs".into(),
            json!({"browser": "ALL", "performance": "ALL"}),
        );
        let mut driver = Command::new(&chrome.driver);
        driver.arg("--port=0");
        let mut browser = Self::drive(driver, &chrome.browser, capabilities).await?;
        browser.chromium = true;
        Ok(browser)
    }

    /// Starts Firefox. It has no Chrome DevTools Protocol, and WebDriver can't read its console.
    pub async fn firefox(firefox: &Firefox) -> Result<Self> {
        let options = json!({
            "moz:firefoxOptions": {"binary": firefox.browser, "args": ["-headless"]},
            "timeouts": {"script": 240_000}
        });
        let capabilities = options.as_object().cloned().unwrap_or_default();
        let mut driver = Command::new(&firefox.driver);
        driver.arg("--port=0");
        Self::drive(driver, &firefox.browser, capabilities).await
    }

    /// Starts WebKit's browser, on a screen that nobody sees. It has no Chrome DevTools Protocol either.
    pub async fn webkit(webkit: &WebKit) -> Result<Self> {
        let options = json!({
            "webkitgtk:browserOptions": {"binary": webkit.browser, "args": ["--automation"]},
            "timeouts": {"script": 240_000}
        });
        let capabilities = options.as_object().cloned().unwrap_or_default();
        let mut screen = Command::new(&webkit.screen)
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "2000x1400x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{}: {error}", webkit.screen.display()))?;
        let output = screen.stdout.take().expect("it is piped");
        let display = BufReader::new(output).lines().next_line().await?;
        let display = display.ok_or("the screen ended before it was there")?;
        // This driver doesn't say which port it took.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let mut driver = Command::new(&webkit.driver);
        driver
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("DISPLAY", format!(":{display}"))
            .env("NO_AT_BRIDGE", "1")
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        let mut browser = Self::drive_at(driver, Some(port), &webkit.browser, capabilities).await?;
        browser.screen = Some(screen);
        Ok(browser)
    }

    async fn drive(driver: Command, browser: &Path, wanted: Map<String, Value>) -> Result<Self> {
        Self::drive_at(driver, None, browser, wanted).await
    }

    /// Starts a driver, which says its port unless that is known, and a browser.
    async fn drive_at(
        mut command: Command,
        port: Option<u16>,
        browser: &Path,
        wanted: Map<String, Value>,
    ) -> Result<Self> {
        let folder = Folder::new()?;
        let known = port.is_some();
        let mut left = 3;
        // A driver that chooses its port ends if another program takes it before it listens on all its addresses.
        let (driver, port) = loop {
            let mut driver = command
                .env("TMPDIR", &folder.0)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .kill_on_drop(true)
                .spawn()
                .map_err(|error| format!("{:?}: {error}", command.as_std().get_program()))?;
            let found = match port {
                Some(port) => Ok(port),
                None => port_of(&mut driver).await,
            };
            left -= 1;
            match found {
                Ok(port) => break (driver, port),
                Err(error) if left == 0 => return Err(error),
                Err(_) => {}
            }
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let mut tries = 0;
        let client = loop {
            match builder.connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(client) => break client,
                // It may not listen yet.
                Err(_) if known && tries < 100 => {
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => return Err(format!("{}: {error}", browser.display()).into()),
            }
        };
        Ok(Self {
            client,
            chromium: false,
            driver,
            screen: None,
            folder,
        })
    }

    /// Ends the browser and its driver.
    pub async fn close(mut self) -> Result<()> {
        self.client.close().await?;
        for program in [Some(&mut self.driver), self.screen.as_mut()]
            .into_iter()
            .flatten()
        {
            program.start_kill()?;
            program.wait().await?;
        }
        drop(self.folder);
        Ok(())
    }

    /// Runs the body of a function in the page. A promise that it returns is awaited.
    pub async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// Runs a command of the Chrome DevTools Protocol.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({"cmd": command, "params": parameters});
        self.post("goog/cdp/execute", body).await
    }

    /// What the console has said since the last call.
    pub async fn console(&self) -> Result<Vec<Message>> {
        self.log("browser").await
    }

    /// The addresses that pages have requested since the last call.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let mut addresses = Vec::new();
        for event in self.log("performance").await? {
            let event: Value = serde_json::from_str(&event.text)?;
            let event = &event["message"];
            if event["method"] == "Network.requestWillBeSent" {
                let address = event["params"]["request"]["url"].as_str();
                addresses.extend(address.map(str::to_owned));
            }
        }
        Ok(addresses)
    }

    async fn log(&self, kind: &str) -> Result<Vec<Message>> {
        let messages = self.post("se/log", json!({"type": kind})).await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let messages = messages.as_array().into_iter().flatten();
        let messages = messages.map(|message| Message {
            level: text(&message["level"]),
            text: text(&message["message"]),
        });
        Ok(messages.collect())
    }

    /// Posts a command that only chromedriver knows.
    async fn post(&self, path: &'static str, body: Value) -> Result<Value> {
        if !self.chromium {
            return Err(NeedsChromium.into());
        }
        Ok(self.client.issue_cmd(Extension { path, body }).await?)
    }

    /// Whether it has Chromium's own protocol, by which console and requests are known.
    pub fn is_chromium(&self) -> bool {
        self.chromium
    }

    /// Sets the page's width and height in CSS pixels, whatever the size of the window. Others than Chromium have no
    /// windows as narrow as phones.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        if !self.chromium {
            let inside = self.run("return [outerWidth - innerWidth, outerHeight - innerHeight];");
            let inside = inside.await?;
            let around = |i: usize| inside[i].as_f64().unwrap_or_default().max(0.0) as u32;
            let (wide, high) = (width + around(0), height + around(1));
            self.client.set_window_size(wide, high).await?;
            let now = self.run("return innerWidth;").await?;
            return match now == width {
                true => Ok(()),
                false => Err(NeedsChromium.into()),
            };
        }
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false
        });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics)
            .await?;
        Ok(())
    }

    /// Sets a media feature, such as `prefers-color-scheme` to `dark`.
    pub async fn emulate(&self, feature: &str, value: &str) -> Result<()> {
        let features = json!({"features": [{"name": feature, "value": value}]});
        self.cdp("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }
}

/// Reads the port that the driver says it listens on.
async fn port_of(driver: &mut Child) -> Result<u16> {
    let output = driver.stdout.take().expect("it is piped");
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        // "ChromeDriver was started successfully on port 1.", "Listening on 127.0.0.1:1".
        let line = line.strip_suffix('.').unwrap_or(&line);
        let marks = ["started successfully on port ", "Listening on 127.0.0.1:"];
        let port = marks
            .iter()
            .find_map(|mark| line.split_once(mark)?.1.parse().ok());
        if let Some(port) = port {
            // Keeps reading: writing to a closed pipe would end the driver.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(port);
        }
    }
    Err(Error::from("the driver ended before it listened"))
}

/// A command that chromedriver adds to WebDriver.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> std::result::Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

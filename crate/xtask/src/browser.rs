//! Headless Chromium and Firefox, driven by WebDriver; for Chromium also what tests need of its own
//! protocol.

use crate::tools::{Chrome, Firefox};
use crate::{Error, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::fs;
use std::io::ErrorKind;
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
    driver: Child,
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
        Self::drive(&chrome.driver, &chrome.browser, capabilities).await
    }

    /// Starts Firefox. It has no Chrome DevTools Protocol, and WebDriver can't read its console.
    pub async fn firefox(firefox: &Firefox) -> Result<Self> {
        let options = json!({
            "moz:firefoxOptions": {"binary": firefox.browser, "args": ["-headless"]},
            "timeouts": {"script": 240_000}
        });
        let capabilities = options.as_object().cloned().unwrap_or_default();
        Self::drive(&firefox.driver, &firefox.browser, capabilities).await
    }

    async fn drive(driver: &Path, browser: &Path, wanted: Map<String, Value>) -> Result<Self> {
        let folder = Folder::new()?;
        let mut driver = Command::new(driver)
            .arg("--port=0")
            .env("TMPDIR", &folder.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{}: {error}", driver.display()))?;
        let port = port_of(&mut driver).await?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .map_err(|error| format!("{}: {error}", browser.display()))?;
        Ok(Self {
            client,
            driver,
            folder,
        })
    }

    /// Ends the browser and its driver.
    pub async fn close(mut self) -> Result<()> {
        self.client.close().await?;
        self.driver.start_kill()?;
        self.driver.wait().await?;
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

    async fn post(&self, path: &'static str, body: Value) -> Result<Value> {
        Ok(self.client.issue_cmd(Extension { path, body }).await?)
    }

    /// Sets the page's width and height in CSS pixels, whatever the size of the window.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
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

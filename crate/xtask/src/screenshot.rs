//! `cargo xtask screenshot`: what the built page looks like.

use crate::browser::Browser;
use crate::{Result, dist, root, serve, step, tools};
use base64::prelude::{BASE64_STANDARD as BASE64, Engine};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const WIDTHS: [(u32, u32); 2] = [(1280, 900), (390, 844)];
const SCHEMES: [&str; 2] = ["light", "dark"];
/// A longer page becomes several pictures, each small enough to be legible.
const HIGHEST: u32 = 1600;
/// Scrolls through the page and back, so that every figure is drawn, even those that wait to be
/// seen. Sections are kept rendered: out of sight they would be skipped.
const SCROLL: &str = "
    const whole = new CSSStyleSheet();
    whole.replaceSync('section { content-visibility: visible !important }');
    document.adoptedStyleSheets.push(whole);
    const frame = () => new Promise(requestAnimationFrame);
    for (const aside of document.querySelectorAll('details.aside')) aside.open = true;
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
        scrollTo({top: y, behavior: 'instant'});
        for (let wait = 0; wait < 6; wait++) await frame();
    }
    scrollTo({top: 0, behavior: 'instant'});
    await frame();
    return document.documentElement.scrollHeight;";
/// Where the figures are.
const FIGURES: &str = "
    return [...document.querySelectorAll('ghm-figure')].map(figure => {
        const {x, y, width, height} = figure.getBoundingClientRect();
        const name = figure.getAttribute('name');
        return {name, clip: {x: x + scrollX, y: y + scrollY, width, height, scale: 1}};
    }).filter(({clip}) => clip.width > 0 && clip.height > 0);";

/// A picture in README.md: its name, the window's width and height, the page, and what is done there first.
type Shot = (&'static str, u32, u32, &'static str, &'static str);

/// The pictures of README.md, and the folder beside it that they are in.
const PICTURES: &str = "pictures";
const SHOTS: [Shot; 6] = [
    ("first-screen", 1280, 800, "index.html?harmonize=0.5", ""),
    (
        "distribution",
        1280,
        800,
        "index.html#distribution",
        UNCOVERED,
    ),
    ("hand", 1280, 800, "index.html#density", UNCOVERED),
    ("momentum", 1280, 800, "index.html#momentum", UNCOVERED),
    ("detector", 1280, 960, "index.html#training", TRAIN),
    ("phone", 390, 844, "index.html", ""),
];
/// Shows what waits for the reader's answers.
const UNCOVERED: &str = "
    for (const button of document.querySelectorAll('.cover button')) button.click();
    document.querySelector(location.hash).scrollIntoView({ behavior: 'instant' });";
/// Lets the detectors train for a while.
const TRAIN: &str = "
    const inside = (selector) => document.querySelector('ghm-figure[name=detector]').shadowRoot.querySelector(selector);
    const found = async (find) => {
        while (!find()) await new Promise((done) => setTimeout(done, 100));
        return find();
    };
    (await found(() => inside('.transport button.main'))).click();
    await found(() => inside('.transport progress').position > 0.4);
    document.querySelector('ghm-figure[name=detector]').scrollIntoView({ behavior: 'instant' });";
/// Waits until what is in view was drawn and the formulas have their font.
const DRAWN: &str = "
    await document.fonts.ready;
    await new Promise((done) => setTimeout(done, 2500));";

/// Saves pictures of a page of the built site and of each of its figures, and the page as PDF.
pub fn run(out: &Path, page: &str) -> Result<()> {
    in_browser(out, async |browser, top| {
        take(browser, &format!("{top}{page}"), out).await
    })
}

/// Saves the pictures that README.md shows.
pub fn for_readme() -> Result<()> {
    let out = root().join(PICTURES);
    in_browser(&out, async |browser, top| {
        let hidden = json!({"hidden": true});
        browser.cdp("Emulation.setScrollbarsHidden", hidden).await?;
        browser.emulate("prefers-color-scheme", "light").await?;
        for (name, width, height, page, first) in SHOTS {
            browser.resize(width, height).await?;
            browser.client.goto("about:blank").await?;
            browser.client.goto(&format!("{top}{page}")).await?;
            browser.run(&format!("{DRAWN} {first} {DRAWN}")).await?;
            // Text stays sharp at this quality, at a fifth of a PNG's size.
            let taken = json!({"format": "webp", "quality": 36});
            let answer = browser.cdp("Page.captureScreenshot", taken).await?;
            let bytes = BASE64.decode(answer["data"].as_str().unwrap_or_default())?;
            let file = out.join(format!("{name}.webp"));
            println!("{:>8} {}", bytes.len(), file.display());
            fs::write(file, bytes)?;
        }
        Ok(())
    })
}

/// Opens a browser for pictures of the built site, whose address it is told.
fn in_browser(out: &Path, act: impl AsyncFnOnce(&Browser, &str) -> Result<()>) -> Result<()> {
    let site = dist();
    if !site.join("index.html").exists() {
        return Err("there is no dist/index.html: run `cargo xtask build` first".into());
    }
    let chrome = tools::chrome(&tools::shell()?)?;
    fs::create_dir_all(out)?;
    let runtime = tokio::runtime::Runtime::new()?;
    step("screenshots", || {
        runtime.block_on(async {
            let address = serve::spawn(&site, serve::Options::default()).await?;
            let browser = Browser::start(&chrome).await?;
            let taken = act(&browser, &format!("http://{address}/")).await;
            browser.close().await?;
            taken
        })
    })
}

async fn take(browser: &Browser, address: &str, out: &Path) -> Result<()> {
    // With scrollbars the page would be a little narrower than the picture.
    let hidden = json!({"hidden": true});
    browser.cdp("Emulation.setScrollbarsHidden", hidden).await?;
    for (width, height) in WIDTHS {
        browser.resize(width, height).await?;
        for scheme in SCHEMES {
            browser.emulate("prefers-color-scheme", scheme).await?;
            // A blank page comes first: a new fragment alone loads nothing.
            browser.client.goto("about:blank").await?;
            browser.client.goto(address).await?;
            let full = browser.run(SCROLL).await?.as_f64().unwrap_or_default() as u32;
            for (number, top) in (0..full).step_by(HIGHEST as usize).enumerate() {
                let part = if full > HIGHEST {
                    format!("-{}", number + 1)
                } else {
                    String::new()
                };
                let name = format!("page-{width}-{scheme}{part}.png");
                let high = HIGHEST.min(full - top);
                let clip = json!({
                    "x": 0, "y": top, "width": width, "height": high, "scale": 1
                });
                picture(browser, clip, &out.join(name)).await?;
            }
            figures(browser, width, scheme, out).await?;
            if scheme == "light" {
                let printed = browser.cdp("Page.printToPDF", json!({})).await?;
                let pdf = BASE64.decode(printed["data"].as_str().unwrap_or_default())?;
                fs::write(out.join(format!("print-{width}.pdf")), pdf)?;
            }
        }
    }
    for message in browser.console().await? {
        println!("console {}: {}", message.level, message.text);
    }
    Ok(())
}

/// Saves a part of the page, in view or not.
async fn picture(browser: &Browser, clip: Value, file: &Path) -> Result<()> {
    let taken = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
    let answer = browser.cdp("Page.captureScreenshot", taken).await?;
    let png = BASE64.decode(answer["data"].as_str().unwrap_or_default())?;
    fs::write(file, png)?;
    println!("{}", file.display());
    Ok(())
}

async fn figures(browser: &Browser, width: u32, scheme: &str, out: &Path) -> Result<()> {
    let figures = browser.run(FIGURES).await?;
    for (number, figure) in figures.as_array().into_iter().flatten().enumerate() {
        let name = figure["name"].as_str().unwrap_or_default();
        let number = number + 1;
        let file = out.join(format!("figure-{number:02}-{name}-{width}-{scheme}.png"));
        picture(browser, figure["clip"].clone(), &file).await?;
    }
    Ok(())
}

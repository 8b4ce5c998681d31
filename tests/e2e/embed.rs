//! One figure outside the article: in a frame that its address sets up, as an element of another
//! page, in a sandbox, and through the code of the embed dialog.

mod dialog;
mod element;
mod frame;
mod keyboard;
mod language;
mod parameters;
mod question;

use crate::harness::{Visit, page_of_ours};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::LazyLock;
use xtask::serve::{self, Options};

/// What the scripts of these tests share: ways to find a figure, look into it and press its keys.
const TOOLS: &str = "
    const drawn = async (f) => {
        await until('a drawn figure', () => f.dataset.draws);
        await frames(3);
        return f;
    };
    const one = () => until('the figure', () => document.querySelector('ghm-figure')).then(drawn);
    const inside = (f, selector) => f.shadowRoot.querySelector(selector);
    const all = (f, selector) => [...f.shadowRoot.querySelectorAll(selector)];
    const seen = (element) => element.getClientRects().length > 0;
    const keys = (f) => all(f, '.knobs .knob').map((knob) => knob.dataset.key);
    const framesReady = () => new Promise((done) =>
        addEventListener('message', ({ data }) => data.type === 'ready' && done(data)));
    const press = (element, key, options = {}) =>
        element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...options }));
";

async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit.ask(&format!("{TOOLS} {{ {script} }}")).await
}

/// Opens the frame's page by itself. A blank page comes first: a new fragment alone loads nothing.
async fn open(visit: &Visit, settings: &str) -> xtask::Result<()> {
    visit.goto("about:blank").await?;
    visit.open(&format!("embed.html{settings}")).await
}

/// Opens an empty page on another origin, such as a teacher's.
async fn host(visit: &Visit) -> xtask::Result<()> {
    // Written only once: tests run at the same time, and none may read a half-written page.
    static PAGE: LazyLock<PathBuf> = LazyLock::new(|| {
        let page = "<!doctype html><html lang=en><title>A course</title><link rel=icon href=data:,><body></body>";
        page_of_ours("empty/index.html", page)
    });
    let address = serve::spawn(PAGE.parent().unwrap(), Options::default()).await?;
    visit.goto(&format!("http://{address}/index.html")).await
}

/// Opens a page on another origin that has loaded the element.
async fn foreign(visit: &Visit) -> xtask::Result<()> {
    host(visit).await?;
    let script = format!("await import('{}');", visit.url("v1/ghm-explainer.js"));
    run(visit, &script).await?;
    Ok(())
}

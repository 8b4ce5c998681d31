//! `cargo xtask monkey`: a reader without sense. It moves whatever can be moved on the built pages, gives nonsense, resizes,
//! leaves and comes back; nothing may throw, show a number that is none, or grow.
//!
//! What it does follows from a seed. What the browser does meanwhile takes time of its own, so a run is repeated closely,
//! not exactly.

use crate::browser::Browser;
use crate::{Result, dist, serve, step, tools};
use serde_json::{Value, json};

/// What the monkey does in a page.
const PAGE: &str = include_str!("monkey.js");

/// How long it goes on, and from what it makes its choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Two runs with the same seed do the same.
    pub seed: u64,
    /// What is done in all.
    pub actions: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            actions: 10_000,
        }
    }
}

/// Pages that it visits, each by some of its visits.
const PAGES: [&str; 8] = [
    "index.html",
    "workbench.html",
    "zh/index.html",
    "embed.html?figure=weights&controls=all",
    "lesson.html",
    "questions.html",
    "index.html?data=detector&budget=200#training",
    "embed.html?figure=twin&outliers=xyz&nonsense=1&bins=1e9&pinned=bins:5",
];
/// Actions on one page before it goes to another.
const VISIT: usize = 60;
/// Actions between two looks at what the page shows.
const LOOK: usize = 12;
/// What may be there after a visit, in parts of what was there before: figures are built again with other parts.
const GROWTH: f64 = 1.6;
/// Listeners, and bytes, that may be there beside.
const MORE_LISTENERS: f64 = 600.0;
const MORE_BYTES: f64 = 40e6;

/// Random numbers: splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// Runs it on the built site, in a browser of its own.
pub fn run(options: Options) -> Result<()> {
    let site = dist();
    if !site.join("index.html").exists() {
        return Err("there is no dist/index.html: run `cargo xtask build` first".into());
    }
    let chrome = tools::chrome(&tools::shell()?)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let Options { seed, actions } = options;
    step(&format!("{actions} actions from seed {seed}"), || {
        runtime.block_on(async {
            let address = serve::spawn(&site, serve::Options::default()).await?;
            let browser = Browser::start(&chrome).await?;
            let done = play(&browser, &format!("http://{address}/"), options).await;
            browser.close().await?;
            println!("{}", done?);
            Ok(())
        })
    })
}

/// Plays in a browser that can open the site at this address. Returns what was done, in a line.
///
/// # Errors
/// Something was thrown, shown or kept that should not be: with the page, the seed and the last actions.
pub async fn play(browser: &Browser, site: &str, options: Options) -> Result<String> {
    let mut random = Random(options.seed);
    browser
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": PAGE }),
        )
        .await?;
    browser.cdp("Performance.enable", json!({})).await?;
    let (mut done, mut visits) = (0, 0);
    let mut most = [0.0_f64; 2];
    while done < options.actions {
        let page = PAGES[visits % PAGES.len()];
        visits += 1;
        browser.client.goto("about:blank").await?;
        browser.client.goto(&format!("{site}{page}")).await?;
        let at = done;
        let place =
            |said: String| format!("{page}, seed {}, after action {at}: {said}", options.seed);
        let awake = ask(browser, "return monkey.awake();").await;
        awake.map_err(|error| place(error.to_string()))?;
        let before = kept(browser).await?;
        let visit = VISIT.min(options.actions - done);
        let mut left = visit;
        while left > 0 {
            let some = LOOK.min(left);
            let script = format!("return monkey.act({}, {some});", random.next() % (1 << 32));
            let faults = ask(browser, &script).await;
            let faults = faults.map_err(|error| place(error.to_string()))?;
            if faults.as_array().is_none_or(|faults| !faults.is_empty()) {
                return Err(place(format!("{faults:#}")).into());
            }
            left -= some;
            around(browser, &mut random).await?;
        }
        done += visit;
        ask(browser, "return monkey.rest();").await?;
        let after = kept(browser).await?;
        for (i, (name, more)) in [("listeners", MORE_LISTENERS), ("bytes", MORE_BYTES)]
            .into_iter()
            .enumerate()
        {
            most[i] = most[i].max(after[i] / before[i].max(1.0));
            if after[i] > GROWTH * before[i] + more {
                let said = format!("{name} grew from {} to {}", before[i], after[i]);
                return Err(place(said).into());
            }
        }
    }
    let [listeners, bytes] = most;
    Ok(format!(
        "{done} actions on {visits} pages: nothing thrown, no number that is none; at most {listeners:.2} times the \
         listeners and {bytes:.2} times the bytes of before"
    ))
}

/// What is done to the page from outside: another width, a tab that is hidden, back and forward.
async fn around(browser: &Browser, random: &mut Random) -> Result<()> {
    match random.below(6) {
        0 => {
            let widths = [320, 390, 768, 1280, 1920];
            let width = widths[random.below(widths.len())];
            browser.resize(width, 500 + random.below(700) as u32).await
        }
        1 => {
            let scheme = ["light", "dark"][random.below(2)];
            browser.emulate("prefers-color-scheme", scheme).await
        }
        2 => {
            for state in ["frozen", "active"] {
                let command = "Page.setWebLifecycleState";
                browser.cdp(command, json!({ "state": state })).await?;
            }
            Ok(())
        }
        3 => {
            // Only where it stays on the page: an entry of its own is made first.
            ask(
                browser,
                "history.pushState(null, '', location.href); return null;",
            )
            .await?;
            browser.client.back().await?;
            browser.client.forward().await?;
            Ok(())
        }
        _ => Ok(()),
    }
}

async fn ask(browser: &Browser, script: &str) -> Result<Value> {
    browser
        .run(&format!("return (async () => {{ {script} }})();"))
        .await
}

/// How many listeners and bytes the page keeps, after its garbage was collected.
async fn kept(browser: &Browser) -> Result<[f64; 2]> {
    browser
        .cdp("HeapProfiler.collectGarbage", json!({}))
        .await?;
    let all = browser.cdp("Performance.getMetrics", json!({})).await?;
    let metric = |name: &str| {
        let all = all["metrics"].as_array().into_iter().flatten();
        let mut found = all.filter(|metric| metric["name"] == name);
        found.next().and_then(|metric| metric["value"].as_f64())
    };
    let missing = "the browser doesn't tell what it keeps";
    Ok([
        metric("JSEventListeners").ok_or(missing)?,
        metric("JSHeapUsedSize").ok_or(missing)?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_choices() {
        let some = |seed| {
            let mut random = Random(seed);
            [(); 8].map(|()| random.below(1000))
        };
        assert_eq!(some(3), some(3));
        assert_ne!(some(3), some(4));
    }
}

//! Nothing jumps: not while the page loads, not while it is read, not for a link to its middle.

use super::TOOLS;
use crate::harness::visit;
use serde_json::{Value, json};

/// Notes every shift that the reader did not cause.
const WATCH: &str = "
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const { hadRecentInput, startTime, value, sources } of list.getEntries()) {
            const nodes = sources.map(({ node, previousRect: a, currentRect: b }) => `${node?.nodeName} ${node?.className ?? ''} ${[a.y, a.height, b.y, b.height].map(Math.round)}`);
            if (!hadRecentInput) window.shifts.push({ at: startTime, value, nodes });
        }
    }).observe({ type: 'layout-shift', buffered: true });";

/// The most that a page may shift: the score that browsers' own tools compute, the largest sum within five seconds
/// without a second's pause.
const MOST: f64 = 0.02;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn nothing_jumps_on_load_while_scrolling_or_for_a_shared_link() {
    visit(async |visit| {
        let watch = json!({ "source": WATCH });
        let command = "Page.addScriptToEvaluateOnNewDocument";
        visit.browser.cdp(command, watch).await?;
        for (width, height) in [(390, 844), (1280, 900)] {
            visit.browser.resize(width, height).await?;
            for page in [
                "index.html",
                "zh/index.html",
                "index.html?bins=12&mu=0.1#momentum",
                "index.html?trained=ghm#training",
            ] {
                visit.goto("about:blank").await?;
                visit.open(page).await?;
                let script = format!(
                    "{TOOLS} await live();
                    const score = () => {{
                        let [worst, sum, first, last] = [0, 0, -1e9, -1e9];
                        for (const {{ at, value }} of shifts) {{
                            if (at - last > 1000 || at - first > 5000) [sum, first] = [0, at];
                            last = at;
                            sum += value;
                            worst = Math.max(worst, sum);
                        }}
                        return worst;
                    }};
                    await new Promise((done) => setTimeout(done, 1500));
                    const loading = score();
                    while (scrollY + innerHeight < document.documentElement.scrollHeight - 2) {{
                        scrollBy({{ top: innerHeight / 3, behavior: 'instant' }});
                        await frames(4);
                    }}
                    await new Promise((done) => setTimeout(done, 300));
                    return {{ loading, all: score(), shifts: shifts.filter(({{ value }}) => value > 0.002) }};"
                );
                let found = visit.ask(&script).await?;
                let score = |key: &str| found[key].as_f64().unwrap();
                println!(
                    "{page} at {width}: {:.4}, {:.4}",
                    score("loading"),
                    score("all")
                );
                assert!(
                    score("loading") <= MOST && score("all") <= MOST,
                    "{page} at {width}: {}",
                    pretty(&found)
                );
            }
        }
        Ok(())
    });
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

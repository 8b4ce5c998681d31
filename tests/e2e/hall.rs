//! In a hall: figures and lessons on a whole screen, read from the last row, and moved by a clicker's keys.

use crate::harness::{Visit, Visitor, visit_by};
use crate::lesson::{TOOLS as LESSONS, playing, three_steps};
use serde_json::{Value, json};
use xtask::Result;
use xtask::serve::Options;

/// A screen as projectors have it.
const SCREEN: Visitor = Visitor::Chromium(&["--screen-info={1920x1080}"]);

/// The sizes of all text that is seen on the whole screen, in CSS pixels, with what it says: of elements, and of what
/// canvases draw.
const SIZES: &str = "
    const drawn = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        if (this.canvas.isConnected) drawn.push([parseFloat(/([\\d.]+)px/.exec(this.font)[1]) * Math.abs(this.getTransform().d || this.getTransform().b) / devicePixelRatio, text]);
        return fillText.call(this, text, ...rest);
    };
    const sizes = (root) => {
        const all = [];
        const walk = (node) => {
            if (node instanceof Text) {
                const parent = node.parentElement ?? node.parentNode.host;
                const range = document.createRange();
                range.selectNodeContents(node);
                const { width, height } = range.getBoundingClientRect();
                if (node.data.trim() && width > 1 && height > 1 && parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
                    all.push([parseFloat(getComputedStyle(parent).fontSize), node.data.trim()]);
                }
            }
            for (const child of node.shadowRoot?.childNodes ?? []) walk(child);
            // What an element with a shadow has in its place is not seen while it lives.
            if (!node.shadowRoot) for (const child of node.childNodes) walk(child);
        };
        walk(root);
        return all;
    };
    const smallest = (root) => {
        const all = [...sizes(root), ...drawn];
        if (!drawn.length || all.length < 10) throw new Error(`only ${JSON.stringify(all)}`);
        return all.sort(([a], [b]) => a - b)[0];
    };
";

/// Presses what `script` finds as a reader does: browsers fill the screen only then.
async fn press(visit: &Visit, script: &str) -> Result<()> {
    let parameters = json!({ "expression": format!("({script}).click()"), "userGesture": true });
    let outcome = visit.browser.cdp("Runtime.evaluate", parameters).await?;
    match outcome.get("exceptionDetails") {
        Some(error) => Err(error.to_string().into()),
        None => Ok(()),
    }
}

/// Makes the page as large as the screen, of which a window without a screen leaves a part to itself.
async fn fit(visit: &Visit) -> Result<()> {
    visit.browser.resize(1920, 1080).await
}

/// Panics unless this text is at least a fortieth of the screen's height.
fn is_readable(smallest: &Value) {
    let size = smallest[0].as_f64().unwrap();
    println!("the smallest text: {smallest}");
    assert!(size >= 27.0, "{smallest}");
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_figure_fills_the_screen_and_its_smallest_text_is_a_fortieth_of_its_height() {
    visit_by(SCREEN, Options::default(), async |visit| {
        visit.open("embed.html?figure=weights&bins=12").await?;
        let script = format!(
            "window.figure = await until('the figure', () => document.querySelector('ghm-figure[data-draws]'));
            {SIZES}
            window.smallest = smallest;
            window.drawn = drawn;
            window.fill = await tool(figure, 'fill');"
        );
        visit.ask(&script).await?;
        press(visit, "fill").await?;
        fit(visit).await?;
        let found = visit
            .ask(
                "await until('a whole screen', () => document.fullscreenElement === figure);
                await until('its size', () => Number(figure.getAttribute('scale')) > 1.5);
                drawn.length = 0;
                // Drawn anew, with a line of values under it.
                figure.bins = 13;
                await until('words', () => drawn.length && figure.shadowRoot.querySelector('.readout').textContent);
                await frames(4);
                const { scrollHeight, clientHeight } = figure;
                return { smallest: smallest(figure), screen: [innerWidth, innerHeight], high: [scrollHeight, clientHeight] };",
            )
            .await?;
        assert_eq!(found["screen"], json!([1920, 1080]));
        is_readable(&found["smallest"]);
        println!("{found}");
        let left = visit
            .ask(
                "await document.exitFullscreen();
                await until('its own size', () => !figure.hasAttribute('scale'));
                return figure.state;",
            )
            .await?;
        assert_eq!(left, "bins=13");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_lesson_on_a_whole_screen_is_readable_and_goes_by_a_clickers_keys() {
    let page = playing(&three_steps());
    visit_by(SCREEN, Options::default(), async |visit| {
        visit.open(&page).await?;
        let script = format!(
            "{LESSONS} {SIZES}
            await player();
            Object.assign(window, {{ smallest, drawn, place }});
            window.fill = [...document.querySelectorAll('.player button')].find((it) => it.textContent === 'Full screen');
            const key = (key, target = document.activeElement) =>
                !target.dispatchEvent(new KeyboardEvent('keydown', {{ key, bubbles: true, composed: true, cancelable: true }}));
            window.key = key;
            // In a window these keys are the browser's.
            document.querySelector('main').focus();
            return [key('PageDown'), key('ArrowRight'), place()];"
        );
        let before = visit.ask(&script).await?;
        assert_eq!(before, json!([false, false, "Step 1 of 3"]));
        press(visit, "fill").await?;
        fit(visit).await?;
        let found = visit
            .ask(
                "await until('a whole screen', () => document.fullscreenElement && innerHeight === 1080);
                await until('its large text', () => parseFloat(getComputedStyle(document.documentElement).fontSize) >= 36);
                document.querySelector('main').focus();
                const places = [];
                for (const name of ['PageUp', 'PageDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'PageUp']) {
                    key(name);
                    places.push(place());
                }
                const figure = await until('the figure', () => document.querySelector('.player ghm-figure'));
                await until('its large figure', () => Number(figure.getAttribute('scale')) > 2.2);
                const box = await until('its knob', () => figure.shadowRoot.querySelector('.knob[data-key=bins] input[type=range]'));
                // A knob's arrows are its own.
                key('ArrowLeft', box);
                places.push(place());
                drawn.length = 0;
                figure.bins = 21;
                await until('the figure', () => drawn.length);
                await frames(4);
                const size = smallest(document.querySelector('.player'));
                key('ArrowLeft');
                places.push(place());
                return { places, size };",
            )
            .await?;
        let step = |n: usize| format!("Step {n} of 3");
        assert_eq!(
            found["places"],
            json!([
                step(1),
                step(2),
                step(3),
                "Results",
                "Results",
                step(3),
                step(3),
                step(2)
            ])
        );
        is_readable(&found["size"]);
        visit.check().await
    });
}

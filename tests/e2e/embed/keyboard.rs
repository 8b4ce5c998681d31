//! The figure by keyboard, in pages that have shortcuts of their own.

use super::{open, run};
use crate::harness::visit;
use serde_json::json;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn keys_stay_in_the_figure() {
    visit(async |visit| {
        open(visit, "?figure=momentum&controls=momentum,start,batch").await?;
        let found = run(
            visit,
            "const f = await one();
            const leaked = [];
            // As long as nothing changes, a screen reader is told nothing.
            await new Promise((done) => setTimeout(done, 600));
            const silent = inside(f, '.spoken').textContent === '';
            document.addEventListener('keydown', ({ key }) => leaked.push(key));
            const [slider, number] = [inside(f, 'input[type=range]'), inside(f, 'input[type=number]')];
            const stopped = (element, key, options) => !press(element, key, options);
            const canvas = inside(f, 'canvas');
            const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End'];
            const kept = {
                slider: keys.every((key) => stopped(slider, key)),
                canvas: keys.every((key) => stopped(canvas, key)),
                // From there the page scrolls.
                button: keys.some((key) => stopped(inside(f, '.player button'), key)),
                number: ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].every((key) => stopped(number, key)),
                // The browser's own shortcuts stay the browser's.
                shortcut: stopped(slider, 'ArrowLeft', { altKey: true }),
            };
            f.momentum = 0.5;
            press(number, 'ArrowUp', { shiftKey: true });
            press(slider, 'ArrowRight');
            const momentum = f.momentum;
            slider.focus();
            press(slider, 'Escape');
            await frames(2);
            const there = f.shadowRoot.activeElement === canvas;
            press(canvas, 'Enter');
            await frames(2);
            const read = seen(inside(f, '.readout dt') ?? inside(f, '.hint'));
            const reading = !!inside(f, '.readout dt');
            const said = await until('what it says', () => inside(f, '.spoken').textContent);
            const label = canvas.getAttribute('aria-label');
            press(canvas, 'Escape');
            await frames(2);
            const cleared = !inside(f, '.readout dt') && f.shadowRoot.activeElement === canvas;
            press(canvas, 'Escape');
            return { kept, leaked, momentum, there, reading, cleared, silent, said, label, left: f.shadowRoot.activeElement === null, touch: getComputedStyle(canvas).touchAction, read };",
        )
        .await?;
        assert_eq!(
            found["kept"],
            json!({"slider": true, "canvas": true, "button": false, "number": true, "shortcut": false})
        );
        assert_eq!(
            found["leaked"],
            json!(["ArrowLeft"]),
            "a host would turn its slides"
        );
        let momentum = found["momentum"].as_f64().unwrap();
        assert!((momentum - 0.56).abs() < 0.011, "{momentum}");
        for step in ["silent", "there", "reading", "cleared", "left"] {
            assert_eq!(found[step], true, "{step}: {found}");
        }
        let said = found["said"].as_str().unwrap();
        let label = found["label"].as_str().unwrap();
        assert!(
            said.starts_with("gradient norm") && label.len() > 40,
            "{found}"
        );
        assert!(
            found["touch"].as_str().unwrap().starts_with("pan-y"),
            "{found}"
        );
        visit.check().await
    });
}

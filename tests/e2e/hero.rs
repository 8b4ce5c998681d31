//! The first figure of the article: its handle by keys, mouse and finger, its sentence, and its room on the screen.

use crate::harness::{Visit, visit};
use serde_json::{Value, json};

/// What the scripts of these tests share: the figure with its handle, and what it says.
const TOOLS: &str = "
    const hero = await until('the figure', () => document.querySelector('ghm-figure[name=harmonize]'));
    const inside = (selector) => hero.shadowRoot.querySelector(selector);
    // It has its label when its first movement has ended.
    await until('its picture', () => hero.dataset.draws && inside('canvas').ariaLabel.includes('%'));
    const rest = async () => {
        await until('the end of a movement', async () => {
            const before = hero.harmonize;
            await frames(6);
            return hero.harmonize === before;
        });
    };
    const said = async () => {
        await rest();
        const numbers = [...inside('.hint').querySelectorAll('b')].map((b) => b.textContent.replace('\\u00a0', ''));
        return numbers.join(' ');
    };
    const slider = inside('.handle input');
    const press = (key) => slider.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const middle = (element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x + width / 2, y + height / 2];
    };
";

/// The three numbers of the noisy recording at both ends and halfway.
const CE: &str = "25.7% 31.4% 42.9%";
const HALF: &str = "0.70% 18.9% 80.4%";
const GHM: &str = "0.01% 6.65% 93.3%";

async fn run(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit.ask(&format!("{TOOLS} {{ {script} }}")).await
}

/// Where the middle of a part of the figure is.
async fn place(visit: &Visit, selector: &str) -> xtask::Result<(f64, f64)> {
    let script = format!(
        "inside('{selector}').scrollIntoView({{ block: 'center', behavior: 'instant' }});
        await rest();
        return middle(inside('{selector}'));"
    );
    let found = run(visit, &script).await?;
    Ok((found[0].as_f64().unwrap(), found[1].as_f64().unwrap()))
}

async fn mouse(visit: &Visit, kind: &str, (x, y): (f64, f64)) -> xtask::Result<()> {
    let buttons = i32::from(kind != "mouseReleased");
    let event = json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1});
    visit.browser.cdp("Input.dispatchMouseEvent", event).await?;
    Ok(())
}

async fn touch(visit: &Visit, kind: &str, at: Option<(f64, f64)>) -> xtask::Result<()> {
    let points: Vec<Value> = at.iter().map(|(x, y)| json!({"x": x, "y": y})).collect();
    let event = json!({"type": kind, "touchPoints": points});
    visit.browser.cdp("Input.dispatchTouchEvent", event).await?;
    Ok(())
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn keys_move_the_handle_and_the_numbers() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            "const steps = [await said()];
            const draws = Number(hero.dataset.draws);
            const fresh = () => inside('.handle').matches('.fresh');
            const hinted = fresh();
            for (let i = 0; i < 5; i++) press('PageUp');
            steps.push(await said(), slider.getAttribute('aria-valuetext'));
            press('ArrowRight');
            steps.push(hero.harmonize, slider.getAttribute('aria-valuetext'));
            press('End');
            steps.push(await said(), slider.getAttribute('aria-valuetext'));
            const spoken = await until('what is announced', () => inside('.spoken').textContent);
            press('Home');
            steps.push(await said());
            return { steps, hinted, fresh: fresh(), drawn: Number(hero.dataset.draws) > draws, spoken };",
        )
        .await?;
        let expected = json!([
            CE,
            HALF,
            "halfway",
            0.55,
            "0.55 of the way from cross-entropy to GHM-C",
            GHM,
            "GHM-C",
            CE
        ]);
        assert_eq!(found["steps"], expected);
        assert_eq!(
            (&found["hinted"], &found["fresh"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(found["drawn"], true);
        assert!(
            found["spoken"].as_str().unwrap().starts_with("0.01"),
            "{found}"
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_stop_is_reached_smoothly_or_at_once() {
    visit(async |visit| {
        // What each frame shows after a press: the knob's place, and how often it was drawn.
        let script = "
            const seen = [];
            inside('.stops button:nth-child(2)').click();
            for (let i = 0; i < 60 && seen.at(-1) !== 0.5; i++) {
                await frames(1);
                seen.push(hero.harmonize);
            }
            const sorted = seen.every((value, i) => i === 0 || value >= seen[i - 1]);
            return [seen.length, sorted, seen.at(-1), await said()];";
        visit.open("index.html").await?;
        let found = run(visit, script).await?;
        assert!(found[0].as_u64().unwrap() > 5, "{found}");
        assert_eq!(
            found.as_array().unwrap()[1..],
            [json!(true), json!(0.5), json!(HALF)]
        );
        visit
            .browser
            .emulate("prefers-reduced-motion", "reduce")
            .await?;
        visit.open("index.html").await?;
        let found = run(visit, script).await?;
        assert_eq!(found, json!([1, true, 0.5, HALF]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_mouse_drags_the_handle_and_a_finger_that_scrolls_does_not() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let (x, y) = place(visit, ".disc").await?;
        let (end, _) = place(visit, ".track").await?;
        mouse(visit, "mousePressed", (x + 6.0, y)).await?;
        // The disc is held where it was grabbed, and does not jump.
        assert_eq!(run(visit, "return hero.harmonize;").await?, 0);
        mouse(visit, "mouseMoved", (end + 6.0, y)).await?;
        mouse(visit, "mouseReleased", (end + 6.0, y)).await?;
        assert_eq!(run(visit, "return said();").await?, HALF);

        let touching = json!({"enabled": true, "maxTouchPoints": 1});
        visit
            .browser
            .cdp("Emulation.setTouchEmulationEnabled", touching)
            .await?;
        let (x, y) = place(visit, ".disc").await?;
        let before = run(visit, "return scrollY;").await?.as_f64().unwrap();
        touch(visit, "touchStart", Some((x, y))).await?;
        for up in 1..=8 {
            touch(
                visit,
                "touchMove",
                Some((x + f64::from(up), y - 20.0 * f64::from(up))),
            )
            .await?;
        }
        touch(visit, "touchEnd", None).await?;
        let found = run(visit, "await rest(); return [hero.harmonize, scrollY];").await?;
        assert_eq!(found[0], 0.5);
        assert!(
            found[1].as_f64().unwrap() > before + 50.0,
            "{before}, {found}"
        );
        // Sideways it drags, and a tap moves it there.
        let (x, y) = place(visit, ".disc").await?;
        touch(visit, "touchStart", Some((x, y))).await?;
        for right in 1..=8 {
            touch(visit, "touchMove", Some((x + 100.0 * f64::from(right), y))).await?;
        }
        touch(visit, "touchEnd", None).await?;
        assert_eq!(run(visit, "return said();").await?, GHM);
        let at = place(visit, ".track").await?;
        touch(visit, "touchStart", Some(at)).await?;
        touch(visit, "touchEnd", None).await?;
        assert_eq!(run(visit, "return said();").await?, HALF);
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn values_at_a_mouse_stand_beside_it_and_leave_the_sentence() {
    visit(async |visit| {
        visit.browser.resize(1280, 900).await?;
        visit.open("index.html").await?;
        let (x, y) = place(visit, ".stage canvas").await?;
        for (to, side) in [(x - 200.0, "right"), (x + 200.0, "left")] {
            let event = json!({"type": "mouseMoved", "x": to, "y": y});
            visit.browser.cdp("Input.dispatchMouseEvent", event).await?;
            let script = format!(
                "const box = inside('.values');
                const where = () => box.getBoundingClientRect();
                await until('values beside the cursor', () => !box.hidden && ({side_of}));
                return [box.querySelectorAll('dd').length > 3, inside('.hint').checkVisibility(),
                    where().left > 0 && where().right < innerWidth];",
                side_of = match side {
                    "right" => format!("where().left > {to}"),
                    _ => format!("where().right < {to}"),
                }
            );
            assert_eq!(run(visit, &script).await?, json!([true, true, true]));
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_link_and_a_frame_start_where_they_say() {
    visit(async |visit| {
        visit.open("index.html#harmonize=0.5").await?;
        let address = "
            const numbers = await said();
            await until('the address', () => location.search);
            return [numbers, location.search, location.hash];";
        let found = run(visit, address).await?;
        assert_eq!(found, json!([HALF, "?harmonize=0.5", ""]));
        visit.goto("about:blank").await?;
        visit.open("zh/index.html?harmonize=0.5").await?;
        assert_eq!(run(visit, "return said();").await?, HALF);
        visit
            .open("embed.html?figure=harmonize&harmonize=1")
            .await?;
        assert_eq!(run(visit, "return said();").await?, GHM);
        let script = "
            press('Home');
            const numbers = await said();
            const { engine } = hero.session;
            const svg = engine.svg('harmonize', 480, 400, false);
            const rows = engine.csv('harmonize').trim().split('\\r\\n').length;
            return [numbers, svg.includes('</svg>'), rows, inside('canvas').getAttribute('aria-label').includes('outliers')];";
        assert_eq!(run(visit, script).await?, json!([CE, true, 31, true]));
        // Where it is locked, and where it has no controls, nothing moves it.
        visit
            .open("embed.html?figure=harmonize&controls=harmonize&lock=harmonize")
            .await?;
        let script = "
            inside('.stops button:last-child').click();
            return [await said(), slider.disabled];";
        assert_eq!(run(visit, script).await?, json!([CE, true]));
        visit.goto("about:blank").await?;
        visit
            .open("embed.html?figure=harmonize&controls=none&harmonize=0.5")
            .await?;
        let script = "return [await said(), inside('.handle') === null];";
        let found = visit
            .ask(&format!(
                "{} {script}",
                TOOLS.replace("const slider", "const none")
            ))
            .await?;
        assert_eq!(found, json!([HALF, true]));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_first_screen_holds_all_of_the_hero() {
    visit(async |visit| {
        for (width, height, touches) in [(1280, 800, false), (390, 844, true)] {
            visit.browser.resize(width, height).await?;
            let touching = json!({"enabled": touches, "maxTouchPoints": 1});
            let command = "Emulation.setTouchEmulationEnabled";
            visit.browser.cdp(command, touching).await?;
            for page in ["index.html", "zh/index.html"] {
                for state in ["", "?harmonize=0.5", "?harmonize=1&bins=100"] {
                    visit.open(&format!("{page}{state}")).await?;
                    let found = run(
                        visit,
                        "await said();
                        const bottom = (element) => element.getBoundingClientRect().bottom;
                        const parts = ['canvas', '.handle', '.hint', '.knobs'].map((part) => bottom(inside(part)));
                        const { scrollWidth } = document.documentElement;
                        return { parts, room: innerHeight, scrollWidth, top: scrollY };",
                    )
                    .await?;
                    let here = format!("{page}{state} {width}x{height}: {found}");
                    for part in found["parts"].as_array().unwrap() {
                        assert!(part.as_f64() <= found["room"].as_f64(), "{here}");
                    }
                    assert_eq!(found["top"], 0, "{here}");
                    assert!(
                        found["scrollWidth"].as_u64() <= Some(width.into()),
                        "{here}"
                    );
                }
            }
        }
        visit.check().await
    });
}

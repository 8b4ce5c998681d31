//! The parameters in the address of a frame: what they set, and how bad ones are reported.

use super::{open, run};
use crate::harness::visit;
use explainer::knob::{KNOBS, Kind, State};
use serde_json::json;

/// A value that differs from the knob's default.
fn another(key: &str, kind: Kind) -> String {
    match kind {
        Kind::Number(number) if number.range.whole => "42".into(),
        Kind::Number(number) => number.range.value(0.125).to_string(),
        Kind::Choice(menu) if key == "data" => menu.options[4].value.into(),
        Kind::Choice(menu) => menu.options[1].value.into(),
        Kind::List(list) => list.options[1].value.into(),
        Kind::Norms => "0.11,0.22,0.33,0.44,0.55,0.66,0.77,0.88".into(),
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn every_knob_is_a_parameter_of_the_frame() {
    let mut state = State::default();
    for knob in KNOBS.iter().filter(|knob| knob.key != "lang") {
        let value = if knob.key == "hbins" {
            "7".into()
        } else {
            another(knob.key, knob.kind)
        };
        state.set(knob.key, &value).unwrap();
    }
    let query = state.query();
    assert_eq!(query.matches('=').count(), KNOBS.len() - 1);
    visit(async |visit| {
        for address in [
            format!("?{query}"),
            format!("#figure=weights&{query}"),
            format!("?bins=3&mu=x#?{query}"),
        ] {
            open(visit, &address).await?;
            let found = run(
                visit,
                "const f = await one(); return [f.state, all(f, '.notes li').length];",
            )
            .await?;
            assert_eq!(found, json!([query, 0]), "{address}");
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn parameters_choose_figure_controls_text_language_and_colours() {
    visit(async |visit| {
        let script = "
            const f = await one();
            return {
                figure: f.figure, keys: keys(f), disabled: all(f, '.knob :disabled').length,
                // The table opens from the menu, and the menu has a button.
                parts: ['.title', '.legend', '.readout', '.table', '.more'].filter((part) => part === '.table' ? !inside(f, part).hidden : inside(f, part) && seen(inside(f, part))).join(' '),
                title: inside(f, '.title').textContent, dark: f.dark, lang: document.documentElement.lang,
                paper: getComputedStyle(document.documentElement).backgroundColor, tab: document.title,
                hint: inside(f, '.readout').textContent,
            };";
        // Its bars say themselves what they are, so it has no legend.
        let everything = ".title .readout .table .more";
        for (address, expected) in [
            (
                "",
                json!({"figure": "distribution", "keys": ["bins", "step"], "disabled": 0, "parts": everything, "dark": false, "lang": "en", "tab": "Distribution of gradient norms"}),
            ),
            (
                "?figure=asl1&controls=mu&lang=zh-CN&theme=dark",
                json!({"figure": "asl1", "keys": ["mu"], "title": "SL1 与 ASL1", "dark": true, "lang": "zh", "paper": "rgb(20, 23, 28)"}),
            ),
            (
                "?figure=asl1&lock=mu&lang=fr&theme=light",
                json!({"keys": ["delta"], "lang": "en", "title": "SL1 and ASL1", "paper": "rgb(252, 251, 248)"}),
            ),
            (
                "?figure=asl1&lock=mu&controls=mu,delta",
                json!({"keys": ["mu", "delta"], "disabled": 2}),
            ),
            (
                "?figure=hand&controls=all&text=title,readout",
                json!({"keys": ["hand", "hbins", "convention", "edge"], "parts": ".title .readout", "hint": "Point at the figure, or focus it and use the arrow keys, to read exact values."}),
            ),
            (
                "?figure=momentum&controls=none&text=none",
                json!({"keys": [], "parts": ""}),
            ),
            (
                "?figure=regions&text=caption&controls=",
                json!({"keys": [], "parts": ".readout"}),
            ),
        ] {
            open(visit, address).await?;
            let found = run(visit, script).await?;
            for (key, value) in expected.as_object().unwrap() {
                assert_eq!(&found[key], value, "{key} of {address}: {found}");
            }
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn what_is_locked_the_reader_cannot_move() {
    visit(async |visit| {
        // Examples of `hand` are dragged; batches of `momentum` are scrubbed and played.
        for (figure, key, at) in [("hand", "hand", 0.25), ("momentum", "batch", 0.75)] {
            for (lock, moves) in [("", true), ("&lock=hand,batch", false)] {
                visit.browser.resize(1000, 700).await?;
                open(visit, &format!("?figure={figure}{lock}")).await?;
                let script = format!(
                    "const f = await one();
                    const canvas = inside(f, 'canvas');
                    const box = canvas.getBoundingClientRect();
                    canvas.setPointerCapture = () => {{}};
                    for (const [type, part] of [['pointerdown', {at}], ['pointermove', {at} + 0.1]]) {{
                        canvas.dispatchEvent(new PointerEvent(type, {{
                            bubbles: true, buttons: 1, clientX: box.x + box.width * part, clientY: box.y + box.height / 2,
                        }}));
                        await frames(2);
                    }}
                    return [f.state.includes('{key}='), !!inside(f, '.player')];"
                );
                let player = moves && figure == "momentum";
                assert_eq!(
                    run(visit, &script).await?,
                    json!([moves, player]),
                    "{figure}{lock}"
                );
            }
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn bad_parameters_are_noted_and_the_figure_starts() {
    visit(async |visit| {
        open(
            visit,
            "?figure=mars&bins=9999&mu=x&data=moon&hand=1,2&colour=red&theme=pink&text=title,poem&controls=bins,zoom&lock=speed&lang=xx&bins=300",
        )
        .await?;
        let found = run(
            visit,
            "const f = await one();
            const notes = all(f, '.notes li').map((item) => item.textContent);
            const box = inside(f, '.notes');
            const before = seen(box);
            box.querySelector('button').click();
            f.bins = 'many';
            const again = all(f, '.notes li').map((item) => item.textContent);
            return { notes, state: f.state, figure: f.figure, before, keys: keys(f), again };",
        )
        .await?;
        let notes = found["notes"].as_array().unwrap();
        for wrong in [
            "mars, so this is another one. There are distribution, harmonize",
            "bins=300",
            "mu=x",
            "data=moon",
            "hand=1,2",
            "colour",
            "theme=pink",
            "text=poem",
            "zoom",
            "speed",
            "lang=xx",
        ] {
            assert!(
                notes.iter().any(|n| n.as_str().unwrap().contains(wrong)),
                "{wrong}: {found}"
            );
        }
        assert_eq!(notes.len(), 11, "{found}");
        assert_eq!(found["figure"], "distribution");
        assert_eq!(found["state"], "bins=200");
        assert_eq!(found["keys"], json!(["bins"]));
        assert_eq!(found["before"], true);
        // Notes that were closed stay closed.
        assert_eq!(found["again"].as_array().unwrap().len(), 1, "{found}");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn nonsense_of_any_length_and_number_is_noted_in_few_words() {
    visit(async |visit| {
        visit.browser.resize(390, 844).await?;
        open(visit, "?figure=distribution").await?;
        let found = run(
            visit,
            "const f = await one();
            const notes = () => all(f, '.notes li').map((item) => item.textContent);
            f.set({ data: `$&${'x'.repeat(30000)}`, name: '$`'.repeat(9000) });
            const values = Object.fromEntries(Array.from({ length: 10000 }, (_, i) => [`nonsense${i}`, i]));
            f.set(values);
            return {
                notes: notes(),
                fits: document.documentElement.scrollWidth <= innerWidth,
                bins: f.value('bins'),
            };",
        )
        .await?;
        let notes = found["notes"].as_array().unwrap();
        assert_eq!(notes.len(), 13, "{found}");
        assert!(
            notes[0].as_str().unwrap().starts_with("data=$&xxx"),
            "{found}"
        );
        for note in notes {
            assert!(note.as_str().unwrap().chars().count() < 400, "{note}");
        }
        assert!(notes[12].as_str().unwrap().starts_with("And "), "{found}");
        assert_eq!(found["fits"], true);
        assert_eq!(found["bins"], 30);
        visit.check().await
    });
}

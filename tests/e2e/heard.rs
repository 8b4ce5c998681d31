//! What a screen reader is given: the browser's accessibility tree of each figure, of the workbench and of a lesson, as
//! roles, names and values. A change of what is heard is then seen in a review.

use crate::harness::{Visit, visit};
use explainer::figure::FIGURES;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;

/// Roles that say nothing by themselves.
const SILENT: [&str; 6] = [
    "none",
    "generic",
    "InlineTextBox",
    "StaticText",
    "LineBreak",
    "RootWebArea",
];

/// What is heard once all has come that comes by itself: names of pictures and announcements follow when a figure rests.
async fn heard(visit: &Visit) -> xtask::Result<String> {
    let (mut last, mut same) = (String::new(), 0);
    for _ in 0..60 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = tree(visit).await?;
        same = if now == last { same + 1 } else { 0 };
        last = now;
        if same == 4 {
            return Ok(last);
        }
    }
    Err("what is heard changes all the time".into())
}

/// The tree of the page, a line for what has a role, indented by what it is in.
async fn tree(visit: &Visit) -> xtask::Result<String> {
    visit.browser.cdp("Accessibility.enable", json!({})).await?;
    let answer = visit
        .browser
        .cdp("Accessibility.getFullAXTree", json!({}))
        .await?;
    let nodes = answer["nodes"].as_array().cloned().unwrap_or_default();
    let by_id: HashMap<&str, &Value> = nodes
        .iter()
        .filter_map(|node| Some((node["nodeId"].as_str()?, node)))
        .collect();
    let mut lines = String::new();
    if let Some(root) = nodes.first() {
        write(root, &by_id, 0, "", &mut lines);
    }
    Ok(lines)
}

fn write(
    node: &Value,
    by_id: &HashMap<&str, &Value>,
    depth: usize,
    above: &str,
    lines: &mut String,
) {
    let text = |key: &str| match &node[key]["value"] {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let (role, name, value) = (text("role"), text("name"), text("value"));
    let ignored = node["ignored"] == true;
    // Bare text is told where nothing around it has it as its name.
    let bare = role == "StaticText" && !name.is_empty() && !above.contains(&name);
    let told = !ignored && (bare || !SILENT.contains(&role.as_str()));
    let mut within = above.to_owned();
    let mut deeper = depth;
    if told {
        let role = if bare { "text" } else { &role };
        *lines += &format!("{}{role}", "  ".repeat(depth));
        for (sign, part) in [(" ", &name), (" = ", &value)] {
            if !part.is_empty() {
                *lines += &format!("{sign}{part:?}");
            }
        }
        let properties = node["properties"].as_array().into_iter().flatten();
        for property in properties {
            if property["name"] == "valuetext" {
                *lines += &format!(" said {}", property["value"]["value"]);
            }
            let set = property["value"]["value"] == true || property["value"]["value"] == "true";
            let kind = property["name"].as_str().unwrap_or_default();
            if set && ["checked", "expanded", "pressed", "disabled"].contains(&kind) {
                *lines += &format!(" {kind}");
            }
        }
        lines.push('\n');
        within.push_str(&name);
        deeper += 1;
    }
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| by_id.get(id)) {
            write(child, by_id, deeper, &within, lines);
        }
    }
}

fn assert(name: &str, heard: &str) {
    insta::with_settings!({snapshot_path => "../snapshots/heard", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, heard);
    });
}

/// Times depend on the machine.
fn without_numbers(text: &str) -> String {
    let digits = text.replace(|it: char| it.is_ascii_digit(), "0");
    let mut all = String::new();
    for it in digits.chars() {
        if !(it == '0' && all.ends_with('0')) {
            all.push(it);
        }
    }
    all
}

const LIVE: &str = "
    const f = await until('the figure', () => document.querySelector('ghm-figure[data-draws]'));
    const { session } = f;
    await until('its data', () => !session.engine.missing() && !session.engine.incomplete());
    if (f.name === 'twin' || f.figure === 'twin') await until('the training', () => !session.twin.busy && session.engine.quote('twin.ap.ce') && !session.engine.twinJob().length);
    if (f.figure === 'regions') await until('its times', () => !f.shadowRoot.textContent.includes('Not measured yet'));
    if (f.figure === 'detector') await until('the scenes', () => f.shadowRoot.querySelector('.scenes canvas')?.style.height);
    return null;";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn each_figure_is_heard_as_it_was() {
    visit(async |visit| {
        for figure in FIGURES {
            let name = figure.name;
            visit.open(&format!("embed.html?figure={name}")).await?;
            visit.ask(LIVE).await?;
            let all = heard(visit).await?;
            assert!(
                all.contains("image "),
                "{name} has a picture with a name: {all}"
            );
            let all = if name == "speed" || name == "regions" {
                without_numbers(&all)
            } else {
                all
            };
            assert(name, &all);
        }
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_workbench_and_a_lesson_are_heard_as_they_were() {
    visit(async |visit| {
        visit.open("workbench.html").await?;
        visit
            .ask(
                "for (const f of document.querySelectorAll('ghm-figure')) {
                    f.scrollIntoView();
                    await until('a figure', () => f.dataset.draws);
                }
                scrollTo(0, 0);
                await until('findings', () => document.querySelector('.found li'));
                return null;",
            )
            .await?;
        assert("workbench", &heard(visit).await?);
        visit.open("lessons/ghm-in-45-minutes.en.html").await?;
        visit
            .ask(
                "await until('the lesson', () => document.querySelector('h1, h2'));
                return null;",
            )
            .await?;
        assert("lesson", &heard(visit).await?);
        Ok(())
    });
}

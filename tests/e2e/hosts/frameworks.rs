//! The npm package in React, Vue and Svelte, in a page that a server renders, and before the programs that check
//! packages.

use super::LIVE;
use super::server::Server;
use crate::harness::{Visit, visit};
use serde_json::json;
use std::net::TcpListener;
use xtask::Result;
use xtask::hosts::frameworks::{Framework, check_package, check_types, server};
use xtask::serve::{self, Options};
use xtask::tools;

/// Presses the page's button, and moves the figure's knob as a reader does.
const MOVES: &str = "
    const figure = document.querySelector('ghm-figure');
    const said = () => document.querySelector('output').textContent;
    const press = () => document.querySelector('button').click();
    const move = async (bins) => {
        const box = await until('the knob', () => figure.shadowRoot.querySelector('.knob[data-key=bins] input[type=number]'));
        box.value = bins;
        box.dispatchEvent(new Event('change'));
    };
";

/// A live figure takes the page's state, and the page hears of its changes and keeps or refuses them.
async fn is_controlled(visit: &Visit) -> Result<()> {
    let script = format!(
        "{MOVES}
        const both = (bins) => until(`${{bins}} bins`, () => figure.bins === bins && said() === String(bins));
        press();
        await both(20);
        await move(33);
        await both(33);
        press();
        await both(20);
        // The page takes no more than 40, also where its own state stays the same.
        await move(60);
        await both(40);
        await move(70);
        await until('what the reader set', () => figure.bins === 70);
        await both(40);
        const box = figure.shadowRoot.querySelector('.knob[data-key=bins] input[type=number]');
        await until('the knob', () => box.value === '40');"
    );
    visit.ask(&script).await.map(drop)
}

#[test]
#[ignore = "needs React, Vue and Svelte: run `cargo xtask test --hosts`"]
fn applications_in_react_vue_and_svelte_control_a_figure() {
    visit(async |visit| {
        for framework in Framework::ALL {
            let folder = framework.build(&tools::shell()?)?;
            let address = serve::spawn(&folder, Options::default()).await?;
            let application = format!("http://{address}/");
            visit.goto(&format!("{application}index.html")).await?;
            let found = visit.ask(LIVE).await?;
            assert_eq!([&found[0], &found[1]], ["weights", "10"], "{framework:?}");
            is_controlled(visit)
                .await
                .map_err(|error| format!("{framework:?}: {error}"))?;
            visit.check_within(&[&application]).await?;
        }
        Ok(())
    });
}

#[test]
#[ignore = "needs React Router: run `cargo xtask test --hosts`"]
fn a_page_that_a_server_renders_holds_the_figure_and_lives_in_the_browser() {
    visit(async |visit| {
        // A port that is free now.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let site = Server::start(&mut server(&tools::shell()?, port)?)?;
        visit.goto(&site.address).await?;
        let html = visit
            .ask("return (await fetch(location.href)).text();")
            .await?;
        let html = html.as_str().unwrap();
        let element =
            "<ghm-figure name=\"weights\" bins=\"10\" controls=\"bins\">Weights</ghm-figure>";
        assert!(html.contains(element), "{html}");
        let found = visit.ask(LIVE).await?;
        assert_eq!([&found[0], &found[1]], ["weights", "10"]);
        let script = format!(
            "{MOVES}
            press();
            await until('what the page set', () => figure.bins === 20 && said().includes('bins=20'));
            await move(33);
            await until('what the reader set', () => said().includes('bins=33'));
            return said();"
        );
        assert_eq!(visit.ask(&script).await?, json!("bins=33"));
        // React tells the console of a page that isn't what the server sent.
        visit.check_within(&[&site.address]).await
    });
}

#[test]
#[ignore = "needs React, Vue and Svelte: run `cargo xtask test --hosts`"]
fn frameworks_know_the_element_and_refuse_what_it_does_not_take() {
    check_types(&tools::shell().unwrap()).unwrap();
}

#[test]
#[ignore = "needs publint and attw: run `cargo xtask test --hosts`"]
fn bundlers_node_and_typescript_find_all_that_the_package_names() {
    check_package(&tools::shell().unwrap()).unwrap();
}

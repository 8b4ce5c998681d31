//! Figures in pages that other programs make. `cargo xtask test --hosts` installs the programs and
//! runs these tests.

mod frameworks;
mod server;

use crate::harness::{CORS, Visit, sending, visit_with};
use serde_json::Value;
use server::Server;
use std::process::Command;
use xtask::Result;
use xtask::hosts::{Host, pack, python};
use xtask::serve::{self, Options};
use xtask::tools;

/// Builds a host's pages with figures of the visited site, and serves them; returns the address.
async fn host(visit: &Visit, host: Host) -> Result<String> {
    let site = format!("http://{}", visit.address);
    let folder = host.build(&tools::shell()?, &site)?;
    let address = serve::spawn(&folder, Options::default()).await?;
    Ok(format!("http://{address}"))
}

/// Waits for a live figure; returns name, bins and the width of its canvas.
const LIVE: &str = "
    const figure = await until('the element', () => document.querySelector('ghm-figure'));
    figure.scrollIntoView();
    await until('a live figure', () => figure.dataset.draws);
    const canvas = figure.shadowRoot.querySelector('canvas');
    return [figure.name, figure.session.engine.get('bins'), canvas.clientWidth];
";

/// Runs a script in the first frame that `selector` finds.
async fn in_frame(visit: &Visit, selector: &str, script: &str) -> Result<Value> {
    let number = visit
        .ask(&format!(
            "const frame = await until('the frame', () => document.querySelector('{selector}'));
            frame.scrollIntoView();
            return [...document.querySelectorAll('iframe')].indexOf(frame);"
        ))
        .await?;
    let number = number.as_u64().ok_or("the frame has no number")?;
    visit.ask_frame(number as u16, script).await
}

/// The frame of a page shows a live figure, which becomes narrower with the window.
async fn lives_and_resizes(visit: &Visit, page: &str) -> Result<()> {
    let frame = "iframe[src*=\"embed.html\"]";
    visit.browser.resize(1200, 900).await?;
    visit.goto(page).await?;
    let wide = in_frame(visit, frame, LIVE).await?;
    assert_eq!([&wide[0], &wide[1]], ["weights", "10"], "{page}");
    visit.browser.resize(420, 900).await?;
    let narrower = format!(
        "const canvas = document.querySelector('ghm-figure').shadowRoot.querySelector('canvas');
        return until('a narrower figure', () => canvas.clientWidth < {} - 50 && canvas.clientWidth);",
        wide[2]
    );
    let narrow = in_frame(visit, frame, &narrower).await?;
    println!("{page}: {} wide, then {narrow}", wide[2]);
    Ok(())
}

/// The element in the page itself is live.
async fn element_lives(visit: &Visit) -> Result<()> {
    let found = visit.ask(LIVE).await?;
    assert_eq!(found[0], "asl1", "{found}");
    Ok(())
}

#[test]
#[ignore = "needs mdBook: run `cargo xtask test --hosts`"]
fn mdbook() {
    visit_with(sending(&[CORS]), async |visit| {
        let book = host(visit, Host::MdBook).await?;
        lives_and_resizes(visit, &format!("{book}/figure.html")).await?;
        element_lives(visit).await
    });
}

#[test]
#[ignore = "needs Sphinx: run `cargo xtask test --hosts`"]
fn sphinx_with_and_without_myst() {
    visit_with(sending(&[CORS]), async |visit| {
        let site = host(visit, Host::Sphinx).await?;
        lives_and_resizes(visit, &format!("{site}/plain.html")).await?;
        lives_and_resizes(visit, &format!("{site}/index.html")).await?;
        element_lives(visit).await
    });
}

#[test]
#[ignore = "needs reveal.js: run `cargo xtask test --hosts`"]
fn reveal_js() {
    visit_with(sending(&[CORS]), async |visit| {
        let talk = host(visit, Host::Reveal).await?;
        visit.browser.resize(1200, 900).await?;
        visit.goto(&format!("{talk}/index.html#/1")).await?;
        let found = in_frame(visit, "iframe[src]", LIVE).await?;
        assert_eq!([&found[0], &found[1]], ["weights", "10"]);
        // reveal.js scales a slide, and the figure with it.
        visit.browser.resize(600, 500).await?;
        visit
            .ask(
                "const frame = document.querySelector('iframe');
                return until('a smaller slide', () => frame.getBoundingClientRect().right <= 600);",
            )
            .await?;
        in_frame(visit, "iframe[src]", LIVE).await.map(drop)
    });
}

#[test]
#[ignore = "needs Jupyter: run `cargo xtask test --hosts`"]
fn jupyter_as_html_and_in_the_lab() {
    visit_with(sending(&[CORS]), async |visit| {
        let html = host(visit, Host::Jupyter).await?;
        lives_and_resizes(visit, &format!("{html}/figure.html")).await?;
        let lab = lab()?;
        visit.browser.resize(1200, 900).await?;
        visit
            .goto(&format!("{}/doc/tree/figure.ipynb", lab.address))
            .await?;
        // The lab asks which kernel to use; accept its choice and run the cell.
        visit
            .ask(
                "const lab = await until('the lab', () => window.jupyterapp);
                await until('the cell', () => document.querySelector('.jp-Cell .cm-content'));
                await until('the kernel', () => document.querySelector('[data-status=idle]'));
                let polls = 0;
                return until('the output', () => {
                    document.querySelector('.jp-Dialog .jp-mod-accept')?.click();
                    // The lab ignores this while it is starting.
                    if (polls++ % 200 === 0) lab.commands.execute('notebook:run-all-cells');
                    return !!document.querySelector('.jp-OutputArea iframe');
                });",
            )
            .await?;
        let found = in_frame(visit, "iframe[src*=\"embed.html\"]", LIVE).await?;
        assert_eq!([&found[0], &found[1]], ["weights", "10"]);
        drop(lab);
        Ok(())
    });
}

/// JupyterLab on a port of its own.
fn lab() -> Result<Server> {
    let folder = xtask::root().join("target/hosts/node/jupyter");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let bin = python("python").parent().map(std::path::Path::to_owned);
    let path = std::env::join_paths(bin.into_iter().chain(std::env::split_paths(&path)))?;
    let mut command = Command::new(python("jupyter"));
    command
        .args(["lab", "--no-browser", "--allow-root", "--ip=127.0.0.1"])
        .args([
            "--port=0",
            "--IdentityProvider.token=",
            "--expose-app-in-browser",
        ])
        .current_dir(&folder)
        .env("PATH", path)
        // Its files stay in this folder.
        .env("JUPYTER_CONFIG_DIR", folder.join("config"))
        .env("JUPYTER_DATA_DIR", folder.join("data"));
    Server::start(&mut command)
}

#[test]
#[ignore = "needs Vite: run `cargo xtask test --hosts`"]
fn vite_with_the_package() {
    visit_with(sending(&[CORS]), async |visit| {
        let application = host(visit, Host::Vite).await?;
        visit.goto(&format!("{application}/index.html")).await?;
        let found = visit.ask(LIVE).await?;
        assert_eq!([&found[0], &found[1]], ["weights", "10"]);
        let loss = visit
            .ask("return until('the loss', () => document.querySelector('output').textContent)")
            .await?;
        assert_eq!(loss, loss_of_four().to_string());
        let application = format!("{application}/");
        visit.check_within(&[&application]).await
    });
}

/// The loss that the package must compute: the crate's own.
fn loss_of_four() -> f64 {
    let options = ghm::Options {
        bins: 5,
        momentum: 0.5,
        ..ghm::Options::classification()
    };
    let mut loss = ghm::GhmC::new(options).unwrap();
    let (logits, targets) = ([-3.0, -2.0, 0.5, 2.5], [0.0, 0.0, 1.0, 0.0]);
    loss.step(&logits, &targets, None).unwrap().loss
}

#[test]
#[ignore = "needs Node: run `cargo xtask test --hosts`"]
fn the_package_in_node() {
    let shell = tools::shell().unwrap();
    let folder = xtask::root().join("target/hosts/node/package");
    std::fs::create_dir_all(&folder).unwrap();
    let packed = pack(&shell, &folder).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(&folder)
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let packed = packed.to_str().unwrap();
    run(
        "npm",
        &[
            "install",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--offline",
            packed,
        ],
    );
    let script = "import init, { GhmC } from 'ghm-explainer';
        await init();
        const step = new GhmC(5, 0.5).step(new Float32Array([-3, -2, 0.5, 2.5]), new Float32Array([0, 0, 1, 0]));
        console.log(JSON.stringify(step.loss));";
    let loss = run("node", &["--input-type=module", "--eval", script]);
    assert_eq!(loss.trim(), loss_of_four().to_string());
    let package = xtask::dist().join("pkg");
    let dry = run(
        "npm",
        &["publish", "--dry-run", "--json", package.to_str().unwrap()],
    );
    assert!(dry.contains("\"ghm-explainer"), "{dry}");
}

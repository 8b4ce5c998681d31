//! Other people's pages that load a version of the element keep working.

use crate::harness::{CORS, page_of_ours, sending, visit_with};
use serde_json::json;
use std::fs;
use xtask::serve::{self, Options};
use xtask::site::VERSION;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_page_of_version_1_works() {
    let page = xtask::root().join("tests/hosts/v1/index.html");
    let page = fs::read_to_string(page).unwrap();
    visit_with(sending(&[CORS]), async |visit| {
        let page = page.replace("SITE", &format!("http://{}", visit.address));
        let file = page_of_ours("v1/index.html", &page);
        let host = serve::spawn(file.parent().unwrap(), Options::default()).await?;
        visit.goto(&format!("http://{host}/")).await?;
        let found = visit
            .ask(
                "const figures = [...document.querySelectorAll('ghm-figure')];
                for (const figure of figures) {
                    figure.scrollIntoView();
                    await until(figure.id, () => figure.dataset.draws);
                }
                const [distribution, weights, asl1, gradient, box] = figures;
                const early = [distribution.bins, distribution.axis, distribution.data, distribution.n,
                    distribution.seed, weights.bins, weights.momentum, weights.convention, asl1.mu, asl1.delta,
                    gradient.gamma, gradient.start, gradient.empty, box.rbins, box.rmomentum];
                weights.bins = 20;
                asl1.setAttribute('mu', '0.1');
                gradient.state = 'gamma=3';
                box.set({ rbins: 5 });
                const changed = () => heard.filter(([kind]) => kind === 'ghm-change').length >= 4;
                await until('the events', changed);
                const late = [weights.value('bins'), asl1.mu, gradient.gamma, gradient.start, box.rbins];
                const names = figures.every((figure) => figure.name === figure.id && figure.figure === figure.id);
                const states = heard.filter(([kind]) => kind === 'ghm-change')
                    .map(([, id, { figure, state }]) => [id, figure, state.includes('=')]).sort();
                return { early, late, names, states, ready: heard.filter(([kind]) => kind === 'ghm-ready').length,
                    chinese: /[一-龥]/.test(weights.heading) };",
            )
            .await?;
        let early = json!([
            12,
            "linear",
            "converged",
            1000,
            2,
            10,
            0.5,
            "paper",
            0.04,
            0.2,
            1,
            "first",
            "decay",
            20,
            0.1
        ]);
        assert_eq!(found["early"], early);
        assert_eq!(found["late"], json!([20, 0.1, 3, "zero", 5]));
        assert_eq!([&found["names"], &found["chinese"]], [true, true]);
        assert_eq!(found["ready"], 11);
        let state = |name: &str| json!([name, name, true]);
        let states = ["asl1", "box-gradient", "gradient", "weights"].map(state);
        assert_eq!(found["states"], json!(states));
        visit
            .check_within(&[&visit.url(""), &format!("http://{host}/")])
            .await
    });
}

/// All names in the folder are relative, so a copy elsewhere works.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_versions_folder_is_whole_wherever_it_is_put() {
    let there = page_of_ours(
        "course/materials/index.html",
        "<!doctype html><title>A course</title><link rel=\"icon\" href=\"data:,\">\
         <script type=\"module\" src=\"ghm/ghm-explainer.js\"></script>\
         <ghm-figure name=\"asl1\">fallback</ghm-figure>",
    );
    let copy = there.with_file_name("ghm");
    fs::create_dir_all(&copy).unwrap();
    for file in fs::read_dir(xtask::dist().join(VERSION)).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    visit_with(Options::default(), async |visit| {
        let course = there.ancestors().nth(2).unwrap();
        let host = serve::spawn(course, Options::default()).await?;
        let page = format!("http://{host}/materials/index.html");
        visit.goto(&page).await?;
        let live = "return until('a live figure', () => document.querySelector('ghm-figure').dataset.draws)";
        visit.ask(live).await?;
        visit.check_within(&[&format!("http://{host}/")]).await
    });
}

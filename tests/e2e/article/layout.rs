//! The page as a whole: its links, a bad address, a phone, and where wasm is forbidden.

use super::{TOOLS, run};
use crate::harness::{CSP, sending, visit, visit_with};
use serde_json::{Value, json};

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn each_section_opens_by_its_link() {
    visit(async |visit| {
        // Both languages have the same structure.
        let page = "index.html";
        visit.open(page).await?;
        let script = "return [...document.querySelectorAll('.contents a, h3 a')].map((a) => a.getAttribute('href'));";
        let links = run(visit, script).await?;
        let links: Vec<&str> = links
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert!(
            links.len() > 14 && links.iter().all(|link| link.starts_with('#')),
            "{links:?}"
        );
        for link in links {
            visit.goto("about:blank").await?;
            visit.open(&format!("{page}{link}")).await?;
            let script = format!(
                "const heading = document.querySelector('{link}');
                await frames(20);
                // The last sections can't be scrolled to the top.
                const end = scrollY + innerHeight > document.documentElement.scrollHeight - 4;
                return [heading.getBoundingClientRect().top, innerHeight, end];"
            );
            let found = run(visit, &script).await?;
            let (top, high) = (found[0].as_f64().unwrap(), found[1].as_f64().unwrap());
            let last = found[2].as_bool().unwrap();
            assert!(
                (-1.0..120.0).contains(&top) || last && (0.0..high).contains(&top),
                "{page}{link}: {found}"
            );
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_bad_address_is_said_and_the_page_goes_on() {
    visit(async |visit| {
        visit.open("index.html?bins=9999&mu=x&colour=red").await?;
        let found = run(
            visit,
            "await figure('distribution');
            return [document.querySelector('.notes').textContent, dock('bins').querySelector('input[type=number]').value];",
        )
        .await?;
        let notes = found[0].as_str().unwrap();
        for wrong in ["bins=9999", "mu=x", "colour"] {
            assert!(notes.contains(wrong), "{notes}");
        }
        assert_eq!(found[1], "200");
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn nothing_is_wider_than_a_phone() {
    visit(async |visit| {
        for page in ["index.html", "zh/index.html"] {
            visit.browser.resize(390, 844).await?;
            visit.open(page).await?;
            let found = run(
                visit,
                "for (const f of document.querySelectorAll('ghm-figure[shared]')) await figure(f.getAttribute('name'));
                const cut = [...document.querySelectorAll('.stack')].filter((table) => {
                    const box = table.parentElement;
                    return box.scrollWidth > box.clientWidth || table.querySelector('td').getAttribute('role') !== 'cell';
                });
                return [document.documentElement.scrollWidth, document.querySelectorAll('.stack').length, cut.length];",
            )
            .await?;
            assert_eq!((&found[1], &found[2]), (&json!(8), &json!(0)), "{page}");
            assert!(
                found[0].as_u64() <= Some(390),
                "{page} is {} wide",
                found[0]
            );
        }
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn where_wasm_is_forbidden_posters_stand_and_say_why() {
    let policy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'";
    visit_with(sending(&[(CSP, policy)]), async |visit| {
        visit.open("index.html").await?;
        let script = format!(
            "{TOOLS}
            const f = document.querySelector('ghm-figure[shared]');
            f.scrollIntoView();
            await until('the failure', () => f.dataset.state === 'failed');
            const image = f.querySelector('img');
            await until('the poster', () => image.complete && image.naturalWidth);
            return [f.shadowRoot.querySelector('.problem').textContent, image.getBoundingClientRect().height > 100];"
        );
        let found = visit.ask(&script).await?;
        assert!(
            found[0].as_str().unwrap().contains("wasm-unsafe-eval"),
            "{found}"
        );
        assert_eq!(found[1], true);
        Ok(())
    });
}

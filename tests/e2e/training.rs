//! Detectors that train in the page: in a worker, or without one.

use crate::harness::{Visit, visit_with};
use detector::train::FINGERPRINTS;
use serde_json::{Value, json};
use xtask::serve::Options;

fn headers(list: &[(&str, &str)]) -> Options {
    let header = |(name, value): &(&str, &str)| (name.parse().unwrap(), value.parse().unwrap());
    Options {
        headers: list.iter().map(header).collect(),
        ..Options::default()
    }
}

/// Where a training runs, and the fingerprints of its networks after 20 steps, as texts.
const TWENTY_STEPS: &str = "
    const training = await open('Training', '');
    for (let i = 0; i < 20; i++) await training.call('step');
    const result = [training.where, ...Array.from(await training.call('fingerprints'), String)];
    training.close();";

async fn in_page(visit: &Visit) -> xtask::Result<Value> {
    let script = format!(
        "return (async () => {{
            const {{ open }} = await import('/pkg/training.js');
            {TWENTY_STEPS}
            return result;
        }})();"
    );
    visit.browser.run(&script).await
}

/// In a frame whose origin is opaque, as course platforms have it.
async fn in_sandbox(visit: &Visit) -> xtask::Result<Value> {
    let script = format!(
        "const frame = document.createElement('iframe');
        frame.sandbox = 'allow-scripts';
        frame.srcdoc = `<script type=module>
            import {{ open }} from '${{location.origin}}/pkg/training.js';
            {TWENTY_STEPS}
            parent.postMessage(result, '*');
        </script>`;
        document.body.append(frame);
        return new Promise((done) => addEventListener('message', ({{ data }}) => done(data)));"
    );
    visit.browser.run(&script).await
}

/// The same bits as natively, on whichever thread.
fn expected(place: &str) -> Value {
    let prints = FINGERPRINTS.map(|print| json!(print.to_string()));
    let mut all = vec![json!(place)];
    all.extend(prints);
    all.into()
}

const CORS: (&str, &str) = ("access-control-allow-origin", "*");
const STRICT: (&str, &str) = (
    "content-security-policy",
    "script-src 'self' 'wasm-unsafe-eval'",
);

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_worker_trains_to_the_bits_of_the_native_program() {
    visit_with(headers(&[STRICT]), async |visit| {
        visit.open("index.html").await?;
        assert_eq!(in_page(visit).await?, expected("worker"));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_worker_from_a_text_trains_where_the_origin_is_opaque() {
    visit_with(headers(&[CORS]), async |visit| {
        visit.open("index.html").await?;
        assert_eq!(in_sandbox(visit).await?, expected("blob"));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_page_itself_trains_where_no_worker_may() {
    let policy = ("content-security-policy", "worker-src 'none'");
    visit_with(headers(&[CORS, policy]), async |visit| {
        visit.open("index.html").await?;
        assert_eq!(in_page(visit).await?, expected("page"));
        assert_eq!(in_sandbox(visit).await?, expected("page"));
        Ok(())
    });
}

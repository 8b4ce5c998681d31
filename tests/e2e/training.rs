//! Detectors that train in the page, with and without a worker, and the figure that shows them.

use crate::harness::{CORS, CSP, Visit, Visitor, sending, visit, visit_by, visit_with};
use crate::table::rows;
use detector::contest::Contest;
use detector::progress::{Progress, Recorded};
use detector::settings::Settings;
use detector::train::FINGERPRINTS;
use explainer::derived::Derived;
use explainer::figure::Figure;
use explainer::knob::State;
use explainer::text::number::percent;
use serde_json::{Value, json};
use xtask::serve::Options;

/// Finds where a training runs, and the fingerprints of its networks after 20 steps, as strings.
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

/// The same in a frame with an opaque origin, as on course platforms.
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

/// The fingerprints of the native program, which must be the same wherever the training runs.
pub fn expected(place: &str) -> Value {
    let prints = FINGERPRINTS.map(|print| json!(print.to_string()));
    let mut all = vec![json!(place)];
    all.extend(prints);
    all.into()
}

const STRICT: (&str, &str) = (CSP, "script-src 'self' 'wasm-unsafe-eval'");

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_worker_trains_to_the_bits_of_the_native_program() {
    visit_with(sending(&[STRICT]), async |visit| {
        visit.open("index.html").await?;
        assert_eq!(in_page(visit).await?, expected("worker"));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_worker_from_a_text_trains_where_the_origin_is_opaque() {
    visit_with(sending(&[CORS]), async |visit| {
        visit.open("index.html").await?;
        assert_eq!(in_sandbox(visit).await?, expected("blob"));
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_page_itself_trains_where_no_worker_may() {
    let policy = (CSP, "worker-src 'none'");
    visit_with(sending(&[CORS, policy]), async |visit| {
        visit.open("index.html").await?;
        assert_eq!(in_page(visit).await?, expected("page"));
        assert_eq!(in_sandbox(visit).await?, expected("page"));
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn without_simd_it_trains_to_the_same_bits() {
    let visitor = Visitor::Chromium(&["--js-flags=--no-enable-sse4-1"]);
    visit_by(visitor, Options::default(), async |visit| {
        visit.open("index.html").await?;
        visit.browser.requests().await?;
        assert_eq!(in_page(visit).await?, expected("worker"));
        let asked = visit.browser.requests().await?;
        let mut trainers = asked
            .iter()
            .filter(|it| it.contains("trainer_bg"))
            .peekable();
        assert!(trainers.peek().is_some(), "{asked:?}");
        assert!(trainers.all(|it| it.contains("scalar")), "{asked:?}");
        visit.check().await
    });
}

/// Trains to the end in two workers at once; returns the progress of each.
async fn trained(visit: &Visit, settings: [&str; 2]) -> xtask::Result<Vec<Progress>> {
    let script = format!(
        "return (async () => {{
            const {{ open }} = await import('/pkg/training.js');
            return Promise.all({}.map(async (settings) => {{
                const training = await open('Training', settings);
                while (await training.call('advance', 1000));
                const progress = Array.from(await training.call('progress'));
                training.close();
                return progress;
            }}));
        }})();",
        json!(settings)
    );
    let found = visit.browser.run(&script).await?;
    let numbers = |row: &Value| -> Vec<f32> {
        let row = row.as_array().into_iter().flatten();
        row.map(|number| number.as_f64().unwrap() as f32).collect()
    };
    let rows = found.as_array().into_iter().flatten();
    Ok(rows
        .map(|row| Progress::decode(&numbers(row)).unwrap())
        .collect())
}

/// 800 steps of each loss on scenes of at most one digit: the AP of every seed is that of the
/// recording, to the bit. With noisy labels the histogram has the shape of the paper's.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn detectors_learn_in_the_page_what_they_learn_natively() {
    let recorded = include_bytes!("../../www/data/recorded_training.bin");
    let recorded = Recorded::decode(recorded).unwrap();
    visit(async |visit| {
        visit.open("index.html").await?;
        let mut found = trained(visit, ["seed=1", "seed=2"]).await?;
        found.extend(trained(visit, ["seed=3", "missing=0.2&false=0.2"]).await?);
        let noisy = found.pop().unwrap();
        let run = &recorded.runs[0];
        for loss in 0..3 {
            let mut mean = 0.0;
            for (seed, progress) in found.iter().enumerate() {
                let ap = &progress.tracks[loss].ap;
                assert_eq!(ap[..], run.aps[loss][seed * ap.len()..][..ap.len()]);
                mean += ap.last().unwrap() / found.len() as f32;
            }
            assert!(mean >= 0.52, "AP {mean}");
        }
        let counts = &noisy.tracks[0].counts;
        let valley = counts.iter().copied().fold(f32::INFINITY, f32::min);
        assert!(counts[29] >= 5.0 * valley, "{counts:?}");
        assert!(counts[0] > 0.97 * counts.iter().sum::<f32>());
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn memory_stays_while_it_trains() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let script = "return (async () => {
            const { open } = await import('/pkg/training.js');
            const training = await open('Training', 'budget=100000&boxes=ghm-r');
            const after = async (steps) => {
                for (let i = 0; i < steps; i++) {
                    await training.call('step');
                    if (i % 10 === 0) {
                        for (const method of ['progress', 'examples', 'sights']) await training.call(method, 'ghm');
                    }
                }
                return training.call('memory');
            };
            const memory = [await after(40), await after(250)];
            training.close();
            return memory;
        })();";
        let memory = visit.browser.run(script).await?;
        assert!(memory[0].as_u64() > Some(1 << 20), "{memory}");
        assert_eq!(memory[0], memory[1]);
        visit.check().await
    });
}

/// What the scripts below share: the figure, its buttons, and the step it shows.
const FIGURE: &str = "
    const figure = document.querySelector('ghm-figure[name=detector]');
    const inside = (selector) => figure.shadowRoot.querySelector(selector);
    await until('the scenes', () => (figure.scrollIntoView(), figure.shadowRoot && inside('.scenes canvas')?.style.height));
    const [main, one, reset] = figure.shadowRoot.querySelectorAll('.transport button');
    const step = () => inside('progress').value;
    const still = async () => {
        // A call to the trainer may still be under way.
        await new Promise((done) => setTimeout(done, 400));
        const before = step();
        await new Promise((done) => setTimeout(done, 300));
        if (step() !== before) throw new Error('it goes on');
        return before;
    };
    const set = (key, value) => {
        const input = inside(`.knob[data-key=${key}] input[type=number]`);
        input.value = value;
        input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const scenes = () => [...figure.shadowRoot.querySelectorAll('.scenes canvas')].map((c) => c.toDataURL());
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_figure_trains_pauses_steps_and_starts_anew() {
    let mut contest = Contest::new(Settings::from_query("budget=60&bins=12").unwrap()).unwrap();
    while !contest.is_done() {
        contest.work().unwrap();
    }
    let state = State {
        bins: 12,
        budget: 60,
        ..State::default()
    };
    let mut derived = Derived::default();
    derived.trainings.live = Some(contest.progress());
    let plot = Figure::named("detector").unwrap().plot(&state, &derived);
    let expected = rows(&plot, &state);
    visit(async |visit| {
        visit.open("index.html?budget=60&bins=12").await?;
        let script = format!(
            "{FIGURE}
                const untrained = scenes();
                main.click();
                await until('five steps', () => step() >= 5);
                main.click();
                const paused = await still();
                one.click();
                await until('one step', () => step() === paused + 1);
                set('bins', 9);
                const kept = await still();
                set('objects', 2);
                await until('a restart', () => step() === 0);
                const others = scenes();
                set('objects', 0.5);
                set('bins', 12);
                await still();
                main.click();
                // After the last step there is one more test of the detector.
                await until('the end', () => step() === 60 && main.textContent === 'Train');
                await still();
                const rows = await tableOf(figure);
                const changed = scenes().every((picture, i) => picture !== untrained[i] && untrained[i] !== others[i]);
                reset.click();
                await until('a reset', () => step() === 0);
                return {{ kept: kept === paused + 1, changed, rows }};"
        );
        let found = visit.ask(&script).await?;
        assert_eq!(found["kept"], true);
        assert_eq!(
            found["changed"], true,
            "scenes are drawn as they are trained"
        );
        assert_eq!(found["rows"], json!(expected));
        visit.check().await
    });
}

/// Another figure with the detector in training as its data: its counts are the trainer's.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn any_figure_can_show_the_detector_in_training() {
    let mut contest = Contest::new(Settings::from_query("budget=50").unwrap()).unwrap();
    while !contest.is_done() {
        contest.work().unwrap();
    }
    let counts = contest.progress().tracks[2].counts.clone();
    let total: f32 = counts.iter().sum();
    let shares = counts
        .iter()
        .map(|&count| f64::from(count) / f64::from(total));
    let shares: Vec<String> = shares
        .map(|share| percent(share, State::default().lang))
        .collect();
    visit(async |visit| {
        visit
            .open("index.html?data=detector&trained=ghm&budget=50")
            .await?;
        let script = format!(
            "{FIGURE}
                await until('the end', () => step() === 50);
                await still();
                const other = document.querySelector('ghm-figure[name=distribution][shared]');
                other.scrollIntoView();
                await until('the other figure', () => other.dataset.draws);
                const rows = await until('the rows', async () => {{
                    const rows = await tableOf(other);
                    return rows.length && rows;
                }});
                return rows.map((row) => row[1]);"
        );
        assert_eq!(visit.ask(&script).await?, json!(shares));
        visit.check().await
    });
}

/// With an initial probability of 0 the logits are infinite at once. No knob allows that, so it is
/// set by hand.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_training_that_diverges_says_so_in_the_readers_language() {
    for (page, message) in [
        ("index.html", "The training diverged at step 1."),
        ("zh/index.html", "训练在第 1 步发散。"),
    ] {
        visit(async |visit| {
            visit.open(page).await?;
            let script = format!(
                "{FIGURE}
                const run = [...figure.session.views].find((view) => view.channel);
                await run.channel.call('set', 'prior=0');
                main.click();
                return until('the message', () => run.problem && inside('.transport output').textContent === run.problem && run.problem);"
            );
            assert_eq!(visit.ask(&script).await?, message);
            visit.check().await
        });
    }
}

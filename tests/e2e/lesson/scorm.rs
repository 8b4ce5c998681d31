//! A package under scorm-again as the run-time of a course system: answers, leaving, coming back, finishing; without a
//! run-time, with one that throws, and with one that does not save.

use super::{run, three_steps};
use crate::harness::{Visit, visit};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use xtask::serve::{self, Options};
use xtask::tools;

/// A course system: `open` starts a visit in a frame, `leave` ends it, and what was kept is there at the next.
const SYSTEM: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>A course</title><link rel=icon href=data:,>
<script src=scorm12.min.js></script><script>
    const attempt = { visits: 0, kept: null };
    const open = (page, change = () => {}) => {
        attempt.visits++;
        const api = new Scorm12API({ autocommit: false, logLevel: 'NONE' });
        if (attempt.kept) api.loadFromJSON(attempt.kept, '');
        // What the run-time took. It lets nobody read some of that.
        const took = api.LMSSetValue;
        attempt.set = {};
        api.LMSSetValue = (key, value) => {
            const answer = took.call(api, key, value);
            if (answer === 'true') attempt.set[key] = value;
            else throw new Error(`${key} = ${value}: ${api.LMSGetErrorString(api.LMSGetLastError())}`);
            return answer;
        };
        attempt.real = api;
        window.API = change(api) ?? api;
        const frame = Object.assign(document.createElement('iframe'), { src: page, width: 1000, height: 800 });
        document.body.append(frame);
    };
    const leave = async () => {
        document.querySelector('iframe').remove();
        await new Promise((done) => setTimeout(done, 100));
        const { 'cmi.suspend_data': suspend_data, 'cmi.core.lesson_status': lesson_status, 'cmi.core.lesson_location': lesson_location } = attempt.set;
        attempt.kept = { suspend_data, core: { lesson_status, lesson_location, entry: 'resume' } };
    };
    const told = () => {
        const { set } = attempt;
        const core = (key) => set[`cmi.core.${key}`];
        const interactions = [];
        for (let n = 0; `cmi.interactions.${n}.id` in set; n++) {
            interactions.push(['id', 'type', 'student_response', 'result'].map((key) => set[`cmi.interactions.${n}.${key}`]));
        }
        return {
            status: core('lesson_status'), raw: core('score.raw'), min: core('score.min'), max: core('score.max'), time: core('session_time'),
            exit: core('exit'), suspend: set['cmi.suspend_data'], location: core('lesson_location'), interactions,
        };
    };
</script><body></body></html>";

/// The course system's folder, with a package as it would unpack it.
fn folder() -> PathBuf {
    // Written only once: tests run at the same time, and none may read a half-written page.
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages/course");
        fs::create_dir_all(&folder).unwrap();
        let package = tools::npm(&tools::shell().unwrap(), "scorm-again").unwrap();
        let script = package.join("dist/scorm12.min.js");
        fs::copy(script, folder.join("scorm12.min.js")).unwrap();
        fs::write(folder.join("index.html"), SYSTEM).unwrap();
        // The player of a lesson that came along, with another lesson in it.
        let page =
            fs::read_to_string(xtask::dist().join("lessons/ghm-in-45-minutes.en.html")).unwrap();
        let mark = "id=\"lesson\">";
        let (before, rest) = page.split_once(mark).unwrap();
        let (_, after) = rest.split_once("</script>").unwrap();
        let (lesson, notes) = lesson::read(&three_steps().to_string()).unwrap();
        assert_eq!(notes, []);
        let player = format!("{before}{mark}null</script>{after}");
        let start = player.find("<title>").unwrap();
        let end = player.find("</title>").unwrap();
        let player = format!("{}<title>{}", &player[..start], &player[end..]);
        let page = lesson::package::page(&player, &lesson).unwrap();
        let zip = lesson::package::scorm(&page, &lesson).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
        zip.extract(folder.join("package")).unwrap();
        folder
    });
    FOLDER.clone()
}

async fn course(visit: &Visit) -> xtask::Result<()> {
    let address = serve::spawn(&folder(), Options::default()).await?;
    visit.goto(&format!("http://{address}/index.html")).await
}

/// Runs a script in the lesson's frame.
async fn inside(visit: &Visit, script: &str) -> xtask::Result<Value> {
    visit.enter_frame(0).await?;
    let found = run(visit, script).await;
    visit.browser.client.enter_parent_frame().await?;
    found
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_learner_answers_leaves_comes_back_and_finishes() {
    visit(async |visit| {
        course(visit).await?;
        run(visit, "open('package/index.html');").await?;
        let first = inside(
            visit,
            "await player();
            const at = place();
            await answer('a');
            await answer('c');
            return [at, document.querySelector('.report').textContent];",
        )
        .await?;
        assert_eq!(first[0], "Step 1 of 3");
        assert_eq!(first[1], "Your answers are kept by the course system.");
        let told = run(visit, "return told();").await?;
        assert_eq!(told["status"], "incomplete");
        assert_eq!(
            told["interactions"],
            json!([
                ["step-1", "choice", "a", "wrong"],
                ["step-1-try-2", "choice", "c", "correct"]
            ])
        );
        inside(visit, "press('Next'); await answer('two'); return place();").await?;
        let left = run(
            visit,
            "await leave(); return { ...told(), over: attempt.real.isTerminated() };",
        )
        .await?;
        assert_eq!(
            left["over"], true,
            "the session ends when the learner leaves"
        );
        assert_eq!(left["exit"], "suspend");
        assert_eq!(left["location"], "1");
        assert!(
            left["time"].as_str().unwrap().starts_with("0000:0"),
            "{left}"
        );
        assert!(left["suspend"].as_str().unwrap().len() <= 4096);
        run(visit, "open('package/index.html');").await?;
        let back = inside(
            visit,
            "await player();
            const at = place();
            const chosen = (await form()).querySelector(':checked').value;
            press('Back');
            const f = await form();
            const given = [f.querySelector(':checked')?.value, await verdict(f)];
            press('Next'); press('Next');
            await answer('12');
            press('To the results');
            return { at, chosen, given, results: document.querySelector('.results').textContent };",
        )
        .await?;
        assert_eq!(back["at"], "Step 2 of 3", "{back}");
        assert_eq!(back["chosen"], "two");
        assert_eq!(back["given"][0], "c");
        let results = back["results"].as_str().unwrap();
        assert!(
            results.contains("2 of 3 right at the first answer: 67 %."),
            "{results}"
        );
        assert!(results.contains("Passed"), "{results}");
        let told = run(visit, "return told();").await?;
        assert_eq!(
            [&told["status"], &told["raw"], &told["min"], &told["max"]],
            ["passed", "67", "0", "100"]
        );
        assert_eq!(
            told["interactions"],
            json!([["step-3", "numeric", "12", "correct"]])
        );
        run(visit, "await leave(); return told();").await?;
        visit.check_console().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn without_a_run_time_the_lesson_runs_and_says_that_nobody_is_told() {
    visit(async |visit| {
        course(visit).await?;
        run(
            visit,
            "open('package/index.html', () => ({})); delete window.API;",
        )
        .await?;
        let found = inside(
            visit,
            "await player();
            const says = document.querySelector('.report').textContent;
            await answer('c');
            press('Next'); await answer('one');
            press('Next'); await answer('12');
            press('To the results');
            return [says, document.querySelector('.score').textContent];",
        )
        .await?;
        assert!(
            found[0]
                .as_str()
                .unwrap()
                .starts_with("This lesson runs by itself"),
            "{found}"
        );
        assert_eq!(found[1], "2 of 3 right at the first answer: 67 %.");
        visit.check_console().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_run_time_that_throws_stops_no_lesson() {
    visit(async |visit| {
        course(visit).await?;
        let throws = "open('package/index.html', (api) => new Proxy({}, {
            get: (_, name) => (...values) => {
                if (!attempt.well) throw new Error('no session');
                return api[name](...values);
            },
        }));";
        run(visit, throws).await?;
        let found = inside(
            visit,
            "await player();
            const says = document.querySelector('.report').textContent;
            await answer('c');
            press('Next'); await answer('two');
            return [says, place()];",
        )
        .await?;
        assert!(found[0].as_str().unwrap().contains("no session"), "{found}");
        assert_eq!(found[1], "Step 2 of 3");
        // The system answers again: it is told all that was answered meanwhile.
        run(visit, "attempt.well = true;").await?;
        let again = "press('Try again'); return document.querySelector('.report').textContent;";
        let says = inside(visit, again).await?;
        assert_eq!(says, "Your answers are kept by the course system.");
        let told = run(visit, "return told();").await?;
        let answers = json!([
            ["step-1", "choice", "c", "correct"],
            ["step-2", "choice", "b", "correct"]
        ]);
        assert_eq!(told["interactions"], answers);
        visit.check_console().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_commit_that_fails_loses_nothing_and_is_told() {
    visit(async |visit| {
        course(visit).await?;
        let fails = "open('package/index.html', (api) => {
            attempt.well = false;
            const call = (name) => (...values) => {
                if (attempt.well || name === 'LMSInitialize') return api[name](...values);
                if (name === 'LMSCommit') return 'false';
                // What was set but not saved is lost in this system.
                return name === 'LMSSetValue' ? 'true' : name === 'LMSGetLastError' ? '101' : name === 'LMSGetErrorString' ? 'General exception' : api[name](...values);
            };
            return Object.fromEntries(['LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit', 'LMSGetLastError', 'LMSGetErrorString'].map((name) => [name, call(name)]));
        });";
        run(visit, fails).await?;
        let says = inside(
            visit,
            "await player();
            await answer('c');
            press('Next'); await answer('one'); await answer('two');
            return document.querySelector('.report').textContent;",
        )
        .await?;
        let says = says.as_str().unwrap();
        assert!(
            says.contains("did not take your answers (LMSCommit 101 General exception)"),
            "{says}"
        );
        let told = run(visit, "return told();").await?;
        assert_eq!(told["interactions"], json!([]), "nothing was kept");
        run(visit, "attempt.well = true;").await?;
        let says = inside(
            visit,
            "press('Try again'); return document.querySelector('.report').textContent;",
        )
        .await?;
        assert_eq!(says, "Your answers are kept by the course system.");
        let told = run(visit, "return told();").await?;
        assert_eq!(
            told["interactions"],
            json!([
                ["step-1", "choice", "c", "correct"],
                ["step-2", "choice", "a", "wrong"],
                ["step-2-try-2", "choice", "b", "correct"],
            ])
        );
        assert_eq!([&told["status"], &told["raw"]], ["incomplete", "33"]);
        visit.check_console().await
    });
}

//! How files come, what can be changed, and what goes wrong.

use super::run;
use crate::harness::visit;
use serde_json::json;

/// A table that takes a while to read.
const LONG: &str = "
    const row = (i) => `${(i % 97) / 10 - 6},${Number(i % 10 === 0)}\\n`;
    const rows = Array.from({ length: 970 }, (_, i) => row(i)).join('');
    const long = new File(['logit,target\\n', ...new Array(1500).fill(rows)], 'long.csv');
    const short = (name, text) => new File([text], name);
    const mine = short('mine.csv', 'logit,target\\n-3,0\\n1.5,1\\n9,1\\n');
";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_file_dropped_anywhere_is_read_and_the_page_stays() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            &format!(
                "{LONG}
                const data = new DataTransfer();
                data.items.add(mine);
                const over = new DragEvent('dragover', {{ dataTransfer: data, bubbles: true, cancelable: true }});
                const dropped = new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }});
                document.querySelector('h1').dispatchEvent(over);
                document.querySelector('h1').dispatchEvent(dropped);
                const answer = await said();
                // Text that is dropped into a field is not a file.
                const text = new DataTransfer();
                text.setData('text/plain', '3');
                const other = new DragEvent('drop', {{ dataTransfer: text, bubbles: true, cancelable: true }});
                document.body.dispatchEvent(other);
                return [answer, over.defaultPrevented, dropped.defaultPrevented, other.defaultPrevented, facts(),
                    engine.get('data')];"
            ),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                "mine.csv is read. The figures that share their settings now show it.",
                true,
                true,
                false,
                ["3 examples", "2 positive", "0 ignored"],
                "file"
            ])
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_reading_can_be_cancelled_and_the_last_good_data_stay() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            &format!(
                "{LONG}
                await give(mine);
                choose(long);
                const bar = await until('progress', () => host.querySelector('progress')?.value > 0 && host.querySelector('progress'));
                const share = bar.value;
                host.querySelector('.under-way button').click();
                const cancelled = await said();
                const kept = engine.quote('n');
                const whole = await give(long);
                return [share > 0 && share < 1, cancelled, kept, whole, facts()[0]];"
            ),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                true,
                "Cancelled. The figures stay as they were.",
                "3",
                "long.csv is read. The figures that share their settings now show it.",
                "1,455,000 examples"
            ])
        );
        visit.check().await
    });
}

/// In the first case the worker says so; in the second it is silent, as one is whose memory the browser took.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_worker_that_dies_is_told_and_the_next_file_has_a_new_one() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            &format!(
                "{LONG}
                const Real = Worker;
                const workers = [];
                window.Worker = class extends Real {{
                    constructor(...args) {{
                        super(...args);
                        workers.push(this);
                    }}
                }};
                await give(mine);
                await until('its findings and the next worker', () => host.querySelector('.found li') && workers.length === 3);
                const deaths = [
                    (worker) => worker.dispatchEvent(new ErrorEvent('error', {{ message: 'out of memory' }})),
                    (worker) => worker.terminate(),
                ];
                // The deadline of twenty seconds passes soon.
                const later = setTimeout;
                window.setTimeout = (act, ms, ...rest) => later(act, ms > 5000 ? 3000 : ms, ...rest);
                const told = [];
                for (const die of deaths) {{
                    choose(long);
                    await until('progress', () => host.querySelector('progress')?.value > 0);
                    die(workers.at(-1));
                    told.push(await said(), engine.quote('n'));
                }}
                window.setTimeout = later;
                told.push(await give(mine), await until('all workers', () => workers.length > 5 && workers.length));
                return told;"
            ),
        )
        .await?;
        let found = found.as_array().unwrap();
        let text = |at: usize| found[at].as_str().unwrap();
        assert!(text(0).starts_with("long.csv was not read: the reader stopped (out of memory)."));
        assert!(text(2).starts_with("long.csv was not read: the reader stopped (no answer)."));
        assert_eq!([text(1), text(3)], ["3", "3"]);
        assert!(text(4).starts_with("mine.csv is read."));
        // Each reading has a worker of its own, four in all; the findings of all have one; one waits for the next.
        assert_eq!(found[5], 6);
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn what_columns_mean_is_shown_and_can_be_changed() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            &format!(
                "{LONG}
                const shown = () => [...host.querySelectorAll('select[data-focus]')].map((it) => [it.dataset.focus, it.value]);
                const before = await give(short('two.csv', 'logit,raw_logit,target,valid\\n-3,-2,0,1\\n1.5,4,1,1\\n9,8,1,0\\n'));
                const first = [shown(), facts(), engine.quote('n'),
                    [...host.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent).join(' '))];
                // Another column is taken for the logits, and the mask is left out.
                await pick('column raw_logit', 'logits');
                await pick('column valid', '');
                const second = [shown(), facts(), engine.quote('n')];
                // A new file is read without these choices.
                await give(short('two.csv', 'logit,target,valid\\n-3,0,1\\n1.5,1,1\\n9,1,0\\n'));
                return [first, second, facts()];"
            ),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                [
                    [
                        ["column logit", "logits"],
                        ["column raw_logit", ""],
                        ["column target", "targets"],
                        ["column valid", "mask"]
                    ],
                    ["2 examples", "1 positive", "1 ignored"],
                    "2",
                    ["-3 -2 0 1", "1.5 4 1 1", "9 8 1 0"]
                ],
                [
                    [
                        ["column logit", ""],
                        ["column raw_logit", "logits"],
                        ["column target", "targets"],
                        ["column valid", ""]
                    ],
                    ["3 examples", "2 positive", "0 ignored"],
                    "3"
                ],
                ["2 examples", "1 positive", "1 ignored"]
            ])
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn one_class_or_a_softmax_can_be_chosen() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            &format!(
                "{LONG}
                await give(short('three.csv', 'logit_0,logit_1,logit_2,label\\n-3,-2,1,2\\n1.5,4,0,1\\n9,8,1,0\\n'));
                const all = facts();
                await pick('class', '1');
                const one = facts();
                await pick('classes', 'softmax');
                return [all, one, facts(), menuOf('class') === undefined];"
            ),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                ["9 examples", "3 positive", "0 ignored"],
                ["3 examples", "1 positive", "0 ignored"],
                ["3 examples", "3 positive", "0 ignored"],
                true
            ])
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn several_files_are_batches_for_the_moving_average() {
    visit(async |visit| {
        visit.open("index.html?momentum=0.75").await?;
        let found = run(
            visit,
            &format!(
                "{LONG}
                const of = (i) => short(`step${{i}}.csv`, `logit,target\\n${{-i}},0\\n1.5,1\\n`);
                await give(...[10, 9, 11].map(of));
                return [facts(), engine.batches(), notes(), engine.csv('momentum').trim().split('\\n').length > 3];"
            ),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                ["6 examples", "3 positive", "0 ignored", "3 batches"],
                3,
                ["3 batches were read, in the order of their names"],
                true
            ])
        );
        visit.check().await
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn refusals_are_said_in_chinese() {
    visit(async |visit| {
        visit.open("zh/index.html").await?;
        let found = run(
            visit,
            &format!(
                "{LONG}
                const refused = await give(short('mine.csv', 'logit,target\\n1,0\\n2,dog\\n'));
                const asked = await give(short('p.csv', 'x,y\\n0.2,0\\n0.9,1\\n'));
                await press('这些是概率');
                return [refused, asked, message(), facts(), notes()];"
            ),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                "未读入 mine.csv：列 `target` 既有数（如第 2 行）又有词（如 `dog`），应只有一种。图表保持不变。",
                "未读入 p.csv：`x` 的值都在 0 到 1 之间：是 logit 还是概率。图表保持不变。",
                "已读入 p.csv，共用设置的图表均改用这些数据。",
                ["2 个样本", "正样本 1 个", "忽略 0 个"],
                ["`x` 按概率读取，logit 为 ln p - ln(1 - p)"]
            ])
        );
        visit.check().await
    });
}

/// The page has no origin there: a worker can only come from a text.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn files_are_read_in_a_frame_without_an_origin() {
    visit(async |visit| {
        let frame = format!(
            "<iframe sandbox=\"allow-scripts\" src=\"{}\" style=\"width: 100%; height: 700px\"></iframe>",
            visit.url("index.html")
        );
        let page = crate::harness::page_of_ours("files.html", &frame);
        visit
            .goto_frame_of(&format!("file://{}", page.display()))
            .await?;
        let found = run(
            visit,
            &format!("{LONG} return [self.origin, await give(mine), facts()];"),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                "null",
                "mine.csv is read. The figures that share their settings now show it.",
                ["3 examples", "2 positive", "0 ignored"]
            ])
        );
        visit
            .check_within(&[&visit.url(""), &format!("file://{}", page.display())])
            .await
    });
}

/// What must not leave a machine is read in a page that can't send anything.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_article_as_one_file_reads_files() {
    visit(async |visit| {
        let file = visit.file("ghm-explainer.html");
        visit.goto(&file).await?;
        let found = run(
            visit,
            &format!("{LONG} return [await give(mine), facts()];"),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                "mine.csv is read. The figures that share their settings now show it.",
                ["3 examples", "2 positive", "0 ignored"]
            ])
        );
        visit.check_within(&[&file]).await
    });
}

/// Where no worker may start, the page's own thread reads in slices.
#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn files_are_read_where_no_worker_may_start() {
    visit(async |visit| {
        visit.open("index.html").await?;
        let found = run(
            visit,
            &format!(
                "{LONG}
                window.Worker = class {{ constructor() {{ throw new Error('forbidden'); }} }};
                return [await give(mine), facts(), await give(long), facts()[0]];"
            ),
        )
        .await?;
        assert_eq!(
            found,
            json!([
                "mine.csv is read. The figures that share their settings now show it.",
                ["3 examples", "2 positive", "0 ignored"],
                "long.csv is read. The figures that share their settings now show it.",
                "1,455,000 examples"
            ])
        );
        visit.check().await
    });
}

//! The page with what readers asked next.

use crate::harness::visit;
use serde_json::json;

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn the_aid_to_decide_names_what_was_measured_nearest() {
    visit(async |visit| {
        for (page, expected) in [
            (
                "questions.html",
                [
                    "Stay with cross-entropy.",
                    "Switch to GHM-C.",
                    "It turns near your data.",
                    "Positives have to be",
                ],
            ),
            (
                "zh/questions.html",
                [
                    "继续用交叉熵。",
                    "换用 GHM-C。",
                    "你的数据正处在转折处。",
                    "正样本至少为 1",
                ],
            ),
        ] {
            visit.open(page).await?;
            let script = "
                const aid = await until('the aid', () => document.querySelector('.decide:not([hidden])'));
                aid.scrollIntoView();
                const answer = aid.querySelector('.answer');
                await until('the first answer', () => answer.textContent);
                const first = aid.dataset.verdict;
                const ask = async (kind, positives, wrong) => {
                    aid.querySelector('[name=kind]').value = kind;
                    aid.querySelector('[name=positives]').value = positives;
                    aid.querySelector('[name=wrong]').value = wrong;
                    aid.dataset.verdict = 'asked';
                    aid.querySelector('[name=kind]').dispatchEvent(new Event('input', { bubbles: true }));
                    await until('an answer', () => aid.dataset.verdict !== 'asked');
                    const rows = [...aid.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent));
                    return [answer.textContent, rows, aid.querySelectorAll('.limits li').length];
                };
                return [first, await ask('turned', 30, 300), await ask('missing', 44, 31), await ask('positive', 10, 22), await ask('none', 0, 0)];";
            let found = visit.ask(script).await?;
            assert_eq!(found[0], "either", "{page}: {found}");
            for (i, start) in expected.into_iter().enumerate() {
                let said = found[i + 1][0].as_str().unwrap();
                assert!(said.starts_with(start), "{page}: {said}");
            }
            // Numbers are those that the page quotes elsewhere.
            let rows = found[2][1].as_array().unwrap();
            assert_eq!(rows.len(), 2, "{found}");
            let numbers = rows[0].as_array().unwrap()[1..].to_vec();
            assert_eq!(
                numbers,
                ["0.307 ± 0.055", "0.400 ± 0.027", "0.431 ± 0.012"]
                    .map(|it| json!(it.replace("± ", "±\u{a0}"))),
                "{page}"
            );
            assert_eq!(found[3][1].as_array().unwrap().len(), 3, "{found}");
            assert_eq!(found[4][1], json!([]), "{found}");
            assert!(found[1][2].as_u64() >= Some(1), "{found}");
            visit.check().await?;
        }
        Ok(())
    });
}

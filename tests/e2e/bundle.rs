//! Bundled modules do what modules do, in the browser that runs them.

use crate::harness::visit;
use serde_json::json;
use xtask::bundle::{Form, Sources, bundle};

/// Modules that note what happens in `globalThis.seen`.
fn sources() -> Sources {
    let modules = [
        (
            "a.js",
            "note('a', typeof this, String(b), $lazily);
             import b, { name as $lazily, once } from './b.js';
             import * as all from './b.js';
             import { once as again } from './b-again.js';
             export { later } from './c.js';
             export const { x, y: [z] } = { x: `
// no comment: ${once()}
`, y: ['/** no comment'] };
             note(Object.keys(all).sort().join(), once(), again(), all.once === once);
             export default class { #hidden = 1; has() { return this.#hidden } }
             export function strict() { try { undeclared = 1 } catch (error) { return error.name } }
             export const load = () => import('./d.js')",
        ),
        (
            "b.js",
            "note('b')
             export const name = 'name', document = 1
             let calls = 0
             export function once() { return ++calls }
             export default 6 * 7",
        ),
        (
            "b-again.js",
            "let calls = 0; export const once = () => (calls += 10);",
        ),
        (
            "c.js",
            "note('c'); const here = () => 'here'; export { here as later };",
        ),
        (
            "d.js",
            "import { x } from './a.js';
             note('d', x.length);
             export const found = x; export default null;",
        ),
    ];
    let owned = modules.map(|(path, text)| (path.to_owned(), text.to_owned()));
    owned.into()
}

const PREPARE: &str =
    "globalThis.seen = []; globalThis.note = (...all) => seen.push(all.join(' '));";

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn bundled_modules_run_once_in_order_and_strictly() {
    visit(async |visit| {
        visit.open("embed.html").await?;
        let module = bundle(&sources(), "a.js", Form::Module)?;
        let found = visit
            .ask(&format!(
                "{PREPARE}
                 const code = new Blob([{}], {{ type: 'text/javascript' }});
                 const it = await import(URL.createObjectURL(code));
                 const [one, two] = await Promise.all([it.load(), it.load()]);
                 return [
                    seen, Object.keys(it).sort().join(), it.x, it.z, new it.default().has(), it.strict(),
                    it.later(), one === two, one.found === it.x, Object.keys(one).sort().join(),
                 ];",
                json!(module)
            ))
            .await?;
        let seen = [
            "b",
            "c",
            "a undefined 42 name",
            "default,document,name,once 2 10 true",
            "d 18",
        ];
        assert_eq!(
            found,
            json!([
                seen,
                "default,later,load,strict,x,z",
                "\n// no comment: 1\n",
                "/** no comment",
                1,
                "ReferenceError",
                "here",
                true,
                true,
                "default,found",
            ]),
            "{module}"
        );
        Ok(())
    });
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn a_bundled_script_keeps_its_names_to_itself() {
    visit(async |visit| {
        visit.open("embed.html").await?;
        let script = bundle(&sources(), "a.js", Form::Script)?;
        let found = visit
            .ask(&format!(
                "{PREPARE}
                 const before = Object.getOwnPropertyNames(globalThis).length;
                 const tag = document.createElement('script');
                 tag.textContent = {};
                 document.head.append(tag);
                 const after = Object.getOwnPropertyNames(globalThis).length;
                 const lexical = (0, eval)('typeof e') + (0, eval)('typeof t');
                 return [seen.length, after - before, lexical];",
                json!(script)
            ))
            .await?;
        assert_eq!(found, json!([4, 0, "undefinedundefined"]), "{script}");
        visit.check().await
    });
}

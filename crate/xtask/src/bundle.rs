//! Our few ES modules as one script: what file:// and a frame without an origin can load.
//!
//! Each module becomes a function that returns what it exports, called when it is first imported.
//! Only the forms of import and export that our modules and wasm-bindgen's use are known; anything
//! else is an error that names file and line, so nothing is bundled wrongly in silence. A bundler
//! from crates.io would bring a whole compiler of JavaScript, minutes of building in each clean
//! run, for what are a dozen files of ours.

use crate::Result;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the bundle is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A classic script.
    Script,
    /// A module that exports what its entry does.
    Module,
}

/// The module that knows where files are.
pub const FILES: &str = "www/files.js";

/// Modules by their paths, such as `www/load.js`.
pub type Sources = BTreeMap<String, String>;

/// Bundles a module and all that it imports, now or later.
pub fn bundle(sources: &Sources, entry: &str, form: Form) -> Result<String> {
    let mut bundle = Bundle {
        sources,
        form,
        done: Vec::new(),
        open: Vec::new(),
        later: Vec::new(),
        body: String::new(),
    };
    let exports = bundle.add(entry)?;
    while let Some(path) = bundle.later.pop() {
        bundle.add(&path)?;
    }
    let start = name(entry);
    let (address, end) = match form {
        Form::Script => (
            "const here = document.currentScript?.src || document.baseURI;\n",
            format!("{start}();\n"),
        ),
        Form::Module => ("", format!("return {start}();\n")),
    };
    let head = "const lazily = (make) => { let made; return () => (made ??= make()); };\n";
    let body = bundle.body;
    let whole = format!("(() => {{\n'use strict';\n{address}{head}{body}{end}}})();\n");
    Ok(match form {
        Form::Script => whole,
        Form::Module => {
            let names: Vec<String> = exports.iter().map(|(outer, _)| outer.clone()).collect();
            format!("export const {{ {} }} = {whole}", names.join(", "))
        }
    })
}

/// Whether a line is comment and nothing else; `inside` says that one goes on into the next line.
/// They stay in the sources: who reads a bundle waits for every byte of it.
fn is_comment(line: &str, inside: &mut bool) -> bool {
    let text = line.trim();
    if *inside || text.starts_with("/**") {
        *inside = !text.contains("*/");
        return *inside || text.ends_with("*/");
    }
    text.starts_with("// ")
}

/// Pairs of a name outside a module and the one inside.
type Names = Vec<(String, String)>;

struct Bundle<'a> {
    sources: &'a Sources,
    form: Form,
    /// Modules that are in the body, with their exports.
    done: Vec<(&'a str, Names)>,
    /// Modules being read: who imports one of these goes in a circle.
    open: Vec<String>,
    /// What is imported by a call: it may import its importer.
    later: Vec<String>,
    body: String,
}

impl<'a> Bundle<'a> {
    /// Adds a module, after those it imports; returns its exports.
    fn add(&mut self, path: &str) -> Result<Names> {
        if let Some((_, exports)) = self.done.iter().find(|(done, _)| *done == path) {
            return Ok(exports.clone());
        }
        if self.open.iter().any(|open| open == path) {
            return Err(format!("{path} imports itself by way of {}", self.open.join(", ")).into());
        }
        let (path, source) = self
            .sources
            .get_key_value(path)
            .ok_or_else(|| format!("there is no module {path}"))?;
        // The glue of both engines is the same text: one copy, called once for each.
        let twin = self
            .done
            .iter()
            .find(|(done, _)| self.sources[*done] == *source);
        let relative = source.contains("'./") || source.contains("'../");
        if let Some((twin, exports)) = twin.filter(|_| !relative).cloned() {
            writeln!(
                self.body,
                "const {} = lazily({}_make);",
                name(path),
                name(twin)
            )?;
            self.done.push((path, exports.clone()));
            return Ok(exports);
        }
        self.open.push(path.clone());
        let mut exports = Names::new();
        let mut code = String::new();
        let mut comment = false;
        for (number, line) in source.lines().enumerate() {
            if is_comment(line, &mut comment) {
                continue;
            }
            let line = self
                .line(path, line, &mut exports)
                .map_err(|error| format!("{path}, line {}: {error}", number + 1))?;
            code += &line;
            code += "\n";
        }
        self.open.pop();
        let fields = exports
            .iter()
            .map(|(outer, inner)| format!("{outer}: {inner}"));
        let fields: Vec<String> = fields.collect();
        let name = name(path);
        write!(
            self.body,
            "const {name}_make = () => {{\n{code}return {{ {} }};\n}};\nconst {name} = lazily({name}_make);\n",
            fields.join(", ")
        )?;
        self.done.push((path, exports.clone()));
        Ok(exports)
    }

    fn line(&mut self, path: &str, line: &str, exports: &mut Names) -> Result<String> {
        if let Some(import) = line.strip_prefix("import ") {
            return self.import(path, import);
        }
        let Some(export) = line.strip_prefix("export ") else {
            return self.inner(path, line);
        };
        if let Some(list) = export.strip_prefix('{') {
            let list = list.strip_suffix("};").ok_or("this list has no end")?;
            exports.extend(
                names(list)?
                    .into_iter()
                    .map(|(inner, outer)| (outer, inner)),
            );
            return Ok(String::new());
        }
        let named = export.strip_prefix("default ");
        if let Some(inner) = named.and_then(|rest| rest.strip_suffix(';')) {
            if inner.starts_with(|c: char| c.is_ascii_digit()) || !inner.chars().all(is_name) {
                return Err("this way to export is not known here".into());
            }
            exports.push(("default".into(), inner.into()));
            return Ok(String::new());
        }
        let declared = ["function ", "async function ", "class ", "const "];
        let declared = declared.iter().find_map(|kind| export.strip_prefix(kind));
        let declared = declared.ok_or("this way to export is not known here")?;
        let end = declared
            .find(|c: char| !is_name(c))
            .unwrap_or(declared.len());
        if end == 0 {
            return Err("a name is expected".into());
        }
        let declared = declared[..end].to_owned();
        exports.push((declared.clone(), declared));
        self.inner(path, export)
    }

    /// `{ a, b as c } from './x.js';` or `'./x.js';`.
    fn import(&mut self, path: &str, import: &str) -> Result<String> {
        let (wanted, from) = match import.strip_prefix('{') {
            Some(list) => list
                .split_once("} from ")
                .ok_or("this list has no end on its line")?,
            None => ("", import),
        };
        let from = quoted(from.strip_suffix(';').unwrap_or_default())
            .ok_or("this way to import is not known here")?;
        let from = resolve(path, from)?;
        let there = self.add(&from)?;
        let wanted = names(wanted)?;
        if let Some((missing, _)) = wanted
            .iter()
            .find(|(outer, _)| !there.iter().any(|(known, _)| known == outer))
        {
            return Err(format!("{from} exports no {missing}").into());
        }
        let wanted: Vec<String> = wanted
            .iter()
            .map(|(outer, inner)| format!("{outer}: {inner}"))
            .collect();
        let module = name(&from);
        Ok(match wanted.as_slice() {
            [] => format!("{module}();"),
            _ => format!("const {{ {} }} = {module}();", wanted.join(", ")),
        })
    }

    /// What a line inside of a module may hold: `import('./x.js')` and `import.meta.url`.
    fn inner(&mut self, path: &str, line: &str) -> Result<String> {
        let mut code = String::new();
        let mut rest = line;
        while let Some((before, after)) = split_at_import(rest) {
            code += before;
            if before.ends_with(['\'', '"', '`', '/']) {
                return Err("these words in a text or comment would be taken for code".into());
            }
            if let Some(after) = after.strip_prefix(".meta.url") {
                // The glue's guess at its wasm's place would be wrong; nobody asks for it.
                code += match self.form {
                    _ if path != FILES => "undefined",
                    Form::Script => "here",
                    Form::Module => "import.meta.url",
                };
                rest = after;
            } else {
                let (from, after) = after
                    .strip_prefix('(')
                    .and_then(|after| after.split_once(')'))
                    .and_then(|(from, after)| Some((quoted(from)?, after)))
                    .ok_or("only import('./x.js') and import.meta.url are known here")?;
                let from = resolve(path, from)?;
                write!(code, "Promise.resolve().then({})", name(&from))?;
                self.later.push(from);
                rest = after;
            }
        }
        Ok(code + rest)
    }
}

/// Splits around the next word `import` that is called or has a property.
fn split_at_import(text: &str) -> Option<(&str, &str)> {
    text.match_indices("import").find_map(|(at, word)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        let whole = !before.ends_with(|c| is_name(c) || c == '.');
        (whole && after.starts_with(['(', '.'])).then_some((before, after))
    })
}

/// `a, b as c`: names as they are called at the source, and as they are called here.
fn names(list: &str) -> Result<Names> {
    let parts = list
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (first, second) = part.split_once(" as ").unwrap_or((part, part));
            let names = (first.trim().to_owned(), second.trim().to_owned());
            let good = |name: &str| !name.is_empty() && name.chars().all(is_name);
            if good(&names.0) && good(&names.1) {
                Ok(names)
            } else {
                Err(format!("{part:?} is no name").into())
            }
        })
        .collect()
}

fn quoted(text: &str) -> Option<&str> {
    let inner = text.trim();
    ['\'', '"'].iter().find_map(|mark| {
        let inner = inner.strip_prefix(*mark)?.strip_suffix(*mark)?;
        (!inner.contains(['\'', '"', '\\'])).then_some(inner)
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_$".contains(c)
}

/// The path of a module that another names, such as `../pkg/explainer.js` in `www/load.js`.
fn resolve(from: &str, to: &str) -> Result<String> {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    if !to.starts_with('.') {
        return Err(format!("{to:?} is not a path of ours").into());
    }
    for part in to.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop().ok_or("this path leads out of the project")?;
            }
            part => folders.push(part),
        }
    }
    Ok(folders.join("/"))
}

/// A path as a name in JavaScript.
fn name(path: &str) -> String {
    let name = path.strip_suffix(".js").unwrap_or(path);
    name.replace(|c: char| !is_name(c), "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(modules: &[(&str, &str)]) -> Sources {
        let owned = modules
            .iter()
            .map(|(path, text)| ((*path).into(), (*text).into()));
        owned.collect()
    }

    fn fault(text: &str) -> String {
        let all = sources(&[("a.js", text), ("b.js", "export const b = 1;")]);
        bundle(&all, "a.js", Form::Script).unwrap_err().to_string()
    }

    #[test]
    fn comments_stay_in_the_sources() {
        let text =
            "// One.\n/** Two. */\n/**\n * Three.\n */\nit(); // four\n  // Five.\n/** 6 */ it();";
        let script = bundle(&sources(&[("a.js", text)]), "a.js", Form::Script).unwrap();
        assert!(
            script.contains("\nit(); // four\n/** 6 */ it();\n"),
            "{script}"
        );
        for gone in ["One", "Two", "Three", "Five"] {
            assert!(!script.contains(gone), "{script}");
        }
    }

    #[test]
    fn modules_become_functions_in_order() {
        let all = sources(&[
            (
                "www/a.js",
                "import { b as it } from './b.js';\nimport './files.js';\nexport class A {}\nit(import.meta.url);",
            ),
            (
                "www/b.js",
                "import '../c.js';\nexport async function b() { return import('../c.js'); }",
            ),
            ("c.js", "function f() {}\nexport { f };\nexport default f;"),
            ("www/files.js", "export const at = import.meta.url;"),
            ("unused.js", "export default 1;"),
        ]);
        let script = bundle(&all, "www/a.js", Form::Script).unwrap();
        for part in [
            "const c_make = () => {\nfunction f() {}\n\n\nreturn { f: f, default: f };\n};\n",
            "const at = here;\n",
            "c();\nasync function b() { return Promise.resolve().then(c); }\nreturn { b: b };\n",
            "const { b: it } = www_b();\nwww_files();\nclass A {}\nit(undefined);\nreturn { A: A };\n",
        ] {
            assert!(script.contains(part), "{script}");
        }
        assert!(script.ends_with("www_a();\n})();\n") && !script.contains("unused"));
        let module = bundle(&all, "www/a.js", Form::Module).unwrap();
        assert!(
            module.starts_with("export const { A } = (() => {"),
            "{module}"
        );
        assert!(module.contains("const at = import.meta.url;"), "{module}");
    }

    #[test]
    fn a_call_may_import_its_importer() {
        let all = sources(&[
            ("a.js", "export const a = () => import('./b.js');"),
            ("b.js", "import { a } from './a.js';"),
        ]);
        let script = bundle(&all, "a.js", Form::Script).unwrap();
        assert!(script.contains("const { a: a } = a();"), "{script}");
    }

    #[test]
    fn twins_share_their_text_but_not_their_state() {
        let all = sources(&[
            (
                "a.js",
                "import { x } from './b.js';\nimport { x as y } from './c.js';",
            ),
            ("b.js", "export const x = {};"),
            ("c.js", "export const x = {};"),
        ]);
        let script = bundle(&all, "a.js", Form::Script).unwrap();
        assert_eq!(script.matches("const x = {};").count(), 1, "{script}");
        assert!(script.contains("const c = lazily(b_make);"), "{script}");
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for (text, says) in [
            (
                "let x;\nimport b from './b.js';",
                "a.js, line 2: this way to import",
            ),
            ("import * as b from './b.js';", "this way to import"),
            ("import { b,", "no end on its line"),
            ("import { c } from './b.js';", "b.js exports no c"),
            ("import { b } from 'vite';", "not a path of ours"),
            ("import '../b.js';", "out of the project"),
            ("import './d.js';", "there is no module d.js"),
            ("import './a.js';", "imports itself"),
            ("export default 1;", "this way to export"),
            ("export * from './b.js';", "this way to export"),
            ("export let x;", "this way to export"),
            ("export const { x } = y;", "a name is expected"),
            ("const x = await import(y);", "only import('./x.js')"),
            ("const x = import('./d.js');", "there is no module d.js"),
            ("f('import.meta.url')", "taken for code"),
            ("x = import.meta.env;", "only import('./x.js')"),
        ] {
            let error = fault(text);
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}

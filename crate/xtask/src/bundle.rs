//! Makes one script of our few ES modules, as pages from file:// and frames without an origin can't
//! load modules.
//!
//! Each module becomes a function that returns what it exports, called when it is first imported; wasm-bindgen's, by
//! every call of `import`, since such a module holds an instance, and one that has ended is replaced by another.
//! oxc reads the modules and minifies the script. What would mean something else in a function, such
//! as an export that changes, is an error that names file and line.

mod javascript;
mod module;

use crate::Result;
use module::{Import, Module};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the bundle becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A classic script.
    Script,
    /// A module that exports what its entry does.
    Module,
}

/// The module that says where files are, and the only one that may ask for its own address.
pub const FILES: &str = "www/files.js";
/// The folder of wasm-bindgen's modules. Called without an address, they guess at that of their wasm
/// from `import.meta.url`; only the npm package calls them so.
const GLUE: &str = "pkg/";

/// Modules by their paths, such as `www/load.js`.
pub type Sources = BTreeMap<String, String>;

/// Bundles a module with all that it imports, by statements or by calls of `import`.
///
/// # Errors
/// A syntax error, and JavaScript that can't be bundled, with file and line.
pub fn bundle(sources: &Sources, entry: &str, form: Form) -> Result<String> {
    let linked = link(sources, entry, form)?;
    javascript::minified(&linked, form)
        .map_err(|error| format!("the bundle of {entry}: {error}").into())
}

/// The bundle before it is minified.
fn link(sources: &Sources, entry: &str, form: Form) -> Result<String> {
    let mut linker = Linker {
        names: Names::beside(sources, form),
        done: BTreeMap::new(),
        open: Vec::new(),
        later: Vec::new(),
        functions: BTreeMap::new(),
        body: String::new(),
    };
    let exports = linker.add(entry)?;
    while let Some((path, import)) = linker.later.pop() {
        linker.import(path, &import)?;
    }
    let Linker { names, body, .. } = linker;
    let start = names.module(entry)?;
    let [lazily, later, meta, bare] = ["lazily", "later", "meta", "bare"].map(|it| names.of(it));
    let mut head = format!(
        "const {lazily} = (make) => {{ let made; return Object.assign(() => (made ??= make()), {{ make }}); }};\n\
         const {later} = (module) => Promise.resolve().then(module);\n\
         const {bare} = {{}};\n"
    );
    Ok(match form {
        Form::Script => {
            let url = "document.currentScript?.src || document.baseURI";
            writeln!(head, "const {meta} = {{ url: {url} }};")?;
            // Outside of the function, since oxc may inline that into the script.
            format!("'use strict';\n(() => {{\n{head}{body}{start}();\n}})();\n")
        }
        Form::Module => {
            let (mut taken, mut given) = (String::new(), String::new());
            for (number, name) in exports.iter().enumerate() {
                let inner = names.of(&format!("export{number}"));
                write!(taken, "{name}: {inner}, ")?;
                write!(given, "{inner} as {name}, ")?;
            }
            format!(
                "const {{ {taken}}} = (() => {{\n{head}{body}return {start}();\n}})();\n\
                 export {{ {given}}};\n"
            )
        }
    })
}

/// Names for the code around the modules.
struct Names<'a> {
    /// What they begin with. No module has it in its text, so these names and those of a module
    /// can't hide each other.
    start: String,
    sources: &'a Sources,
    form: Form,
}

impl<'a> Names<'a> {
    fn beside(sources: &'a Sources, form: Form) -> Self {
        let mut start = String::from("$");
        while sources.values().any(|text| text.contains(&start)) {
            start += "$";
        }
        Self {
            start,
            sources,
            form,
        }
    }

    fn of(&self, what: &str) -> String {
        format!("{}{what}", self.start)
    }

    /// The function that runs a module at its first call, and returns what it exports.
    fn module(&self, path: &str) -> Result<String> {
        let number = self.sources.keys().position(|known| known == path);
        let number = number.ok_or_else(|| format!("there is no module {path}"))?;
        Ok(self.of(&format!("module{number}")))
    }

    /// The expression that stands for a module's `import.meta`.
    fn meta(&self, path: &str) -> Result<String> {
        match self.form {
            Form::Script if path == FILES => Ok(self.of("meta")),
            Form::Module if path == FILES => Ok("import.meta".into()),
            _ if path.starts_with(GLUE) => Ok(self.of("bare")),
            _ => Err(format!("only {FILES} knows where files are").into()),
        }
    }
}

struct Linker<'a> {
    names: Names<'a>,
    /// Modules in the body, with the names that they export.
    done: BTreeMap<&'a str, Vec<String>>,
    /// Modules being read. To import one of these is a circle.
    open: Vec<&'a str>,
    /// What is imported by a call, and by which module. Added last, as it may import its importer.
    later: Vec<(&'a str, Import)>,
    /// Functions in the body by their text, so that equal ones are written once.
    functions: BTreeMap<String, String>,
    body: String,
}

impl<'a> Linker<'a> {
    /// Adds a module, after those it imports; returns the names it exports.
    fn add(&mut self, path: &str) -> Result<Vec<String>> {
        if let Some(exports) = self.done.get(path) {
            return Ok(exports.clone());
        }
        if self.open.contains(&path) {
            return Err(format!("{path} imports itself by way of {}", self.open.join(", ")).into());
        }
        let name = self.names.module(path)?;
        let (path, source) = self
            .names
            .sources
            .get_key_value(path)
            .expect("it has a name");
        let module = module::read(path, source, &self.names)?;
        self.open.push(path);
        for import in &module.imports {
            self.import(path, import)?;
        }
        self.open.pop();
        let text = function(&module);
        let made = match self.functions.get(&text) {
            // The glue of both builds of an engine is the same: one function, called once for each.
            Some(made) => made.clone(),
            None => {
                let made = format!("{name}made");
                writeln!(self.body, "const {made} = {text};")?;
                self.functions.insert(text, made.clone());
                made
            }
        };
        writeln!(
            self.body,
            "const {name} = {}({made});",
            self.names.of("lazily")
        )?;
        self.later.extend(
            module
                .later
                .into_iter()
                .map(|import| (path.as_str(), import)),
        );
        let exports: Vec<String> = module.exports.into_iter().map(|(outer, _)| outer).collect();
        self.done.insert(path, exports.clone());
        Ok(exports)
    }

    /// Adds what a module imports.
    fn import(&mut self, path: &str, import: &Import) -> Result<()> {
        let Import {
            from, names, line, ..
        } = import;
        let there = self.add(from)?;
        match names.iter().find(|name| !there.contains(name)) {
            None => Ok(()),
            Some(missing) => {
                Err(format!("{path}, line {line}: {from} exports no {missing}").into())
            }
        }
    }
}

/// A module as a function; not an arrow function, so that `this` is undefined as in a module.
fn function(module: &Module) -> String {
    let imports = module.imports.iter();
    let imports: Vec<&str> = imports.map(|import| import.code.as_str()).collect();
    let exports = module.exports.iter();
    let exports: Vec<String> = exports
        .map(|(outer, inner)| format!("{outer}: {inner}"))
        .collect();
    format!(
        "function () {{\n{}\n{}\nreturn {{ {} }};\n}}",
        imports.join("\n"),
        module.code,
        exports.join(", ")
    )
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

    fn linked(modules: &[(&str, &str)]) -> String {
        let (entry, _) = modules[0];
        link(&sources(modules), entry, Form::Script).unwrap()
    }

    fn bundled(text: &str) -> String {
        bundle(&sources(&[("a.js", text)]), "a.js", Form::Script).unwrap()
    }

    fn fault(text: &str) -> String {
        let all = sources(&[("a.js", text), ("b.js", "export const b = 1;")]);
        bundle(&all, "a.js", Form::Script).unwrap_err().to_string()
    }

    #[test]
    fn texts_that_look_like_comments_stay() {
        let script =
            bundled("f(`\n// stays\n`);\nf('/** stays too');\nf(1); // goes\n/** goes */\nf(2);");
        for stays in ["\n// stays\n", "/** stays too", "f(1)", "f(2)"] {
            assert!(script.contains(stays), "{stays}: {script}");
        }
        assert!(!script.contains("goes"), "{script}");
    }

    #[test]
    fn texts_that_look_like_imports_stay() {
        let script = bundled(
            "f(`\nimport './b.js';\nexport { x };\n`, 'import.meta.url', \"import('./b.js')\");",
        );
        for stays in [
            "\nimport './b.js';\nexport { x };\n",
            "import.meta.url",
            "import('./b.js')",
        ] {
            assert!(script.contains(stays), "{stays}: {script}");
        }
    }

    #[test]
    fn modules_become_functions_in_order() {
        let script = linked(&[
            (
                "www/a.js",
                "use(it);\nimport { b as it } from './b.js';\nimport './files.js';\nexport class A {}",
            ),
            (
                "www/b.js",
                "import '../c.js';\nexport async function b() { return import('../c.js'); }",
            ),
            ("c.js", "function f() {}\nexport { f };\nexport default f;"),
            ("www/files.js", "export const at = import.meta.url;"),
            ("unused.js", "export default 1;"),
        ]);
        // By the order of their paths: c.js is 0, unused.js 1.
        let parts = [
            "const $module0made = function () {\n\nfunction f() {}\n;\n;const $default = f;\nreturn { f: f, default: $default };\n};\n",
            "const $module0 = $lazily($module0made);\n",
            "$module0();\n;\n;async function b() { return $later($module0); }\nreturn { b: b };\n",
            "const at = $meta.url;\n",
            "const { b: it } = $module3();\n$module4();\nuse(it);\n;\n;\n;class A {}\nreturn { A: A };\n",
            "$module2();\n})();\n",
        ];
        let mut rest = script.as_str();
        for part in parts {
            let found = rest.split_once(part);
            rest = found.unwrap_or_else(|| panic!("{part} in {script}")).1;
        }
        assert!(!script.contains("$module1"), "{script}");
    }

    #[test]
    fn a_module_exports_what_its_entry_does() {
        let all = sources(&[
            (
                "www/a.js",
                "export { at as b } from './files.js';\nexport default class {}",
            ),
            ("www/files.js", "export const at = import.meta.url;"),
        ]);
        let module = bundle(&all, "www/a.js", Form::Module).unwrap();
        for part in ["import.meta.url", " as b", " as default"] {
            assert!(module.contains(part), "{part}: {module}");
        }
        assert!(!module.contains("currentScript"), "{module}");
    }

    #[test]
    fn names_around_the_modules_occur_in_none() {
        let script = linked(&[
            (
                "a-b.js",
                "import { x } from './a_b.js';\nconst $lazily = x, $$ = import('./c.js');",
            ),
            ("a_b.js", "export const x = document, $module1 = 1;"),
            ("c.js", ""),
        ]);
        for part in [
            "const { x: x } = $$$module1();",
            "$$ = $$$later($$$module2)",
            "const $$$lazily = ",
        ] {
            assert!(script.contains(part), "{part}: {script}");
        }
    }

    #[test]
    fn a_call_may_import_its_importer() {
        let script = linked(&[
            ("a.js", "export const a = () => import('./b.js');"),
            ("b.js", "import { a } from './a.js';"),
        ]);
        assert!(script.contains("const { a: a } = $module0();"), "{script}");
    }

    #[test]
    fn twins_share_their_text_but_not_their_state() {
        let script = linked(&[
            (
                "a.js",
                "import { x } from './b.js';\nimport { x as y } from './c.js';",
            ),
            ("b.js", "export const x = {};"),
            ("c.js", "export const x = {};"),
        ]);
        assert_eq!(script.matches("const x = {};").count(), 1, "{script}");
        let twin = "const $module2 = $lazily($module1made);";
        assert!(script.contains(twin), "{script}");
    }

    #[test]
    fn a_call_makes_glue_anew_and_takes_other_modules_as_they_are() {
        let script = linked(&[
            (
                "www/a.js",
                "const both = () => [import('../pkg/e.js'), import('./b.js')];",
            ),
            ("pkg/e.js", "let wasm;\nexport default () => wasm;"),
            ("www/b.js", ""),
        ]);
        // By the order of their paths: pkg/e.js is 0.
        let both = "[$later($module0.make), $later($module2)]";
        assert!(script.contains(both), "{script}");
    }

    #[test]
    fn what_cant_be_bundled_is_refused() {
        for (text, says) in [
            (
                "\nimport { c } from './b.js';",
                "a.js, line 2: b.js exports no c",
            ),
            ("import c from './b.js';", "b.js exports no default"),
            ("export { c } from './b.js';", "b.js exports no c"),
            ("import { b } from 'vite';", "not a path of ours"),
            ("import '../b.js';", "out of the project"),
            ("import './d.js';", "a.js, line 1: there is no module d.js"),
            ("import './a.js';", "imports itself"),
            (
                "import './b.js' with { type: 'json' };",
                "this way to import",
            ),
            ("export * from './b.js';", "this way to export"),
            ("export * as b from './b.js';", "this way to export"),
            (
                "export let x = 1;\nx = 2;",
                "a.js, line 1: x is exported and changes",
            ),
            (
                "let x;\nf(() => x++);\nexport { x };",
                "line 3: x is exported and changes",
            ),
            (
                "\nconst x = await import('./b.js');",
                "a.js, line 2: a module that awaits",
            ),
            ("for await (const x of y) f(x);", "a module that awaits"),
            ("const x = import(y);", "only import('./x.js')"),
            ("const x = import('./b.js', {});", "only import('./x.js')"),
            ("const x = import('./d.js');", "there is no module d.js"),
            ("f(import.meta.url);", "only www/files.js knows"),
        ] {
            let error = fault(text);
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn a_syntax_error_is_refused_with_its_line() {
        for (text, says) in [
            ("f();\nconst = 1;", "a.js, line 2: Unexpected token"),
            ("f();\n\nf(`never ends", "a.js, line 3: Unterminated"),
            ("import { b,", "a.js, line 1: "),
            (
                "const x = 1;\nlet x = 2;",
                "Identifier `x` has already been declared",
            ),
            ("export { x };", "a.js, line 1: "),
            ("return 1;", "a.js, line 1: "),
        ] {
            let error = fault(text);
            assert!(error.contains(says), "{text}: {error}");
        }
    }
}

//! Which JavaScript module imports which.

use crate::graph::Graph;
use crate::source::Source;

/// What each file imports of the others: static imports, exports from elsewhere, and `import()`.
pub fn imports(files: &[Source]) -> Graph {
    let mut graph = Graph::default();
    for file in files {
        graph.add(&file.path, &file.path, String::new());
        for (number, line) in code(&file.text) {
            for name in specifiers(&line) {
                let target = resolve(&file.path, name);
                if files.iter().any(|it| it.path == target) {
                    let place = format!("{}:{number}", file.path);
                    graph.add(&file.path, &target, place);
                }
            }
        }
    }
    graph
}

/// The lines without comments, with their numbers: a type imported in a comment loads nothing.
///
/// Takes for a comment what begins a line with `//` or `/*`, or stands between `/*` and `*/` within
/// one line. That needs no parser to tell strings and regular expressions apart, and misses only a
/// comment behind code on the same line.
fn code(text: &str) -> Vec<(usize, String)> {
    let mut in_comment = false;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let start = line.trim_start();
        if in_comment || start.starts_with("/*") && !start.contains("*/") {
            in_comment = !start.contains("*/");
            continue;
        }
        if start.starts_with("//") {
            continue;
        }
        let mut line = line.to_owned();
        while let Some((from, length)) = line
            .find("/*")
            .and_then(|from| Some((from, line[from..].find("*/")? + 2)))
        {
            line.replace_range(from..from + length, "");
        }
        lines.push((index + 1, line));
    }
    lines
}

/// The relative addresses that a line imports from.
fn specifiers(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, quote) in line.match_indices(['\'', '"']) {
        let before = line[..at].trim_end();
        let imports = before.ends_with("from")
            || before.ends_with("import")
            || before
                .strip_suffix('(')
                .is_some_and(|it| it.trim_end().ends_with("import"));
        let rest = &line[at + 1..];
        if let Some((name, _)) = rest.split_once(quote).filter(|_| imports)
            && name.starts_with('.')
        {
            found.push(name);
        }
    }
    found
}

/// The path that a relative address in this file means.
fn resolve(file: &str, name: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn imports_of_every_kind_are_found_and_comments_are_not() {
    let text = "
        // import './not-a.js'
        /**
         * @type {import('./not-b.js').B}
         */
        import './a.js';
        import {
            b,
        } from '../www/b.js';
        const c = /** @type {import('./not-c.js').C} */ (await import('./c.js'));
        export * from \"./d.js\"; // said './not-d.js'
        import { readFile } from 'node:fs';
        const e = ['./not-e.js', '/*', `// ${await import('./e.js')}`];
    ";
    let found: Vec<String> = code(text)
        .iter()
        .flat_map(|(_, line)| specifiers(line))
        .map(|name| resolve("www/main.js", name))
        .collect();
    let expected = ["a", "b", "c", "d", "e"].map(|name| format!("www/{name}.js"));
    assert_eq!(found, expected);
}

#[test]
fn a_circle_of_scripts_is_found() {
    let mut files = vec![
        Source::new("www/a.js", "import './b/b.js';"),
        Source::new("www/b/b.js", "// import '../a.js';\nimport './gone.js';"),
    ];
    assert_eq!(imports(&files).circle(), None);
    files[1] = Source::new("www/b/b.js", "\nconst a = await import('../a.js');");
    assert_eq!(
        imports(&files).circle().unwrap(),
        "www/a.js -> www/b/b.js (www/a.js:1), www/b/b.js -> www/a.js (www/b/b.js:2); \
         on a circle are www/a.js, www/b/b.js"
    );
}

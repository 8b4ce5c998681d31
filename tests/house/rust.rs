//! Which module of a crate imports which.
//!
//! Read from tokens, so that the insides of macros count as well: `use` declarations, and paths in
//! code that begin with `crate`, `self`, `super` or the name of a child module. Tests are left out:
//! they may look at anything.

use crate::graph::Graph;
use crate::source::{self, Source};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// A module's path from the crate's root, or any other path of names.
type Path = Vec<String>;

/// A crate's modules.
pub struct Crate {
    modules: BTreeMap<Path, Module>,
}

/// What one file names.
struct Module {
    file: String,
    /// Paths as they are written, with their lines.
    mentions: Vec<Mention>,
}

#[derive(Clone, Debug, PartialEq)]
struct Mention {
    path: Path,
    line: usize,
    /// The name it goes by here, if a `use` declares it.
    name: Option<String>,
    /// Whether it is declared by a `pub use`.
    reexport: bool,
}

impl Crate {
    /// Reads `crate/<name>/src`, without a `main.rs` beside a `lib.rs`: that is a crate of its own.
    pub fn read(name: &str) -> Self {
        let folder = format!("crate/{name}/src/");
        let mut files = source::below(&folder, &["rs"]);
        if files.iter().any(|file| file.path.ends_with("src/lib.rs")) {
            files.retain(|file| !file.path.ends_with("src/main.rs"));
        }
        Self::of(&folder, &files)
    }

    fn of(folder: &str, files: &[Source]) -> Self {
        let modules = files.iter().map(|file| {
            let inner = file
                .path
                .strip_prefix(folder)
                .expect("it is below the folder");
            let mut path: Path = inner
                .trim_end_matches(".rs")
                .split('/')
                .map(str::to_owned)
                .collect();
            path.pop_if(|last| ["lib", "main", "mod"].contains(&last.as_str()));
            let tokens: TokenStream = file
                .text
                .parse()
                .unwrap_or_else(|error| panic!("{}: {error}", file.path));
            let mut mentions = Vec::new();
            read(&tokens.into_iter().collect::<Vec<_>>(), &mut mentions);
            let file = file.path.clone();
            (path, Module { file, mentions })
        });
        Self {
            modules: modules.collect(),
        }
    }

    /// Which imports which of a module's children and the module itself. A child and everything
    /// below it count as one.
    pub fn imports_below(&self, parent: &[&str]) -> Graph {
        let parent: Path = parent.iter().map(|&name| name.to_owned()).collect();
        let room = |path: &Path| {
            let below = path.starts_with(&parent);
            let child = path.get(parent.len()).or(parent.last());
            below.then(|| child.map_or("lib.rs", String::as_str).to_owned())
        };
        let mut graph = Graph::default();
        for (path, module) in &self.modules {
            let Some(from) = room(path) else { continue };
            graph.add(&from, &from, String::new());
            for mention in &module.mentions {
                let Some(target) = self.resolve(path, &mention.path, 8) else {
                    continue;
                };
                // A module that re-exports its own children does not need them itself.
                if mention.reexport && target.starts_with(path) {
                    continue;
                }
                if let Some(to) = room(&target) {
                    graph.add(&from, &to, format!("{}:{}", module.file, mention.line));
                }
            }
        }
        graph
    }

    /// The module that defines what a path names, seen from the module at `from`; `None` if that
    /// is outside the crate. Follows at most `hops` declarations from one module to the next.
    fn resolve(&self, from: &Path, path: &Path, hops: usize) -> Option<Path> {
        let mut module = from.clone();
        let mut names = path.as_slice();
        while let [first, rest @ ..] = names {
            match first.as_str() {
                "crate" => module.clear(),
                "super" => drop(module.pop()),
                "self" => {}
                _ => break,
            }
            names = rest;
        }
        let relative = names.len() == path.len();
        while let [first, rest @ ..] = names {
            let child = [module.as_slice(), std::slice::from_ref(first)].concat();
            if !self.modules.contains_key(&child) {
                break;
            }
            (module, names) = (child, rest);
        }
        if relative && names.len() == path.len() {
            return None;
        }
        // What is left is an item. Where the module itself has it from elsewhere, go there.
        let declared = names.first().filter(|_| hops > 0).and_then(|item| {
            let mentions = &self.modules.get(&module)?.mentions;
            let is_it = |mention: &&Mention| mention.name.as_ref() == Some(item);
            let declared = mentions.iter().find(is_it)?;
            self.resolve(&module, &declared.path, hops - 1)
        });
        declared.or(Some(module))
    }
}

/// Collects what tokens mention.
fn read(tokens: &[TokenTree], mentions: &mut Vec<Mention>) {
    let mut at = 0;
    // Whether the last word was `pub`, with or without `(crate)` behind it.
    let mut public = false;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Punct(_) if is_test(&tokens[at..]) => {
                let ends = |token: &TokenTree| match token {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    token => token.to_string() == ";",
                };
                let length = tokens[at..].iter().position(ends);
                at += length.unwrap_or(tokens.len());
            }
            TokenTree::Ident(word) if word == "use" => {
                let start = at + 1;
                while at < tokens.len() && tokens[at].to_string() != ";" {
                    at += 1;
                }
                declare(&tokens[start..at], &Vec::new(), public, mentions);
                public = false;
            }
            TokenTree::Ident(word) if word == "mod" && body(&tokens[at..]).is_some() => {
                let mut inner = Vec::new();
                read(&body(&tokens[at..]).unwrap_or_default(), &mut inner);
                // Above a module that is written inside the file is the file's own.
                for mention in inner.iter_mut().filter(|it| it.path[0] == "super") {
                    mention.path[0] = "self".into();
                }
                mentions.extend(inner.into_iter().map(|it| Mention { name: None, ..it }));
                at += 2;
            }
            TokenTree::Ident(word) if !continues(&tokens[..at]) => {
                let line = word.span().start().line;
                let mut path = vec![word.to_string()];
                while let Some(TokenTree::Ident(next)) = after_colons(&tokens[at + 1..]) {
                    path.push(next.to_string());
                    at += 3;
                }
                public = path == ["pub"];
                if path.len() > 1 {
                    mentions.push(Mention {
                        path,
                        line,
                        name: None,
                        reexport: false,
                    });
                }
            }
            TokenTree::Group(group) => {
                read(&group.stream().into_iter().collect::<Vec<_>>(), mentions);
            }
            _ => {}
        }
        at += 1;
    }
}

/// Whether `#[cfg(test)]` stands here.
fn is_test(tokens: &[TokenTree]) -> bool {
    let mut tokens = tokens.iter().take(2).map(ToString::to_string);
    tokens.next().as_deref() == Some("#")
        && tokens
            .next()
            .is_some_and(|it| it.replace(' ', "") == "[cfg(test)]")
}

/// What is in the braces of `mod name { … }`.
fn body(tokens: &[TokenTree]) -> Option<Vec<TokenTree>> {
    match tokens.get(2)? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            Some(group.stream().into_iter().collect())
        }
        _ => None,
    }
}

/// What follows `::`.
fn after_colons(tokens: &[TokenTree]) -> Option<&TokenTree> {
    let colons = tokens.len() > 2 && (0..2).all(|i| tokens[i].to_string() == ":");
    colons.then(|| &tokens[2])
}

/// Whether what comes next goes on with a path: `std::` before `io`, `self.` before a field.
fn continues(before: &[TokenTree]) -> bool {
    let mark = |back: usize| {
        before
            .len()
            .checked_sub(back)
            .map(|at| before[at].to_string())
    };
    mark(1).as_deref() == Some(".")
        || mark(1).as_deref() == Some(":") && mark(2).as_deref() == Some(":")
}

/// Collects what a tree of `use` declares.
fn declare(tree: &[TokenTree], prefix: &Path, reexport: bool, mentions: &mut Vec<Mention>) {
    let branches = tree.split(|token| token.to_string() == ",");
    for branch in branches.filter(|branch| !branch.is_empty()) {
        let mut path = prefix.clone();
        let mut line = 0;
        let mut name = None;
        let mut tokens = branch.iter().peekable();
        while let Some(token) = tokens.next() {
            line = token.span().start().line;
            match token {
                TokenTree::Ident(word) if word == "as" => {
                    name = tokens.next().map(ToString::to_string);
                }
                TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let tree: Vec<_> = group.stream().into_iter().collect();
                    declare(&tree, &path, reexport, mentions);
                    path.clear();
                }
                _ => {}
            }
        }
        if path.is_empty() {
            continue;
        }
        let glob = branch.last().is_some_and(|token| token.to_string() == "*");
        mentions.push(Mention {
            name: name.or_else(|| path.last().filter(|_| !glob).cloned()),
            path,
            line,
            reexport,
        });
    }
}

fn sample(main: &str) -> Crate {
    let file = |path: &str, text: &str| Source::new(&format!("crate/x/src/{path}"), text);
    Crate::of(
        "crate/x/src/",
        &[
            file(
                "lib.rs",
                "pub mod a; pub mod b; mod c; pub use c::inner::Item;",
            ),
            file("a.rs", main),
            file(
                "b/mod.rs",
                "use crate::a::A; pub(crate) use super::c::C as See;",
            ),
            file("c.rs", "mod inner; pub struct C;"),
            file("c/inner.rs", "pub struct Item;"),
        ],
    )
}

#[test]
fn uses_paths_and_macros_count_and_tests_do_not() {
    for (text, imports) in [
        ("use crate::b;", "b"),
        ("use crate::{c::{C}, Item,};", "c"),
        ("use super::b::See;", "c"),
        ("use super::*;", "lib.rs"),
        ("fn f() -> crate::c::C { crate::c::C }", "c"),
        ("fn f() { println!(\"{}\", [super::b::f()]); }", "b"),
        ("pub use crate::b::f;", "b"),
        ("mod inner { use super::super::b; } use crate::c;", "b c"),
        ("mod inner { use super::C; }", ""),
        ("#[cfg(test)] mod tests { use crate::b; }", ""),
        ("#[cfg(test)] use crate::b; use crate::c;", "c"),
        (
            "/// [`crate::b`]\nuse std::b; fn f() { x.crate_::b; b::f(); \"crate::b\"; }",
            "",
        ),
    ] {
        let graph = sample(text).imports_below(&[]);
        let expected: Vec<&str> = imports.split(' ').filter(|name| !name.is_empty()).collect();
        assert_eq!(graph.imports_of("a"), expected, "{text}");
    }
}

#[test]
fn children_that_are_reexported_are_no_import() {
    let graph = sample("pub use crate::c::C;").imports_below(&[]);
    assert_eq!(graph.imports_of("lib.rs"), [""; 0]);
    assert_eq!(graph.imports_of("a"), ["c"]);
}

#[test]
fn a_circle_of_modules_is_found() {
    assert_eq!(sample("use std::fmt;").imports_below(&[]).circle(), None);
    let circle = sample("\nuse crate::b;").imports_below(&[]).circle();
    assert_eq!(
        circle.unwrap(),
        "a -> b (crate/x/src/a.rs:2), b -> a (crate/x/src/b/mod.rs:1); on a circle are a, b"
    );
}

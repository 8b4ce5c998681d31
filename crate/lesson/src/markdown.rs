//! A step's text: Markdown as a tree of a few elements. HTML in it is text, pictures are their words, and a link leads to
//! a page or a mail, nowhere else.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

/// The tree as JSON: a text is a string, an element `["p", …]`, and a link `["a", {"href": "…"}, …]`.
pub fn tree(text: &str) -> Value {
    let mut open: Vec<Vec<Value>> = vec![vec![]];
    let mut in_head = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        let new: Value = match event {
            Event::Start(tag) => {
                in_head |= matches!(tag, Tag::TableHead);
                open.push(start(&tag, in_head));
                continue;
            }
            Event::End(tag) => {
                in_head &= tag != TagEnd::TableHead;
                let mut made = open.pop().expect("each end has a start");
                if made[0].is_null() {
                    // What has no element of its own is what is in it.
                    made.remove(0);
                    last(&mut open).append(&mut made);
                    continue;
                }
                made.into()
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => (*text).into(),
            Event::Code(code) => json!(["code", &*code]),
            Event::SoftBreak => "\n".into(),
            Event::HardBreak => json!(["br"]),
            Event::Rule => json!(["hr"]),
            // Extensions, none of which is asked for.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => continue,
        };
        last(&mut open).push(new);
    }
    open.swap_remove(0).into()
}

fn last(open: &mut [Vec<Value>]) -> &mut Vec<Value> {
    open.last_mut().expect("the root stays open")
}

/// An element without its content; `null` if what is in it stands for it.
fn start(tag: &Tag<'_>, in_head: bool) -> Vec<Value> {
    let name = match tag {
        Tag::Paragraph | Tag::HtmlBlock => "p",
        // The step has a heading above these.
        Tag::Heading {
            level: HeadingLevel::H1 | HeadingLevel::H2,
            ..
        } => "h2",
        Tag::Heading { .. } => "h3",
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(_) => "pre",
        Tag::List(Some(first)) => return vec!["ol".into(), json!({ "start": first.to_string() })],
        Tag::List(None) => "ul",
        Tag::Item => "li",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Table(_) => "table",
        Tag::TableHead | Tag::TableRow => "tr",
        Tag::TableCell if in_head => "th",
        Tag::TableCell => "td",
        Tag::Link { dest_url, .. } if leads_somewhere(dest_url) => {
            return vec!["a".into(), json!({ "href": &**dest_url })];
        }
        _ => return vec![Value::Null],
    };
    vec![name.into()]
}

/// Whether an address is one of a page or a mail. No script, no file, no data.
fn leads_somewhere(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn made(text: &str) -> String {
        tree(text).to_string()
    }

    #[test]
    fn markdown_becomes_elements() {
        let text = "# One\n\nA *b* **c** `d`  \ne\n\n- x\n- y\n\n3. z\n\n> q\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n    code";
        assert_eq!(
            made(text),
            r#"[["h2","One"],["p","A ",["em","b"]," ",["strong","c"]," ",["code","d"],["br"],"e"],["ul",["li","x"],["li","y"]],["ol",{"start":"3"},["li","z"]],["blockquote",["p","q"]],["table",["tr",["th","a"],["th","b"]],["tr",["td","1"],["td","2"]]],["hr"],["pre","code"]]"#
        );
    }

    #[test]
    fn html_is_text_and_a_link_leads_to_a_page_only() {
        assert_eq!(
            made("a <img src=x onerror=alert(1)> b"),
            r#"[["p","a ","<img src=x onerror=alert(1)>"," b"]]"#
        );
        assert_eq!(
            made("<script>alert(1)</script>\n"),
            r#"[["p","<script>alert(1)</script>\n"]]"#
        );
        assert_eq!(
            made(
                "[a](https://example.org/?q=1) [b](javascript:alert(1)) [c](JaVaScRiPt:x) [d](data:text/html,x) [e](//x) <mailto:a@b.c>"
            ),
            r#"[["p",["a",{"href":"https://example.org/?q=1"},"a"]," ","b"," ","c"," ","d"," ","e"," ",["a",{"href":"mailto:a@b.c"},"mailto:a@b.c"]]]"#
        );
        assert_eq!(made("![words](https://x/y.png)"), r#"[["p","words"]]"#);
    }

    /// Every element in a tree, with the keys of its attributes.
    fn names(tree: &Value, found: &mut Vec<String>) {
        for node in tree.as_array().into_iter().flatten() {
            if let Some([name, rest @ ..]) = node.as_array().map(Vec::as_slice) {
                found.push(name.as_str().expect("an element has a name").to_owned());
                let attributes = rest.first().and_then(Value::as_object);
                for key in attributes.into_iter().flat_map(|it| it.keys()) {
                    found.push(format!("@{key}"));
                }
                names(&Value::Array(rest.to_vec()), found);
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_another_element(text in "[-<>a-z/\"'=*_`\\[\\]()#!&;:|~\n 0-9.+\\\\]{0,120}") {
            let known = [
                "p", "h2", "h3", "blockquote", "pre", "ol", "ul", "li", "em", "strong", "table", "tr", "th", "td", "a", "code",
                "br", "hr", "@href", "@start",
            ];
            let mut found = vec![];
            names(&tree(&text), &mut found);
            for name in found {
                prop_assert!(known.contains(&name.as_str()), "{name}");
            }
        }
    }
}

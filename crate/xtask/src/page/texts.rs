//! The texts of one language, with LaTeX turned into MathML.
//!
//! A file of texts, such as `www/text/en.md`, holds a line `## key` before each text; what precedes
//! the first key is a note to authors. A text is HTML. In it, `$…$` is an inline formula, `$$…$$` a
//! displayed one and `\$` a dollar; `{{lang}}` is the language, and `{{root}}` the relative path from the
//! page to the site's top.

use super::font;
use crate::Result;
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::collections::BTreeMap;
use std::path::Path;

/// A language, and where its texts and its pages are.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// As HTML names it.
    pub code: &'static str,
    /// Its file of texts.
    pub texts: &'static str,
    /// Its file of texts for what readers asked next.
    pub asked: &'static str,
    /// The relative path from its pages to the site's top.
    pub root: &'static str,
}

impl Language {
    /// The folder of its pages in the site.
    pub fn folder(self) -> &'static Path {
        Path::new(if self.root.is_empty() { "" } else { self.code })
    }
}

/// HTML by the key of its text.
///
/// # Errors
/// A malformed key or formula, or a key that is there twice. The error names file and key.
pub fn parse(language: Language, source: &str) -> Result<BTreeMap<String, String>> {
    let file = language.texts;
    let latex = converter();
    let mut texts = BTreeMap::new();
    let entries = format!("\n{source}").replace("\r\n", "\n");
    for entry in entries.split("\n## ").skip(1) {
        let (key, text) = entry.split_once('\n').unwrap_or((entry, ""));
        let key = key.trim();
        if !is_key(key) {
            return Err(
                format!("{file}: {key:?} can't be a key: use a-z, 0-9, dots and hyphens").into(),
            );
        }
        let html = html(language, &latex, text.trim())
            .map_err(|error| format!("{file}: {key:?}: {error}"))?;
        if texts.insert(key.into(), html).is_some() {
            return Err(format!("{file}: the key {key:?} is defined twice").into());
        }
    }
    Ok(texts)
}

fn is_key(word: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
    !word.is_empty() && word.chars().all(allowed)
}

fn converter() -> LatexToMathML {
    let config = MathCoreConfig::default();
    LatexToMathML::new(config).expect("no macros are defined")
}

/// A text with its formulas as MathML, and `{{lang}}` and `{{root}}` filled in.
fn html(language: Language, latex: &LatexToMathML, source: &str) -> Result<String> {
    let prose = |part: &str| {
        let part = part.replace("{{lang}}", language.code);
        let part = part.replace("{{root}}", language.root);
        match part.find("{{") {
            None => Ok(whole_words(&part.replace("\\$", "$"))),
            Some(at) => Err(format!(
                "a text can hold {{{{lang}}}} and {{{{root}}}}, not {}",
                start_of(&part[at..])
            )),
        }
    };
    let mut html = String::new();
    let mut rest = source;
    while let Some((before, dollar)) = split_at_dollar(rest) {
        html += &prose(before)?;
        let (mark, display) = if dollar.starts_with("$$") {
            ("$$", MathDisplay::Block)
        } else {
            ("$", MathDisplay::Inline)
        };
        let body = &dollar[mark.len()..];
        let (formula, after) = body
            .split_once(mark)
            .ok_or_else(|| format!("the formula {mark}{} has no end", start_of(body)))?;
        let converted = latex
            .convert_with_local_state(formula, display)
            .map_err(|error| format!("the formula {mark}{formula}{mark}: {error}"))?;
        font::check(&converted.mathml, font::CHARACTERS)
            .map_err(|error| format!("the formula {mark}{formula}{mark}: {error}"))?;
        let formula = without_styles(&converted.mathml)?;
        rest = after;
        if mark == "$" && body.len() - after.len() < SHORT {
            rest = keep_together(&mut html, &formula, after);
        } else {
            html += &formula;
        }
    }
    html += &prose(rest)?;
    Ok(html)
}

/// A text whose names `GHM-C` and `GHM-R` stay in one line, and with percentages as the figures write them: `20 %`, not
/// broken either. Tags and code stay what they are.
fn whole_words(html: &str) -> String {
    let mut done = String::with_capacity(html.len());
    let mut code = false;
    for (i, piece) in html.split('<').enumerate() {
        let (tag, text) = match i {
            0 => ("", piece),
            _ => piece.split_at(piece.find('>').map_or(piece.len(), |end| end + 1)),
        };
        if i > 0 {
            done.push('<');
            done += tag;
            let name = tag.trim_start_matches('/');
            if name.starts_with("code") || name.starts_with("pre") {
                code = !tag.starts_with('/');
            }
        }
        if code {
            done += text;
            continue;
        }
        let mut before = ' ';
        let joined = text.replace("GHM-C", "GHM-\u{2060}C");
        for letter in joined.replace("GHM-R", "GHM-\u{2060}R").chars() {
            if letter == '%' && before.is_ascii_digit() {
                done.push('\u{a0}');
            }
            done.push(letter);
            before = letter;
        }
    }
    done
}

/// A formula of fewer bytes leaves room for what touches it on the narrowest line.
const SHORT: usize = 16;

/// Adds a formula of a sentence with the brackets and points that touch it, in one piece: browsers would begin a line
/// with what follows a formula, or end one with an opening bracket. Returns what comes after.
fn keep_together<'a>(html: &mut String, formula: &str, after: &'a str) -> &'a str {
    let opens = html.chars().next_back().filter(|it| "(（“".contains(*it));
    let rest = after.trim_start_matches(|it| ".,;:!?)’”。，、；：！？）".contains(it));
    let closes = &after[..after.len() - rest.len()];
    if opens.is_none() && closes.is_empty() {
        *html += formula;
        return rest;
    }
    if opens.is_some() {
        html.pop();
    }
    *html += "<span class=\"w\">";
    html.extend(opens);
    *html += formula;
    *html += closes;
    *html += "</span>";
    rest
}

/// Styles that the converter gives to cells, each with the class in `style.css` that replaces it.
const CELLS: [(&str, &str); 2] = [
    (
        "text-align: left;justify-items: start;padding-right: 0;",
        "lines",
    ),
    (
        "text-align: left;justify-items: start;padding-right: 0;padding-left:1em;",
        "lines more",
    ),
];

/// The formula with classes in place of style attributes, which strict policies refuse.
fn without_styles(mathml: &str) -> Result<String> {
    let formula = CELLS
        .iter()
        .fold(mathml.to_owned(), |formula, (style, class)| {
            formula.replace(&format!("style=\"{style}\""), &format!("class=\"{class}\""))
        });
    match formula.split_once(" style=") {
        None => Ok(formula),
        Some((_, style)) => Err(format!(
            "a formula wants the style {}: give it a class",
            start_of(style)
        )
        .into()),
    }
}

/// Splits before the first dollar that no backslash escapes.
fn split_at_dollar(text: &str) -> Option<(&str, &str)> {
    let mut dollars = text.match_indices('$');
    let (at, _) = dollars.find(|(at, _)| !text[..*at].ends_with('\\'))?;
    Some(text.split_at(at))
}

fn start_of(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHINESE: Language = Language {
        code: "zh",
        texts: "zh.md",
        asked: "questions.zh.md",
        root: "../",
    };

    fn parsed(source: &str) -> std::result::Result<BTreeMap<String, String>, String> {
        parse(CHINESE, source).map_err(|error| error.to_string())
    }

    fn text(source: &str) -> std::result::Result<String, String> {
        Ok(parsed(&format!("## it\n{source}"))?["it"].clone())
    }

    #[test]
    fn texts_have_keys() {
        let source = "A note.\n\n## a.title\n\nTwo\nlines\n\n## b-2\nIn {{lang}}, {{root}}x";
        for source in [source, &source.replace('\n', "\r\n")] {
            let texts = parsed(source).unwrap();
            assert_eq!(texts["a.title"], "Two\nlines");
            assert_eq!(texts["b-2"], "In zh, ../x");
            assert_eq!(texts.len(), 2);
        }
    }

    #[test]
    fn names_and_percentages_are_not_broken() {
        for (source, shown) in [
            (
                "GHM-C and <b>GHM-R</b>",
                "GHM-\u{2060}C and <b>GHM-\u{2060}R</b>",
            ),
            (
                "20% of <i title=\"5% of GHM-C\">x</i>",
                "20\u{a0}% of <i title=\"5% of GHM-C\">x</i>",
            ),
            ("<code>GHM-C 5%</code> 5%", "<code>GHM-C 5%</code> 5\u{a0}%"),
        ] {
            assert_eq!(text(source).as_deref(), Ok(shown));
        }
    }

    #[test]
    fn a_heading_inside_a_line_or_deeper_is_text() {
        assert_eq!(
            text("no ## key\n### deep").as_deref(),
            Ok("no ## key\n### deep")
        );
    }

    #[test]
    fn faults_name_key_and_file() {
        for (source, says) in [
            ("## a\nA\n## a\nB", "zh.md: the key \"a\" is defined twice"),
            ("## A b\nA", "zh.md: \"A b\" can't be a key"),
            (
                "## a\nSee {{b}}",
                "zh.md: \"a\": a text can hold {{lang}} and {{root}}, not {{b}}",
            ),
            ("## a\nFor $x", "zh.md: \"a\": the formula $x has no end"),
            (
                "## a\nNow $\\fraction{1}{2}$",
                r#"zh.md: "a": the formula $\fraction{1}{2}$"#,
            ),
        ] {
            let error = parsed(source).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn formulas_become_mathml() {
        let html = text(r"With $g < 1$ and $$\beta_i = \frac{N}{GD(g_i)}$$ it ends.").unwrap();
        let (inline, block) = html.split_once(" and ").unwrap();
        assert!(inline.starts_with("With <math>"), "{inline}");
        assert!(inline.contains("&lt;") && !inline.contains('$'), "{inline}");
        assert!(block.starts_with("<math display=\"block\">"), "{block}");
        assert!(
            block.contains("<mfrac>") && block.ends_with("</math> it ends."),
            "{block}"
        );
        // Its LaTeX would be a tenth of what a reader waits for in the page.
        assert!(!block.contains("<annotation"), "{block}");
    }

    #[test]
    fn what_touches_a_formula_stays_on_its_line() {
        let html = text("That is $g$. So ($g$ 和 $h$），and $g$ alone.").unwrap();
        let math = |name: &str| format!("<math><mi>{name}</mi></math>");
        let (g, h) = (math("g"), math("h"));
        let kept = |what: String| format!("<span class=\"w\">{what}</span>");
        assert_eq!(
            html,
            format!(
                "That is {} So {} 和 {}and {g} alone.",
                kept(format!("{g}.")),
                kept(format!("({g}")),
                kept(format!("{h}），")),
            )
        );
    }

    #[test]
    fn formulas_have_classes_for_styles() {
        let html = text(r"$$\begin{cases} a & b \end{cases}$$").unwrap();
        assert!(html.contains("class=\"lines more\""), "{html}");
        assert!(!html.contains(" style="), "{html}");
        let error = text(r"$$\begin{array}{r|l} a & b \end{array}$$").unwrap_err();
        assert!(error.contains("give it a class"), "{error}");
    }

    #[test]
    fn dollars_can_be_escaped() {
        assert_eq!(text(r"\$5 or \$6").as_deref(), Ok("$5 or $6"));
        let html = text(r"\$5 is $x$").unwrap();
        assert!(html.starts_with("$5 is <math>"), "{html}");
    }
}

//! The page in each language: a template, the texts that fill it, and LaTeX made MathML.
//!
//! `index.html` holds `{{key}}` where the text of that key goes. A file of texts, such as
//! `www/text/en.md`, holds a line `## key` before each text; a text is HTML. Two keys are built in:
//! `{{lang}}`, and `{{root}}`, the way from the page to the site's top. In a text, `$…$` is an
//! inline formula, `$$…$$` a displayed one and `\$` a dollar. Nothing may be missing or left over,
//! so that no language falls behind unseen.

use crate::Result;
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Language, its file of texts, its page, and the way from there to the site's top.
const LANGUAGES: [(&str, &str, &str, &str); 2] = [
    ("en", "www/text/en.md", "index.html", ""),
    ("zh", "www/text/zh.md", "zh/index.html", "../"),
];
const TEMPLATE: &str = "index.html";

/// A finished page.
#[derive(Debug)]
pub struct Page {
    /// Its language.
    pub language: &'static str,
    /// Where it goes in the site.
    pub path: PathBuf,
    /// What it says.
    pub html: String,
}

/// The page in every language that has a file of texts; English must have one.
pub fn pages(project: &Path) -> Result<Vec<Page>> {
    let read = |file: &str| {
        fs::read_to_string(project.join(file)).map_err(|error| format!("{file}: {error}"))
    };
    let template = read(TEMPLATE)?;
    let mut pages = Vec::new();
    for (language, file, path, root) in LANGUAGES {
        if language != "en" && !project.join(file).exists() {
            continue;
        }
        let texts = Texts::parse(file, &read(file)?)?;
        let filler = Filler {
            texts,
            language,
            root,
            latex: converter(),
        };
        pages.push(Page {
            language,
            path: path.into(),
            html: filler.page(&template)?,
        });
    }
    Ok(pages)
}

fn converter() -> LatexToMathML {
    let config = MathCoreConfig {
        annotation: true,
        ..MathCoreConfig::default()
    };
    LatexToMathML::new(config).expect("no macros are defined")
}

/// The texts of one language by key.
struct Texts {
    file: String,
    by_key: BTreeMap<String, String>,
}

impl Texts {
    fn parse(file: &str, source: &str) -> Result<Self> {
        let mut by_key = BTreeMap::new();
        let mut entries = format!("\n{source}");
        entries = entries.replace("\r\n", "\n");
        // What precedes the first key is a note to authors.
        for entry in entries.split("\n## ").skip(1) {
            let (key, text) = entry.split_once('\n').unwrap_or((entry, ""));
            let key = key.trim();
            if !is_key(key) {
                return Err(format!(
                    "{file}: {key:?} can't be a key: use a-z, 0-9, dots and hyphens"
                )
                .into());
            }
            if by_key.insert(key.into(), text.trim().into()).is_some() {
                return Err(format!("{file}: the key {key:?} is defined twice").into());
            }
        }
        Ok(Self {
            file: file.into(),
            by_key,
        })
    }
}

fn is_key(word: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
    !word.is_empty() && word.chars().all(allowed)
}

/// Fills the template in one language.
struct Filler<'a> {
    texts: Texts,
    language: &'a str,
    root: &'a str,
    latex: LatexToMathML,
}

impl Filler<'_> {
    fn page(&self, template: &str) -> Result<String> {
        let mut used = BTreeSet::new();
        let html = replace_keys(template, |key| {
            if let Some(value) = self.built_in(key) {
                return Ok(value.to_owned());
            }
            let file = &self.texts.file;
            let text = self.texts.by_key.get(key).ok_or_else(|| {
                format!("{file}: there is no text {key:?}, which {TEMPLATE} asks for")
            })?;
            used.insert(key.to_owned());
            self.text(text)
                .map_err(|error| format!("{file}: {key:?}: {error}").into())
        })?;
        let left_over = self.texts.by_key.keys().find(|key| !used.contains(*key));
        match left_over {
            None => Ok(html),
            Some(key) => Err(format!(
                "{}: the text {key:?} is not used in {TEMPLATE}",
                self.texts.file
            )
            .into()),
        }
    }

    fn built_in(&self, key: &str) -> Option<&str> {
        match key {
            "lang" => Some(self.language),
            "root" => Some(self.root),
            _ => None,
        }
    }

    /// A text with its formulas and built-in keys put in.
    fn text(&self, source: &str) -> Result<String> {
        let prose = |part: &str| {
            replace_keys(part, |key| match self.built_in(key) {
                Some(value) => Ok(value.to_owned()),
                None => Err(format!("a text can't hold another, as {{{{{key}}}}} would").into()),
            })
        };
        let mut html = String::new();
        let mut rest = source;
        while let Some((before, dollar)) = split_at_dollar(rest) {
            html += &prose(before)?.replace("\\$", "$");
            let (mark, display) = if dollar.starts_with("$$") {
                ("$$", MathDisplay::Block)
            } else {
                ("$", MathDisplay::Inline)
            };
            let body = &dollar[mark.len()..];
            let (formula, after) = body
                .split_once(mark)
                .ok_or_else(|| format!("the formula {mark}{} has no end", start_of(body)))?;
            let converted = self
                .latex
                .convert_with_local_state(formula, display)
                .map_err(|error| format!("the formula {mark}{formula}{mark}: {error}"))?;
            html += &without_styles(&converted.mathml)?;
            rest = after;
        }
        html += &prose(rest)?.replace("\\$", "$");
        Ok(html)
    }
}

/// Styles of cells that formulas come with, and the class for each in `style.css`.
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

/// A formula that strict policies show as it is meant: they refuse style attributes.
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

/// Replaces each `{{key}}`; other double braces stay.
fn replace_keys(text: &str, value: impl FnMut(&str) -> Result<String>) -> Result<String> {
    let mut value = value;
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled += before;
        rest = match after.split_once("}}").filter(|(key, _)| is_key(key)) {
            Some((key, after)) => {
                filled += &value(key)?;
                after
            }
            None => {
                filled += "{{";
                after
            }
        };
    }
    Ok(filled + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str, texts: &str) -> std::result::Result<String, String> {
        let filled = Texts::parse("zh.md", texts).and_then(|texts| {
            let filler = Filler {
                texts,
                language: "zh",
                root: "../",
                latex: converter(),
            };
            filler.page(template)
        });
        filled.map_err(|error| error.to_string())
    }

    fn text(source: &str) -> std::result::Result<String, String> {
        fill("{{it}}", &format!("## it\n{source}"))
    }

    #[test]
    fn keys_become_texts() {
        let template =
            "<html lang={{lang}}><a href='{{root}}x'>{{a.title}}</a> {{b-2}}, {{a.title}}";
        let texts = "A note.\n\n## a.title\n\nTwo\nlines\n\n## b-2\nIn {{lang}}";
        let page = "<html lang=zh><a href='../x'>Two\nlines</a> In zh, Two\nlines";
        assert_eq!(fill(template, texts).as_deref(), Ok(page));
        assert_eq!(
            fill(template, &texts.replace('\n', "\r\n")).as_deref(),
            Ok(page)
        );
        assert_eq!(fill("{{ x }} {{", "").as_deref(), Ok("{{ x }} {{"));
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
        for (template, texts, says) in [
            ("{{a}}", "", "zh.md: there is no text \"a\""),
            ("", "## a\nA", "zh.md: the text \"a\" is not used"),
            (
                "{{a}}",
                "## a\nA\n## a\nB",
                "zh.md: the key \"a\" is defined twice",
            ),
            ("{{a}}", "## A b\nA", "zh.md: \"A b\" can't be a key"),
            (
                "{{a}}",
                "## a\n{{b}}\n## b\nB",
                "zh.md: \"a\": a text can't hold another, as {{b}}",
            ),
            (
                "{{a}}",
                "## a\nFor $x",
                "zh.md: \"a\": the formula $x has no end",
            ),
            ("{{a}}", r"## a\n$\fraction{1}$", ""),
        ] {
            let error = fill(template, texts).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
        let error = text(r"Now $\fraction{1}{2}$").unwrap_err();
        assert!(
            error.contains("\"it\"") && error.contains(r"$\fraction{1}{2}$"),
            "{error}"
        );
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
        let latex =
            r#"<annotation encoding="application/x-tex">\beta_i = \frac{N}{GD(g_i)}</annotation>"#;
        assert!(block.contains(latex), "{block}");
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

    #[test]
    fn a_template_keeps_its_dollars() {
        assert_eq!(fill("`${x}`", "").as_deref(), Ok("`${x}`"));
    }
}

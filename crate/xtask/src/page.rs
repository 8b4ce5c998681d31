//! The pages in each language: templates, and the texts that fill them.
//!
//! `index.html`, `workbench.html` and `questions.html` are templates for minijinja, with the macros of `www/macros.html`. In it, `t("key")`
//! is a text of `www/text/`, `poster("name", "attributes")` a figure's title, legend and controls, and the width, height and
//! alternative text of its still picture, `lang` the page's language and `root` the relative path from the page to the site's top. A missing
//! text is an error, and so is one that no page uses, so that no language falls behind.

mod font;
mod measured;
mod placed;
mod poster;
mod questions;
mod texts;

pub use placed::Placed;
pub use poster::{Knob, Knobs, Poster, Posters, knobs, posters};
pub use questions::{Asked, questions};

use crate::Result;
use diagnosis::export::{Code, Target};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, context};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use texts::Language;

const LANGUAGES: [Language; 2] = [
    Language {
        code: "en",
        texts: "www/text/en.md",
        asked: "www/text/questions.en.md",
        root: "",
    },
    Language {
        code: "zh",
        texts: "www/text/zh.md",
        asked: "www/text/questions.zh.md",
        root: "../",
    },
];
/// The article, the workbench, and what readers asked next.
const TEMPLATES: [&str; 3] = [ARTICLE, WORKBENCH, QUESTIONS];
/// The article's template.
pub const ARTICLE: &str = "index.html";
/// The workbench's.
pub const WORKBENCH: &str = "workbench.html";
/// What readers asked next: recipes, and figures for them.
pub const QUESTIONS: &str = "questions.html";
/// What was measured in trainings: see `crate/detector/examples/measure.rs`.
const MEASURED: &str = "www/data/measured.tsv";
const MACROS: &str = "www/macros.html";

/// A finished page.
#[derive(Debug)]
pub struct Page {
    /// Its language.
    pub language: &'static str,
    /// The template that it was made of.
    pub template: &'static str,
    /// Where it goes in the site.
    pub path: PathBuf,
    /// Its HTML.
    pub html: String,
}

/// The pages in every language that has a file of texts; English must have one.
///
/// # Errors
/// A template or text that can't be read, a text that is missing or unused, and a figure without a
/// poster. The error names the file, and the line or key.
pub fn pages(
    project: &Path,
    figures: impl Fn(&str) -> Result<(Posters, Knobs)>,
) -> Result<Vec<Page>> {
    let templates = templates(project)?;
    let measured = measured::parse(&read(project, MEASURED)?);
    let mut pages = Vec::new();
    for language in LANGUAGES {
        if language.code != "en" && !project.join(language.texts).exists() {
            continue;
        }
        let mut texts = texts::parse(language, &read(project, language.texts)?)?;
        let asked = Language {
            texts: language.asked,
            ..language
        };
        for (key, text) in texts::parse(asked, &read(project, asked.texts)?)? {
            if texts.insert(key.clone(), text).is_some() {
                return Err(format!(
                    "{}: {} has a text {key:?}, too",
                    asked.texts, language.texts
                )
                .into());
            }
        }
        let unused = Unused::new(Mutex::new(texts.keys().cloned().collect()));
        let figures = figures(language.code)?;
        for template in TEMPLATES {
            let html = filled(&templates, template, language, &texts, &unused, &figures)?;
            pages.push(Page {
                language: language.code,
                template,
                path: language.folder().join(template),
                html: measured::fill(&html, &measured)
                    .map_err(|key| format!("{template}: {MEASURED} has no {key:?}"))?,
            });
        }
        all_used(language, &unused)?;
    }
    Ok(pages)
}

/// The figures that the pages place, each in each of its states once.
///
/// # Errors
/// A template that can't be read or filled in.
pub fn placed(project: &Path) -> Result<BTreeSet<Placed>> {
    let templates = templates(project)?;
    let mut environment = unfilled(&templates)?;
    let placed = Arc::new(Mutex::new(BTreeSet::new()));
    let found = Arc::clone(&placed);
    environment.add_function("poster", move |name: &str, attributes: &str| {
        let mut found = found.lock().expect("nobody panics");
        found.insert(Placed::with(name, attributes));
        context! { legend => [""; 0], controls => [""; 0] }
    });
    for template in TEMPLATES {
        render(&environment, template)?;
    }
    let placed = placed.lock().expect("nobody panics").clone();
    Ok(placed)
}

/// Fills in the numbers that the article quotes, so that its sentences are whole without scripts.
pub fn quoted(html: &str, numbers: &str) -> String {
    let pairs = numbers.lines().filter_map(|line| line.split_once('\t'));
    pairs.fold(html.to_owned(), |html, (key, number)| {
        let mark = format!("data-quote=\"{key}\">");
        html.replace(
            &format!("{mark}</output>"),
            &format!("{mark}{number}</output>"),
        )
    })
}

fn read(project: &Path, file: &str) -> Result<String> {
    let text = fs::read_to_string(project.join(file));
    Ok(text.map_err(|error| format!("{file}: {error}"))?)
}

fn templates(project: &Path) -> Result<BTreeMap<&'static str, String>> {
    let files = TEMPLATES.into_iter().chain([MACROS]);
    files.map(|file| Ok((file, read(project, file)?))).collect()
}

fn environment<'a>(templates: &'a BTreeMap<&'a str, String>) -> Result<Environment<'a>> {
    let mut environment = Environment::new();
    // Texts are HTML already.
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax()?);
    environment.add_function("asked", questions::ignored);
    environment.add_function("exported", exported);
    for (name, source) in templates {
        environment.add_template(name, source).map_err(located)?;
    }
    Ok(environment)
}

/// Keys of texts that no page has used yet.
type Unused = Arc<Mutex<BTreeSet<String>>>;

fn all_used(language: Language, unused: &Unused) -> Result<()> {
    let file = language.texts;
    match unused.lock().expect("nobody panics").first() {
        None => Ok(()),
        Some(key) => Err(format!("{file}: no page uses the text {key:?}").into()),
    }
}

/// Where only the calls of one function matter.
fn unfilled<'a>(templates: &'a BTreeMap<&'a str, String>) -> Result<Environment<'a>> {
    let mut environment = environment(templates)?;
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.add_function("t", |_: &str| "");
    environment.add_function(
        "poster",
        |_: &str, _: &str| context! { legend => [""; 0], controls => [""; 0] },
    );
    environment.add_function("controls", |_: &str, _: Vec<String>| Vec::<String>::new());
    environment.add_function("control", |_: &str| "");
    Ok(environment)
}

fn render(environment: &Environment<'_>, template: &str) -> Result<String> {
    let template = environment.get_template(template).map_err(located)?;
    Ok(template.render(()).map_err(located)?)
}

/// The template of that name, filled in one language.
fn filled(
    templates: &BTreeMap<&str, String>,
    template: &str,
    language: Language,
    texts: &BTreeMap<String, String>,
    unused: &Unused,
    (posters, knobs): &(Posters, Knobs),
) -> Result<String> {
    let file = language.texts;
    let mut environment = environment(templates)?;
    let (texts, posters, knobs) = (texts.clone(), posters.clone(), knobs.clone());
    let used = Arc::clone(unused);
    environment.add_function("t", move |key: &str| {
        used.lock().expect("nobody panics").remove(key);
        let missing = || fault(format!("{file}: there is no text {key:?}"));
        texts.get(key).cloned().ok_or_else(missing)
    });
    environment.add_function("poster", move |name: &str, attributes: &str| {
        let file = Placed::with(name, attributes).file;
        let missing = || fault(format!("there is no poster of a figure {file:?}"));
        let Poster {
            width,
            height,
            controls,
            legend,
            title,
            alternative,
        } = posters.get(&file).ok_or_else(missing)?;
        Ok(context! { file, width, height, controls, legend, title, alternative })
    });
    environment.add_function("controls", controls);
    environment.add_function("control", move |key: &str| {
        let Knob { name, menu, boxes } = knobs.get(key).cloned().unwrap_or_default();
        context! { name, menu, boxes }
    });
    environment.add_global("lang", language.code);
    environment.add_global("root", language.root);
    render(&environment, template)
}

/// The loss in PyTorch, with the start corrected and in single precision: as `ghm export pytorch` writes it.
fn exported() -> String {
    let code = diagnosis::export::export(Target::PyTorch, &Code::default());
    code.replace('&', "&amp;").replace('<', "&lt;")
}

/// The controls of a figure with these attributes: those that they name and its buttons, or else all `usual` ones.
fn controls(attributes: &str, usual: Vec<String>) -> Vec<String> {
    let named = attributes.split_once("controls=\"").map(|(_, rest)| rest);
    let named = named.and_then(|rest| Some(rest.split_once('"')?.0));
    let Some(named) = named else {
        return usual;
    };
    let buttons = usual.into_iter().filter(|it| it.starts_with('+'));
    named.split(',').map(str::to_owned).chain(buttons).collect()
}

/// The template's syntax. A block on a line of its own leaves no empty line.
fn syntax() -> Result<SyntaxConfig> {
    let mut syntax = SyntaxConfig::builder();
    Ok(syntax.trim_blocks(true).lstrip_blocks(true).build()?)
}

fn fault(what: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, what)
}

/// An error as `index.html, line 7: what is wrong`.
fn located(error: Error) -> String {
    let what = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("{name}, line {line}: {what}"),
        _ => what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str, texts: &str) -> std::result::Result<String, String> {
        let language = Language {
            texts: "zh.md",
            ..LANGUAGES[1]
        };
        let posters = posters("p.tsv", "weights\t760\t319\tbins\t\tWeights\tDensity.").unwrap();
        let templates = BTreeMap::from([(ARTICLE, template.to_owned())]);
        let filled = texts::parse(language, texts).and_then(|texts| {
            let unused = Unused::new(Mutex::new(texts.keys().cloned().collect()));
            let figures = (posters, Knobs::new());
            let html = filled(&templates, ARTICLE, language, &texts, &unused, &figures)?;
            all_used(language, &unused)?;
            Ok(html)
        });
        filled.map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_stand_in_the_sentences_that_quote_them() {
        let html = r#"<output data-quote="n"></output> of <output data-quote="bins"></output>"#;
        let filled = r#"<output data-quote="n">7</output> of <output data-quote="bins"></output>"#;
        assert_eq!(quoted(html, "n\t7\nmu\t0.02\n"), filled);
    }

    #[test]
    fn keys_become_texts() {
        let template = "<html lang={{ lang }}><a href='{{ root }}x'>{{ t('a') }}</a> {{ t('b-2') }}, {{ t('a') }}";
        let texts = "## a\nTwo\nlines & <b>more</b>\n\n## b-2\nIn {{lang}}";
        let page = "<html lang=zh><a href='../x'>Two\nlines & <b>more</b></a> In zh, Two\nlines & <b>more</b>";
        assert_eq!(fill(template, texts).as_deref(), Ok(page));
    }

    #[test]
    fn a_figure_has_the_box_and_text_of_its_poster() {
        let template = "{% set it = poster('weights', '') %}{{ it.title }}, {{ it.width }} x {{ it.height }}: {{ it.alternative }}";
        assert_eq!(
            fill(template, "").as_deref(),
            Ok("Weights, 760 x 319: Density.")
        );
    }

    #[test]
    fn controls_are_those_that_attributes_name_or_the_usual_ones() {
        let usual = || vec!["knob".to_owned(), "+play".to_owned()];
        assert_eq!(controls("shared bins=\"9\"", usual()), usual());
        let named = controls("shared controls=\"bins,losses\" mu=\"1\"", usual());
        assert_eq!(named, ["bins", "losses", "+play"]);
    }

    #[test]
    fn faults_name_file_and_line_or_key() {
        for (template, texts, says) in [
            (
                "\n{{ t('a') }}",
                "",
                "index.html, line 2: zh.md: there is no text \"a\"",
            ),
            ("", "## a\nA", "zh.md: no page uses the text \"a\""),
            (
                "\n\n{{ poster('b', '') }}",
                "",
                "index.html, line 3: there is no poster",
            ),
            (
                "\n{{ rood }}",
                "",
                "index.html, line 2: `rood` is undefined",
            ),
            ("{% for x in", "", "index.html, line 1: "),
            (
                "{{ t('a') }}",
                "## a\n$x",
                "zh.md: \"a\": the formula $x has no end",
            ),
        ] {
            let error = fill(template, texts).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn a_template_keeps_its_dollars_and_other_braces() {
        let template = "`${x}` {% raw %}{{ x }}{% endraw %}";
        assert_eq!(fill(template, "").as_deref(), Ok("`${x}` {{ x }}"));
    }
}

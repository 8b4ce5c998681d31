//! A page as one file: it works from file://, as `srcdoc`, as a mail's attachment.
//!
//! What a page loads is put into it: style and script as they are, wasm, data and pictures as
//! base64 of gzip. The file carries the policy that it keeps to, so that a browser itself would
//! refuse what goes beyond.

use crate::Result;
use crate::bundle::{Form, Sources, bundle};
use crate::page::{self, Page};
use crate::site::{self, Around, Assets, Folder, Glue, START, policy_hash, text, with_files};

/// More than this is too much for the upload limits of course platforms: for a figure, which is put into pages of
/// others, and for the article, which has to read files where they must not leave the machine, and to say what is wrong
/// with them: a tenth of a megabyte. The last is for the workbench.
pub const LARGEST: [usize; 3] = [1_000_000, 1_580_000, 1_300_000];

/// What a page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// All modules.
    pub modules: &'a Sources,
    /// The module that the page runs, and the one to run in its place.
    pub entry: [&'a str; 2],
    /// The style that the page names, and what it holds; none if it has none.
    pub style: Option<(&'a str, &'a str)>,
    /// The most bytes that it may have.
    pub most: usize,
    /// Wasm, data, and the pictures that the page has addresses for.
    pub assets: &'a Assets,
}

/// The page with all that it loads.
pub fn file(html: &str, parts: Parts<'_>) -> Result<String> {
    let modules = with_files(
        parts.modules,
        &Assets::new(),
        Around::Page,
        Glue::Whole,
        str::to_owned,
    );
    let [old, entry] = parts.entry;
    let script = bundle(&modules, entry, Form::Script)?;
    for end in ["</script", "<!--"] {
        if script.to_lowercase().contains(end) {
            return Err(format!("the script holds {end:?}, which would end it in a page").into());
        }
    }
    let style = parts
        .style
        .map(|(name, style)| (name, format!("\n{style}")));
    let script = format!("\n{script}");
    let policy = policy(&script, style.as_ref().map(|style| &*style.1));
    let mut page = Alone(pictures(html, parts.assets));
    page.replace(
        "<meta charset=\"utf-8\">\n",
        &format!("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n"),
    )?;
    if let Some((name, style)) = style {
        page.replace(
            &format!("<link rel=\"stylesheet\" href=\"{name}\">"),
            &format!("<style>{style}</style>"),
        )?;
    }
    let module = format!("<script type=\"module\" src=\"{old}\"></script>\n");
    page.replace(&module, "")?;
    // There is nothing to be asked for.
    let early = format!("<script src=\"{START}\"></script>\n");
    page.0 = page.0.replace(&early, "");
    // At the end, so that a host that looks at a file's start finds the head there.
    let mut end = String::new();
    for (path, bytes) in parts.assets {
        end += &site::carried(path, bytes)?;
    }
    end += &format!("<script>{script}</script>\n</body>");
    page.replace("</body>", &end)?;
    let Alone(page) = page;
    let most = parts.most;
    if page.len() >= most {
        return Err(format!("{} bytes, and {most} are too many", page.len()).into());
    }
    Ok(page)
}

/// What a single file carries: all but what is without SIMD128, for which there's no room (browsers have it since 2023
/// at the latest), and pictures for the light. The losses are in it in both builds, as a figure compares them. A figure
/// alone reads no files.
pub fn carried(assets: &Assets, pictures: &Folder, languages: &[&str], reads: bool) -> Assets {
    let mut carried = assets.clone();
    carried.retain(|path, _| {
        let scalar = path.contains("scalar/") && !path.starts_with("pkg/losses/");
        // The article asks its questions itself.
        let other = ["pkg/reader/", "www/questions-"][usize::from(reads)];
        // No phone gets to a file by a code, and whether to switch is asked on a page of the site.
        let never = ["pkg/qr/", "pkg/advice/"]
            .iter()
            .any(|it| path.starts_with(it));
        !scalar && !never && !path.starts_with(other)
    });
    let placed = text(pictures, "placed.tsv").unwrap_or_default();
    let in_states = placed.lines().filter(|line| !line.ends_with('\t'));
    let in_states: Vec<&str> = in_states
        .filter_map(|line| line.split('\t').next())
        .collect();
    for (name, svg) in pictures {
        let (stem, kind) = name.split_once('.').unwrap_or((name, ""));
        if in_states.contains(&stem) {
            continue;
        }
        let wanted = |language: &&str| kind == format!("light.{language}.svg");
        if languages.iter().any(wanted) {
            carried.insert(format!("posters/{name}"), svg.clone());
        }
    }
    carried
}

/// The workbench trains nothing, so it has no trainer; and no recorded trainings, as it has no figure of them.
pub fn for_workbench(assets: &mut Assets) {
    assets.retain(|path, _| {
        !path.starts_with("pkg/trainer/") && !path.starts_with("data/recorded_training")
    });
}

/// The article with a picture of each figure as it is by itself: a single file has no room for one in each state.
pub fn by_themselves(html: &str) -> String {
    let mut figures = html.split("<ghm-figure name=\"");
    let mut all = figures.next().unwrap_or_default().to_owned();
    for figure in figures {
        let (name, rest) = figure.split_once('"').unwrap_or((figure, ""));
        let mut pictures = rest.split("posters/");
        let start = pictures.next().unwrap_or_default();
        all += &format!("<ghm-figure name=\"{name}\"{start}");
        for picture in pictures {
            // The state ends with the first dot.
            let kind = picture.find('.').map_or("", |at| &picture[at..]);
            all += &format!("posters/{name}{kind}");
        }
    }
    all
}

/// A page whose parts from `start` to `end` are replaced by what is kept of them.
fn without(html: &str, start: &str, end: &str, kept: fn(&str) -> &str) -> String {
    let mut parts = html.split(start);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inside, rest) = part.split_once(end).unwrap_or((part, ""));
        all += kept(inside);
        all += rest;
    }
    all
}

/// A page without what names other pages of the site: `<p data-site>…</p>`, `<a data-site …>…</a>`, and links to the
/// questions, of which their words stay.
fn without_site(html: &str) -> String {
    let html = without(html, "<p data-site>", "</p>", |_| "");
    let html = without(&html, "<a data-site ", "</a>", |_| "");
    without(&html, "<a href=\"questions.html", "</a>", |link| {
        link.split_once('>').map_or("", |(_, words)| words)
    })
}

/// A page as it is when it lies alone, beside those in the other language and of the other kind, and its name.
pub fn alone(page: &Page, html: &str) -> (&'static str, String) {
    // The article and the workbench, in English and in Chinese.
    let kinds = [
        (
            page::ARTICLE,
            ["ghm-explainer.html", "ghm-explainer.zh.html"],
        ),
        (
            page::WORKBENCH,
            ["ghm-workbench.html", "ghm-workbench.zh.html"],
        ),
    ];
    let own = usize::from(page.language == "zh");
    let mut html = without_site(html);
    let mut name = "";
    for (template, alone) in kinds {
        let other = ["zh/", "../"][own];
        html = html.replace(
            &format!("\"{other}{template}\""),
            &format!("\"{}\"", alone[1 - own]),
        );
        html = html.replace(&format!("\"{template}\""), &format!("\"{}\"", alone[own]));
        if page.template == template {
            name = alone[own];
        }
    }
    (name, html.replace("\"../", "\""))
}

/// Nothing from anywhere: this script, this style, wasm, and what the script makes itself.
fn policy(script: &str, style: Option<&str>) -> String {
    let script = policy_hash(script);
    let style = style.map_or("'none'".into(), policy_hash);
    format!(
        "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; style-src {style}; \
         img-src data:; font-src data:; worker-src blob:"
    )
}

/// Pictures lose their addresses: `single.js` gives them their content where it is needed.
fn pictures(html: &str, assets: &Assets) -> String {
    let svg = assets.keys().filter(|path| path.ends_with(".svg"));
    let html = svg.fold(html.to_owned(), |html, path| {
        html.replace(
            &format!(" src=\"{path}\""),
            &format!(" data-poster=\"{path}\""),
        )
    });
    let mut rest = html.as_str();
    let mut kept = String::new();
    // Those for the dark.
    while let Some((before, source)) = rest.split_once("<source ") {
        kept += before;
        rest = source.split_once('>').map_or("", |(_, after)| after);
    }
    kept + rest
}

struct Alone(String);

impl Alone {
    /// Replaces what must be there exactly once.
    fn replace(&mut self, from: &str, to: &str) -> Result<()> {
        match self.0.matches(from).count() {
            1 => {
                self.0 = self.0.replace(from, to);
                Ok(())
            }
            count => Err(format!("the page has {from:?} {count} times, and once is right").into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<meta charset=\"utf-8\">\n<link rel=\"stylesheet\" href=\"www/style.css\">\n\
        <script type=\"module\" src=\"www/page.js\"></script>\n<body>\
        <picture><source srcset=\"posters/a.dark.svg\"><img src=\"posters/a.svg\"></picture></body>";

    #[test]
    fn what_lies_alone_names_no_other_page_of_the_site() {
        let html = "<p>a <a href=\"questions.html#ten\">b</a> <a href=\"#c\">c</a></p><p data-site>d <a href=\"questions.html\">e</a></p>f<a data-site href=\"lesson.html\">g</a>";
        let alone = "<p>a b <a href=\"#c\">c</a></p>f";
        assert_eq!(without_site(html), alone);
    }

    fn single(script: &str, html: &str) -> std::result::Result<String, String> {
        let modules = Sources::from([("www/single.js".into(), script.into())]);
        let assets = Assets::from([("posters/a.svg".into(), b"<svg/>".to_vec())]);
        let parts = Parts {
            modules: &modules,
            entry: ["www/page.js", "www/single.js"],
            style: Some(("www/style.css", "p {}")),
            most: LARGEST[0],
            assets: &assets,
        };
        file(html, parts).map_err(|error| error.to_string())
    }

    #[test]
    fn everything_is_in_the_file_and_the_policy_knows_it() {
        let page = single("f(1);", HTML).unwrap();
        assert!(
            !page.contains("www/") && !page.contains("dark.svg"),
            "{page}"
        );
        for part in [
            "<style>\np {}</style>",
            "<picture><img data-poster=\"posters/a.svg\"></picture>",
            "<script type=\"text/plain\" data-asset=\"posters/a.svg\">H4sI",
            "f(1)",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let (_, script) = page.split_once("<script>").unwrap();
        let (script, _) = script.split_once("</script>").unwrap();
        assert!(page.contains(&policy_hash(script)), "{page}");
    }

    #[test]
    fn what_would_not_hold_together_is_refused() {
        for (script, html, says) in [
            ("'</script>'", HTML, "</script"),
            ("import './y.js';", HTML, "no module www/y.js"),
            ("", "<body></body>", "0 times"),
        ] {
            let error = single(script, html).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
        let large = format!("'{}';", "x".repeat(LARGEST[0]));
        assert!(single(&large, HTML).unwrap_err().contains("too many"));
    }

    #[test]
    fn single_files_lie_beside_each_other_and_link_so() {
        let page = |language, template| Page {
            language,
            template,
            path: template.into(),
            html: String::new(),
        };
        let html = r#"<a href="index.html"><a href="zh/workbench.html"><a href="workbench.html">"#;
        let (name, html) = alone(&page("en", page::WORKBENCH), html);
        assert_eq!(name, "ghm-workbench.html");
        assert_eq!(
            html,
            r#"<a href="ghm-explainer.html"><a href="ghm-workbench.zh.html"><a href="ghm-workbench.html">"#
        );
        let html =
            r#"<a href="../index.html"><a href="workbench.html"><img src="../posters/a.svg">"#;
        let (name, html) = alone(&page("zh", page::ARTICLE), html);
        assert_eq!(name, "ghm-explainer.zh.html");
        assert_eq!(
            html,
            r#"<a href="ghm-explainer.html"><a href="ghm-workbench.zh.html"><img src="posters/a.svg">"#
        );
    }

    #[test]
    fn a_single_file_has_one_picture_of_each_figure() {
        let html = r#"posters/ <ghm-figure name="hand" bins="5"><source srcset="../posters/hand-bins-5.dark.en.svg"><img src="../posters/hand-bins-5.light.en.svg"></ghm-figure> <ghm-figure name="speed">"#;
        let plain = r#"posters/ <ghm-figure name="hand" bins="5"><source srcset="../posters/hand.dark.en.svg"><img src="../posters/hand.light.en.svg"></ghm-figure> <ghm-figure name="speed">"#;
        assert_eq!(by_themselves(html), plain);
    }
}

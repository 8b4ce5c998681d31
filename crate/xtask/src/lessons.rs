//! Lessons in `dist/`: the page that builds and plays them, and those that come along, as files, pages and packages.

use crate::Result;
use crate::bundle::Sources;
use crate::single;
use crate::site::{Assets, Folder, Site, reading_none, text};
pub use lesson::package::LARGEST;

/// The module of the page that builds lessons, and of a lesson's own page.
const BUILDER: &str = "www/lesson/page.js";
const PLAYER: &str = "www/lesson/play.js";
/// The page of one lesson, in which that is filled in: the builder exports it.
const PAGE: &str = "lesson/player.html";
/// Of the bytes that a lesson's page may have, a lesson itself has at least so many.
const LESSON: usize = 40_000;

/// What they are made of.
#[derive(Debug)]
pub struct Parts<'a> {
    /// All modules.
    pub modules: &'a Sources,
    /// Wasm and data of all figures.
    pub assets: &'a Assets,
    /// Wasm of lessons alone.
    pub of_lessons: Assets,
    /// The files of `www`.
    pub www: &'a Folder,
    /// The lessons that come along: `NAME.LANG.json`.
    pub sources: &'a Folder,
}

/// Puts scripts and data of lessons into the site; `files` are those that any page may ask for. Returns the files of
/// `dist/lessons`.
pub fn put(site: &mut Site, files: &Assets, parts: Parts<'_>) -> Result<Folder> {
    let Parts {
        modules,
        assets,
        of_lessons,
        www,
        sources,
    } = parts;
    // A figure that fails says so; for its picture there is no room.
    let mut carried = assets.clone();
    carried.extend(of_lessons.clone());
    let carried = single::carried(&carried, &Folder::new(), &[], false);
    let mut alone = reading_none(modules);
    alone.remove("www/article.js");
    let player = single::Parts {
        modules: &alone,
        entry: [PLAYER, PLAYER],
        style: None,
        most: LARGEST - LESSON,
        assets: &carried,
    };
    let player =
        single::file(&text(www, PAGE)?, player).map_err(|error| format!("www/{PAGE}: {error}"))?;
    let mut own = of_lessons;
    let mut made = Folder::new();
    for name in sources.keys().filter(|name| name.ends_with(".json")) {
        let source = text(sources, name)?;
        let file = |error: String| format!("lessons/{name}: {error}");
        let noted = |note: lesson::Note| file(note.sentence(lesson::Lang::En));
        let (lesson, notes) = lesson::read(&source).map_err(noted)?;
        if let Some(note) = notes.into_iter().next() {
            return Err(noted(note).into());
        }
        let page = lesson::package::page(&player, &lesson).map_err(noted)?;
        let package = lesson::package::scorm(&page, &lesson).map_err(file)?;
        let stem = name.trim_end_matches(".json");
        made.insert(format!("{stem}.html"), page.into());
        made.insert(format!("{stem}.scorm.zip"), package);
        made.insert(name.clone(), lesson.file().into());
        own.insert(format!("lessons/{name}"), lesson.file().into());
    }
    own.insert(format!("www/{PAGE}"), player.into());
    site.assets(&own);
    // What asks the article's questions is in the script itself here.
    let asked = assets
        .iter()
        .filter(|(path, _)| path.starts_with("www/questions-"));
    let mut files = files.clone();
    files.extend(asked.map(|(path, bytes)| (path.clone(), bytes.clone())));
    files.extend(own);
    site.script(modules, &files, BUILDER)?;
    Ok(made)
}

/// The page that builds lessons, in each language, with its place in the site.
pub fn pages(www: &Folder) -> Result<[(&'static str, String); 2]> {
    let template = text(www, "lesson.html")?;
    let filled =
        |lang: &str, root: &str| template.replace("{{lang}}", lang).replace("{{root}}", root);
    Ok([
        ("lesson.html", filled("en", "")),
        ("zh/lesson.html", filled("zh", "../")),
    ])
}

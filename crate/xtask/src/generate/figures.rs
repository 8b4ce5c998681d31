//! The list of figures in the engine's `figure/mod.rs`.
//!
//! It is read from the folder and from the article, without the engine, which compiles only with a right list.

use crate::Result;
use std::fs;
use std::path::Path;

/// Where the list is.
const PATH: &str = "crate/explainer/src/figure/mod.rs";
const MARKS: [&str; 2] = ["// generated: figures\n", "// end\n"];

/// A source file that declares a figure.
#[derive(Debug, PartialEq, Eq)]
struct Declared {
    /// The figure's name.
    name: String,
    /// The module's: that of the file.
    module: String,
}

/// Writes the list where it is stale, and says so.
pub fn write(root: &Path) -> Result<()> {
    let (old, new) = (fs::read_to_string(root.join(PATH))?, with_list(root)?);
    if old != new {
        fs::write(root.join(PATH), &new)?;
    }
    println!("{} {PATH}", if old == new { "kept " } else { "wrote" });
    Ok(())
}

/// `figure/mod.rs` with the list as it should be.
fn with_list(root: &Path) -> Result<String> {
    let mut declared = vec![];
    for file in fs::read_dir(root.join(PATH).with_file_name(""))? {
        let path = file?.path();
        let module = path.file_stem().unwrap_or_default().to_string_lossy();
        if path.extension().is_some_and(|it| it == "rs")
            && let Some(name) = declared_name(&fs::read_to_string(&path)?)
        {
            let module = module.into_owned();
            declared.push(Declared { name, module });
        }
    }
    sort(&mut declared, &fs::read_to_string(root.join("index.html"))?);
    let text = fs::read_to_string(root.join(PATH))?;
    let [mark, end] = MARKS;
    let parts = text.split_once(mark);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{PATH} lacks {MARKS:?}"))?;
    Ok(format!("{before}{mark}{}{end}{after}", block(&declared)))
}

/// The name of the figure that a source file declares, if it does.
fn declared_name(source: &str) -> Option<String> {
    let (_, declaration) = source.split_once("pub static FIGURE: Figure = Figure {")?;
    let (_, name) = declaration.split_once("name: \"")?;
    Some(name.split_once('"')?.0.to_owned())
}

/// What an element without a name shows. Pages with version 1 of the element rely on it.
const NAMELESS: &str = "distribution";

/// Sorts them as the article's template places them first; what it doesn't place comes last, by name. Before all of
/// them comes [`NAMELESS`].
fn sort(declared: &mut [Declared], article: &str) {
    let place = |name: &str| {
        let place = article.find(&format!("figure(\"{name}\""));
        (
            name != NAMELESS,
            place.unwrap_or(usize::MAX),
            name.to_owned(),
        )
    };
    declared.sort_by_cached_key(|it| place(&it.name));
}

fn block(declared: &[Declared]) -> String {
    let mut modules: Vec<_> = declared.iter().map(|it| &it.module).collect();
    modules.sort();
    let modules: String = modules.iter().map(|it| format!("mod {it};\n")).collect();
    let entries: String = { declared.iter() }
        .map(|it| format!("    &{}::FIGURE,\n", it.module))
        .collect();
    format!(
        "{modules}\n/// Every figure, in the order of the article, but for the first, which is shown where none is named.\n\
         #[cfg(feature = \"whole\")]\n\
         pub static FIGURES: [&Figure; {}] = [\n{entries}];\n",
        declared.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(name: &str) -> Declared {
        Declared {
            name: name.to_owned(),
            module: name.replace('-', "_"),
        }
    }

    #[test]
    fn figures_are_listed_as_the_article_places_them() {
        let mut all = ["asl1", "box-gradient", "distribution", "hand", "twin"].map(declared);
        sort(
            &mut all,
            "figure(\"hand\", 1) figure(\"box-gradient\") figure(\"distribution\") figure(\"hand\")",
        );
        let names = all.each_ref().map(|it| it.name.as_str());
        assert_eq!(
            names,
            ["distribution", "hand", "box-gradient", "asl1", "twin"]
        );
        let block = block(&all);
        assert!(
            block.starts_with("mod asl1;\nmod box_gradient;\n"),
            "{block}"
        );
        assert!(
            block.contains("[&Figure; 5] = [\n    &distribution::FIGURE,\n    &hand::FIGURE,\n"),
            "{block}"
        );
    }

    #[test]
    fn the_list_has_every_file_that_declares_a_figure() {
        let root = crate::root();
        let old = fs::read_to_string(root.join(PATH)).unwrap();
        assert_eq!(old, with_list(root).unwrap(), "run `cargo xtask generate`");
    }

    #[test]
    fn a_file_without_a_figure_is_none() {
        assert_eq!(declared_name("pub fn axis() {}"), None);
        let source = "pub static FIGURE: Figure = Figure {\n    name: \"hand\",\n};";
        assert_eq!(declared_name(source), Some("hand".to_owned()));
    }
}

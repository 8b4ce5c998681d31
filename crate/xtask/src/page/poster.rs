//! The box that a figure's poster takes, which is the figure's own.

use crate::Result;
use crate::site::Folder;
use std::collections::BTreeMap;

/// Width and height of each figure's poster, in CSS pixels, by the figure's name.
pub type Boxes = BTreeMap<String, (u32, u32)>;

/// Reads them from the drawn posters, such as `weights.light.en.svg`.
///
/// # Errors
/// A poster whose `<svg>` has no whole number for its width or height, and a figure whose posters
/// differ in them.
pub fn boxes(posters: &Folder) -> Result<Boxes> {
    let mut boxes = Boxes::new();
    for (file, svg) in posters.iter().filter(|(file, _)| file.ends_with(".svg")) {
        let name = file.split('.').next().unwrap_or_default();
        let svg = String::from_utf8_lossy(svg);
        let tag = svg.split('>').next().unwrap_or_default();
        let side = |side: &str| {
            let (_, rest) = tag.split_once(&format!(" {side}=\""))?;
            rest.split('"').next()?.parse().ok()
        };
        let sides = side("width").zip(side("height"));
        let sides = sides.ok_or_else(|| format!("{file} says no width and height"))?;
        let same = *boxes.entry(name.to_owned()).or_insert(sides);
        if same != sides {
            return Err(format!("{file} is {sides:?} large, another poster of it {same:?}").into());
        }
    }
    Ok(boxes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(files: &[(&str, &str)]) -> std::result::Result<Boxes, String> {
        let files = files.iter();
        let files = files.map(|(name, svg)| ((*name).into(), (*svg).into()));
        boxes(&files.collect()).map_err(|error| error.to_string())
    }

    const WIDE: &str = "<svg width=\"760\" height=\"319\" viewBox=\"0 0 3040 1276\">";

    #[test]
    fn a_posters_box_is_its_svgs() {
        let files = [
            ("a.dark.en.svg", WIDE),
            ("a.light.en.svg", WIDE),
            ("n.tsv", ""),
        ];
        assert_eq!(
            read(&files).unwrap(),
            Boxes::from([("a".into(), (760, 319))])
        );
    }

    #[test]
    fn a_poster_without_a_box_or_with_two_is_refused() {
        let high = WIDE.replace("319", "320");
        for (svg, says) in [
            (
                "<svg><g width=\"1\" height=\"2\"/>",
                "b.light.en.svg says no width",
            ),
            ("<svg width=\"50%\" height=\"2\">", "says no width"),
            (&high, "(760, 320) large, another poster of it (760, 319)"),
        ] {
            let error = read(&[("b.dark.en.svg", WIDE), ("b.light.en.svg", svg)]).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}

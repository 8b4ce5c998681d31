//! What a page needs to know of a figure before it lives: its title, legend and controls, and of its poster width, height and
//! alternative text, as the figure has them.

use crate::Result;
use std::collections::BTreeMap;

/// A still picture of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poster {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Keys of the knobs that will have a control in it, `=` where a group of them begins, and names of its buttons with
    /// a `+` before.
    pub controls: Vec<String>,
    /// The names in the figure's legend, in one language.
    pub legend: Vec<String>,
    /// Its title, in the same language.
    pub title: String,
    /// What the picture shows, in the same language.
    pub alternative: String,
}

/// Posters by the figures' names.
pub type Posters = BTreeMap<String, Poster>;

/// What a page needs to know of a knob.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Knob {
    /// Its name, in one language.
    pub name: String,
    /// Whether its control is a menu.
    pub menu: bool,
    /// The names of its boxes to tick; empty if it has none.
    pub boxes: Vec<String>,
}

/// The knobs by their keys.
pub type Knobs = BTreeMap<String, Knob>;

/// Reads the lines of `knobs.en.tsv`: key, name, `menu` if it is one, names of boxes.
///
/// # Errors
/// A line that lacks one of them.
pub fn knobs(file: &str, lines: &str) -> Result<Knobs> {
    let knob = |line: &str| {
        let [key, name, kind, boxes] = *line.split('\t').collect::<Vec<_>>() else {
            return None;
        };
        let knob = Knob {
            name: name.to_owned(),
            menu: kind == "menu",
            boxes: boxes.split_terminator('|').map(str::to_owned).collect(),
        };
        Some((key.to_owned(), knob))
    };
    let read =
        |line| knob(line).ok_or_else(|| format!("{file}: {line:?} describes no knob").into());
    lines.lines().map(read).collect()
}

/// Reads the lines of `pictures.en.tsv`: name, width, height, controls, legend, title, alternative text.
///
/// # Errors
/// A line that lacks one of them, or whose height is not a number.
pub fn posters(file: &str, lines: &str) -> Result<Posters> {
    let poster = |line: &str| {
        let [name, width, height, controls, legend, title, alternative] =
            *line.split('\t').collect::<Vec<_>>()
        else {
            return None;
        };
        // A figure's height follows from its width and may be a fraction; an image's attribute can't be.
        let pixels = |text: &str| Some(text.parse::<f64>().ok()? as u32);
        let poster = Poster {
            width: pixels(width)?,
            height: pixels(height)?,
            controls: controls.split_whitespace().map(str::to_owned).collect(),
            legend: legend.split_terminator('|').map(str::to_owned).collect(),
            title: title.to_owned(),
            alternative: Some(alternative).filter(|it| !it.is_empty())?.to_owned(),
        };
        Some((name.to_owned(), poster))
    };
    let read =
        |line| poster(line).ok_or_else(|| format!("{file}: {line:?} describes no picture").into());
    lines.lines().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poster_has_a_box_and_a_text() {
        let found = posters(
            "p.tsv",
            "weights\t760\t319.2\tbins losses\tGHM-C|exact\tWeights\tDensity.\n",
        )
        .unwrap();
        let weights = Poster {
            width: 760,
            height: 319,
            controls: vec!["bins".into(), "losses".into()],
            legend: vec!["GHM-C".into(), "exact".into()],
            title: "Weights".into(),
            alternative: "Density.".into(),
        };
        assert_eq!(found, Posters::from([("weights".into(), weights)]));
    }

    #[test]
    fn a_knob_has_a_name_and_may_have_boxes() {
        let lines = "bins\tbins M\t\t\nlosses\tlosses\t\tCE|GHM-C\naxis\taxis\tmenu\t\n";
        let found = knobs("k.tsv", lines).unwrap();
        assert_eq!(found["bins"].name, "bins M");
        assert_eq!(found["losses"].boxes, ["CE", "GHM-C"]);
        assert!(found["axis"].menu && !found["bins"].menu);
        let error = knobs("k.tsv", "bins").unwrap_err().to_string();
        assert!(error.starts_with("k.tsv: \"bins"), "{error}");
    }

    #[test]
    fn a_line_that_lacks_something_is_named() {
        for line in [
            "weights\t760\t319\tbins\t\tWeights\t",
            "weights\t760\thigh\tbins\t\tWeights\tDensity.",
            "weights\t760",
        ] {
            let error = posters("p.tsv", line).unwrap_err().to_string();
            assert!(error.starts_with("p.tsv: \"weights"), "{error}");
        }
    }
}

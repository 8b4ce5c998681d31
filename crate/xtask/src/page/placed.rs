//! The figures that the article places, each in a state of its own: of each a still picture is drawn.

/// A figure in a state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed {
    /// How the files of its pictures begin.
    pub file: String,
    /// The figure's name.
    pub name: String,
    /// The settings, as in an address: `bins=10&mu=0.1`.
    pub settings: String,
}

/// What says how a figure is shown, and not its state.
const HOW: [&str; 7] = [
    "controls", "lock", "text", "theme", "lang", "name", "question",
];

impl Placed {
    /// A figure with these attributes, such as `shared bins="10" controls="bins"`.
    pub fn with(name: &str, attributes: &str) -> Self {
        let mut settings = vec![];
        let mut rest = attributes;
        while let Some((before, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap_or((after, ""));
            let key = before.split_whitespace().last().unwrap_or_default();
            if !HOW.contains(&key) {
                settings.push(format!("{key}={value}"));
            }
            rest = after;
        }
        let parts: Vec<_> = [name.to_owned()]
            .into_iter()
            .chain(settings.clone())
            .collect();
        // A comma would part the addresses of a srcset.
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        Self {
            file: parts.join("-").chars().map(plain).collect(),
            name: name.to_owned(),
            settings: settings.join("&"),
        }
    }

    /// As a line for the program that draws the pictures.
    pub fn line(&self) -> String {
        format!("{}\t{}\t{}\n", self.file, self.name, self.settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_named_after_the_state() {
        let placed = Placed::with("box-gradient", "shared");
        assert_eq!([&*placed.file, &*placed.settings], ["box-gradient", ""]);
        let attributes = r#"hand="0.02,1" edge="half" controls="edge,hbins""#;
        let placed = Placed::with("hand", attributes);
        assert_eq!(placed.file, "hand-hand-0-02-1-edge-half");
        assert_eq!(placed.settings, "hand=0.02,1&edge=half");
        assert_eq!(
            placed.line(),
            format!("{}\thand\t{}\n", placed.file, placed.settings)
        );
    }
}

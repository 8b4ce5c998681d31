//! An SVG document.

use super::theme::css;
use super::{Area, FONT, Text};
use plotters_backend::{BackendColor, BackendCoord};
use std::fmt::Display;

/// What was drawn so far, its size in units of the drawing, and the dashes of the next path.
pub struct Svg {
    text: String,
    pub size: (u32, u32),
    pub dash: Vec<f64>,
}

impl Svg {
    pub fn new(size: (u32, u32)) -> Self {
        Self {
            text: String::new(),
            size,
            dash: vec![],
        }
    }

    /// The whole document. Its units are parts of a pixel for their precision, and it is shown at
    /// the size that was asked for.
    pub fn document(self, area: Area, title: &str) -> String {
        let mut all = Self::new(self.size);
        let (width, height) = self.size;
        all.open("svg");
        all.set("width", area.width as u32);
        all.set("height", area.height as u32);
        all.set("viewBox", format!("0 0 {width} {height}"));
        all.set("xmlns", "http://www.w3.org/2000/svg");
        all.set("font-family", FONT);
        // A halo is behind its letters.
        all.put("paint-order", "stroke");
        all.put("stroke-linejoin", "round");
        all.text.push('>');
        if !title.is_empty() {
            all.text.push_str("<title>");
            all.escaped(title);
            all.text.push_str("</title>\n");
        }
        all.text + &self.text + "</svg>\n"
    }

    fn open(&mut self, tag: &str) {
        self.text.push('<');
        self.text.push_str(tag);
    }

    fn set(&mut self, name: &str, value: impl Display) {
        self.put(name, &value.to_string());
    }

    fn put(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\"", value, "\""] {
            self.text.push_str(part);
        }
    }

    fn close(&mut self) {
        self.text.push_str("/>\n");
    }

    /// A paint and its opacity, rounded to hundredths, which is all that figures need.
    fn paint(&mut self, kind: &str, colour: BackendColor) {
        self.put(kind, &hex(colour));
        if colour.alpha < 1.0 {
            let hundredths = libm::round(colour.alpha * 100.0) as u8;
            self.put("opacity", &format!(".{hundredths:02}"));
        }
    }

    pub fn rect(&mut self, from: BackendCoord, to: BackendCoord, colour: BackendColor) {
        self.open("rect");
        self.set("x", from.0);
        self.set("y", from.1);
        self.set("width", to.0 - from.0);
        self.set("height", to.1 - from.1);
        self.paint("fill", colour);
        self.close();
    }

    pub fn path(
        &mut self,
        points: impl IntoIterator<Item = BackendCoord>,
        colour: BackendColor,
        width: u32,
    ) {
        self.open("polyline");
        self.put("fill", "none");
        self.paint("stroke", colour);
        self.set("stroke-width", width);
        if !self.dash.is_empty() {
            let list: Vec<_> = self.dash.iter().map(f64::to_string).collect();
            self.put("stroke-dasharray", &list.join(" "));
        }
        self.points(points);
    }

    pub fn polygon(
        &mut self,
        corners: impl IntoIterator<Item = BackendCoord>,
        colour: BackendColor,
    ) {
        self.open("polygon");
        self.paint("fill", colour);
        self.points(corners);
    }

    fn points(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        let mut list = String::new();
        for (x, y) in points {
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(&format!("{x},{y}"));
        }
        self.put("points", &list);
        self.close();
    }

    pub fn circle(&mut self, at: BackendCoord, radius: u32, colour: BackendColor) {
        self.open("circle");
        self.set("cx", at.0);
        self.set("cy", at.1);
        self.set("r", radius);
        self.paint("fill", colour);
        self.close();
    }

    /// Separate lines, in one path.
    pub fn segments(&mut self, ends: &[BackendCoord], colour: BackendColor, width: u32) {
        self.open("path");
        self.paint("stroke", colour);
        self.set("stroke-width", width);
        let mut path = String::new();
        for pair in ends.chunks(2) {
            if let [from, to] = pair {
                path.push_str(&format!("M{} {}L{} {}", from.0, from.1, to.0, to.1));
            }
        }
        self.put("d", &path);
        self.close();
    }

    pub fn word(&mut self, word: &Text, at: BackendCoord) {
        self.open("text");
        self.set("x", at.0);
        self.set("y", at.1);
        self.put("text-anchor", word.align);
        self.set("font-size", word.font.1);
        if word.font.0 != 400 {
            self.set("font-weight", word.font.0);
        }
        self.put("fill", &css(word.paint));
        if let Some((colour, width)) = word.halo {
            self.put("stroke", &css(colour));
            self.set("stroke-width", width);
        }
        self.text.push('>');
        self.escaped(word.text);
        self.text.push_str("</text>\n");
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '<' => self.text.push_str("&lt;"),
                '&' => self.text.push_str("&amp;"),
                other => self.text.push(other),
            }
        }
    }
}

/// `#rrggbb`.
fn hex(colour: BackendColor) -> String {
    let (r, g, b) = colour.rgb;
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::RGBColor;

    #[test]
    fn each_shape_becomes_an_element() {
        let half = BackendColor {
            alpha: 0.5,
            rgb: (255, 0, 16),
        };
        let mut svg = Svg::new((20, 10));
        svg.rect((1, 2), (4, 6), half);
        svg.dash = vec![6.0, 4.0];
        svg.path([(0, 0), (-3, 4)], half.mix(2.0), 2);
        let word = Text {
            text: "a<b&c",
            at: [(5, 5)],
            align: "start",
            font: (650, 52),
            paint: RGBColor(255, 0, 16),
            halo: Some((RGBColor(252, 251, 248), 16)),
        };
        svg.word(&word, word.at[0]);
        svg.segments(&[(0, 0), (4, 4), (2, 0), (6, 4)], half, 4);
        let area = Area::new(10.0, 5.0, 1.0);
        let lines: Vec<_> = svg.document(area, "").lines().map(str::to_owned).collect();
        let (_, rect) = lines[0].split_once('>').unwrap();
        assert!(
            lines[0].starts_with("<svg width=\"10\" height=\"5\" viewBox=\"0 0 20 10\" xmlns=")
        );
        assert_eq!(
            rect,
            "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" fill=\"#ff0010\" opacity=\".50\"/>"
        );
        assert_eq!(
            lines[1],
            "<polyline fill=\"none\" stroke=\"#ff0010\" stroke-width=\"2\" stroke-dasharray=\"6 4\" points=\"0,0 -3,4\"/>"
        );
        assert_eq!(
            lines[2],
            "<text x=\"5\" y=\"5\" text-anchor=\"start\" font-size=\"52\" font-weight=\"650\" fill=\"#ff0010\" stroke=\"#fcfbf8\" stroke-width=\"16\">a&lt;b&amp;c</text>"
        );
        assert_eq!(
            lines[3],
            "<path stroke=\"#ff0010\" opacity=\".50\" stroke-width=\"4\" d=\"M0 0L4 4M2 0L6 4\"/>"
        );
        assert_eq!(lines[4], "</svg>");
    }
}

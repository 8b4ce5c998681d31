//! How large texts are, without asking a browser: measuring in a canvas forces a page layout, and pictures are also
//! made where there is none.

use super::Area;

/// The fonts of a figure: one family, a few sizes and two weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// Numbers of an axis.
    Tick,
    /// Words in a plot.
    Label,
    /// The same, strong: names of lines, small key numbers.
    Strong,
    /// A panel's title.
    Title,
    /// A key number.
    Key,
}

/// Below this width a figure is a phone's.
pub(super) const PHONE: f64 = 480.0;

impl Font {
    /// Its size in CSS pixels.
    pub fn size(self, area: Area) -> f64 {
        let phone = area.width < PHONE * area.text;
        let size = match self {
            Self::Tick => 12.0,
            Self::Label | Self::Strong if phone => 12.5,
            Self::Label | Self::Strong => 13.0,
            Self::Title => 14.0,
            Self::Key if phone => 16.0,
            Self::Key => 19.0,
        };
        size * area.text
    }

    /// Its weight as CSS has it.
    pub fn weight(self) -> u32 {
        match self {
            Self::Tick | Self::Label => 400,
            Self::Strong | Self::Title | Self::Key => 650,
        }
    }

    /// The height of a line.
    pub fn line(self, area: Area) -> f64 {
        LINE * self.size(area)
    }

    /// The width of a text, in any font that a reader may have: the widest of them is DejaVu Sans.
    pub fn width(self, text: &str, area: Area) -> f64 {
        let widths = if self.weight() > 400 { &BOLD } else { &REGULAR };
        let hundredths = text.chars().map(|letter| match letter {
            ' '..='~' => u32::from(widths[letter as usize - ' ' as usize]),
            '\u{a0}' | '’' | '‘' | '·' => 38,
            // A font for Chinese gives these a whole square, in texts of any language.
            '…' | '—' => 100,
            // Latin, Greek, punctuation and signs: none of those that figures have is wider.
            ..'\u{2e80}' => 84,
            _ => 100,
        });
        f64::from(hundredths.sum::<u32>()) / 100.0 * self.size(area)
    }

    /// A text in lines that are at most `room` wide: broken at spaces, and between Chinese characters.
    pub fn lines(self, text: &str, room: f64, area: Area) -> Vec<String> {
        let mut lines: Vec<String> = vec![];
        for word in words(text) {
            if let Some(line) = lines.last_mut()
                && self.width(&[line.as_str(), word.trim_end()].concat(), area) <= room
            {
                line.push_str(word);
                continue;
            }
            lines.push(word.to_owned());
        }
        for line in &mut lines {
            line.truncate(line.trim_end().len());
        }
        lines
    }
}

/// Height of a line, and of a font's ascent, per size: of DejaVu Sans, which is also the highest.
const LINE: f64 = 1.2;
/// From the upper edge of a line to its baseline, per size.
pub(super) const BASELINE: f64 = 0.93;

/// A text cut where a line may end: after spaces, and around Chinese characters, but before no punctuation.
fn words(text: &str) -> Vec<&str> {
    let mut words = vec![];
    let (mut from, mut last) = (0, ' ');
    for (at, letter) in text.char_indices() {
        let wide = |letter: char| letter >= '\u{2e80}';
        let closes = "，。、；：）”’！？".contains(letter);
        let opens = "（“‘".contains(last);
        let breaks =
            last == ' ' || ((wide(last) || wide(letter)) && !closes && !opens && letter != ' ');
        if at > from && breaks {
            words.push(&text[from..at]);
            from = at;
        }
        last = letter;
    }
    words.push(&text[from..]);
    words
}

/// Widths of the letters from space to `~` in DejaVu Sans, in hundredths of the size, rounded up.
#[rustfmt::skip]
const REGULAR: [u8; 95] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64,
    58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69,
    62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58,
    28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
];
/// The same in DejaVu Sans Bold.
#[rustfmt::skip]
const BOLD: [u8; 95] = [
    35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37, 70, 70, 70,
    70, 70, 70, 70, 70, 70, 70, 40, 40, 84, 84, 84, 59, 100, 78, 77, 74, 84, 69,
    69, 83, 84, 38, 38, 78, 64, 100, 84, 86, 74, 86, 78, 73, 69, 82, 78, 111, 78,
    73, 73, 46, 37, 46, 84, 50, 50, 68, 72, 60, 72, 68, 44, 72, 72, 35, 35, 67,
    35, 105, 72, 69, 72, 72, 50, 60, 48, 72, 66, 93, 65, 66, 59, 72, 37, 72, 84,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let area = Area::new(800.0, 300.0, 1.0);
        assert!((Font::Tick.width("0.5", area) - 12.0 * 1.6).abs() < 1e-9);
        assert!((Font::Label.width("梯度", area) - 26.0).abs() < 1e-9);
        assert!(Font::Strong.width("GHM-C", area) > Font::Label.width("GHM-C", area));
        let larger = Area { text: 1.6, ..area };
        assert!((Font::Key.size(larger) - 19.0 * 1.6).abs() < 1e-9);
    }

    #[test]
    fn lines_break_between_words_and_characters() {
        let area = Area::new(800.0, 300.0, 1.0);
        let lines = |text, room| Font::Label.lines(text, room, area);
        assert_eq!(
            lines("share of all anchors", 90.0),
            ["share of all", "anchors"]
        );
        assert_eq!(lines("对数，纵轴", 40.0), ["对数，", "纵轴"]);
        assert_eq!(lines("", 40.0), [""]);
        assert_eq!(lines("unbreakable", 5.0), ["unbreakable"]);
    }
}

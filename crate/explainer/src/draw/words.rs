//! Axes and words of a panel, in the places that [`super::place`] found.

use super::measure::BASELINE;
use super::pen::Drawn;
use super::pen::{Pen, Surface, Text};
use super::place::{Align, Paint, Placed, Word};

impl<DB: Surface> Pen<'_, DB> {
    /// Grid and axes.
    pub(super) fn axes(&self, placed: &Placed) -> Drawn<DB> {
        let rect = self.rect;
        let (left, right) = (self.px(rect.x), self.px(rect.right()));
        let bottom = self.px(rect.bottom());
        // Things of one style are drawn together: changing colour or font takes longer than drawing.
        for &(value, _) in &placed.frame.up {
            let at = self.at_y(value);
            self.hair((left, at), (right, at), self.theme.grid())?;
        }
        for &(value, _) in &placed.frame.across {
            let at = self.at_x(value);
            self.hair((at, bottom), (at, bottom + self.px(4.0)), self.theme.axis())?;
        }
        self.hair((left, bottom), (right, bottom), self.theme.axis())
    }

    /// Words, and the lines from them to what they are about.
    pub(super) fn words(&self, placed: &Placed) -> Drawn<DB> {
        for &[from, to] in &placed.leaders {
            let point = |(x, y): (f64, f64)| (self.px(x), self.px(y));
            self.hair(point(from), point(to), self.theme.axis())?;
        }
        for word in &placed.words {
            self.word(word)?;
        }
        Ok(())
    }

    fn word(&self, word: &Word) -> Drawn<DB> {
        let size = word.font.size(self.area);
        let room = word.room;
        let (x, align) = match word.align {
            Align::Left => (room.x, "start"),
            Align::Middle => (room.x + 0.5 * room.width, "middle"),
            Align::Right => (room.right(), "end"),
        };
        let paint = match word.paint {
            Paint::Ink => self.theme.ink(),
            Paint::Soft => self.theme.soft(),
            Paint::Of(role) => self.theme.word(role),
        };
        self.root.draw(&Text {
            text: &word.text,
            at: [(self.px(x), self.px(room.y + BASELINE * size))],
            align,
            font: (word.font.weight(), self.px(size).max(1) as u32),
            paint,
            halo: word
                .halo
                .then(|| (self.theme.paper(), self.px(HALO) as u32)),
        })
    }
}

/// Width of a halo in CSS pixels; half of it shows around the letters.
const HALO: f64 = 4.0;

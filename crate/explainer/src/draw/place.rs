//! Where every word of a figure stands: numbers and names of axes, titles, names of lines, annotations.
//!
//! A pure function of the plot and the area. No two words overlap and none is cut off: what has no room is left out,
//! the less important first. The name of a line that was left out is in the legend instead.

mod ink;
mod label;
mod note;

use super::layout::{Area, Frame, Rect, fitted, layout};
use super::measure::Font;
use crate::plot::{Axis, Panel, Plot, Role, Span};
use crate::text::Lang;
use ink::Ink;
pub(super) use label::label_font;

/// A word in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// What it says.
    pub text: String,
    /// Its size and weight.
    pub font: Font,
    /// Its colour.
    pub paint: Paint,
    /// Whether a halo of paper keeps it legible over lines.
    pub halo: bool,
    /// The room that it takes at most.
    pub room: Rect,
    /// Where in its room it stands if it is narrower.
    pub align: Align,
}

/// The colour of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// As dark as text.
    Ink,
    /// Softer.
    Soft,
    /// A role's.
    Of(Role),
}

/// Where a word stands in its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At its left edge.
    Left,
    /// In its middle.
    Middle,
    /// At its right edge.
    Right,
}

/// A panel with its words.
pub struct Placed {
    /// Where it lies.
    pub frame: Frame,
    /// Its axes as they are shown.
    pub axes: (Axis, Axis),
    /// Their ranges.
    pub spans: (Span, Span),
    /// Its words.
    pub words: Vec<Word>,
    /// Thin lines between words and what they are about, and brackets: upright or level.
    pub leaders: Vec<[(f64, f64); 2]>,
    /// For each series whether its name stands in the panel.
    pub labelled: Vec<bool>,
}

/// A panel while its words are placed.
struct Placing<'a> {
    panel: &'a Panel,
    area: Area,
    placed: Placed,
    ink: Ink,
}

/// Where something may stand, what that costs, and the way to what it is about where a leader is needed: upward is
/// negative.
type Room = (Rect, f64, f64);

/// Places the words of every panel.
pub fn place(plot: &Plot, area: Area, lang: Lang) -> Vec<Placed> {
    let frames = layout(plot, area, lang);
    let panels = plot.panels.iter().zip(frames);
    panels
        .map(|(panel, frame)| of_panel(panel, frame, area))
        .collect()
}

fn of_panel(panel: &Panel, frame: Frame, area: Area) -> Placed {
    let axes = match panel.is_plane() {
        true => fitted(&panel.x, &panel.y, frame.rect),
        false => (panel.x.clone(), panel.y.clone()),
    };
    let mut placing = Placing {
        panel,
        area,
        ink: Ink::default(),
        placed: Placed {
            frame,
            spans: (axes.0.span(), axes.1.span()),
            axes,
            words: vec![],
            leaders: vec![],
            labelled: vec![false; panel.series.len()],
        },
    };
    placing.head();
    if let Some(line) = &panel.instead {
        placing.instead(line);
        return placing.placed;
    }
    placing.axes();
    let talks = panel.series.iter().any(|series| series.label.is_some());
    if talks || placing.placed.frame.inside || !panel.annotations.is_empty() {
        placing.ink = Ink::of(panel, &placing.placed);
    }
    placing.head_inside();
    placing.labels_at_the_end();
    placing.annotations();
    placing.labels_along();
    placing.placed
}

impl Placing<'_> {
    fn rect(&self) -> Rect {
        self.placed.frame.rect
    }

    /// Whether a room is free: inside the panel's place, and of all words and leaders.
    fn free(&self, room: &Rect) -> bool {
        let near = room.grown(2.0);
        let hits = |line: &[(f64, f64); 2]| near.overlaps(&around(line));
        self.placed.frame.cell.holds(room)
            && !self
                .placed
                .words
                .iter()
                .any(|word| near.overlaps(&word.room))
            && !self.placed.leaders.iter().any(hits)
    }

    fn add(&mut self, text: &str, font: Font, paint: Paint, room: Rect, align: Align) {
        let halo = !matches!(font, Font::Tick) && self.rect().overlaps(&room);
        self.placed.words.push(Word {
            text: text.to_owned(),
            font,
            paint,
            halo,
            room,
            align,
        });
    }

    fn size(&self, text: &str, font: Font) -> (f64, f64) {
        (font.width(text, self.area), font.line(self.area))
    }

    /// Title and subtitle above the axes.
    fn head(&mut self) {
        if self.placed.frame.inside {
            return;
        }
        let cell = self.placed.frame.cell;
        let mut y = cell.y + self.placed.frame.space;
        for (font, line) in self.placed.frame.heading.clone() {
            let (width, height) = self.size(&line, font);
            let room = Rect {
                x: cell.x,
                y,
                width,
                height,
            };
            self.add(&line, font, head_paint(font), room, Align::Left);
            y += height;
        }
    }

    /// Title and subtitle inside the axes, near the middle of their top, where the least is hidden.
    fn head_inside(&mut self) {
        if !self.placed.frame.inside {
            return;
        }
        let (lines, rect) = (self.placed.frame.heading.clone(), self.rect());
        let sizes: Vec<_> = lines
            .iter()
            .map(|(font, line)| self.size(line, *font))
            .collect();
        let width = sizes.iter().map(|size| size.0).fold(0.0, f64::max);
        let height = sizes.iter().map(|size| size.1).sum();
        let mut rooms = vec![];
        for (i, at) in [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]
            .into_iter()
            .enumerate()
        {
            for down in [4.0, 20.0, 40.0] {
                let room = Rect {
                    x: rect.x + at * rect.width - 0.5 * width,
                    y: rect.y + down,
                    width,
                    height,
                };
                rooms.push((room, 0.1 * i as f64 + 0.02 * down, 0.0));
            }
        }
        let Some((room, ..)) = self.best(&rooms, f64::INFINITY) else {
            return;
        };
        let mut y = room.y;
        for ((font, line), size) in lines.iter().zip(sizes) {
            let room = Rect {
                y,
                height: size.1,
                ..room
            };
            self.add(line, *font, head_paint(*font), room, Align::Middle);
            y += size.1;
        }
    }

    /// Of free rooms inside the axes the one with the least cost: its own, and what it hides.
    fn best(&self, rooms: &[Room], most: f64) -> Option<Room> {
        let rect = self.rect().grown(0.5);
        let mut found = None;
        let mut least = most;
        for &room in rooms {
            let (place, own, _) = room;
            if own < least && rect.holds(&place) && self.free(&place) {
                let cost = own + self.ink.hidden(&place.grown(2.0), least - own);
                if cost < least {
                    (found, least) = (Some(room), cost);
                }
            }
        }
        found
    }

    /// One line in the middle of where the axes would be.
    fn instead(&mut self, line: &str) {
        let rect = self.rect();
        let lines = Font::Label.lines(line, rect.width - 16.0, self.area);
        let height = Font::Label.line(self.area);
        let mut y = rect.y + 0.5 * (rect.height - height * lines.len() as f64);
        for line in lines {
            let room = Rect {
                x: rect.x,
                y,
                width: rect.width,
                height,
            };
            self.add(&line, Font::Label, Paint::Soft, room, Align::Middle);
            y += height;
        }
    }

    /// Numbers and names of the axes.
    fn axes(&mut self) {
        let (rect, cell) = (self.rect(), self.placed.frame.cell);
        let frame = &self.placed.frame;
        let (up, across, names) = (frame.up.clone(), frame.across.clone(), frame.names_x);
        for (value, text) in up {
            let (width, height) = self.size(&text, Font::Tick);
            let middle = rect.y + (1.0 - self.placed.axes.1.position(value)) * rect.height;
            let room = Rect {
                x: rect.x - 8.0 - width,
                y: middle - 0.5 * height,
                width,
                height,
            };
            if self.free(&room) {
                self.add(&text, Font::Tick, Paint::Soft, room, Align::Right);
            }
        }
        let mut below = rect.bottom() + 2.0;
        if self.panel.x.ticks {
            below += 6.0;
            for (value, text) in across {
                let (width, height) = self.size(&text, Font::Tick);
                let middle = rect.x + self.placed.axes.0.position(value) * rect.width;
                let room = Rect {
                    x: (middle - 0.5 * width).min(cell.right() - width).max(cell.x),
                    y: below,
                    width,
                    height,
                };
                if self.free(&room) {
                    self.add(&text, Font::Tick, Paint::Soft, room, Align::Middle);
                }
            }
            below += Font::Tick.line(self.area) + 3.0;
        }
        if names {
            self.name_x(below);
        }
    }

    /// The name of the x axis in its middle, and words at its ends where all of them have room.
    fn name_x(&mut self, y: f64) {
        let (rect, cell) = (self.rect(), self.placed.frame.cell);
        let panel = self.panel;
        let height = Font::Label.line(self.area);
        let room = |x: f64, width: f64| Rect {
            x,
            y,
            width,
            height,
        };
        let width = |text: &str| Font::Label.width(text, self.area);
        let (mut from, mut to) = (cell.x, cell.right());
        let mut ends = None;
        let mut label = panel.x.label.as_str();
        let mut middle = rect.x + 0.5 * (rect.width - width(label));
        if let Some([low, high]) = &panel.x.ends {
            let (low_room, high_room) = (room(rect.x, width(low)), rect.right() - width(high));
            let (after, before) = (low_room.right() + 10.0, high_room - 10.0);
            // Where only the symbol, its last word, fits between them, that is enough: what the ends mean is not told
            // elsewhere.
            let symbol = label.rsplit(' ').next().unwrap_or(label);
            if after + width(label) > before && after + width(symbol) <= before {
                label = symbol;
                middle = 0.5 * (after + before - width(label));
            }
            if after + width(label) <= before {
                (from, to) = (after, before);
                ends = Some([
                    (low, low_room, Align::Left),
                    (high, room(high_room, width(high)), Align::Right),
                ]);
            }
        }
        let name = width(label);
        if !label.is_empty() && name <= to - from {
            let room = room(middle.min(to - name).max(from), name);
            self.add(label, Font::Label, Paint::Ink, room, Align::Middle);
        }
        for (text, room, align) in ends.into_iter().flatten() {
            self.add(text, Font::Label, Paint::Soft, room, align);
        }
    }
}

fn head_paint(font: Font) -> Paint {
    if font == Font::Title {
        Paint::Ink
    } else {
        Paint::Soft
    }
}

/// The room of a thin line.
fn around(&[from, to]: &[(f64, f64); 2]) -> Rect {
    let line = Rect {
        x: from.0.min(to.0),
        y: from.1.min(to.1),
        width: (from.0 - to.0).abs(),
        height: (from.1 - to.1).abs(),
    };
    line.grown(0.5)
}

//! Annotations: key numbers with their words.

use super::{Align, Font, Paint, Placing, Room};
use crate::draw::layout::Rect;
use crate::draw::measure::BASELINE;
use crate::plot::{Annotation, Form, MOST_ANNOTATIONS, Side};

/// Distances from its point at which an annotation is tried, in CSS pixels.
const STEPS: [f64; 9] = [4.0, 14.0, 26.0, 40.0, 58.0, 80.0, 108.0, 142.0, 184.0];
/// From this distance on a leader leads to the point.
const FAR: f64 = 13.0;
/// An annotation that would hide more than this is left out.
const MOST: f64 = 7.0;
/// Words take at most this part of the panel's width, or go on in the next line.
const PART: f64 = 0.6;

/// A number and its words: their sizes.
struct Block {
    lines: Vec<String>,
    key: (Font, f64, f64),
    width: f64,
    height: f64,
}

impl Placing<'_> {
    pub(super) fn annotations(&mut self) {
        let panel = self.panel;
        for annotation in panel.annotations.iter().take(MOST_ANNOTATIONS) {
            let (x, y) = annotation.at;
            if self.placed.axes.0.shows(x) && y.is_finite() {
                self.annotation(annotation);
            }
        }
    }

    fn annotation(&mut self, annotation: &Annotation) {
        let block = self.block(annotation);
        let at = self.placed.pixel(annotation.at.0, annotation.at.1);
        if let Some(span) = annotation.span {
            return self.bracket(annotation, &block, at.1, span);
        }
        if annotation.slides
            && let Some(room) = self.slid(&block, at, annotation.side)
        {
            let align = match annotation.side {
                Side::Left => Align::Right,
                _ => Align::Left,
            };
            return self.write(annotation, &block, room, align);
        }
        let mut rooms = vec![];
        self.beside(&block, at, annotation.side, 0.0, &mut rooms);
        for side in [Side::Above, Side::Right, Side::Left, Side::Below] {
            if side != annotation.side {
                self.beside(&block, at, side, 1.5, &mut rooms);
            }
        }
        rooms.retain(|(.., leads)| *leads == 0.0 || self.clear(at, *leads));
        let Some((room, _, leads)) = self.best(&rooms, MOST) else {
            return;
        };
        let side = if leads != 0.0 || room.y + room.height <= at.1 || room.y >= at.1 {
            // Under or over its point it stands as it was aligned.
            match (room.x + 0.5 * room.width - at.0) / room.width {
                off if off > 0.2 => Align::Left,
                off if off < -0.2 => Align::Right,
                _ => Align::Middle,
            }
        } else if room.x >= at.0 {
            Align::Left
        } else {
            Align::Right
        };
        if leads != 0.0 {
            let end = if leads < 0.0 { at.1 - 3.0 } else { at.1 + 3.0 };
            let start = if leads < 0.0 { room.bottom() } else { room.y };
            self.write(annotation, &block, room, side);
            self.placed.leaders.push([(at.0, start), (at.0, end)]);
            return;
        }
        self.write(annotation, &block, room, side);
    }

    /// The room beside a point, above all that is drawn there, that is nearest to the point's height.
    fn slid(&self, block: &Block, (x, y): (f64, f64), side: Side) -> Option<Rect> {
        let rect = self.rect();
        let (width, height) = (block.width, block.height);
        let x = match side {
            Side::Left => x - GAP - width,
            _ => x + GAP,
        };
        let room = |y: f64| Rect {
            x,
            y,
            width,
            height,
        };
        let lowest = self.floor(x, x + width) - height - 2.0;
        let wanted = (y - 0.3 * height).min(lowest).max(rect.y);
        let mut found: Option<Rect> = None;
        let mut try_at = |y: f64| {
            let room = room(y);
            let far = |room: &Rect| (room.y - wanted).abs();
            let nearer = found.as_ref().is_none_or(|found| far(&room) < far(found));
            let inside = rect.grown(0.5).holds(&room) && y <= lowest + 0.5;
            if nearer && inside && self.free(&room) {
                found = Some(room);
            }
        };
        try_at(wanted);
        // Just above or below what is in the way.
        let mut around = |way: &Rect| {
            try_at(way.y - height - 2.1);
            try_at(way.bottom() + 2.1);
        };
        self.placed.words.iter().for_each(|word| around(&word.room));
        for leader in &self.placed.leaders {
            around(&super::around(leader));
        }
        found
    }

    /// The top, in CSS pixels, of what is drawn between two places across.
    fn floor(&self, from: f64, to: f64) -> f64 {
        let (rect, axes) = (self.rect(), &self.placed.axes);
        let mut highest = axes.1.min;
        for series in self.panel.series.iter().filter(|series| series.drawn()) {
            for i in 0..=COLUMNS {
                let at = from + (to - from) * i as f64 / COLUMNS as f64;
                let x = axes.0.value((at - rect.x) / rect.width);
                // Not a number is no maximum.
                highest = highest.max(series.at(x).unwrap_or(highest));
            }
        }
        self.placed.pixel(axes.0.min, highest).1
    }

    /// Adds rooms on one side of a point.
    fn beside(
        &self,
        block: &Block,
        (x, y): (f64, f64),
        side: Side,
        strange: f64,
        rooms: &mut Vec<Room>,
    ) {
        let rect = self.rect();
        let (width, height) = (block.width, block.height);
        let mut add = |x: f64, y: f64, own: f64, leads: f64| {
            let room = Rect {
                x,
                y,
                width,
                height,
            };
            rooms.push((room, own + strange, leads));
        };
        match side {
            Side::Above | Side::Below => {
                for step in STEPS {
                    let (top, leads) = match side {
                        Side::Above => (y - step - height, -step),
                        _ => (y + step, step),
                    };
                    let leads = if step > FAR { leads } else { 0.0 };
                    for (i, left) in [x - 0.5 * width, x - width + 6.0, x - 6.0]
                        .into_iter()
                        .enumerate()
                    {
                        let left = left.min(rect.right() - width).max(rect.x + 2.0);
                        if (left..=left + width).contains(&x) {
                            add(left, top, 0.02 * step + 0.15 * i as f64, leads);
                        }
                    }
                }
            }
            Side::Right | Side::Left => {
                let left = if side == Side::Right {
                    x + GAP
                } else {
                    x - GAP - width
                };
                for (i, down) in [0.3, 0.1, 0.5, 0.0, 0.8, -0.3, 1.0].into_iter().enumerate() {
                    let top = (y - down * height).min(rect.bottom() - height).max(rect.y);
                    add(left, top, 0.1 * i as f64, 0.0);
                }
            }
        }
    }

    /// Whether a leader from a point, so far up or down, crosses no word.
    fn clear(&self, (x, y): (f64, f64), leads: f64) -> bool {
        let line = super::around(&[(x, y), (x, y + leads)]).grown(1.0);
        !self
            .placed
            .words
            .iter()
            .any(|word| word.room.overlaps(&line))
    }

    fn block(&self, annotation: &Annotation) -> Block {
        let key = match annotation.form {
            Form::Stacked | Form::Inline => Font::Key,
            Form::Small => Font::Strong,
        };
        let (key_width, key_height) = match annotation.key.as_str() {
            "" => (0.0, 0.0),
            text => self.size(text, key),
        };
        let label = Font::Label.line(self.area);
        if annotation.form == Form::Stacked || annotation.key.is_empty() {
            let lines = match annotation.text.as_str() {
                "" => vec![],
                text => Font::Label.lines(text, PART * self.rect().width, self.area),
            };
            let widths = lines.iter().map(|line| Font::Label.width(line, self.area));
            let width = widths.fold(key_width, f64::max);
            let height = key_height + label * lines.len() as f64;
            return Block {
                lines,
                key: (key, key_width, key_height),
                width,
                height,
            };
        }
        let text = Font::Label.width(&annotation.text, self.area);
        Block {
            lines: vec![annotation.text.clone()],
            key: (key, key_width, key_height),
            width: key_width + WORD + text,
            height: key_height.max(label),
        }
    }

    fn bracket(&mut self, annotation: &Annotation, block: &Block, y: f64, span: (f64, f64)) {
        let (from, to) = (
            self.placed.pixel(span.0, 0.0).0 + 3.0,
            self.placed.pixel(span.1, 0.0).0 - 3.0,
        );
        let Block { width, height, .. } = *block;
        let preferred = (annotation.at.0 - span.0) / (span.1 - span.0);
        let mut rooms = vec![];
        for (i, at) in [preferred, 0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]
            .into_iter()
            .enumerate()
        {
            for (y, strange) in [(y - 3.0 - height, 0.0), (y + 5.0, 0.5)] {
                let x = from + at * (to - from) - 0.5 * width;
                let room = Rect {
                    x,
                    y,
                    width,
                    height,
                };
                rooms.push((room, 0.1 * i as f64 + strange, 0.0));
            }
        }
        let bars = [
            [(from, y), (to, y)],
            [(from, y), (from, y + 6.0)],
            [(to, y), (to, y + 6.0)],
        ];
        let free = bars.iter().all(|bar| {
            let line = super::around(bar).grown(1.0);
            !self
                .placed
                .words
                .iter()
                .any(|word| word.room.overlaps(&line))
        });
        let wide = to - from > 12.0;
        let Some((room, ..)) = self.best(&rooms, MOST).filter(|_| free && wide) else {
            return;
        };
        self.write(annotation, block, room, Align::Middle);
        self.placed.leaders.extend(bars);
    }

    /// Adds number and words in their room.
    fn write(&mut self, annotation: &Annotation, block: &Block, room: Rect, align: Align) {
        let paint = annotation.role.map_or(Paint::Ink, Paint::Of);
        let (font, key_width, key_height) = block.key;
        let label = Font::Label.line(self.area);
        if annotation.form == Form::Stacked || annotation.key.is_empty() {
            let mut y = room.y;
            if !annotation.key.is_empty() {
                let line = Rect {
                    height: key_height,
                    ..room
                };
                self.add(&annotation.key, font, paint, line, align);
                y += key_height;
            }
            for text in &block.lines {
                let line = Rect {
                    y,
                    height: label,
                    ..room
                };
                self.add(text, Font::Label, paint, line, align);
                y += label;
            }
            return;
        }
        // Number and words stand close together, on one baseline, in whatever font.
        let key = Rect {
            width: key_width,
            height: key_height,
            ..room
        };
        self.add(&annotation.key, font, paint, key, Align::Right);
        let down = BASELINE * (font.size(self.area) - Font::Label.size(self.area));
        let text = Rect {
            x: room.x + key_width + WORD,
            y: room.y + down,
            width: room.width - key_width - WORD,
            height: label,
        };
        self.add(&annotation.text, Font::Label, paint, text, Align::Left);
    }
}

/// Between a point and an annotation beside it.
const GAP: f64 = 8.0;
/// What stands under a room is looked at in so many places.
const COLUMNS: usize = 12;
/// Between a number and its words in one line.
const WORD: f64 = 4.0;

//! Where panels, axes and pointers lie.

use super::measure::{Font, PHONE};
use super::place::label_font;
use crate::plot::{Axis, Cursor, Label, Panel, Plot, Scale, Unit, ticks};
use crate::text::Lang;
use crate::text::number::{number, percent, power_of_ten};

/// Space right of a panel without labels there: half of its last tick's number.
const RIGHT: f64 = 16.0;
/// Between an axis and its numbers, and between lines of text.
const GAP: f64 = 8.0;
/// Between a panel and the heading of the next one below.
const SPACE: f64 = 10.0;
/// Names of lines right of a panel take at most so much, and at most this part of its width.
const MARGIN: f64 = 120.0;
const MARGIN_PART: f64 = 0.26;
/// What stands beside rows may take more: it has no other place.
const BESIDE_PART: f64 = 0.36;
/// From this width on, panels stand side by side.
const SIDE_BY_SIDE: f64 = 560.0;

/// Size and resolution of what is drawn on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Screen pixels per CSS pixel.
    pub ratio: f64,
    /// plotters' units per screen pixel.
    pub parts: u32,
    /// By how much texts are larger than usual.
    pub text: f64,
}

impl Area {
    /// An area of that many CSS pixels. plotters rounds to whole units, and with fewer than four units
    /// per CSS pixel curves would wobble: a screen pixel is divided into as many units as that takes.
    pub fn new(width: f64, height: f64, ratio: f64) -> Self {
        Self {
            width,
            height,
            ratio,
            parts: libm::ceil(4.0 / ratio).max(1.0) as u32,
            text: 1.0,
        }
    }

    /// Its size in screen pixels.
    pub fn pixels(self) -> (u32, u32) {
        let pixels = |css: f64| libm::round(css * self.ratio).max(1.0) as u32;
        (pixels(self.width), pixels(self.height))
    }

    /// Its size in plotters' units.
    pub fn size(self) -> (u32, u32) {
        let (width, height) = self.pixels();
        (width * self.parts, height * self.parts)
    }

    /// plotters' units per CSS pixel.
    pub fn units(self) -> f64 {
        self.ratio * f64::from(self.parts)
    }
}

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// Its right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Its lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn contains(&self, x: f64, y: f64) -> bool {
        (self.x..=self.right()).contains(&x) && (self.y..=self.bottom()).contains(&y)
    }

    /// Whether it and another have more than an edge in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether another lies in it.
    pub fn holds(&self, other: &Self) -> bool {
        self.x <= other.x
            && other.right() <= self.right()
            && self.y <= other.y
            && other.bottom() <= self.bottom()
    }

    /// As much larger on each side.
    pub(super) fn grown(&self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }
}

/// A value of an axis, and its number.
pub(super) type Tick = (f64, String);

/// A panel's place, and what its margins hold.
#[derive(Clone, Debug)]
pub struct Frame {
    /// All of its place.
    pub cell: Rect,
    /// Inside its axes.
    pub rect: Rect,
    /// What heads it, line by line; the texts stand above the axes unless `inside`.
    pub(super) heading: Vec<(Font, String)>,
    pub(super) inside: bool,
    /// Between the panel above and the heading.
    pub(super) space: f64,
    /// Whether its x axis has its label and the words at its ends. Of panels in a column that share it, the last has.
    pub(super) names_x: bool,
    pub(super) up: Vec<Tick>,
    pub(super) across: Vec<Tick>,
}

/// How many panels stand in each row: as the figure says where there is room, else below each other.
fn shown_rows(rows: &[usize], width: f64) -> Vec<usize> {
    if width >= SIDE_BY_SIDE {
        return rows.to_vec();
    }
    vec![1; rows.iter().sum()]
}

/// The height that suits a figure with these rows of panels at `width`, in CSS pixels.
pub fn preferred_height(rows: &[usize], width: f64) -> f64 {
    let shown = shown_rows(rows, width).len();
    let row = if width < PHONE { 232.0 } else { 250.0 };
    // Not rounded: the page keeps this room by straight lines, and steps would be a rule each.
    match (rows.iter().sum::<usize>(), shown) {
        (0 | 1, _) => (width * 0.5 + 100.0).clamp(250.0, 380.0),
        (_, 1) => (width * 0.42).clamp(280.0, 340.0),
        (_, shown) => shown as f64 * row,
    }
}

/// Where each panel lies.
pub fn layout(plot: &Plot, area: Area, lang: Lang) -> Vec<Frame> {
    // Larger texts are like a narrower page.
    let rows = shown_rows(plot.rows, area.width / area.text);
    let stacked = rows.iter().all(|&n| n == 1);
    let mut heights = vec![];
    let mut first = 0;
    for &n in &rows {
        let panels = plot.panels.iter().skip(first).take(n);
        heights.push(panels.map(|panel| panel.height).fold(0.0, f64::max));
        first += n;
    }
    let whole: f64 = heights.iter().sum();
    let mut cells = vec![];
    let mut y = 0.0;
    for (&n, height) in rows.iter().zip(&heights) {
        let (width, height) = (
            area.width / n as f64,
            area.height * height / whole.max(1e-9),
        );
        cells.extend((0..n).map(|i| Rect {
            x: i as f64 * width,
            y,
            width,
            height,
        }));
        y += height;
    }
    let last = plot.panels.len().saturating_sub(1);
    let mut frames: Vec<Frame> = plot
        .panels
        .iter()
        .zip(cells)
        .enumerate()
        .map(|(i, (panel, cell))| {
            let names_x = i == last || !(stacked && plot.shared_x);
            upright(panel, cell, names_x, area, lang)
        })
        .collect();
    // What stands in one column has one left edge.
    let left = frames.iter().map(|frame| {
        let widths = frame.up.iter().map(|tick| Font::Tick.width(&tick.1, area));
        // In steps, so that the axis doesn't tremble when a number gets another digit.
        libm::ceil((widths.fold(20.0, f64::max) + GAP + 2.0) / 8.0) * 8.0
    });
    let left = left.fold(0.0, f64::max);
    let rights: Vec<f64> = plot
        .panels
        .iter()
        .zip(&frames)
        .map(|(panel, frame)| margin(panel, frame.cell.width, area))
        .collect();
    let widest = rights.iter().copied().fold(0.0, f64::max);
    for ((frame, panel), own) in frames.iter_mut().zip(&plot.panels).zip(rights) {
        let right = if stacked && plot.shared_x {
            widest
        } else {
            own
        };
        frame.rect.x = frame.cell.x + left;
        frame.rect.width = (frame.cell.width - left - right).max(1.0);
        let most = (frame.rect.width / (72.0 * area.text)).clamp(2.0, 5.0);
        frame.across = marked(&panel.x, most, lang);
    }
    frames
}

/// A panel's frame, but for what depends on the margins left and right of it.
fn upright(panel: &Panel, cell: Rect, names_x: bool, area: Area, lang: Lang) -> Frame {
    let mut heading = vec![];
    let mut add = |font: Font, text: &str| {
        if !text.is_empty() {
            let lines = font.lines(text, cell.width - GAP, area);
            heading.extend(lines.into_iter().map(|line| (font, line)));
        }
    };
    add(Font::Title, &panel.title);
    add(Font::Label, panel.quantity());
    let inside = panel.heads_inside && area.width >= SIDE_BY_SIDE;
    let space = if cell.y > 0.0 { SPACE } else { 0.0 };
    let head: f64 = heading.iter().map(|(font, _)| font.line(area)).sum();
    // The highest number of the y axis reaches above the axes.
    let reach = if panel.y.ticks {
        0.6 * Font::Tick.size(area)
    } else {
        0.0
    };
    let top = if inside || heading.is_empty() {
        reach.max(4.0)
    } else {
        space + head + reach + 4.0
    };
    let numbers = if panel.x.ticks {
        GAP + Font::Tick.line(area)
    } else {
        2.0
    };
    let named = names_x && !(panel.x.label.is_empty() && panel.x.ends.is_none());
    let names = if named {
        3.0 + Font::Label.line(area)
    } else {
        0.0
    };
    let rect = Rect {
        x: cell.x,
        y: cell.y + top,
        width: cell.width,
        height: (cell.height - top - numbers - names - 3.0).max(1.0),
    };
    let most = (rect.height / (36.0 * area.text)).clamp(2.0, 5.0);
    Frame {
        cell,
        rect,
        heading,
        inside,
        space,
        names_x: named,
        up: marked(&panel.y, most, lang),
        across: vec![],
    }
}

/// The space right of a panel: room for the names of lines that end there, if the panel is wide enough.
fn margin(panel: &Panel, width: f64, area: Area) -> f64 {
    let fitting = panel.series.iter().filter_map(|series| {
        let part = match series.label {
            Some(Label::End) => MARGIN_PART,
            Some(Label::Beside) => BESIDE_PART,
            _ => return None,
        };
        let needs = label_font(series).width(series.word(), area) + GAP;
        (needs <= (MARGIN * area.text).min(part * width)).then_some(needs)
    });
    fitting.fold(RIGHT * area.text, |a, b| a.max(libm::ceil(b)))
}

/// The ticks of an axis, if it has any, about `most` of them.
fn marked(axis: &Axis, most: f64, lang: Lang) -> Vec<Tick> {
    if !axis.ticks {
        return vec![];
    }
    // Round steps of what is shown, which are not always round steps of the value.
    let ticks = ticks(axis.scale, axis.min, axis.max, most as usize).into_iter();
    ticks
        .map(|value| (value, tick_text(value, axis, lang)))
        .collect()
}

/// Powers of ten beyond a thousand are written as such, so that labels keep to their margin.
fn tick_text(value: f64, axis: &Axis, lang: Lang) -> String {
    // Round-off such as 0.30000000000000004 is gone at three digits.
    let value = if value.abs() < 1e-12 { 0.0 } else { value };
    match axis.unit {
        Unit::Percent => percent(value, lang),
        Unit::Times => number(value, 3, lang) + "×",
        Unit::Plain => {
            let exponent = libm::round(libm::log10(value.abs())) as i32;
            if axis.scale == Scale::Log && exponent.abs() > 3 {
                return power_of_ten(exponent);
            }
            number(value, 3, lang)
        }
    }
}

/// The cursor for a pointer at `(x, y)` in CSS pixels; none outside the panels and their margins. A
/// pointer in a panel's margin reads its nearest end, so that edges are easy to reach.
pub fn cursor_at(plot: &Plot, area: Area, lang: Lang, x: f64, y: f64) -> Option<Cursor> {
    let frames = layout(plot, area, lang);
    let panel = frames.iter().position(|frame| frame.cell.contains(x, y))?;
    let rect = frames[panel].rect;
    let at = ((x - rect.x) / rect.width).clamp(0.0, 1.0);
    let axis = &plot.panels.get(panel)?.x;
    let x = axis.value(at);
    // An axis of counts has only whole values.
    let whole = axis.scale == Scale::Counts;
    Some(Cursor {
        panel,
        x: if whole { libm::round(x) } else { x },
    })
}

/// The axes of a plane in `rect`, extended so that a pixel is as long on one as on the other.
pub(super) fn fitted(x: &Axis, y: &Axis, rect: Rect) -> (Axis, Axis) {
    let pixel = ((x.max - x.min) / rect.width).max((y.max - y.min) / rect.height);
    let axis = |axis: &Axis, pixels: f64| {
        let (middle, half) = (0.5 * (axis.min + axis.max), 0.5 * pixel * pixels);
        Axis {
            min: middle - half,
            max: middle + half,
            ..axis.clone()
        }
    };
    (axis(x, rect.width), axis(y, rect.height))
}

/// The point of a plane that is shown at `(px, py)` in CSS pixels.
pub fn plane_at(
    plot: &Plot,
    panel: usize,
    (area, lang): (Area, Lang),
    (px, py): (f64, f64),
) -> Option<[f64; 2]> {
    let rect = layout(plot, area, lang).get(panel)?.rect;
    let panel = plot.panels.get(panel)?;
    Some(point_at(&panel.x, &panel.y, rect, px, py))
}

fn point_at(x: &Axis, y: &Axis, rect: Rect, px: f64, py: f64) -> [f64; 2] {
    let (x, y) = fitted(x, y, rect);
    [
        x.value((px - rect.x) / rect.width),
        y.value(1.0 - (py - rect.y) / rect.height),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(rows: &'static [usize], width: f64, height: f64) -> Vec<Rect> {
        let panels = (0..rows.iter().sum()).map(|_| {
            let axis = || Axis::linear("g", 0.0, 1.0);
            Panel::new(axis(), axis(), vec![])
        });
        let plot = Plot {
            rows,
            ..Plot::apart(panels.collect(), String::new())
        };
        let area = Area::new(width, height, 2.0);
        layout(&plot, area, Lang::En)
            .iter()
            .map(|frame| frame.rect)
            .collect()
    }

    #[test]
    fn a_plane_has_one_scale_and_shows_what_was_asked() {
        let axis = |min, max| Axis::linear("", min, max);
        let rect = Rect {
            x: 10.0,
            y: 20.0,
            width: 300.0,
            height: 100.0,
        };
        let (x, y) = fitted(&axis(0.0, 10.0), &axis(-2.0, 2.0), rect);
        assert_eq!((x.min, x.max, y.min, y.max), (-1.0, 11.0, -2.0, 2.0));
        let found = point_at(&axis(0.0, 10.0), &axis(-2.0, 2.0), rect, 160.0, 45.0);
        assert_eq!(found, [5.0, 1.0]);
    }

    #[test]
    fn panels_stand_side_by_side_only_where_there_is_room() {
        let wide = frames(&[2], 800.0, 300.0);
        assert_eq!(wide[0].y, wide[1].y);
        let narrow = frames(&[2], 350.0, 460.0);
        assert_eq!(narrow[0].x, narrow[1].x);
        assert!(narrow[1].y > narrow[0].y + narrow[0].height);
    }

    #[test]
    fn five_panels_are_three_over_two() {
        let rects = frames(&[3, 2], 760.0, 464.0);
        assert_eq!((rects[0].y, rects[3].y), (rects[2].y, rects[4].y));
        assert!(rects[3].y > rects[0].y + rects[0].height);
        assert!(rects[3].width > 1.3 * rects[0].width);
    }

    #[test]
    fn rows_are_as_high_as_their_panels_ask() {
        let axis = || Axis::linear("g", 0.0, 1.0);
        let panel = |height| Panel {
            height,
            ..Panel::new(axis(), axis(), vec![])
        };
        let plot = Plot {
            rows: &[1, 1],
            ..Plot::shared(vec![panel(1.0), panel(2.0)], String::new())
        };
        let frames = layout(&plot, Area::new(800.0, 450.0, 1.0), Lang::En);
        assert_eq!(
            (frames[0].cell.height, frames[1].cell.height),
            (150.0, 300.0)
        );
        // Only the last of them names the axis that they share.
        assert!(!frames[0].names_x && frames[1].names_x);
        assert_eq!(frames[0].rect.x, frames[1].rect.x);
    }
}

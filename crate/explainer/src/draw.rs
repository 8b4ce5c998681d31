//! Draws any [`Plot`] on any plotters backend, and says where its panels lie.
//!
//! plotters counts in whole units and knows no device pixel ratio, so every
//! size here is in CSS pixels times `units`. Captions
//! and legends are HTML: measuring text in a canvas forces a page layout.

use crate::plot::{Axis, Mark, Panel, Plot, Role, Series, Shape};
use crate::scale::{Scale, Ticks, number, power_of_ten, ticks};
use crate::strings::Lang;
use crate::theme::{Stroke, Theme};
use crate::thin::thinned;
use plotters::coord::Shift;
use plotters::element::{Drawable, PointCollection};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_backend::DrawingErrorKind;

/// What figures are written in.
pub const FONT: &str =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans SC', sans-serif";
const TEXT: f64 = 12.0;
const LEFT: f64 = 54.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 28.0;
const BOTTOM: f64 = 44.0;
/// From this width on, two panels stand side by side.
const SIDE_BY_SIDE: f64 = 560.0;
/// Of so many points of a kind on, each is drawn more simply.
const MANY: usize = 100;
/// CSS pixels by which a line may miss a point: a tenth of what the thinnest is wide.
const UNSEEN: f64 = 0.1;

/// Size and resolution of what is drawn on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// The screen's pixels to a CSS pixel.
    pub ratio: f64,
    /// plotters' units to one of the screen's.
    pub parts: u32,
}

impl Area {
    /// An area of so many CSS pixels, and of as many units to a pixel as it takes: plotters rounds to
    /// whole ones, and of fewer than four to a CSS pixel curves would wobble.
    pub fn new(width: f64, height: f64, ratio: f64) -> Self {
        Self {
            width,
            height,
            ratio,
            parts: libm::ceil(4.0 / ratio).max(1.0) as u32,
        }
    }

    /// Its size in the screen's pixels.
    pub fn pixels(self) -> (u32, u32) {
        let pixels = |css: f64| libm::round(css * self.ratio).max(1.0) as u32;
        (pixels(self.width), pixels(self.height))
    }

    /// Its size in plotters' units.
    pub fn size(self) -> (u32, u32) {
        let (width, height) = self.pixels();
        (width * self.parts, height * self.parts)
    }

    /// plotters' units to a CSS pixel.
    pub fn units(self) -> f64 {
        self.ratio * f64::from(self.parts)
    }

    /// The size of its letters in them.
    pub fn font_size(self) -> u32 {
        libm::round(TEXT * self.units()) as u32
    }
}

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    fn contains(&self, x: f64, y: f64) -> bool {
        (self.x..=self.x + self.width).contains(&x) && (self.y..=self.y + self.height).contains(&y)
    }
}

/// Where the reader points: a panel and a value on its x axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    /// Index of the panel.
    pub panel: usize,
    /// Value on that panel's x axis.
    pub x: f64,
}

/// How many panels stand in each row.
fn rows(panels: usize, width: f64) -> Vec<usize> {
    match panels {
        0 | 1 => vec![1],
        // Three alike, and two that sum them up.
        5 if width >= SIDE_BY_SIDE => vec![3, 2],
        n if width >= SIDE_BY_SIDE => vec![n],
        n => vec![1; n],
    }
}

/// The height that suits a figure of `panels` panels at `width`, in CSS pixels.
pub fn preferred_height(panels: usize, width: f64) -> f64 {
    let rows = rows(panels, width).len();
    if panels > 1 && rows > 1 {
        rows as f64 * 232.0
    } else if panels > 1 {
        (width * 0.42).clamp(260.0, 340.0)
    } else {
        (width * 0.48).clamp(240.0, 360.0)
    }
}

/// The plotting rectangles, inside their axes' labels.
pub fn layout(panels: usize, area: Area) -> Vec<Rect> {
    let rows = rows(panels, area.width);
    let height = area.height / rows.len() as f64;
    let places = rows.iter().enumerate().flat_map(|(row, &n)| {
        let width = area.width / n as f64;
        (0..n).map(move |i| (i as f64 * width, row as f64 * height, width))
    });
    places
        .map(|(x, y, width)| Rect {
            x: x + LEFT,
            y: y + TOP,
            width: (width - LEFT - RIGHT).max(1.0),
            height: (height - TOP - BOTTOM).max(1.0),
        })
        .collect()
}

/// The cursor for a pointer at `(x, y)` in CSS pixels. A pointer beside a panel
/// reads its nearest end, so that edges are easy to reach.
pub fn cursor_at(plot: &Plot, area: Area, x: f64, y: f64) -> Option<Cursor> {
    let rects = layout(plot.panels.len(), area);
    let grown = |r: &Rect| Rect {
        x: r.x - LEFT,
        y: r.y - TOP,
        width: r.width + LEFT + RIGHT,
        height: r.height + TOP + BOTTOM,
    };
    let panel = rects.iter().position(|r| grown(r).contains(x, y))?;
    let rect = rects[panel];
    let at = ((x - rect.x) / rect.width).clamp(0.0, 1.0);
    let axis = &plot.panels[panel].x;
    let x = axis.value(at);
    // Of counts only whole ones are pointed at.
    let whole = axis.scale == Scale::Counts;
    Some(Cursor {
        panel,
        x: if whole { libm::round(x) } else { x },
    })
}

/// The axes of a plane in `rect`: as long a stretch on both as a pixel, and at least what was asked.
fn fitted(x: &Axis, y: &Axis, rect: Rect) -> (Axis, Axis) {
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
pub fn plane_at(x: &Axis, y: &Axis, rect: Rect, px: f64, py: f64) -> [f64; 2] {
    let (x, y) = fitted(x, y, rect);
    [
        x.value((px - rect.x) / rect.width),
        y.value(1.0 - (py - rect.y) / rect.height),
    ]
}

/// What plotters' backends lack: dashed lines, in one stroke.
pub trait Dashes: DrawingBackend {
    /// Lengths of dash and gap of the paths that follow, in the backend's units; none is a whole line.
    fn dash(&mut self, lengths: Option<(f64, f64)>);
}

/// A line through points, whole or dashed.
struct Line {
    points: Vec<(i32, i32)>,
    style: ShapeStyle,
    dash: Option<(f64, f64)>,
}

impl<'a> PointCollection<'a, (i32, i32)> for &'a Line {
    type Point = &'a (i32, i32);
    type IntoIter = std::slice::Iter<'a, (i32, i32)>;

    fn point_iter(self) -> Self::IntoIter {
        self.points.iter()
    }
}

impl<DB: Dashes> Drawable<DB> for Line {
    fn draw<I: Iterator<Item = (i32, i32)>>(
        &self,
        points: I,
        backend: &mut DB,
        _parent: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        if self.dash.is_none() {
            return backend.draw_path(points, &self.style);
        }
        backend.dash(self.dash);
        let drawn = backend.draw_path(points, &self.style);
        backend.dash(None);
        drawn
    }
}

/// Draws the whole figure.
pub fn draw<DB: Dashes>(
    plot: &Plot,
    root: &DrawingArea<DB, Shift>,
    area: Area,
    theme: Theme,
    lang: Lang,
    cursor: Option<Cursor>,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let rects = layout(plot.panels.len(), area);
    for (index, (panel, rect)) in plot.panels.iter().zip(rects).enumerate() {
        let (x, y) = if panel.is_plane() {
            fitted(&panel.x, &panel.y, rect)
        } else {
            (panel.x.clone(), panel.y.clone())
        };
        let pen = Pen {
            root,
            rect,
            area,
            theme,
            lang,
            x: &x,
            y: &y,
        };
        let here = cursor.filter(|c| (c.panel == index || plot.shared_x) && !panel.is_plane());
        if let (Some(window), Some(cursor)) = (panel.window, here) {
            pen.window(cursor.x, window)?;
        }
        pen.axes()?;
        for series in &panel.series {
            pen.series(series)?;
        }
        if let Some(x) = panel.mark {
            pen.upright(x, theme.axis(), 1.5)?;
        }
        if let Some(cursor) = here {
            pen.cursor(panel, cursor.x)?;
        }
    }
    root.present()
}

type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Draws inside one panel.
struct Pen<'a, DB: Dashes> {
    root: &'a DrawingArea<DB, Shift>,
    rect: Rect,
    area: Area,
    theme: Theme,
    lang: Lang,
    x: &'a Axis,
    y: &'a Axis,
}

impl<DB: Dashes> Pen<'_, DB> {
    fn px(&self, css: f64) -> i32 {
        libm::round(css * self.area.units()) as i32
    }

    fn css_x(&self, value: f64) -> f64 {
        self.rect.x + self.x.position(value) * self.rect.width
    }

    fn css_y(&self, value: f64) -> f64 {
        self.rect.y + (1.0 - self.y.position(value)) * self.rect.height
    }

    fn at_x(&self, value: f64) -> i32 {
        self.px(self.css_x(value))
    }

    fn at_y(&self, value: f64) -> i32 {
        self.px(self.css_y(value))
    }

    fn line(&self, points: Vec<(i32, i32)>, colour: RGBColor, stroke: Stroke) -> Drawn<DB> {
        let (dash, units) = (stroke.dash, self.area.units());
        self.root.draw(&Line {
            points,
            style: ShapeStyle::from(&colour).stroke_width(self.px(stroke.width).max(1) as u32),
            dash: dash.map(|(on, off)| (on * units, off * units)),
        })
    }

    /// A hairline along an axis, on whole pixels of the screen, so that it is sharp: of all strokes the
    /// cheapest.
    fn hair(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor) -> Drawn<DB> {
        let pixel = self.area.parts as i32;
        let width = libm::round(self.area.ratio).max(1.0) as i32 * pixel;
        let sharp = |at: i32| (at - width / 2).div_euclid(pixel) * pixel;
        let corners = if from.0 == to.0 {
            let x = sharp(from.0);
            [(x, from.1), (x + width, to.1)]
        } else {
            let y = sharp(from.1);
            [(from.0, y), (to.0, y + width)]
        };
        self.root.draw(&Rectangle::new(corners, colour.filled()))
    }

    fn text(&self, text: &str, at: (i32, i32), h: HPos, v: VPos) -> Drawn<DB> {
        let size = f64::from(self.area.font_size());
        let font = FontDesc::new(FontFamily::Name(FONT), size, FontStyle::Normal);
        let style = font.color(&self.theme.ink()).pos(Pos::new(h, v));
        self.root.draw_text(text, &style, at)
    }

    fn axes(&self) -> Drawn<DB> {
        let Rect {
            x,
            y,
            width,
            height,
        } = self.rect;
        let (left, right) = (self.px(x), self.px(x + width));
        let (top, bottom) = (self.px(y), self.px(y + height));
        let (across, up) = (marked(self.x, width / 44.0), marked(self.y, height / 34.0));
        // What is alike follows on itself: a change of colour or font takes longer than what is drawn in it.
        for &value in &up.major {
            let at = self.at_y(value);
            self.hair((left, at), (right, at), self.theme.grid())?;
        }
        for &value in &up.minor {
            let at = self.at_y(value);
            self.hair((left - self.px(3.0), at), (left, at), self.theme.axis())?;
        }
        for &value in &across.major {
            let at = self.at_x(value);
            self.hair((at, bottom), (at, bottom + self.px(4.0)), self.theme.axis())?;
        }
        self.hair((left, bottom), (right, bottom), self.theme.axis())?;
        for &value in &up.major {
            let label = tick_text(value, self.y.scale, self.lang);
            let at = (left - self.px(8.0), self.at_y(value));
            self.text(&label, at, HPos::Right, VPos::Center)?;
        }
        for &value in &across.major {
            let label = tick_text(value, self.x.scale, self.lang);
            let at = (self.at_x(value), bottom + self.px(7.0));
            self.text(&label, at, HPos::Center, VPos::Top)?;
        }
        self.text(
            &self.y.label,
            (left - self.px(LEFT - 6.0), top - self.px(12.0)),
            HPos::Left,
            VPos::Bottom,
        )?;
        self.text(
            &self.x.label,
            (right, bottom + self.px(24.0)),
            HPos::Right,
            VPos::Top,
        )
    }

    fn series(&self, series: &Series) -> Drawn<DB> {
        let colour = self.theme.colour(series.role);
        let stroke = series.role.stroke();
        match &series.shape {
            Shape::Bars { edges, values } => self.bars(edges, values, series.role),
            Shape::Steps { edges, values } => {
                for run in runs(values.len(), |j| self.inside(values[j])) {
                    let points = run
                        .flat_map(|j| {
                            let y = self.at_y(values[j]);
                            [(self.at_x(edges[j]), y), (self.at_x(edges[j + 1]), y)]
                        })
                        .collect();
                    self.line(points, colour, stroke)?;
                }
                Ok(())
            }
            Shape::Curve(f) => {
                let columns = self.rect.width.ceil() as usize;
                let samples: Vec<(f64, f64)> = (0..=columns)
                    .map(|i| self.x.value(i as f64 / columns as f64))
                    .map(|x| (x, f(x)))
                    .collect();
                self.joined(samples.len(), |i| samples[i], colour, stroke)
            }
            Shape::Line { x, y } => self.joined(x.len(), |i| (x[i], y[i]), colour, stroke),
            Shape::Points { x, y } => {
                for (&x, &y) in x.iter().zip(y) {
                    self.dot(x, y, colour)?;
                }
                Ok(())
            }
            Shape::Band { x, low, high } => self.band(x, low, high, colour),
            Shape::Scatter { points, mark } => {
                let mut inside = points.iter().filter(|p| self.holds(**p));
                let few = points.len() < MANY;
                inside.try_for_each(|&p| self.mark(p, *mark, few, colour))
            }
            Shape::Paths(paths) => {
                for path in paths {
                    for piece in self.clipped(path) {
                        self.line(piece, colour, stroke)?;
                    }
                }
                Ok(())
            }
            Shape::Hidden { .. } | Shape::HiddenSteps { .. } => Ok(()),
        }
    }

    fn band(&self, x: &[f64], low: &[f64], high: &[f64], colour: RGBColor) -> Drawn<DB> {
        let upper = x.iter().zip(high);
        let lower = x.iter().zip(low).rev();
        let outline: Vec<_> = upper
            .chain(lower)
            .map(|(&x, &y)| (self.at_x(x), self.at_y(y)))
            .collect();
        self.root.draw(&Polygon::new(outline, colour.mix(0.16)))
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        (self.x.min..=self.x.max).contains(&x) && (self.y.min..=self.y.max).contains(&y)
    }

    fn mark(&self, (x, y): (f64, f64), mark: Mark, few: bool, colour: RGBColor) -> Drawn<DB> {
        let (x, y) = (self.at_x(x), self.at_y(y));
        match mark {
            Mark::Speck => {
                // A square is drawn faster than a disc, and this small nobody sees which it is.
                let r = self.px(0.8).max(1);
                let corners = [(x - r, y - r), (x + r, y + r)];
                self.root.draw(&Rectangle::new(corners, colour.filled()))
            }
            Mark::Dot => {
                if few {
                    let ring = Circle::new((x, y), self.px(3.0), self.theme.paper().filled());
                    self.root.draw(&ring)?;
                }
                self.root
                    .draw(&Circle::new((x, y), self.px(2.2), colour.filled()))
            }
            Mark::Cross => {
                let size = if few { 1.0 } else { 0.75 };
                let r = self.px(2.6 * size);
                let stroke = Stroke {
                    width: 1.4 * size,
                    dash: None,
                };
                // In one stroke, by way of the middle.
                let (down, up) = (
                    [(x - r, y - r), (x + r, y + r)],
                    [(x - r, y + r), (x + r, y - r)],
                );
                self.line([&down[..], &[(x, y)], &up].concat(), colour, stroke)
            }
        }
    }

    /// The pieces of a path that are inside the panel.
    fn clipped(&self, path: &[(f64, f64)]) -> Vec<Vec<(i32, i32)>> {
        let corners = ((self.x.min, self.y.min), (self.x.max, self.y.max));
        let pixel = |(x, y): (f64, f64)| (self.at_x(x), self.at_y(y));
        let mut pieces: Vec<Vec<(i32, i32)>> = vec![];
        let mut last = None;
        for pair in path.windows(2) {
            let Some((from, to)) = clip(pair[0], pair[1], corners) else {
                continue;
            };
            match pieces.last_mut() {
                Some(piece) if last == Some(from) => piece.push(pixel(to)),
                _ => pieces.push(vec![pixel(from), pixel(to)]),
            }
            last = Some(to);
        }
        pieces
    }

    /// Whether a value can be drawn: a logarithm shows no 0, and nothing shows a NaN.
    fn shown(&self, value: f64) -> bool {
        self.y.scale.forward(value).is_finite()
    }

    /// Whether a line runs through a value: beyond its axis it is cut off, not pressed flat.
    fn inside(&self, value: f64) -> bool {
        let round_off = |end: f64| 1e-9 * end.abs();
        self.shown(value)
            && value >= self.y.min - round_off(self.y.min)
            && value <= self.y.max + round_off(self.y.max)
    }

    fn joined(
        &self,
        len: usize,
        sample: impl Fn(usize) -> (f64, f64),
        colour: RGBColor,
        stroke: Stroke,
    ) -> Drawn<DB> {
        for run in runs(len, |i| self.inside(sample(i).1)) {
            let points: Vec<_> = run
                .map(|i| {
                    let (x, y) = sample(i);
                    (self.css_x(x), self.css_y(y))
                })
                .collect();
            let seen = thinned(&points, UNSEEN).into_iter();
            let points = seen.map(|(x, y)| (self.px(x), self.px(y))).collect();
            self.line(points, colour, stroke)?;
        }
        Ok(())
    }

    fn bars(&self, edges: &[f64], values: &[f64], role: Role) -> Drawn<DB> {
        let bottom = self.px(self.rect.y + self.rect.height);
        let slot = self.rect.width / values.len().max(1) as f64;
        let gap = self.px(if slot > 8.0 { 1.0 } else { 0.0 });
        for (edge, &value) in edges.windows(2).zip(values) {
            if !self.shown(value) || value <= 0.0 {
                continue;
            }
            let (from, to) = (self.at_x(edge[0]) + gap, self.at_x(edge[1]));
            // A bar at the very bottom keeps a sliver: it is there, and not empty.
            let top = self.at_y(value).min(bottom - self.px(1.5));
            let corners = [(from, top), (to.max(from + 1), bottom)];
            let colour = self.theme.colour(role);
            // In a line's colour bars would shout.
            let share = match role {
                Role::CrossEntropy | Role::Focal | Role::Ghm => 0.45,
                Role::Positive => 0.85,
                _ => 1.0,
            };
            self.root
                .draw(&Rectangle::new(corners, colour.mix(share).filled()))?;
        }
        Ok(())
    }

    fn dot(&self, x: f64, y: f64, colour: RGBColor) -> Drawn<DB> {
        if !self.shown(y) {
            return Ok(());
        }
        let at = (self.at_x(x), self.at_y(y));
        self.root
            .draw(&Circle::new(at, self.px(4.5), self.theme.paper().filled()))?;
        self.root
            .draw(&Circle::new(at, self.px(3.25), colour.filled()))
    }

    fn window(&self, x: f64, width: f64) -> Drawn<DB> {
        let (top, bottom) = (
            self.px(self.rect.y),
            self.px(self.rect.y + self.rect.height),
        );
        let corners = [
            (self.at_x(x - width / 2.0), top),
            (self.at_x(x + width / 2.0), bottom),
        ];
        let shade = self.theme.colour(Role::Exact).mix(0.14);
        self.root.draw(&Rectangle::new(corners, shade.filled()))
    }

    fn upright(&self, x: f64, colour: RGBColor, width: f64) -> Drawn<DB> {
        let at = self.at_x(x);
        let ends = vec![
            (at, self.px(self.rect.y)),
            (at, self.px(self.rect.y + self.rect.height)),
        ];
        self.line(ends, colour, Stroke { width, dash: None })
    }

    fn cursor(&self, panel: &Panel, x: f64) -> Drawn<DB> {
        self.upright(x, self.theme.axis(), 1.0)?;
        for series in panel.series.iter().filter(|series| series.drawn()) {
            if let Some(y) = series.at(x) {
                self.dot(x, y, self.theme.colour(series.role))?;
            }
        }
        Ok(())
    }
}

/// The ticks of an axis, if it has any, `most` of them with a number.
fn marked(axis: &Axis, most: f64) -> Ticks {
    if axis.ticks {
        return ticks(axis.scale, axis.min, axis.max, most as usize);
    }
    Ticks {
        major: vec![],
        minor: vec![],
    }
}

/// Powers of ten beyond a thousand are written as such, so that labels keep to their margin.
fn tick_text(value: f64, scale: Scale, lang: Lang) -> String {
    let exponent = libm::round(crate::scale::log10(value.abs())) as i32;
    if scale == Scale::Log && exponent.abs() > 3 {
        return power_of_ten(exponent);
    }
    // Round-off such as 0.30000000000000004 is gone at three digits.
    number(if value.abs() < 1e-12 { 0.0 } else { value }, 3, lang)
}

/// The part of a line from one point to another that lies between two corners (Liang and Barsky).
fn clip(
    from: (f64, f64),
    to: (f64, f64),
    (low, high): ((f64, f64), (f64, f64)),
) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (step, room) in [
        (-dx, from.0 - low.0),
        (dx, high.0 - from.0),
        (-dy, from.1 - low.1),
        (dy, high.1 - from.1),
    ] {
        if step == 0.0 && room < 0.0 {
            return None;
        }
        if step < 0.0 {
            start = start.max(room / step);
        } else if step > 0.0 {
            end = end.min(room / step);
        }
    }
    let at = |t: f64| match t {
        0.0 => from,
        1.0 => to,
        _ => (from.0 + t * dx, from.1 + t * dy),
    };
    (start <= end).then(|| (at(start), at(end)))
}

/// The stretches of `0..len` in which `keep` holds.
fn runs(len: usize, keep: impl Fn(usize) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut found = vec![];
    let mut start = None;
    for i in 0..=len {
        let inside = i < len && keep(i);
        match (start, inside) {
            (None, true) => start = Some(i),
            (Some(from), false) => {
                found.push(from..i);
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_off_at_the_panel() {
        let corners = ((0.0, 0.0), (4.0, 2.0));
        assert_eq!(
            clip((1.0, 1.0), (2.0, 1.5), corners),
            Some(((1.0, 1.0), (2.0, 1.5)))
        );
        assert_eq!(
            clip((-2.0, 1.0), (8.0, 1.0), corners),
            Some(((0.0, 1.0), (4.0, 1.0)))
        );
        assert_eq!(
            clip((1.0, -1.0), (3.0, 1.0), corners),
            Some(((2.0, 0.0), (3.0, 1.0)))
        );
        assert_eq!(clip((5.0, 0.0), (5.0, 2.0), corners), None);
        assert_eq!(clip((-1.0, 1.0), (1.0, 4.0), corners), None);
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
        let found = plane_at(&axis(0.0, 10.0), &axis(-2.0, 2.0), rect, 160.0, 45.0);
        assert_eq!(found, [5.0, 1.0]);
    }

    #[test]
    fn runs_leave_gaps_out() {
        let keep = [true, true, false, true];
        assert_eq!(runs(4, |i| keep[i]), [0..2, 3..4]);
        assert!(runs(0, |_| true).is_empty());
    }

    #[test]
    fn panels_stand_side_by_side_only_where_there_is_room() {
        let wide = layout(2, Area::new(800.0, 300.0, 2.0));
        assert_eq!(wide[0].y, wide[1].y);
        let narrow = layout(2, Area::new(350.0, 460.0, 2.0));
        assert_eq!(narrow[0].x, narrow[1].x);
        assert!(narrow[1].y > narrow[0].y + narrow[0].height);
    }

    #[test]
    fn five_panels_are_three_over_two() {
        let area = Area::new(760.0, 464.0, 1.0);
        let rects = layout(5, area);
        assert_eq!((rects[0].y, rects[3].y), (rects[2].y, rects[4].y));
        assert!(rects[3].y > rects[0].y + rects[0].height);
        assert!(rects[3].width > 1.3 * rects[0].width);
    }
}

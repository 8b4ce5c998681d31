//! Draws the series of one panel.

use super::cut::{clip, runs};
use super::layout::{Area, Rect};
use super::theme::{Theme, look};
use super::thin::thinned;
use crate::plot::{Axis, Fill, Mark, Panel, Series, Shape, Span, Stroke};
use plotters::coord::Shift;
use plotters::element::{Drawable, PointCollection};
use plotters::prelude::*;
use plotters_backend::{BackendColor, DrawingErrorKind};

/// From this many points on, each is drawn in a simpler way.
const MANY: usize = 100;
/// Width of the line of what was or will be.
const GHOST: f64 = 1.3;
/// CSS pixels by which a line may miss a point: a tenth of the thinnest line's width.
const UNSEEN: f64 = 0.1;

/// What plotters' backends lack.
pub trait Surface: DrawingBackend {
    /// Sets the lengths of dashes and gaps for the paths that follow, in the backend's units; a solid line has none.
    fn dash(&mut self, lengths: &[f64]);
    /// Draws separate lines, from each first to each second point, in one stroke.
    fn segments(&mut self, ends: &[(i32, i32)], colour: BackendColor, width: u32) -> Painted<Self>;
    /// Draws a text.
    fn word(&mut self, text: &Text, at: (i32, i32)) -> Painted<Self>;
}

type Painted<DB> = Result<(), DrawingErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// A text on its baseline.
pub struct Text<'a> {
    /// What it says.
    pub text: &'a str,
    /// Where: one point.
    pub at: [(i32, i32); 1],
    /// What of it is there: `start`, `middle` or `end`.
    pub align: &'static str,
    /// Weight, and size in the backend's units.
    pub font: (u32, u32),
    /// Its colour.
    pub paint: RGBColor,
    /// Colour and width of its halo, if it wears one.
    pub halo: Option<(RGBColor, u32)>,
}

impl<'a> PointCollection<'a, (i32, i32)> for &'a Text<'_> {
    type Point = &'a (i32, i32);
    type IntoIter = std::slice::Iter<'a, (i32, i32)>;

    fn point_iter(self) -> Self::IntoIter {
        self.at.iter()
    }
}

impl<DB: Surface> Drawable<DB> for Text<'_> {
    fn draw<I: Iterator<Item = (i32, i32)>>(
        &self,
        points: I,
        backend: &mut DB,
        _parent: (u32, u32),
    ) -> Painted<DB> {
        let mut points = points;
        points.try_for_each(|at| backend.word(self, at))
    }
}

/// Separate lines, in one stroke.
pub(super) struct Segments {
    pub(super) lines: Vec<(i32, i32)>,
    pub(super) colour: BackendColor,
    pub(super) width: u32,
}

impl<'a> PointCollection<'a, (i32, i32)> for &'a Segments {
    type Point = &'a (i32, i32);
    type IntoIter = std::slice::Iter<'a, (i32, i32)>;

    fn point_iter(self) -> Self::IntoIter {
        self.lines.iter()
    }
}

impl<DB: Surface> Drawable<DB> for Segments {
    fn draw<I: Iterator<Item = (i32, i32)>>(
        &self,
        points: I,
        backend: &mut DB,
        _parent: (u32, u32),
    ) -> Painted<DB> {
        backend.segments(&points.collect::<Vec<_>>(), self.colour, self.width)
    }
}

/// A line through points, solid or dashed.
struct Line {
    points: Vec<(i32, i32)>,
    style: ShapeStyle,
    dash: Vec<f64>,
}

impl<'a> PointCollection<'a, (i32, i32)> for &'a Line {
    type Point = &'a (i32, i32);
    type IntoIter = std::slice::Iter<'a, (i32, i32)>;

    fn point_iter(self) -> Self::IntoIter {
        self.points.iter()
    }
}

impl<DB: Surface> Drawable<DB> for Line {
    fn draw<I: Iterator<Item = (i32, i32)>>(
        &self,
        points: I,
        backend: &mut DB,
        _parent: (u32, u32),
    ) -> Painted<DB> {
        if self.dash.is_empty() {
            return backend.draw_path(points, &self.style);
        }
        backend.dash(&self.dash);
        let drawn = backend.draw_path(points, &self.style);
        backend.dash(&[]);
        drawn
    }
}

pub(super) type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Draws inside one panel.
pub(super) struct Pen<'a, DB: Surface> {
    pub(super) root: &'a DrawingArea<DB, Shift>,
    pub(super) rect: Rect,
    pub(super) area: Area,
    pub(super) theme: Theme,
    pub(super) x: &'a Axis,
    pub(super) y: &'a Axis,
    pub(super) across: Span,
    pub(super) up: Span,
}

impl<DB: Surface> Pen<'_, DB> {
    pub(super) fn px(&self, css: f64) -> i32 {
        libm::round(css * self.area.units()) as i32
    }

    pub(super) fn css_x(&self, value: f64) -> f64 {
        self.rect.x + self.across.position(value) * self.rect.width
    }

    pub(super) fn css_y(&self, value: f64) -> f64 {
        self.rect.y + (1.0 - self.up.position(value)) * self.rect.height
    }

    pub(super) fn at_x(&self, value: f64) -> i32 {
        self.px(self.css_x(value))
    }

    pub(super) fn at_y(&self, value: f64) -> i32 {
        self.px(self.css_y(value))
    }

    fn line(&self, points: Vec<(i32, i32)>, colour: RGBColor, stroke: Stroke) -> Drawn<DB> {
        let units = self.area.units();
        self.root.draw(&Line {
            points,
            style: ShapeStyle::from(&colour).stroke_width(self.px(stroke.width).max(1) as u32),
            dash: stroke.dash.iter().map(|length| length * units).collect(),
        })
    }

    /// A hairline, upright or level, on whole screen pixels, so that it is sharp. It is filled as a
    /// rectangle: no stroke is cheaper.
    pub(super) fn hair(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor) -> Drawn<DB> {
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

    pub(super) fn series(&self, series: &Series) -> Drawn<DB> {
        let colour = self.theme.colour(series.role);
        let mut stroke = look(series.role).stroke;
        if series.ghost {
            stroke.width = GHOST;
        }
        match &series.shape {
            Shape::Bars { edges, values } if series.fill == Fill::Hatched => {
                self.hatched(edges, values, series.role)
            }
            Shape::Bars { edges, values } => self.bars(edges, values, series.role),
            Shape::Steps { edges, values } => {
                if series.fill == Fill::Hatched {
                    self.hatched(edges, values, series.role)?;
                }
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
                let x = (0..=columns).map(|i| self.x.value(i as f64 / columns as f64));
                let samples: Vec<(f64, f64)> = x.map(|x| (x, f(x))).collect();
                self.joined(&samples, colour, stroke)
            }
            Shape::Line { x, y } => {
                let samples: Vec<_> = x.iter().copied().zip(y.iter().copied()).collect();
                self.joined(&samples, colour, stroke)
            }
            Shape::Lying { between, value } => {
                if !value.is_finite() {
                    return Ok(());
                }
                let low = (self.at_x(0.0), self.at_y(between.1));
                let high = (
                    self.at_x(*value).max(low.0 + self.px(1.5)),
                    self.at_y(between.0),
                );
                self.root
                    .draw(&Rectangle::new([low, high], colour.filled()))
            }
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
                // A square is drawn faster than a disc, and at this size nobody sees the difference.
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
                    dash: &[],
                };
                // One stroke makes the whole cross: it turns in the middle.
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
    pub(super) fn shown(&self, value: f64) -> bool {
        self.y.scale.forward(value).is_finite()
    }

    /// Whether a line is drawn at a value: beyond the axis it is cut off, not pressed flat.
    fn inside(&self, value: f64) -> bool {
        self.y.shows(value)
    }

    fn joined(&self, samples: &[(f64, f64)], colour: RGBColor, stroke: Stroke) -> Drawn<DB> {
        for run in runs(samples.len(), |i| self.inside(samples[i].1)) {
            let run = samples[run].iter();
            let points: Vec<_> = run.map(|&(x, y)| (self.css_x(x), self.css_y(y))).collect();
            let seen = thinned(&points, UNSEEN).into_iter();
            let points = seen.map(|(x, y)| (self.px(x), self.px(y))).collect();
            self.line(points, colour, stroke)?;
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

    /// Shades a range of x.
    pub(super) fn shade(&self, (from, to): (f64, f64), colour: RGBAColor) -> Drawn<DB> {
        let (top, bottom) = (self.px(self.rect.y), self.px(self.rect.bottom()));
        let corners = [(self.at_x(from), top), (self.at_x(to), bottom)];
        self.root.draw(&Rectangle::new(corners, colour.filled()))
    }

    pub(super) fn upright(&self, x: f64, colour: RGBColor, width: f64) -> Drawn<DB> {
        let at = self.at_x(x);
        let ends = vec![
            (at, self.px(self.rect.y)),
            (at, self.px(self.rect.y + self.rect.height)),
        ];
        self.line(ends, colour, Stroke { width, dash: &[] })
    }

    pub(super) fn cursor(&self, panel: &Panel, x: f64) -> Drawn<DB> {
        self.upright(x, self.theme.axis(), 1.0)?;
        for series in panel.series.iter().filter(|series| series.drawn()) {
            if let Some(y) = series.at(x) {
                self.dot(x, y, self.theme.colour(series.role))?;
            }
        }
        Ok(())
    }
}

//! What words would hide.

use super::Placed;
use crate::draw::layout::Rect;
use crate::plot::{Fill, Panel, Series, Shape};

/// Lines are looked at in so many columns of a panel.
const COLUMNS: usize = 48;
/// Of a crowd of points, so many stand for all.
const CROWD: usize = 120;
/// To hide a piece of a line costs 1; of a filled area so much.
const AREA: f64 = 0.1;

/// Pieces of what is drawn in a panel, each with what it costs to hide it.
#[derive(Default)]
pub(super) struct Ink {
    pieces: Vec<(Rect, f64)>,
}

impl Ink {
    pub fn of(panel: &Panel, placed: &Placed) -> Self {
        let mut ink = Self::default();
        for series in panel.series.iter().filter(|series| series.drawn()) {
            ink.add(series, placed);
        }
        if let Some(x) = panel.mark {
            let rect = placed.frame.rect;
            let x = rect.x + placed.axes.0.position(x) * rect.width;
            let line = Rect {
                x,
                width: 0.0,
                ..rect
            };
            ink.pieces.push((line, 1.0));
        }
        ink
    }

    fn add(&mut self, series: &Series, placed: &Placed) {
        let (rect, (x_axis, y_axis)) = (placed.frame.rect, &placed.axes);
        let weight = if series.ghost { 0.5 } else { 1.0 };
        let at = |x: f64, y: f64| placed.pixel(x, y);
        let dot = |(x, y): (f64, f64)| {
            let point = Rect {
                x,
                y,
                width: 0.0,
                height: 0.0,
            };
            (point.grown(3.0), weight)
        };
        match &series.shape {
            Shape::Bars { .. } | Shape::Steps { .. } | Shape::Curve(_) | Shape::Line { .. } => {
                let filled =
                    matches!(series.shape, Shape::Bars { .. }) || series.fill == Fill::Hatched;
                let width = rect.width / COLUMNS as f64;
                let mut last = None;
                for i in 0..=COLUMNS {
                    let x = x_axis.value(i as f64 / COLUMNS as f64);
                    let value = series
                        .at(x)
                        .filter(|&v| y_axis.scale.forward(v).is_finite());
                    let y = value.map(|value| at(x, value).1);
                    if let (Some(from), Some(to), Some(value)) = (last, y, value) {
                        let x = rect.x + (i - 1) as f64 * width;
                        let (high, low) = (f64::min(from, to), f64::max(from, to));
                        if y_axis.shows(value) || filled {
                            let line = Rect {
                                x,
                                y: high,
                                width,
                                height: low - high,
                            };
                            self.pieces.push((line, weight));
                        }
                        if filled {
                            let area = Rect {
                                x,
                                y: low,
                                width,
                                height: rect.bottom() - low,
                            };
                            self.pieces.push((area, AREA));
                        }
                    }
                    last = y;
                }
            }
            Shape::Lying { between, value } => {
                let (low, high) = (at(0.0, between.1), at(*value, between.0));
                let bar = Rect {
                    x: low.0,
                    y: low.1,
                    width: high.0 - low.0,
                    height: high.1 - low.1,
                };
                self.pieces.push((bar, weight));
            }
            Shape::Points { x, y } => {
                let points = x.iter().zip(y).map(|(&x, &y)| dot(at(x, y)));
                self.pieces.extend(points);
            }
            Shape::Scatter { points, .. } => {
                let every = points.len() / CROWD + 1;
                let some = points.iter().step_by(every).map(|&(x, y)| dot(at(x, y)));
                self.pieces.extend(some.map(|(point, _)| (point, AREA)));
            }
            Shape::Paths(paths) => {
                for path in paths {
                    let inside = |&&(x, y): &&(f64, f64)| x_axis.shows(x) && y_axis.shows(y);
                    let every = path.len() / COLUMNS + 1;
                    let points = path.iter().step_by(every).filter(inside);
                    self.pieces.extend(points.map(|&(x, y)| dot(at(x, y))));
                }
            }
            Shape::Band { x, low, high } if x.len() == 2 => {
                let (low, high) = (at(x[0], high[0]), at(x[1], low[1]));
                let bar = Rect {
                    x: low.0,
                    y: low.1,
                    width: high.0 - low.0,
                    height: high.1 - low.1,
                };
                self.pieces.push((bar, AREA));
            }
            Shape::Band { .. } | Shape::Hidden { .. } | Shape::HiddenSteps { .. } => {}
        }
    }

    /// What a room costs that hides this; `most` or more if it is that much.
    pub fn hidden(&self, room: &Rect, most: f64) -> f64 {
        let mut cost = 0.0;
        for (piece, weight) in &self.pieces {
            // A level line has no height.
            let hit = piece.x < room.right()
                && room.x < piece.right().max(piece.x + 1e-9)
                && piece.y < room.bottom()
                && room.y < piece.bottom().max(piece.y + 1e-9);
            if hit {
                cost += weight;
                if cost >= most {
                    break;
                }
            }
        }
        cost
    }
}

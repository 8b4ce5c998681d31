//! Names of lines.

use super::{Align, Font, Paint, Placed, Placing};
use crate::draw::layout::Rect;
use crate::plot::{Label, Series, Shape};

/// Along a line its name is tried at so many places.
const PLACES: usize = 19;
/// A name that would hide more than this is left out.
const MOST: f64 = 3.5;
/// Between a line and its name.
const GAP: f64 = 3.0;

impl Placed {
    /// A point in CSS pixels.
    pub(super) fn pixel(&self, x: f64, y: f64) -> (f64, f64) {
        let rect = self.frame.rect;
        (
            rect.x + self.spans.0.position(x) * rect.width,
            rect.y + (1.0 - self.spans.1.position(y)) * rect.height,
        )
    }
}

impl Placing<'_> {
    /// Names right of the panel, beside the ends of their lines, as close to them as they can be without overlap.
    pub(super) fn labels_at_the_end(&mut self) {
        let (rect, cell, panel) = (self.rect(), self.placed.frame.cell, self.panel);
        let mut names = vec![];
        for (i, series) in panel.series.iter().enumerate() {
            let (width, height) = self.size(series.word(), label_font(series));
            if rect.right() + 6.0 + width > cell.right() {
                continue;
            }
            let at = match (series.label, &series.shape) {
                (Some(Label::End), _) => {
                    end(series, &self.placed).filter(|p| rect.right() - p.0 < 24.0)
                }
                (Some(Label::Beside), Shape::Points { y, .. }) => {
                    y.last().map(|&y| self.placed.pixel(0.0, y))
                }
                _ => None,
            };
            if let Some((_, y)) = at {
                // From top to bottom.
                let place = names
                    .iter()
                    .filter(|name: &&(f64, usize, f64, f64)| name.0 <= y)
                    .count();
                names.insert(place, (y, i, width, height));
            }
        }
        // Rooms are free at a distance of two pixels.
        let height = Font::Strong.line(self.area) + 2.5;
        let wanted: Vec<f64> = names.iter().map(|name| name.0 - 0.5 * height).collect();
        let low = (rect.bottom() - height).max(rect.y);
        let room = |&(_, _, width, height): &(f64, usize, f64, f64), y| Rect {
            x: rect.right() + 6.0,
            y,
            width,
            height,
        };
        // Names of lines that end at the very top rise above the axes if nothing stands there: else they would push
        // each other down, beside lines of others.
        let [risen, tops] = [1.4, 0.4].map(|rise| {
            let tops = apart(&wanted, height, (rect.y - rise * height, low));
            let rooms = names.iter().zip(tops);
            rooms.map(|(name, y)| room(name, y)).collect::<Vec<_>>()
        });
        let rooms = match risen.iter().all(|room| self.free(room)) {
            true => risen,
            false => tops,
        };
        for (&(_, i, ..), room) in names.iter().zip(rooms) {
            if self.free(&room) {
                let series = &panel.series[i];
                self.add(
                    series.word(),
                    label_font(series),
                    Paint::Of(series.role),
                    room,
                    Align::Left,
                );
                self.placed.labelled[i] = true;
            }
        }
    }

    /// Names along their lines.
    pub(super) fn labels_along(&mut self) {
        let panel = self.panel;
        for (i, series) in panel.series.iter().enumerate() {
            let Some(label) = series.label.filter(|_| !self.placed.labelled[i]) else {
                continue;
            };
            if matches!(label, Label::Told | Label::Beside) {
                self.placed.labelled[i] = label == Label::Told;
                continue;
            }
            let (width, height) = self.size(series.word(), Font::Strong);
            let points = along(series, &self.placed);
            let rect = self.rect();
            let mut rooms = vec![];
            for (share, x, y) in points {
                let far = match label {
                    Label::End | Label::Beside | Label::Told => 1.0 - share,
                    Label::At(at) | Label::Within(at) => {
                        (self.placed.axes.0.position(at) - share).abs()
                    }
                };
                let (above, below) = (y - GAP - height, y + GAP);
                let middle = 0.5 * (y + rect.bottom() - height);
                let tries = match label {
                    Label::Within(_) => [(middle.max(below), 0.0), (above, 2.0)],
                    _ => [(above, 0.0), (below, 0.2)],
                };
                // A line that slopes leaves room on one side.
                for part in [0.5, 0.0, 1.0] {
                    for (y, strange) in tries {
                        let x = x - part * width;
                        let room = Rect {
                            x,
                            y,
                            width,
                            height,
                        };
                        rooms.push((room, 2.0 * far + 0.2 * (part - 0.5).abs() + strange, 0.0));
                    }
                }
            }
            if let Some((room, ..)) = self.best(&rooms, MOST) {
                self.add(
                    series.word(),
                    Font::Strong,
                    Paint::Of(series.role),
                    room,
                    Align::Middle,
                );
                self.placed.labelled[i] = true;
            }
        }
    }
}

/// Names are strong; what a row adds up to is not a name.
pub(in crate::draw) fn label_font(series: &Series) -> Font {
    match series.label {
        Some(Label::Beside) if series.short.is_some() => Font::Label,
        _ => Font::Strong,
    }
}

/// Where a line ends on the right, in CSS pixels; none where it has no value there.
fn end(series: &Series, placed: &Placed) -> Option<(f64, f64)> {
    let (x_axis, y_axis) = &placed.axes;
    let (x, y) = match &series.shape {
        Shape::Line { x, y } | Shape::Points { x, y } => (*x.last()?, *y.last()?),
        Shape::Bars { .. } | Shape::Steps { .. } | Shape::Curve(_) => {
            (x_axis.max, series.at(x_axis.max)?)
        }
        _ => return None,
    };
    (y_axis.scale.forward(y).is_finite()).then(|| placed.pixel(x, y))
}

/// Points along a line: the share of the x axis before each, and its place in CSS pixels.
fn along(series: &Series, placed: &Placed) -> Vec<(f64, f64, f64)> {
    let (x_axis, y_axis) = &placed.axes;
    let point = |x: f64, y: f64| {
        let shown = x_axis.shows(x) && y_axis.shows(y);
        shown.then(|| {
            let (px, py) = placed.pixel(x, y);
            (x_axis.position(x), px, py)
        })
    };
    match &series.shape {
        Shape::Paths(paths) => {
            let all = paths.iter().flat_map(|path| {
                let every = path.len() / PLACES + 1;
                let ends = path.windows(2).step_by(every);
                ends.flat_map(|pair| {
                    // A straight line has only its ends, which may be far outside.
                    let between = if path.len() < 4 { 4 * PLACES } else { 1 };
                    (0..between).map(move |i| {
                        let t = (i as f64 + 0.5) / between as f64;
                        let along = |from: f64, to: f64| from + t * (to - from);
                        (along(pair[0].0, pair[1].0), along(pair[0].1, pair[1].1))
                    })
                })
            });
            all.filter_map(|(x, y)| point(x, y)).collect()
        }
        Shape::Points { x, y } | Shape::Line { x, y } if x.len() < PLACES => {
            let all = x.iter().zip(y);
            all.filter_map(|(&x, &y)| point(x, y)).collect()
        }
        Shape::Bars { .. } | Shape::Steps { .. } | Shape::Curve(_) | Shape::Line { .. } => {
            let (from, to) = match &series.shape {
                Shape::Line { x, .. } => (x[0], x[x.len() - 1]),
                Shape::Bars { edges, .. } | Shape::Steps { edges, .. } if !edges.is_empty() => {
                    (edges[0], edges[edges.len() - 1])
                }
                _ => (x_axis.min, x_axis.max),
            };
            let (from, to) = (x_axis.position(from), x_axis.position(to));
            let places = (0..PLACES).map(|i| from + (i as f64 + 0.5) / PLACES as f64 * (to - from));
            let places = places.map(|share| x_axis.value(share));
            places.filter_map(|x| point(x, series.at(x)?)).collect()
        }
        _ => vec![],
    }
}

/// Ascending places, as near as can be to those wanted and at least `height` apart, from `low` to `high`.
fn apart(wanted: &[f64], height: f64, (low, high): (f64, f64)) -> Vec<f64> {
    // What is left once each has its height: it has to ascend. Neighbours that don't share their mean.
    let mut groups: Vec<(f64, usize)> = vec![];
    for (i, want) in wanted.iter().enumerate() {
        groups.push((want - i as f64 * height, 1));
        while let [.., (before, n), (last, m)] = groups[..]
            && last < before
        {
            groups.truncate(groups.len() - 2);
            let mean = (before * n as f64 + last * m as f64) / (n + m) as f64;
            groups.push((mean, n + m));
        }
    }
    let high = (high - wanted.len().saturating_sub(1) as f64 * height).max(low);
    let each = groups
        .iter()
        .flat_map(|&(mean, n)| std::iter::repeat_n(mean.min(high).max(low), n));
    each.enumerate()
        .map(|(i, at)| at + i as f64 * height)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_names_are_pushed_apart_evenly() {
        assert_eq!(apart(&[10.0, 50.0], 16.0, (0.0, 100.0)), [10.0, 50.0]);
        assert_eq!(apart(&[40.0, 40.0], 16.0, (0.0, 100.0)), [32.0, 48.0]);
        assert_eq!(
            apart(&[99.0, 99.0, 99.0], 16.0, (0.0, 100.0)),
            [68.0, 84.0, 100.0]
        );
        assert_eq!(apart(&[0.0, 1.0], 16.0, (0.0, 100.0)), [0.0, 16.0]);
        assert!(apart(&[], 16.0, (0.0, 100.0)).is_empty());
    }
}

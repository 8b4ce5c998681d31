//! Where panels, axes and pointers lie.

use crate::plot::{Axis, Cursor, Plot, Scale};

const TEXT: f64 = 12.0;
/// Room for an axis and its numbers, left of a panel.
pub(super) const LEFT: f64 = 54.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 28.0;
const BOTTOM: f64 = 44.0;
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

    /// The font size in plotters' units.
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
    match (rows.iter().sum::<usize>(), shown) {
        (0 | 1, _) => (width * 0.48).clamp(240.0, 360.0),
        (_, 1) => (width * 0.42).clamp(260.0, 340.0),
        (_, shown) => shown as f64 * 232.0,
    }
}

/// The rectangle of each panel, without its axes' labels.
pub fn layout(rows: &[usize], area: Area) -> Vec<Rect> {
    let rows = shown_rows(rows, area.width);
    let height = area.height / rows.len().max(1) as f64;
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

/// The cursor for a pointer at `(x, y)` in CSS pixels; none outside the panels and their margins. A
/// pointer in a panel's margin reads its nearest end, so that edges are easy to reach.
pub fn cursor_at(plot: &Plot, area: Area, x: f64, y: f64) -> Option<Cursor> {
    let rects = layout(plot.rows, area);
    let grown = |r: &Rect| Rect {
        x: r.x - LEFT,
        y: r.y - TOP,
        width: r.width + LEFT + RIGHT,
        height: r.height + TOP + BOTTOM,
    };
    let panel = rects.iter().position(|r| grown(r).contains(x, y))?;
    let rect = rects[panel];
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
pub fn plane_at(plot: &Plot, panel: usize, area: Area, (px, py): (f64, f64)) -> Option<[f64; 2]> {
    let (panel, rect) = (
        plot.panels.get(panel)?,
        *layout(plot.rows, area).get(panel)?,
    );
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
        let wide = layout(&[2], Area::new(800.0, 300.0, 2.0));
        assert_eq!(wide[0].y, wide[1].y);
        let narrow = layout(&[2], Area::new(350.0, 460.0, 2.0));
        assert_eq!(narrow[0].x, narrow[1].x);
        assert!(narrow[1].y > narrow[0].y + narrow[0].height);
    }

    #[test]
    fn five_panels_are_three_over_two() {
        let area = Area::new(760.0, 464.0, 1.0);
        let rects = layout(&[3, 2], area);
        assert_eq!((rects[0].y, rects[3].y), (rects[2].y, rects[4].y));
        assert!(rects[3].y > rects[0].y + rects[0].height);
        assert!(rects[3].width > 1.3 * rects[0].width);
    }
}

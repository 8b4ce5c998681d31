//! Draws any [`Plot`] on any plotters backend, and says where its panels lie.
//!
//! plotters works in whole units and knows no device pixel ratio, so every size here is in CSS pixels times
//! [`Area::units`]. Captions and legends are HTML: measuring text in a canvas forces a page layout.

mod axes;
pub mod canvas;
mod cut;
mod layout;
mod pen;
mod svg;
mod theme;
mod thin;

pub use axes::FONT;
pub use layout::{Area, Rect, cursor_at, layout, plane_at, preferred_height};
pub use pen::Dashes;
pub use theme::{Theme, css, look};

use crate::plot::{Cursor, Plot};
use crate::text::Lang;
use layout::fitted;
use pen::Pen;
use plotters::coord::Shift;
use plotters::prelude::*;

/// Draws the whole figure.
pub fn draw<DB: Dashes>(
    plot: &Plot,
    root: &DrawingArea<DB, Shift>,
    area: Area,
    theme: Theme,
    lang: Lang,
    cursor: Option<Cursor>,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let rects = layout(plot.rows, area);
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

//! Draws any [`Plot`] on any plotters backend, and says where its panels lie.
//!
//! plotters works in whole units and knows no device pixel ratio, so every size here is in CSS pixels times
//! [`Area::units`]. Captions and legends are HTML: measuring text in a canvas forces a page layout.

mod bars;
pub mod canvas;
mod cut;
mod layout;
mod measure;
mod oklab;
mod pen;
mod place;
mod svg;
mod theme;
mod thin;
mod words;

pub use layout::{Area, Frame, Rect, cursor_at, layout, plane_at, preferred_height};
pub use measure::Font;
pub use pen::{Surface, Text};
pub use place::{Align, Paint, Placed, Word, place};
pub use theme::{Theme, css, look};

use crate::plot::{Cursor, Plot, Role};
use pen::Pen;
use plotters::coord::Shift;
use plotters::prelude::*;

/// Draws the whole figure, with its words where they were placed.
pub fn draw<DB: Surface>(
    plot: &Plot,
    placed: &[Placed],
    root: &DrawingArea<DB, Shift>,
    area: Area,
    theme: Theme,
    cursor: Option<Cursor>,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    for (index, (panel, placed)) in plot.panels.iter().zip(placed).enumerate() {
        let pen = Pen {
            root,
            rect: placed.frame.rect,
            area,
            theme,
            x: &placed.axes.0,
            y: &placed.axes.1,
            across: placed.spans.0,
            up: placed.spans.1,
        };
        if panel.instead.is_some() {
            pen.words(placed)?;
            continue;
        }
        for &band in &panel.bands {
            pen.shade(band, theme.raised().into())?;
        }
        let here = cursor.filter(|c| (c.panel == index || plot.shared_x) && panel.is_read());
        if let (Some(window), Some(Cursor { x, .. })) = (panel.window, here) {
            let shade = theme.colour(Role::Exact).mix(0.14);
            pen.shade((x - window / 2.0, x + window / 2.0), shade)?;
        }
        pen.axes(placed)?;
        for series in &panel.series {
            pen.series(series)?;
        }
        if let Some(x) = panel.mark {
            pen.upright(x, theme.axis(), 1.5)?;
        }
        pen.words(placed)?;
        if let Some(cursor) = here {
            pen.cursor(panel, cursor.x)?;
        }
    }
    root.present()
}

/// The font of figures: that of the page, see `www/style.css`.
pub const FONT: &str = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', system-ui, 'Noto Sans CJK SC', sans-serif";

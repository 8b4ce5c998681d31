//! What a figure is drawn on: a canvas in the page, an SVG anywhere.

use crate::draw::{Area, Cursor, draw};
use crate::plot::Plot;
use crate::strings::Lang;
use crate::theme::Theme;
use plotters::prelude::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use plotters_svg::SVGBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The least backing-store pixels to a CSS pixel. plotters rounds to whole
/// pixels: below 2, curves would wobble.
const LEAST_RATIO: f64 = 2.0;
/// plotters' SVG backend divides font sizes by this.
const SVG_TEXT: f64 = 1.24;

/// Draws on `canvas`, whose backing store is sized to `width` x `height` CSS
/// pixels at `ratio`.
pub fn on_canvas(
    plot: &Plot,
    canvas: &HtmlCanvasElement,
    (width, height, ratio): (f64, f64, f64),
    theme: Theme,
    lang: Lang,
    cursor: Option<Cursor>,
) -> Result<(), String> {
    let area = Area {
        width,
        height,
        ratio: ratio.max(LEAST_RATIO),
        text: 1.0,
    };
    let pixels = |css: f64| libm::round(css * area.ratio).max(1.0) as u32;
    let (w, h) = (pixels(width), pixels(height));
    // Setting a size, even the same one, throws the backing store away.
    if (canvas.width(), canvas.height()) == (w, h) {
        let context = canvas.get_context("2d").ok().flatten();
        let context = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
        context
            .ok_or("no 2d canvas")?
            .clear_rect(0.0, 0.0, f64::from(w), f64::from(h));
    } else {
        canvas.set_width(w);
        canvas.set_height(h);
    }
    let backend = CanvasBackend::with_canvas_object(canvas.clone()).ok_or("no 2d canvas")?;
    draw(
        plot,
        &backend.into_drawing_area(),
        area,
        theme,
        lang,
        cursor,
    )
    .map_err(|e| e.to_string())
}

/// The figure as a standalone SVG of `width` x `height` CSS pixels, with its
/// legend below when `legend` is set.
pub fn to_svg(plot: &Plot, (width, height): (f64, f64), theme: Theme, lang: Lang) -> String {
    let area = Area {
        width,
        height,
        ratio: LEAST_RATIO,
        text: SVG_TEXT,
    };
    let pixels = |css: f64| libm::round(css * area.ratio).max(1.0) as u32;
    let (w, h) = (pixels(width), pixels(height));
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, (w, h)).into_drawing_area();
        // A String takes whatever is written to it.
        let _ = draw(plot, &root, area, theme, lang, None);
    }
    // Twice the pixels for their precision, shown at the size that was asked for.
    text.replacen(
        &format!("width=\"{w}\" height=\"{h}\""),
        &format!("width=\"{width}\" height=\"{height}\""),
        1,
    )
}

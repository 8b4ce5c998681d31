//! What a figure is drawn on: a canvas in the page, an SVG anywhere.
//!
//! plotters has backends for both. They write colours with Rust's decimals of a float, and those
//! alone weigh 7 kB gzipped in a file that every reader waits for; so these are our own, and know
//! just what `draw.rs` asks for.

mod canvas;
mod svg;

use crate::draw::{Area, Cursor, draw};
use crate::plot::Plot;
use crate::strings::Lang;
use crate::theme::Theme;
use canvas::Canvas;
use plotters::prelude::IntoDrawingArea;
use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use svg::Svg;
use web_sys::HtmlCanvasElement;

/// The least backing-store pixels to a CSS pixel. plotters rounds to whole
/// pixels: below 2, curves would wobble.
const LEAST_RATIO: f64 = 2.0;

/// Either kind. One type for both, so that the drawing code is compiled once.
enum Surface<'a> {
    Canvas(Canvas),
    Svg(&'a mut Svg),
}

/// A canvas refuses only numbers that a figure never has, an SVG nothing.
#[derive(Debug)]
struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it could not be drawn")
    }
}

impl std::error::Error for Refused {}

type Drawn = Result<(), DrawingErrorKind<Refused>>;

impl DrawingBackend for Surface<'_> {
    type ErrorType = Refused;

    fn get_size(&self) -> (u32, u32) {
        match self {
            Self::Canvas(canvas) => canvas.size,
            Self::Svg(svg) => svg.size,
        }
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &colour, true)
    }

    /// Filled: no figure has a frame.
    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.rect(from, to, style.color()),
            Self::Svg(svg) => svg.rect(from, to, style.color()),
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.path(path, style.color(), style.stroke_width()),
            Self::Svg(svg) => svg.path(path, style.color(), style.stroke_width()),
        }
        Ok(())
    }

    /// Filled: no figure has a ring.
    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas
                .circle(at, radius, style.color())
                .map_err(|_| DrawingErrorKind::DrawingError(Refused)),
            Self::Svg(svg) => {
                svg.circle(at, radius, style.color());
                Ok(())
            }
        }
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.polygon(corners, style.color()),
            Self::Svg(svg) => svg.polygon(corners, style.color()),
        }
        Ok(())
    }

    /// Upright, in the one font and size that figures have.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let Pos { h_pos, v_pos } = style.anchor();
        match self {
            Self::Canvas(canvas) => canvas
                .text(text, at, style.color(), (h_pos, v_pos))
                .map_err(|_| DrawingErrorKind::DrawingError(Refused)),
            Self::Svg(svg) => {
                svg.text(text, at, style.color(), (h_pos, v_pos));
                Ok(())
            }
        }
    }
}

/// `#rrggbb`.
fn hex(colour: BackendColor) -> String {
    let (r, g, b) = colour.rgb;
    format!("#{r:02x}{g:02x}{b:02x}")
}

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
    };
    let canvas = Canvas::new(canvas, area.pixels(), area.font()).ok_or("no 2d canvas")?;
    let root = Surface::Canvas(canvas).into_drawing_area();
    draw(plot, &root, area, theme, lang, cursor).map_err(|_| Refused.to_string())
}

/// The figure as a standalone SVG of `width` x `height` CSS pixels.
pub fn to_svg(plot: &Plot, (width, height): (f64, f64), theme: Theme, lang: Lang) -> String {
    let area = Area {
        width,
        height,
        ratio: LEAST_RATIO,
    };
    let mut svg = Svg::new(area.pixels());
    // An SVG takes whatever is drawn.
    let root = Surface::Svg(&mut svg).into_drawing_area();
    let _ = draw(plot, &root, area, theme, lang, None);
    drop(root);
    svg.document(area)
}

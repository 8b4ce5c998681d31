//! What a figure is drawn on: a canvas in the page, an SVG anywhere.
//!
//! plotters' own backend for SVG would make the engine 2 kB larger, gzipped, and pictures by a fifth
//! to a half, as it gives every text a font; [`Svg`] knows just what `draw.rs` asks for.

mod svg;

use crate::draw::{Area, Cursor, Dashes, draw};
use crate::plot::Plot;
use crate::strings::Lang;
use crate::theme::Theme;
use js_sys::Array;
use plotters::prelude::IntoDrawingArea;
use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use svg::Svg;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The least of plotters' units to a CSS pixel. It rounds to whole units: below 2, curves would wobble.
const LEAST_RATIO: f64 = 2.0;

/// Either kind. One type for both, so that the drawing code is compiled once.
enum Surface<'a> {
    Canvas(Canvas),
    Svg(&'a mut Svg),
}

/// A canvas, how dashes are set on it, and its size in plotters' units.
struct Canvas {
    backend: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
}

/// A canvas refuses only numbers that a figure never has, an SVG nothing. Why, in words, would weigh
/// more than the page's figures do.
#[derive(Debug)]
struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("the browser refused to draw")
    }
}

impl std::error::Error for Refused {}

type Drawn = Result<(), DrawingErrorKind<Refused>>;

/// Draws on the canvas, or else in the SVG.
macro_rules! either {
    ($self:ident, $canvas:ident => $call:expr, $svg:ident => $other:expr) => {
        match $self {
            Self::Canvas(Canvas {
                backend: $canvas, ..
            }) => $call.map_err(|_| DrawingErrorKind::DrawingError(Refused)),
            Self::Svg($svg) => {
                $other;
                Ok(())
            }
        }
    };
}

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
        either!(self,
            canvas => canvas.draw_rect(from, to, style, true),
            svg => svg.rect(from, to, style.color()))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        either!(self,
            canvas => canvas.draw_path(path, style),
            svg => svg.path(path, style.color(), style.stroke_width()))
    }

    /// Filled: no figure has a ring.
    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        either!(self,
            canvas => canvas.draw_circle(at, radius, style, true),
            svg => svg.circle(at, radius, style.color()))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        either!(self,
            canvas => canvas.fill_polygon(corners, style),
            svg => svg.polygon(corners, style.color()))
    }

    /// Upright: no figure turns its texts.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let Pos { h_pos, v_pos } = style.anchor();
        either!(self,
            canvas => canvas.draw_text(text, style, at),
            svg => svg.text(text, at, style.color(), (h_pos, v_pos)))
    }
}

impl Dashes for Surface<'_> {
    fn dash(&mut self, lengths: Option<(f64, f64)>) {
        match self {
            Self::Canvas(Canvas { context, .. }) => {
                let list = match lengths {
                    Some((on, off)) => Array::of2(&on.into(), &off.into()),
                    None => Array::new(),
                };
                // It refuses no list of numbers.
                let _ = context.set_line_dash(&list);
            }
            Self::Svg(svg) => svg.dash = lengths,
        }
    }
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
    let screen = Area {
        width,
        height,
        ratio,
    };
    let (w, h) = screen.pixels();
    // Setting a size, even the same one, throws the backing store away.
    if (canvas.width(), canvas.height()) != (w, h) {
        canvas.set_width(w);
        canvas.set_height(h);
    }
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
    let context = context.ok_or("no 2d canvas")?;
    let backend = CanvasBackend::with_canvas_object(canvas.clone()).ok_or("no 2d canvas")?;
    // A screen with too few pixels gets no more of them, which all would have to be painted:
    // plotters counts in parts of a pixel.
    let parts = libm::ceil(LEAST_RATIO / ratio).max(1.0);
    let area = Area {
        ratio: ratio * parts,
        ..screen
    };
    let scale = 1.0 / parts;
    let scaled = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
    scaled.map_err(|_| Refused.to_string())?;
    let size = (w * parts as u32, h * parts as u32);
    context.clear_rect(0.0, 0.0, f64::from(size.0), f64::from(size.1));
    let root = Surface::Canvas(Canvas {
        backend,
        context,
        size,
    })
    .into_drawing_area();
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

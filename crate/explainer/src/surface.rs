//! What a figure is drawn on: a canvas in the page, an SVG anywhere.

use crate::draw::{Area, Cursor, draw};
use crate::plot::Plot;
use crate::strings::Lang;
use crate::theme::Theme;
use plotters::prelude::IntoDrawingArea;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use plotters_svg::SVGBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The least backing-store pixels to a CSS pixel. plotters rounds to whole
/// pixels: below 2, curves would wobble.
const LEAST_RATIO: f64 = 2.0;
/// plotters' SVG backend divides font sizes by this.
const SVG_TEXT: f64 = 1.24;

/// Either backend. One type for both, so that the drawing code is compiled once.
enum Either<'a> {
    Canvas(CanvasBackend),
    Svg(SVGBackend<'a>),
}

/// A backend refused. An SVG takes everything; a canvas refuses only numbers that a figure never
/// has. Why, in words, would weigh more than the page's figures do.
#[derive(Debug)]
struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it could not be drawn")
    }
}

impl std::error::Error for Refused {}

type Drawn = Result<(), DrawingErrorKind<Refused>>;

/// Calls the same method on whichever backend there is.
macro_rules! either {
    ($self:ident, $backend:ident => $call:expr) => {
        match $self {
            Either::Canvas($backend) => $call.map_err(|_| DrawingErrorKind::DrawingError(Refused)),
            Either::Svg($backend) => $call.map_err(|_| DrawingErrorKind::DrawingError(Refused)),
        }
    };
}

impl DrawingBackend for Either<'_> {
    type ErrorType = Refused;

    fn get_size(&self) -> (u32, u32) {
        match self {
            Self::Canvas(backend) => backend.get_size(),
            Self::Svg(backend) => backend.get_size(),
        }
    }

    fn ensure_prepared(&mut self) -> Drawn {
        either!(self, backend => backend.ensure_prepared())
    }

    fn present(&mut self) -> Drawn {
        either!(self, backend => backend.present())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        either!(self, backend => backend.draw_pixel(at, colour))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        either!(self, backend => backend.draw_rect(from, to, style, fill))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        either!(self, backend => backend.draw_path(path, style))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        either!(self, backend => backend.draw_circle(at, radius, style, fill))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        either!(self, backend => backend.fill_polygon(corners, style))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        either!(self, backend => backend.draw_text(text, style, at))
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
    let backend = Either::Canvas(backend);
    draw(
        plot,
        &backend.into_drawing_area(),
        area,
        theme,
        lang,
        cursor,
    )
    .map_err(|_| Refused.to_string())
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
        let root = Either::Svg(SVGBackend::with_string(&mut text, (w, h))).into_drawing_area();
        // A String takes whatever is written to it.
        let _ = draw(plot, &root, area, theme, lang, None);
    }
    // Twice the pixels for their precision, shown at the size that was asked for.
    let content = text.split_once('>').map_or("", |(_, content)| content);
    format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {w} {h}\" \
         xmlns=\"http://www.w3.org/2000/svg\">{content}"
    )
}

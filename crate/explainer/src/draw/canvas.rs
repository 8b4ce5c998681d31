//! What a figure is drawn on: a canvas in the page, an SVG anywhere.
//!
//! plotters' own backend for SVG would make the engine 2 kB larger, gzipped, and each picture larger
//! by a fifth to a half, as it gives every text a font; [`Svg`] can do only what this folder needs. The
//! canvas has plotters' own backend.

use super::svg::Svg;
use super::{Area, FONT, Placed, Surface, Text, Theme, css, draw, place};
use crate::plot::{Cursor, Plot};
use crate::text::Lang;
use js_sys::Array;
use plotters::prelude::{Color, IntoDrawingArea};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, Path2d};

/// A canvas or an SVG. One type for both, so that the drawing code is compiled once.
enum Target<'a> {
    Canvas(Canvas),
    Svg(&'a mut Svg),
}

/// A canvas, its context for what plotters' backend lacks, and its size in plotters' units.
struct Canvas {
    backend: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    /// See [`Canvas::has`].
    set: Set,
    /// Whether lines are dashed.
    dashed: bool,
    /// plotters' units per screen pixel.
    parts: f64,
    /// Weight and size of texts that it is set to, and their alignment.
    font: (u32, u32),
    align: &'static str,
}

/// What a canvas is set to: colour, opacity, and [`FILL`] or a width of lines.
type Set = ([u8; 3], f32, u32);
const FILL: u32 = 0;
const LINE: u32 = 16;
/// A line of so many points is drawn as [`Canvas::fine`] says if it is at most so many screen pixels wide.
const MANY: usize = 100;
const FINE: f64 = 1.5;
/// Of a canvas that nothing was drawn on yet.
const UNSET: Set = ([0; 3], 0.0, FILL);

impl Canvas {
    /// Whether it is already set to draw like this; notes that it will be. If so, the backend is passed by: it sets
    /// colour and width anew for every shape, which takes longer than drawing it.
    fn has(&mut self, colour: BackendColor, kind: u32) -> bool {
        let (r, g, b) = colour.rgb;
        let set = ([r, g, b], colour.alpha as f32, kind);
        std::mem::replace(&mut self.set, set) == set
    }

    /// Sets the colour and width of lines.
    fn stroke(&mut self, colour: BackendColor, width: u32) {
        if !self.has(colour, LINE + width) {
            self.context.set_stroke_style_str(&rgba(colour));
            self.context.set_line_width(width.into());
        }
    }

    fn rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        if !self.has(style.color(), FILL) {
            return refused(self.backend.draw_rect(from, to, style, true));
        }
        let [x, y, right, bottom] = [from.0, from.1, to.0, to.1].map(f64::from);
        self.context.fill_rect(x, y, right - x, bottom - y);
        Ok(())
    }

    /// Begins a path through points.
    fn trace(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        self.context.begin_path();
        // The first point is moved to: the path has no place yet.
        for (x, y) in points {
            self.context.line_to(x.into(), y.into());
        }
    }

    fn polygon<S: BackendStyle>(
        &mut self,
        corners: impl IntoIterator<Item = BackendCoord>,
        style: &S,
    ) -> Drawn {
        if !self.has(style.color(), FILL) {
            return refused(self.backend.fill_polygon(corners, style));
        }
        self.trace(corners);
        self.context.fill();
        Ok(())
    }

    fn path<S: BackendStyle>(
        &mut self,
        points: impl IntoIterator<Item = BackendCoord>,
        style: &S,
    ) -> Drawn {
        let (colour, width) = (style.color(), style.stroke_width());
        let points: Vec<_> = points.into_iter().collect();
        let pixels = f64::from(width) / self.parts;
        if points.len() >= MANY && !self.dashed && pixels > 1.0 && pixels <= FINE {
            return self.fine(&points, colour, pixels);
        }
        if !self.has(colour, LINE + width) {
            return refused(self.backend.draw_path(points, style));
        }
        self.trace(points);
        self.context.stroke();
        Ok(())
    }

    /// A line of many points that is a little wider than a screen pixel, as three that are one pixel wide, at the
    /// corners of a small triangle. Without a graphics processor, Chromium takes more than ten times as long for each
    /// point of a wider one: for a jagged curve, half a millisecond.
    fn fine(&mut self, points: &[BackendCoord], colour: BackendColor, pixels: f64) -> Drawn {
        let path = refused(Path2d::new())?;
        for &(x, y) in points {
            path.line_to(x.into(), y.into());
        }
        self.stroke(colour, self.parts as u32);
        let off = 0.6 * (pixels - 1.0) * self.parts;
        for (x, y) in [
            (0.0, -off),
            (0.87 * off, 0.5 * off),
            (-0.87 * off, 0.5 * off),
        ] {
            refused(self.context.translate(x, y))?;
            self.context.stroke_with_path(&path);
            refused(self.context.translate(-x, -y))?;
        }
        Ok(())
    }

    fn circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S) -> Drawn {
        if !self.has(style.color(), FILL) {
            return refused(self.backend.draw_circle(at, radius, style, true));
        }
        self.context.begin_path();
        let (x, y, turn) = (at.0.into(), at.1.into(), std::f64::consts::TAU);
        refused(self.context.arc(x, y, radius.into(), 0.0, turn))?;
        self.context.fill();
        Ok(())
    }

    fn segments(&mut self, ends: &[(i32, i32)], colour: BackendColor, width: u32) {
        self.stroke(colour, width);
        self.context.begin_path();
        for pair in ends.chunks(2) {
            if let [from, to] = pair {
                self.context.move_to(from.0.into(), from.1.into());
                self.context.line_to(to.0.into(), to.1.into());
            }
        }
        self.context.stroke();
    }

    fn word(&mut self, word: &Text, at: BackendCoord) -> Drawn {
        // Apart, as a font takes long to set.
        if std::mem::replace(&mut self.font, word.font) != word.font {
            let (weight, size) = word.font;
            self.context.set_font(&format!("{weight} {size}px {FONT}"));
        }
        let align = word.align;
        if std::mem::replace(&mut self.align, align) != align {
            self.context
                .set_text_align(if align == "middle" { "center" } else { align });
        }
        let (x, y) = (at.0.into(), at.1.into());
        if let Some((colour, width)) = word.halo {
            self.set = UNSET;
            self.context.set_stroke_style_str(&css(colour));
            self.context.set_line_width(width.into());
            refused(self.context.stroke_text(word.text, x, y))?;
        }
        let paint = word.paint.to_backend_color();
        if !self.has(paint, FILL) {
            self.context.set_fill_style_str(&rgba(paint));
        }
        refused(self.context.fill_text(word.text, x, y))
    }
}

fn rgba(colour: BackendColor) -> String {
    let (r, g, b) = colour.rgb;
    format!("rgba({r},{g},{b},{})", colour.alpha)
}

fn refused<T, E>(drawn: Result<T, E>) -> Result<T, DrawingErrorKind<Refused>> {
    drawn.map_err(|_| DrawingErrorKind::DrawingError(Refused))
}

/// A canvas refuses only numbers that a figure never has, and an SVG refuses nothing. So the reason is
/// left out: the code that puts it into words would weigh more than the page's figures do.
#[derive(Debug)]
struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("the browser refused to draw")
    }
}

impl std::error::Error for Refused {}

type Drawn = Result<(), DrawingErrorKind<Refused>>;

/// The same call on the canvas or on the SVG.
macro_rules! either {
    ($self:ident, $canvas:ident => $call:expr, $svg:ident => $other:expr) => {
        match $self {
            Self::Canvas($canvas) => $call,
            Self::Svg($svg) => {
                $other;
                Ok(())
            }
        }
    };
}

impl DrawingBackend for Target<'_> {
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

    /// Always filled: no figure has an outlined rectangle.
    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        either!(self,
            canvas => canvas.rect(from, to, style),
            svg => svg.rect(from, to, style.color()))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        either!(self,
            canvas => canvas.path(path, style),
            svg => svg.path(path, style.color(), style.stroke_width()))
    }

    /// Always filled: no figure has an outlined circle.
    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        either!(self,
            canvas => canvas.circle(at, radius, style),
            svg => svg.circle(at, radius, style.color()))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        either!(self,
            canvas => canvas.polygon(corners, style),
            svg => svg.polygon(corners, style.color()))
    }

    /// Words are drawn by [`Surface::word`].
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        _text: &str,
        _style: &S,
        _at: BackendCoord,
    ) -> Drawn {
        Ok(())
    }
}

impl Surface for Target<'_> {
    fn dash(&mut self, lengths: &[f64]) {
        match self {
            Self::Canvas(canvas) => {
                canvas.dashed = !lengths.is_empty();
                let list: Array = lengths.iter().copied().map(JsValue::from_f64).collect();
                // It refuses no list of numbers.
                let _ = canvas.context.set_line_dash(&list);
            }
            Self::Svg(svg) => svg.dash = lengths.to_vec(),
        }
    }

    fn segments(&mut self, ends: &[(i32, i32)], colour: BackendColor, width: u32) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.segments(ends, colour, width),
            Self::Svg(svg) => svg.segments(ends, colour, width),
        }
        Ok(())
    }

    fn word(&mut self, word: &Text, at: BackendCoord) -> Drawn {
        either!(self, canvas => canvas.word(word, at), svg => svg.word(word, at))
    }
}

/// Draws on `canvas`, whose backing store gets the area's size in screen pixels.
/// Fails if the browser gives no 2D context or refuses to draw.
pub fn on_canvas(
    plot: &Plot,
    placed: &[Placed],
    canvas: &HtmlCanvasElement,
    area: Area,
    theme: Theme,
    cursor: Option<Cursor>,
) -> Result<(), String> {
    let (w, h) = area.pixels();
    // Setting a size, even the same one, throws the backing store away.
    if (canvas.width(), canvas.height()) != (w, h) {
        canvas.set_width(w);
        canvas.set_height(h);
    }
    let context = canvas.get_context("2d").ok().flatten();
    let context = context.and_then(|c| c.dyn_into::<CanvasRenderingContext2d>().ok());
    let context = context.ok_or("no 2d canvas")?;
    let backend = CanvasBackend::with_canvas_object(canvas.clone()).ok_or("no 2d canvas")?;
    // The store has the screen's pixels, not plotters' finer units: each of its pixels has to be painted.
    let scale = 1.0 / f64::from(area.parts);
    let scaled = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
    scaled.map_err(|_| Refused.to_string())?;
    let size = area.size();
    context.set_text_baseline("alphabetic");
    // Right angles stay sharp, and no tip of a jagged line or of a letter's halo is longer than that. Round joins take
    // a third longer. Set once, as a canvas keeps what it was set to for its next picture.
    context.set_miter_limit(1.5);
    context.clear_rect(0.0, 0.0, f64::from(size.0), f64::from(size.1));
    let root = Target::Canvas(Canvas {
        backend,
        context,
        size,
        set: UNSET,
        dashed: false,
        parts: f64::from(area.parts),
        font: (0, 0),
        align: "",
    })
    .into_drawing_area();
    draw(plot, placed, &root, area, theme, cursor).map_err(|_| Refused.to_string())
}

/// The figure as a standalone SVG of `width` x `height` CSS pixels.
pub fn to_svg(plot: &Plot, (width, height): (f64, f64), theme: Theme, lang: Lang) -> String {
    svg_of(plot, Area::new(width, height, 1.0), theme, lang)
}

/// The figure as a standalone SVG.
pub fn svg_of(plot: &Plot, area: Area, theme: Theme, lang: Lang) -> String {
    let mut svg = Svg::new(area.size());
    // Drawing on an SVG can't fail.
    let root = Target::Svg(&mut svg).into_drawing_area();
    let _ = draw(plot, &place(plot, area, lang), &root, area, theme, None);
    drop(root);
    svg.document(area, plot.title)
}

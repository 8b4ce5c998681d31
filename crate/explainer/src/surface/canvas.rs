//! A canvas of the page.

use super::hex;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord};
use std::f64::consts::TAU;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// What is drawn on, and its size in pixels of the backing store.
pub struct Canvas {
    context: CanvasRenderingContext2d,
    pub size: (u32, u32),
}

impl Canvas {
    /// An empty canvas of that size, which writes in that font.
    pub fn new(canvas: &HtmlCanvasElement, size: (u32, u32), font: String) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??;
        let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
        // Setting a size, even the same one, throws the backing store away.
        if (canvas.width(), canvas.height()) == size {
            context.clear_rect(0.0, 0.0, f64::from(size.0), f64::from(size.1));
        } else {
            canvas.set_width(size.0);
            canvas.set_height(size.1);
        }
        context.set_font(&font);
        Some(Self { context, size })
    }

    fn fill(&self, colour: BackendColor) {
        self.context.set_fill_style_str(&css(colour));
    }

    pub fn rect(&self, from: BackendCoord, to: BackendCoord, colour: BackendColor) {
        self.fill(colour);
        let (x, y) = (f64::from(from.0), f64::from(from.1));
        self.context
            .fill_rect(x, y, f64::from(to.0) - x, f64::from(to.1) - y);
    }

    pub fn path(
        &self,
        points: impl IntoIterator<Item = BackendCoord>,
        colour: BackendColor,
        width: u32,
    ) {
        self.context.set_stroke_style_str(&css(colour));
        self.context.set_line_width(f64::from(width));
        self.trace(points);
        self.context.stroke();
    }

    pub fn polygon(&self, corners: impl IntoIterator<Item = BackendCoord>, colour: BackendColor) {
        self.fill(colour);
        self.trace(corners);
        self.context.fill();
    }

    /// The first line of a path only moves there.
    fn trace(&self, points: impl IntoIterator<Item = BackendCoord>) {
        self.context.begin_path();
        for (x, y) in points {
            self.context.line_to(f64::from(x), f64::from(y));
        }
    }

    pub fn circle(
        &self,
        at: BackendCoord,
        radius: u32,
        colour: BackendColor,
    ) -> Result<(), JsValue> {
        self.fill(colour);
        self.context.begin_path();
        let (x, y) = (f64::from(at.0), f64::from(at.1));
        self.context.arc(x, y, f64::from(radius), 0.0, TAU)?;
        self.context.fill();
        Ok(())
    }

    pub fn text(
        &self,
        text: &str,
        at: BackendCoord,
        colour: BackendColor,
        (h, v): (HPos, VPos),
    ) -> Result<(), JsValue> {
        self.context.set_text_baseline(match v {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        self.context.set_text_align(match h {
            HPos::Left => "start",
            HPos::Center => "center",
            HPos::Right => "end",
        });
        self.fill(colour);
        self.context
            .fill_text(text, f64::from(at.0), f64::from(at.1))
    }
}

/// `#rrggbbaa`.
fn css(colour: BackendColor) -> String {
    let alpha = libm::round(colour.alpha * 255.0) as u8;
    format!("{}{alpha:02x}", hex(colour))
}

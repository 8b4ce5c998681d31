//! Axes with their ticks, numbers and labels.

use super::layout::{LEFT, Rect};
use super::pen::{Dashes, Drawn, Pen};
use crate::plot::{Axis, Scale, Ticks, ticks};
use crate::text::Lang;
use crate::text::number::{number, power_of_ten};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// The font of figures.
pub const FONT: &str =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans SC', sans-serif";

impl<DB: Dashes> Pen<'_, DB> {
    fn text(&self, text: &str, at: (i32, i32), h: HPos, v: VPos) -> Drawn<DB> {
        let size = f64::from(self.area.font_size());
        let font = FontDesc::new(FontFamily::Name(FONT), size, FontStyle::Normal);
        let style = font.color(&self.theme.ink()).pos(Pos::new(h, v));
        self.root.draw_text(text, &style, at)
    }

    pub(super) fn axes(&self) -> Drawn<DB> {
        let Rect {
            x,
            y,
            width,
            height,
        } = self.rect;
        let (left, right) = (self.px(x), self.px(x + width));
        let (top, bottom) = (self.px(y), self.px(y + height));
        let (across, up) = (marked(self.x, width / 44.0), marked(self.y, height / 34.0));
        // Things of one style are drawn together: changing colour or font takes longer than drawing.
        for &value in &up.major {
            let at = self.at_y(value);
            self.hair((left, at), (right, at), self.theme.grid())?;
        }
        for &value in &up.minor {
            let at = self.at_y(value);
            self.hair((left - self.px(3.0), at), (left, at), self.theme.axis())?;
        }
        for &value in &across.major {
            let at = self.at_x(value);
            self.hair((at, bottom), (at, bottom + self.px(4.0)), self.theme.axis())?;
        }
        self.hair((left, bottom), (right, bottom), self.theme.axis())?;
        for &value in &up.major {
            let label = tick_text(value, self.y.scale, self.lang);
            let at = (left - self.px(8.0), self.at_y(value));
            self.text(&label, at, HPos::Right, VPos::Center)?;
        }
        for &value in &across.major {
            let label = tick_text(value, self.x.scale, self.lang);
            let at = (self.at_x(value), bottom + self.px(7.0));
            self.text(&label, at, HPos::Center, VPos::Top)?;
        }
        self.text(
            &self.y.label,
            (left - self.px(LEFT - 6.0), top - self.px(12.0)),
            HPos::Left,
            VPos::Bottom,
        )?;
        self.text(
            &self.x.label,
            (right, bottom + self.px(24.0)),
            HPos::Right,
            VPos::Top,
        )
    }
}

/// The ticks of an axis, if it has any, about `most` of them with a number.
fn marked(axis: &Axis, most: f64) -> Ticks {
    if axis.ticks {
        return ticks(axis.scale, axis.min, axis.max, most as usize);
    }
    Ticks {
        major: vec![],
        minor: vec![],
    }
}

/// Powers of ten beyond a thousand are written as such, so that labels keep to their margin.
fn tick_text(value: f64, scale: Scale, lang: Lang) -> String {
    let exponent = libm::round(libm::log10(value.abs())) as i32;
    if scale == Scale::Log && exponent.abs() > 3 {
        return power_of_ten(exponent);
    }
    // Round-off such as 0.30000000000000004 is gone at three digits.
    number(if value.abs() < 1e-12 { 0.0 } else { value }, 3, lang)
}

//! Colours, strokes and type. One palette by meaning, safe for colour-blind
//! readers; dashes tell the lines apart where colour can't.

use crate::plot::Role;
use plotters::style::RGBColor;

/// What the figure stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark ink on a light page.
    #[default]
    Light,
    /// Light ink on a dark page.
    Dark,
}

/// How a line is stroked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Width in CSS pixels.
    pub width: f64,
    /// Lengths of dash and gap in CSS pixels; none is a whole line.
    pub dash: Option<(f64, f64)>,
}

impl Theme {
    /// `"light"` or `"dark"`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Numbers and labels.
    pub fn ink(self) -> RGBColor {
        self.pick(0x3c434c, 0xc3cad3)
    }

    /// Axis lines and ticks.
    pub fn axis(self) -> RGBColor {
        self.pick(0x8a929c, 0x76808c)
    }

    /// Grid lines.
    pub fn grid(self) -> RGBColor {
        self.pick(0xe6e9ed, 0x2c323a)
    }

    /// The page behind the figure: dots are ringed with it.
    pub fn paper(self) -> RGBColor {
        self.pick(0xfdfdfc, 0x15181d)
    }

    /// The colour of a role. Bars are lighter than lines: they cover more.
    pub fn colour(self, role: Role) -> RGBColor {
        match role {
            Role::CrossEntropy | Role::SmoothL1 => self.pick(0x59626e, 0xa3aebb),
            Role::Focal => self.pick(0xb65c00, 0xf2a65a),
            Role::Ghm | Role::GhmR => self.pick(0x0a5fbf, 0x6fb3ff),
            Role::Regions => self.pick(0x8db9e8, 0x386a9f),
            Role::Exact => self.pick(0xa01a5c, 0xf58fbd),
            Role::Positive => self.pick(0x8a6a00, 0xe5c44a),
            Role::Easy => self.pick(0xb3bac3, 0x535c68),
            Role::Hard => self.pick(0x6f7884, 0x9aa4b0),
            Role::Handle => self.pick(0x59626e, 0xa3aebb),
            Role::Average => self.pick(0x0a5fbf, 0x6fb3ff),
            Role::ColdStart => self.pick(0x6a3fb0, 0xb79cf2),
            Role::Asl1 => self.pick(0x007a62, 0x4fd0b0),
            Role::Paper => self.pick(0x1c2026, 0xf1f3f5),
            Role::JavaScript => self.pick(0x59626e, 0xa3aebb),
            Role::BestJavaScript => self.pick(0x007a62, 0x4fd0b0),
            Role::Scalar => self.pick(0x6a3fb0, 0xb79cf2),
            Role::Simd => self.pick(0x0a5fbf, 0x6fb3ff),
        }
    }

    fn pick(self, light: u32, dark: u32) -> RGBColor {
        let [_, r, g, b] = match self {
            Self::Light => light,
            Self::Dark => dark,
        }
        .to_be_bytes();
        RGBColor(r, g, b)
    }
}

impl Role {
    /// The stroke of a role's line.
    pub fn stroke(self) -> Stroke {
        let (width, dash) = match self {
            Self::Ghm | Self::GhmR | Self::Average => (2.25, None),
            Self::CrossEntropy | Self::SmoothL1 => (1.75, Some((2.0, 3.0))),
            Self::Focal => (1.75, Some((8.0, 4.0))),
            Self::ColdStart => (1.75, Some((5.0, 3.0))),
            Self::Asl1 => (2.0, None),
            // Jagged: a line of one pixel is drawn six times as fast as any wider.
            Self::Exact => (1.0, None),
            Self::Handle => (1.25, Some((3.0, 3.0))),
            _ => (1.5, None),
        };
        Stroke { width, dash }
    }
}

/// `#rrggbb`, for what HTML draws: legend swatches.
pub fn css(colour: RGBColor) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(c: RGBColor) -> f64 {
        let part = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(c.0) + 0.7152 * part(c.1) + 0.0722 * part(c.2)
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG 2.2: 3 to 1 for what a figure is read by, 4.5 to 1 for text.
    #[test]
    fn lines_and_text_stand_out_from_the_page() {
        use Role::*;
        for theme in [Theme::Light, Theme::Dark] {
            for role in [
                CrossEntropy,
                Focal,
                Ghm,
                Exact,
                Positive,
                Average,
                ColdStart,
                SmoothL1,
                Asl1,
                GhmR,
                Paper,
            ] {
                let found = contrast(theme.colour(role), theme.paper());
                assert!(found >= 4.5, "{theme:?} {role:?}: {found:.2}");
            }
            assert!(contrast(theme.ink(), theme.paper()) >= 7.0);
        }
    }
}

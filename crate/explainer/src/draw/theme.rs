//! Colours, strokes and type. One palette by meaning, safe for colour-blind
//! readers; dashes tell the lines apart where colour can't.

use crate::loss;
use crate::plot::{Look, Role};
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
        let Look { light, dark, .. } = look(role);
        self.pick(light, dark)
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

/// Colour and stroke of a role. What GHM computes is blue.
pub fn look(role: Role) -> Look {
    const GREY: (u32, u32) = (0x59626e, 0xa3aebb);
    const BLUE: (u32, u32) = (0x0a5fbf, 0x6fb3ff);
    const GREEN: (u32, u32) = (0x007a62, 0x4fd0b0);
    const VIOLET: (u32, u32) = (0x6a3fb0, 0xb79cf2);
    let solid = |(light, dark), width| Look::solid(light, dark, width);
    let dashed = |(light, dark), width, dash| Look::dashed(light, dark, width, dash);
    match role {
        Role::Class(place) => loss::CLASS[place].look,
        Role::Box(place) => loss::BOX[place].look,
        Role::Regions => solid((0x8db9e8, 0x386a9f), 1.5),
        // Jagged: a line of one pixel is drawn six times as fast as any wider one.
        Role::Exact => solid((0xa01a5c, 0xf58fbd), 1.0),
        Role::Positive => solid((0x8a6a00, 0xe5c44a), 1.5),
        Role::Easy => solid((0xb3bac3, 0x535c68), 1.5),
        Role::Hard => solid((0x6f7884, 0x9aa4b0), 1.5),
        Role::Handle => dashed(GREY, 1.25, (3.0, 3.0)),
        Role::Average => solid(BLUE, 2.25),
        Role::ColdStart => dashed(VIOLET, 1.75, (5.0, 3.0)),
        Role::Paper => solid((0x1c2026, 0xf1f3f5), 1.5),
        Role::JavaScript => solid(GREY, 1.5),
        Role::BestJavaScript => solid(GREEN, 1.5),
        Role::Scalar => solid(VIOLET, 1.5),
        Role::Simd => solid(BLUE, 1.5),
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
        let losses = (0..loss::CLASS.len()).map(Role::Class);
        let boxes = (0..loss::BOX.len()).map(Role::Box);
        let others = [
            Role::Exact,
            Role::Positive,
            Role::Average,
            Role::ColdStart,
            Role::Paper,
        ];
        let roles: Vec<_> = losses.chain(boxes).chain(others).collect();
        for theme in [Theme::Light, Theme::Dark] {
            for &role in &roles {
                let found = contrast(theme.colour(role), theme.paper());
                assert!(found >= 4.5, "{theme:?} {role:?}: {found:.2}");
            }
            assert!(contrast(theme.ink(), theme.paper()) >= 7.0);
        }
    }
}

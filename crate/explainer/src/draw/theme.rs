//! Colours, strokes and type. One palette by meaning, safe for colour-blind
//! readers; dashes tell the lines apart where colour can't.

use crate::loss;
use crate::plot::{Look, Role, Stroke};
use plotters::style::RGBColor;

/// The colours of the page around a figure.
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

    /// Words.
    pub fn ink(self) -> RGBColor {
        self.pick(0x1d2229, 0xe4e7ec)
    }

    /// Numbers of axes, and what is said in passing.
    pub fn soft(self) -> RGBColor {
        self.pick(0x586170, 0xa5aebb)
    }

    /// Axis lines, ticks and leaders.
    pub fn axis(self) -> RGBColor {
        self.pick(0x8a93a1, 0x6b7686)
    }

    /// Grid lines.
    pub fn grid(self) -> RGBColor {
        self.pick(0xe3e0d8, 0x2b313a)
    }

    /// The colour of the page behind the figure, which also rings the dots and is the halo of words.
    pub fn paper(self) -> RGBColor {
        self.pick(0xfcfbf8, 0x14171c)
    }

    /// What is behind a part that matters.
    pub fn raised(self) -> RGBColor {
        self.pick(0xf4f2ec, 0x1d2229)
    }

    /// The edge of a role's bars, where they have one.
    pub fn edge(self, role: Role) -> Option<RGBColor> {
        match role {
            Role::Regions => Some(self.pick(0x5f8bd0, 0x5c84c4)),
            Role::Crowd => Some(self.axis()),
            _ => None,
        }
    }

    /// The colour of a role. Bars are lighter than lines: they cover more.
    pub fn colour(self, role: Role) -> RGBColor {
        let Look { light, dark, .. } = look(role);
        self.pick(light, dark)
    }

    /// The colour of a role's name. What is light because it covers much is named in soft ink.
    pub fn word(self, role: Role) -> RGBColor {
        match role {
            Role::Regions | Role::Crowd | Role::Heard | Role::Easy | Role::Hard => self.soft(),
            _ => self.colour(role),
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

/// Colour and stroke of a role. What GHM computes is blue, and nothing else.
pub fn look(role: Role) -> Look {
    const GREY: (u32, u32) = (0x5a6475, 0xb4b9c2);
    const BLUE: (u32, u32) = (0x0a62d0, 0x6ea2ff);
    const GREEN: (u32, u32) = (0x007a62, 0x4fd0b0);
    const VIOLET: (u32, u32) = (0x3a1075, 0x8d70e2);
    let solid = |(light, dark), width| Look::solid(light, dark, width);
    let dashed = |(light, dark), width, dash| Look::dashed(light, dark, width, dash);
    match role {
        Role::Class(place) => loss::CLASS[place].look,
        // A heavier line of the same colour and dash.
        Role::ClassPositives(place) => {
            let Look {
                light,
                dark,
                stroke,
            } = loss::CLASS[place].look;
            let width = 2.0 * stroke.width;
            Look {
                light,
                dark,
                stroke: Stroke { width, ..stroke },
            }
        }
        Role::Box(place) => loss::BOX[place].look,
        Role::Regions => solid((0xa9c4ec, 0x31517f), 1.5),
        Role::Crowd => solid((0xbcc3cd, 0x4b5562), 1.5),
        Role::Heard => solid((0x838b99, 0x77818f), 1.5),
        Role::Exact => solid((0xbd2f7c, 0xec7aa4), 1.4),
        Role::Positive => solid((0x4f5200, 0xe2e56c), 2.0),
        Role::Easy => solid((0xbcc3cd, 0x4b5562), 1.5),
        Role::Hard => solid((0x6f7884, 0x9aa4b0), 1.5),
        Role::Handle => dashed(GREY, 1.25, (3.0, 3.0)),
        Role::Average => solid(BLUE, 2.4),
        // Dash-dot would need four lengths; a long and a short dash say the same with two series of GHM.
        Role::ColdStart => dashed(VIOLET, 1.75, (9.0, 3.0)),
        Role::Paper => solid((0x1d2229, 0xe4e7ec), 1.5),
        Role::JavaScript => solid(GREY, 1.5),
        Role::BestJavaScript => solid(GREEN, 1.5),
        Role::Scalar => solid(VIOLET, 1.5),
        Role::Simd => solid(BLUE, 1.5),
    }
}

/// A colour as CSS has it, `#rrggbb`: for the legend, which is HTML.
pub fn css(colour: RGBColor) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Linear light of a component of sRGB.
    fn linear(part: u8) -> f64 {
        let v = f64::from(part) / 255.0;
        if v <= 0.04045 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    }

    fn luminance(c: RGBColor) -> f64 {
        0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2)
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Turn linear light into what people see who lack a kind of cone: Machado, Oliveira, Fernandes, "A
    /// Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, table 1, severity 1.
    const SIGHTS: [(&str, [[f64; 3]; 3]); 4] = [
        (
            "three cones",
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        ),
        (
            "protanopia",
            [
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ],
        ),
    ];

    /// Linear light of a colour, as seen.
    fn seen(c: RGBColor, sight: &[[f64; 3]; 3]) -> [f64; 3] {
        let light = [c.0, c.1, c.2].map(linear);
        sight.map(|row| {
            let sum: f64 = row.iter().zip(light).map(|(a, b)| a * b).sum();
            sum.clamp(0.0, 1.0)
        })
    }

    /// OKLab (Ottosson, 2020), times 100.
    fn oklab([r, g, b]: [f64; 3]) -> [f64; 3] {
        let l = 0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b;
        let m = 0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b;
        let s = 0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b;
        let [l, m, s] = [l, m, s].map(f64::cbrt);
        [
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
        ]
        .map(|v| 100.0 * v)
    }

    /// Any two losses of a list may be shown in one figure.
    #[test]
    fn losses_stay_apart_for_every_eye_and_have_dashes_of_their_own() {
        const APART: f64 = 7.0;
        let lists = [
            (0..loss::CLASS.len()).map(Role::Class).collect::<Vec<_>>(),
            (0..loss::BOX.len()).map(Role::Box).collect(),
        ];
        for list in &lists {
            for (i, &a) in list.iter().enumerate() {
                for &b in &list[..i] {
                    assert_ne!(look(a).stroke.dash, look(b).stroke.dash, "{a:?} {b:?}");
                    for theme in [Theme::Light, Theme::Dark] {
                        for (name, sight) in &SIGHTS {
                            let [a_seen, b_seen] =
                                [a, b].map(|it| oklab(seen(theme.colour(it), sight)));
                            let squares = a_seen.iter().zip(b_seen).map(|(a, b)| (a - b).powi(2));
                            let apart = squares.sum::<f64>().sqrt();
                            assert!(
                                apart >= APART,
                                "{theme:?}, {name}: {a:?} and {b:?} are {apart:.1} apart, at least {APART} are needed"
                            );
                        }
                    }
                }
            }
        }
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

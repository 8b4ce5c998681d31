//! Colours, strokes and type. One palette by meaning, safe for colour-blind
//! readers; dashes tell the lines apart where colour can't.

use super::oklab;
use crate::loss;
use crate::plot::{Look, Of, Role, Stroke};
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
            Role::Regions | Role::Crowd | Role::Heard(_) | Role::Easy | Role::Hard => self.soft(),
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
        // Blue means GHM: the bars turn blue as far as they are GHM's.
        Role::Heard(percent) => {
            let ghm = loss::CLASS[loss::GHM].look;
            let share = f64::from(percent) / 100.0;
            let mix = |from, to| oklab::mix(from, to, share);
            solid((mix(0x828b99, ghm.light), mix(0x8d96a3, ghm.dark)), 1.5)
        }
        Role::Exact => solid((0xbd2f7c, 0xec7aa4), 1.4),
        Role::Positive => solid((0x4f5200, 0xe2e56c), 2.0),
        Role::Easy => solid((0xbcc3cd, 0x4b5562), 1.5),
        Role::Hard => solid((0x6f7884, 0x9aa4b0), 1.5),
        Role::Handle => dashed(GREY, 1.25, &[3.0, 3.0]),
        Role::Average => solid(BLUE, 2.4),
        Role::ColdStart => dashed(VIOLET, 1.75, &[8.0, 3.0, 2.0, 3.0]),
        Role::Pinned(of) => {
            let dash: &[f64] = match of {
                Of::Class(place) => loss::CLASS[place].look.stroke.dash,
                Of::Box(place) => loss::BOX[place].look.stroke.dash,
                Of::Exact => &[1.5, 2.5],
                Of::Positive => &[5.0, 2.0],
                Of::ColdStart => look(Role::ColdStart).stroke.dash,
                Of::Other => &[],
            };
            dashed((0x1d2229, 0xe4e7ec), 1.3, dash)
        }
        Role::Paper => solid((0x1d2229, 0xe4e7ec), 1.5),
        Role::Guess => solid((0xb3480b, 0xff9d5c), 2.0),
        // Bars that have their names beside them, the fastest in ink.
        Role::JavaScript | Role::BestJavaScript => solid((0xbcc3cd, 0x4b5562), 1.5),
        Role::Scalar => solid(GREY, 1.5),
        Role::Simd => solid((0x1d2229, 0xe4e7ec), 1.5),
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

    /// How far apart two colours are for an eye.
    fn distance(a: RGBColor, b: RGBColor, sight: &[[f64; 3]; 3]) -> f64 {
        let [a, b] = [a, b].map(|it| oklab(seen(it, sight)));
        let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f64>().sqrt()
    }

    /// Lines that may be shown in one figure: any losses of a list with what trains beside them; what is counted.
    fn together() -> [Vec<Role>; 3] {
        let class = (0..loss::CLASS.len()).map(Role::Class);
        let boxes = (0..loss::BOX.len()).map(Role::Box);
        let counted = [
            Role::Class(loss::GHM),
            Role::Exact,
            Role::Positive,
            Role::ColdStart,
        ];
        [
            class.chain([Role::Positive, Role::ColdStart]).collect(),
            boxes.collect(),
            counted.to_vec(),
        ]
    }

    #[test]
    fn lines_stay_apart_for_every_eye_and_losses_have_dashes_of_their_own() {
        const APART: f64 = 7.0;
        let loss = |role: Role| matches!(role, Role::Class(_) | Role::Box(_));
        for list in together() {
            for (i, &a) in list.iter().enumerate() {
                for &b in &list[..i] {
                    if loss(a) && loss(b) {
                        assert_ne!(look(a).stroke.dash, look(b).stroke.dash, "{a:?} {b:?}");
                    }
                    for theme in [Theme::Light, Theme::Dark] {
                        for (name, sight) in &SIGHTS {
                            let apart = distance(theme.colour(a), theme.colour(b), sight);
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

    /// Contrast on paper: of the look's table, light and dark; of other lines WCAG's 4.5 to 1 for text, as they are
    /// named in their colours.
    #[test]
    fn lines_and_words_stand_out_from_the_page() {
        let table = [
            (Role::Class(loss::CE), 5.8, 9.1),
            (Role::Class(loss::FOCAL), 4.6, 8.3),
            (Role::Class(loss::GHM), 5.5, 7.1),
            (Role::Box(loss::SL1), 5.8, 9.1),
            (Role::Box(loss::ASL1), 7.9, 12.9),
            (Role::Box(loss::GHM_R), 5.5, 7.1),
            (Role::Average, 5.5, 7.1),
            (Role::Exact, 5.3, 6.7),
            (Role::Positive, 8.0, 13.4),
            (Role::ColdStart, 13.4, 4.7),
        ];
        for theme in [Theme::Light, Theme::Dark] {
            let paper = theme.paper();
            let least = |what: &str, colour: RGBColor, least: f64| {
                let found = contrast(colour, paper);
                assert!(
                    found >= least - 0.05,
                    "{theme:?} {what}: {found:.2}, not {least}"
                );
            };
            let pick = |light: f64, dark: f64| if theme == Theme::Light { light } else { dark };
            for (role, light, dark) in table {
                least(&format!("{role:?}"), theme.colour(role), pick(light, dark));
            }
            for role in together().concat() {
                least(&format!("{role:?}"), theme.colour(role), 4.5);
            }
            for role in [
                Role::Regions,
                Role::Crowd,
                Role::Heard(0),
                Role::Hard,
                Role::Paper,
            ] {
                least(&format!("the word of {role:?}"), theme.word(role), 4.5);
            }
            least("ink", theme.ink(), pick(15.5, 14.5));
            least("soft ink", theme.soft(), pick(6.0, 8.0));
            least("axis", theme.axis(), pick(3.0, 3.9));
            let edge = theme.edge(Role::Regions).unwrap();
            least("edge of regions", edge, pick(3.3, 4.7));
            least(
                "edge of the crowd",
                theme.edge(Role::Crowd).unwrap(),
                pick(3.0, 3.9),
            );
        }
    }

    /// Blue is GHM's: of all lines only its own, and the bars of its regions, are near to it.
    #[test]
    fn only_ghm_is_blue() {
        let ghm = Role::Class(loss::GHM);
        let own = [ghm, Role::Box(loss::GHM_R), Role::Average];
        let others = [
            Role::JavaScript,
            Role::Scalar,
            Role::Simd,
            Role::Handle,
            Role::Paper,
            Role::Hard,
            Role::Easy,
        ];
        let (_, sight) = SIGHTS[0];
        for theme in [Theme::Light, Theme::Dark] {
            for role in own {
                assert_eq!(theme.colour(role), theme.colour(ghm), "{role:?}");
            }
            for role in together().concat().into_iter().chain(others) {
                let apart = distance(theme.colour(role), theme.colour(ghm), &sight);
                assert!(
                    own.contains(&role) || apart > 10.0,
                    "{theme:?} {role:?}: {apart:.1}"
                );
            }
        }
    }
}

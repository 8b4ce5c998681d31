//! The reader's guesses, in the figures that their predictions are about.

use super::Figure;
use crate::derived::Derived;
use crate::knob::State;
use crate::live::{Aim, Guess};
use crate::loss;
use crate::plot::{Annotation, Form, Panel, Plot, Role, Series, Shape, Side};
use crate::text::number::{number, parse, percent};
use crate::text::{Lang, Text};

/// Knobs that change how a figure looks, but not what its prediction asks.
const LOOKS: [&str; 7] = [
    "lang", "axis", "paper", "batch", "curve", "outliers", "losses",
];

/// Draws what the reader guessed about this figure at its present settings.
pub fn draw(figure: &Figure, plot: &mut Plot, state: &State, derived: &Derived) {
    for guess in derived.guesses.all() {
        let same = |key: &&str| LOOKS.contains(key) || state.get(key) == guess.state.get(key);
        if figure_of(&guess.name) == Some(figure.name) && figure.depends().iter().all(same) {
            add(plot, guess, state.lang);
        }
    }
}

/// The figure that a prediction's answer can be seen in; none where it is no point of a figure: then it stands beside the
/// figure in words.
pub fn figure_of(prediction: &str) -> Option<&'static str> {
    match prediction {
        "crowd" => Some("distribution"),
        "loneliest" => Some("hand"),
        "outliers" | "shape" => Some("contribution"),
        "first-loss" => Some("momentum"),
        "crossover" => Some("twin"),
        _ => None,
    }
}

fn add(plot: &mut Plot, guess: &Guess, lang: Lang) {
    let answer = guess.answer.as_str();
    let amount = parse(answer);
    match guess.name.as_str() {
        "crowd" => {
            let point = |panel: &Panel| {
                let x = *panel.stops().first()?;
                Some((x, amount? / 1000.0, panel.series.first()?.at(x)?))
            };
            let key = amount.map_or(String::new(), |it| percent(it / 1000.0, lang));
            value(plot.panels.first_mut(), point, &key, guess, lang);
        }
        "first-loss" => {
            let point = |panel: &Panel| {
                let of = |role| panel.series.iter().find(|it| it.role == role)?.at(1.0);
                let settled = of(Role::ColdStart)?;
                let found = of(Role::Class(loss::GHM)).unwrap_or(settled);
                Some((1.0, amount? * settled, found))
            };
            let key = amount.map_or(String::new(), |it| number(it, 3, lang) + "×");
            value(plot.panels.get_mut(1), point, &key, guess, lang);
        }
        "loneliest" => {
            let Some(panel) = plot.panels.get_mut(1) else {
                return;
            };
            let places: &[usize] = match answer {
                "a" => &[0],
                "b" => &[4, 5],
                _ => &[7],
            };
            let exact = panel.series.iter().find(|it| it.role == Role::Exact);
            let Some(Shape::Points { x, y }) = exact.map(|it| &it.shape) else {
                return;
            };
            let of = |&place: &usize| Some((*x.get(place)?, *y.get(place)?));
            let points = places.iter().filter_map(of).collect();
            dots(panel, points, "", guess, lang);
        }
        "outliers" => {
            let chosen = loss::place(&loss::CLASS, answer).map(Role::Class);
            let Some(panel) = plot.panels.first_mut() else {
                return;
            };
            let series = panel.series.iter().find(|it| Some(it.role) == chosen);
            let last = panel.stops().last().copied();
            let point = last.and_then(|x| Some((x, series?.at(x)?)));
            dots(panel, point.into_iter().collect(), "", guess, lang);
        }
        "shape" => {
            let point = |panel: &Panel| {
                let ghm = Role::Class(loss::GHM);
                let series = panel.series.iter().find(|it| it.role == ghm)?;
                let stops = panel.stops();
                let filled = stops.iter().rev().filter_map(|&x| Some((x, series.at(x)?)));
                let (x, last) = filled.into_iter().find(|(_, y)| *y > 0.0)?;
                let middle = series.at(*stops.get(stops.len() / 2)?)?;
                // The least that "many times" can mean is four times.
                let times = match answer {
                    "a" => 1.0,
                    "b" => 2.0,
                    _ => 4.0,
                };
                Some((x, times * middle, last))
            };
            value(plot.panels.first_mut(), point, "", guess, lang);
        }
        "crossover" => {
            let range = match answer {
                "a" => (1.0, 12.0),
                "b" => (12.0, 150.0),
                "c" => (150.0, 1000.0),
                _ => return,
            };
            if let Some(panel) = plot.panels.get_mut(1) {
                panel.bands.push(range);
                let at = (libm::sqrt(range.0 * range.1), 0.06);
                panel
                    .annotations
                    .push(said(at, Side::Above, "", guess, lang));
            }
        }
        _ => {}
    }
}

/// A guessed value: a dot, joined with the one that is right.
fn value(
    panel: Option<&mut Panel>,
    point: impl Fn(&Panel) -> Option<(f64, f64, f64)>,
    key: &str,
    guess: &Guess,
    lang: Lang,
) {
    let Some(panel) = panel else { return };
    if let Some((x, guessed, right)) = point(panel) {
        if guess.aim != Aim::Right {
            let line = Series::line("", Role::Handle, vec![x; 2], vec![guessed, right]);
            panel.series.push(line);
        }
        dots(panel, vec![(x, guessed)], key, guess, lang);
    }
}

fn dots(panel: &mut Panel, points: Vec<(f64, f64)>, key: &str, guess: &Guess, lang: Lang) {
    let Some(&at) = points.last() else { return };
    let (x, y) = points.into_iter().unzip();
    let name = Text::YourGuess.get(lang);
    panel.series.push(Series::points(name, Role::Guess, x, y));
    // On the side where there is more room.
    let side = match at.0 > 0.5 * (panel.x.min + panel.x.max) {
        true => Side::Left,
        false => Side::Right,
    };
    panel.annotations.push(said(at, side, key, guess, lang));
}

fn said(at: (f64, f64), side: Side, key: &str, guess: &Guess, lang: Lang) -> Annotation {
    let number = parse(&guess.answer).is_some();
    let text = match (guess.aim, number) {
        (Aim::Right, true) => Text::GuessedRight,
        (Aim::Near, _) => Text::GuessedNear,
        (Aim::Wild, true) => Text::GuessedFar,
        (Aim::Right, false) => Text::AnsweredRight,
        (Aim::Wild, false) => Text::AnsweredWrong,
    };
    let said = Annotation::new(at, side, key, text.get(lang)).form(Form::Small);
    said.of(Role::Guess)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Recorded;
    use crate::plot::Series;

    fn ready() -> (State, Derived) {
        let mut derived = Derived::default();
        let bytes = include_bytes!("../../../../www/data/recorded_noisy.bin");
        let noisy = Recorded::decode(bytes).unwrap();
        derived.load(|loaded| loaded.noisy = vec![noisy.into()]);
        (State::default(), derived)
    }

    fn guess(derived: &mut Derived, state: &State, name: &str, answer: &str, aim: Aim) {
        derived.guesses.take(Guess {
            name: name.into(),
            answer: answer.into(),
            aim,
            state: state.clone(),
        });
    }

    /// The dots of the guess in a figure, and what stands beside them.
    fn drawn(state: &State, derived: &Derived, figure: &str) -> Option<(Vec<f64>, String)> {
        let plot = Figure::named(figure).unwrap().plot(state, derived);
        let is_guess = |it: &&Series| it.role == Role::Guess;
        let panel = plot
            .panels
            .iter()
            .find(|it| it.series.iter().any(|s| is_guess(&s)))?;
        let series = panel.series.iter().find(is_guess)?;
        assert!(panel.readable(series), "tables have it");
        let Shape::Points { y, .. } = &series.shape else {
            panic!("dots");
        };
        let said = panel
            .annotations
            .iter()
            .find(|it| it.role == Some(Role::Guess));
        Some((y.clone(), said?.words()))
    }

    #[test]
    fn a_guess_stands_where_it_would_be_true_and_says_how_good_it_was() {
        let (state, mut derived) = ready();
        assert_eq!(drawn(&state, &derived, "distribution"), None);
        let before = Figure::named("distribution").unwrap().changes(&derived);
        guess(&mut derived, &state, "crowd", "500", Aim::Wild);
        assert_ne!(
            Figure::named("distribution").unwrap().changes(&derived),
            before
        );
        let (y, said) = drawn(&state, &derived, "distribution").unwrap();
        assert_eq!(y, [0.5]);
        assert!(said.contains("50") && said.contains("far off"), "{said}");
        // The last answer counts.
        guess(&mut derived, &state, "crowd", "990", Aim::Right);
        let (y, said) = drawn(&state, &derived, "distribution").unwrap();
        assert_eq!(y, [0.99]);
        assert!(!said.contains("off"), "{said}");
    }

    #[test]
    fn it_is_drawn_at_the_settings_that_it_was_about_whatever_the_axis() {
        let (mut state, mut derived) = ready();
        guess(&mut derived, &state, "crowd", "500", Aim::Wild);
        state.set("axis", "linear").unwrap();
        assert!(drawn(&state, &derived, "distribution").is_some());
        state.bins = 7;
        assert_eq!(drawn(&state, &derived, "distribution"), None);
    }

    #[test]
    fn each_prediction_that_a_figure_can_show_is_shown() {
        let (state, mut derived) = ready();
        for (name, answer, figure, y) in [
            ("loneliest", "c", "hand", vec![0.52]),
            ("loneliest", "b", "hand", vec![1.6, 1.6]),
            ("outliers", "ce", "contribution", vec![0.314]),
        ] {
            guess(&mut derived, &state, name, answer, Aim::Wild);
            let (found, said) = drawn(&state, &derived, figure).unwrap();
            assert_eq!(found.len(), y.len());
            for (found, y) in found.iter().zip(y) {
                assert!((found - y).abs() < 0.01, "{name} {answer}: {found}");
            }
            assert_eq!(said, "your answer: not so");
        }
        for (name, answer, figure) in [
            ("shape", "a", "contribution"),
            ("first-loss", "4", "momentum"),
        ] {
            guess(&mut derived, &state, name, answer, Aim::Right);
            assert!(drawn(&state, &derived, figure).is_some(), "{name}");
        }
        guess(&mut derived, &state, "crossover", "b", Aim::Right);
        let twin = Figure::named("twin").unwrap().plot(&state, &derived);
        assert_eq!(twin.panels[1].bands, [(12.0, 150.0)]);
    }
}

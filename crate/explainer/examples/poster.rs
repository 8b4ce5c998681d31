//! Draws every figure as an SVG, as the page shows it until its script runs:
//! `cargo run -p explainer --example poster -- dist/posters`
//!
//! Reads `placed.tsv`: the states in which the article places figures. Writes `<file>[.narrow].<light|dark>.<en|zh>.svg`; `pictures.<en|zh>.tsv`: name, width, height, controls, legend, title and
//! alternative text of each; `knobs.<en|zh>.tsv`: the names of the knobs; `heights.css`: how high each is at every width, so that a page keeps that room before it
//! lives; and `numbers.<en|zh>.tsv`: the numbers that the article quotes, as they are at the defaults. Beside them stand
//! the parts of the recordings,
//! `recorded_<noisy|clean>_<first|rest>.bin`, and the engine's texts, which
//! the page loads: `texts-<en|zh>.txt`.

use detector::progress;
use detector::twin::Answer;
use explainer::data::Recorded;
use explainer::derived::Derived;
use explainer::draw::canvas::to_svg;
use explainer::draw::{Area, Theme, place};
use explainer::figure::{Action, FIGURES, Figure};
use explainer::knob::{Effect, KNOBS, Kind, Knob, State, knob};
use explainer::prose::claim::{Claim, holds, marked};
use explainer::prose::quote::quote;
use explainer::read;
use explainer::text::{self, Lang};
use std::collections::BTreeMap;
use std::path::Path;

/// Widths of pictures, and what stands in the names of their files: on a phone, a drawing for it.
const WIDTHS: [(f64, &str); 2] = [(760.0, ""), (358.0, ".narrow")];
/// The first figure of the article is as wide as its page.
const HERO: (&str, f64) = ("harmonize", 1200.0);
const NOISY: &[u8] = include_bytes!("../../../www/data/recorded_noisy.bin");
const CLEAN: &[u8] = include_bytes!("../../../www/data/recorded_clean.bin");
const TRAINED: &[u8] = include_bytes!("../../../www/data/recorded_training.bin");

/// Each condition of the article names only what exists. Those about the shared figures hold at the defaults, and no
/// number is quoted outside of a claim unless it is there in every state.
fn check_claims(article: &str, state: &State, derived: &Derived) -> Result<(), String> {
    const ALWAYS: [&str; 3] = ["bins", "mu", "asl1.at.0.1"];
    let mut quoted = article.matches("data-quote=").count();
    for Claim {
        condition,
        own,
        html,
    } in marked(article)
    {
        quoted -= html.matches("data-quote=").count();
        match holds(state, derived, &condition) {
            Some(true) => {}
            Some(false) if own => {}
            Some(false) => return Err(format!("at the defaults this doesn't hold: {condition}")),
            None => {
                return Err(format!(
                    "this can't be read, or names what doesn't exist: {condition}"
                ));
            }
        }
    }
    let always = ALWAYS.map(|key| article.matches(&format!("data-quote=\"{key}\"")).count());
    let among = marked(article)
        .iter()
        .map(|claim| {
            ALWAYS
                .map(|key| claim.html.matches(&format!("data-quote=\"{key}\"")).count())
                .iter()
                .sum::<usize>()
        })
        .sum::<usize>();
    match always.iter().sum::<usize>() - among == quoted {
        true => Ok(()),
        false => Err("a number that may be missing is quoted outside of a claim".into()),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: poster <folder>")?;
    std::fs::create_dir_all(&folder)?;
    let mut derived = Derived::default();
    for name in ["noisy", "clean"] {
        let bytes = std::fs::read(format!("www/data/recorded_{name}.bin"))?;
        let [first, rest] = Recorded::decode(&bytes)?.parts();
        for (part, of) in [("first", first), ("rest", rest)] {
            let file = format!("recorded_{name}_{part}.bin");
            std::fs::write(Path::new(&folder).join(file), of.encode())?;
        }
    }
    let (noisy, clean) = (Recorded::decode(NOISY)?, Recorded::decode(CLEAN)?);
    derived.load(|loaded| loaded.noisy = vec![noisy.into()]);
    derived.load(|loaded| loaded.clean = vec![clean.into()]);
    derived.trainings.recorded = progress::Recorded::decode(TRAINED).ok_or("it is cut off")?;
    // Training takes a minute: `cargo run --release -p detector --example twin -- record` has done it.
    derived.twin.job(&State::default());
    let numbers: Result<Vec<f32>, _> = include_str!("twin.txt").lines().map(str::parse).collect();
    derived
        .twin
        .take(Answer::decode(&numbers?).ok_or("twin.txt holds no answer")?);
    std::fs::write(Path::new(&folder).join("heights.css"), heights())?;
    for (lang, language) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        let state = State {
            lang,
            curve: true,
            ..State::default()
        };
        std::fs::write(
            Path::new(&folder).join(format!("texts-{language}.txt")),
            text::file(lang),
        )?;
        let article = std::fs::read_to_string(format!("www/text/{language}.md"))?;
        check_claims(&article, &state, &derived)
            .map_err(|problem| format!("{language}.md: {problem}"))?;
        let keys = article
            .split("data-quote=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let numbers: String = keys
            .filter_map(|key| Some(format!("{key}\t{}\n", quote(&state, &derived, key)?)))
            .collect();
        std::fs::write(
            Path::new(&folder).join(format!("numbers.{language}.tsv")),
            numbers,
        )?;
        std::fs::write(
            Path::new(&folder).join(format!("knobs.{language}.tsv")),
            names(lang),
        )?;
        let mut pictures = String::new();
        for Placed {
            file,
            figure,
            state,
        } in placed(&folder, &state)?
        {
            pictures += &row(&file, figure, &state, &derived);
            let plot = figure.plot(&state, &derived);
            for (width, kind) in WIDTHS {
                let width = wide(figure, width);
                let size = (width, figure.height(&state, width));
                for theme in [Theme::Light, Theme::Dark] {
                    let name = format!("{file}{kind}.{}.{language}.svg", theme.name());
                    let picture = to_svg(&plot, size, theme, lang);
                    std::fs::write(Path::new(&folder).join(name), picture)?;
                }
            }
        }
        std::fs::write(
            Path::new(&folder).join(format!("pictures.{language}.tsv")),
            pictures,
        )?;
    }
    Ok(())
}

/// A figure in a state, and how the files of its pictures begin.
struct Placed {
    file: String,
    figure: &'static Figure,
    state: State,
}

/// Every figure as it is by itself, and in the states of `placed.tsv`: lines of file, figure and settings.
fn placed(folder: &str, start: &State) -> Result<Vec<Placed>, Box<dyn std::error::Error>> {
    let by_itself = |figure: &'static Figure| Placed {
        file: figure.name.to_owned(),
        figure,
        state: start.clone(),
    };
    let mut all: Vec<_> = FIGURES.into_iter().map(by_itself).collect();
    let lines = std::fs::read_to_string(Path::new(folder).join("placed.tsv"))?;
    for line in lines.lines() {
        let [file, name, settings] = *line.split('\t').collect::<Vec<_>>() else {
            return Err(format!("placed.tsv: {line:?} places no figure").into());
        };
        let figure = Figure::named(name).ok_or_else(|| format!("there is no figure {name:?}"))?;
        let mut state = start.clone();
        if let Some(note) = state.apply_query(settings, &[]).first() {
            return Err(format!("{name} {settings}: {note:?}").into());
        }
        if !settings.is_empty() {
            let file = file.to_owned();
            all.push(Placed {
                file,
                figure,
                state,
            });
        }
    }
    Ok(all)
}

/// How wide a figure's picture is that others have `width` wide.
fn wide(figure: &Figure, width: f64) -> f64 {
    match figure.name == HERO.0 && width == WIDTHS[0].0 {
        true => HERO.1,
        false => width,
    }
}

/// What the page needs to know of a figure before it lives.
fn row(file: &str, figure: &Figure, state: &State, derived: &Derived) -> String {
    let (width, lang) = (wide(figure, WIDTHS[0].0), state.lang);
    let height = figure.height(state, width);
    let (title, alternative) = (figure.title.get(lang), figure.alternative(lang));
    let controls = controls(figure, state);
    let plot = figure.plot(state, derived);
    let placed = place(&plot, Area::new(width, height, 1.0), lang);
    let legend = read::legend(&plot, &placed);
    let legend: Vec<String> = legend.into_iter().map(|(name, ..)| name).collect();
    let legend = legend.join("|");
    format!("{file}\t{width}\t{height}\t{controls}\t{legend}\t{title}\t{alternative}\n")
}

/// Keys of the controls that the figure has at first, `=` where a group of them begins, and names of its buttons with a `+`
/// before.
fn controls(figure: &Figure, state: &State) -> String {
    let keys = figure.control_keys().into_iter();
    let shown = keys.filter(|key| state.applies(key)).filter_map(knob);
    // In groups as in the page, and what takes a line of its own last.
    let mut shown: Vec<&Knob> = shown.collect();
    let groups = figure.actions.contains(&Action::Train);
    let goes_on = |it: &Knob| groups && it.effect != Some(Effect::Restarts);
    shown.sort_by_key(|it| (goes_on(it), matches!(it.kind, Kind::List(_))));
    let starts =
        |place: usize| groups && (place == 0 || goes_on(shown[place]) != goes_on(shown[place - 1]));
    let knobs = shown.iter().enumerate().flat_map(|(place, it)| {
        let heading = starts(place).then(|| "=".to_owned());
        heading.into_iter().chain([it.key.to_owned()])
    });
    let buttons = figure.actions.iter().filter(|&&it| it != Action::Train);
    let buttons = buttons.map(|it| format!("+{}", it.name()));
    let words: Vec<String> = knobs.chain(buttons).collect();
    words.join(" ")
}

/// For each knob a line: its key, its name, `menu` if it is one, and the names of the boxes to tick if it has such.
fn names(lang: Lang) -> String {
    let line = |knob: &Knob| {
        let options = match &knob.kind {
            Kind::List(list) => list.options.iter().map(|it| it.label.get(lang)).collect(),
            _ => vec![],
        };
        let name = format!("{} {}", knob.label.get(lang), knob.symbol);
        let kind = match &knob.kind {
            Kind::Choice(_) => "menu",
            _ => "",
        };
        let (key, name, options) = (knob.key, name.trim_end(), options.join("|"));
        format!("{key}\t{name}\t{kind}\t{options}\n")
    };
    KNOBS.iter().map(line).collect()
}

/// The height of each figure's plots at every width, in the state that it starts with, as a style sheet: `--ghm-plot`, by
/// the width of the container around the figure.
fn heights() -> String {
    let mut names: BTreeMap<Vec<Line>, Vec<&str>> = BTreeMap::new();
    for figure in FIGURES {
        names.entry(lines(figure)).or_default().push(figure.name);
    }
    let mut css = String::new();
    for (lines, names) in names {
        let each = names.iter().map(|name| format!("[name={name}]"));
        let names = each.collect::<Vec<_>>().join(",");
        for Line { from, start, slope } in lines {
            let (start, slope) = (f64::from(start) / 100.0, f64::from(slope) / 100.0);
            let rule = format!("ghm-figure:is({names}){{--ghm-plot:calc({start}px + {slope}cqw)}}");
            css += &match from {
                FIRST => format!("{rule}\n"),
                _ => format!("@container(min-width:{from}px){{{rule}}}\n"),
            };
        }
    }
    css
}

/// From this width on, a height is `start` plus `slope` for each hundredth of the width: all in hundredths of a pixel.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    from: i32,
    start: i32,
    slope: i32,
}

const FIRST: i32 = 160;
const LAST: i32 = 1600;

/// The height of a figure by its width, as the straight lines of which it consists.
fn lines(figure: &Figure) -> Vec<Line> {
    let state = State::default();
    let height = |width: i32| figure.height(&state, width.into());
    let mut lines = vec![];
    let mut from = FIRST;
    while from < LAST {
        let slope = height(from + 1) - height(from);
        let start = height(from) - slope * f64::from(from);
        lines.push(Line {
            from,
            start: (100.0 * start).round() as i32,
            slope: (10_000.0 * slope).round() as i32,
        });
        let leaves = |&width: &i32| (height(width) - start - slope * f64::from(width)).abs() > 0.01;
        from = (from + 1..LAST).find(leaves).unwrap_or(LAST);
    }
    lines
}

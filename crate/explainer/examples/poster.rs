//! Draws every figure as an SVG, as the page shows it until its script runs:
//! `cargo run -p explainer --example poster -- dist/posters`
//!
//! Writes `<figure>.<light|dark>.<en|zh>.svg`; `pictures.<en|zh>.tsv`: name, width, height and alternative text of each;
//! and `numbers.<en|zh>.tsv`: the numbers that the article quotes, as they are at the defaults. Beside them stand the parts of the recordings,
//! `recorded_<noisy|clean>_<first|rest>.bin`, and the engine's texts, which
//! the page loads: `texts-<en|zh>.txt`.

use detector::progress;
use detector::twin::Answer;
use explainer::data::Recorded;
use explainer::derived::Derived;
use explainer::draw::Theme;
use explainer::draw::canvas::to_svg;
use explainer::figure::FIGURES;
use explainer::knob::State;
use explainer::prose::quote::quote;
use explainer::text::{self, Lang};
use std::path::Path;

const WIDTH: f64 = 760.0;
const RECORDED: &[u8] = include_bytes!("../../../www/data/recorded_noisy.bin");
const TRAINED: &[u8] = include_bytes!("../../../www/data/recorded_training.bin");

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
    let noisy = Recorded::decode(RECORDED)?;
    derived.load(|loaded| loaded.noisy = vec![noisy.into()]);
    derived.trainings.recorded = progress::Recorded::decode(TRAINED).ok_or("it is cut off")?;
    // Training takes a minute: `cargo run --release -p detector --example twin -- record` has done it.
    derived.twin.job(&State::default());
    let numbers: Result<Vec<f32>, _> = include_str!("twin.txt").lines().map(str::parse).collect();
    derived
        .twin
        .take(Answer::decode(&numbers?).ok_or("twin.txt holds no answer")?);
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
        let pictures: String = FIGURES
            .iter()
            .map(|figure| {
                let height = figure.height(&state, WIDTH);
                let alternative = figure.alternative(lang);
                format!("{}\t{WIDTH}\t{height}\t{alternative}\n", figure.name)
            })
            .collect();
        std::fs::write(
            Path::new(&folder).join(format!("pictures.{language}.tsv")),
            pictures,
        )?;
        for figure in FIGURES {
            let plot = figure.plot(&state, &derived);
            let size = (WIDTH, figure.height(&state, WIDTH));
            for theme in [Theme::Light, Theme::Dark] {
                let name = format!("{}.{}.{language}.svg", figure.name, theme.name());
                std::fs::write(
                    Path::new(&folder).join(name),
                    to_svg(&plot, size, theme, lang),
                )?;
            }
        }
    }
    Ok(())
}

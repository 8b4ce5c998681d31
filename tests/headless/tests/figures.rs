//! Every figure on a real canvas.
#![cfg(target_arch = "wasm32")]

use explainer::draw::{Area, FONT, Font};
use explainer::face::{Engine, FileIntake, Recording};
use explainer::figure::FIGURES;
use explainer::text::{Lang, Text};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

const RECORDED: &[u8] = include_bytes!("../../../www/data/recorded_noisy.bin");
const TRAINED: &[u8] = include_bytes!("../../../www/data/recorded_training.bin");

fn canvas() -> HtmlCanvasElement {
    let document = web_sys::window().unwrap().document().unwrap();
    document
        .create_element("canvas")
        .unwrap()
        .dyn_into()
        .unwrap()
}

fn engine() -> Engine {
    let mut engine = Engine::new();
    engine
        .load_recorded("noisy", &Recording::new(RECORDED).unwrap())
        .unwrap();
    engine.load_trainings(TRAINED).unwrap();
    engine
}

/// Draws a figure and returns its pixels, four bytes each.
fn drawn(
    engine: &mut Engine,
    canvas: &HtmlCanvasElement,
    figure: &str,
    ratio: f64,
    dark: bool,
) -> Vec<u8> {
    engine
        .draw(canvas, figure, 300.0, 200.0, ratio, dark, -1, 0.0)
        .unwrap();
    let context = canvas.get_context("2d").unwrap().unwrap();
    let context: CanvasRenderingContext2d = context.dyn_into().unwrap();
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context
        .get_image_data(0.0, 0.0, width, height)
        .unwrap()
        .data()
        .0
}

fn inked(pixels: &[u8]) -> usize {
    pixels.chunks(4).filter(|pixel| pixel[3] > 0).count()
}

#[wasm_bindgen_test]
fn every_figure_puts_ink_on_its_canvas() {
    let mut engine = engine();
    for figure in FIGURES.map(|figure| figure.name) {
        let canvas = canvas();
        let light = drawn(&mut engine, &canvas, figure, 2.0, false);
        assert_eq!((canvas.width(), canvas.height()), (600, 400));
        // Until it is measured, one figure is a line of text.
        assert!(inked(&light) > 900, "{}: {}", figure, inked(&light));
        let dark = drawn(&mut engine, &canvas, figure, 2.0, true);
        assert!(light != dark, "{} is the same in the dark", figure);
        // Drawn again, it has no trace of the dark picture.
        assert!(
            light == drawn(&mut engine, &canvas, figure, 2.0, false),
            "{}",
            figure
        );
    }
}

/// How much of the canvas is covered, 0 to 1.
fn covered(pixels: &[u8]) -> f64 {
    let alphas = pixels.chunks(4).map(|pixel| f64::from(pixel[3]) / 255.0);
    alphas.sum::<f64>() / (pixels.len() / 4) as f64
}

#[wasm_bindgen_test]
fn a_canvas_has_the_screens_pixels_and_the_same_picture() {
    let (mut engine, canvas) = (engine(), canvas());
    let finest = covered(&drawn(&mut engine, &canvas, "distribution", 4.0, false));
    for (ratio, width, height) in [
        (1.0, 300, 200),
        (1.25, 375, 250),
        (2.0, 600, 400),
        (3.0, 900, 600),
    ] {
        let pixels = drawn(&mut engine, &canvas, "distribution", ratio, false);
        assert_eq!((canvas.width(), canvas.height()), (width, height));
        let share = covered(&pixels) / finest;
        assert!((0.9..1.1).contains(&share), "at {ratio}: {share}");
    }
}

/// Words are placed by an estimate of their width: in no font that a reader may have may they be wider.
#[wasm_bindgen_test]
fn no_text_is_wider_than_its_room() {
    let area = Area::new(800.0, 300.0, 1.0);
    let context = canvas().get_context("2d").unwrap().unwrap();
    let context: CanvasRenderingContext2d = context.dyn_into().unwrap();
    let mut measured = 0;
    for font in [Font::Tick, Font::Label, Font::Strong, Font::Key] {
        for family in ["'DejaVu Sans'", FONT] {
            let (weight, size) = (font.weight(), font.size(area));
            context.set_font(&format!("{weight} {size}px {family}"));
            for lang in [Lang::En, Lang::Zh] {
                let texts = Text::ALL.iter().map(|text| text.get(lang));
                for text in texts.chain([
                    "102,048",
                    "98.9\u{a0}%",
                    "10⁻⁷",
                    "−0.25",
                    "4×",
                    "3 ÷ 0.12 = 25",
                ]) {
                    let real = context.measure_text(text).unwrap().width();
                    let room = font.width(text, area);
                    assert!(
                        real <= room + 0.5,
                        "{text} in {weight} {size}px {family}: {real}, not {room}"
                    );
                    measured += 1;
                }
            }
        }
    }
    assert!(measured > 1_000);
}

#[wasm_bindgen_test]
fn knobs_change_the_picture() {
    let (mut engine, canvas) = (engine(), canvas());
    for (figure, key, value) in [
        ("distribution", "bins", "10"),
        ("momentum", "momentum", "0.99"),
        ("asl1", "mu", "0.2"),
    ] {
        let before = drawn(&mut engine, &canvas, figure, 2.0, false);
        engine.set(key, value).unwrap();
        assert!(
            before != drawn(&mut engine, &canvas, figure, 2.0, false),
            "{key}"
        );
    }
}

#[wasm_bindgen_test]
fn what_is_wrong_is_thrown_as_a_sentence() {
    let mut engine = engine();
    assert!(engine.set("bins", "many").is_err());
    assert!(engine.set("colour", "red").is_err());
    assert!(engine.stamp("pie").is_err());
    assert!(Recording::new(&RECORDED[..100]).is_err());
    let mut intake = FileIntake::new();
    assert!(intake.begin("elephants", 2, 0).is_err());
    intake.begin("all", 2, 0).unwrap();
    intake.push(&[-1.0, 2.0], &[]).unwrap();
    engine.load_file(intake);
    assert_eq!(engine.get("data").unwrap(), "file");
    // The browser reads the numbers here.
    assert_eq!(engine.set("mu", "1e-2").unwrap(), None);
    assert_eq!(engine.get("mu").unwrap(), "0.01");
    assert!(engine.set("mu", "0x10").is_err());
}

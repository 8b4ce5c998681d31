//! A, what was pinned: it stands behind all figures while the reader moves B, the present state.

use super::knobs::shown;
use super::value::object;
use super::{Engine, named, position};
use crate::figure::{FIGURES, Figure};
use crate::knob::{Data, KNOBS, State};
use crate::plot::{Panel, Plot, behind, differences, has_pinned, ranges, ready};
use crate::read::written;
use crate::text::number::number;
use crate::text::{Lang, Text};
use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

/// The key under which addresses, attributes and messages have it.
pub(super) const PINNED: &str = "pinned";
/// What stands for a state in which every knob has its default.
const DEFAULTS: &str = "default";

#[cfg(feature = "whole")]
#[wasm_bindgen]
impl Engine {
    /// Pins the present state as A. What is read or trained later doesn't change A.
    pub fn pin(&mut self) {
        self.pin_present();
    }

    /// Makes A the present state, and pins what was present.
    #[wasm_bindgen(js_name = swapPinned)]
    pub fn swap_pinned(&mut self) {
        let Some(mut a) = self.pinned.take() else {
            return;
        };
        self.pin_present();
        let State {
            lang, axis, paper, ..
        } = self.state;
        self.state = State {
            lang,
            axis,
            paper,
            ..a.state
        };
        self.derived.swap_files(&mut a.derived);
    }

    /// What a figure shows of A and B: settings that differ and change it, and of each panel the greatest difference.
    #[wasm_bindgen(unchecked_return_type = "Versus | undefined")]
    pub fn versus(&mut self, figure: &str) -> Result<Option<Object>, JsError> {
        let figure = named(figure)?;
        let plot = self.plot(figure);
        let (Some(pinned), lang) = (&self.pinned, self.state.lang) else {
            return Ok(None);
        };
        let (depends, knobs, differing) = (figure.depends(), Array::new(), Array::new());
        for knob in KNOBS {
            let view = ["lang", "axis", "paper"].contains(&knob.key);
            if !view
                && depends.contains(&knob.key)
                && knob.text(&pinned.state) != knob.text(&self.state)
            {
                knobs.push(&object(&[
                    ("label", knob.label.get(lang).into()),
                    ("a", shown(knob, &pinned.state, lang).into()),
                    ("b", shown(knob, &self.state, lang).into()),
                ]));
            }
        }
        for it in differences(&plot) {
            let value = |value| written(value, 3, it.panel.y.unit, lang);
            differing.push(&object(&[
                ("panel", said(it.panel).into()),
                ("name", it.name.into()),
                ("along", along(&plot, it.panel).into()),
                ("x", number(it.x, 3, lang).into()),
                ("a", value(it.a).into()),
                ("b", value(it.b).into()),
            ]));
        }
        let made = object(&[
            ("knobs", knobs.into()),
            ("differences", differing.into()),
            ("drawn", has_pinned(&plot).into()),
        ]);
        Ok(Some(made.unchecked_into()))
    }

    /// The ranges that a figure's axes have by themselves: of each panel least and greatest x, least and greatest y.
    pub fn ranges(&mut self, figure: &str) -> Result<Vec<f64>, JsError> {
        Ok(ranges(&self.alone(named(figure)?)))
    }

    /// Makes a figure's axes show these ranges too, as another figure has them.
    #[wasm_bindgen(js_name = shareRanges)]
    pub fn share_ranges(&mut self, figure: &str, ranges: Vec<f64>) -> Result<(), JsError> {
        let place = position(named(figure)?);
        if self.ranges[place] != ranges {
            self.ranges[place] = ranges;
            self.made[place] = Default::default();
            self.pins += 1;
        }
        Ok(())
    }
}

impl Engine {
    fn pin_present(&mut self) {
        let mut a = Self {
            state: self.state.clone(),
            inked: true,
            ..Self::default()
        };
        // A has no points of the paper's: B's would lie over them.
        a.state.paper = false;
        a.derived.share(&self.derived);
        // The hero's engine only keeps A for the whole one.
        for (figure, made) in FIGURES.into_iter().zip(&mut a.made) {
            if cfg!(feature = "whole") && figure.is_live() {
                let mut plot = figure.plot(&self.state, &self.derived);
                ready(&mut plot);
                made.plot = Some(plot.into());
            }
        }
        self.repin(Some(a));
    }

    /// Draws A behind a figure's plot, in the present language and scale.
    pub(super) fn draw_pinned(&mut self, plot: &mut Plot, figure: &'static Figure) {
        let (Some(a), State { lang, axis, .. }) = (&mut self.pinned, &self.state) else {
            return;
        };
        let (lang, axis) = (*lang, *axis);
        if (a.state.lang, a.state.axis) != (lang, axis) {
            let (state, _) = a.edit();
            (state.lang, state.axis) = (lang, axis);
        }
        let divided = |what: &str| Text::DividedByWidth.fill(lang, &[("what", what.to_owned())]);
        behind(plot, &a.plot(figure), divided);
    }

    fn repin(&mut self, pinned: Option<Self>) {
        self.edit();
        self.pins += 1;
        self.pinned = pinned.map(Box::new);
    }

    /// Pins the state that an address has, or nothing if that is empty. Returns what was wrong with it.
    pub(super) fn pin_to(&mut self, text: &str) -> Option<String> {
        if text.is_empty() {
            self.repin(None);
            return None;
        }
        let mut state = State::default();
        let pairs = if text == DEFAULTS { "" } else { text };
        let notes = state.apply_query(&pairs.replace('_', "&").replace(':', "="), &[]);
        let lang = self.state.lang;
        let mut said: Vec<_> = notes.iter().map(|note| note.sentence(lang)).collect();
        let loaded = self.derived.loaded();
        let gone = match state.data {
            Data::File => loaded.file.is_none(),
            Data::Detector => loaded.detector.is_none(),
            _ => false,
        };
        if gone {
            state.data = Data::default();
            said.push(Text::FileGone.get(lang).to_owned());
        }
        let known = self.pinned_text().is_some_and(|known| known == text);
        // To say the same again keeps what A has of its training.
        if !known {
            self.pin_present();
            if let Some(a) = &mut self.pinned {
                a.made = Default::default();
                a.state = State {
                    paper: false,
                    ..state
                };
            }
        }
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// A, as an address has it.
    pub(super) fn pinned_text(&self) -> Option<String> {
        let pinned = self.pinned.as_ref()?;
        let view = State {
            lang: Lang::En,
            axis: State::default().axis,
            ..pinned.state.clone()
        };
        let query = view.query();
        Some(match query.as_str() {
            "" => DEFAULTS.into(),
            query => query.replace('&', "_").replace('=', ":"),
        })
    }
}

/// The name of a panel's x axis, which may stand under another panel alone.
fn along<'a>(plot: &'a Plot, panel: &'a Panel) -> &'a str {
    let panels = [panel].into_iter().chain(&plot.panels);
    let mut labels = panels.map(|it| it.x.label.as_str());
    labels.find(|label| !label.is_empty()).unwrap_or_default()
}

/// What a panel shows: its title, or the quantity.
fn said(panel: &Panel) -> &str {
    if panel.title.is_empty() {
        panel.quantity()
    } else {
        &panel.title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(settings: &[(&str, &str)]) -> Engine {
        let mut engine = Engine::new();
        for (key, value) in [("data", "converged"), ("n", "5000")]
            .iter()
            .chain(settings)
        {
            engine.set(key, value).ok().unwrap();
        }
        engine
    }

    fn svg(engine: &mut Engine, figure: &str) -> String {
        engine.svg(figure, 760.0, 360.0, false).ok().unwrap()
    }

    #[test]
    fn a_is_in_the_address_and_comes_back_from_it() {
        let mut engine = engine(&[("bins", "10"), ("losses", "ce,ghm"), ("mu", "0.3")]);
        assert!(!engine.query().contains(PINNED));
        engine.pin();
        engine.set("bins", "40").ok().unwrap();
        let pinned = "bins:10_mu:0.3_losses:ce,ghm_data:converged_n:5000";
        assert_eq!(engine.get(PINNED).as_deref(), Some(pinned));
        assert!(engine.query().ends_with(&format!("&pinned={pinned}")));
        let mut other = self::engine(&[("bins", "40"), ("losses", "ce,ghm"), ("mu", "0.3")]);
        assert_eq!(other.set(PINNED, pinned).ok().unwrap(), None);
        for figure in FIGURES {
            let same = svg(&mut engine, figure.name) == svg(&mut other, figure.name);
            assert!(same, "{}", figure.name);
        }
        other.set(PINNED, "").ok().unwrap();
        assert_eq!(other.get(PINNED).as_deref(), Some(""));
    }

    #[test]
    fn a_at_the_defaults_has_a_word_and_wrong_pairs_are_noted() {
        let mut engine = Engine::new();
        engine.pin();
        assert_eq!(engine.query(), "pinned=default");
        let note = engine.set(PINNED, "bins:900_colour:red").ok().unwrap();
        let note = note.unwrap();
        assert!(
            note.contains("bins=900") && note.contains("colour"),
            "{note}"
        );
        assert_eq!(engine.get(PINNED).as_deref(), Some("bins:200"));
        // A file isn't kept, so neither is an A of it.
        let note = engine.set(PINNED, "data:file").ok().unwrap();
        assert!(note.is_some());
        assert_eq!(engine.get(PINNED).as_deref(), Some("default"));
    }

    #[test]
    fn a_stays_as_it_was_and_follows_language_and_scale() {
        let mut engine = engine(&[("bins", "10")]);
        engine.pin();
        let text = engine.get(PINNED);
        for (key, value) in [("axis", "linear"), ("lang", "zh"), ("bins", "20")] {
            engine.set(key, value).ok().unwrap();
            assert_eq!(engine.get(PINNED), text, "{key}");
        }
        let csv = engine.csv("weights").ok().unwrap();
        assert!(
            csv.contains("A · GHM-C") && csv.contains("B − A · GHM-C"),
            "{csv}"
        );
        assert!(csv.contains("A · 单位区域"), "{csv}");
        // A figure of eight examples has nothing of the rest.
        let hand = engine.csv("hand").ok().unwrap();
        assert!(!hand.contains("nan") && hand.contains("A · "), "{hand}");
    }

    #[test]
    fn a_and_b_are_swapped_and_back() {
        let mut engine = engine(&[("bins", "10")]);
        engine.pin();
        engine.set("bins", "20").ok().unwrap();
        let before = (engine.query(), svg(&mut engine, "weights"));
        engine.swap_pinned();
        assert_eq!(engine.number("bins"), Some(10.0));
        assert!(engine.get(PINNED).unwrap().starts_with("bins:20"));
        engine.swap_pinned();
        assert_eq!((engine.query(), svg(&mut engine, "weights")), before);
    }

    #[test]
    fn two_files_are_compared_and_swapped() {
        use crate::data::file::FileExamples;
        let with = |engine: &mut Engine, key: f32| {
            let all = ghm::Sorted::from_keys(vec![key; 100]).unwrap();
            let (state, derived) = engine.edit();
            derived.load(|loaded| loaded.file = Some(FileExamples::classified(all, None)));
            state.data = Data::File;
        };
        let mut engine = Engine::new();
        with(&mut engine, 3.0);
        let first = engine.csv("weights").ok().unwrap();
        engine.pin();
        with(&mut engine, -3.0);
        let both = engine.csv("weights").ok().unwrap();
        engine.swap_pinned();
        engine.pinned = None;
        engine.edit();
        assert_eq!(engine.csv("weights").ok().unwrap(), first);
        assert_ne!(both, first);
    }

    #[test]
    fn every_figure_is_drawn_with_anything_pinned() {
        for settings in [
            [("bins", "1"), ("losses", "ohem")],
            [("bins", "200"), ("axis", "linear")],
        ] {
            let mut engine = engine(&settings);
            engine.pin();
            for (key, value) in [("bins", "30"), ("data", "uniform"), ("axis", "log")] {
                engine.set(key, value).ok().unwrap();
            }
            for figure in FIGURES {
                let picture = svg(&mut engine, figure.name);
                assert!(!picture.contains("NaN"), "{}", figure.name);
                engine.csv(figure.name).ok().unwrap();
            }
        }
    }

    #[test]
    fn figures_share_axes() {
        let mut few = engine(&[("bins", "5")]);
        let mut many = engine(&[("bins", "150")]);
        let ranges = |engine: &mut Engine| engine.ranges("weights").ok().unwrap();
        let (own, others) = (ranges(&mut few), ranges(&mut many));
        assert_ne!(own, others);
        few.share_ranges("weights", others.clone()).ok().unwrap();
        many.share_ranges("weights", own.clone()).ok().unwrap();
        let axes = |engine: &mut Engine| {
            let plot = engine.plot(named("weights").ok().unwrap());
            let axes = plot.panels.iter().map(|it| (it.y.min, it.y.max));
            axes.collect::<Vec<_>>()
        };
        assert_eq!(axes(&mut few), axes(&mut many));
        // What each needs by itself stays what it was.
        assert_eq!(ranges(&mut few), own);
    }
}

//! The crates `data` and `diagnosis` for JavaScript: [`Reader`] and [`Findings`].
//!
//! It is a package of its own, so that a page into which no file comes doesn't load it. A reader lives in a worker or on
//! the page's thread, for one reading alone, so each call does a little work and returns.

#![forbid(unsafe_code)]

mod choose;
mod findings;
mod known;
mod parts;
mod settings;
mod told;

pub use findings::Findings;

use choose::choices;
use data::{Choices, Classes, Lang, Ordered, Read, Reading, Refused};
use diagnosis::Known;
use known::Gathering;
use parts::{Kind, Part};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the worker or the page started.
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// Reads files, sorts their examples, and hands them out in pieces.
///
/// What it throws is JSON if the files were refused: see [`told::refused`].
#[wasm_bindgen]
pub struct Reader {
    lang: Lang,
    stage: Stage,
    softmax: bool,
    report: String,
    known: Known,
    parts: Vec<Part>,
}

enum Stage {
    /// Bytes come.
    Taking(Box<data::Reader>),
    /// All bytes are here.
    Reading(Box<Reading>),
    /// All examples are here and sorted, and single ones are looked at.
    Looking(Box<(Read, Gathering)>),
    /// All is read, or was refused.
    Over,
}

#[wasm_bindgen]
impl Reader {
    /// A reader that speaks a language, `en` or `zh`, with the choices that were made, as names and values in turn:
    /// `['targets', 'is_cat']`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "'en' | 'zh'")] lang: &str,
        chosen: Vec<String>,
    ) -> Result<Self, JsError> {
        let choices: Choices = choices(&chosen).map_err(|error| JsError::new(&error))?;
        Ok(Self {
            lang: if lang == "zh" { Lang::Zh } else { Lang::En },
            stage: Stage::Taking(Box::new(data::Reader::new(&choices))),
            softmax: choices.classes == Some(Classes::Softmax),
            report: String::new(),
            known: Known::default(),
            parts: vec![],
        })
    }

    /// A file of so many bytes begins; the one before is whole.
    pub fn file(&mut self, name: &str, bytes: f64) -> Result<(), JsError> {
        let Stage::Taking(reader) = &mut self.stage else {
            return Err(over());
        };
        let bytes = bytes as u64;
        let done = data::limit::size(bytes).map_err(|refused| refused.of(name));
        done.and_then(|()| reader.file(name))
            .map_err(thrown(self.lang))?;
        reader.expect(bytes);
        Ok(())
    }

    /// The next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        match &mut self.stage {
            Stage::Taking(reader) => reader.push(bytes).map_err(thrown(self.lang)),
            Stage::Reading(_) | Stage::Looking(_) | Stage::Over => Err(over()),
        }
    }

    /// All bytes are here: works for that many milliseconds, or for one piece of work if that takes longer. Returns
    /// whether something is left to do.
    pub fn work(&mut self, milliseconds: f64) -> Result<bool, JsError> {
        let end = now() + milliseconds;
        loop {
            let more = self.step().map_err(thrown(self.lang))?;
            if !more || now() >= end {
                return Ok(more);
            }
        }
    }

    /// What part of that work is done, from 0 to 1.
    pub fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Taking(_) => 0.0,
            Stage::Reading(reading) => reading.progress(),
            Stage::Looking(_) | Stage::Over => 1.0,
        }
    }

    /// What was read, as JSON: see [`told::read`].
    pub fn report(&self) -> String {
        self.report.clone()
    }

    /// Looks at single examples, for findings: apart from [`work`](Self::work), so that figures need not wait for it.
    /// Works as long as that does, and returns whether something is left to do.
    pub fn look(&mut self, milliseconds: f64) -> bool {
        let end = now() + milliseconds;
        while let Stage::Looking(looking) = &mut self.stage {
            let (read, gathering) = &mut **looking;
            if !gathering.step(read) {
                self.known = std::mem::take(gathering).end(read, self.softmax);
                self.stage = Stage::Over;
            } else if now() >= end {
                return true;
            }
        }
        false
    }

    /// What is known of the examples once they were looked at, for [`Findings`].
    pub fn evidence(&mut self) -> Vec<f64> {
        let mut known = self.known.clone();
        known::counted(&mut known, &mut self.parts);
        known.numbers()
    }

    /// Keys of some examples of a part, ascending.
    pub fn keys(&self, part: usize, from: usize, to: usize) -> Vec<f32> {
        let part = self.parts.get(part);
        part.map_or(vec![], |part| part.keys(from, to).to_vec())
    }

    /// The running sums of their losses; empty if these follow from the keys.
    pub fn sums(&mut self, part: usize, from: usize, to: usize) -> Vec<f64> {
        let part = self.parts.get_mut(part);
        part.map_or(vec![], |part| part.sums(from, to).to_vec())
    }

    /// GHM-C of all examples by the exact density with epsilon = 1 / `bins`: a pass over them. NaN without examples.
    pub fn exact(&mut self, bins: usize) -> f64 {
        let all = self.parts.iter_mut().find(|part| part.kind == Kind::All);
        all.map_or(f64::NAN, |all| all.exact_loss(bins))
    }

    /// Size of the WebAssembly memory that it lives in, in bytes.
    pub fn memory(&self) -> usize {
        #[cfg(target_arch = "wasm32")]
        return core::arch::wasm32::memory_size::<0>() << 16;
        #[cfg(not(target_arch = "wasm32"))]
        0
    }
}

impl Reader {
    fn step(&mut self) -> Result<bool, Refused> {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Taking(reader) => {
                self.stage = Stage::Reading(Box::new(reader.finish()?));
                Ok(true)
            }
            Stage::Reading(mut reading) => {
                if !reading.step()? {
                    self.stage = Stage::Reading(reading);
                    return Ok(true);
                }
                let Some(read) = reading.read() else {
                    return Ok(false);
                };
                self.parts = parts::of(Ordered::of(&read)?);
                self.report = told::read(&read, &self.parts, self.lang).to_string();
                self.stage = Stage::Looking(Box::new((read, Gathering::default())));
                Ok(false)
            }
            looking @ Stage::Looking(_) => {
                self.stage = looking;
                Ok(false)
            }
            Stage::Over => Ok(false),
        }
    }
}

fn over() -> JsError {
    JsError::new("this reader has read its files: expected a new one")
}

fn thrown(lang: Lang) -> impl Fn(Refused) -> JsError {
    move |refused| JsError::new(&told::refused(&refused, lang).to_string())
}

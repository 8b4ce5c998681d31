//! Recordings that are loaded, and what is missing.

use super::Engine;
use crate::data::Recorded;
use crate::derived::{Derived, Loaded};
use crate::knob::Data;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A recorded detector's outputs, unpacked once for all engines of a page.
#[wasm_bindgen]
pub struct Recording(Rc<Recorded>);

#[wasm_bindgen]
impl Recording {
    /// Unpacks a file of `www/data`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Self, JsError> {
        Ok(Self(Recorded::decode(bytes)?.into()))
    }
}

#[wasm_bindgen]
impl Engine {
    /// Takes a part of a recorded detector's outputs; the part that the page opens on comes first. `which` is `noisy`
    /// or `clean`; throws if it is neither.
    #[wasm_bindgen(js_name = loadRecorded)]
    pub fn load_recorded(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "'noisy' | 'clean'")] which: &str,
        recording: &Recording,
    ) -> Result<(), JsError> {
        let of: fn(&mut Loaded) -> &mut Vec<Rc<Recorded>> = match which {
            "noisy" => |loaded| &mut loaded.noisy,
            "clean" => |loaded| &mut loaded.clean,
            other => {
                let message = format!("recorded data are `noisy` or `clean`, not `{other}`");
                return Err(JsError::new(&message));
            }
        };
        // What comes later are the earlier steps.
        let put =
            |derived: &mut Derived| derived.load(|it| of(it).insert(0, Rc::clone(&recording.0)));
        put(self.edit().1);
        if let Some(pinned) = &mut self.pinned {
            put(pinned.edit().1);
            self.pins += 1;
        }
        Ok(())
    }

    /// The data that the state asks for, if they are not here yet: `noisy`, `clean`, `detector` or `file`.
    #[wasm_bindgen(unchecked_return_type = "Missing | undefined")]
    pub fn missing(&self) -> Option<String> {
        let loaded = self.derived.loaded();
        let (name, there) = match self.state.data {
            Data::Noisy => ("noisy", !loaded.noisy.is_empty()),
            Data::Clean => ("clean", !loaded.clean.is_empty()),
            Data::Detector => ("detector", loaded.detector.is_some()),
            Data::File => ("file", loaded.file.is_some()),
            Data::Preset(_) => ("", true),
        };
        if !there {
            return Some(name.to_owned());
        }
        self.pinned.as_ref()?.missing()
    }

    /// Whether only the first part of the shown recording is here.
    pub fn partial(&self) -> bool {
        self.derived.loaded().recorded(self.state.data).len() == 1
    }

    /// The recording of which only the first part is here, and that lacks what the state asks for: another training loss
    /// or an earlier step.
    #[wasm_bindgen(unchecked_return_type = "'noisy' | 'clean' | undefined")]
    pub fn incomplete(&self) -> Option<String> {
        let shown = self.derived.shown_step(&self.state);
        if self.partial() && shown.is_none_or(|step| self.state.step < step) {
            return self.state.get("data");
        }
        self.pinned.as_ref()?.incomplete()
    }
}

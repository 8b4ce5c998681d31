//! Class names as numbers.

use std::collections::HashMap;

/// Different names, numbered as they came.
#[derive(Clone, Debug, Default)]
pub struct Names {
    ids: HashMap<String, u32>,
    names: Vec<String>,
}

/// More different labels than this are no classes.
pub const MOST_NAMES: usize = 10_000;

impl Names {
    /// The number of a name, a new one if it is new.
    pub fn id(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = self.names.len() as u32;
        self.ids.insert(name.to_owned(), id);
        self.names.push(name.to_owned());
        id
    }

    /// All names in the order of their numbers.
    pub fn all(&self) -> &[String] {
        &self.names
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

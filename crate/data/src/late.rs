//! Sorted examples whose norms and losses can wait.

use ghm::Sorted;

/// Sorted examples. A page asks for keys first, so norms and losses are computed when somebody asks for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Late {
    /// Keys of examples whose targets are 0 or 1, while that is all there is.
    keys: Vec<f32>,
    sorted: Option<Sorted>,
}

impl Late {
    /// Finite keys in ascending order, as [`Sorted::hard_keys`] gives them.
    pub(crate) fn of_keys(keys: Vec<f32>) -> Self {
        Self { keys, sorted: None }
    }

    /// Their keys, ascending.
    pub fn keys(&self) -> &[f32] {
        self.sorted.as_ref().map_or(&self.keys, Sorted::keys)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys().len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// With norms and losses, from now on.
    pub fn sorted(&mut self) -> &Sorted {
        let keys = &mut self.keys;
        self.sorted.get_or_insert_with(|| {
            Sorted::from_ascending(std::mem::take(keys)).expect("keys were sorted")
        })
    }

    /// The same for who keeps nothing else.
    pub fn into_sorted(mut self) -> Sorted {
        self.sorted();
        self.sorted.unwrap_or_else(|| Sorted::with_room(0))
    }
}

impl From<Sorted> for Late {
    fn from(sorted: Sorted) -> Self {
        Self {
            keys: vec![],
            sorted: Some(sorted),
        }
    }
}

//! A value that is kept until what it was computed from changes.

use std::cell::RefCell;
use std::rc::Rc;

/// The last value that was asked for, and its key: all that it was computed from.
pub struct Memo<K, V>(RefCell<Option<(K, Rc<V>)>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RefCell::new(None))
    }
}

impl<K: PartialEq, V> Memo<K, V> {
    /// The value for `key`, computed unless it was the last one asked for.
    pub fn get(&self, key: K, compute: impl FnOnce() -> V) -> Rc<V> {
        // The stale value is dropped first: two large sets of examples needn't fit in memory.
        let value = match self.0.take() {
            Some((of, value)) if of == key => value,
            stale => {
                drop(stale);
                Rc::new(compute())
            }
        };
        self.0.replace(Some((key, Rc::clone(&value))));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_computed_when_its_key_changes() {
        let (memo, mut times) = (Memo::default(), 0);
        for key in [1, 1, 2, 2, 1] {
            let value = memo.get(key, || {
                times += 1;
                10 * key
            });
            assert_eq!(*value, 10 * key);
        }
        assert_eq!(times, 3);
    }
}

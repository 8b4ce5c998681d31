//! Examples that come sorted already, piece by piece: from a worker that has sorted them.

use super::{STRIDE, Sorted, near::Near, of_offsets};
use crate::{
    density::classification_norm,
    error::{Error, finite, positive},
};

impl Sorted {
    /// No examples, and room for so many: `append` adds them, in ascending order of their keys.
    pub fn with_room(examples: usize) -> Self {
        let mut prefix = Vec::with_capacity(examples + 1);
        prefix.push(0.0);
        Self {
            keys: Vec::with_capacity(examples),
            norms: Vec::with_capacity(examples),
            prefix,
            coarse: Vec::with_capacity(examples.div_ceil(STRIDE)),
        }
    }

    /// Running sums of the losses, one more than there are examples, as
    /// [`append_soft`](Self::append_soft) takes them without the first.
    pub fn sums(&self) -> &[f64] {
        &self.prefix
    }

    /// Adds examples of the classification whose targets are 0 or 1, by their keys: not below those that are here.
    ///
    /// # Errors
    /// [`Error::NotFinite`], or [`Error::OutOfRange`] for a key that is below the one before. Nothing is added then.
    pub fn append(&mut self, keys: &[f32]) -> Result<(), Error> {
        for (i, &key) in keys.iter().enumerate() {
            finite("keys", i, key)?;
        }
        let mut near = Near::new();
        self.add(keys, |keys, norms, losses| {
            near.negatives(keys, norms, losses);
        })
    }

    /// The same for soft targets, whose losses don't follow from their keys: with the running sum of the losses after
    /// each example.
    ///
    /// # Errors
    /// As [`append`](Self::append), where a key may be infinite; or [`Error::UnequalLengths`].
    pub fn append_soft(&mut self, keys: &[f32], sums: &[f64]) -> Result<(), Error> {
        if sums.len() != keys.len() {
            return Err(Error::UnequalLengths {
                what: "sums",
                expected: keys.len(),
                found: sums.len(),
            });
        }
        let from = self.prefix.len();
        self.add(keys, |keys, norms, losses| {
            for (norm, &key) in norms.iter_mut().zip(keys) {
                *norm = classification_norm(f64::from(key));
            }
            losses.fill(0.0);
        })?;
        // As they are: what is added up again is rounded again.
        self.prefix[from..].copy_from_slice(sums);
        Ok(())
    }

    /// The same for examples of the regression, by their offsets `|d|`.
    ///
    /// # Errors
    /// As [`append`](Self::append), also for offsets below 0; or [`Error::NotPositive`] for `mu`.
    pub fn append_offsets(&mut self, sizes: &[f32], mu: f64) -> Result<(), Error> {
        positive("mu", mu)?;
        for (i, &size) in sizes.iter().enumerate() {
            finite("offsets", i, size)?;
            if size < 0.0 {
                return Err(out_of_order(size));
            }
        }
        self.add(sizes, of_offsets(mu))
    }

    fn add(
        &mut self,
        keys: &[f32],
        values: impl FnMut(&[f32], &mut [f64], &mut [f64]),
    ) -> Result<(), Error> {
        let from = self.keys.len();
        in_order(self.keys.last().copied().unwrap_or(f32::NEG_INFINITY), keys)?;
        let first = from.next_multiple_of(STRIDE) - from;
        self.coarse.extend(keys.iter().skip(first).step_by(STRIDE));
        self.keys.extend_from_slice(keys);
        self.norms.resize(self.keys.len(), 0.0);
        self.prefix.resize(self.keys.len() + 1, 0.0);
        self.fill(from, values);
        Ok(())
    }
}

/// Whether keys ascend from the last one before them on.
pub(super) fn in_order(mut last: f32, keys: &[f32]) -> Result<(), Error> {
    for &key in keys {
        if key < last || key.is_nan() {
            return Err(out_of_order(key));
        }
        last = key;
    }
    Ok(())
}

fn out_of_order(key: f32) -> Error {
    Error::OutOfRange {
        what: "keys",
        expected: "ascending",
        found: f64::from(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many() -> Vec<f32> {
        let mut random = oorandom::Rand32::new(3);
        (0..5_000)
            .map(|_| 12.0 * random.rand_float() - 9.0)
            .collect()
    }

    #[test]
    fn pieces_of_any_size_make_the_same_as_the_whole() {
        let whole = Sorted::from_keys(many()).unwrap();
        let offsets = Sorted::from_offsets(many(), 0.02).unwrap();
        let targets: Vec<f32> = (0..5_000).map(|i| (i % 7) as f32 / 8.0).collect();
        let soft = Sorted::classification(&many(), &targets, None).unwrap();
        for piece in [1, 255, 256, 1_000, 1_024, 9_999] {
            let mut made = Sorted::with_room(0);
            for keys in whole.keys().chunks(piece) {
                made.append(keys).unwrap();
            }
            assert_eq!(made, whole, "{piece}");
            let mut made = Sorted::with_room(5_000);
            for sizes in offsets.keys().chunks(piece) {
                made.append_offsets(sizes, 0.02).unwrap();
            }
            assert_eq!(made, offsets, "{piece}");
            let mut made = Sorted::with_room(5_000);
            for (keys, sums) in soft
                .keys()
                .chunks(piece)
                .zip(soft.sums()[1..].chunks(piece))
            {
                made.append_soft(keys, sums).unwrap();
            }
            assert_eq!(made, soft, "{piece}");
        }
    }

    #[test]
    fn what_is_out_of_order_or_no_number_changes_nothing() {
        let mut made = Sorted::with_room(2);
        made.append(&[1.0, 2.0]).unwrap();
        let before = made.clone();
        assert!(made.append(&[3.0, 2.5]).is_err());
        assert!(made.append(&[1.5]).is_err());
        assert!(made.append(&[f32::NAN]).is_err());
        assert!(made.append(&[f32::INFINITY]).is_err());
        assert!(made.append_soft(&[3.0], &[]).is_err());
        assert!(made.append_offsets(&[3.0], 0.0).is_err());
        assert!(Sorted::with_room(1).append_offsets(&[-1.0], 0.1).is_err());
        assert_eq!(made, before);
    }
}

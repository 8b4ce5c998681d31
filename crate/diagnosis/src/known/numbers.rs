//! What is known as a row of numbers, and back. JSON would do, but its code is as large as all findings.

use super::{Counts, Known};
use crate::rank::Rank;
use crate::repeats::Repeated;
use crate::{Offsets, Seen};

impl Known {
    /// All of it as numbers. Counts are exact up to 2^53.
    pub fn numbers(&self) -> Vec<f64> {
        let mut to = Writer(vec![]);
        to.option(self.cells.as_ref(), Writer::counts);
        to.number(self.regions.len() as f64);
        for counts in &self.regions {
            to.counts(counts);
        }
        to.option(self.rows.as_ref(), Writer::seen);
        let steps: Vec<_> = self.offsets.steps().collect();
        to.number(steps.len() as f64);
        for (step, count) in steps {
            to.all(&[step as f64, count as f64]);
        }
        let [softmax, mask] = [self.softmax, self.mask].map(|it| f64::from(u8::from(it)));
        to.all(&[softmax, mask, self.batches as f64]);
        to.0
    }

    /// What such numbers say; none if they are no such numbers.
    pub fn of_numbers(numbers: &[f64]) -> Option<Self> {
        let mut from = Reader(numbers);
        let known = Self {
            cells: from.option(Reader::counts)?,
            regions: (0..from.length()?)
                .map(|_| from.counts())
                .collect::<Option<_>>()?,
            rows: from.option(Reader::seen)?,
            offsets: from.offsets()?,
            softmax: from.number()? > 0.0,
            mask: from.number()? > 0.0,
            batches: from.number()? as u64,
        };
        from.0.is_empty().then_some(known)
    }
}

struct Writer(Vec<f64>);

impl Writer {
    fn number(&mut self, number: f64) {
        self.0.push(number);
    }

    fn all(&mut self, numbers: &[f64]) {
        self.0.extend_from_slice(numbers);
    }

    fn list(&mut self, numbers: &[f64]) {
        self.number(numbers.len() as f64);
        self.all(numbers);
    }

    fn option<T>(&mut self, value: Option<&T>, write: impl Fn(&mut Self, &T)) {
        self.number(f64::from(u8::from(value.is_some())));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn whole(&mut self, counts: &[u64]) {
        self.list(&counts.iter().map(|&count| count as f64).collect::<Vec<_>>());
    }

    fn counts(&mut self, counts: &Counts) {
        self.whole(&counts.counts);
        self.option(counts.losses.as_ref(), |to, losses| to.list(losses));
        self.option(counts.positives.as_ref(), |writer, counts| {
            writer.whole(counts);
        });
    }

    fn seen(&mut self, seen: &Seen) {
        let whole = [seen.n, seen.positives, seen.saturated];
        self.all(&whole.map(|count| count as f64));
        self.all(&seen.range.map(f64::from));
        self.option(seen.rank.as_ref(), |to, it| to.all(&[it.auc, it.chance]));
        self.option(seen.repeated.as_ref(), |to, it| {
            to.all(&[it.times, it.share]);
        });
    }
}

struct Reader<'a>(&'a [f64]);

impl<'a> Reader<'a> {
    fn all(&mut self, n: usize) -> Option<&'a [f64]> {
        let (first, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(first)
    }

    fn number(&mut self) -> Option<f64> {
        Some(self.all(1)?[0])
    }

    fn length(&mut self) -> Option<usize> {
        Some(self.number()? as usize)
    }

    fn list(&mut self) -> Option<&'a [f64]> {
        let length = self.length()?;
        self.all(length)
    }

    /// None inside is nothing; none outside is a fault.
    fn option<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.number()? > 0.0 {
            return read(self).map(Some);
        }
        Some(None)
    }

    fn whole(&mut self) -> Option<Vec<u64>> {
        Some(self.list()?.iter().map(|&count| count as u64).collect())
    }

    fn counts(&mut self) -> Option<Counts> {
        Some(Counts {
            counts: self.whole()?,
            losses: self.option(|from| Some(from.list()?.to_vec()))?,
            positives: self.option(Self::whole)?,
        })
    }

    fn seen(&mut self) -> Option<Seen> {
        let [n, positives, saturated] = self.all(3)?.try_into().ok()?;
        let [least, most] = self.all(2)?.try_into().ok()?;
        let pair = |from: &mut Self| <[f64; 2]>::try_from(from.all(2)?).ok();
        let rank = self.option(pair)?;
        let repeated = self.option(pair)?;
        Some(Seen {
            n: n as u64,
            positives: positives as u64,
            saturated: saturated as u64,
            range: [least as f32, most as f32],
            rank: rank.map(|[auc, chance]| Rank { auc, chance }),
            repeated: repeated.map(|[times, share]| Repeated { times, share }),
        })
    }

    fn offsets(&mut self) -> Option<Offsets> {
        let mut offsets = Offsets::default();
        for _ in 0..self.length()? {
            let [step, count] = self.all(2)?.try_into().ok()?;
            offsets.add(step as usize, count as u64)?;
        }
        Some(offsets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rows;

    #[test]
    fn what_is_known_comes_back_from_its_numbers() {
        let mut rows = Rows::default();
        for i in 0..3000 {
            rows.example(
                (i as f32 * 0.37).sin() * 40.0,
                f32::from(u8::from(i % 3 == 0)),
            );
            rows.example(2.5 + (i % 1500) as f32, 1.0);
        }
        let mut offsets = Offsets::default();
        for offset in [0.0, 0.5, -0.5, 3.0] {
            offsets.offset(offset);
        }
        let counts = |n: usize| Counts {
            counts: (0..n as u64).collect(),
            losses: Some(vec![0.1; n]),
            positives: None,
        };
        let known = Known {
            cells: Some(Counts {
                positives: Some(vec![7; 1200]),
                losses: None,
                ..counts(1200)
            }),
            regions: vec![counts(7), counts(9)],
            rows: Some(rows.seen()),
            offsets,
            softmax: true,
            mask: false,
            batches: 3,
        };
        for known in [known, Known::default()] {
            let numbers = known.numbers();
            assert_eq!(Known::of_numbers(&numbers), Some(known));
            assert_eq!(Known::of_numbers(&numbers[1..]), None);
        }
    }
}

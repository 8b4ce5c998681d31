//! Seeded settings and batches: usual ones, and now and then what is odd.

use crate::reference::{Batch, Divide, Kind, Settings, Start, point};
use oorandom::Rand64;

/// Random numbers with a seed.
pub struct Draw(Rand64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(Rand64::new(u128::from(seed)))
    }

    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.0.rand_float()
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0.rand_range(0..n as u64) as usize
    }

    pub fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    /// Whether it happens that happens once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// From 10 to the power of one to 10 to the power of the other.
    pub fn size(&mut self, from: f64, to: f64) -> f64 {
        10_f64.powf(self.between(from, to))
    }

    pub fn settings(&mut self) -> Settings {
        Settings {
            bins: match self.below(4) {
                0 => self.one_of(&[1, 2, 5, 10, 30, 64]),
                _ => 1 + self.below(200),
            },
            momentum: match self.below(3) {
                0 => self.one_of(&[0.0, 0.75, 0.7, 0.99]),
                _ => self.between(0.0, 0.99),
            },
            start: self.one_of(&[Start::Zero, Start::FirstBatch, Start::ZeroCorrected]),
            decays: self.once_in(2),
            divide: self.one_of(&[Divide::All, Divide::Filled, Divide::FilledInAverage]),
            half: self.once_in(3),
            loss_weight: match self.below(2) {
                0 => self.one_of(&[1.0, 10.0]),
                _ => self.size(-3.0, 3.0),
            },
        }
    }

    /// Several batches for several steps. Now and then one is empty, or wholly masked.
    pub fn batches(&mut self, kind: Kind, bins: usize) -> Vec<Batch> {
        let soft = self.once_in(4);
        let steps = 1 + self.below(6);
        (0..steps)
            .map(|_| {
                // Beyond 512 there is more than one block of lanes.
                let n = match self.below(8) {
                    0 => self.below(3),
                    1 => 500 + self.below(700),
                    _ => 1 + self.below(120),
                };
                self.batch(kind, bins, soft, n)
            })
            .collect()
    }

    fn batch(&mut self, kind: Kind, bins: usize, soft: bool, n: usize) -> Batch {
        let masked = self.once_in(2);
        let none = masked && self.once_in(12);
        let mut batch = Batch {
            inputs: vec![],
            targets: vec![],
            mask: masked.then(Vec::new),
        };
        for _ in 0..n {
            let (mut input, mut target) = self.example(kind, soft);
            if let Some(mask) = &mut batch.mask {
                let weight = if none {
                    self.one_of(&[0.0, -0.0, -1.0])
                } else {
                    self.one_of(&[1.0, 1.0, 0.25, 7.0, 1e-45, 0.0, -0.0, -2.0])
                };
                mask.push(weight);
                if weight <= 0.0 && self.once_in(3) {
                    // What is masked isn't read.
                    (input, target) = (f32::NAN, f32::INFINITY);
                }
            }
            // Another in place of one too close to call.
            while (0.0..=1.0).contains(&target) && too_close(kind, bins, input, target) {
                (input, target) = self.example(kind, soft);
            }
            batch.inputs.push(input);
            batch.targets.push(target);
        }
        batch
    }

    fn example(&mut self, kind: Kind, soft: bool) -> (f32, f32) {
        match kind {
            Kind::Classification => {
                // None as small as 1e-17: in f64 its norm is 1/2, though in truth it is beside that edge.
                let input = match self.below(10) {
                    0 => self.one_of(&[0.0, -0.0, 16.7, -17.4, 40.0, -90.0, 1e30, -1e30]),
                    1..5 => self.between(-12.0, 12.0) as f32,
                    _ => self.between(-9.0, -3.0) as f32,
                };
                let target = match self.below(3) {
                    _ if soft && self.once_in(2) => match self.below(3) {
                        0 => self.one_of(&[0.25, 0.5, 0.875]),
                        _ => self.between(0.0, 1.0) as f32,
                    },
                    0 => 1.0,
                    _ => 0.0,
                };
                (input, target)
            }
            Kind::Regression { mu } => {
                let target = match self.below(3) {
                    0 => 0.0,
                    _ => self.between(-1.0, 1.0) as f32,
                };
                let offset = match self.below(10) {
                    0 => self.one_of(&[0.0, 1e-20, 0.75, 4.0 / 3.0, 1000.0, 1e15]),
                    1..5 => self.between(0.0, 2.0),
                    _ => mu * self.size(-3.0, 2.0),
                };
                let sign = self.one_of(&[1.0, -1.0]);
                ((f64::from(target) + sign * offset) as f32, target)
            }
        }
    }
}

/// Whether a soft target's norm is within the rounding of its key to `f32` from an edge, and not on it.
/// The key `ln(g / (1 - g))` is off by at most 2^-23 of itself, which moves `g` by at most
/// `g (1 - g) |key| 2^-23 < 2.7e-8`. For targets of 0 or 1, and offsets, no key is rounded.
fn too_close(kind: Kind, bins: usize, input: f32, target: f32) -> bool {
    if !matches!(kind, Kind::Classification) || target == 0.0 || target == 1.0 {
        return false;
    }
    let place = point(kind, input, target).norm * bins as f64;
    let from_edge = (place - place.round()).abs() / bins as f64;
    from_edge > 0.0 && from_edge < 1e-7
}

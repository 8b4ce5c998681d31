//! Loss and norm of many examples whose keys ascend.
//!
//! Neighbours lie close together, so each is reached from a point near by with the Taylor series,
//! and an exponential and a logarithm are taken once for a whole stretch of keys. The result for a
//! key depends on that key alone, not on those before it.

use crate::baseline::{Value, cross_entropy};

/// Stretches in a unit of the key. At most half a stretch from its middle, a series of 6 terms is
/// within 1e-18 of the sum, relative to it.
const STRETCHES: f64 = 64.0;
const TERMS: usize = 6;

/// `ln(1 + e^z)` and its derivative around the middle of a stretch.
pub(super) struct Near {
    /// The number of the stretch.
    stretch: f64,
    middle: Value,
    value: [f64; TERMS],
    derivative: [f64; TERMS],
}

impl Near {
    pub(super) fn new() -> Self {
        Self {
            stretch: f64::NAN,
            middle: Value::default(),
            value: [0.0; TERMS],
            derivative: [0.0; TERMS],
        }
    }

    /// Derivative and cross-entropy of negatives at finite keys, which ascend: those of every example
    /// whose target is 0 or 1, by its key.
    pub(super) fn negatives(&mut self, keys: &[f32], norms: &mut [f64], losses: &mut [f64]) {
        let mut from = 0;
        while let Some(&first) = keys.get(from) {
            self.go_to(libm::rint(f64::from(first) * STRETCHES));
            // Halfway between two stretches a key is in the even one: `rint` decides that.
            let further = &keys[from + 1..];
            let within = |&key: &f32| (f64::from(key) * STRETCHES - self.stretch).abs() < 0.5;
            let to = from + 1 + further.partition_point(within);
            self.fill(&keys[from..to], &mut norms[from..to], &mut losses[from..to]);
            from = to;
        }
    }

    /// The keys of one stretch. A loop of its own, without a branch: it runs in lanes.
    fn fill(&self, keys: &[f32], norms: &mut [f64], losses: &mut [f64]) {
        let z = self.stretch / STRETCHES;
        for ((&key, norm), loss) in keys.iter().zip(norms).zip(losses) {
            let d = f64::from(key) - z;
            let sum = |c: &[f64; TERMS]| {
                d * (c[0] + d * (c[1] + d * (c[2] + d * (c[3] + d * (c[4] + d * c[5])))))
            };
            *loss = self.middle.value + sum(&self.value);
            *norm = self.middle.derivative + sum(&self.derivative);
        }
    }

    fn go_to(&mut self, stretch: f64) {
        if stretch == self.stretch {
            return;
        }
        let z = stretch / STRETCHES;
        (self.stretch, self.middle) = (stretch, cross_entropy(z, 0.0));
        let g = self.middle.derivative;
        // 1 - g without cancellation.
        let rest = cross_entropy(-z, 0.0).derivative;
        // All derivatives are polynomials in g; u is g (1 - g), and t is 1 - 2 g.
        let (u, t) = (g * rest, rest - g);
        let derivatives = [
            g,
            u,
            u * t,
            u * (1.0 - 6.0 * u),
            u * t * (1.0 - 12.0 * u),
            u * (1.0 - 30.0 * u + 120.0 * u * u),
            u * t * (1.0 - 60.0 * u + 360.0 * u * u),
        ];
        let mut factorial = 1.0;
        for i in 0..TERMS {
            factorial *= (i + 1) as f64;
            self.value[i] = derivatives[i] / factorial;
            self.derivative[i] = derivatives[i + 1] / factorial;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four roundings of an `f64`.
    const CLOSE: f64 = 4.0 * f64::EPSILON;

    fn negative(near: &mut Near, z: f32) -> Value {
        let (mut norm, mut loss) = ([0.0], [0.0]);
        near.negatives(&[z], &mut norm, &mut loss);
        Value {
            value: loss[0],
            derivative: norm[0],
        }
    }

    fn check(near: &mut Near, z: f32) {
        let (found, expected) = (negative(near, z), cross_entropy(f64::from(z), 0.0));
        for (found, expected) in [
            (found.value, expected.value),
            (found.derivative, expected.derivative),
        ] {
            // Below this, numbers lose digits until they are 0.
            let close = (found - expected).abs() <= CLOSE * expected;
            assert!(close || expected < 1e-300, "{z}: {found} {expected}");
        }
    }

    #[test]
    fn the_series_is_the_function_to_its_last_digits() {
        let mut near = Near::new();
        for i in -1_200_000..1_200_000 {
            check(&mut near, i as f32 * 0.000_103_7);
        }
        for z in [
            -f32::MAX,
            -745.3,
            -700.0,
            -1e-30,
            0.0,
            1e-30,
            88.8,
            1e10,
            f32::MAX,
        ] {
            check(&mut near, z);
        }
    }

    #[test]
    fn a_value_depends_on_its_key_alone() {
        // A step of 2^-8 meets every border between stretches, where two could claim a key.
        let border = (-3000..3000).map(|i| i as f32 / 256.0);
        let between = (-3000..3000).map(|i| i as f32 / 713.0);
        for keys in [border.collect::<Vec<_>>(), between.collect()] {
            let (mut norms, mut losses) = (vec![0.0; keys.len()], vec![0.0; keys.len()]);
            Near::new().negatives(&keys, &mut norms, &mut losses);
            for (i, &key) in keys.iter().enumerate() {
                let alone = negative(&mut Near::new(), key);
                assert_eq!((losses[i], norms[i]), (alone.value, alone.derivative));
            }
        }
    }
}

//! Lanes of GHM-R: a square root and two divisions give the norm and ASL1.
//!
//! # Outline
//! 1. `a = min(|d|, 2^60)`, so that its square stays finite.
//! 2. `h = sqrt(a^2 + mu^2)`.
//! 3. `g = a / h`.
//! 4. `ASL1 = a^2 / (h + mu) + (|d| - a)`: `h - mu` would lose all digits of a small offset. Beyond
//!    `2^60` ASL1 is `|d|` to the last digit.
//!
//! `mu` must be in [`MU`]: then no step overflows, and what underflows is below `2^-100`.

use fearless_simd::{Level, Simd, dispatch, prelude::*};
use std::{hint::black_box, ops::RangeInclusive};

use super::{
    exp,
    lane_loss::{Begun, LaneLoss},
};

/// The values of `mu` that the lanes take.
pub const MU: RangeInclusive<f64> = 1e-6..=1e6;

/// Authentic smooth L1 of predictions and targets.
#[derive(Clone, Copy, Debug)]
pub struct Asl1 {
    mu: f32,
    mu2: f32,
    limit: f32,
}

impl Asl1 {
    /// The loss with this `mu`; `None` where the lanes can't take it.
    pub fn new(mu: f64) -> Option<Self> {
        MU.contains(&mu).then(|| {
            black_box(Self {
                mu: mu as f32,
                mu2: (mu * mu) as f32,
                limit: 2.0_f32.powi(60),
            })
        })
    }

    /// Gradient norm of every offset: for tests of the bound.
    ///
    /// # Panics
    /// When the lengths differ.
    pub fn norms_into(&self, level: Level, offsets: &[f32], norms: &mut [f32]) {
        dispatch!(level, simd => {
            let lanes = self.splat(simd);
            exp::map(simd, offsets, norms, |offset| {
                let Begun { key, parts, .. } = Self::begin(&lanes, offset, offset * 0.0);
                Self::norm(&lanes, key, Self::go_on(&lanes, parts))
            });
        });
    }
}

/// The constants in every lane.
#[derive(Clone, Copy)]
pub struct Lanes<S: Simd> {
    mu: S::f32s,
    mu2: S::f32s,
    limit: S::i32s,
    magnitude: S::i32s,
}

impl<S: Simd> Lanes<S> {
    #[inline(always)]
    fn limited(&self, key: S::f32s) -> S::f32s {
        key.bitcast::<S::i32s>().min(self.limit).bitcast()
    }
}

impl LaneLoss for Asl1 {
    const DOUBT: f32 = 2.5e-7;
    const LONG: bool = false;

    type Lanes<S: Simd> = Lanes<S>;

    #[inline(always)]
    fn splat<S: Simd>(&self, simd: S) -> Lanes<S> {
        Lanes {
            mu: S::f32s::splat(simd, self.mu),
            mu2: S::f32s::splat(simd, self.mu2),
            limit: S::f32s::splat(simd, self.limit).bitcast(),
            magnitude: S::i32s::splat(simd, black_box(i32::MAX)),
        }
    }

    #[inline(always)]
    fn begin<S: Simd>(lanes: &Lanes<S>, prediction: S::f32s, target: S::f32s) -> Begun<S> {
        let offset: S::i32s = (prediction - target).bitcast();
        let magnitude = offset & lanes.magnitude;
        let key: S::f32s = magnitude.bitcast();
        let a = lanes.limited(key);
        Begun {
            key,
            sign: offset ^ magnitude,
            parts: [a * a, lanes.mu2],
        }
    }

    #[inline(always)]
    fn go_on<S: Simd>(_: &Lanes<S>, [a2, mu2]: [S::f32s; 2]) -> S::f32s {
        (a2 + mu2).sqrt()
    }

    #[inline(always)]
    fn loss<S: Simd>(lanes: &Lanes<S>, key: S::f32s, h: S::f32s) -> S::f32s {
        let a = lanes.limited(key);
        (a * a) / (h + lanes.mu) + (key - a)
    }

    #[inline(always)]
    fn norm<S: Simd>(lanes: &Lanes<S>, key: S::f32s, h: S::f32s) -> S::f32s {
        lanes.limited(key) / h
    }
}

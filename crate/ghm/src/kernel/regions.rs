//! From a norm in single precision to its exact unit region.
//!
//! # Outline
//! 1. `q = g M`, off by at most the loss's [`DOUBT`](super::lane_loss::LaneLoss::DOUBT) times `M`,
//!    and the nearest inner edge `r`, an integer between 1 and `M - 1`. The region is `r` if
//!    `q >= r`, else `r - 1`: all of it in lanes.
//! 2. An example within the doubt of `r` might be in the wrong one of the two. The lanes keep the
//!    smallest `|q - r|`; only where it is within the doubt, a second loop asks the key:
//!    `Thresholds::settle` compares it with the exact thresholds of [`UnitRegions`].
//!
//! So the region is that of the real number, for every `f32` key; the tests walk the keys around
//! every edge. About one block in a hundred needs the second loop.

use fearless_simd::{Simd, prelude::*};
use std::hint::black_box;

use super::exp::ROUND;
use crate::density::UnitRegions;

/// Thresholds of the keys, and one more on each side.
#[derive(Clone, Debug)]
pub(super) struct Thresholds(Vec<f32>);

impl Thresholds {
    pub(super) fn new(regions: &UnitRegions) -> Self {
        let mut values = vec![f32::NEG_INFINITY];
        values.extend_from_slice(regions.thresholds());
        values.push(f32::INFINITY);
        Self(values)
    }

    /// `M`.
    pub(super) fn bins(&self) -> usize {
        self.0.len() - 1
    }

    /// The region that masked examples are put in.
    pub(super) fn masked(&self) -> usize {
        self.bins()
    }

    /// The exact region of a key, from one that is at most one off.
    #[inline(always)]
    pub(super) fn settle(&self, region: i32, key: f32) -> i32 {
        let at = region as usize;
        region - i32::from(key < self.0[at]) + i32::from(key >= self.0[at + 1])
    }
}

/// Step 1 in lanes.
#[derive(Clone, Copy)]
pub(super) struct Lanes<S: Simd> {
    bins: S::f32s,
    round: S::f32s,
    first: S::i32s,
    last: S::i32s,
    magnitude: S::i32s,
    unround: S::i32s,
}

impl<S: Simd> Lanes<S> {
    #[inline(always)]
    pub(super) fn new(simd: S, bins: usize) -> Self {
        let (bins, round) = (bins as f32, black_box(ROUND));
        Self {
            bins: S::f32s::splat(simd, bins),
            round: S::f32s::splat(simd, round),
            first: S::f32s::splat(simd, round + 1.0).bitcast(),
            last: S::f32s::splat(simd, round + bins - 1.0).bitcast(),
            magnitude: S::i32s::splat(simd, black_box(i32::MAX)),
            unround: S::f32s::splat(simd, round).bitcast(),
        }
    }

    /// The region of a norm, and the bits of `|q - r|`.
    ///
    /// Floats above 0 order as integers do, so the edge is clamped as an integer, which takes in
    /// NaN: a region is always below `M`.
    #[inline(always)]
    pub(super) fn region(&self, norm: S::f32s) -> (S::i32s, S::i32s) {
        let q = norm * self.bins;
        let shifted: S::i32s = (q + self.round).bitcast();
        let shifted = shifted.max(self.first).min(self.last);
        let edge = shifted.bitcast::<S::f32s>() - self.round;
        let beyond: S::i32s = (q - edge).bitcast();
        let region = (shifted - self.unround) + (beyond >> 31_u32);
        (region, beyond & self.magnitude)
    }
}

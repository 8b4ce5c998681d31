//! Whether the lanes take a batch. If not, the `f64` path takes it, and reports what is wrong with it.

use fearless_simd::{Level, Simd, dispatch, prelude::*};

use super::batch::ExampleBatch;

/// Whether all masks are finite, all valid logits finite and all valid targets 0 or 1.
pub fn is_hard(level: Level, batch: ExampleBatch) -> bool {
    dispatch!(level, simd => all(simd, batch, hard))
}

/// Whether all masks are finite, and all valid offsets too.
pub fn is_finite(level: Level, batch: ExampleBatch) -> bool {
    dispatch!(level, simd => all(simd, batch, finite_offset))
}

/// `t^2 - t` is 0 for 0 and 1 only.
#[inline(always)]
fn hard<S: Simd>(simd: S, logit: S::f32s, target: S::f32s) -> S::mask32s {
    finite::<S>(logit) & (target * target - target).simd_eq(S::f32s::splat(simd, 0.0))
}

#[inline(always)]
fn finite_offset<S: Simd>(_: S, prediction: S::f32s, target: S::f32s) -> S::mask32s {
    finite::<S>(prediction) & finite::<S>(target) & finite::<S>(prediction - target)
}

/// `0 x` is 0 unless `x` is infinite or undefined.
#[inline(always)]
fn finite<S: Simd>(x: S::f32s) -> S::mask32s {
    (x * 0.0).simd_eq(S::f32s::splat(x.token(), 0.0))
}

#[inline(always)]
fn all<S: Simd>(
    simd: S,
    batch: ExampleBatch,
    test: impl Fn(S, S::f32s, S::f32s) -> S::mask32s,
) -> bool {
    let zero = S::f32s::splat(simd, 0.0);
    let mut fine = S::mask32s::splat(simd, true);
    for i in (0..batch.inputs.len()).step_by(S::f32s::LEN) {
        let passed = test(
            simd,
            load(simd, batch.inputs, i),
            load(simd, batch.targets, i),
        );
        fine &= match batch.mask {
            Some(mask) => {
                let mask = load(simd, mask, i);
                finite::<S>(mask) & (passed | mask.simd_le(zero))
            }
            None => passed,
        };
    }
    fine.all_true()
}

/// The values from `i` on, filled up with 0.
#[inline(always)]
fn load<S: Simd>(simd: S, values: &[f32], i: usize) -> S::f32s {
    match values.get(i..i + S::f32s::LEN) {
        Some(values) => S::f32s::from_slice(simd, values),
        None => S::f32s::from_fn(simd, |lane| values.get(i + lane).copied().unwrap_or(0.0)),
    }
}

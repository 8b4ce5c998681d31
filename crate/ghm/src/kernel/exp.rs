//! `e^-|x|`, `ln(1 + e^x)` and `sigmoid(x)` in single precision, in lanes.
//!
//! # Outline
//! 1. `a = min(|x|, 88.02)`, an integer minimum: bits of floats without sign order as the floats do.
//!    So NaN and infinity stay harmless too.
//! 2. `n = round(-a log2 e)`: adding `1.5 * 2^23` leaves `n` in the low bits of the sum.
//! 3. `r = a + n ln 2` with `ln 2` in two parts, the first short enough that `n ln2_high` is exact.
//! 4. `e^-r = 1 - r + r^2 P(r)`, `P` of degree 4.
//! 5. `t = e^-|x| = e^-r 2^n`: `2^n` is made from `n` as an exponent; at `n = -127` it is 0.
//! 6. `sigmoid(x) = t / (1 + t)` below 0, `1 / (1 + t)` from 0 on: small values keep their digits.
//! 7. `ln(1 + t) = 2 artanh(s)`, `s = t / (2 + t)`: `2 s + s^3 Q(s^2)`, `Q` of degree 3.
//! 8. `ln(1 + e^x) = max(x, 0) + ln(1 + t)`, again an integer maximum.
//!
//! Polynomials are split as Estrin does: a shorter chain of operations that wait for each other.
//!
//! # Sources
//! Steps 2 and 3: Cody and Waite, "Software Manual for the Elementary Functions", 1980, with the
//! constants of Moshier's Cephes library. Step 7: Tang, "Table-driven implementation of the
//! logarithm function", ACM TOMS 16(4), 1990, without its table. `P` and `Q` are minimax fits of
//! the relative error, found by Lawson's iteration: 2^-28.2 and 2^-27.7 before rounding.
//!
//! # Same bits everywhere
//! Only `+ - * /` and integer operations: no fused multiply-add, no estimate, nothing relaxed. So
//! every level gives the same bits.

use fearless_simd::{Level, Simd, dispatch, prelude::*};
use std::hint::black_box;

/// Largest error of [`exp_into`] in units in the last place, for results from [`SMALLEST`] on.
pub const EXP_ULP: f64 = 1.0;
/// Largest error of [`softplus_into`] in units in the last place, for results from [`SMALLEST`] on.
pub const SOFTPLUS_ULP: f64 = 3.0;
/// Largest error of [`sigmoid_into`] in units in the last place, for results from [`SMALLEST`] on.
pub const SIGMOID_ULP: f64 = 2.5;
/// Smaller results fade to 0: they are off by less than this.
pub const SMALLEST: f32 = f32::MIN_POSITIVE;

/// Added to a number, rounds it to an integer that stands in the low bits of the sum: the unit in
/// the last place of `1.5 * 2^23` is 1.
pub(super) const ROUND: f32 = 12_582_912.0;

/// The constants, as values that the compiler can't see through: browsers rebuild constant
/// vectors inside loops, which costs a tenth and more. Loaded values stay in registers.
#[derive(Clone, Copy, Debug)]
pub struct Constants {
    limit: f32,
    log2_e: f32,
    round: f32,
    ln2: [f32; 2],
    p: [f32; 5],
    q: [f32; 4],
    one: f32,
    two: f32,
}

impl Constants {
    pub(super) fn new() -> Self {
        black_box(Self {
            limit: 88.02,
            log2_e: -std::f32::consts::LOG2_E,
            round: ROUND,
            ln2: [0.693_359_4, -2.121_944_4e-4],
            p: [
                0.499_999_93,
                -0.166_665_2,
                0.041_668_39,
                -0.008_368_745,
                0.001_381_454,
            ],
            q: [0.666_664_2, 0.400_215_27, 0.280_018_06, 0.280_119_84],
            one: 1.0,
            two: 2.0,
        })
    }

    /// The constants in every lane.
    #[inline(always)]
    pub(super) fn splat<S: Simd>(&self, simd: S) -> Lanes<S> {
        Lanes {
            limit: S::f32s::splat(simd, self.limit).bitcast(),
            log2_e: S::f32s::splat(simd, self.log2_e),
            round: S::f32s::splat(simd, self.round),
            ln2: splat(simd, self.ln2),
            p: splat(simd, self.p),
            q: splat(simd, self.q),
            one: S::f32s::splat(simd, self.one),
            two: S::f32s::splat(simd, self.two),
            magnitude: S::i32s::splat(simd, black_box(i32::MAX)),
            zero: S::i32s::splat(simd, 0),
        }
    }
}

#[inline(always)]
fn splat<S: Simd, const N: usize>(simd: S, values: [f32; N]) -> [S::f32s; N] {
    let mut lanes = [S::f32s::splat(simd, 0.0); N];
    for (lanes, value) in lanes.iter_mut().zip(values) {
        *lanes = S::f32s::splat(simd, value);
    }
    lanes
}

/// [`Constants`] in every lane.
#[derive(Clone, Copy)]
pub struct Lanes<S: Simd> {
    limit: S::i32s,
    log2_e: S::f32s,
    round: S::f32s,
    ln2: [S::f32s; 2],
    p: [S::f32s; 5],
    q: [S::f32s; 4],
    one: S::f32s,
    two: S::f32s,
    magnitude: S::i32s,
    zero: S::i32s,
}

impl<S: Simd> Lanes<S> {
    /// `e^-|x|`: steps 1 to 5.
    #[inline(always)]
    pub(super) fn exp(&self, x: S::f32s) -> S::f32s {
        let (r, shifted) = self.reduce(x);
        self.exp_reduced(r, shifted)
    }

    /// Steps 1 to 3: `r`, and a number with `n` in its low bits.
    #[inline(always)]
    pub(super) fn reduce(&self, x: S::f32s) -> (S::f32s, S::f32s) {
        let x: S::i32s = x.bitcast();
        let a: S::f32s = (x & self.magnitude).min(self.limit).bitcast();
        let shifted = a * self.log2_e + self.round;
        let n = shifted - self.round;
        let r = (a + n * self.ln2[0]) + n * self.ln2[1];
        (r, shifted)
    }

    /// Steps 4 and 5.
    #[inline(always)]
    pub(super) fn exp_reduced(&self, r: S::f32s, shifted: S::f32s) -> S::f32s {
        let [p0, p1, p2, p3, p4] = self.p;
        let r2 = r * r;
        let p = (p4 * r2 + (p3 * r + p2)) * r2 + (p1 * r + p0);
        let power = (p * r2 - r) + self.one;
        let n: S::i32s = shifted.bitcast();
        let one: S::i32s = self.one.bitcast();
        let scale: S::f32s = ((n << 23_u32) + one).bitcast();
        power * scale
    }

    /// `sigmoid(x)` from `x` and `t = e^-|x|`: step 6.
    #[inline(always)]
    pub(super) fn sigmoid(&self, x: S::f32s, t: S::f32s) -> S::f32s {
        let negative = x.bitcast::<S::i32s>().simd_lt(self.zero);
        negative.select(t, self.one) / (self.one + t)
    }

    /// `ln(1 + e^x)` from `x` and `t = e^-|x|`: steps 7 and 8.
    #[inline(always)]
    pub(super) fn softplus(&self, x: S::f32s, t: S::f32s) -> S::f32s {
        let s = t / (self.two + t);
        let v = s * s;
        let [q0, q1, q2, q3] = self.q;
        let q = (q3 * v + q2) * (v * v) + (q1 * v + q0);
        let log = q * (v * s) + (s + s);
        let positive: S::f32s = x.bitcast::<S::i32s>().max(self.zero).bitcast();
        positive + log
    }
}

/// `e^-|x|` of every `x`.
///
/// # Panics
/// When the lengths differ.
pub fn exp_into(level: Level, x: &[f32], result: &mut [f32]) {
    dispatch!(level, simd => {
        let lanes = Constants::new().splat(simd);
        map(simd, x, result, #[inline(always)] |x| lanes.exp(x));
    });
}

/// `ln(1 + e^x)` of every `x`.
///
/// # Panics
/// When the lengths differ.
pub fn softplus_into(level: Level, x: &[f32], result: &mut [f32]) {
    dispatch!(level, simd => {
        let lanes = Constants::new().splat(simd);
        map(simd, x, result, #[inline(always)] |x| lanes.softplus(x, lanes.exp(x)));
    });
}

/// `sigmoid(x)` of every `x`.
///
/// # Panics
/// When the lengths differ.
pub fn sigmoid_into(level: Level, x: &[f32], result: &mut [f32]) {
    dispatch!(level, simd => {
        let lanes = Constants::new().splat(simd);
        map(simd, x, result, #[inline(always)] |x| lanes.sigmoid(x, lanes.exp(x)));
    });
}

/// A function of every value, in lanes.
#[inline(always)]
pub(super) fn map<S: Simd>(simd: S, x: &[f32], result: &mut [f32], f: impl Fn(S::f32s) -> S::f32s) {
    assert_eq!(x.len(), result.len(), "one result for each value");
    let width = S::f32s::LEN;
    let mut from = x.chunks_exact(width);
    let mut to = result.chunks_exact_mut(width);
    for (from, to) in from.by_ref().zip(to.by_ref()) {
        f(S::f32s::from_slice(simd, from)).store_slice(to);
    }
    let rest = from.remainder();
    let last = f(S::f32s::from_fn(simd, |i| {
        rest.get(i).copied().unwrap_or(0.0)
    }));
    let to = to.into_remainder();
    to.copy_from_slice(&last.as_slice()[..to.len()]);
}

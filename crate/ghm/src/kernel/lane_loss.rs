//! What a loss has to compute in lanes so that a [`Pass`](super::Pass) can run it.

use fearless_simd::Simd;

/// What the lanes compute for one loss, step by step.
pub trait LaneLoss: Copy {
    /// Whether [`go_on`](Self::go_on) is long enough to be worth a loop of its own.
    const LONG: bool;

    /// How far a norm may be from the true one, rounding of `g M` included: see
    /// [`super::regions`].
    const DOUBT: f32;

    /// The loss's constants, in every lane.
    type Lanes<S: Simd>: Copy;

    /// Loads the constants.
    fn splat<S: Simd>(&self, simd: S) -> Self::Lanes<S>;

    /// Key, sign of the derivative, and what [`go_on`](Self::go_on) continues with.
    fn begin<S: Simd>(lanes: &Self::Lanes<S>, input: S::f32s, target: S::f32s) -> Begun<S>;

    /// What [`norm`](Self::norm) and [`loss`](Self::loss) have in common.
    fn go_on<S: Simd>(lanes: &Self::Lanes<S>, parts: [S::f32s; 2]) -> S::f32s;

    /// Loss without weight.
    fn loss<S: Simd>(lanes: &Self::Lanes<S>, key: S::f32s, common: S::f32s) -> S::f32s;

    /// Gradient norm.
    fn norm<S: Simd>(lanes: &Self::Lanes<S>, key: S::f32s, common: S::f32s) -> S::f32s;
}

/// Some examples after the first step.
#[derive(Clone, Copy)]
pub struct Begun<S: Simd> {
    /// What [`UnitRegions`](crate::UnitRegions) finds the region by.
    pub key: S::f32s,
    /// Sign bit of the derivative; its magnitude is the norm.
    pub sign: S::i32s,
    /// Intermediate results.
    pub parts: [S::f32s; 2],
}

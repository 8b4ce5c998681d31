//! Lanes of GHM-C for targets of 0 or 1: one exponential gives the norm and the cross-entropy.
//!
//! # Outline
//! With `z = (1 - 2 p*) x` the norm is `g = sigmoid(z)`, the loss `ln(1 + e^z)` and its derivative
//! by the logit `(1 - 2 p*) g`. The bits of 1.0, moved up by 8, are a sign bit; those of 0.0 none:
//! so a target turns into the sign of `1 - 2 p*` with one shift.

use fearless_simd::{Simd, prelude::*};

use super::{
    exp,
    lane_loss::{Begun, LaneLoss},
};

/// Binary cross-entropy of logits with targets of 0 or 1.
#[derive(Clone, Copy, Debug)]
pub struct CrossEntropy {
    constants: exp::Constants,
}

impl CrossEntropy {
    /// The loss with its constants.
    #[expect(clippy::new_without_default, reason = "constants are no default value")]
    pub fn new() -> Self {
        Self {
            constants: exp::Constants::new(),
        }
    }
}

impl LaneLoss for CrossEntropy {
    const DOUBT: f32 = 2.0e-7;
    const LONG: bool = true;

    type Lanes<S: Simd> = exp::Lanes<S>;

    #[inline(always)]
    fn splat<S: Simd>(&self, simd: S) -> exp::Lanes<S> {
        self.constants.splat(simd)
    }

    #[inline(always)]
    fn begin<S: Simd>(lanes: &exp::Lanes<S>, logit: S::f32s, target: S::f32s) -> Begun<S> {
        let sign = target.bitcast::<S::i32s>() << 8_u32;
        let key: S::f32s = (logit.bitcast::<S::i32s>() ^ sign).bitcast();
        let (r, shifted) = lanes.reduce(key);
        Begun {
            key,
            sign,
            parts: [r, shifted],
        }
    }

    #[inline(always)]
    fn go_on<S: Simd>(lanes: &exp::Lanes<S>, [r, shifted]: [S::f32s; 2]) -> S::f32s {
        lanes.exp_reduced(r, shifted)
    }

    #[inline(always)]
    fn loss<S: Simd>(lanes: &exp::Lanes<S>, key: S::f32s, exp: S::f32s) -> S::f32s {
        lanes.softplus(key, exp)
    }

    #[inline(always)]
    fn norm<S: Simd>(lanes: &exp::Lanes<S>, key: S::f32s, exp: S::f32s) -> S::f32s {
        lanes.sigmoid(key, exp)
    }
}

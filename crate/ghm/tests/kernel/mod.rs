//! What the tests of the kernels have in common.

#![allow(dead_code, reason = "each test uses its own part")]

use ghm::kernel::Level;

/// The levels of this machine, scalar first.
pub fn levels() -> Vec<Level> {
    let best = Level::new();
    let mut levels = vec![Level::fallback()];
    #[cfg(target_arch = "x86_64")]
    {
        use fearless_simd::Simd;
        levels.extend(best.as_sse2().map(Simd::level));
        levels.extend(best.as_sse4_2().map(Simd::level));
        levels.extend(best.as_avx2().map(Simd::level));
    }
    levels.push(best);
    levels
}

/// Visits every `stride`th finite `f32`, in pieces.
pub fn for_all_finite(stride: usize, mut visit: impl FnMut(&[f32])) {
    let bits = (0..=u32::MAX).step_by(stride);
    let mut finite = bits.map(f32::from_bits).filter(|x| x.is_finite());
    loop {
        let piece: Vec<f32> = finite.by_ref().take(1 << 16).collect();
        if piece.is_empty() {
            return;
        }
        visit(&piece);
    }
}

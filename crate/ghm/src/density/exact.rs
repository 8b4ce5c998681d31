//! The exact gradient density: the examples in a window of width `epsilon` around a norm.
//!
//! Everything here expects an `epsilon` that [`validate_epsilon`] accepts.

use crate::error::{Error, positive};

/// Whether a window can have this width.
///
/// # Errors
/// [`Error::NotPositive`].
pub fn validate_epsilon(epsilon: f64) -> Result<(), Error> {
    positive("epsilon", epsilon).map(drop)
}

/// Length of the part of the window around `g` that lies in `[0, 1]`:
/// `min(g + epsilon/2, 1) - max(g - epsilon/2, 0)`.
pub fn valid_length(g: f64, epsilon: f64) -> f64 {
    let half = epsilon / 2.0;
    (g + half).min(1.0) - (g - half).max(0.0)
}

/// How many of the norms are in `[g - epsilon/2, g + epsilon/2)`, the norms ascending. O(log N).
pub fn count_window(norms: &[f64], g: f64, epsilon: f64) -> u64 {
    let half = epsilon / 2.0;
    let from = norms.partition_point(|&norm| norm < g - half);
    let to = norms.partition_point(|&norm| norm < g + half);
    to.saturating_sub(from) as u64
}

/// Gradient density `GD(g)` at each of the norms, which are ascending: the count in its window
/// divided by the window's valid length. O(N) for all.
pub fn densities(norms: &[f64], epsilon: f64) -> impl Iterator<Item = f64> {
    let half = epsilon / 2.0;
    // As g ascends, both ends of its window do.
    let (mut from, mut to) = (0, 0);
    norms.iter().map(move |&g| {
        from = advance(norms, from, g - half);
        to = advance(norms, to, g + half);
        to.saturating_sub(from) as f64 / valid_length(g, epsilon)
    })
}

/// The first place from `at` on whose norm is not below the bound.
///
/// Four norms are compared at once: a processor can't guess whether a place moves by 0, 1 or 2,
/// which it mostly does, but that it moves by less than four.
#[inline]
fn advance(norms: &[f64], mut at: usize, bound: f64) -> usize {
    while let Some(next) = norms.get(at..at + 4) {
        let below: usize = next.iter().map(|&norm| usize::from(norm < bound)).sum();
        at += below;
        if below < 4 {
            return at;
        }
    }
    let rest = norms[at..].iter();
    at + rest.take_while(|&&norm| norm < bound).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_half_open_and_cut_at_the_ends() {
        // Eighths, so that nothing rounds: the window of .5 is [.375, .625).
        let norms = [0.0, 0.375, 0.5, 0.625, 1.0];
        assert_eq!(count_window(&norms, 0.5, 0.25), 2);
        assert_eq!(count_window(&norms, 0.0, 0.25), 1);
        assert_eq!(count_window(&norms, 1.0, 0.25), 1);
        assert_eq!(count_window(&norms, 0.5, 4.0), 5);
        assert_eq!(count_window(&[], 0.5, 0.25), 0);
        assert_eq!(
            [0.0, 0.0625, 0.5, 1.0].map(|g| valid_length(g, 0.25)),
            [0.125, 0.1875, 0.25, 0.125]
        );
        assert_eq!(valid_length(0.25, 4.0), 1.0);
        let all: Vec<f64> = densities(&norms, 0.25).collect();
        assert_eq!(all, [8.0, 4.0, 8.0, 8.0, 8.0]);
    }
}

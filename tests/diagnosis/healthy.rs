//! Examples with nothing wrong, and their makings.

use crate::set::{Set, settings};
use diagnosis::{Settings, diagnose};
use ghm::sample::Preset;
use ghm::{Options, Start};
use oorandom::Rand64;

/// Logits of a classifier that has learned something: negatives about `-apart`, positives about `apart`, both normal
/// with deviation 2.5, so that every region of 30 is filled; and offsets whose norms are even at mu = .1.
pub fn classifier(n: usize, positives: f64, apart: f32, seed: u128) -> Set {
    let mut random = Rand64::new(seed);
    let mut set = Set::default();
    for _ in 0..n {
        let positive = random.rand_float() < positives;
        // The sum of twelve uniform numbers is nearly normal.
        let normal = (0..12).map(|_| random.rand_float()).sum::<f64>() - 6.0;
        let centre = if positive { apart } else { -apart };
        set.logits.push(centre + 2.5 * normal as f32);
        set.targets.push(f32::from(u8::from(positive)));
    }
    for _ in 0..2000 {
        let norm = random.rand_float() * 0.998;
        set.offsets
            .push(ghm::density::regression_key(norm, 0.1) as f32);
    }
    set
}

/// Settings that suit it.
pub fn suited() -> Settings {
    Settings {
        mu: 0.1,
        ..settings()
    }
}

/// A momentum that is started corrected.
pub fn averaged(momentum: f64) -> Settings {
    Settings {
        classification: Options {
            momentum,
            start: Start::Corrected,
            ..Options::classification()
        },
        ..suited()
    }
}

#[test]
fn nothing_is_said_against_ten_healthy_sets() {
    for seed in 0..10 {
        let n = [3000, 20_000, 100_000][seed as usize % 3];
        let set = classifier(n, [0.5, 0.2, 0.1, 0.3][seed as usize % 4], 1.5, seed);
        for settings in [suited(), averaged(0.75), averaged(0.9)] {
            assert_eq!(set.faults(&settings), [""; 0], "seed {seed}, {settings:?}");
        }
    }
}

#[test]
fn nor_against_a_converged_detector_of_a_million_anchors() {
    for seed in 1..4 {
        let made = Preset::Converged.classification(1_000_000, seed);
        let set = Set {
            logits: made.logits,
            targets: made.targets,
            ..Set::default()
        };
        let found = set.diagnose(&averaged(0.75));
        assert_eq!(crate::set::faults(&found), [""; 0], "seed {seed}");
        let names: Vec<_> = found.findings.iter().map(|it| it.name).collect();
        assert_eq!(names, ["flat-loss", "damps-outliers"]);
    }
}

#[test]
fn nothing_known_is_nothing_found() {
    let found = diagnose(&diagnosis::Evidence::default(), &suited()).unwrap();
    assert!(found.findings.is_empty() && found.suggestion.why.is_empty());
    assert_eq!((found.suggestion.bins, found.suggestion.mu), (None, None));
}

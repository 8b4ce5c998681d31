//! Eight examples whose numbers can be followed by hand.

use ghm::{
    Convention, GhmC, GhmR, Options, Sorted,
    density::{classification_key, count_window, densities, valid_length},
};

use super::tolerance::{HAND, assert_all_close, assert_close};

/// Gradient norms; the targets of the first six are 0.
const NORMS: [f64; 8] = [0.02, 0.05, 0.08, 0.12, 0.35, 0.62, 0.91, 0.97];
const TARGETS: [f32; 8] = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
/// Width of a window and of a unit region.
const EPSILON: f64 = 0.2;
const BINS: usize = 5;

const OFFSETS: [f32; 8] = [-0.3, -0.05, -0.01, 0.0, 0.004, 0.02, 0.08, 1.5];
const MU: f64 = 0.02;

/// The worked example: exact density, unit regions in both conventions, momentum, regression.
pub fn hand_case() {
    exact_density();
    unit_regions();
    momentum();
    regression();
}

fn logits() -> Vec<f32> {
    let logit = |(&g, &target): (&f64, &f32)| (classification_key(g) as f32) * (1.0 - 2.0 * target);
    NORMS.iter().zip(&TARGETS).map(logit).collect()
}

fn exact_density() {
    let lengths = NORMS.map(|g| valid_length(g, EPSILON));
    assert_all_close(
        &lengths,
        &[0.12, 0.15, 0.18, 0.2, 0.2, 0.2, 0.19, 0.13],
        HAND,
        "valid length",
    );

    // The window around .02 ends at .12, where an example lies. By hand it is outside, so the count
    // is 3. In f64 .02 + .1 is slightly more than .12, so it is inside and the count is 4.
    let counts = NORMS.map(|g| count_window(&NORMS, g, EPSILON));
    assert_eq!(counts, [4, 4, 4, 4, 1, 1, 2, 2], "examples in the window");

    let beta: Vec<f64> = densities(&NORMS, EPSILON)
        .map(|gd| NORMS.len() as f64 / gd)
        .collect();
    assert_all_close(
        &beta,
        &[0.24, 0.3, 0.36, 0.4, 1.6, 1.6, 0.76, 0.52],
        HAND,
        "exact beta",
    );

    let entropies = NORMS.map(|g| -(1.0 - g).ln());
    let loss: f64 = densities(&NORMS, EPSILON)
        .zip(entropies)
        .map(|(gd, loss)| loss / gd)
        .sum();
    assert_close(loss, 0.749028, HAND, 0.0, "loss by the exact density");

    // Rounding the logits to f32 moves the norms slightly: .12 may be inside or outside.
    let sorted = Sorted::classification(&logits(), &TARGETS, None).expect("eight examples");
    let in_or_out = if sorted.count_window(sorted.norms()[0], EPSILON) == 4 {
        0.749028
    } else {
        0.749230
    };
    assert_close(
        sorted.exact_loss(EPSILON),
        in_or_out,
        HAND,
        0.0,
        "loss of sorted examples",
    );
}

fn unit_regions() {
    let weights = |convention, first| {
        let options = Options {
            bins: BINS,
            momentum: 0.0,
            convention,
            ..Options::classification()
        };
        let mut ghm = GhmC::new(options).expect("five regions");
        let step = ghm.step(&logits(), &TARGETS, None).expect("eight examples");
        assert_eq!(step.counts, [4, 1, 0, 1, 2], "counts");
        let found: Vec<f64> = step
            .weights
            .iter()
            .map(|&weight| f64::from(weight))
            .collect();
        let expected = [1.0, 1.0, 1.0, 1.0, 4.0, 4.0, 2.0, 2.0].map(|weight| weight * first);
        assert_all_close(&found, &expected, HAND, &format!("{convention:?}: beta"));
        step.loss
    };
    assert_close(
        weights(Convention::Paper, 0.4),
        0.885259,
        HAND,
        0.0,
        "paper's loss",
    );
    assert_close(
        weights(Convention::Code, 0.5),
        1.106574,
        HAND,
        0.0,
        "code's loss",
    );

    let options = Options {
        bins: 1,
        momentum: 0.0,
        ..Options::classification()
    };
    let mut plain = GhmC::new(options).expect("one region");
    let step = plain
        .step(&logits(), &TARGETS, None)
        .expect("eight examples");
    assert_close(step.loss, 0.949448, HAND, 0.0, "mean cross-entropy");
}

fn momentum() {
    let options = Options {
        bins: BINS,
        momentum: 0.75,
        ..Options::classification()
    };
    let mut ghm = GhmC::new(options).expect("five regions");
    for (t, expected) in [4.426296, 2.529312, 1.914074, 1.618760]
        .into_iter()
        .enumerate()
    {
        let step = ghm.step(&logits(), &TARGETS, None).expect("eight examples");
        assert_close(
            step.loss,
            expected,
            HAND,
            0.0,
            &format!("loss of step {t} with momentum"),
        );
    }
}

fn regression() {
    for (bins, convention, expected) in [
        (10, Convention::Code, 0.0950639),
        (10, Convention::Paper, 0.0475319),
        (1, Convention::Code, 0.2335193),
    ] {
        let options = Options {
            bins,
            momentum: 0.0,
            convention,
            ..Options::regression()
        };
        let mut ghm = GhmR::new(MU, options).expect("some regions");
        let step = ghm.step(&OFFSETS, &[0.0; 8], None).expect("eight offsets");
        if bins == 10 {
            assert_eq!(
                step.counts,
                [1, 1, 0, 0, 1, 0, 0, 1, 0, 4],
                "counts of offsets"
            );
        }
        assert_close(
            step.loss,
            expected,
            HAND,
            0.0,
            &format!("{convention:?}, {bins} bins: GHM-R"),
        );
    }
}

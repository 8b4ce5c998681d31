//! The losses of box offsets, each from its paper: a thousand random batches.

use crate::{RUNS, assert_within, draw::Draw};
use ghm::loss::{BOX_LOSSES, Parameters};

/// A handful of operations in `f64`.
const CLOSE: f64 = 1e-14;
/// Balanced L1 is a difference of two terms of about `balpha |d|`, and takes the exponential of up to
/// 60: of that its own rounding makes 60 times 1.1e-16.
const BALANCED: f64 = 2e-14;

/// Loss and derivative of an offset.
fn naive(key: &str, all: &Parameters, d: f64) -> [f64; 2] {
    let (size, sign) = (d.abs(), if d < 0.0 { -1.0 } else { 1.0 });
    match key {
        "sl1" if size <= all.delta => [d * d / all.delta / 2.0, d / all.delta],
        "sl1" => [size - 0.5 * all.delta, sign],
        "asl1" | "ghm-r" => {
            let root = d.hypot(all.mu);
            [d * d / (root + all.mu), d / root]
        }
        "l1" if d == 0.0 => [0.0, 0.0],
        "l1" => [size, sign],
        "balanced-l1" => {
            let (alpha, gamma) = (all.balpha, all.bgamma);
            // alpha ln(b + 1) = gamma.
            let b = (gamma / alpha).exp() - 1.0;
            let inside =
                |size: f64| alpha / b * (b * size + 1.0) * (b * size).ln_1p() - alpha * size;
            if size < 1.0 {
                [inside(size), sign * alpha * (b * size).ln_1p()]
            } else {
                // The constant joins the two parts at 1.
                [gamma * size + (inside(1.0) - gamma), sign * gamma]
            }
        }
        other => panic!("{other} is new: it needs a naive implementation here"),
    }
}

#[test]
fn every_box_loss_is_its_naive_implementation_in_a_thousand_random_batches() {
    for seed in 0..RUNS {
        let mut draw = Draw::new(3_000_000 + seed);
        let all = Parameters {
            delta: draw.size(-3.0, 0.5),
            mu: draw.size(-4.0, 1.0),
            balpha: draw.between(0.05, 1.0),
            bgamma: draw.between(0.5, 3.0),
            ..Parameters::default()
        };
        let n = 1 + draw.below(100);
        for _ in 0..n {
            let size = match draw.below(8) {
                0 => draw.one_of(&[0.0, 1.0, all.delta, all.mu, 1e-12, 1e9]),
                1..5 => draw.between(0.0, 2.0),
                _ => draw.size(-6.0, 3.0),
            };
            let d = draw.one_of(&[1.0, -1.0]) * size;
            for row in BOX_LOSSES {
                let loss = (row.make)(&all);
                assert_eq!(loss.validate(), Ok(()), "seed {seed}, {}", row.key);
                let found = loss.value(d);
                let [value, slope] = naive(row.key, &all, d);
                let floor = match row.key {
                    "balanced-l1" => BALANCED * d.abs().max(all.balpha),
                    _ => 0.0,
                };
                let what = |field: &str| format!("seed {seed}, {} {field}, {d:e}", row.key);
                let allowed = CLOSE * value.abs() + floor;
                assert_within(found.value, value, allowed, &|| what("loss"));
                let allowed = CLOSE * slope.abs() + floor;
                assert_within(found.derivative, slope, allowed, &|| what("derivative"));
            }
        }
    }
}

//! Error bounds of the elementary functions against `f64`, over every 251st `f32`; all of them
//! with `cargo test --release --test kernel_exp -- --ignored`.

mod kernel;

use kernel::{for_all_finite, levels};

use ghm::{
    density::{classification_norm, regression_norm},
    kernel::{
        Asl1, CrossEntropy, Level,
        exp::{
            EXP_ULP, SIGMOID_ULP, SMALLEST, SOFTPLUS_ULP, exp_into, sigmoid_into, softplus_into,
        },
        lane_loss::LaneLoss,
    },
};

type Function = fn(Level, &[f32], &mut [f32]);
type Exact = fn(f64) -> f64;

/// Function, its exact value, its bound in units in the last place.
const FUNCTIONS: [(&str, Function, Exact, f64); 3] = [
    ("exp", exp_into, |x| libm::exp(-x.abs()), EXP_ULP),
    ("softplus", softplus_into, softplus, SOFTPLUS_ULP),
    ("sigmoid", sigmoid_into, classification_norm, SIGMOID_ULP),
];

fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

#[test]
fn errors_are_within_the_bounds() {
    check_every(251);
}

#[test]
#[ignore = "minutes"]
fn errors_are_within_the_bounds_for_every_float() {
    check_every(1);
}

fn check_every(stride: usize) {
    let mut largest = [0.0_f64; 3];
    for_all_finite(stride, |xs| {
        let mut results = vec![0.0; xs.len()];
        for ((name, function, exact, bound), largest) in FUNCTIONS.iter().zip(&mut largest) {
            function(Level::new(), xs, &mut results);
            for (&x, &result) in xs.iter().zip(&results) {
                let exact = exact(f64::from(x));
                let error = (f64::from(result) - exact).abs();
                if exact < f64::from(SMALLEST) {
                    // Fades to 0 instead of losing digits one by one.
                    assert!(error <= f64::from(SMALLEST), "{name}({x:e}) = {result:e}");
                    continue;
                }
                let ulps = error / ulp(exact);
                *largest = largest.max(ulps);
                assert!(
                    ulps <= *bound,
                    "{name}({x:e}) = {result:e}: {ulps} ulp, {exact:e}"
                );
            }
        }
    });
    println!("largest errors in ulp: {largest:?}");
}

#[test]
fn norms_are_within_the_doubt() {
    norms_of_every(251);
}

#[test]
#[ignore = "minutes"]
fn norms_are_within_the_doubt_for_every_float() {
    norms_of_every(1);
}

/// `g M` in `f32` is off by at most `M` times the error of `g`, and half a unit in its last place.
fn norms_of_every(stride: usize) {
    let rounding = |g: f64| g * f64::from(f32::EPSILON) / 2.0;
    let mut largest = [0.0_f64; 2];
    for_all_finite(stride, |xs| {
        let mut norms = vec![0.0; xs.len()];
        sigmoid_into(Level::new(), xs, &mut norms);
        for (&x, &norm) in xs.iter().zip(&norms) {
            let exact = classification_norm(f64::from(x));
            let error = (f64::from(norm) - exact).abs() + rounding(exact);
            largest[0] = largest[0].max(error);
            assert!(
                error <= f64::from(CrossEntropy::DOUBT),
                "{x:e}: {norm}, {exact}"
            );
        }
        for mu in [1e-6, 0.02, 1.0, 1e6] {
            let loss = Asl1::new(mu).unwrap();
            loss.norms_into(Level::new(), xs, &mut norms);
            for (&d, &norm) in xs.iter().zip(&norms) {
                let exact = regression_norm(f64::from(d).abs(), mu);
                let error = (f64::from(norm) - exact).abs() + rounding(exact);
                largest[1] = largest[1].max(error);
                assert!(
                    error <= f64::from(Asl1::DOUBT),
                    "{d:e}, mu {mu}: {norm}, {exact}"
                );
            }
        }
    });
    println!("largest errors of the norms: {largest:?}");
}

#[test]
fn every_level_gives_the_same_bits() {
    for_all_finite(9973, |xs| {
        for (name, function, ..) in FUNCTIONS {
            let mut expected = vec![0.0; xs.len()];
            function(Level::fallback(), xs, &mut expected);
            for level in levels() {
                let mut found = vec![0.0; xs.len()];
                function(level, xs, &mut found);
                for ((x, a), b) in xs.iter().zip(&expected).zip(&found) {
                    assert_eq!(a.to_bits(), b.to_bits(), "{name}({x:e}) at {level:?}");
                }
            }
        }
    });
}

#[test]
fn lanes_that_are_not_full_are_right_too() {
    let xs: Vec<f32> = (0..70).map(|i| i as f32 / 3.0 - 11.0).collect();
    let mut all = vec![0.0; xs.len()];
    softplus_into(Level::new(), &xs, &mut all);
    for n in 0..xs.len() {
        let mut some = vec![0.0; n];
        softplus_into(Level::new(), &xs[..n], &mut some);
        assert_eq!(some, all[..n]);
    }
}

/// Distance of neighbouring `f32` numbers at `x`.
fn ulp(x: f64) -> f64 {
    let exponent = libm::floor(libm::log2(x));
    libm::exp2(exponent.max(-126.0) - 23.0)
}

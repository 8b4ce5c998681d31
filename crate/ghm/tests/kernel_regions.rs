//! The lanes put every key in its exact unit region: all keys next to every edge, for 1 to 200
//! regions, and keys whose norm is 0 or 1 in `f32`.

mod kernel;

use ghm::{
    UnitRegions,
    kernel::{ExampleBatch, Level, Pass},
};
use kernel::for_all_finite;

/// Keys on each side of an edge.
const BAND: usize = 64;

#[test]
fn every_logit_next_to_an_edge_is_in_its_region() {
    for bins in 1..=200 {
        let regions = UnitRegions::classification(bins).unwrap();
        let mut keys = band(regions.thresholds());
        keys.extend([
            0.0,
            1e-38,
            1e-45,
            9.0,
            16.6,
            17.4,
            20.0,
            88.0,
            104.0,
            1e30,
            f32::MAX,
        ]);
        keys.extend(keys.clone().iter().map(|key| -key));
        for target in [0.0, 1.0] {
            let logits: Vec<f32> = keys.iter().map(|z| (1.0 - 2.0 * target) * z).collect();
            let targets = vec![target; logits.len()];
            let found = found(
                Pass::classification(Level::new(), &regions),
                &regions,
                &logits,
                &targets,
            );
            for (&z, found) in keys.iter().zip(found) {
                assert_eq!(found, regions.index(z), "z = {z:e}, {bins} regions");
                assert_eq!(found, by_definition(z, bins), "z = {z:e}, {bins} regions");
            }
        }
    }
}

/// `j / M <= sigmoid(z)`, that is `z >= ln(j / (M - j))`, in `f64`. The nearest any key comes to
/// an edge is far more than the error of that logarithm, except on the edge `ln 1 = 0`.
fn by_definition(z: f32, bins: usize) -> usize {
    let reached = |j: &usize| {
        let (j, m) = (*j as f64, bins as f64);
        f64::from(z) >= libm::log(j / (m - j))
    };
    (1..bins).take_while(reached).count()
}

#[test]
fn every_offset_next_to_an_edge_is_in_its_region() {
    for mu in [0.001, 0.02, 300.0] {
        for bins in 1..=200 {
            let regions = UnitRegions::regression(bins, mu).unwrap();
            let mut keys = band(regions.thresholds());
            keys.extend([0.0, 1e-45, 1e-20, 1e-6, 1e3, 1e18, 1e19, 1e30, f32::MAX]);
            let signed = keys.iter().enumerate();
            let signed: Vec<f32> = signed
                .map(|(i, d)| if i % 2 == 0 { *d } else { -d })
                .collect();
            let zeros = vec![0.0; keys.len()];
            let pass = Pass::regression(Level::new(), &regions, mu).unwrap();
            for (&d, found) in keys.iter().zip(found(pass, &regions, &signed, &zeros)) {
                assert_eq!(
                    found,
                    regions.index(d),
                    "|d| = {d:e}, mu {mu}, {bins} regions"
                );
            }
        }
    }
}

#[test]
fn logits_from_everywhere_are_in_their_regions() {
    let table: Vec<_> = [1, 2, 7, 30, 100, 1000, 65_536]
        .map(|bins| UnitRegions::classification(bins).unwrap())
        .into();
    for_all_finite(4999, |logits| {
        let targets = vec![0.0; logits.len()];
        for regions in &table {
            let found = found(
                Pass::classification(Level::new(), regions),
                regions,
                logits,
                &targets,
            );
            for (&z, found) in logits.iter().zip(found) {
                assert_eq!(
                    found,
                    regions.index(z),
                    "z = {z:e}, {} regions",
                    regions.len()
                );
            }
        }
    });
}

/// The floats around every threshold.
fn band(thresholds: &[f32]) -> Vec<f32> {
    let mut keys = Vec::new();
    for &threshold in thresholds {
        let mut key = threshold;
        (0..BAND).for_each(|_| key = key.next_down());
        for _ in 0..=2 * BAND {
            keys.push(key);
            key = key.next_up();
        }
    }
    keys
}

/// The region of each example: its weight, where the weight of a region is its index.
fn found(mut pass: Pass, regions: &UnitRegions, inputs: &[f32], targets: &[f32]) -> Vec<usize> {
    let batch = ExampleBatch {
        inputs,
        targets,
        mask: None,
    };
    let (mut weights, mut gradient) = (vec![0.0; inputs.len()], vec![0.0; inputs.len()]);
    pass.count_and_mark(batch, &mut weights, &mut gradient);
    let indices: Vec<f64> = (0..regions.len()).map(|j| j as f64).collect();
    pass.weigh(&indices, 1.0, &mut weights, &mut gradient);
    weights.iter().map(|&weight| weight as usize).collect()
}

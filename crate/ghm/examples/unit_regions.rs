//! Prints the unit regions of a preset: how many examples, which weight, what share of the
//! gradient before and after. `cargo run -p ghm --example unit_regions -- outlier-heavy`

use ghm::{Error, GhmC, Options, UnitRegions, sample::Preset};

fn main() -> Result<(), Error> {
    let name = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "converged".into());
    let Some(preset) = Preset::from_name(&name) else {
        let names = Preset::ALL.map(Preset::name).join(", ");
        eprintln!("no preset is called {name}: choose {names}");
        std::process::exit(2);
    };
    let examples = preset.classification(100_000, 1);

    // Without momentum, one batch stands for itself.
    let options = Options {
        momentum: 0.0,
        ..Options::classification()
    };
    let mut loss = GhmC::new(options)?;
    let step = loss.step(&examples.logits, &examples.targets, None)?;
    println!("{name}: {} examples, GHM-C {:.3}", step.valid, step.loss);

    // The gradient's share of each region, under cross-entropy and under GHM-C.
    let regions = UnitRegions::classification(options.bins)?;
    let mut rows = vec![(0.0_f32, 0.0_f64, 0.0_f64); regions.len()];
    for (i, (&x, &target)) in examples.logits.iter().zip(&examples.targets).enumerate() {
        let row = &mut rows[regions.index((1.0 - 2.0 * target) * x)];
        row.0 = step.weights[i];
        let harmonized = f64::from(step.gradient[i].abs());
        row.1 += harmonized / f64::from(step.weights[i]);
        row.2 += harmonized;
    }
    let (plain, harmonized) = rows
        .iter()
        .fold((0.0, 0.0), |(a, b), row| (a + row.1, b + row.2));

    println!("norm from   count      beta   CE %  GHM-C %");
    for (j, ((weight, ce, ghm), count)) in rows.iter().zip(&step.counts).enumerate() {
        let from = j as f64 / regions.len() as f64;
        let (ce, ghm) = (100.0 * ce / plain, 100.0 * ghm / harmonized);
        println!("{from:9.3} {count:7} {weight:9.3} {ce:6.2} {ghm:8.2}");
    }
    Ok(())
}

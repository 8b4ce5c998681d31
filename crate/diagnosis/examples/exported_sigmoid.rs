//! GHM-C and GHM-R (Li, Liu and Wang, AAAI 2019) with the crate `ghm`, by `ghm export rust`.

use ghm::{Convention, Empty, Error, GhmC, GhmR, Options, Start};

/// GHM-C with the chosen settings. Keep it as long as you train, since it has a moving average.
fn classification() -> Result<GhmC, Error> {
    GhmC::new(Options {
        bins: 30,
        momentum: 0.75,
        start: Start::Corrected,
        empty: Empty::Hold,
        convention: Convention::Code,
        ..Options::classification()
    })
}

/// GHM-R with the chosen settings.
fn regression() -> Result<GhmR, Error> {
    let options = Options {
        bins: 10,
        momentum: 0.7,
        start: Start::Corrected,
        empty: Empty::Hold,
        convention: Convention::Code,
        ..Options::regression()
    };
    GhmR::new(0.02, options)
}

/// Targets of each anchor and class, from class ids; K, or any that is none of the classes, is background.
fn one_hot(ids: &[usize], classes: usize) -> Vec<f32> {
    let row = |&id: &usize| (0..classes).map(move |class| f32::from(u8::from(class == id)));
    ids.iter().flat_map(row).collect()
}

fn main() -> Result<(), Error> {
    let (mut loss, mut boxes) = (classification()?, regression()?);
    let logits = [-4.0, 1.5, -3.0, -2.0, -5.0, -4.5];
    // Two anchors and three classes: the first is of class 1, the second is background.
    let targets = one_hot(&[1, 3], 3);
    let mask = [1.0; 6]; // Above 0 counts.
    let step = loss.step(&logits, &targets, Some(&mask))?;
    println!("GHM-C: {}, weights {:?}", step.loss, step.weights);
    println!("gradient {:?}", step.gradient);
    let step = boxes.step(&[0.1, -0.02, 0.3, 0.0], &[0.0; 4], None)?;
    println!("GHM-R: {}, weights {:?}", step.loss, step.weights);
    println!("gradient {:?}", step.gradient);
    Ok(())
}

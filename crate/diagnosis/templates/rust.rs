//! GHM-C and GHM-R (Li, Liu and Wang, AAAI 2019) with the crate `ghm`, by `ghm export rust`.

use ghm::{Convention, Empty, Error, GhmC, GhmR, Options, Start};

/// GHM-C with the chosen settings. Keep it as long as you train, since it has a moving average.
fn classification() -> Result<GhmC, Error> {
    GhmC::new(Options {
        bins: @bins@,
        momentum: @momentum@,
        start: Start::@Start@,
        empty: Empty::@Empty@,
        convention: Convention::@Convention@,
        ..Options::classification()
    })
}

/// GHM-R with the chosen settings.
fn regression() -> Result<GhmR, Error> {
    let options = Options {
        bins: @rbins@,
        momentum: @rmomentum@,
        start: Start::@Start@,
        empty: Empty::@Empty@,
        convention: Convention::@Convention@,
        ..Options::regression()
    };
    GhmR::new(@mu@, options)
}

#? sigmoid
/// Targets of each anchor and class, from class ids; K, or any that is none of the classes, is background.
fn one_hot(ids: &[usize], classes: usize) -> Vec<f32> {
    let row = |&id: &usize| (0..classes).map(move |class| f32::from(u8::from(class == id)));
    ids.iter().flat_map(row).collect()
}
#? end
#? softmax
/// Under a softmax each anchor is one example, its own class against all others together: a logit for each, from rows of
/// `classes` logits and the class ids. Its target is 1, and its loss is the anchor's cross-entropy.
fn against_others(rows: &[f32], classes: usize, ids: &[usize]) -> Vec<f32> {
    let of = |(row, &id): (&[f32], &usize)| {
        let others = row.iter().enumerate().filter(|(class, _)| *class != id);
        let others: Vec<f64> = others.map(|(_, &logit)| f64::from(logit)).collect();
        let top = others.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = others.iter().map(|logit| (logit - top).exp()).sum();
        (f64::from(row[id]) - top - sum.ln()) as f32
    };
    rows.chunks(classes).zip(ids).map(of).collect()
}
#? end

fn main() -> Result<(), Error> {
    let (mut loss, mut boxes) = (classification()?, regression()?);
    let logits = [-4.0, 1.5, -3.0, -2.0, -5.0, -4.5];
#? sigmoid
    // Two anchors and three classes: the first is of class 1, the second is background.
    let targets = one_hot(&[1, 3], 3);
#? mask
    let mask = [1.0; 6]; // Above 0 counts.
    let step = loss.step(&logits, &targets, Some(&mask))?;
#? end
#? not mask
    let step = loss.step(&logits, &targets, None)?;
#? end
#? end
#? softmax
    // Two anchors and three classes: the first is of class 1, the second of class 0.
    let logits = against_others(&logits, 3, &[1, 0]);
#? mask
    let mask = [1.0; 2]; // Above 0 counts.
    let step = loss.step(&logits, &[1.0; 2], Some(&mask))?;
#? end
#? not mask
    let step = loss.step(&logits, &[1.0; 2], None)?;
#? end
#? end
    println!("GHM-C: {}, weights {:?}", step.loss, step.weights);
    println!("gradient {:?}", step.gradient);
    let step = boxes.step(&[0.1, -0.02, 0.3, 0.0], &[0.0; 4], None)?;
    println!("GHM-R: {}, weights {:?}", step.loss, step.weights);
    println!("gradient {:?}", step.gradient);
    Ok(())
}

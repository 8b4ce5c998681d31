//! What the page with the readers' questions says of its figures, by number.

use super::derived;
use explainer::derived::Derived;
use explainer::knob::State;
use explainer::prose::quote::value;

fn with(settings: &str) -> State {
    let mut state = State::default();
    let notes = state.apply_query(settings, &[]);
    assert!(notes.is_empty(), "{settings}");
    state
}

/// The switch that the section on copies names: wherever a batch fills fewer regions than those before it, the loss is larger;
/// where both fill the same, it doesn't change. The figure stands where it shows.
#[test]
fn the_convention_of_copies_shows_in_the_figure_that_names_it() {
    let derived = derived();
    let own = "start=first&empty=decay&batch=84";
    assert!(include_str!("../../questions.html").contains("'batch=\"84\" convention=\"average\""));
    let of = |convention: &str| derived.sequence(&with(&format!("{own}&convention={convention}")));
    let (copies, code) = (of("average"), of("code"));
    assert_eq!(code.counts.len(), 120);
    let mut doubled = 0;
    for t in 0..120 {
        let ratio = code.with_momentum[t] / copies.with_momentum[t];
        let in_batch = code.counts[t].iter().filter(|&&count| count > 0).count();
        let in_average = code.averages[t].iter().filter(|&&held| held > 0.0).count();
        let expected = in_average as f64 / in_batch as f64;
        assert!(
            (ratio / expected - 1.0).abs() < 1e-9,
            "batch {}: {ratio}",
            t + 1
        );
        doubled += usize::from(ratio >= 2.0);
    }
    assert!((10..60).contains(&doubled), "{doubled}");
    let shown = code.with_momentum[83] / copies.with_momentum[83];
    assert!(shown > 4.0, "batch 84: {shown}");
}

/// Where the figure for small batches opens, the density is flat, and most steps are no wider than the bands; momentum narrows
/// these, and the steps, which are one batch's, are then wider.
#[test]
fn of_a_thousand_examples_the_band_is_wider_than_most_steps() {
    let derived = Derived::default();
    let share = |momentum: f64| {
        let own = format!("data=uniform&n=1000&start=corrected&momentum={momentum}");
        let of = |key| value(&with(&own), &derived, key).unwrap();
        assert_eq!(of("steps"), 29.0, "all regions are filled");
        of("steps.within") / of("steps")
    };
    assert!(share(0.0) > 0.7, "{}", share(0.0));
    assert!(share(0.75) < 0.5, "{}", share(0.75));
    assert!(share(0.9) < share(0.75));
}

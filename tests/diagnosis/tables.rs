//! Examples counted elsewhere: what a table of cells says, and what it leaves unknown.

use crate::healthy::{classifier, suited};
use crate::set::Set;
use diagnosis::{Counted, Diagnosis, Evidence, diagnose};
use ghm::{Sorted, UnitRegions};

/// Cells of a set: counts, losses, positives.
fn cells(set: &Set) -> (Vec<u64>, Vec<f64>, Vec<u64>) {
    let cells = UnitRegions::cells();
    let (mut counts, mut losses, mut positives) = (vec![], vec![], vec![]);
    let all = Sorted::classification(&set.logits, &set.targets, None).unwrap();
    all.sums_into(&cells, &mut counts, &mut losses);
    let own = Sorted::classification(&set.logits, &set.targets, Some(&set.targets)).unwrap();
    own.counts_into(&cells, &mut positives);
    (counts, losses, positives)
}

fn of(cells: Counted, bins: usize) -> Diagnosis {
    let evidence = Evidence {
        cells: Some(cells),
        ..Evidence::default()
    };
    let mut settings = suited();
    settings.classification.bins = bins;
    diagnose(&evidence, &settings).unwrap()
}

fn unknown(found: &Diagnosis) -> Vec<&'static str> {
    found.unknown.iter().map(|it| it.name).collect()
}

#[test]
fn a_table_says_what_the_examples_say_of_their_regions() {
    let set = classifier(3000, 0.3, 1.5, 21);
    let (counts, losses, _) = cells(&set);
    let table = Counted {
        losses: Some(&losses),
        ..Counted::of(&counts)
    };
    for bins in [10, 30, 200] {
        let mut settings = suited();
        settings.classification.bins = bins;
        let direct = set.diagnose(&settings);
        let counted = of(table, bins);
        assert_eq!(direct.findings, counted.findings, "{bins}");
        assert_eq!(direct.suggestion.bins, counted.suggestion.bins);
        assert_eq!(direct.suggestion.momentum, counted.suggestion.momentum);
        assert_eq!(
            unknown(&counted),
            [
                "precision",
                "call",
                "later",
                "examples",
                "targets",
                "offsets"
            ]
        );
    }
}

#[test]
fn a_table_with_positives_shows_reversed_targets_and_one_class() {
    let set = classifier(20_000, 0.2, 1.5, 22);
    let mut reversed = set.clone();
    reversed
        .targets
        .iter_mut()
        .for_each(|target| *target = 1.0 - *target);
    let mut negative = set.clone();
    negative.targets.fill(0.0);
    for (set, faults) in [
        (set, vec![]),
        (reversed, vec!["targets-reversed"]),
        (negative, vec!["one-class"]),
    ] {
        let (counts, losses, positives) = cells(&set);
        let table = Counted {
            counts: &counts,
            losses: Some(&losses),
            positives: Some(&positives),
        };
        let found = of(table, 30);
        assert_eq!(crate::set::faults(&found), faults);
        assert!(!unknown(&found).contains(&"targets"));
    }
}

#[test]
fn without_losses_nothing_is_said_that_hangs_on_them() {
    let set = classifier(20_000, 0.2, 1.5, 23);
    let (counts, ..) = cells(&set);
    let found = of(Counted::of(&counts), 30);
    assert!(unknown(&found).contains(&"losses"));
    assert!(found.findings.iter().all(|it| it.name != "flat-loss"));
    // All of a great crowd in the first cell: its gradient may be anything from 0 to a thousandth of it.
    let mut counts = vec![0; 1200];
    (counts[0], counts[600], counts[1199]) = (10_000_000, 300, 3000);
    let named = |found: Diagnosis| {
        found
            .findings
            .iter()
            .any(|it| it.name.ends_with("outliers"))
    };
    assert!(!named(of(Counted::of(&counts), 30)));
    let mut losses = vec![0.0; 1200];
    (losses[0], losses[600], losses[1199]) = (10_000_000.0 * 1e-6, 300.0 * 0.693, 3000.0 * 9.0);
    assert!(named(of(
        Counted {
            losses: Some(&losses),
            ..Counted::of(&counts)
        },
        30
    )));
}

#[test]
fn a_number_of_regions_that_no_cells_make_is_said_to_be_unknown() {
    let counts = [5; 1200];
    let found = of(Counted::of(&counts), 7);
    assert!(unknown(&found).contains(&"regions") && found.findings.is_empty());
    assert_eq!(found.suggestion.bins, Some(30));
}

#[test]
fn counts_of_another_number_of_cells_are_refused() {
    let evidence = Evidence {
        cells: Some(Counted::of(&[1, 2, 3])),
        ..Evidence::default()
    };
    let refused = diagnose(&evidence, &suited()).unwrap_err().to_string();
    assert_eq!(
        refused,
        "counts has length 3: expected 1200, one for each region"
    );
}

//! What the package refuses, and in which words.

use super::ask;

/// Each call is refused with these words in its message.
fn refused(prepare: &str, calls: &[(&str, &str)]) {
    let list: Vec<String> = calls
        .iter()
        .map(|(call, _)| format!("() => {call}"))
        .collect();
    let found = ask(&format!(
        "{prepare}; return [{}].map(refusal);",
        list.join(",")
    ));
    for ((call, words), message) in calls.iter().zip(found.as_array().unwrap()) {
        let message = message.as_str().unwrap();
        assert!(
            message.contains(words),
            "{call}: {message:?}, not {words:?}"
        );
    }
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn what_is_no_number_is_refused_by_its_place() {
    refused(
        "const loss = new GhmC(5, 0.5); const f16 = new Uint16Array([15360, 0, 0, 0])",
        &[
            ("loss.step([1, null], [0, 1])", "logits[1] is null"),
            ("loss.step([1, ''], [0, 1])", "logits[1] is \"\""),
            ("loss.step([1, '2'], [0, 1])", "logits[1] is \"2\""),
            ("loss.step([1, , 3], [0, 1, 1])", "logits[1] is missing"),
            (
                "loss.step([1, undefined], [0, 1])",
                "logits[1] is undefined",
            ),
            ("loss.step([1, true], [0, 1])", "logits[1] is true"),
            ("loss.step([1, 2n], [0, 1], [1, 0])", "logits[1] is 2n"),
            ("loss.step([[1], [2]], [0, 1])", "logits[0] is [1]"),
            ("loss.step([1, NaN], [0, 1])", "logits[1] is NaN"),
            (
                "loss.step(new Float64Array([1, 1e300]), [0, 1])",
                "logits[1] is inf",
            ),
            ("loss.step([1, 2], [0, null])", "targets[1] is null"),
            ("loss.step([1, 2], [0, 1], [1, null])", "mask[1] is null"),
            ("loss.step(f16, t)", "logits[0] is 15360"),
            ("loss.step(x, f16)", "Uint16Array"),
            ("loss.step(x, t, f16)", "Uint16Array"),
            ("loss.step(new BigInt64Array(4), t)", "BigInt64Array"),
            ("loss.step(x.buffer, t)", "ArrayBuffer"),
            (
                "new GhmR().step([1, null], [0, 1])",
                "predictions[1] is null",
            ),
        ],
    );
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn settings_are_refused_by_the_value_that_was_given() {
    refused(
        "const loss = new GhmC(5, 0.5)",
        &[
            (
                "new GhmC(.1)",
                "bins is 0.1: expected a whole number from 1 to 65536",
            ),
            ("new GhmC(-1)", "bins is -1"),
            ("new GhmC(1e9)", "bins is 1000000000"),
            ("new GhmC('30')", "bins is \"30\""),
            ("new GhmC([30])", "bins is [30]"),
            ("new GhmR(.02, { of: 1 })", "bins is {\"of\":1}"),
            ("new GhmC({ bins: {} })", "bins is {}"),
            ("new GhmC({ bins: null })", "bins is null"),
            ("new GhmC({ momentum: '.5' })", "momentum is \".5\""),
            ("new GhmC({ momentum: 1 })", "momentum is 1"),
            (
                "new GhmC({ start: 'none' })",
                "start is \"none\": expected 'zero' or 'first' or 'corrected'",
            ),
            ("new GhmC({ empty: 'keep' })", "empty is \"keep\""),
            (
                "new GhmC({ convention: 'Paper' })",
                "convention is \"Paper\"",
            ),
            ("new GhmC({ weight: 0 })", "weight is 0"),
            ("new GhmR({ mu: 0 })", "mu is 0"),
            ("new GhmC({ mu: .02 })", "no option \"mu\""),
            ("new GhmC({ bin: 3 })", "no option \"bin\""),
            ("new GhmC({}, .5)", "argument 2, 0.5,"),
            ("new GhmC(30, .75, 1)", "argument 3, 1,"),
            ("new GhmR(.02, 10, .7, 10)", "argument 4, 10,"),
            ("loss.step(x, t, null, x)", "found a Float32Array"),
            ("loss.step(x, t, null, { onto: {} })", "no option \"onto\""),
            ("loss.step(x, t, null, {}, 5)", "argument 5, 5,"),
            (
                "loss.step(x, t, null, { into: { weight: x } })",
                "no option \"weight\"",
            ),
            (
                "loss.step(x, t, null, { into: { weights: [0] } })",
                "into.weights is [0]",
            ),
            (
                "loss.step(x, t, null, { into: { gradient: x.slice(1) } })",
                "into.gradient has length 3: expected 4",
            ),
            (
                "loss.step(x, t, null, { into: { weights: x, gradient: x } })",
                "the same memory",
            ),
        ],
    );
}

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn an_average_of_another_loss_is_refused() {
    refused(
        "const saved = new GhmC(2, 0.5).save(); const of = (average) => new GhmC({ bins: 2, average })",
        &[
            (
                "new GhmC(3, 0.5).restore(saved)",
                "bins is 2 in what was saved, and 3 here",
            ),
            ("new GhmC(2, 0.6).restore(saved)", "momentum is 0.5"),
            (
                "new GhmC({ ...saved, start: 'first' }).restore(saved)",
                "start is \"zero\"",
            ),
            (
                "new GhmC(2, 0.5).restore(new GhmR().save())",
                "no option \"mu\"",
            ),
            ("new GhmC(2, 0.5).restore()", "found undefined"),
            ("new GhmR(saved)", "found one of \"GhmC\""),
            ("of([1, 2])", "average: expected an object"),
            (
                "of({ ...saved.average, values: [1] })",
                "average has length 1: expected 2, one for each region",
            ),
            (
                "of({ ...saved.average, values: [1, null] })",
                "average.values[1] is null",
            ),
            ("of({ ...saved.average, values: [1, -1] })", "average is"),
            (
                "of({ ...saved.average, updates: [1, 0.5] })",
                "average.updates[1] is 0.5",
            ),
        ],
    );
}

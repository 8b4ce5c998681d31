//! The exported Rust is what `examples/` holds, and so it compiles and runs.

use diagnosis::export::{Code, Target, export};
use ghm::{Convention, Empty, Options, Start};

#[test]
fn exported_rust_is_that_of_the_examples() {
    let sigmoid = Code::default();
    // As `ghm export rust --classes softmax --mask none --bins 10 --convention paper --empty decay --start first --mu .1`.
    let softmax = Code {
        classification: Options {
            bins: 10,
            start: Start::First,
            empty: Empty::Decay,
            convention: Convention::Paper,
            ..sigmoid.classification
        },
        mu: 0.1,
        softmax: true,
        mask: false,
        ..sigmoid
    };
    let examples = [
        include_str!("../examples/exported_sigmoid.rs"),
        include_str!("../examples/exported_softmax.rs"),
    ];
    for (code, example) in [sigmoid, softmax].iter().zip(examples) {
        assert_eq!(export(Target::Rust, code), example);
    }
}

#[test]
fn exported_rust_runs() {
    for name in ["exported_sigmoid", "exported_softmax"] {
        let output = std::process::Command::new(env!("CARGO"))
            .args([
                "run",
                "--quiet",
                "--package",
                "diagnosis",
                "--example",
                name,
            ])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && text.contains("GHM-C: 0.") && text.contains("GHM-R: 0."),
            "{text}"
        );
    }
}

//! Settings as code to take home.
//!
//! Each target is a template in `templates/`: `@name@` is replaced by a value, and lines from `#? name` or `#? not name`
//! to `#? end` stand only if that holds. They nest. No line of the result is anybody else's code.

mod fill;

use fill::fill;
use ghm::{Convention, Empty, Options, Start};

/// What code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A module of PyTorch that needs nothing else.
    PyTorch,
    /// A config of mmdetection 3.
    Mmdet,
    /// The losses that such a config names where mmdetection's own don't have the settings.
    MmdetLoss,
    /// NumPy.
    Numpy,
    /// Rust, with the crate `ghm`.
    Rust,
    /// Lines that write a file which is read here, in PyTorch.
    WriterPyTorch,
    /// The same in mmdetection 3.
    WriterMmdet,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::PyTorch,
        Self::Mmdet,
        Self::MmdetLoss,
        Self::Numpy,
        Self::Rust,
        Self::WriterPyTorch,
        Self::WriterMmdet,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PyTorch => "pytorch",
            Self::Mmdet => "mmdet",
            Self::MmdetLoss => "mmdet-loss",
            Self::Numpy => "numpy",
            Self::Rust => "rust",
            Self::WriterPyTorch => "writer-pytorch",
            Self::WriterMmdet => "writer-mmdet",
        }
    }

    /// What a file of it is called, usually.
    pub const fn file(self) -> &'static str {
        match self {
            Self::PyTorch | Self::MmdetLoss => "ghm_loss.py",
            Self::Mmdet => "ghm_config.py",
            Self::Numpy => "ghm_numpy.py",
            Self::Rust => "main.rs",
            Self::WriterPyTorch | Self::WriterMmdet => "write.py",
        }
    }
}

/// The settings that code has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Code {
    /// Of GHM-C. Its last region holds a norm of 1, and its loss weight is 1, whatever these say.
    pub classification: Options,
    /// Bins and momentum of GHM-R; all else is as in `classification`.
    pub regression: Options,
    /// Of ASL1.
    pub mu: f64,
    /// Whether classes are under a softmax, or each under a sigmoid.
    pub softmax: bool,
    /// Whether there is a mask.
    pub mask: bool,
}

impl Default for Code {
    /// mmdet's, but for the start, which is corrected.
    fn default() -> Self {
        Self {
            classification: Options {
                start: Start::Corrected,
                ..Options::classification()
            },
            regression: Options::regression(),
            mu: 0.02,
            softmax: false,
            mask: true,
        }
    }
}

/// Code with these settings.
pub fn export(target: Target, code: &Code) -> String {
    let mut code = *code;
    // The heads of mmdetection always hand a mask over.
    code.mask |= matches!(target, Target::Mmdet | Target::MmdetLoss);
    let code = &code;
    let options = code.classification;
    let (start, empty) = (options.start, options.empty);
    let convention = options.convention;
    let [start, start_type] = match start {
        Start::Zero => ["zero", "Zero"],
        Start::First => ["first", "First"],
        Start::Corrected => ["corrected", "Corrected"],
    };
    let [empty, empty_type] = match empty {
        Empty::Hold => ["hold", "Hold"],
        Empty::Decay => ["decay", "Decay"],
    };
    let [convention, convention_type] = match convention {
        Convention::Code => ["code", "Code"],
        Convention::Paper => ["paper", "Paper"],
        Convention::Average => ["average", "Average"],
    };
    let differs = differs(code);
    let values = [
        ("target", target.name().to_owned()),
        ("bins", options.bins.to_string()),
        ("momentum", number(options.momentum)),
        ("rbins", code.regression.bins.to_string()),
        ("rmomentum", number(code.regression.momentum)),
        ("mu", number(code.mu)),
        ("factor", number(1.0 / (1.0 - options.momentum))),
        ("start", start.to_owned()),
        ("Start", start_type.to_owned()),
        ("empty", empty.to_owned()),
        ("Empty", empty_type.to_owned()),
        ("convention", convention.to_owned()),
        ("Convention", convention_type.to_owned()),
        (
            "use_sigmoid",
            if code.softmax { "False" } else { "True" }.to_owned(),
        ),
        (
            "classes",
            if code.softmax { "softmax" } else { "sigmoid" }.to_owned(),
        ),
        (
            "read_options",
            if code.softmax {
                " --classes softmax"
            } else {
                ""
            }
            .to_owned(),
        ),
        ("differs", differs.join(", ")),
        ("options", loss_options(code)),
    ];
    let holds = [
        ("softmax", code.softmax),
        ("sigmoid", !code.softmax),
        ("mask", code.mask),
        ("mmdet_numbers", differs.is_empty()),
        ("own", differs.is_empty()),
        ("averages", options.momentum > 0.0),
    ];
    let one = |template| fill(template, &values, &holds);
    match target {
        Target::PyTorch => one(include_str!("../../templates/pytorch.py")),
        Target::MmdetLoss => {
            one(include_str!("../../templates/pytorch.py"))
                + &one(include_str!("../../templates/mmdet_loss.py"))
        }
        Target::Mmdet => one(include_str!("../../templates/mmdet.py")),
        Target::Numpy => one(include_str!("../../templates/numpy.py")),
        Target::Rust => one(include_str!("../../templates/rust.rs")),
        Target::WriterPyTorch => one(include_str!("../../templates/writer_pytorch.py")),
        Target::WriterMmdet => one(include_str!("../../templates/writer_mmdet.py")),
    }
}

/// In what settings differ from mmdetection's own losses.
fn differs(code: &Code) -> Vec<String> {
    let options = code.classification;
    let averages = options.momentum > 0.0 || code.regression.momentum > 0.0;
    let mut all = vec![];
    if averages && options.start == Start::Corrected {
        all.push("the average starts corrected".to_owned());
    }
    if averages && options.start == Start::First {
        all.push("the average starts with the first batch".to_owned());
    }
    if averages && options.empty == Empty::Decay {
        all.push("the average of an empty region decays".to_owned());
    }
    if options.convention == Convention::Paper {
        all.push("weights are divided by all regions, as in the paper".to_owned());
    }
    if options.convention == Convention::Average {
        all.push("weights are divided by the regions that are filled in the average".to_owned());
    }
    if code.softmax {
        all.push("classes are under a softmax".to_owned());
    }
    all
}

/// What else the command that writes the losses has to be told.
fn loss_options(code: &Code) -> String {
    let mut options = String::new();
    if code.softmax {
        options.push_str(" --classes softmax");
    }
    options
}

/// A number as Python and Rust have it: with a point.
fn number(value: f64) -> String {
    format!("{value:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind of settings.
    fn all() -> Vec<Code> {
        let mut all = vec![];
        for start in [Start::Zero, Start::First, Start::Corrected] {
            for (softmax, mask) in [(false, false), (false, true), (true, false), (true, true)] {
                for (empty, convention, momentum) in [
                    (Empty::Hold, Convention::Code, 0.75),
                    (Empty::Decay, Convention::Paper, 0.0),
                ] {
                    let mut code = Code {
                        softmax,
                        mask,
                        ..Code::default()
                    };
                    code.classification = Options {
                        start,
                        empty,
                        convention,
                        momentum,
                        ..code.classification
                    };
                    all.push(code);
                }
            }
        }
        all
    }

    #[test]
    fn nothing_of_the_template_is_left() {
        for code in all() {
            for target in Target::ALL {
                let text = export(target, &code);
                assert!(!text.contains("#?"), "{target:?} {code:?}");
                let left = text
                    .split('@')
                    .skip(1)
                    .find(|it| it.starts_with(char::is_alphabetic));
                let decorators = ["torch.no_grad", "MODELS."];
                assert!(
                    left.is_none_or(|it| decorators.iter().any(|own| it.starts_with(own))),
                    "{target:?}: {left:?}"
                );
            }
        }
    }

    #[test]
    fn settings_are_in_the_code() {
        let mut code = Code {
            mu: 0.1,
            ..Code::default()
        };
        code.classification.bins = 12;
        code.classification.momentum = 0.9;
        for target in [
            Target::PyTorch,
            Target::Mmdet,
            Target::MmdetLoss,
            Target::Numpy,
        ] {
            let text = export(target, &code);
            for wanted in [
                "bins=12,",
                "momentum=0.9,",
                "mu=0.1,",
                "start=\"corrected\"",
            ] {
                assert!(
                    text.contains(wanted)
                        || target == Target::MmdetLoss && text.contains("Harmonized"),
                    "{target:?}: {wanted}"
                );
            }
        }
        let rust = export(Target::Rust, &code);
        assert!(
            rust.contains("bins: 12,")
                && rust.contains("Start::Corrected")
                && rust.contains("GhmR::new(0.1")
        );
    }

    #[test]
    fn a_config_names_mmdetections_own_losses_where_they_do() {
        let mut code = Code::default();
        let corrected = export(Target::Mmdet, &code);
        assert!(corrected.contains("HarmonizedC") && corrected.contains("starts corrected"));
        code.classification.start = Start::Zero;
        let zero = export(Target::Mmdet, &code);
        assert!(
            zero.contains("type=\"GHMC\"")
                && zero.contains("4.0 times")
                && !zero.contains("Harmonized")
        );
        code.softmax = true;
        let softmax = export(Target::Mmdet, &code);
        assert!(
            softmax.contains("mmdet-loss --classes softmax >")
                && softmax.contains("use_sigmoid=False")
        );
    }
}

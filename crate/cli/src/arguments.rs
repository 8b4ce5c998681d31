//! The command line. lexopt reads it, as xtask's: the options are few and plain, and a parser that is made of
//! declarations would weigh more than all commands together.

mod export;

use data::{Choices, Classes, Values};
use diagnosis::export::{Code, Target};
use explainer::knob::knob;
use ghm::{Options, Start};
use lexopt::{Arg, Parser, ValueExt};
use std::path::PathBuf;

pub const HELP: &str = "\
ghm <command> FILE… [options]

  diagnose FILE…                 what the files were taken for, a summary, what is wrong, and settings that suit them
  counts FILE…                   the table `cell,count,loss` of 1200 cells of the gradient norm, as CSV
  figure NAME FILE… -o OUT.svg   a figure of the explainer, of these examples
  export WHAT                    settings as code: pytorch, mmdet, mmdet-loss, numpy, rust; or the lines that write a
                                 file for this command: writer-pytorch, writer-mmdet

Files: .csv, .txt, .tsv, .json, .jsonl, .npy, .npz, gzip around one, or a table of counts. Several are arrays that belong
together, such as logits.npy and targets.npy, or batches in the order of their names.

What is what, where names leave it open:
  --logits NAME                  the column or array of logits; several columns, one a class: NAME,NAME
  --targets NAME                 that of targets
  --mask NAME                    that of the mask: above 0 counts; `none` for no mask
  --offsets NAME                 that of box offsets
  --as logits|probabilities      what the logits are
  --classes sigmoid|softmax      how the logits of several classes become examples; a sigmoid unless said otherwise
  --class K                      only this class's examples, under a sigmoid
  --first-class 0|1              the first class's id
  --ignore V                     a label that is ignored, besides -1 and 255
Settings:
  --bins M                       unit regions, 1 to 200; 30 unless said otherwise
  --momentum A                   of the moving average, 0 to below 1; 0 unless said otherwise
  --start zero|first|corrected   how the average starts
  --mu MU                        of ASL1; .02 unless said otherwise
Of export, where momentum is .75 and the start corrected unless said otherwise:
  --rbins M, --rmomentum A       of GHM-R; 10 and .7 unless said otherwise
  --empty hold|decay             an empty region's average
  --convention code|paper|average  weights as in the code, the paper, or often copied code
  --classes sigmoid|softmax      what the logits of several classes are under
  --mask none                    no mask
Output:
  --json                         of diagnose: as JSON on standard output
  --stream                       read in memory that does not grow with the files; without it, only above 256 MB
  -o, --out OUT.svg              of figure: where to write it
  --theme light|dark             of figure
  --width W                      of figure: in pixels; 760 unless said otherwise
  --KNOB VALUE                   of figure: any knob of the explainer, such as --bins 10; --knob mask=positives for
                                 one that is called as an option above

Exit: 0 read, 2 refused.
";

/// What files are, and how to read them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Files {
    /// Where they are.
    pub paths: Vec<PathBuf>,
    /// What they were said to be.
    pub choices: Choices,
    /// Whether to stream them however small they are.
    pub stream: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Help,
    Diagnose(Diagnose),
    Counts(Files),
    Figure(Figure),
    Export(Export),
}

/// Which code, with which settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Export {
    pub target: Target,
    pub code: Code,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Diagnose {
    pub files: Files,
    pub settings: Options,
    pub mu: f64,
    pub json: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub name: String,
    pub files: Files,
    pub out: PathBuf,
    pub dark: bool,
    pub width: f64,
    pub knobs: Vec<(String, String)>,
}

type Result<T> = std::result::Result<T, lexopt::Error>;

fn wrong(what: String) -> lexopt::Error {
    lexopt::Error::Custom(what.into())
}

pub fn parse(mut arguments: Parser) -> Result<Command> {
    let name = match arguments.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => return Ok(Command::Help),
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    if name == "help" {
        return Ok(Command::Help);
    }
    if name == "export" {
        return export::parse(arguments);
    }
    if !["diagnose", "counts", "figure"].contains(&name.as_str()) {
        return Err(wrong(format!(
            "there is no command `{name}`: expected diagnose, counts, figure or export"
        )));
    }
    let figure = name == "figure";
    let mut files = Files::default();
    let mut figure_name = None;
    let mut settings = Options {
        momentum: 0.0,
        ..Options::classification()
    };
    let (mut mu, mut json) = (0.02, false);
    let (mut out, mut dark, mut width) = (None, false, 760.0);
    let mut knobs = vec![];
    while let Some(argument) = arguments.next()? {
        let option = match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Value(value) if figure && figure_name.is_none() => {
                figure_name = Some(value.string()?);
                continue;
            }
            Arg::Value(value) => {
                files.paths.push(value.into());
                continue;
            }
            Arg::Short('o') => "out".to_owned(),
            Arg::Long(name) => name.to_owned(),
            other @ Arg::Short(_) => return Err(other.unexpected()),
        };
        match option.as_str() {
            "stream" => files.stream = true,
            "json" if name == "diagnose" => json = true,
            "out" if figure => out = Some(PathBuf::from(arguments.value()?)),
            "width" if figure => {
                width = number(
                    &mut arguments,
                    "width",
                    |w| (100.0..=4000.0).contains(w),
                    "100 to 4000",
                )?;
            }
            "theme" if figure => dark = one_of(&mut arguments, "theme", &["light", "dark"])? == 1,
            "knob" if figure => {
                let value = arguments.value()?.string()?;
                let pair = value
                    .split_once('=')
                    .ok_or_else(|| wrong(format!("--knob takes KEY=VALUE, not `{value}`")))?;
                knobs.push((pair.0.to_owned(), pair.1.to_owned()));
            }
            "bins" | "momentum" | "start" | "mu" if name == "diagnose" => {
                setting(&option, &mut arguments, &mut settings, &mut mu)?;
            }
            other => {
                if !choice(other, &mut arguments, &mut files.choices)? {
                    if !figure || knob(other).is_none() {
                        return Err(wrong(format!(
                            "there is no option `--{other}` of ghm {name}"
                        )));
                    }
                    knobs.push((other.to_owned(), arguments.value()?.string()?));
                }
            }
        }
    }
    if files.paths.is_empty() {
        return Err(wrong(format!("ghm {name} needs a file")));
    }
    Ok(match (name.as_str(), figure_name) {
        ("diagnose", _) => Command::Diagnose(Diagnose {
            files,
            settings,
            mu,
            json,
        }),
        ("counts", _) => Command::Counts(files),
        (_, figure_name) => Command::Figure(Figure {
            name: figure_name.unwrap_or_default(),
            files,
            out: out.ok_or_else(|| wrong("ghm figure needs -o OUT.svg".into()))?,
            dark,
            width,
            knobs,
        }),
    })
}

/// Reads a choice about files; false if the option is none.
fn choice(option: &str, arguments: &mut Parser, choices: &mut Choices) -> Result<bool> {
    match option {
        "logits" => choices.logits = Some(arguments.value()?.string()?),
        "targets" => choices.targets = Some(arguments.value()?.string()?),
        "offsets" => choices.offsets = Some(arguments.value()?.string()?),
        "mask" => {
            let name = arguments.value()?.string()?;
            choices.mask = Some(if name == "none" { String::new() } else { name });
        }
        "as" => {
            let values = [Values::Logits, Values::Probabilities];
            choices.values = Some(values[one_of(arguments, option, &["logits", "probabilities"])?]);
        }
        "classes" => {
            let classes = [Classes::Sigmoid, Classes::Softmax];
            choices.classes = Some(classes[one_of(arguments, option, &["sigmoid", "softmax"])?]);
        }
        "class" => {
            let whole = |value: &f64| *value >= 0.0 && value.fract() == 0.0 && *value < 1e6;
            choices.class =
                Some(number(arguments, option, whole, "a class's number from 0")? as usize);
        }
        "first-class" => choices.first_class = Some(one_of(arguments, option, &["0", "1"])? as u8),
        "ignore" => {
            choices.ignore = Some(number(
                arguments,
                option,
                |value| value.is_finite(),
                "a label",
            )?);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn setting(
    option: &str,
    arguments: &mut Parser,
    settings: &mut Options,
    mu: &mut f64,
) -> Result<()> {
    match option {
        "bins" | "rbins" => {
            let bins = |value: &f64| value.fract() == 0.0 && (1.0..=200.0).contains(value);
            settings.bins =
                number(arguments, option, bins, "a whole number from 1 to 200")? as usize;
        }
        "momentum" | "rmomentum" => {
            settings.momentum = number(
                arguments,
                option,
                |value| (0.0..1.0).contains(value),
                "a number from 0 to below 1",
            )?;
        }
        "start" => {
            let starts = [Start::Zero, Start::First, Start::Corrected];
            settings.start = starts[one_of(arguments, option, &["zero", "first", "corrected"])?];
        }
        _ => {
            *mu = number(
                arguments,
                option,
                |value| *value > 0.0 && value.is_finite(),
                "a number above 0",
            )?;
        }
    }
    Ok(())
}

fn number(
    arguments: &mut Parser,
    option: &str,
    good: impl Fn(&f64) -> bool,
    expected: &str,
) -> Result<f64> {
    let text = arguments.value()?.string()?;
    let value = text.parse().ok().filter(good);
    value.ok_or_else(|| wrong(format!("--{option} is `{text}`: expected {expected}")))
}

fn one_of(arguments: &mut Parser, option: &str, expected: &[&str]) -> Result<usize> {
    let text = arguments.value()?.string()?;
    let place = expected.iter().position(|it| *it == text);
    place.ok_or_else(|| {
        wrong(format!(
            "--{option} is `{text}`: expected {}",
            expected.join(" or ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> std::result::Result<Command, String> {
        let arguments = std::iter::once("ghm").chain(line.split_whitespace());
        parse(Parser::from_iter(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn options_of_each_command_are_read() {
        let Ok(Command::Diagnose(it)) = parsed(
            "diagnose a.npy b.npy --logits X --as probabilities --classes softmax --mask none --ignore -1 --bins 10 --momentum=.75 --start corrected --mu .1 --json",
        ) else {
            panic!("it is a diagnosis");
        };
        assert_eq!(it.files.paths, ["a.npy", "b.npy"].map(PathBuf::from));
        let choices = Choices {
            logits: Some("X".into()),
            mask: Some(String::new()),
            values: Some(Values::Probabilities),
            classes: Some(Classes::Softmax),
            ignore: Some(-1.0),
            ..Choices::default()
        };
        assert_eq!(it.files.choices, choices);
        assert_eq!(
            (
                it.settings.bins,
                it.settings.momentum,
                it.settings.start,
                it.mu,
                it.json
            ),
            (10, 0.75, Start::Corrected, 0.1, true)
        );
        let Ok(Command::Figure(it)) =
            parsed("figure weights a.csv --bins 10 --knob mask=positives -o out.svg --theme dark")
        else {
            panic!("it is a figure");
        };
        assert_eq!(
            it.knobs,
            [("bins", "10"), ("mask", "positives")]
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
        );
        assert!(it.dark && it.name == "weights");
        assert_eq!(parsed(""), Ok(Command::Help));
        let Ok(Command::Export(it)) = parsed(
            "export mmdet --bins 10 --rbins 5 --rmomentum .5 --mu .1 --start zero --empty decay --convention paper --classes softmax --mask none",
        ) else {
            panic!("it is an export");
        };
        let (options, code) = (it.code.classification, it.code);
        assert_eq!(
            (it.target, options.bins, options.momentum),
            (Target::Mmdet, 10, 0.75)
        );
        assert_eq!(
            (options.start, options.empty, options.convention),
            (Start::Zero, ghm::Empty::Decay, ghm::Convention::Paper)
        );
        assert_eq!(
            (code.regression.bins, code.regression.momentum, code.mu),
            (5, 0.5, 0.1)
        );
        assert!(code.softmax && !code.mask);
    }

    #[test]
    fn what_is_wrong_is_named_with_what_is_expected() {
        for (line, named) in [
            ("paint a.csv", "`paint`"),
            ("diagnose", "needs a file"),
            (
                "diagnose a.csv --bins 0",
                "--bins is `0`: expected a whole number from 1 to 200",
            ),
            ("diagnose a.csv --bins 2.5", "`2.5`"),
            ("diagnose a.csv --bins 201", "`201`"),
            ("diagnose a.csv --momentum 1", "--momentum is `1`"),
            ("diagnose a.csv --as logit", "logits or probabilities"),
            ("diagnose a.csv --mu", "--mu"),
            ("diagnose a.csv --bin 3", "--bin"),
            ("counts a.csv --json", "--json"),
            ("figure weights a.csv", "-o"),
            ("figure weights a.csv -o x.svg --sheep 3", "--sheep"),
            ("diagnose a.csv --theme dark", "--theme"),
            ("export", "pytorch"),
            ("export keras", "`keras`"),
            ("export numpy --bins 0", "--bins is `0`"),
            ("export numpy --json", "--json"),
            (
                "export numpy --mask valid",
                "--mask is `valid`: expected none",
            ),
            ("export numpy rust", "rust"),
        ] {
            let error = parsed(line).unwrap_err();
            assert!(error.contains(named), "{line}: {error}");
        }
    }
}

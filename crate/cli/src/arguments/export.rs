//! The arguments of `ghm export`.

use super::{Command, Export, Result, one_of, setting, wrong};
use diagnosis::export::{Code, Target};
use ghm::{Convention, Empty};
use lexopt::{Arg, Parser, ValueExt};

pub(super) fn parse(mut arguments: Parser) -> Result<Command> {
    let names: Vec<&str> = Target::ALL.iter().map(|target| target.name()).collect();
    let mut target = None;
    let mut code = Code::default();
    while let Some(argument) = arguments.next()? {
        let option = match argument {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Value(value) if target.is_none() => {
                let name = value.string()?;
                let place = names.iter().position(|own| *own == name);
                let place = place.ok_or_else(|| {
                    wrong(format!(
                        "there is no export `{name}`: expected {}",
                        names.join(", ")
                    ))
                })?;
                target = Some(Target::ALL[place]);
                continue;
            }
            Arg::Long(option) => option.to_owned(),
            other => return Err(other.unexpected()),
        };
        read(&option, &mut arguments, &mut code)?;
    }
    let target = target.ok_or_else(|| {
        wrong(format!(
            "ghm export needs what to write: {}",
            names.join(", ")
        ))
    })?;
    Ok(Command::Export(Export { target, code }))
}

fn read(option: &str, arguments: &mut Parser, code: &mut Code) -> Result<()> {
    let options = &mut code.classification;
    match option {
        "bins" | "momentum" | "start" | "mu" => setting(option, arguments, options, &mut code.mu)?,
        "rbins" | "rmomentum" => setting(option, arguments, &mut code.regression, &mut code.mu)?,
        "empty" => {
            let all = [Empty::Hold, Empty::Decay];
            options.empty = all[one_of(arguments, option, &["hold", "decay"])?];
        }
        "convention" => {
            let all = [Convention::Code, Convention::Paper, Convention::Average];
            options.convention = all[one_of(arguments, option, &["code", "paper", "average"])?];
        }
        "classes" => code.softmax = one_of(arguments, option, &["sigmoid", "softmax"])? == 1,
        "mask" => {
            one_of(arguments, option, &["none"])?;
            code.mask = false;
        }
        other => {
            return Err(wrong(format!(
                "there is no option `--{other}` of ghm export"
            )));
        }
    }
    Ok(())
}

//! `cargo xtask <command>`.

use lexopt::{Arg, Parser, ValueExt};
use std::path::PathBuf;
use std::process::ExitCode;
use xtask::{Result, bench, build, generate, monkey, screenshot, serve, test, tools, twice};

const HELP: &str = "\
cargo xtask <command>

  serve [--port N] [--no-open]   build the page, serve it on this machine (port 8080) and open it
  build                          build the static site in dist/
  build --twice                  build it once more from nothing, and compare the bytes: takes minutes
  generate                       rewrite what is made from the registry: keys.js, types, README's tables
  test                           run everything that is tested; `ci` is the same
  test --hosts                   put the built figures into pages of mdBook, Sphinx, Jupyter, reveal.js
                                 and Vite, into applications of React, Vue and Svelte, and into a page
                                 that a server renders; needs npm and Python
  test --engines-all             the page end to end in Chromium, Firefox and WebKit
  test --engines                 count examples in DuckDB and Spark and compare; needs Python and Java
  test --python                  run exported Python and compare; needs Python, or one with PyTorch that PYTHON names
  test --advisories              ask whether a dependency is known to be broken; needs a connection
  bench [--json FILE] [--torch] [--quick]
                                 measure the kernels against each other and their peers, and the
                                 page's frames; torch in the Python that PYTHON names
  bench --only KERNEL [--quick]  the kernels alone whose name contains this, such as sort
  bench --frames [--against DIST]
                                 the built page's frames alone; in turn with another built site
  bench --training               a detector's training step, and the built page's frames and memory
                                 while it trains: some minutes
  bench --files                  reading files, beside pandas and NumPy in the Python that PYTHON names
  bench --first [--against DIST] how long the built pages' first figures take, for how many bytes, and
                                 what jumps, on a slow phone too; in turn with another built site
  monkey [--seed S] [--actions N]
                                 do 10,000 things without sense on the built pages; nothing may break
  screenshot [--out DIR] [--path PAGE]
                                 PNGs of the built page and of each figure, wide, narrow, light, dark
  screenshot --readme            the pictures that README.md shows

Each command installs what it lacks under target/tools and says so.";

#[derive(Debug, PartialEq)]
enum Command {
    Help,
    Serve { port: u16, open: bool },
    Build,
    Twice,
    Generate,
    Test,
    Hosts,
    Engines,
    EnginesAll,
    Python,
    Advisories,
    Bench(bench::Options),
    Monkey(monkey::Options),
    Screenshot { out: PathBuf, path: String },
    Pictures,
}

fn main() -> ExitCode {
    let outcome = parse(Parser::from_env()).and_then(run);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(mut arguments: Parser) -> Result<Command> {
    let mut command = match arguments.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => Command::Help,
        Some(Arg::Value(name)) => match name.string()?.as_str() {
            "help" => Command::Help,
            "serve" => Command::Serve {
                port: 8080,
                open: true,
            },
            "build" => Command::Build,
            "generate" => Command::Generate,
            "test" | "ci" => Command::Test,
            "bench" => Command::Bench(bench::Options::default()),
            "monkey" => Command::Monkey(monkey::Options::default()),
            "screenshot" => Command::Screenshot {
                out: xtask::root().join("target/screenshots"),
                path: "index.html".into(),
            },
            other => {
                return Err(format!(
                    "there is no command {other:?}: see `cargo xtask help` for those there are"
                )
                .into());
            }
        },
        Some(other) => return Err(other.unexpected().into()),
    };
    while let Some(argument) = arguments.next()? {
        match (&mut command, argument) {
            (Command::Serve { port, .. }, Arg::Long("port")) => {
                let value = arguments.value()?.string()?;
                *port = value.parse().map_err(|_| {
                    format!("--port takes a number from 0 to 65535, and {value:?} is none")
                })?;
            }
            (Command::Serve { open, .. }, Arg::Long("no-open")) => *open = false,
            (Command::Build, Arg::Long("twice")) => command = Command::Twice,
            (Command::Test, Arg::Long("hosts")) => command = Command::Hosts,
            (Command::Test, Arg::Long("engines")) => command = Command::Engines,
            (Command::Test, Arg::Long("engines-all")) => command = Command::EnginesAll,
            (Command::Test, Arg::Long("python")) => command = Command::Python,
            (Command::Test, Arg::Long("advisories")) => command = Command::Advisories,
            (Command::Bench(options), Arg::Long("json")) => {
                options.json = Some(arguments.value()?.into());
            }
            (Command::Bench(options), Arg::Long("torch")) => options.torch = true,
            (Command::Bench(options), Arg::Long("quick")) => options.quick = true,
            (Command::Bench(options), Arg::Long("only")) => {
                options.only = Some(arguments.value()?.string()?);
            }
            (Command::Bench(options), Arg::Long("frames")) => options.frames = true,
            (Command::Bench(options), Arg::Long("training")) => options.training = true,
            (Command::Bench(options), Arg::Long("files")) => options.files = true,
            (Command::Bench(options), Arg::Long("first")) => options.first = true,
            (Command::Bench(options), Arg::Long("against")) => {
                options.against = Some(arguments.value()?.into());
            }
            (Command::Monkey(options), Arg::Long("seed")) => {
                options.seed = number(&mut arguments, "--seed")?;
            }
            (Command::Monkey(options), Arg::Long("actions")) => {
                options.actions = number(&mut arguments, "--actions")? as usize;
            }
            (Command::Screenshot { out, .. }, Arg::Long("out")) => {
                *out = arguments.value()?.into();
            }
            (Command::Screenshot { path, .. }, Arg::Long("path")) => {
                *path = arguments.value()?.string()?;
            }
            (Command::Screenshot { .. }, Arg::Long("readme")) => command = Command::Pictures,
            (_, other) => return Err(other.unexpected().into()),
        }
    }
    Ok(command)
}

fn number(arguments: &mut Parser, name: &str) -> Result<u64> {
    let value = arguments.value()?.string()?;
    value
        .parse()
        .map_err(|_| format!("{name} takes a whole number, and {value:?} is none").into())
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Help => {
            println!("{HELP}");
            Ok(())
        }
        Command::Serve { port, open } => serve::run(port, open),
        Command::Build => build::run(&tools::shell()?),
        Command::Twice => twice::run(&tools::shell()?),
        Command::Generate => generate::run(&tools::shell()?),
        Command::Test => test::run(),
        Command::Hosts => test::hosts(),
        Command::Engines => test::engines(),
        Command::EnginesAll => test::engines_all(),
        Command::Python => test::python(),
        Command::Advisories => test::advisories(),
        Command::Bench(options) => bench::run(&options),
        Command::Monkey(options) => monkey::run(options),
        Command::Screenshot { out, path } => screenshot::run(&out, &path),
        Command::Pictures => screenshot::for_readme(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> std::result::Result<Command, String> {
        parse(Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn commands_and_their_options() {
        assert_eq!(parsed(&[]), Ok(Command::Help));
        assert_eq!(parsed(&["ci"]), Ok(Command::Test));
        assert_eq!(parsed(&["build", "--twice"]), Ok(Command::Twice));
        assert_eq!(parsed(&["generate"]), Ok(Command::Generate));
        assert_eq!(parsed(&["test", "--hosts"]), Ok(Command::Hosts));
        assert_eq!(parsed(&["test", "--engines"]), Ok(Command::Engines));
        assert_eq!(parsed(&["test", "--engines-all"]), Ok(Command::EnginesAll));
        assert_eq!(parsed(&["test", "--python"]), Ok(Command::Python));
        assert_eq!(parsed(&["test", "--advisories"]), Ok(Command::Advisories));
        assert_eq!(
            parsed(&["serve", "--port", "9000", "--no-open"]),
            Ok(Command::Serve {
                port: 9000,
                open: false
            })
        );
        assert_eq!(
            parsed(&["bench", "--only", "sort"]),
            Ok(Command::Bench(bench::Options {
                only: Some("sort".into()),
                ..bench::Options::default()
            }))
        );
        assert_eq!(
            parsed(&["screenshot", "--out=/tmp/s", "--path", "index.html#bins=10"]),
            Ok(Command::Screenshot {
                out: "/tmp/s".into(),
                path: "index.html#bins=10".into()
            })
        );
        assert_eq!(parsed(&["screenshot", "--readme"]), Ok(Command::Pictures));
        assert_eq!(
            parsed(&["monkey", "--seed", "7", "--actions", "300"]),
            Ok(Command::Monkey(monkey::Options {
                seed: 7,
                actions: 300
            }))
        );
    }

    #[test]
    fn wrong_arguments_are_named() {
        for (arguments, named) in [
            (&["paint"][..], "\"paint\""),
            (&["serve", "--port", "70000"], "70000"),
            (&["serve", "--port"], "--port"),
            (&["serve", "--prot", "80"], "--prot"),
            (&["build", "--port", "80"], "--port"),
            (&["test", "more"], "more"),
            (&["monkey", "--seed", "x"], "--seed"),
            (&["--quick"], "--quick"),
        ] {
            let error = parsed(arguments).unwrap_err();
            assert!(error.contains(named), "{arguments:?}: {error}");
        }
    }
}

//! `ghm`: examples of any size, read, counted and drawn. See `ghm --help`.

#![forbid(unsafe_code)]

mod arguments;
mod counts;
mod diagnose;
mod figure;
mod findings;
mod source;
mod watched;

use arguments::{Command, HELP};
use std::process::ExitCode;

/// Something is wrong with the files or the arguments.
const REFUSED: u8 = 2;

fn main() -> ExitCode {
    let command = match arguments::parse(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(error) => {
            // Who asked for JSON reads it.
            let json = std::env::args_os().any(|argument| argument == "--json");
            return refuse(&format!("{error}; see ghm --help"), json);
        }
    };
    let json = matches!(&command, Command::Diagnose(diagnose) if diagnose.json);
    let done = match &command {
        Command::Help => Ok(HELP.to_owned()),
        Command::Diagnose(options) => diagnose::run(options),
        Command::Counts(files) => counts::run(files),
        Command::Figure(options) => figure::run(options),
        Command::Export(it) => Ok(diagnosis::export::export(it.target, &it.code)),
    };
    match done {
        Ok(text) => print(&text),
        Err(refused) => refuse(&refused.to_string(), json),
    }
}

/// Writes to standard output. Who closes it early, as `head` does, has seen enough.
fn print(text: &str) -> ExitCode {
    use std::io::Write;
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            refuse(&format!("standard output can't be written: {error}"), false)
        }
        _ => ExitCode::SUCCESS,
    }
}

fn refuse(sentence: &str, json: bool) -> ExitCode {
    if json {
        print(&format!("{}\n", serde_json::json!({ "refused": sentence })));
    } else {
        eprintln!("ghm: {sentence}");
    }
    ExitCode::from(REFUSED)
}

//! Packs data that was made elsewhere: a detector's recorded outputs, and handwritten digits.
//! Nothing is written if the data is not as expected.

#![forbid(unsafe_code)]

mod digits;
mod recorded;

use std::process::ExitCode;

const USAGE: &str = "usage:
  pack recorded <folder with recorded_detector*.npz> <folder to write to>
  pack digits <optdigits as csv> <file to write>";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["recorded", from, to] => recorded::pack(from.as_ref(), to.as_ref()),
        ["digits", from, to] => digits::pack(from.as_ref(), to.as_ref()),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

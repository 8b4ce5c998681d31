//! `cargo xtask generate`: writes the files that are stale, and names them.

use explainer::registry::registry;
use std::fs;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> generate::Result<()> {
    for file in generate::files(&registry())? {
        let stale = file.is_stale();
        if stale {
            fs::write(generate::root().join(file.path), file.text)?;
        }
        println!("{} {}", if stale { "wrote" } else { "kept " }, file.path);
    }
    Ok(())
}

//! How long files take to be read: `cargo run --release -p data --example time -- ROUNDS FILE…`.
//!
//! Prints the milliseconds of each round, with a first one that is not counted. `cargo xtask bench --files` asks it.

use data::stream::{Streamed, are_arrays, read_arrays};
use data::{Choices, Reader};
use std::fs::File;
use std::io::Read;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rounds: usize = arguments.next().ok_or("time ROUNDS FILE…")?.parse()?;
    let files: Vec<String> = arguments.collect();
    for round in 0..=rounds {
        let start = Instant::now();
        let read = read(&files)?;
        let took = start.elapsed().as_secs_f64() * 1e3;
        if round > 0 {
            println!("{took:.3} {}", read.report.examples);
        }
    }
    Ok(())
}

/// Reads files as `ghm` does.
fn read(files: &[String]) -> Result<data::Read, Box<dyn std::error::Error>> {
    let mut all = vec![];
    for name in files {
        let file = File::open(name)?;
        let length = file.metadata()?.len();
        all.push(Streamed::on_disk(name.clone(), file, length));
    }
    if are_arrays(&all) {
        return Ok(read_arrays(&all, &Choices::default(), &mut |_| {})?);
    }
    let mut reader = Reader::new(&Choices::default());
    let mut piece = vec![0; 1 << 18];
    for name in files {
        reader.file(name)?;
        let mut file = File::open(name)?;
        loop {
            let n = file.read(&mut piece)?;
            if n == 0 {
                break;
            }
            reader.push(&piece[..n])?;
        }
    }
    let mut reading = reader.finish()?;
    while !reading.step()? {}
    Ok(reading.read().ok_or("nothing was read")?)
}

//! How long files take to be read: `cargo run --release -p data --example time -- ROUNDS FILE…`.
//!
//! Prints the milliseconds of each round, with a first one that is not counted. `cargo xtask bench --files` asks it.

use data::{Choices, Reader};
use std::io::Read;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rounds: usize = arguments.next().ok_or("time ROUNDS FILE…")?.parse()?;
    let files: Vec<String> = arguments.collect();
    let mut piece = vec![0; 1 << 18];
    for round in 0..=rounds {
        let start = Instant::now();
        let mut reader = Reader::new(&Choices::default());
        for name in &files {
            reader.file(name)?;
            let mut file = std::fs::File::open(name)?;
            reader.expect(file.metadata()?.len());
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
        let read = reading.read().ok_or("nothing was read")?;
        let took = start.elapsed().as_secs_f64() * 1e3;
        if round > 0 {
            println!("{took:.3} {}", read.report.examples);
        }
    }
    Ok(())
}

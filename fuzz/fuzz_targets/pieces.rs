//! A file gives the same in pieces of any size as in one.
#![no_main]

use data::{Choices, Read, Reader, Refused, read};

fn in_pieces(bytes: &[u8], size: usize) -> Result<Option<Read>, Refused> {
    let mut reader = Reader::new(&Choices::default());
    reader.file("file")?;
    for piece in bytes.chunks(size) {
        reader.push(piece)?;
    }
    let mut reading = reader.finish()?;
    while !reading.step()? {}
    Ok(reading.read())
}

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8])| {
    let (size, bytes) = (usize::from(input.0) + 1, input.1);
    let whole = read(&[("file", bytes)], &Choices::default()).map(Some);
    assert_eq!(whole, in_pieces(bytes, size));
});

//! How much memory a file may take.
//!
//! What is unpacked may have [`UNPACKED_TIMES`] the bytes of the file that was packed, and [`UNPACKED_MORE`] on top,
//! since a file of a few kB may hold honest zeros; and never more than [`MOST`]. Texts keep 8 bytes a cell of the
//! columns that mean something, which has 2 bytes at least; examples have 8 bytes each. With what growing lists leave
//! free, reading takes at most [`MEMORY_TIMES`] the unpacked bytes, and a constant.

use crate::refused::Refused;

/// More bytes than this are not read at once.
pub const MOST: u64 = 1 << 31;
/// So many times its size a packed file may unpack to …
pub const UNPACKED_TIMES: u64 = 100;
/// … and so many bytes on top.
pub const UNPACKED_MORE: u64 = 64 << 20;
/// The memory that reading takes at most, in unpacked bytes.
pub const MEMORY_TIMES: u64 = 24;

/// Refuses what is too large to be read at once.
pub fn size(bytes: u64) -> Result<(), Refused> {
    if bytes > MOST {
        return Err(Refused::new(
            "the file has more than 2 GB, which is too much to be read at once: `ghm diagnose --stream` reads a .csv or .npy \
             of any size, and `ghm counts --stream` makes a small table of it",
        ));
    }
    Ok(())
}

/// Refuses what unpacks to far more than its size.
pub(crate) fn unpacked(packed: u64, unpacked: u64) -> Result<(), Refused> {
    let most = packed
        .saturating_mul(UNPACKED_TIMES)
        .saturating_add(UNPACKED_MORE);
    if unpacked > most {
        return Err(Refused::new(format!(
            "{packed} bytes unpack to more than {most}, as those of a zip or gzip bomb do: unpack the file yourself if you trust it"
        )));
    }
    size(unpacked)
}

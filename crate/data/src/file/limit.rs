//! How much memory a file may take.
//!
//! What is unpacked may have [`UNPACKED_TIMES`] the bytes of the file that was packed, and [`UNPACKED_MORE`] on top,
//! since a file of a few kB may hold honest zeros; and never more than [`MOST`]. Texts keep 8 bytes a cell of the
//! columns that mean something, which has 2 bytes at least; examples have 8 bytes each. With what growing lists leave
//! free, reading takes at most [`MEMORY_TIMES`] the unpacked bytes, and a constant.

use crate::refused::Refused;
use crate::words::say;

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
        return Err(Refused::new(say!(
            "the file has more than 2 GB, which is too much to be read at once: `ghm diagnose --stream` reads a .csv or .npy \
             of any size, and `ghm counts --stream` makes a small table of it",
            "文件超过 2 GB，无法一次读入：`ghm diagnose --stream` 可读任意大小的 .csv 或 .npy，`ghm counts --stream` 可由它生成一张小表"
        )));
    }
    Ok(())
}

/// Refuses what unpacks to far more than its size.
pub(crate) fn unpacked(packed: u64, unpacked: u64) -> Result<(), Refused> {
    let most = packed
        .saturating_mul(UNPACKED_TIMES)
        .saturating_add(UNPACKED_MORE);
    if unpacked > most {
        return Err(Refused::new(say!(
            "{packed} bytes unpack to more than {most}, as those of a zip or gzip bomb do: unpack the file yourself if you trust it",
            "{packed} 字节解压后超过 {most} 字节，像 zip 或 gzip 炸弹：若信任此文件，请自行解压"
        )));
    }
    size(unpacked)
}

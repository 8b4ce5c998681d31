//! Zip archives, unpacked in slices. The crate zip reads the directory; each entry is checked against its sum.

use super::limit;
use crate::array::Bytes;
use crate::refused::{Refused, listed, short};
use crate::words::{Words, say};
use flate2::Crc;
use flate2::write::DeflateDecoder;
use std::io::{Cursor, Write};
use std::rc::Rc;
use zip::{CompressionMethod, ZipArchive};

/// A part of bytes in memory.
pub(crate) struct Part {
    bytes: Rc<Vec<u8>>,
    start: u64,
    len: u64,
}

impl Bytes for Part {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, at: u64, out: &mut [u8]) -> std::io::Result<()> {
        let fits = at
            .checked_add(out.len() as u64)
            .is_some_and(|end| end <= self.len);
        if !fits {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        self.bytes.read_at(self.start + at, out)
    }

    fn slice(&self, at: u64, len: usize) -> Option<&[u8]> {
        let fits = at
            .checked_add(len as u64)
            .is_some_and(|end| end <= self.len);
        if fits {
            self.bytes.slice(self.start + at, len)
        } else {
            None
        }
    }
}

/// An entry that is whole: its name and bytes.
pub(crate) type Unpacked = (String, Rc<dyn Bytes>);

struct Entry {
    name: String,
    start: u64,
    packed: u64,
    size: u64,
    crc: u32,
    stored: bool,
}

/// An archive that is being unpacked.
pub(crate) struct Unzip {
    bytes: Rc<Vec<u8>>,
    entries: Vec<Entry>,
    /// Which entry, and how far it is.
    entry: usize,
    at: u64,
    crc: Crc,
    decoder: Option<DeflateDecoder<Vec<u8>>>,
    total: u64,
}

/// Packed bytes in a slice; at most a thousand times as many come out.
const SLICE: u64 = 1 << 14;
const MOST_ENTRIES: usize = 10_000;

impl Unzip {
    /// Reads the directory.
    pub fn new(bytes: Vec<u8>) -> Result<Self, Refused> {
        let broken = |error: zip::result::ZipError| {
            Refused::new(say!(
                "the archive is cut off or broken: {error}",
                "归档不完整或已损坏：{error}"
            ))
        };
        let bytes = Rc::new(bytes);
        let mut archive = ZipArchive::new(Cursor::new(&bytes[..])).map_err(broken)?;
        if archive.len() > MOST_ENTRIES {
            return Err(Refused::new(say!(
                "the archive has more than {MOST_ENTRIES} entries: expected a few arrays",
                "归档中的条目超过 {MOST_ENTRIES} 个，应只有几个数组"
            )));
        }
        let mut entries = vec![];
        let mut others = vec![];
        let mut total = 0_u64;
        for at in 0..archive.len() {
            let file = archive.by_index_raw(at).map_err(broken)?;
            let name = file.name().to_owned();
            if file.is_dir() || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") {
                continue;
            }
            let lower = name.to_lowercase();
            let known = [".npy", ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"];
            if !known.iter().any(|end| lower.ends_with(end)) || lower.starts_with("word/") {
                others.push(name);
                continue;
            }
            let stored = match file.compression() {
                CompressionMethod::Stored => true,
                CompressionMethod::Deflated => false,
                other => {
                    return Err(Refused::new(say!(
                        "`{}` is packed by {other}: expected deflate, as numpy.savez_compressed writes",
                        "`{}` 用 {other} 压缩，应为 deflate，即 numpy.savez_compressed 的格式",
                        short(&name)
                    )));
                }
            };
            if file.encrypted() {
                return Err(Refused::new(say!(
                    "`{}` is encrypted: expected an open archive",
                    "`{}` 已加密，应为未加密的归档",
                    short(&name)
                )));
            }
            total = total.saturating_add(file.size());
            entries.push(Entry {
                start: file.data_start(),
                packed: file.compressed_size(),
                size: file.size(),
                crc: file.crc32(),
                stored,
                name,
            });
        }
        limit::unpacked(Bytes::len(&*bytes), total)?;
        let is = |end: &str| others.iter().any(|name| name.ends_with(end));
        let starts = |start: &str| others.iter().any(|name| name.starts_with(start));
        let known = match () {
            () if is("data.pkl") => Some(say!(
                "this is a PyTorch file, which is a pickle: save arrays with `numpy.savez(name, logits=logits.numpy(), targets=targets.numpy())`",
                "这是 PyTorch 文件（pickle）：请用 `numpy.savez(name, logits=logits.numpy(), targets=targets.numpy())` 保存数组"
            )),
            () if starts("xl/") => Some(say!(
                "this is an Excel workbook (.xlsx): save the sheet as CSV",
                "这是 Excel 工作簿（.xlsx）：请把工作表另存为 CSV"
            )),
            () if starts("word/") || starts("ppt/") => Some(say!(
                "this is an Office document: expected a table or arrays",
                "这是 Office 文档，应为表或数组"
            )),
            () if is("content.xml") => Some(say!(
                "this is an OpenDocument file: save the sheet as CSV",
                "这是 OpenDocument 文件：请把工作表另存为 CSV"
            )),
            () => None,
        };
        if let Some(known) = known {
            return Err(Refused::new(known));
        }
        if entries.is_empty() {
            let what = if others.is_empty() {
                say!("nothing", "空无一物")
            } else {
                Words::same(listed(others.iter().map(String::as_str)))
            };
            return Err(Refused::new(Words {
                en: format!(
                    "the archive is empty of arrays and tables: it holds {}; expected .npy or .csv in it",
                    what.en
                ),
                zh: format!("归档中没有数组或表，只有 {}，应有 .npy 或 .csv", what.zh),
            }));
        }
        Ok(Self {
            bytes,
            entries,
            entry: 0,
            at: 0,
            crc: Crc::new(),
            decoder: None,
            total: 0,
        })
    }

    /// How many packed bytes are left, and how many there are.
    pub fn progress(&self) -> (u64, u64) {
        let all = self.entries.iter().map(|entry| entry.packed).sum();
        let before: u64 = self
            .entries
            .iter()
            .take(self.entry)
            .map(|entry| entry.packed)
            .sum();
        (before + self.at, all)
    }

    /// Whether all is unpacked.
    pub fn is_done(&self) -> bool {
        self.entry >= self.entries.len()
    }

    /// Unpacks a slice. Returns an entry when it is whole: its name and bytes.
    pub fn step(&mut self) -> Result<Option<Unpacked>, Refused> {
        let Some(entry) = self.entries.get(self.entry) else {
            return Ok(None);
        };
        let broken = |why: Words| {
            let name = short(&entry.name);
            Refused::new(Words {
                en: format!("`{name}` in the archive is cut off or broken: {}", why.en),
                zh: format!("归档中的 `{name}` 不完整或已损坏：{}", why.zh),
            })
        };
        let slice = if entry.stored { SLICE * 64 } else { SLICE };
        let to = entry.packed.min(self.at + slice);
        let range = entry
            .start
            .checked_add(to)
            .filter(|&end| end <= Bytes::len(&*self.bytes));
        let end = range.ok_or_else(|| {
            broken(say!(
                "it reaches beyond the file's last bytes",
                "它超出了文件末尾"
            ))
        })?;
        let bytes = &self.bytes[(entry.start + self.at) as usize..end as usize];
        let mut whole = None;
        if entry.stored {
            self.crc.update(bytes);
            if to == entry.packed {
                whole = Some(Rc::new(Part {
                    bytes: Rc::clone(&self.bytes),
                    start: entry.start,
                    len: entry.size,
                }) as Rc<dyn Bytes>);
            }
            if entry.packed != entry.size {
                return Err(broken(say!("its sizes differ", "大小不符")));
            }
        } else {
            let decoder = self
                .decoder
                .get_or_insert_with(|| DeflateDecoder::new(vec![]));
            let before = decoder.get_ref().len();
            decoder
                .write_all(bytes)
                .map_err(|error| broken(Words::same(error)))?;
            let came = decoder.get_ref().len();
            self.crc.update(&decoder.get_ref()[before..]);
            if came as u64 > entry.size {
                return Err(broken(say!(
                    "more bytes came than it promised",
                    "解出的字节多于所标"
                )));
            }
            if to == entry.packed {
                let unpacked = self.decoder.take().map(DeflateDecoder::finish);
                let unpacked = unpacked
                    .transpose()
                    .map_err(|error| broken(Words::same(error)))?
                    .unwrap_or_default();
                self.crc.update(&unpacked[came..]);
                if unpacked.len() as u64 != entry.size {
                    return Err(broken(say!(
                        "fewer or more bytes came than it promised",
                        "解出的字节数与所标不符"
                    )));
                }
                whole = Some(Rc::new(unpacked) as Rc<dyn Bytes>);
            }
        }
        self.at = to;
        let Some(whole) = whole else { return Ok(None) };
        if self.crc.sum() != entry.crc {
            return Err(broken(say!("its check sum differs", "校验和不符")));
        }
        self.total += entry.size;
        let name = entry.name.clone();
        (self.entry, self.at, self.crc) = (self.entry + 1, 0, Crc::new());
        Ok(Some((name, whole)))
    }
}

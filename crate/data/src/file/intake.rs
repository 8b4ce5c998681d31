//! One file as its bytes come in: told apart, unpacked, parsed.

use super::kind::{HEAD, Kind, kind};
use super::limit;
use super::parsed::{Parsed, npy, of_table, records};
use super::unzip::Unzip;
use crate::array::Bytes;
use crate::choices::Choices;
use crate::refused::Refused;
use crate::text::Table;
use crate::words::say;
use flate2::write::MultiGzDecoder;
use std::io::Write;
use std::rc::Rc;

/// A file whose bytes are coming.
pub(crate) struct Intake {
    name: String,
    choices: Choices,
    head: Vec<u8>,
    body: Body,
    came: u64,
    /// How many bytes will come, if that was said.
    pub expected: u64,
    /// Whether it lies in another file.
    inside: bool,
}

enum Body {
    Unknown,
    Npy(Vec<u8>),
    Zip(Vec<u8>),
    Json(Vec<u8>),
    Text(Box<Table>),
    Gzip(Box<MultiGzDecoder<Vec<u8>>>, Box<Intake>),
}

/// What is left to do with a whole file.
pub(crate) enum Rest {
    /// Nothing.
    Parsed(Parsed),
    /// To unpack its entries.
    Unzip(Box<Unzip>),
}

impl Intake {
    pub fn new(name: &str, choices: &Choices) -> Self {
        Self {
            name: name.into(),
            choices: choices.clone(),
            head: vec![],
            body: Body::Unknown,
            came: 0,
            expected: 0,
            inside: false,
        }
    }

    /// The next bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.came += bytes.len() as u64;
        limit::size(self.came)?;
        match &mut self.body {
            Body::Unknown => {
                self.head.extend_from_slice(bytes);
                if self.head.len() >= HEAD {
                    self.begin()
                } else {
                    Ok(())
                }
            }
            Body::Npy(all) | Body::Zip(all) | Body::Json(all) => {
                all.extend_from_slice(bytes);
                Ok(())
            }
            Body::Text(table) => table.push(bytes),
            Body::Gzip(decoder, inner) => {
                // In small pieces: a thousand times as many bytes may come out.
                for piece in bytes.chunks(1 << 12) {
                    decoder.write_all(piece).map_err(broken)?;
                    drain(decoder, inner, self.came)?;
                }
                Ok(())
            }
        }
    }

    fn begin(&mut self) -> Result<(), Refused> {
        let head = std::mem::take(&mut self.head);
        let kind = kind(&head)?;
        let room = || Vec::with_capacity(self.expected as usize);
        self.body = match kind {
            Kind::Npy => Body::Npy(room()),
            Kind::Json => Body::Json(room()),
            Kind::Text => {
                let mut table = Table::new(&self.name, &self.choices);
                table.expected = self.expected;
                Body::Text(Box::new(table))
            }
            Kind::Zip | Kind::Gzip if self.inside => {
                return Err(Refused::new(say!(
                    "there is a packed file in a packed file: unpack the outer one",
                    "压缩文件里还有压缩文件，请先解开外层"
                )));
            }
            Kind::Zip => Body::Zip(room()),
            Kind::Gzip => {
                let name = self.name.strip_suffix(".gz").unwrap_or(&self.name);
                let inner = Self {
                    inside: true,
                    ..Self::new(name, &self.choices)
                };
                Body::Gzip(Box::new(MultiGzDecoder::new(vec![])), Box::new(inner))
            }
        };
        self.came -= head.len() as u64;
        self.push(&head)
    }

    /// The file is whole.
    pub fn finish(mut self) -> Result<Rest, Refused> {
        if matches!(self.body, Body::Unknown) {
            if self.came == 0 {
                return Err(Refused::new(say!(
                    "the file is empty: it has no bytes",
                    "文件是空的，没有任何字节"
                )));
            }
            self.begin()?;
        }
        match self.body {
            Body::Unknown => Ok(Rest::Parsed(Parsed::default())),
            Body::Npy(bytes) => npy(Rc::new(bytes), &self.name).map(Rest::Parsed),
            Body::Json(bytes) => records(&bytes, &self.name, &self.choices).map(Rest::Parsed),
            Body::Text(mut table) => {
                table.finish()?;
                Ok(Rest::Parsed(of_table(*table, &self.name)))
            }
            Body::Zip(bytes) => Unzip::new(bytes).map(|unzip| Rest::Unzip(Box::new(unzip))),
            Body::Gzip(mut decoder, mut inner) => {
                decoder.try_finish().map_err(broken)?;
                drain(&mut decoder, &mut inner, self.came)?;
                inner.finish()
            }
        }
    }
}

fn broken(error: std::io::Error) -> Refused {
    Refused::new(say!(
        "the gzip is cut off or broken: {error}",
        "gzip 不完整或已损坏：{error}"
    ))
}

fn drain(
    decoder: &mut MultiGzDecoder<Vec<u8>>,
    inner: &mut Intake,
    packed: u64,
) -> Result<(), Refused> {
    let out = std::mem::take(decoder.get_mut());
    limit::unpacked(packed, inner.came + out.len() as u64)?;
    inner.push(&out)
}

/// An entry of an archive.
pub(crate) fn entry(
    name: &str,
    bytes: Rc<dyn Bytes>,
    choices: &Choices,
) -> Result<Parsed, Refused> {
    if name.to_lowercase().ends_with(".npy") {
        return npy(bytes, name);
    }
    let mut intake = Intake {
        inside: true,
        ..Intake::new(name, choices)
    };
    let mut piece = vec![0; 1 << 16];
    let mut at = 0;
    while at < bytes.len() {
        let n = piece.len().min((bytes.len() - at) as usize);
        bytes.read_at(at, &mut piece[..n]).map_err(Refused::told)?;
        intake.push(&piece[..n])?;
        at += n as u64;
    }
    match intake.finish()? {
        Rest::Parsed(parsed) => Ok(parsed),
        Rest::Unzip(_) => Err(Refused::new(say!(
            "there is an archive in an archive: unpack the outer one",
            "归档里还有归档，请先解开外层"
        ))),
    }
}

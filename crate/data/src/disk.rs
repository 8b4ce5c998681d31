//! A file on a disk, read at any place.

use crate::array::Bytes;
use crate::stream::Streamed;
use std::cell::RefCell;
use std::fs::File;
use std::io::{Read, Result, Seek, SeekFrom};
use std::rc::Rc;

struct OnDisk(RefCell<File>, u64);

impl Bytes for OnDisk {
    fn len(&self) -> u64 {
        self.1
    }

    fn read_at(&self, at: u64, out: &mut [u8]) -> Result<()> {
        let mut file = self.0.borrow_mut();
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(out)
    }
}

impl Streamed {
    /// An open file of so many bytes.
    pub fn on_disk(name: String, file: File, length: u64) -> Self {
        let bytes = Rc::new(OnDisk(RefCell::new(file), length));
        Self { name, bytes }
    }
}

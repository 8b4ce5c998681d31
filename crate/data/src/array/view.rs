//! An array as it lies in a file: read in blocks, whatever its type, byte order, shape and order.

use super::dtype::Dtype;
use crate::refused::Refused;
use crate::words::say;
use std::fmt;
use std::rc::Rc;

/// Bytes that can be read at any place: of a file in memory or on a disk.
pub trait Bytes {
    /// How many there are.
    fn len(&self) -> u64;
    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Reads as many as `out` has, from this place on.
    ///
    /// # Errors
    /// Where they can't be read.
    fn read_at(&self, at: u64, out: &mut [u8]) -> std::io::Result<()>;
    /// So many bytes from this place on, where they lie in memory.
    fn slice(&self, at: u64, len: usize) -> Option<&[u8]> {
        let _ = (at, len);
        None
    }
}

impl Bytes for Vec<u8> {
    fn len(&self) -> u64 {
        self.as_slice().len() as u64
    }

    fn read_at(&self, at: u64, out: &mut [u8]) -> std::io::Result<()> {
        let end = at
            .checked_add(out.len() as u64)
            .filter(|&end| end <= Bytes::len(self));
        let end = end.ok_or(std::io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(&self[at as usize..end as usize]);
        Ok(())
    }

    fn slice(&self, at: u64, len: usize) -> Option<&[u8]> {
        let end = at
            .checked_add(len as u64)
            .filter(|&end| end <= Bytes::len(self))?;
        Some(&self[at as usize..end as usize])
    }
}

/// Values in a file, or a part or another order of them. Rows are what the first axis counts.
#[derive(Clone)]
pub(crate) struct View {
    bytes: Rc<dyn Bytes>,
    dtype: Dtype,
    start: u64,
    /// For each axis how many there are, and how many bytes lie between one and the next.
    pub axes: Vec<(usize, u64)>,
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:?} from {}", self.dtype, self.axes, self.start)
    }
}

impl View {
    /// An array that begins here; the file is known to be long enough.
    pub fn new(
        bytes: Rc<dyn Bytes>,
        dtype: Dtype,
        start: u64,
        stride: u64,
        shape: &[usize],
        fortran: bool,
    ) -> Self {
        let mut axes: Vec<(usize, u64)> = shape.iter().map(|&n| (n, 0)).collect();
        let mut step = stride;
        let mut set = |axis: &mut (usize, u64)| {
            axis.1 = step;
            step = step.saturating_mul(axis.0.max(1) as u64);
        };
        if fortran {
            axes.iter_mut().for_each(&mut set);
        } else {
            axes.iter_mut().rev().for_each(&mut set);
        }
        Self {
            bytes,
            dtype,
            start,
            axes,
        }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.axes.iter().map(|axis| axis.0).product()
    }

    /// One place of an axis.
    pub fn at(&self, axis: usize, place: usize) -> Self {
        let mut view = self.clone();
        let (_, step) = view.axes.remove(axis);
        view.start += step * place as u64;
        view
    }

    /// The same with an axis moved to the end.
    pub fn moved_last(&self, axis: usize) -> Self {
        let mut view = self.clone();
        let axis = view.axes.remove(axis);
        view.axes.push(axis);
        view
    }

    /// Reads values in the order of the axes, the last one fastest.
    pub fn read(&self, from: usize, to: usize, out: &mut Vec<f64>) -> Result<(), Refused> {
        out.clear();
        out.reserve(to - from);
        let size = self.dtype.size() as u64;
        let mut buffer = vec![];
        // Neighbouring axes without a gap between count as one.
        let mut axes: Vec<(usize, u64)> = vec![];
        for &(n, step) in &self.axes {
            match axes.last_mut() {
                Some(last) if last.1 == step * n as u64 => *last = (last.0 * n, step),
                _ => axes.push((n, step)),
            }
        }
        match axes[..] {
            [] => self.run(self.start, 1, &mut buffer, out),
            [(_, step)] if step == size || step <= 512 => self.strided(
                self.start + from as u64 * step,
                to - from,
                step,
                &mut buffer,
                out,
            ),
            // Rows that lie apart, of values that lie close: row by row; otherwise column by column.
            [(rows, row), (n, step)]
                if from.is_multiple_of(n) && to.is_multiple_of(n) && n > 0 && rows > 0 =>
            {
                let (first, last) = (from / n, to / n);
                if step <= row {
                    for r in first..last {
                        self.strided(self.start + r as u64 * row, n, step, &mut buffer, out)?;
                    }
                    return Ok(());
                }
                out.resize(to - from, 0.0);
                let mut column = vec![];
                for c in 0..n {
                    column.clear();
                    let start = self.start + first as u64 * row + c as u64 * step;
                    self.strided(start, last - first, row, &mut buffer, &mut column)?;
                    for (r, value) in column.iter().enumerate() {
                        out[r * n + c] = *value;
                    }
                }
                Ok(())
            }
            _ => {
                for flat in from..to {
                    let (mut rest, mut at) = (flat, self.start);
                    for &(n, step) in axes.iter().rev() {
                        at += (rest % n) as u64 * step;
                        rest /= n;
                    }
                    self.run(at, 1, &mut buffer, out)?;
                }
                Ok(())
            }
        }
    }

    fn strided(
        &self,
        at: u64,
        n: usize,
        step: u64,
        buffer: &mut Vec<u8>,
        out: &mut Vec<f64>,
    ) -> Result<(), Refused> {
        let size = self.dtype.size();
        if n == 0 {
            return Ok(());
        }
        if step == size as u64 {
            return self.run(at, n, buffer, out);
        }
        if step > 512 {
            return (0..n as u64).try_for_each(|i| self.run(at + i * step, 1, buffer, out));
        }
        // Read with what lies between.
        self.decode(
            at,
            (n - 1) * step as usize + size,
            (step as usize, n),
            buffer,
            out,
        )
    }

    fn run(
        &self,
        at: u64,
        n: usize,
        buffer: &mut Vec<u8>,
        out: &mut Vec<f64>,
    ) -> Result<(), Refused> {
        let size = self.dtype.size();
        self.decode(at, n * size, (size, n), buffer, out)
    }

    /// Decodes `n` values that lie `step` bytes apart.
    fn decode(
        &self,
        at: u64,
        len: usize,
        (step, n): (usize, usize),
        buffer: &mut Vec<u8>,
        out: &mut Vec<f64>,
    ) -> Result<(), Refused> {
        if let Some(bytes) = self.bytes.slice(at, len) {
            self.dtype.decode_strided(bytes, step, n, out);
            return Ok(());
        }
        buffer.resize(len, 0);
        self.bytes.read_at(at, buffer).map_err(unreadable)?;
        self.dtype.decode_strided(buffer, step, n, out);
        Ok(())
    }

    /// Reads texts in the order of the axes.
    pub fn texts(&self) -> Option<Result<Vec<String>, Refused>> {
        let (width, wide, big) = self.dtype.text()?;
        let read = || {
            let mut texts = vec![];
            let mut bytes = vec![0; self.dtype.size()];
            for flat in 0..self.len() {
                let (mut rest, mut at) = (flat, self.start);
                for &(n, step) in self.axes.iter().rev() {
                    at += (rest % n) as u64 * step;
                    rest /= n;
                }
                self.bytes.read_at(at, &mut bytes).map_err(unreadable)?;
                texts.push(if wide {
                    utf_32(&bytes, width, big)
                } else {
                    latin(&bytes)
                });
            }
            Ok(texts)
        };
        Some(read())
    }
}

fn utf_32(bytes: &[u8], width: usize, big: bool) -> String {
    let units = bytes.chunks_exact(4).take(width).map(|unit| {
        let unit = [unit[0], unit[1], unit[2], unit[3]];
        if big {
            u32::from_be_bytes(unit)
        } else {
            u32::from_le_bytes(unit)
        }
    });
    let text: String = units
        .map(|unit| char::from_u32(unit).unwrap_or('\u{fffd}'))
        .collect();
    text.trim_end_matches('\0').to_owned()
}

fn latin(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .trim_end_matches('\0')
        .to_owned()
}

fn unreadable(error: std::io::Error) -> Refused {
    Refused::new(say!(
        "the file can't be read: {error}",
        "无法读取文件：{error}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0, 1, 2 … as bytes.
    fn counting(n: u8) -> Rc<dyn Bytes> {
        Rc::new((0..n).collect::<Vec<u8>>())
    }

    fn read(view: &View, from: usize, to: usize) -> Vec<f64> {
        let mut out = vec![];
        view.read(from, to, &mut out).unwrap();
        out
    }

    #[test]
    fn both_orders_are_read_in_the_order_of_the_axes() {
        let c = View::new(counting(6), Dtype::U8, 0, 1, &[2, 3], false);
        assert_eq!(read(&c, 0, 6), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        let fortran = View::new(counting(6), Dtype::U8, 0, 1, &[2, 3], true);
        assert_eq!(read(&fortran, 0, 6), [0.0, 2.0, 4.0, 1.0, 3.0, 5.0]);
        assert_eq!(read(&fortran, 1, 5), [2.0, 4.0, 1.0, 3.0]);
        assert_eq!(read(&fortran.at(1, 2), 0, 2), [4.0, 5.0]);
        assert_eq!(read(&c.at(0, 1), 1, 3), [4.0, 5.0]);
        assert_eq!(read(&c.moved_last(0), 0, 6), [0.0, 3.0, 1.0, 4.0, 2.0, 5.0]);
        let three = View::new(counting(24), Dtype::U8, 0, 1, &[2, 3, 4], true);
        assert_eq!(read(&three, 0, 5), [0.0, 6.0, 12.0, 18.0, 2.0]);
        assert_eq!(read(&three.moved_last(0), 0, 2), [0.0, 1.0]);
    }
}

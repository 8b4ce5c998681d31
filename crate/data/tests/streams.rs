//! Large files in a stream: memory does not grow with them, and what is counted is exact.

use data::stream::{Streamed, stream};
use data::{Bytes, Choices, Sink, Tally};
use peak_alloc::PeakAlloc;
use std::rc::Rc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// A file that repeats a piece so often, without having it in memory.
struct Repeated {
    head: Vec<u8>,
    piece: Vec<u8>,
    times: u64,
}

impl Bytes for Repeated {
    fn len(&self) -> u64 {
        self.head.len() as u64 + self.piece.len() as u64 * self.times
    }

    fn read_at(&self, at: u64, out: &mut [u8]) -> std::io::Result<()> {
        for (i, byte) in out.iter_mut().enumerate() {
            let at = at as usize + i;
            *byte = match self.head.get(at) {
                Some(byte) => *byte,
                None => self.piece[(at - self.head.len()) % self.piece.len()],
            };
        }
        Ok(())
    }
}

/// Streams a file; says the bytes that took at most, and what was counted.
fn streamed(name: &str, file: Repeated) -> (usize, Tally, u64) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let mut told = 0.0;
    let files = [Streamed {
        name: name.into(),
        bytes: Rc::new(file),
    }];
    let done = stream(
        &files,
        &Choices::default(),
        Tally::new(30).unwrap(),
        &mut |share| {
            assert!(
                (0.0..=1.0).contains(&share) && share >= told,
                "{share} after {told}"
            );
            told = share;
        },
    );
    let done = done.unwrap();
    assert!(told > 0.9);
    let mut tally = done.sink;
    tally.finish();
    (MEMORY.peak_usage() - before, tally, done.report.examples)
}

/// The examples of one piece, so often, one by one.
fn expected(piece: &[(f32, f32)], times: u64) -> Tally {
    let mut tally = Tally::new(30).unwrap();
    (0..times).for_each(|_| piece.iter().for_each(|&(x, t)| tally.example(x, t)));
    tally.finish();
    tally
}

const PIECE: [(f32, f32); 4] = [(-2.5, 0.0), (0.25, 1.0), (3.0, 0.0), (-7.125, 0.0)];

/// One test, since memory is counted for all threads together.
#[test]
fn memory_does_not_grow_with_the_file_and_counts_are_exact() {
    let text: String = PIECE.iter().map(|(x, t)| format!("{x},{t}\n")).collect();
    let values: Vec<u8> = PIECE
        .iter()
        .flat_map(|(x, t)| [x.to_le_bytes(), t.to_le_bytes()].concat())
        .collect();
    let csv = |times| Repeated {
        head: b"logit,target\n".to_vec(),
        piece: text.clone().into_bytes(),
        times,
    };
    let npy = |times: u64| {
        let header = format!(
            "{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, 2), }}\n",
            times * 4
        );
        let head = [
            b"\x93NUMPY\x01\0",
            &(header.len() as u16).to_le_bytes()[..],
            header.as_bytes(),
        ]
        .concat();
        Repeated {
            head,
            piece: values.clone(),
            times,
        }
    };
    let mut peaks = vec![];
    for times in [50_000, 500_000] {
        let right = expected(&PIECE, times);
        for (name, file) in [("data.csv", csv(times)), ("data.npy", npy(times))] {
            let (peak, tally, examples) = streamed(name, file);
            assert_eq!(examples, times * 4);
            assert_eq!(tally.counts.counts, right.counts.counts, "{name}");
            assert_eq!(tally.counts.losses, right.counts.losses, "{name}");
            peaks.push(peak);
        }
    }
    // Ten times the file, and no more memory but for what buffers happen to hold.
    assert!(peaks.iter().all(|&peak| peak < 8 << 20), "{peaks:?}");
    assert!(
        peaks[2] < peaks[0] + (1 << 20) && peaks[3] < peaks[1] + (1 << 20),
        "{peaks:?}"
    );
}

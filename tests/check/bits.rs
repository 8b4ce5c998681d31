//! The same bits on every machine and level: a fingerprint of the results of random bit patterns.
//!
//! Within one program `crate/ghm/tests/kernel_bits.rs` compares levels with each other. Between programs,
//! such as the page's builds with and without SIMD128 and a native one, only a number can be compared.

use ghm::{Convention, Edge, Empty, GhmC, GhmR, Options, Start, Step};
use oorandom::Rand32;

/// What [`same_bits`] expects: made by the scalar level. It changes only with the mathematics itself.
const FINGERPRINT: u64 = 0x41ec_fd79_28e1_5e11;

/// Examples in a step: several blocks of lanes, and one that is not full.
const N: usize = 1500;

/// FNV-1a of 64 bits: order and place of every byte matter.
struct Fingerprint(u64);

impl Fingerprint {
    fn add(&mut self, bytes: impl IntoIterator<Item = u8>) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn step(&mut self, step: &Step) {
        self.add(step.loss.to_bits().to_le_bytes());
        for values in [&step.weights, &step.gradient] {
            self.add(
                values
                    .iter()
                    .flat_map(|value| value.to_bits().to_le_bytes()),
            );
        }
        self.add(step.counts.iter().flat_map(|count| count.to_le_bytes()));
        let average = step.average.iter().flatten();
        self.add(average.flat_map(|value| value.to_bits().to_le_bytes()));
    }
}

/// A number of at most 2^126, so that a difference of two is finite: subnormal, usual, or any other.
fn any(random: &mut Rand32) -> f32 {
    let bits = random.rand_u32();
    let exponent = match bits & 3 {
        0 => 0,
        1 => 119 + random.rand_range(0..16),
        _ => random.rand_range(0..253),
    };
    f32::from_bits(bits & 0x8000_0000 | exponent << 23 | bits >> 2 & 0x007f_ffff)
}

fn many(random: &mut Rand32, one: impl Fn(&mut Rand32) -> f32) -> Vec<f32> {
    (0..N).map(|_| one(random)).collect()
}

/// Losses over random bits, with every option, in the lanes and one by one, give the known bits.
pub fn same_bits() {
    let mut random = Rand32::new(19);
    let mut print = Fingerprint(0xcbf2_9ce4_8422_2325);
    for round in 0..24_u32 {
        let options = Options {
            bins: [1, 10, 30, 200][round as usize % 4],
            momentum: [0.0, 0.75, 0.99][round as usize % 3],
            convention: [Convention::Code, Convention::Paper][round as usize % 2],
            start: [Start::Zero, Start::First, Start::Corrected][round as usize / 4 % 3],
            empty: [Empty::Hold, Empty::Decay][round as usize / 2 % 2],
            edge: [Edge::Closed, Edge::Half][usize::from(round % 5 == 4)],
            loss_weight: 1.0,
        };
        let mut of_class = GhmC::new(options).expect("options");
        let mut of_boxes =
            GhmR::new([1e-6, 0.02, 1.0, 1e7][round as usize / 6], options).expect("options");
        for t in 0..3 {
            let inputs = many(&mut random, any);
            let soft = round % 6 == 5;
            let targets = many(&mut random, |random| match random.rand_range(0..4) {
                0 => 1.0,
                1 if soft => random.rand_float(),
                _ => 0.0,
            });
            let others = many(&mut random, any);
            let mask = many(&mut random, any);
            let mask = (t % 2 == 1).then_some(&*mask);
            let step = of_class.step(&inputs, &targets, mask).expect("a batch");
            print.step(step);
            let step = of_boxes.step(&inputs, &others, mask).expect("a batch");
            print.step(step);
        }
    }
    assert_eq!(
        print.0, FINGERPRINT,
        "other bits than those of the scalar level: {:#018x}",
        print.0
    );
}

//! Real handwritten digits, 8 x 8 pixels of 0 to 15.
//!
//! Source: UCI optdigits (E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits",
//! 1998, CC BY 4.0), the first 400 images of its test part. Two pixels a byte, the first in the
//! low bits; the source's 16 became 15. `data/README.md` has the command.

/// Pixels in a row, and rows.
pub const SIDE: usize = 8;
/// Images of each half.
pub const EACH: usize = 200;

const PACKED: &[u8] = include_bytes!("../data/digits.bin");

/// An image: brightness in `[0, 1]`, row by row.
pub type Digit = [f32; SIDE * SIDE];

/// Which images: those trained with are never tested on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// To train with.
    Train,
    /// To test with.
    Test,
}

/// The images of a half.
pub fn digits(split: Split) -> Vec<Digit> {
    let (images, _) = PACKED.as_chunks::<{ SIDE * SIDE / 2 }>();
    let (train, test) = images.split_at(EACH);
    let images = match split {
        Split::Train => train,
        Split::Test => test,
    };
    images.iter().map(unpack).collect()
}

/// The class of each image of a half: which digit it shows.
pub fn classes(split: Split) -> &'static [u8; EACH] {
    const CLASSES: &[u8; 2 * EACH] = include_bytes!("../data/classes.bin");
    let (train, test) = CLASSES.split_at(EACH);
    let half = match split {
        Split::Train => train,
        Split::Test => test,
    };
    half.try_into().expect("half of them")
}

fn unpack(bytes: &[u8; SIDE * SIDE / 2]) -> Digit {
    std::array::from_fn(|i| f32::from(bytes[i / 2] >> (4 * (i % 2)) & 15) / 15.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_halves_hold_two_hundred_digits() {
        let (train, test) = (digits(Split::Train), digits(Split::Test));
        assert_eq!((train.len(), test.len()), (EACH, EACH));
        for image in train.iter().chain(&test) {
            let ink: f32 = image.iter().sum();
            assert!((8.0..40.0).contains(&ink), "{ink}");
            assert!(image.contains(&1.0), "no pixel is fully inked");
            assert!(!train.contains(image) || !test.contains(image));
        }
    }

    /// Every digit is there about as often as any other, in both halves.
    #[test]
    fn images_have_classes() {
        for split in [Split::Train, Split::Test] {
            let classes = classes(split);
            for class in 0..10 {
                let n = classes.iter().filter(|&&it| it == class).count();
                assert!((16..=24).contains(&n), "{split:?} {class}: {n}");
            }
        }
        assert_eq!(classes(Split::Train)[..4], [0, 1, 2, 3]);
    }

    #[test]
    fn the_first_digit_is_a_zero() {
        let rows: Vec<String> = digits(Split::Train)[0]
            .chunks(SIDE)
            .map(|row| {
                let shade = |&p: &f32| [' ', '.', '+', '#'][(p * 3.0).round() as usize];
                row.iter().map(shade).collect()
            })
            .collect();
        let expected = [
            "  .#+   ", //
            "  ##+#. ", //
            " .#  ++ ", //
            " .+  ++ ", //
            " .+  ++ ", //
            " .+  +. ", //
            "  #.++  ", //
            "  .#+   ", //
        ];
        assert_eq!(rows, expected, "{rows:#?}");
    }
}

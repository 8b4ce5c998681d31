//! Bytes as text with 85 digits, which `www/base85.js` reads: five digits for four bytes, so that a file is a quarter
//! longer than its bytes, and not a third as in base64. A single file must stay below a limit.
//!
//! The digits of Ascii85 hold quotes, `&` and `<`. These are the printable characters without any that need care in
//! HTML, in a string of a script, or in a replacement.

const DIGITS: &[u8; 85] =
    b"!#()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";

/// The bytes as text. Of the last group there are as many digits as tell its bytes apart.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 4 * 5 + 5);
    for group in bytes.chunks(4) {
        let mut four = [0; 4];
        four[..group.len()].copy_from_slice(group);
        let number = u32::from_be_bytes(four);
        let digits = (0..5).rev().map(|place| number / 85_u32.pow(place) % 85);
        let digits = digits.map(|digit| char::from(DIGITS[digit as usize]));
        text.extend(digits.take(group.len() + 1));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, encode};

    /// As `www/base85.js` reads it; tests of single files run that.
    fn decode(text: &str) -> Vec<u8> {
        let value = |digit: &u8| DIGITS.iter().position(|it| it == digit).unwrap() as u32;
        let group = |digits: &[u8]| {
            let missing = std::iter::repeat_n(84, 5 - digits.len());
            let values = digits.iter().map(value).chain(missing);
            let number = values.fold(0_u32, |number, value| {
                number.wrapping_mul(85).wrapping_add(value)
            });
            number.to_be_bytes()[..digits.len() - 1].to_vec()
        };
        text.as_bytes().chunks(5).flat_map(group).collect()
    }

    #[test]
    fn bytes_of_every_length_come_back() {
        for length in 0..40 {
            for seed in [0_u8, 1, 77, 255] {
                let bytes: Vec<u8> = (0..length)
                    .map(|i: u8| seed.wrapping_mul(i.wrapping_add(seed)))
                    .collect();
                assert_eq!(decode(&encode(&bytes)), bytes);
            }
        }
        assert_eq!(decode(&encode(&[255; 9])), [255; 9]);
    }

    #[test]
    fn no_digit_needs_care_where_files_are_carried() {
        let care = b"\"'`&<>\\$%";
        assert!(DIGITS.iter().all(|digit| !care.contains(digit)));
        assert!(DIGITS.is_sorted_by(|a, b| a < b));
    }
}

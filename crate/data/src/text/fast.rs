//! Rows of plain numbers, which most are: parsed as their bytes are met, once.
//!
//! What is not plain (space, quotes, words, decimal commas, an empty cell, another number of cells) is left to the
//! usual way, row by row, which also says what is wrong with it.

/// Powers of ten that `f64` has exactly.
const POWERS: [f64; 16] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// Parses the row at `at`, whose columns go to the places of `row` that `slots` names; returns where the next row
/// begins. None if the row is not plain, or its end has not come.
#[inline]
pub fn row(
    bytes: &[u8],
    mut at: usize,
    delimiter: u8,
    slots: &[Option<usize>],
    row: &mut [f64],
) -> Option<usize> {
    if *bytes.get(at)? == b'#' {
        return None;
    }
    let last = slots.len().checked_sub(1)?;
    for (i, slot) in slots.iter().enumerate() {
        match slot {
            Some(slot) => (row[*slot], at) = number(bytes, at)?,
            None => at = skip(bytes, at, delimiter)?,
        }
        match *bytes.get(at)? {
            byte if byte == delimiter && i < last => at += 1,
            b'\n' if i == last => at += 1,
            b'\r' if i == last && *bytes.get(at + 1)? == b'\n' => at += 2,
            _ => return None,
        }
    }
    Some(at)
}

/// The end of a cell that means nothing.
fn skip(bytes: &[u8], start: usize, delimiter: u8) -> Option<usize> {
    let cell = &bytes[start..];
    let end = cell
        .iter()
        .position(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r' || byte == b'"')?;
    (cell[end] != b'"').then_some(start + end)
}

/// The number at `start`, and where it ends.
#[inline]
fn number(bytes: &[u8], start: usize) -> Option<(f64, usize)> {
    let mut at = start;
    let negative = *bytes.get(at)? == b'-';
    at += usize::from(negative);
    let (mut mantissa, mut digits, mut decimals) = (0_u64, 0_usize, 0_usize);
    let first = at;
    while let Some(digit) = bytes
        .get(at)
        .map(|byte| byte.wrapping_sub(b'0'))
        .filter(|&digit| digit < 10)
    {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    digits += at - first;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        let first = at;
        while let Some(digit) = bytes
            .get(at)
            .map(|byte| byte.wrapping_sub(b'0'))
            .filter(|&digit| digit < 10)
        {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            at += 1;
        }
        decimals = at - first;
        digits += decimals;
    }
    // Mantissa and power are exact, so the quotient is rounded once, as it should be.
    if (1..=15).contains(&digits) && !matches!(bytes.get(at), Some(b'e' | b'E')) {
        let value = mantissa as f64 / POWERS[decimals];
        return Some((if negative { -value } else { value }, at));
    }
    let plain = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
    let end = start + bytes[start..].iter().position(|byte| !plain(byte))?;
    let value = std::str::from_utf8(&bytes[start..end]).ok()?.parse().ok()?;
    Some((value, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Vec<f64>, usize)> {
        let mut found = vec![0.0; 2];
        let end = row(
            text.as_bytes(),
            0,
            b',',
            &[Some(0), None, Some(1)],
            &mut found,
        )?;
        Some((found, end))
    }

    #[test]
    fn plain_rows_are_read_and_others_left() {
        assert_eq!(read("-2.5,x y,1\nrest"), Some((vec![-2.5, 1.0], 11)));
        assert_eq!(read("1e-3,,.5\r\n"), Some((vec![1e-3, 0.5], 10)));
        for text in [
            "1,2\n",
            "1,2,3",
            "1,2,3,4\n",
            " 1,2,3\n",
            "1,\"2\",3\n",
            "a,2,3\n",
            ",2,3\n",
            "#1,2,3\n",
            "1,2,\n",
            "1,2,-\n",
            "1,2,3\r",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_those_of_the_standard_library() {
        let mut random = 7_u64;
        for _ in 0..100_000 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let value = (random >> 20) as f64 / 1e9 - 8000.0;
            for text in [
                format!("{value}"),
                format!("{value:.4}"),
                format!("{value:e}"),
                format!("{value:.18}"),
            ] {
                let (found, end) = number(format!("{text},").as_bytes(), 0).unwrap();
                assert_eq!(
                    (found.to_bits(), end),
                    (text.parse::<f64>().unwrap().to_bits(), text.len()),
                    "{text}"
                );
            }
        }
    }
}

//! The engine's binary without the sections that only a debugger reads.

use crate::Result;

/// Drops the custom sections `name` and `producers`.
///
/// This saves more than wasm-opt, which makes the file smaller but its compressed form larger.
///
/// # Errors
/// The bytes are not a wasm module.
pub fn strip(module: &[u8]) -> Result<Vec<u8>> {
    let fault = "this is not a wasm module";
    let (header, mut rest) = module.split_at_checked(8).ok_or(fault)?;
    if !header.starts_with(b"\0asm") {
        return Err(fault.into());
    }
    let mut stripped = header.to_vec();
    while !rest.is_empty() {
        // A section: its kind, the length of its content, its content.
        let (length, start) = number(&rest[1..]).ok_or(fault)?;
        let (section, after) = rest.split_at_checked(1 + start + length).ok_or(fault)?;
        let content = &section[1 + start..];
        let custom = section[0] == 0;
        if !(custom && ["name", "producers"].iter().any(|it| is_named(content, it))) {
            stripped.extend_from_slice(section);
        }
        rest = after;
    }
    Ok(stripped)
}

fn is_named(content: &[u8], name: &str) -> bool {
    number(content)
        .is_some_and(|(length, start)| content.get(start..start + length) == Some(name.as_bytes()))
}

/// The LEB128 number at the start of these bytes, and how many of them it takes.
fn number(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";
    const TYPES: &[u8] = b"\x01\x04\x01\x60\0\0";
    const NAMES: &[u8] = b"\0\x05\x04name";
    const LONG_NAMES: &[u8] = b"\0\x89\0\x04namemore";
    const FEATURES: &[u8] = b"\0\x08\x06target\x02";

    #[test]
    fn only_names_and_producers_go() {
        let producers: &[u8] = b"\0\x0b\x09producers\0";
        let module = [HEADER, NAMES, TYPES, producers, FEATURES, LONG_NAMES].concat();
        assert_eq!(strip(&module).unwrap(), [HEADER, TYPES, FEATURES].concat());
        assert_eq!(strip(HEADER).unwrap(), HEADER);
    }

    #[test]
    fn broken_modules_are_refused() {
        let cut = [HEADER, &TYPES[..4]].concat();
        let endless = [HEADER, b"\x01\x80\x80\x80\x80\x80\x80"].concat();
        for module in [&b"\0asm"[..], b"GIF89a..", &cut, &endless] {
            assert!(strip(module).is_err(), "{module:?}");
        }
    }
}

//! QR codes, drawn as the path of an SVG.

#![forbid(unsafe_code)]

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;
use wasm_bindgen::prelude::*;

/// Modules of empty paper that a reader of codes needs on each side.
const QUIET: i32 = 4;

// Smaller than the usual one; see the workspace.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// A QR code with its quiet zone.
#[wasm_bindgen]
pub struct Qr(QrCode);

#[wasm_bindgen]
impl Qr {
    /// The code of a text, with medium error correction.
    ///
    /// # Errors
    /// The text is longer than a code can hold.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, JsError> {
        Ok(Self(QrCode::encode_text(text, QrCodeEcc::Medium)?))
    }

    /// Modules on a side, with the quiet zone.
    pub fn side(&self) -> i32 {
        self.0.size() + 2 * QUIET
    }

    /// The dark modules as the `d` of an SVG path, one unit for each module.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.0.size() {
            for x in 0..self.0.size() {
                if self.0.get_module(x, y) {
                    // Writing to a string can't fail.
                    let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
                }
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_three_corners_and_a_quiet_zone() {
        let code = Qr::new("https://example.org/embed.html?figure=weights&bins=10").ok();
        let code = code.unwrap();
        let (path, side) = (code.path(), code.side());
        // The outer corners of the three patterns that a camera looks for; the fourth has none.
        for (x, y) in [
            (QUIET, QUIET),
            (side - QUIET - 1, QUIET),
            (QUIET, side - QUIET - 1),
        ] {
            assert!(path.contains(&format!("M{x} {y}h1")), "{x} {y}");
        }
        assert!(!path.contains(&format!("M{} ", QUIET - 1)));
        assert_eq!((side - 2 * QUIET - 17) % 4, 0, "a version's size");
    }
}

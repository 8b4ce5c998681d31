//! The checks of `ghm-tests` in the browser, with another compiler backend and SIMD level.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn mmdet() {
    ghm_tests::parity();
}

#[wasm_bindgen_test]
fn eight_examples_by_hand() {
    ghm_tests::hand_case();
}

#[wasm_bindgen_test]
fn laws() {
    ghm_tests::laws();
}

#[wasm_bindgen_test]
fn this_build_gives_the_bits_of_every_other() {
    ghm_tests::same_bits();
}

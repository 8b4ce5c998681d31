//! A few hundred actions without sense; `cargo xtask monkey` does more.

use crate::harness::visit;
use xtask::monkey::{Options, play};

#[test]
#[ignore = "needs dist/ and a browser: run `cargo xtask test`"]
fn nothing_without_sense_breaks_a_page() {
    visit(async |visit| {
        let options = Options {
            seed: 7,
            actions: 320,
        };
        play(&visit.browser, &visit.url(""), options).await?;
        Ok(())
    });
}

//! The built page in a real browser. `cargo xtask test` builds it and runs these.

mod harness;
mod page;

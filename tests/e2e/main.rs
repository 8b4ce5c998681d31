//! The built page in a real browser. `cargo xtask test` builds it and runs these.

mod article;
mod embed;
mod harness;
mod hosts;
mod page;
mod policy;
mod single_file;
mod training;
mod twin;
mod version;

//! The built page in a real browser. `cargo xtask test` builds the page and runs these tests.

mod article;
mod axe;
mod bundle;
mod embed;
mod faults;
mod files;
mod hall;
mod harness;
mod heard;
mod hero;
mod hosts;
mod lesson;
mod monkey;
mod package;
mod page;
mod policy;
mod questions;
mod single_file;
mod start;
mod state;
mod table;
mod training;
mod twin;
mod version;
mod versus;
mod workbench;

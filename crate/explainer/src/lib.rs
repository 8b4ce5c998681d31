//! The engine of the GHM explainer's page.
//!
//! A knob changes [`state`], [`derived`] follows, a [`figure`] turns both into
//! a [`plot`], and [`draw`] puts it on a canvas here or into an SVG natively.
//! No formula lives here: the mathematics is the crate `ghm`.
//!
//! JavaScript sees [`session::Session`] (the page), and [`losses::GhmC`] and
//! [`losses::GhmR`] (the package).

#![forbid(unsafe_code)]

pub mod derived;
pub mod draw;
pub mod figure;
pub mod file;
pub mod losses;
pub mod plot;
pub mod predict;
pub mod quote;
pub mod read;
pub mod recorded;
pub mod scale;
pub mod session;
pub mod state;
pub mod strings;
pub mod surface;
pub mod theme;
pub mod thin;
pub mod training;
pub mod trial;
pub mod twin;

// Smaller than the usual one; see the workspace.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

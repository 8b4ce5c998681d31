//! The crate `ghm` for JavaScript: [`Harmonized`], the npm package's losses, and [`Trial`], which the
//! page times.
//!
//! It is a wasm file of its own: the article's first figure needs none of it, and who imports the
//! losses needs no figures.

#![forbid(unsafe_code)]

mod harmonized;
mod trial;

pub use harmonized::Harmonized;
pub use trial::Trial;

// Smaller than the usual one; see the workspace.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

//! The engine of the GHM explainer's page.
//!
//! A [`knob`] changes the state; a [`figure`] asks for what is [`derived`] from it and makes a [`plot`]; [`draw`] puts that on a
//! canvas, or into an SVG natively, and [`mod@read`] puts it into words. [`face`] is what JavaScript sees. What a loss
//! computes is in the crate `ghm`; how it looks here is in [`loss`].

#![forbid(unsafe_code)]

pub mod data;
pub mod derived;
pub mod draw;
pub mod face;
pub mod figure;
pub mod knob;
pub mod live;
pub mod loss;
pub mod plot;
pub mod prose;
pub mod read;
#[cfg(not(target_arch = "wasm32"))]
pub mod registry;
pub mod text;

// Smaller than the usual one; see the workspace.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

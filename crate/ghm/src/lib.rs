//! The gradient harmonizing mechanism (GHM): losses that weigh an example by how rare its
//! gradient norm is, so that a hundred thousand easy examples don't drown the few that teach.
//!
//! Source: Li, Liu, Wang, "Gradient Harmonized Single-stage Detector", AAAI 2019,
//! arXiv 1811.05181. With [`Options::classification`] and [`Options::regression`] the losses
//! agree with `GHMC` and `GHMR` of mmdet 3.3.0, which differ from the paper: see [`Convention`].
//!
//! # Symbols
//! | symbol | in code | meaning |
//! |---|---|---|
//! | `x`, `p` | `logits` | logit, and probability `p = sigmoid(x)` |
//! | `p*` | `targets` | target of the classification, in `[0, 1]`, usually 0 or 1 |
//! | `d` | | offset of a box coordinate, prediction minus target |
//! | `mu` | `mu` | where ASL1 turns from a parabola to a line, in units of `d` |
//! | `g` | `norm` | gradient norm, in `[0, 1]` |
//! | `N` | `valid` | number of valid examples |
//! | `M` | `bins` | number of unit regions; `epsilon = 1/M` is their width |
//! | `R_j` | `counts` | number of examples in unit region `j` |
//! | `S_j` | `average` | moving average of `R_j` over the steps |
//! | `alpha` | `momentum` | momentum of that average, in `[0, 1)` |
//! | `beta_j` | `weights` | harmonizing parameter of region `j` |
//!
//! # Equations
//! Classification (GHM-C): cross-entropy `L = -p* ln p - (1 - p*) ln(1 - p)` and
//! `g = |dL/dx| = |p - p*|`.
//!
//! Regression (GHM-R): `ASL1(d) = sqrt(d^2 + mu^2) - mu` and
//! `g = |dASL1/dd| = |d| / sqrt(d^2 + mu^2)`.
//!
//! Both: the gradient density `GD(g)` is the number of examples near `g` divided by the length of
//! the window they lie in ([`density`]); `beta = N / GD(g)`; the loss is the mean of
//! `beta_i L_i`. Unit regions approximate it: `beta_j = N / (S_j n)` with `n` regions that are
//! not empty (code), or `N / (S_j M)` (paper).
//!
//! # Example
//! ```
//! use ghm::{GhmC, Options};
//!
//! // Six easy negatives in one region, one missed object alone in another.
//! let logits = [-4.0, -4.1, -4.2, -4.3, -4.4, -4.5, -1.0];
//! let targets = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0];
//! let options = Options { bins: 10, momentum: 0.0, ..Options::classification() };
//! let mut loss = GhmC::new(options)?;
//! let step = loss.step(&logits, &targets, None)?;
//!
//! assert_eq!(step.counts, [6, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
//! assert_eq!(step.weights[6], 6.0 * step.weights[0]); // 7 / (1 * 2) against 7 / (6 * 2)
//! assert!(step.gradient[6] < 0.0); // raises the logit of the missed object
//! # Ok::<(), ghm::Error>(())
//! ```

#![forbid(unsafe_code)]

pub mod baseline;
pub mod calibration;
pub mod classification;
pub mod density;
pub mod error;
pub mod half;
mod harmonize;
pub mod kernel;
pub mod loss;
mod median_mu;
pub mod regression;
pub mod sample;
pub mod sorted;

pub use classification::GhmC;
pub use density::{Average, Convention, Edge, Empty, Options, Start, UnitRegions};
pub use error::{Error, MAX_BINS};
pub use harmonize::Step;
pub use median_mu::{MedianMu, flat_mu};
pub use regression::GhmR;
pub use sorted::Sorted;

/// Its example is tested too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

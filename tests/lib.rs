//! Checks that cross crates. They run natively and in the browser alike, so they read no file and
//! draw no random numbers of their own. Each panics with what it found and what it expected.
//!
//! - [`parity`]: the losses against mmdet's recorded results.
//! - [`hand_case`]: numbers that a reader can follow by hand.
//! - [`laws`]: what must hold for any examples, on the seeded presets. `laws.rs` beside this file
//!   checks the same laws on examples that proptest generates.

pub mod check {
    //! The checks, a file for each subject.
    pub mod batch;
    pub mod hand;
    pub mod law;
    pub mod mmdet;
    pub mod oracle;
    pub mod tolerance;
}

pub use check::{hand::hand_case, law::laws, mmdet::parity};

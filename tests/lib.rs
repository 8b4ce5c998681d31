//! Checks that cross crates. They run natively and in the browser alike, so they read no file, and
//! random numbers are seeded. Each panics with what it found and what it expected.
//!
//! - [`parity`]: the losses against mmdet's recorded results.
//! - [`same_bits`]: every build and level gives the same bits.
//! - [`hand_case`]: numbers that a reader can follow by hand.
//! - [`laws`]: what must hold for any examples, on the seeded presets. `laws.rs` beside this file
//!   checks the same laws on examples that proptest generates.

pub mod check {
    //! The checks, a file for each subject.
    pub mod batch;
    pub mod bits;
    pub mod hand;
    pub mod law;
    pub mod mmdet;
    pub mod oracle;
    pub mod tolerance;
}

pub use check::{bits::same_bits, hand::hand_case, law::laws, mmdet::parity};

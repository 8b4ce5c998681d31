//! What crosses crates. The checks in here run natively and in the browser alike, so they read no
//! file and draw no random number of their own; each panics with what was found and expected.
//!
//! - [`parity`]: the losses against the records of mmdet.
//! - [`hand_case`]: the numbers that a reader can follow by hand.
//! - [`laws`]: what must hold for any examples, on the seeded presets. `laws.rs` beside this file
//!   puts the same laws to examples that proptest makes up.

pub mod check {
    //! The checks, one subject a file.
    pub mod batch;
    pub mod hand;
    pub mod law;
    pub mod mmdet;
    pub mod oracle;
    pub mod tolerance;
}

pub use check::{hand::hand_case, law::laws, mmdet::parity};

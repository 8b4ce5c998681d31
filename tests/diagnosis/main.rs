//! What is said of examples: each fault by its name and no other, nothing of healthy ones.

mod faults;
mod half;
mod healthy;
mod known;
mod laws;
mod set;
mod tables;

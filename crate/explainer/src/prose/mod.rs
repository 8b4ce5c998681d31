//! What the article's prose takes from the present state: numbers that it quotes, sentences that hold or don't, and
//! answers to its predictions.

pub mod claim;
pub mod predict;
pub mod quote;

//! What the article's prose takes from the present state: numbers that it quotes, and answers to its predictions.

pub mod predict;
pub mod quote;

//! What the article's prose says of the present state: numbers that it quotes, predictions that it judges.

pub mod predict;
pub mod quote;

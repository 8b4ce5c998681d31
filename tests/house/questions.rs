//! Whether the element can ask exactly what the article asks.

use explainer::registry::QUESTIONS;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_element_asks_every_prediction_of_the_article_by_its_name() {
    for (language, file) in xtask::page::questions(xtask::root()).unwrap() {
        let all: Value = serde_json::from_str(&file).unwrap();
        let asked: BTreeSet<&str> = all
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let named: BTreeSet<&str> = QUESTIONS.iter().copied().collect();
        assert_eq!(asked, named, "{language}");
    }
}

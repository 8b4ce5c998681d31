//! Which name imports which, and whether they do in a circle.

use std::collections::{BTreeMap, VecDeque};

/// For each name the names that it imports, with one place where it does.
#[derive(Debug, Default)]
pub struct Graph(BTreeMap<String, BTreeMap<String, String>>);

impl Graph {
    /// Adds that `from` imports `to` at this place. Imports of itself are ignored.
    pub fn add(&mut self, from: &str, to: &str, place: String) {
        let imported = self.0.entry(from.to_owned()).or_default();
        if from != to {
            imported.entry(to.to_owned()).or_insert(place);
        }
    }

    /// The names that a name imports.
    pub fn imports_of(&self, name: &str) -> Vec<&str> {
        self.0[name].keys().map(String::as_str).collect()
    }

    /// Whether there are no names.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A shortest way from a name along its imports back to it.
    fn way_back<'a>(&'a self, start: &'a str) -> Option<Vec<&'a str>> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(name) = queue.pop_front() {
            for to in self
                .0
                .get(name)?
                .keys()
                .filter(|to| self.0.contains_key(*to))
            {
                if to == start {
                    let mut way = vec![start, name];
                    while let Some(before) = way.last().and_then(|last| came_from.get(last)) {
                        way.push(before);
                    }
                    way.reverse();
                    return Some(way);
                }
                if !came_from.contains_key(to.as_str()) {
                    came_from.insert(to, name);
                    queue.push_back(to);
                }
            }
        }
        None
    }

    /// If there is a circle: the shortest one, and all names that are on any.
    pub fn circle(&self) -> Option<String> {
        let ways: Vec<Vec<&str>> = self.0.keys().filter_map(|it| self.way_back(it)).collect();
        let shortest = ways.iter().min_by_key(|way| way.len())?;
        let steps: Vec<String> = shortest
            .windows(2)
            .map(|pair| format!("{} -> {} ({})", pair[0], pair[1], self.0[pair[0]][pair[1]]))
            .collect();
        let names: Vec<&str> = ways.iter().map(|way| way[0]).collect();
        Some(format!(
            "{}; on a circle are {}",
            steps.join(", "),
            names.join(", ")
        ))
    }
}

#[test]
fn a_circle_is_found_and_shown() {
    let mut graph = Graph::default();
    let mut add = |from: &str, to: &str| graph.add(from, to, format!("{from}.rs:1"));
    for (from, to) in [("a", "b"), ("b", "c"), ("c", "c"), ("a", "outside")] {
        add(from, to);
    }
    assert_eq!(graph.circle(), None);
    graph.add("c", "a", "c.rs:7".into());
    graph.add("d", "a", "d.rs:1".into());
    assert_eq!(
        graph.circle().unwrap(),
        "a -> b (a.rs:1), b -> c (b.rs:1), c -> a (c.rs:7); on a circle are a, b, c"
    );
    graph.add("b", "a", "b.rs:9".into());
    assert!(
        graph
            .circle()
            .unwrap()
            .starts_with("a -> b (a.rs:1), b -> a (b.rs:9);")
    );
}

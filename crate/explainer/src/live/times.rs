//! What was timed on the reader's machine.

use crate::plot::sort_few;

/// Times taken on the reader's machine, in nanoseconds per example, by what was run and the number of regions M.
#[derive(Default)]
pub struct Times {
    timed: Vec<Timed>,
    /// Counts up with every time taken.
    changes: u32,
}

/// What was run, with which M, and the time that it took in each run.
struct Timed {
    what: String,
    bins: u32,
    nanoseconds: Vec<f64>,
}

impl Times {
    /// Adds the time of one run.
    pub fn add(&mut self, what: &str, bins: u32, nanoseconds: f64) {
        self.changes += 1;
        match self
            .timed
            .iter_mut()
            .find(|t| t.what == what && t.bins == bins)
        {
            Some(timed) => timed.nanoseconds.push(nanoseconds),
            None => {
                let after = self
                    .timed
                    .iter()
                    .position(|t| t.bins > bins)
                    .unwrap_or(self.timed.len());
                self.timed.insert(
                    after,
                    Timed {
                        what: what.to_owned(),
                        bins,
                        nanoseconds: vec![nanoseconds],
                    },
                );
            }
        }
    }

    /// The median time of `what` for each M, as `(M, nanoseconds)` with M ascending.
    pub fn medians(&self, what: &str) -> Vec<(f64, f64)> {
        let of = self.timed.iter().filter(|t| t.what == what);
        of.map(|t| (f64::from(t.bins), median(&t.nanoseconds)))
            .collect()
    }

    /// Counts up with every change.
    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// Forgets what was timed.
    pub fn clear(&mut self) {
        self.timed.clear();
        self.changes += 1;
    }
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sort_few(&mut sorted);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_taken_for_each_number_of_regions() {
        let mut times = Times::default();
        for t in [3.0, 1.0, 9.0] {
            times.add("simd", 30, t);
        }
        times.add("simd", 10, 2.0);
        times.add("js", 30, 50.0);
        assert_eq!(times.medians("simd"), [(10.0, 2.0), (30.0, 3.0)]);
        times.clear();
        assert!(times.medians("js").is_empty());
    }
}

//! Examples counted and watched as they come.

use data::{Sink, Tally};
use diagnosis::{Offsets, Rows};

/// What `ghm diagnose` gathers of examples, in memory that does not grow with them.
pub struct Watched {
    /// Counts.
    pub tally: Tally,
    /// What single examples say.
    pub rows: Rows,
    /// Box offsets by size.
    pub offsets: Offsets,
}

impl Sink for Watched {
    fn example(&mut self, logit: f32, target: f32) {
        self.tally.example(logit, target);
        self.rows.example(logit, target);
    }

    fn offset(&mut self, offset: f32) {
        self.offsets.offset(offset);
    }

    fn norm(&mut self, norm: f32) {
        self.tally.norm(norm);
    }
}

//! The work's end.

use crate::counts::Counts;
use crate::meaning::Work;
use crate::read::{Examples, Kept, Read};
use crate::words::say;

/// Ends the work: what was read.
pub(crate) fn finished(work: Work<Kept>, counts: Option<Counts>) -> Read {
    let mut done = work.finish();
    if let Some(counts) = &counts {
        done.report.examples = counts.total();
        done.report.positives = counts
            .positives
            .as_ref()
            .map(|positives| positives.iter().sum());
        done.report.notes.push(say!(
            "these examples were counted elsewhere, in 1200 cells of the gradient norm",
            "这些样本已在别处按梯度模长的 1200 格计数"
        ));
    }
    let kept = done.sink;
    let examples = Examples {
        batches: done.ends,
        ..kept.examples
    };
    Read {
        examples: done.classified.then_some(examples),
        offsets: (done.counted.offsets[0] > 0).then_some(kept.offsets),
        norms: (done.counted.norms > 0).then_some(kept.norms),
        counts,
        report: done.report,
    }
}

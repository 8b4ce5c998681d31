//! From the network's output to detections.

use crate::{
    anchors::{ANCHORS, anchors, decode},
    net::Output,
    scene::Rect,
};

/// Anchors of a scene that are looked at: those with the highest logits.
const MOST: usize = 100;
/// Detections that overlap a higher one by more than this are dropped.
const OVERLAP: f32 = 0.5;

/// A box that the detector found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// Logit of its anchor. Each loss scales logits in its own way, so compare ranks, not scores.
    pub score: f32,
    /// The box.
    pub rect: Rect,
}

/// Detections of a scene, best first, without doubles (greedy non-maximum suppression at .5).
pub fn detect(output: &Output) -> Vec<Detection> {
    let mut order: Vec<usize> = (0..ANCHORS).collect();
    // Equal logits: the lower anchor first, on every machine.
    let by_logit =
        |a: &usize, b: &usize| output.logit(*b).total_cmp(&output.logit(*a)).then(a.cmp(b));
    // The stable sort is used elsewhere in the page's module; the unstable one would add 17 kB.
    order.sort_by(by_logit);
    order.truncate(MOST);
    let found = order.into_iter().map(|anchor| Detection {
        score: output.logit(anchor),
        rect: decode(&anchors()[anchor], output.offsets(anchor)),
    });
    suppress(found)
}

/// Keeps each detection that overlaps no better one that was kept by more than .5. They come best
/// first.
pub fn suppress(found: impl IntoIterator<Item = Detection>) -> Vec<Detection> {
    let mut kept: Vec<Detection> = vec![];
    for detection in found {
        if kept
            .iter()
            .all(|other| other.rect.iou(&detection.rect) <= OVERLAP)
        {
            kept.push(detection);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_is_dropped_and_a_neighbour_stays() {
        let detection = |score, x0: f32| Detection {
            score,
            rect: Rect {
                x0,
                y0: 0.0,
                x1: x0 + 9.0,
                y1: 10.0,
            },
        };
        // Overlaps with the first: 6/12 exactly is kept, 7/11 is not.
        let found = [3.0, 2.0, 1.0, 0.0].into_iter().zip([0.0, 2.0, 3.0, 20.0]);
        let kept = suppress(found.map(|(score, x0)| detection(score, x0)));
        let scores: Vec<f32> = kept.iter().map(|d| d.score).collect();
        assert_eq!(scores, [3.0, 1.0, 0.0]);
    }

    #[test]
    fn detections_come_best_first_and_from_the_best_anchors() {
        let mut output = Output::default();
        for anchor in 0..ANCHORS {
            *output.logit_mut(anchor) = -8.0 + (anchor * 7919 % ANCHORS) as f32 * 0.01;
        }
        *output.logit_mut(200) = 4.0;
        output.set_offsets(200, [0.1, -0.2, 0.3, 0.0]);
        let found = detect(&output);
        assert_eq!(found[0].score, 4.0);
        assert_eq!(
            found[0].rect,
            decode(&anchors()[200], [0.1, -0.2, 0.3, 0.0])
        );
        assert!(found.is_sorted_by(|a, b| a.score >= b.score) && found.len() > 10);
        let lowest = -8.0 + (ANCHORS - MOST) as f32 * 0.01;
        assert!(found.iter().all(|d| d.score >= lowest));
    }
}

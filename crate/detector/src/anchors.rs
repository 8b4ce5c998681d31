//! Anchors: boxes on a grid that the detector moves and sizes, and which object each stands for.

use std::sync::LazyLock;

use crate::scene::Rect;

/// Cells in a row of the grid, and rows.
pub const GRID: usize = 12;
/// Anchors in a cell.
pub const EACH: usize = 3;
/// Anchors in a scene: number `(row * GRID + column) * EACH + i`.
pub const ANCHORS: usize = GRID * GRID * EACH;

const STRIDE: f32 = 4.0;
const HEIGHTS: [f32; EACH] = [9.5, 13.5, 19.0];
const WIDTH: f32 = 0.75;
/// The least intersection over union of a positive anchor.
const POSITIVE: f32 = 0.5;
/// Below this an anchor is negative; between the two it is ignored.
const NEGATIVE: f32 = 0.4;

/// Every anchor of a scene.
pub fn anchors() -> &'static [Rect; ANCHORS] {
    static ALL: LazyLock<[Rect; ANCHORS]> = LazyLock::new(|| {
        std::array::from_fn(|i| {
            let cell = i / EACH;
            let center = |at: usize| (at as f32 + 0.5) * STRIDE;
            let (x, y) = (center(cell % GRID), center(cell / GRID));
            let height = HEIGHTS[i % EACH];
            let width = WIDTH * height;
            Rect {
                x0: x - width / 2.0,
                y0: y - height / 2.0,
                x1: x + width / 2.0,
                y1: y + height / 2.0,
            }
        })
    });
    &ALL
}

/// What each anchor of a scene should answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assignment {
    /// Targets of the classification, `[ANCHORS]`: 1 where positive.
    pub targets: Vec<f32>,
    /// 1 where valid, 0 where ignored, `[ANCHORS]`.
    pub mask: Vec<f32>,
    /// Positive anchors in ascending order, and the offsets that turn them into their boxes.
    pub boxes: Vec<(usize, [f32; 4])>,
    /// Which label each of them stands for.
    pub labels: Vec<usize>,
}

/// Assigns anchors to boxes: positive from an intersection over union of .5 on, or if no anchor
/// fits a box better; ignored from .4 on.
pub fn assign(labels: &[Rect]) -> Assignment {
    let mut out = Assignment {
        targets: vec![0.0; ANCHORS],
        mask: vec![1.0; ANCHORS],
        boxes: vec![],
        labels: vec![],
    };
    if labels.is_empty() {
        return out;
    }
    // For each anchor the label that fits best; for each label the anchor.
    let mut best_of_anchor = [(0.0_f32, 0); ANCHORS];
    for (l, label) in labels.iter().enumerate() {
        let mut best = (0.0, 0);
        for (a, anchor) in anchors().iter().enumerate() {
            let iou = anchor.iou(label);
            if iou > best_of_anchor[a].0 {
                best_of_anchor[a] = (iou, l);
            }
            if iou > best.0 {
                best = (iou, a);
            }
        }
        best_of_anchor[best.1] = (1.0, l);
    }
    for (a, (iou, label)) in best_of_anchor.into_iter().enumerate() {
        if iou >= POSITIVE {
            out.targets[a] = 1.0;
            out.boxes.push((a, encode(&anchors()[a], &labels[label])));
            out.labels.push(label);
        } else if iou >= NEGATIVE {
            out.mask[a] = 0.0;
        }
    }
    out
}

/// Offsets that turn an anchor into a box: dx and dy of the centre in anchor sizes, dlog w, dlog h.
pub fn encode(anchor: &Rect, target: &Rect) -> [f32; 4] {
    let (x, y, width, height) = parts(anchor);
    let (tx, ty, twidth, theight) = parts(target);
    [
        (tx - x) / width,
        (ty - y) / height,
        libm::logf(twidth / width),
        libm::logf(theight / height),
    ]
}

/// The box that offsets turn an anchor into: [`encode`] backwards. Sizes are kept within a
/// factor of 16, so that an untrained detector's boxes are finite.
pub fn decode(anchor: &Rect, offsets: [f32; 4]) -> Rect {
    let (x, y, width, height) = parts(anchor);
    let limit = libm::logf(16.0);
    let (x, y) = (x + offsets[0] * width, y + offsets[1] * height);
    let width = width * libm::expf(offsets[2].clamp(-limit, limit));
    let height = height * libm::expf(offsets[3].clamp(-limit, limit));
    Rect {
        x0: x - width / 2.0,
        y0: y - height / 2.0,
        x1: x + width / 2.0,
        y1: y + height / 2.0,
    }
}

/// Centre and size.
fn parts(rect: &Rect) -> (f32, f32, f32, f32) {
    let (width, height) = (rect.x1 - rect.x0, rect.y1 - rect.y0);
    (rect.x0 + width / 2.0, rect.y0 + height / 2.0, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        digits::Split,
        scene::{Kind, Painter},
    };

    #[test]
    fn decoding_undoes_encoding() {
        let target = Rect {
            x0: 11.0,
            y0: 7.0,
            x1: 20.0,
            y1: 22.0,
        };
        for anchor in anchors() {
            let found = decode(anchor, encode(anchor, &target));
            assert!(found.iou(&target) > 0.999, "{found:?}");
        }
        // Half an anchor to the right, one up, twice as wide, half as high.
        let anchor = Rect {
            x0: 10.0,
            y0: 10.0,
            x1: 14.0,
            y1: 18.0,
        };
        let moved = decode(&anchor, [0.5, -1.0, 2_f32.ln(), -(2_f32.ln())]);
        assert!((moved.x0 - 10.0).abs() < 1e-5 && (moved.x1 - 18.0).abs() < 1e-5);
        assert!((moved.y0 - 4.0).abs() < 1e-5 && (moved.y1 - 8.0).abs() < 1e-5);
        assert!(decode(&anchor, [0.0, 0.0, 1e9, 1e9]).area().is_finite());
    }

    #[test]
    fn an_anchor_itself_is_positive_and_its_like_are_not_negative() {
        let target = anchors()[(5 * GRID + 7) * EACH + 1];
        let assigned = assign(&[target]);
        let own = assigned
            .boxes
            .iter()
            .find(|(a, _)| anchors()[*a] == target)
            .unwrap();
        assert_eq!(own.1, [0.0; 4]);
        for (a, anchor) in anchors().iter().enumerate() {
            let iou = anchor.iou(&target);
            assert_eq!(assigned.targets[a] == 1.0, iou >= 0.5, "{iou}");
            assert_eq!(assigned.mask[a] == 0.0, (0.4..0.5).contains(&iou), "{iou}");
        }
    }

    #[test]
    fn a_box_that_no_anchor_fits_has_its_best() {
        let tiny = Rect {
            x0: 20.0,
            y0: 20.0,
            x1: 23.0,
            y1: 24.0,
        };
        let assigned = assign(&[tiny]);
        assert_eq!(assigned.boxes.len(), 1);
        assert_eq!(assigned.targets.iter().sum::<f32>(), 1.0);
        assert_eq!(assigned.mask[assigned.boxes[0].0], 1.0);
        assert_eq!(assign(&[]).targets, [0.0; ANCHORS]);
    }

    /// The shares that the scenes' kinds name.
    #[test]
    fn positives_are_as_rare_as_in_the_prototype() {
        let painter = Painter::new(Split::Train);
        for (kind, expected) in [
            (Kind::ONE_TO_THREE, 0.016),
            (Kind::NONE_OR_ONE, 0.004),
            (Kind::ONE_IN_FOUR, 0.002),
        ] {
            let positives: usize = (0..500)
                .map(|index| assign(&painter.scene(&kind, 1, index).labels).boxes.len())
                .sum();
            let share = positives as f64 / (500 * ANCHORS) as f64;
            assert!((share / expected - 1.0).abs() < 0.2, "{kind:?}: {share}");
        }
    }
}

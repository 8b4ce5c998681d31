//! Average precision as COCO defines it: 101 points of recall, mean over ten overlaps.

use crate::{detect::Detection, scene::Rect};

/// The least intersections over union for which a detection counts as correct.
pub const OVERLAPS: [f32; 10] = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

/// Average precision at each of [`OVERLAPS`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AveragePrecision(pub [f64; OVERLAPS.len()]);

impl AveragePrecision {
    /// The mean over all overlaps: AP.
    pub fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    /// At an overlap of .5: AP50.
    pub fn at_50(&self) -> f64 {
        self.0[0]
    }

    /// At an overlap of .75: AP75.
    pub fn at_75(&self) -> f64 {
        self.0[5]
    }
}

/// Average precision of detections against objects, scene by scene. Detections of a scene come
/// best first. Without any object it is 0.
pub fn average_precision(scenes: &[(Vec<Detection>, Vec<Rect>)]) -> AveragePrecision {
    let objects: usize = scenes.iter().map(|(_, objects)| objects.len()).sum();
    // A detection's score, and whether it is correct at each overlap.
    let mut all: Vec<(f32, [bool; OVERLAPS.len()])> = vec![];
    for (found, objects) in scenes {
        let start = all.len();
        all.extend(found.iter().map(|it| (it.score, Default::default())));
        for (at, &overlap) in OVERLAPS.iter().enumerate() {
            let correct = matches(found, objects, overlap);
            for (detection, correct) in all[start..].iter_mut().zip(correct) {
                detection.1[at] = correct;
            }
        }
    }
    // A stable sort: detections of equal scores stay in the order of their scenes, on every machine.
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    AveragePrecision(std::array::from_fn(|at| {
        area(all.iter().map(|(_, correct)| correct[at]), objects)
    }))
}

/// Whether each detection finds an object: the best free one, if it overlaps enough.
fn matches(found: &[Detection], objects: &[Rect], overlap: f32) -> Vec<bool> {
    let mut taken = vec![false; objects.len()];
    found
        .iter()
        .map(|detection| {
            let best = (0..objects.len())
                .filter(|&object| !taken[object])
                .map(|object| (objects[object].iou(&detection.rect), object))
                .filter(|&(iou, _)| iou >= overlap)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, object)) = best {
                taken[object] = true;
            }
            best.is_some()
        })
        .collect()
}

/// Mean over 101 recalls of the best precision at that recall or a higher one.
pub(crate) fn area(correct: impl IntoIterator<Item = bool>, objects: usize) -> f64 {
    const POINTS: usize = 100;
    if objects == 0 {
        return 0.0;
    }
    // Precision at each number of objects found.
    let mut precisions = vec![];
    for (i, _) in correct
        .into_iter()
        .enumerate()
        .filter(|&(_, correct)| correct)
    {
        precisions.push((precisions.len() + 1) as f64 / (i + 1) as f64);
    }
    let mut best = 0.0_f64;
    for precision in precisions.iter_mut().rev() {
        best = best.max(*precision);
        *precision = best;
    }
    let at = |point: usize| {
        // As many objects as a recall of point/100 takes, at least one.
        let found = (point * objects).div_ceil(POINTS).max(1);
        precisions.get(found - 1).copied().unwrap_or(0.0)
    };
    (0..=POINTS).map(at).sum::<f64>() / (POINTS + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x0: f32) -> Rect {
        Rect {
            x0,
            y0: 0.0,
            x1: x0 + 10.0,
            y1: 10.0,
        }
    }

    fn found(list: &[(f32, f32)]) -> Vec<Detection> {
        let rect = |&(score, x0)| Detection {
            score,
            rect: square(x0),
        };
        list.iter().map(rect).collect()
    }

    #[test]
    fn perfect_is_one_and_nothing_is_zero() {
        let objects = vec![square(0.0), square(20.0)];
        let perfect = [(found(&[(2.0, 0.0), (1.0, 20.0)]), objects.clone())];
        assert_eq!(average_precision(&perfect).0, [1.0; 10]);
        assert_eq!(average_precision(&[(vec![], objects)]).0, [0.0; 10]);
        assert_eq!(
            average_precision(&[(found(&[(2.0, 0.0)]), vec![])]).0,
            [0.0; 10]
        );
    }

    #[test]
    fn precision_is_the_best_at_that_recall_or_a_higher_one() {
        // Of two objects: wrong, right, right. Precisions 1/2 and 2/3; from the right, 2/3 twice.
        assert!((area([false, true, true], 2) - 2.0 / 3.0).abs() < 1e-12);
        // Right, wrong, right: 1 for recalls 0 to .5, 2/3 for .51 to 1.
        let expected = (51.0 + 50.0 * 2.0 / 3.0) / 101.0;
        assert!((area([true, false, true], 2) - expected).abs() < 1e-12);
        // One of four objects: recalls 0 to .25.
        assert!((area([true], 4) - 26.0 / 101.0).abs() < 1e-12);
    }

    #[test]
    fn each_object_is_found_once_and_scores_order_all_scenes() {
        // The second detection of the same object is wrong, and counts before the third.
        let scenes = [
            (found(&[(3.0, 0.0), (2.0, 0.5)]), vec![square(0.0)]),
            (found(&[(1.0, 0.0)]), vec![square(0.0)]),
        ];
        let expected = (51.0 + 50.0 * 2.0 / 3.0) / 101.0;
        assert!((average_precision(&scenes).at_50() - expected).abs() < 1e-12);
    }

    #[test]
    fn a_detection_counts_up_to_its_overlap() {
        // 8 of 12 in common: .667.
        let ap = average_precision(&[(found(&[(1.0, 2.0)]), vec![square(0.0)])]);
        assert_eq!(ap.0, [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert!((ap.mean() - 0.4).abs() < 1e-12);
        assert_eq!((ap.at_50(), ap.at_75()), (1.0, 0.0));
        // Of two that overlap enough the better is taken, and the other is left for the next.
        let objects = vec![square(3.0), square(0.0)];
        let ap = average_precision(&[(found(&[(2.0, 0.5), (1.0, 3.0)]), objects)]);
        assert_eq!(ap.at_50(), 1.0);
    }
}

//! Lines with no more points than can be seen, as a canvas takes long for each point.

/// Leaves out points of a line where, without them, it still passes within `tolerance` of each, measured
/// vertically. Both ends stay, and so does a point that is not to the right of the one before.
///
/// One pass: points are left out as long as some straight line from the last point kept comes that near
/// to all of them. The slopes of such lines are a range, which each point narrows.
pub fn thinned(points: &[(f64, f64)], tolerance: f64) -> Vec<(f64, f64)> {
    let Some((&first, rest)) = points.split_first() else {
        return vec![];
    };
    let (mut kept, mut last) = (vec![first], first);
    let (mut from, mut slopes) = (first, ANY);
    for &(x, y) in rest {
        let slope = |(from_x, from_y): (f64, f64), y: f64| (y - from_y) / (x - from_x);
        let passes = x > from.0 && slopes.0 <= slope(from, y) && slope(from, y) <= slopes.1;
        if !passes && last != from {
            kept.push(last);
            (from, slopes) = (last, ANY);
        }
        slopes = if x > from.0 {
            let (low, high) = (slope(from, y - tolerance), slope(from, y + tolerance));
            (slopes.0.max(low), slopes.1.min(high))
        } else {
            NONE
        };
        last = (x, y);
    }
    if last != from {
        kept.push(last);
    }
    kept
}

const ANY: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
const NONE: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(f: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        (0..=700).map(|i| (f64::from(i), f(f64::from(i)))).collect()
    }

    /// The greatest vertical distance of a point from the thinned line.
    fn error(points: &[(f64, f64)], kept: &[(f64, f64)]) -> f64 {
        let at = |x: f64| {
            let right = kept.partition_point(|p| p.0 < x).max(1);
            let ((x0, y0), (x1, y1)) = (kept[right - 1], kept[right]);
            y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        };
        let errors = points.iter().map(|&(x, y)| (at(x) - y).abs());
        errors.fold(0.0, f64::max)
    }

    #[test]
    fn a_smooth_curve_needs_few_points() {
        let points = curve(|x| 300.0 - 11.0 * libm::sqrt(x));
        let kept = thinned(&points, 0.2);
        assert!(kept.len() < 40, "{}", kept.len());
        assert!(error(&points, &kept) <= 0.2 + 1e-9);
        assert_eq!((kept[0], kept.last()), (points[0], points.last()));
    }

    #[test]
    fn a_jagged_line_keeps_its_shape() {
        let points = curve(|x| 0.3 * x - 40.0 * (x / 70.0).floor());
        let kept = thinned(&points, 0.2);
        assert!(kept.len() <= 22, "{}", kept.len());
        assert!(error(&points, &kept) <= 0.2 + 1e-9);
        // Noise beyond the tolerance stays as it is.
        let noise = curve(|x| if x % 2.0 < 1.0 { 0.0 } else { 5.0 });
        assert_eq!(thinned(&noise, 0.2), noise);
    }

    #[test]
    fn a_line_that_turns_back_keeps_its_points() {
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)];
        assert_eq!(thinned(&square, 0.2), square);
        assert_eq!(thinned(&square[..1], 0.2), square[..1]);
        assert!(thinned(&[], 0.2).is_empty());
        let straight = [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)];
        assert_eq!(thinned(&straight, 0.2), [straight[0], straight[2]]);
    }
}

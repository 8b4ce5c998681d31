//! Where a loss of the twin draws its boundary.

use crate::plot::sort_few;
use detector::twin::PARAMETERS;

/// The farthest coordinate that is drawn: no screen shows so much.
const FAR: f64 = 30.0;
/// Samples along x of a curved boundary.
const SAMPLES: usize = 240;

/// The lines on which a logit is 0: straight, or a conic section.
pub fn boundary(parameters: [f32; PARAMETERS]) -> Vec<Vec<(f64, f64)>> {
    let [wx, wy, bias, xx, xy, yy] = parameters.map(f64::from);
    if [xx, xy, yy] == [0.0; 3] {
        let length = libm::hypot(wx, wy).max(f64::MIN_POSITIVE);
        let (nx, ny) = (wx / length, wy / length);
        // From the point nearest to the origin, far along the line both ways.
        let (x, y) = (-bias / length * nx, -bias / length * ny);
        let end = |sign: f64| (x - sign * FAR * ny, y + sign * FAR * nx);
        return vec![vec![end(-1.0), end(1.0)]];
    }
    // For each x a quadratic equation in y: a y^2 + b(x) y + c(x) = 0.
    let a = if yy == 0.0 { 1e-12 } else { yy };
    let b = |x: f64| xy * x + wy;
    let c = |x: f64| xx * x * x + wx * x + bias;
    let discriminant = |x: f64| b(x) * b(x) - 4.0 * a * c(x);
    // The discriminant is quadratic in x, and has a real root where the curve turns back.
    let (p, q, r) = (
        xy * xy - 4.0 * a * xx,
        2.0 * (xy * wy - 2.0 * a * wx),
        wy * wy - 4.0 * a * bias,
    );
    let mut ends = vec![-FAR, FAR];
    ends.extend(roots(p, q, r).into_iter().filter(|x| x.abs() < FAR));
    sort_few(&mut ends);
    let mut paths = vec![];
    for pair in ends.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if discriminant(0.5 * (from + to)) <= 0.0 {
            continue;
        }
        for sign in [-1.0, 1.0] {
            // Closer together at the ends, where the curve may be upright.
            let sample = |i: usize| {
                let at = i as f64 / SAMPLES as f64;
                let x = from + at * at * (3.0 - 2.0 * at) * (to - from);
                let root = sign * libm::sqrt(discriminant(x).max(0.0));
                // Of the two forms of the root, the one that doesn't subtract nearly equal numbers.
                let y = match b(x) * sign > 0.0 {
                    true => 2.0 * c(x) / (-b(x) - root),
                    false => (root - b(x)) / (2.0 * a),
                };
                (x, y)
            };
            paths.push((0..=SAMPLES).map(sample).collect());
        }
    }
    paths
}

/// Real roots of `a x^2 + b x + c`.
fn roots(a: f64, b: f64, c: f64) -> Vec<f64> {
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 {
        return vec![];
    }
    // The form that doesn't subtract nearly equal numbers. Where a is 0, one root is infinite and dropped.
    let q = -0.5 * (b + libm::sqrt(discriminant).copysign(b));
    [q / a, c / q]
        .into_iter()
        .filter(|x| x.is_finite())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_is_where_the_logit_is_zero() {
        for parameters in [
            [2.0, -1.0, -3.0, 0.0, 0.0, 0.0],
            [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
            [1.0, 0.0, -4.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, -4.0, 1.0, 0.0, 1.0],
            [0.5, -1.0, -4.0, 1.0, 0.5, -0.5],
            [1.0, -1.0, -2.0, 0.3, 0.2, 0.0],
            [0.0, 1.0, -2.0, 0.5, 0.0, 0.0],
        ] {
            let [wx, wy, bias, xx, xy, yy] = parameters.map(f64::from);
            let paths = boundary(parameters);
            let points = paths.iter().flatten();
            let near = points.filter(|p| p.0.abs() < 8.0 && p.1.abs() < 8.0 || paths.len() == 1);
            let mut seen = 0;
            for &(x, y) in near {
                let logit = wx * x + wy * y + bias + xx * x * x + xy * x * y + yy * y * y;
                assert!(logit.abs() < 1e-5, "{parameters:?} at {x}, {y}: {logit}");
                seen += 1;
            }
            assert!(seen > 1, "{parameters:?}");
        }
        // Nowhere: an empty ellipse.
        assert!(boundary([0.0, 0.0, 4.0, 1.0, 0.0, 1.0]).is_empty());
    }

    #[test]
    fn an_ellipse_is_closed() {
        let paths = boundary([0.0, 0.0, -4.0, 1.0, 0.0, 1.0]);
        let [lower, upper] = paths.as_slice() else {
            panic!("{} paths", paths.len());
        };
        for (a, b) in [(lower.first(), upper.first()), (lower.last(), upper.last())] {
            let ((ax, ay), (bx, by)) = (a.unwrap(), b.unwrap());
            assert!((ax - bx).abs() < 1e-9 && (ay - by).abs() < 1e-6);
        }
    }
}

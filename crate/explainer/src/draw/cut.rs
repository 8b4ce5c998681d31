//! Which parts of a line are drawn.

/// The part of a line between two points that lies inside the rectangle of two corners, if any (Liang and Barsky).
pub(super) fn clip(
    from: (f64, f64),
    to: (f64, f64),
    (low, high): ((f64, f64), (f64, f64)),
) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for (step, room) in [
        (-dx, from.0 - low.0),
        (dx, high.0 - from.0),
        (-dy, from.1 - low.1),
        (dy, high.1 - from.1),
    ] {
        if step == 0.0 && room < 0.0 {
            return None;
        }
        if step < 0.0 {
            start = start.max(room / step);
        } else if step > 0.0 {
            end = end.min(room / step);
        }
    }
    let at = |t: f64| match t {
        0.0 => from,
        1.0 => to,
        _ => (from.0 + t * dx, from.1 + t * dy),
    };
    (start <= end).then(|| (at(start), at(end)))
}

/// The longest ranges in `0..len` throughout which `keep` holds.
pub(super) fn runs(len: usize, keep: impl Fn(usize) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut found = vec![];
    let mut start = None;
    for i in 0..=len {
        let inside = i < len && keep(i);
        match (start, inside) {
            (None, true) => start = Some(i),
            (Some(from), false) => {
                found.push(from..i);
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_off_at_the_panel() {
        let corners = ((0.0, 0.0), (4.0, 2.0));
        assert_eq!(
            clip((1.0, 1.0), (2.0, 1.5), corners),
            Some(((1.0, 1.0), (2.0, 1.5)))
        );
        assert_eq!(
            clip((-2.0, 1.0), (8.0, 1.0), corners),
            Some(((0.0, 1.0), (4.0, 1.0)))
        );
        assert_eq!(
            clip((1.0, -1.0), (3.0, 1.0), corners),
            Some(((2.0, 0.0), (3.0, 1.0)))
        );
        assert_eq!(clip((5.0, 0.0), (5.0, 2.0), corners), None);
        assert_eq!(clip((-1.0, 1.0), (1.0, 4.0), corners), None);
    }

    #[test]
    fn runs_leave_gaps_out() {
        let keep = [true, true, false, true];
        assert_eq!(runs(4, |i| keep[i]), [0..2, 3..4]);
        assert!(runs(0, |_| true).is_empty());
    }
}

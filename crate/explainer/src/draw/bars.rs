//! Bars, and what is hatched.

use super::pen::{Drawn, Pen, Segments, Surface};
use crate::plot::Role;
use plotters::prelude::*;

/// Between slanted lines, in CSS pixels.
const HATCH: f64 = 6.0;
/// Bars narrower than this have no edge.
const EDGED: f64 = 5.0;

impl<DB: Surface> Pen<'_, DB> {
    pub(super) fn bars(&self, edges: &[f64], values: &[f64], role: Role) -> Drawn<DB> {
        let bottom = self.px(self.rect.bottom());
        let slot = self.rect.width / values.len().max(1) as f64;
        let gap = self.px(if slot > 8.0 { 1.0 } else { 0.0 });
        let bars = edges
            .windows(2)
            .zip(values)
            .filter(|(_, value)| self.shown(**value) && **value > 0.0);
        let corners = bars.map(|(edge, &value)| {
            let (from, to) = (self.at_x(edge[0]) + gap, self.at_x(edge[1]));
            // Even the lowest bar shows a sliver, as its region is not empty.
            let top = self.at_y(value).min(bottom - self.px(1.5));
            [(from, top), (to.max(from + 1), bottom)]
        });
        let corners: Vec<_> = corners.collect();
        let fill = self.theme.colour(role);
        let edge = self.theme.edge(role).filter(|_| slot >= EDGED);
        let Some(edge) = edge else {
            // At full strength, bars of a loss would drown the lines.
            let share = if matches!(role, Role::Class(_)) {
                0.45
            } else {
                1.0
            };
            let filled = |&bar: &[(i32, i32); 2]| {
                self.root
                    .draw(&Rectangle::new(bar, fill.mix(share).filled()))
            };
            return corners.iter().try_for_each(filled);
        };
        // All of one colour after the other: changing it takes longer than drawing.
        for &bar in &corners {
            self.root.draw(&Rectangle::new(bar, edge.filled()))?;
        }
        let thin = self.px(1.0).max(1);
        for [from, to] in corners {
            if from.0 + 2 * thin < to.0 && from.1 + thin < to.1 {
                let inner = [(from.0 + thin, from.1 + thin), (to.0 - thin, to.1)];
                self.root.draw(&Rectangle::new(inner, fill.filled()))?;
            }
        }
        Ok(())
    }

    /// Slanted lines under steps.
    pub(super) fn hatched(&self, edges: &[f64], values: &[f64], role: Role) -> Drawn<DB> {
        let bottom = self.rect.bottom();
        let mut lines: Vec<[(i32, i32); 2]> = vec![];
        // A line goes on where the next cell has it at their common edge: the place of the last piece of each.
        let sums = (self.rect.right() + bottom) / HATCH;
        let mut open: Vec<usize> = vec![usize::MAX; sums as usize + 2];
        for (edge, &value) in edges.windows(2).zip(values) {
            if !self.shown(value) || value <= 0.0 {
                continue;
            }
            let (from, to) = (self.css_x(edge[0]), self.css_x(edge[1]));
            let top = self.css_y(value);
            // Where x + y is a multiple of the distance.
            let first = libm::ceil((from + top) / HATCH).max(0.0) as usize;
            let last = libm::floor((to + bottom) / HATCH) as usize;
            for k in first..=last.min(open.len() - 1) {
                let sum = k as f64 * HATCH;
                let (left, right) = (from.max(sum - bottom), to.min(sum - top));
                if left > right {
                    continue;
                }
                let (a, b) = ((left, sum - left), (right, sum - right));
                let point = |(x, y): (f64, f64)| (self.px(x), self.px(y));
                match lines.get_mut(open[k]) {
                    Some(line) if line[1] == point(a) => line[1] = point(b),
                    _ => {
                        open[k] = lines.len();
                        lines.push([point(a), point(b)]);
                    }
                }
            }
        }
        let ink = self.theme.colour(role).mix(0.55);
        self.root.draw(&Segments {
            lines: lines.concat(),
            colour: ink.to_backend_color(),
            width: self.px(1.0).max(1) as u32,
        })
    }
}

//! What a pointer drags: examples, batches, outliers.

use super::{Engine, named};
use crate::draw::plane_at;
use crate::figure::Touch;
use crate::knob::State;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// Which of the eight examples lies nearest to `x` on the g axis.
    #[wasm_bindgen(js_name = nearestExample)]
    pub fn nearest_example(&self, x: f64) -> usize {
        let distance = |i: &usize| (self.state.hand[*i] - x).abs();
        (0..self.state.hand.len())
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .unwrap_or(0)
    }

    /// Moves an example to `x`, rounded to two decimals and clamped to 0 to 1. Returns where it is now.
    #[wasm_bindgen(js_name = moveExample)]
    pub fn move_example(&mut self, example: usize, x: f64) -> f64 {
        let g = (libm::round(x * 100.0) / 100.0).clamp(0.0, 1.0);
        if let Some(slot) = self.edit().0.hand.get_mut(example) {
            *slot = g;
        }
        g
    }

    /// The batch at the cursor `[panel, x]` of a figure, counted from 1; none outside the panel that shows batches.
    #[wasm_bindgen(js_name = batchAt)]
    pub fn batch_at(&self, figure: &str, panel: usize, x: f64) -> Result<Option<f64>, JsError> {
        let batches = named(figure)?.touch == Touch::Batches(panel);
        Ok(batches.then(|| libm::round(x).max(1.0)))
    }

    /// Whether a pointer is on the outliers of a figure. Its distance from their centre is remembered, so that
    /// dragging doesn't make them jump.
    #[wasm_bindgen(js_name = outliersAt)]
    pub fn outliers_at(
        &mut self,
        figure: &str,
        width: f64,
        height: f64,
        px: f64,
        py: f64,
    ) -> Result<bool, JsError> {
        let at = self.in_plane(figure, (width, height), (px, py))?;
        let Self { state, derived, .. } = self;
        Ok(at.is_some_and(|at| derived.twin.outliers_at(state, at)))
    }

    /// Moves the outliers with the pointer that [`Self::outliers_at`] found on them.
    #[wasm_bindgen(js_name = dragOutliers)]
    pub fn drag_outliers(
        &mut self,
        figure: &str,
        width: f64,
        height: f64,
        px: f64,
        py: f64,
    ) -> Result<(), JsError> {
        if let Some([x, y]) = self.in_plane(figure, (width, height), (px, py))? {
            let [dx, dy] = self.derived.twin.distance();
            self.put_outliers(x + dx, y + dy);
        }
        Ok(())
    }

    /// Moves the outliers by that many tenths of a unit.
    #[wasm_bindgen(js_name = nudgeOutliers)]
    pub fn nudge_outliers(&mut self, right: f64, up: f64) {
        let State { wrongx, wrongy, .. } = self.state;
        self.put_outliers(wrongx + 0.1 * right, wrongy + 0.1 * up);
    }
}

impl Engine {
    /// The point of the plane under a pointer in CSS pixels; none if the figure has no plane.
    fn in_plane(
        &mut self,
        figure: &str,
        (width, height): (f64, f64),
        pointer: (f64, f64),
    ) -> Result<Option<[f64; 2]>, JsError> {
        let figure = named(figure)?;
        let Touch::Outliers(panel) = figure.touch else {
            return Ok(None);
        };
        let plot = self.plot(figure);
        let area = self.area(width, height, 1.0);
        Ok(plane_at(&plot, panel, (area, self.state.lang), pointer))
    }

    fn put_outliers(&mut self, x: f64, y: f64) {
        let (state, _) = self.edit();
        for (key, value) in [("wrongx", x), ("wrongy", y)] {
            // Beyond the range they stay at its end.
            let _ = state.set_number(key, libm::round(value * 100.0) / 100.0);
        }
    }
}

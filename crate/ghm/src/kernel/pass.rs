//! One pass over a batch: counts and sums of the loss by region, whatever their number.
//!
//! # Outline
//! 1. Examples come in blocks, whose intermediate results stay in the first-level cache.
//! 2. Loops in lanes turn input and target into key, loss and region: [`LaneLoss::begin`],
//!    [`LaneLoss::go_on`], [`LaneLoss::loss`], [`LaneLoss::norm`]. One loop for all would be a chain of
//!    operations too long for a processor to overlap with the next.
//! 3. `settle`: regions in doubt are decided by their key; see [`super::regions`].
//! 4. `add`: a plain loop adds (loss, 1) to the cell of its region. Example `i` uses bank
//!    `i mod 8`: neighbours don't wait for each other's sum, however skewed the data.
//! 5. At the end the banks are added up.
//!
//! The full pass also leaves derivative and region of every example in the caller's buffers;
//! when the weights are known, [`Pass::weigh`] turns them into gradient and weight.
//!
//! Sums are `f64`, in an order that depends on `i` alone: the same on every level. Nothing is
//! allocated after `Pass::new`.

use fearless_simd::{Level, Simd, dispatch, f32x4, f64x2, prelude::*};
use std::hint::black_box;

use super::{
    batch::ExampleBatch,
    classification::CrossEntropy,
    lane_loss::{Begun, LaneLoss},
    regions::{self, Thresholds},
    regression::Asl1,
};
use crate::density::UnitRegions;

/// Examples in a block.
pub const BLOCK: usize = 512;
/// What stands for the input of a masked example, with a target of 0: it is far from the edges of
/// regions, so it doesn't send its block through the second loop.
const FAR: f32 = -20.0;
/// Cells of one region: sums of the loss are added in so many parts, example `i` in part `i mod 8`.
pub const BANKS: usize = 8;

type Lane = [f32; BLOCK];

/// Scratch memory of a block.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Block {
    key: Lane,
    /// The second part, then what norm and loss have in common.
    common: Lane,
    /// The first part, then the loss.
    loss: Lane,
    region: [i32; BLOCK],
    /// Sign bit, then the derivative.
    derivative: Lane,
}

/// Sum of losses and number of examples: one addition of two lanes serves both.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(16))]
struct Cell([f64; 2]);

/// The cells of one region.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Cells([Cell; BANKS]);

/// The losses that a pass can run. It is an enum and not a type parameter of [`Pass`], so that the
/// pass is compiled in this crate: for speed, even where the rest of a program is built for size.
#[derive(Clone, Copy, Debug)]
enum Either {
    CrossEntropy(CrossEntropy),
    Asl1(Asl1),
}

/// Regions, sums and scratch memory of one loss.
#[derive(Clone, Debug)]
pub struct Pass {
    loss: Either,
    level: Level,
    thresholds: Thresholds,
    block: Box<Block>,
    cells: Vec<Cells>,
    counts: Vec<u64>,
    losses: Vec<f64>,
    weights: Vec<[f32; 2]>,
}

impl Pass {
    /// A pass of the cross-entropy over regions of the classification.
    pub fn classification(level: Level, regions: &UnitRegions) -> Self {
        Self::new(level, Either::CrossEntropy(CrossEntropy::new()), regions)
    }

    /// A pass of ASL1 over regions of the regression with the same `mu`; `None` if the lanes can't
    /// take it.
    pub fn regression(level: Level, regions: &UnitRegions, mu: f64) -> Option<Self> {
        Some(Self::new(level, Either::Asl1(Asl1::new(mu)?), regions))
    }

    fn new(level: Level, loss: Either, regions: &UnitRegions) -> Self {
        let thresholds = Thresholds::new(regions);
        let bins = thresholds.bins();
        Self {
            loss,
            level,
            block: Box::new(Block {
                key: [0.0; BLOCK],
                common: [0.0; BLOCK],
                loss: [0.0; BLOCK],
                region: [0; BLOCK],
                derivative: [0.0; BLOCK],
            }),
            cells: vec![Cells::default(); thresholds.masked() + 1],
            counts: vec![0; bins],
            losses: vec![0.0; bins],
            weights: vec![[0.0; 2]; thresholds.masked() + 1],
            thresholds,
        }
    }

    /// `R_j` of the last batch.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// Sum of the losses in each region of the last batch, without weights.
    pub fn losses(&self) -> &[f64] {
        &self.losses
    }

    /// Counts and losses of a batch.
    ///
    /// # Panics
    /// When lengths differ.
    pub fn count(&mut self, batch: ExampleBatch) {
        self.pass(batch, None);
    }

    /// Counts and losses of a batch, and what [`weigh`](Self::weigh) needs of each example.
    ///
    /// # Panics
    /// When lengths differ.
    pub fn count_and_mark(
        &mut self,
        batch: ExampleBatch,
        weights: &mut [f32],
        gradient: &mut [f32],
    ) {
        let n = batch.inputs.len();
        assert!(weights.len() == n, "one weight for each input");
        assert!(gradient.len() == n, "one gradient for each input");
        self.pass(batch, Some([weights, gradient]));
    }

    /// Turns marks into results: `weights` into the weight of each example's region, `gradient`
    /// into `scale * weight * derivative`. Masked examples get 0 and 0.
    ///
    /// # Panics
    /// When there is not one weight for each region, or the buffers are not those that
    /// [`count_and_mark`](Self::count_and_mark) filled.
    pub fn weigh(
        &mut self,
        of_regions: &[f64],
        scale: f64,
        weights: &mut [f32],
        gradient: &mut [f32],
    ) {
        let bins = self.thresholds.bins();
        assert!(of_regions.len() == bins, "one weight for each region");
        for (pair, &weight) in self.weights.iter_mut().zip(of_regions) {
            *pair = [weight as f32, (scale * weight) as f32];
        }
        for (weight, gradient) in weights.iter_mut().zip(gradient) {
            let [w, factor] = self.weights[weight.to_bits() as usize];
            *weight = w;
            *gradient *= factor;
        }
    }
}

impl Pass {
    /// The same code runs with and without marks, and computes derivatives in both cases. Leaving
    /// them out where nobody asks would save one loop of five, but would need a second copy of this
    /// code, which every reader of the page would have to load.
    fn pass(&mut self, batch: ExampleBatch, marks: Option<[&mut [f32]; 2]>) {
        match self.loss {
            Either::CrossEntropy(loss) => dispatch!(self.level, simd =>
                self.run(simd, loss, batch, marks)),
            Either::Asl1(loss) => dispatch!(self.level, simd =>
                self.run(simd, loss, batch, marks)),
        }
    }

    #[inline(always)]
    fn run<S: Simd, L: LaneLoss>(
        &mut self,
        simd: S,
        loss: L,
        batch: ExampleBatch,
        mut marks: Option<[&mut [f32]; 2]>,
    ) {
        let n = batch.inputs.len();
        assert!(batch.targets.len() == n, "one target for each input");
        let lanes = (
            loss.splat(simd),
            regions::Lanes::new(simd, self.thresholds.bins()),
        );
        self.cells.fill(Cells::default());

        let ExampleBatch {
            inputs,
            targets,
            mask,
        } = batch;
        if let Some(mask) = mask {
            assert!(mask.len() == n, "one mask value for each input");
        }
        let mut copies = [[FAR; BLOCK], [0.0; BLOCK]];
        // One loop for whole and for filled-up blocks: `block` is inlined wherever it is called.
        for first in (0..n).step_by(BLOCK) {
            let at = first..n.min(first + BLOCK);
            let mask = mask.map(|mask| &mask[at.clone()]);
            let whole = (&inputs[at.clone()], &targets[at.clone()]);
            let [input, target] = match (mask, whole.0.try_into(), whole.1.try_into()) {
                (None, Ok(input), Ok(target)) => [input, target],
                _ => {
                    let [input, target] = &mut copies;
                    fill(input, whole.0, mask, FAR);
                    fill(target, whole.1, mask, 0.0);
                    [&*input, target]
                }
            };
            self.block::<S, L>(simd, lanes, [input, target]);
            self.hide(at.len(), mask);
            self.add(simd);
            if let Some(marks) = &mut marks {
                self.mark(first, marks);
            }
        }
        self.add_cells();
    }

    /// Loss, region and derivative of each example in a block.
    #[inline(always)]
    fn block<S: Simd, L: LaneLoss>(
        &mut self,
        simd: S,
        (loss, regions): (L::Lanes<S>, regions::Lanes<S>),
        [input, target]: [&Lane; 2],
    ) {
        let width = S::f32s::LEN;
        let block = &mut *self.block;
        for i in (0..BLOCK).step_by(width) {
            let at = i..i + width;
            let input = S::f32s::from_slice(simd, &input[at.clone()]);
            let target = S::f32s::from_slice(simd, &target[at.clone()]);
            let Begun { key, sign, parts } = L::begin(&loss, input, target);
            key.store_slice(&mut block.key[at.clone()]);
            let sign: S::f32s = sign.bitcast();
            sign.store_slice(&mut block.derivative[at.clone()]);
            if L::LONG {
                parts[0].store_slice(&mut block.loss[at.clone()]);
                parts[1].store_slice(&mut block.common[at]);
            } else {
                L::go_on(&loss, parts).store_slice(&mut block.common[at]);
            }
        }
        if L::LONG {
            for i in (0..BLOCK).step_by(width) {
                let at = i..i + width;
                let first = S::f32s::from_slice(simd, &block.loss[at.clone()]);
                let second = S::f32s::from_slice(simd, &block.common[at.clone()]);
                L::go_on(&loss, [first, second]).store_slice(&mut block.common[at]);
            }
        }
        for i in (0..BLOCK).step_by(width) {
            let at = i..i + width;
            let key = S::f32s::from_slice(simd, &block.key[at.clone()]);
            let common = S::f32s::from_slice(simd, &block.common[at.clone()]);
            L::loss(&loss, key, common).store_slice(&mut block.loss[at]);
        }
        let mut nearest = S::i32s::splat(simd, i32::MAX);
        for i in (0..BLOCK).step_by(width) {
            let at = i..i + width;
            let key = S::f32s::from_slice(simd, &block.key[at.clone()]);
            let common = S::f32s::from_slice(simd, &block.common[at.clone()]);
            let norm = L::norm(&loss, key, common);
            let (region, distance) = regions.region(norm);
            nearest = nearest.min(distance);
            region.store_slice(&mut block.region[at.clone()]);
            let sign = S::f32s::from_slice(simd, &block.derivative[at.clone()]);
            let derivative = sign.bitcast::<S::i32s>() | norm.bitcast::<S::i32s>();
            let derivative: S::f32s = derivative.bitcast();
            derivative.store_slice(&mut block.derivative[at]);
        }
        // Distances are bits of floats above 0, which order as integers do.
        let doubt = L::DOUBT * self.thresholds.bins() as f32;
        if nearest.reduce_min() <= doubt.to_bits().cast_signed() {
            for (region, &key) in block.region.iter_mut().zip(&block.key) {
                *region = self.thresholds.settle(*region, key);
            }
        }
    }

    /// Puts what the block holds beyond its `n` examples, and masked ones, in a region of their own.
    #[inline(never)]
    fn hide(&mut self, n: usize, mask: Option<&[f32]>) {
        let masked = self.thresholds.masked() as i32;
        let (regions, beyond) = self.block.region.split_at_mut(n);
        beyond.fill(masked);
        for (region, &mask) in regions.iter_mut().zip(mask.unwrap_or_default()) {
            *region = if mask > 0.0 { *region } else { masked };
        }
    }

    #[inline(always)]
    fn add<S: Simd>(&mut self, simd: S) {
        let one = f64x2::splat(simd, black_box(1.0));
        let losses = self.block.loss.as_chunks::<BANKS>().0;
        let regions = self.block.region.as_chunks::<BANKS>().0;
        for (losses, regions) in losses.iter().zip(regions) {
            for half in [0, BANKS / 2] {
                let losses = f32x4::from_slice(simd, &losses[half..half + 4]);
                let (low, high) = losses.widen();
                let pairs = [
                    low.zip_low(one),
                    low.zip_high(one),
                    high.zip_low(one),
                    high.zip_high(one),
                ];
                for (i, pair) in pairs.into_iter().enumerate() {
                    let bank = half + i;
                    let cell = &mut self.cells[regions[bank] as usize].0[bank].0;
                    (f64x2::from_slice(simd, cell) + pair).store_slice(cell);
                }
            }
        }
    }

    /// Leaves region and derivative of the examples from `at` on in the caller's buffers.
    #[inline(never)]
    fn mark(&self, at: usize, [weights, gradient]: &mut [&mut [f32]; 2]) {
        let n = BLOCK.min(weights.len() - at);
        for (weight, &region) in weights[at..at + n].iter_mut().zip(&self.block.region) {
            *weight = f32::from_bits(region as u32);
        }
        gradient[at..at + n].copy_from_slice(&self.block.derivative[..n]);
    }

    #[inline(never)]
    fn add_cells(&mut self) {
        for (j, Cells(cells)) in self.cells[..self.thresholds.bins()].iter().enumerate() {
            let sum = |[loss, count]: [f64; 2], cell: &Cell| [loss + cell.0[0], count + cell.0[1]];
            let [loss, count] = cells.iter().fold([0.0; 2], sum);
            self.losses[j] = loss;
            self.counts[j] = count as u64;
        }
    }
}

/// Copies values to the start of a block, and `instead` in place of those that are masked: these may
/// be anything, even NaN, and must not be computed with.
#[inline(never)]
fn fill(block: &mut Lane, values: &[f32], mask: Option<&[f32]>, instead: f32) {
    match mask {
        None => block[..values.len()].copy_from_slice(values),
        Some(mask) => {
            for ((slot, &value), &mask) in block.iter_mut().zip(values).zip(mask) {
                *slot = if mask > 0.0 { value } else { instead };
            }
        }
    }
}

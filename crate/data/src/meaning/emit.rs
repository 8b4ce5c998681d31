//! Rows to examples.

use super::layout::{Block, Layout};
use super::plan::{Kind, Plan};
use crate::refused::Refused;
use crate::sink::Sink;
use crate::text::is_missing;
use crate::words::{Words, say};

/// What was counted on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    pub examples: u64,
    pub positives: u64,
    /// Left out by the mask.
    pub masked: u64,
    /// Left out by their label, and which labels: -1, 255, another.
    pub labelled: [u64; 3],
    /// Probabilities of exactly 0 and of exactly 1.
    pub clamped: [u64; 2],
    /// Box offsets that count, and those that their mask leaves out.
    pub offsets: [u64; 2],
    /// Gradient norms alone.
    pub norms: u64,
    /// Rows of background.
    pub background: u64,
}

/// The `f32` next to 1.
const NEXT_TO_ONE: f64 = 1.0 - 1.0 / 16_777_216.0;
/// The `f32` next to 0: 2^-149.
const NEXT_TO_ZERO: f64 = 1.401_298_464_324_817e-45;

impl Counted {
    /// Hands the examples of some rows over.
    ///
    /// # Errors
    /// The first value that counts and is none, with its place.
    pub fn emit(
        &mut self,
        plan: &Plan,
        layout: &Layout,
        block: &Block,
        sink: &mut impl Sink,
    ) -> Result<(), Refused> {
        match plan.kind {
            Kind::Own => self.own(plan, layout, block, sink),
            Kind::Ids => self.ids(plan, layout, block, sink),
            Kind::Softmax | Kind::OneHot => self.softmax(plan, layout, block, sink),
        }
    }

    fn own(
        &mut self,
        plan: &Plan,
        layout: &Layout,
        block: &Block,
        sink: &mut impl Sink,
    ) -> Result<(), Refused> {
        let k = layout.classes;
        for (i, (&value, &target)) in block.values.iter().zip(&block.targets).enumerate() {
            if plan.class.is_some_and(|class| i % k != class) {
                continue;
            }
            if !block.mask.is_empty() && !block.counts(layout, i / k, i % k) {
                self.masked += 1;
                continue;
            }
            let Some(target) = self.target(plan, target) else {
                continue;
            };
            let at = block.start * k + i;
            if !(0.0..=1.0).contains(&target) {
                return Err(layout
                    .targets
                    .refuse(at, k, no_target(plan, block.targets[i])));
            }
            let logit = self
                .logit(plan, value)
                .ok_or_else(|| no_value(plan, layout, at, value))?;
            self.hand(logit, target as f32, sink);
        }
        Ok(())
    }

    fn ids(
        &mut self,
        plan: &Plan,
        layout: &Layout,
        block: &Block,
        sink: &mut impl Sink,
    ) -> Result<(), Refused> {
        let k = layout.classes;
        for row in 0..block.rows {
            let chosen = |class: &usize| plan.class.is_none_or(|only| only == *class);
            let counted = (0..k)
                .filter(chosen)
                .filter(|&class| block.counts(layout, row, class))
                .count() as u64;
            self.masked += (0..k).filter(chosen).count() as u64 - counted;
            if counted == 0 {
                continue;
            }
            let Some(own) = self.class(plan, layout, block, row, counted)? else {
                continue;
            };
            self.background += u64::from(own == k);
            for class in (0..k).filter(chosen) {
                if !block.counts(layout, row, class) {
                    continue;
                }
                let value = block.values[row * k + class];
                let at = (block.start + row) * k + class;
                let logit = self
                    .logit(plan, value)
                    .ok_or_else(|| no_value(plan, layout, at, value))?;
                self.hand(logit, f32::from(u8::from(class == own)), sink);
            }
        }
        Ok(())
    }

    fn softmax(
        &mut self,
        plan: &Plan,
        layout: &Layout,
        block: &Block,
        sink: &mut impl Sink,
    ) -> Result<(), Refused> {
        let k = layout.classes;
        for row in 0..block.rows {
            if !(0..k).any(|class| block.counts(layout, row, class)) {
                self.masked += 1;
                continue;
            }
            let own = if plan.kind == Kind::OneHot {
                let targets = &block.targets[row * k..(row + 1) * k];
                targets.iter().position(|&target| target == 1.0)
            } else {
                self.class(plan, layout, block, row, 1)?
            };
            let Some(own) = own else { continue };
            if own >= k {
                return Err(layout.targets.refuse(block.start + row, 1, say!(
                    "class {own} has no logits: expected 0 to {} under a softmax, where background has logits of its own",
                    "类别 {own} 没有 logit：softmax 下应为 0 到 {}，背景有自己的 logit",
                    k - 1
                )));
            }
            let values = &block.values[row * k..(row + 1) * k];
            if let Some(class) = values.iter().position(|value| !value.is_finite()) {
                return Err(no_value(
                    plan,
                    layout,
                    (block.start + row) * k + class,
                    values[class],
                ));
            }
            // z = logsumexp(x of the others) - x_y; of probabilities it is -logit(p_y).
            let z = if plan.probabilities {
                let at = (block.start + row) * k + own;
                -f64::from(
                    self.logit(plan, values[own])
                        .ok_or_else(|| no_value(plan, layout, at, values[own]))?,
                )
            } else {
                let others = values
                    .iter()
                    .enumerate()
                    .filter(|(class, _)| *class != own)
                    .map(|(_, &x)| x);
                let most = others.clone().fold(f64::NEG_INFINITY, f64::max);
                most + libm::log(others.map(|x| libm::exp(x - most)).sum::<f64>()) - values[own]
            };
            self.hand(-z as f32, 1.0, sink);
        }
        Ok(())
    }

    fn hand(&mut self, logit: f32, target: f32, sink: &mut impl Sink) {
        self.examples += 1;
        self.positives += u64::from(target > 0.5);
        sink.example(logit, target);
    }

    /// A target as a number from 0 to 1, or out of that; none if it is ignored.
    fn target(&mut self, plan: &Plan, target: f64) -> Option<f64> {
        if plan.minus && target == -1.0 {
            return Some(0.0);
        }
        if plan.ignored.contains(&target) {
            self.labelled[label(target)] += 1;
            return None;
        }
        Some(target - plan.first)
    }

    /// The class of a row, as many as there are for background; none if the row is ignored, with `n` examples.
    fn class(
        &mut self,
        plan: &Plan,
        layout: &Layout,
        block: &Block,
        row: usize,
        n: u64,
    ) -> Result<Option<usize>, Refused> {
        let target = block.targets[row];
        let at = block.start + row;
        if !plan.named.is_empty() && !target.is_nan() {
            return Ok(Some(plan.named[target as usize]));
        }
        if plan.ignored.contains(&target) {
            self.labelled[label(target)] += n;
            return Ok(None);
        }
        let id = target - plan.first;
        let most = layout.classes as f64;
        if !(0.0..=most).contains(&id) || id as usize as f64 != id {
            let (first, beyond) = (plan.first, plan.first + most);
            let wanted = say!(
                "expected the id of one of {most} classes, {first} to {}, with {beyond} for background",
                "应为 {most} 个类别之一的编号，{first} 到 {}，背景为 {beyond}",
                beyond - 1.0
            );
            return Err(layout
                .targets
                .refuse(at, 1, expected(&said(target), &wanted)));
        }
        Ok(Some(id as usize))
    }

    /// The logit of a value; none if it has none.
    fn logit(&mut self, plan: &Plan, value: f64) -> Option<f32> {
        let logit = if plan.probabilities {
            if !(0.0..=1.0).contains(&value) {
                return None;
            }
            self.clamped[0] += u64::from(value == 0.0);
            self.clamped[1] += u64::from(value == 1.0);
            let p = match value {
                0.0 => NEXT_TO_ZERO,
                1.0 => NEXT_TO_ONE,
                p => p,
            };
            libm::log(p) - libm::log1p(-p)
        } else {
            value
        };
        let logit = logit as f32;
        logit.is_finite().then_some(logit)
    }
}

fn label(target: f64) -> usize {
    match target {
        -1.0 => 0,
        255.0 => 1,
        _ => 2,
    }
}

/// What stands somewhere.
pub(crate) fn said(value: f64) -> Words {
    if is_missing(value) {
        say!("nothing stands here", "此处为空")
    } else {
        say!("`{value}`", "`{value}`")
    }
}

fn no_target(plan: &Plan, target: f64) -> Words {
    let (first, last) = (plan.first, plan.first + 1.0);
    expected(
        &said(target),
        &say!(
            "expected a target from {first} to {last}, or -1 or 255 where it is ignored",
            "应为 {first} 到 {last} 之间的标签，忽略处为 -1 或 255"
        ),
    )
}

/// What stands somewhere, and what was expected.
pub(crate) fn expected(said: &Words, expected: &Words) -> Words {
    Words {
        en: format!("{}: {}", said.en, expected.en),
        zh: format!("{}，{}", said.zh, expected.zh),
    }
}

fn no_value(plan: &Plan, layout: &Layout, at: usize, value: f64) -> Refused {
    let wanted = if plan.probabilities {
        say!(
            "expected a probability from 0 to 1",
            "应为 0 到 1 之间的概率"
        )
    } else {
        say!("expected a finite number", "应为有限的数")
    };
    let what = expected(&said(value), &wanted);
    let refused = layout.values.refuse(at, layout.classes, what);
    if plan.probabilities {
        return refused.hint("if these are logits, say so with --as logits");
    }
    refused
}

//! The work after files were parsed: what values mean, and then the examples; in slices.

use super::boxes::{Blocks, Values};
use super::emit::Counted;
use super::layout::{Block, Layout};
use super::plan::Plan;
use super::said::reported;
use super::set::Set;
use super::survey::Survey;
use crate::choices::{self, Choices};
use crate::name::Role;
use crate::read::Report;
use crate::refused::Refused;
use crate::sink::Sink;
use crate::words::say;
use std::rc::Rc;

/// Values in a block: enough to be fast, few enough for the cache and a slice of time.
const BLOCK: usize = 1 << 14;

/// Turns sets of arrays into examples, a slice at a time.
pub(crate) struct Work<S> {
    choices: Choices,
    sets: Rc<[Set]>,
    layouts: Vec<Option<Rc<Layout>>>,
    survey: Survey,
    plan: Option<Rc<Plan>>,
    counted: Counted,
    stage: Stage,
    /// Which set, and the next row in it.
    set: usize,
    row: usize,
    block: Block,
    blocks: Blocks,
    sink: S,
    ends: Vec<usize>,
    /// Whether the sink keeps what comes before it is known to be plain.
    eager: bool,
    report: Report,
    done: u64,
    all: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Survey,
    Examples,
    Boxes,
    Norms,
    Done,
}

impl<S: Sink> Work<S> {
    pub(crate) fn new(
        sets: Vec<Set>,
        choices: &Choices,
        report: Report,
        mut sink: S,
    ) -> Result<Self, Refused> {
        let mut layouts = vec![];
        for set in &sets {
            layouts.push(Layout::of(set, choices)?.map(Rc::new));
        }
        let of =
            |layout: &Option<Rc<Layout>>| layout.as_ref().map(|it| (it.classes, it.targets_per));
        if let Some(other) = layouts.iter().find(|layout| of(layout) != of(&layouts[0])) {
            let classes =
                [&layouts[0], other].map(|layout| layout.as_ref().map_or(0, |it| it.classes));
            return Err(Refused::new(say!(
                "batches differ: one has logits of {} classes, another of {}",
                "各批次不同：一个有 {} 类的 logit，另一个有 {} 类",
                classes[0],
                classes[1]
            )));
        }
        let eager = layouts
            .iter()
            .flatten()
            .all(|layout| is_simple(layout, choices));
        let rows = layouts
            .iter()
            .flatten()
            .map(|layout| layout.rows as u64)
            .sum::<u64>();
        if eager {
            sink.expect(rows as usize);
        }
        Ok(Self {
            choices: choices.clone(),
            layouts,
            survey: Survey::default(),
            plan: None,
            counted: Counted::default(),
            stage: Stage::Survey,
            set: 0,
            row: 0,
            block: Block::default(),
            blocks: Blocks::default(),
            sink,
            ends: vec![],
            eager,
            report,
            done: 0,
            all: 2 * rows.max(1),
            sets: sets.into(),
        })
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.done as f64 / self.all as f64
    }

    /// Does a slice of the work, a few milliseconds at most; true when all is done.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn step(&mut self) -> Result<bool, Refused> {
        match self.stage {
            Stage::Survey => self.survey()?,
            Stage::Examples => self.examples()?,
            Stage::Boxes => self.boxes()?,
            Stage::Norms => self.norms()?,
            Stage::Done => {}
        }
        Ok(self.stage == Stage::Done)
    }

    fn next(&mut self, stage: Stage) {
        (self.stage, self.set, self.row) = (stage, 0, 0);
    }

    /// The next rows of the set that is read; none at its end.
    fn rows(&mut self, rows: usize, of_row: usize) -> Option<std::ops::Range<usize>> {
        let to = rows.min(self.row + (BLOCK / of_row.max(1)).max(1));
        let range = self.row..to;
        self.row = to;
        (!range.is_empty()).then_some(range)
    }

    fn survey(&mut self) -> Result<(), Refused> {
        let Some(Some(layout)) = self.layouts.get(self.set).cloned() else {
            if self.set < self.layouts.len() {
                self.set += 1;
                return Ok(());
            }
            if let Some(Some(layout)) = self.layouts.first() {
                let plan = Plan::of(layout, &self.survey, &self.choices, &mut self.report.notes)?;
                self.plan = Some(Rc::new(plan));
                if self.eager && self.kept() {
                    self.next(Stage::Boxes);
                    return Ok(());
                }
            }
            self.sink.forget();
            self.ends.clear();
            self.next(Stage::Examples);
            return Ok(());
        };
        match self.rows(layout.rows, layout.classes) {
            None => {
                self.ends.push(self.survey.n as usize);
                (self.set, self.row) = (self.set + 1, 0);
            }
            Some(rows) => {
                self.done += rows.len() as u64;
                layout.read(rows, &mut self.block)?;
                self.survey.add(&layout, &self.block, self.choices.ignore)?;
                self.eager = self.eager && self.sink.keep(&self.block.values, &self.block.targets);
            }
        }
        Ok(())
    }

    /// Whether all that the sink has kept are examples as they are; they are counted then.
    fn kept(&mut self) -> bool {
        let labels = &self.survey.labels;
        let plain = self.survey.finite && labels.zeros + labels.ones == labels.n;
        if plain {
            self.counted.examples = labels.n;
            self.counted.positives = labels.ones;
        }
        plain
    }

    fn examples(&mut self) -> Result<(), Refused> {
        let (Some(Some(layout)), Some(plan)) =
            (self.layouts.get(self.set).cloned(), self.plan.clone())
        else {
            if self.set < self.layouts.len() {
                self.set += 1;
            } else {
                self.next(Stage::Boxes);
            }
            return Ok(());
        };
        match self.rows(layout.rows, layout.classes) {
            None => {
                self.ends.push(self.counted.examples as usize);
                (self.set, self.row) = (self.set + 1, 0);
            }
            Some(rows) => {
                self.done += rows.len() as u64;
                layout.read(rows, &mut self.block)?;
                self.counted
                    .emit(&plan, &layout, &self.block, &mut self.sink)?;
            }
        }
        Ok(())
    }

    fn boxes(&mut self) -> Result<(), Refused> {
        let sets = Rc::clone(&self.sets);
        let Some(set) = sets.get(self.set) else {
            self.next(Stage::Norms);
            return Ok(());
        };
        let Some(values) = Values::offsets(set)? else {
            self.set += 1;
            return Ok(());
        };
        match self.rows(values.len(), values.per_row()) {
            None => (self.set, self.row) = (self.set + 1, 0),
            Some(rows) => {
                let (sink, [all, masked]) = (&mut self.sink, &mut self.counted.offsets);
                *masked += values.read(rows, &mut self.blocks, |offset| {
                    *all += 1;
                    sink.offset(offset);
                })?;
            }
        }
        Ok(())
    }

    fn norms(&mut self) -> Result<(), Refused> {
        let sets = Rc::clone(&self.sets);
        let Some(set) = sets.get(self.set).filter(|_| self.plan.is_none()) else {
            self.next(Stage::Done);
            return Ok(());
        };
        let Some(values) = Values::norms(set) else {
            self.set += 1;
            return Ok(());
        };
        match self.rows(values.len(), 1) {
            None => (self.set, self.row) = (self.set + 1, 0),
            Some(rows) => {
                let (sink, all) = (&mut self.sink, &mut self.counted.norms);
                values.read(rows, &mut self.blocks, |norm| {
                    *all += 1;
                    sink.norm(norm);
                })?;
            }
        }
        Ok(())
    }

    /// Ends the work.
    pub fn finish(mut self) -> Done<S> {
        let layout = self.layouts.iter().flatten().next();
        let plan = self.plan.as_deref().zip(layout.map(|layout| &**layout));
        self.report.batches = self.sets.len();
        reported(&mut self.report, &self.counted, plan);
        Done {
            sink: self.sink,
            classified: self.plan.is_some(),
            counted: self.counted,
            ends: self.ends,
            report: self.report,
        }
    }
}

/// Whether values may be logits and their own targets as they are.
fn is_simple(layout: &Layout, choices: &Choices) -> bool {
    let plain = layout.classes == 1 && layout.mask.is_none() && layout.targets.names.is_empty();
    let logits = layout.values.role == Some(Role::Logits)
        && choices.values != Some(choices::Values::Probabilities);
    let chosen =
        choices.ignore.is_some() || choices.class.is_some() || choices.first_class.is_some();
    plain && (logits || choices.values == Some(choices::Values::Logits)) && !chosen
}

/// What the work gave.
#[derive(Debug)]
pub(crate) struct Done<S> {
    /// What took the examples.
    pub sink: S,
    /// Whether there were examples of the classification.
    pub classified: bool,
    pub counted: Counted,
    /// Where each batch ends.
    pub ends: Vec<usize>,
    /// What was read.
    pub report: Report,
}

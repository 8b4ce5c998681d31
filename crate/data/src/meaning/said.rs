//! What came of files, in words.

use super::emit::Counted;
use super::layout::Layout;
use super::plan::Plan;
use super::set::Set;
use crate::read::{Meaning, Report};
use crate::words::{Words, say};

/// Says what came of the values.
pub(crate) fn reported(report: &mut Report, counted: &Counted, plan: Option<(&Plan, &Layout)>) {
    report.classes = plan.map_or(1, |(_, layout)| layout.classes);
    if let Some((plan, layout)) = plan {
        report.examples = counted.examples;
        report.positives = Some(counted.positives);
        report.ignored = counted.masked + counted.labelled.iter().sum::<u64>();
        plan.notes(counted, layout, &mut report.notes);
    } else if counted.norms > 0 {
        report.examples = counted.norms;
        report.notes.push(say!(
            "these are gradient norms without logits: they show the density only",
            "只有梯度模长而没有 logit，只能显示密度"
        ));
    }
    let [offsets, masked] = counted.offsets;
    if offsets > 0 {
        report.notes.push(say!(
            "{offsets} box offsets were read, for GHM-R",
            "读入 {offsets} 个边框偏移，用于 GHM-R"
        ));
    }
    if masked > 0 {
        report.notes.push(say!(
            "{masked} box offsets are left out by their mask",
            "{masked} 个边框偏移被掩码排除"
        ));
    }
    if report.batches > 1 {
        report.notes.push(say!(
            "{} batches were read, in the order of their names",
            "读入 {} 个批次，按名称排序",
            report.batches
        ));
    }
}

impl Plan {
    /// What was done with the values, in words.
    pub fn notes(&self, counted: &Counted, layout: &Layout, notes: &mut Vec<Words>) {
        let name = &layout.values.name;
        let mut note = |n: u64, text: Words| {
            if n > 0 {
                notes.push(text);
            }
        };
        note(
            self.probabilities.into(),
            say!(
                "`{name}` was read as probabilities: logits are ln p - ln(1 - p)",
                "`{name}` 按概率读取，logit 为 ln p - ln(1 - p)"
            ),
        );
        let [zeros, ones] = counted.clamped;
        note(
            zeros + ones,
            say!(
                "{zeros} probabilities are exactly 0 and {ones} exactly 1: the nearest 32-bit number was taken",
                "{zeros} 个概率恰为 0，{ones} 个恰为 1，均取最近的 32 位数"
            ),
        );
        note(
            counted.masked,
            say!(
                "{} are left out by the mask",
                "{} 个被掩码排除",
                counted.masked
            ),
        );
        let [minus, ff, chosen] = counted.labelled;
        for (n, label) in [(minus, -1), (ff, 255)] {
            let text = say!(
                "{n} are ignored for their label {label}",
                "{n} 个因标签 {label} 被忽略"
            );
            note(n, text);
        }
        note(
            chosen,
            say!(
                "{chosen} are ignored for their label that is ignored as chosen",
                "{chosen} 个因所选的标签被忽略"
            ),
        );
        if layout.classes > 1 {
            note(
                counted.background,
                say!(
                    "{} rows are background: id {} has no logit of its own",
                    "{} 行是背景：编号 {} 没有自己的 logit",
                    counted.background,
                    layout.classes as f64 + self.first
                ),
            );
        }
    }
}

/// Arrays as a report has them: columns of tables are there already.
pub(crate) fn meanings(sets: &[Set], columns: &mut Vec<Meaning>) {
    for array in sets.iter().flat_map(Set::arrays) {
        let here = |it: &Meaning| it.file == array.file && it.name == array.name;
        if !columns.iter().any(here) && array.columns.is_empty() {
            columns.push(Meaning {
                file: array.file.clone(),
                name: array.name.clone(),
                role: array.role,
                shape: Some(array.shape.clone()),
            });
        }
    }
}

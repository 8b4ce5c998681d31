//! What is not known, and would change what is said.

use crate::regions::Regions;
use crate::{Evidence, Labels, Said};

/// Something that is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Its name.
    pub name: &'static str,
    /// A sentence.
    pub said: Said,
}

/// All that is not known.
pub(crate) fn all(evidence: &Evidence, regions: Option<&Regions>) -> Vec<Unknown> {
    let mut all = vec![];
    let mut add = |name, en, zh| {
        all.push(Unknown {
            name,
            said: Said::new(en, zh, &[]),
        });
    };
    if evidence.cells.is_some() {
        add(
            "precision",
            "Which precision the loss is computed in: an overflow in half precision is a fault only where it is half.",
            "损失以何种精度计算：只有在半精度下，半精度溢出才是故障。",
        );
        add(
            "call",
            "What one call of the loss sees: mmdet calls it once for each pyramid level and GPU. Counts here are taken as those of one call a batch.",
            "损失的一次调用看到多少样本：mmdet 对每个金字塔层级、每块 GPU 各调用一次。这里把每批的计数当作一次调用的计数。",
        );
        if evidence.batches > 1 {
            add(
                "batches",
                "What each batch alone holds: counts of all batches are taken together, and a batch is their mean.",
                "每个批次各自的情况：这里把所有批次的计数合在一起，以平均值代表一个批次。",
            );
        }
        add(
            "later",
            "Which regions are filled in other batches, and how counts move as the model learns: examples are taken as typical.",
            "其他批次中哪些区域有样本、计数随训练如何变化：这里假定这些样本有代表性。",
        );
        if regions.is_none() {
            add(
                "regions",
                "What this number of regions holds: it does not divide 1200, and single examples are not known.",
                "这个区域数下各区域的样本数：它不能整除 1200，而逐个样本未知。",
            );
        }
    }
    if evidence.cells.is_some() && evidence.rows.is_none() {
        add(
            "examples",
            "Single examples: saturated logits, repeated rows and probabilities taken for logits can't be seen in counts.",
            "逐个样本：从计数中看不出 logit 饱和、重复的行，以及把概率当成 logit。",
        );
    }
    if evidence.cells.is_some_and(|cells| cells.losses.is_none()) {
        add(
            "losses",
            "The losses: there is no GHM-C, and the gradient within a cell is known only between its edges.",
            "损失值：无法算出 GHM-C，单元格内的梯度也只知道上下限。",
        );
    }
    let positives = evidence
        .cells
        .is_some_and(|cells| cells.positives.is_some());
    if evidence.labels == Labels::Softmax {
        add(
            "targets",
            "Under a softmax, whether logits rank the right class first: each anchor is one example, and none is negative.",
            "softmax 下 logit 是否把正确类别排在前面：每个锚框是一个样本，没有负样本。",
        );
    } else if evidence.cells.is_some() && evidence.rows.is_none() && !positives {
        add(
            "targets",
            "The targets: whether they are reversed, or all of one class.",
            "目标值：是否反了，或是否全属一个类别。",
        );
    }
    if evidence
        .offsets
        .is_none_or(|offsets| offsets.sorted().is_none())
    {
        add(
            "offsets",
            "Box offsets: mu can't be judged without them.",
            "框偏移：没有它们就无法判断 mu。",
        );
    }
    all
}

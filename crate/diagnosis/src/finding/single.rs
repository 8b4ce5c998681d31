//! What single examples say: targets reversed, one class, probabilities, saturated logits, repeated rows.

use super::{Finding, Severity, shown};
use crate::rank::Rank;
use crate::rows::SATURATED;
use crate::{Evidence, Labels, Said, Seen, Settings};

/// Fewer examples in [0, 1] are so by chance.
const PROBABILITIES: u64 = 8;

/// All of them.
pub(super) fn all(evidence: &Evidence, settings: &Settings) -> Vec<Finding> {
    let own = evidence.labels == Labels::Own;
    let rows = evidence.rows.filter(|rows| rows.n > 0);
    let found = [
        rows.filter(|_| own).and_then(looks_like_probabilities),
        counted(evidence).filter(|_| own).and_then(one_class),
        rank(evidence).filter(|_| own).and_then(targets_reversed),
        rows.and_then(saturated_logits),
        rows.and_then(repeated_rows),
    ];
    let found = found.into_iter().flatten();
    found
        .map(|(name, said)| Finding {
            name,
            severity: Severity::Warning,
            said,
            shown: shown("distribution", settings, &[]),
        })
        .collect()
}

type Found = (&'static str, Said);

/// Examples and positives, where targets are known.
fn counted(evidence: &Evidence) -> Option<[f64; 2]> {
    if let Some(rows) = evidence.rows {
        return Some([rows.n, rows.positives].map(|count| count as f64));
    }
    let cells = evidence.cells?;
    let sum = |counts: &[u64]| counts.iter().map(|&count| count as f64).sum();
    Some([sum(cells.counts), sum(cells.positives?)])
}

fn rank(evidence: &Evidence) -> Option<Rank> {
    match (evidence.rows, evidence.cells) {
        (Some(rows), _) => rows.rank,
        (None, Some(cells)) => Rank::of_cells(cells.counts, cells.positives?),
        (None, None) => None,
    }
}

fn looks_like_probabilities(rows: Seen) -> Option<Found> {
    let [least, most] = rows.range.map(f64::from);
    let values = [
        ("least", least),
        ("most", most),
        ("examples", rows.n as f64),
    ];
    let within = least >= 0.0 && most <= 1.0 && rows.n >= PROBABILITIES;
    within.then(|| {
        let said = Said::new(
            "All {examples#} logits lie from {least} to {most}, as probabilities do. If they are, say so: as logits they all stand for probabilities from .5 to .73.",
            "全部 {examples#} 个 logit 都在 {least} 到 {most} 之间，像是概率。若确是概率请注明：当作 logit 时，它们对应的概率都在 0.5 到 0.73 之间。",
            &values,
        );
        ("looks-like-probabilities", said)
    })
}

fn one_class([examples, positives]: [f64; 2]) -> Option<Found> {
    let values = [("examples", examples), ("positives", positives)];
    let text = match () {
        () if examples == 0.0 => return None,
        () if positives == 0.0 => [
            "All {examples#} targets are 0: there is no positive, so nothing pulls a logit up. Check which column has the targets, and the mask.",
            "{examples#} 个目标值全是 0：没有正样本，也就没有任何梯度把 logit 往上推。请检查目标列和掩码。",
        ],
        () if positives == examples => [
            "All {examples#} targets are 1: there is no negative, so nothing pulls a logit down. Check which column has the targets, and the mask.",
            "{examples#} 个目标值全是 1：没有负样本，也就没有任何梯度把 logit 往下压。请检查目标列和掩码。",
        ],
        () => return None,
    };
    Some(("one-class", Said::new(text[0], text[1], &values)))
}

fn targets_reversed(rank: Rank) -> Option<Found> {
    let values = [("auc", rank.auc), ("chance", rank.chance)];
    rank.is_reversed().then(|| {
        let said = Said::new(
            "Positives rank below negatives: the AUC is {auc}, where chance gives .5 ± {chance}. Are targets reversed, or is the sign of the logits?",
            "正样本的得分低于负样本：AUC 为 {auc}，而随机水平是 0.5 ± {chance}。是不是目标值反了，或者 logit 的符号反了？",
            &values,
        );
        ("targets-reversed", said)
    })
}

fn saturated_logits(rows: Seen) -> Option<Found> {
    let greatest = rows.range.iter().map(|edge| edge.abs()).fold(0.0, f32::max);
    let values = [
        ("saturated", rows.saturated as f64),
        ("share", rows.saturated as f64 / rows.n as f64),
        ("greatest", f64::from(greatest)),
        ("limit", f64::from(SATURATED)),
    ];
    (rows.saturated > 0).then(|| {
        let said = Said::new(
            "Logits beyond ±{limit}: {saturated#}, {share%} of all, up to {greatest}. Their probability is 0 or 1 to 13 digits: the wrong ones have a loss as large as the logit, the right ones next to no gradient. Check the scale of the logits, or whether they were computed from rounded probabilities.",
            "超出 ±{limit} 的 logit 有 {saturated#} 个，占 {share%}，最大到 {greatest}。其概率到小数点后 13 位都是 0 或 1：判错的样本损失与 logit 一样大，判对的几乎没有梯度。请检查 logit 的尺度，或是否由取整后的概率反算而来。",
            &values,
        );
        ("saturated-logits", said)
    })
}

fn repeated_rows(rows: Seen) -> Option<Found> {
    let repeated = rows.repeated?;
    let values = [("times", repeated.times), ("share", repeated.share)];
    let said = Said::new(
        "Rows are repeated, more than chance explains: {share%} of them, at least {times#} times each. Counts are too large by that, and noise seems smaller than it is. Was a batch written several times, or a file appended to itself?",
        "有重复的行，超出偶然的程度：占 {share%}，至少各出现 {times#} 次。计数因此偏大，噪声看起来比实际小。是否同一批次被写了多次，或文件被追加到了自身？",
        &values,
    );
    Some(("repeated-rows", said))
}

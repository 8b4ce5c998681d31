//! What a column or array is called, and what that means: see the table in the README.

use crate::words::Words;

/// What a column or array is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Logits.
    Logits,
    /// Probabilities.
    Probabilities,
    /// Targets.
    Targets,
    /// A mask: above 0 counts.
    Mask,
    /// Predicted boxes.
    BoxPredictions,
    /// The boxes they should be.
    BoxTargets,
    /// A mask of boxes or of their coordinates.
    BoxMask,
    /// Box offsets, prediction minus target.
    Offsets,
    /// Gradient norms.
    Norms,
    /// The cell of a table of counts.
    Cell,
    /// How many examples it holds.
    Count,
    /// Their summed loss.
    Loss,
    /// How many of them are positive.
    Positives,
    /// Row numbers or row names.
    Index,
}

impl Role {
    /// Its name in a sentence.
    pub(crate) fn words(self) -> Words {
        let zh = match self {
            Self::Logits => "logit",
            Self::Probabilities => "概率",
            Self::Targets => "标签",
            Self::Mask => "掩码",
            Self::BoxPredictions => "预测框",
            Self::BoxTargets => "目标框",
            Self::BoxMask => "边框掩码",
            Self::Offsets => "偏移",
            Self::Norms => "梯度模长",
            Self::Cell => "格号",
            Self::Count => "计数",
            Self::Loss => "损失",
            Self::Positives => "正样本数",
            Self::Index => "行号",
        };
        Words {
            en: self.name().into(),
            zh: zh.into(),
        }
    }

    /// Its name in a sentence and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Logits => "logits",
            Self::Probabilities => "probabilities",
            Self::Targets => "targets",
            Self::Mask => "mask",
            Self::BoxPredictions => "box predictions",
            Self::BoxTargets => "box targets",
            Self::BoxMask => "mask of boxes",
            Self::Offsets => "offsets",
            Self::Norms => "gradient norms",
            Self::Cell => "cell",
            Self::Count => "count",
            Self::Loss => "loss",
            Self::Positives => "positives",
            Self::Index => "index",
        }
    }
}

/// A name's words in lower case with `_` between them.
pub(crate) fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let c = if c.is_alphanumeric() { c } else { '_' };
        if c != '_' || !plain.is_empty() && !plain.ends_with('_') {
            plain.push(c);
        }
    }
    plain.truncate(plain.trim_end_matches('_').len());
    plain
}

/// What a name means, and how surely: 0 is surest. A surer name wins over another; two that are equally sure are
/// refused, and the reader chooses.
pub(crate) fn role(name: &str) -> Option<(Role, u8)> {
    let name = plain(name);
    let is = |names: &[&str]| names.contains(&name.as_str());
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    // What a model has decided is no target, and what is inverted no mask.
    let decided = [
        "pred", "pseudo", "hard", "argmax", "soft", "old", "not", "ignore",
    ]
    .iter()
    .any(|start| name.starts_with(start));
    Some(match () {
        () if is(&["logit", "logits"]) => (Role::Logits, 0),
        () if is(&[
            "prob",
            "probs",
            "probability",
            "probabilities",
            "p",
            "y_prob",
            "y_proba",
        ]) =>
        {
            (Role::Probabilities, 1)
        }
        () if is(&["conf", "confidence", "confidences", "sigmoid"]) => (Role::Probabilities, 1),
        () if is(&["target", "targets", "label", "labels"]) => (Role::Targets, 0),
        () if is(&[
            "gt",
            "y_true",
            "gt_label",
            "gt_labels",
            "cls_target",
            "cls_targets",
        ]) =>
        {
            (Role::Targets, 1)
        }
        () if is(&["ground_truth", "true_label", "true_labels"]) => (Role::Targets, 1),
        () if is(&["mask", "valid", "valid_mask"]) => (Role::Mask, 0),
        () if is(&["label_weight", "label_weights", "is_valid"]) => (Role::Mask, 1),
        () if is(&["weight", "weights"]) => (Role::Mask, 2),
        () if is(&[
            "bbox_weight",
            "bbox_weights",
            "box_weights",
            "box_mask",
            "bbox_mask",
        ]) =>
        {
            (Role::BoxMask, 0)
        }
        () if is(&["bbox_pred", "bbox_preds", "box_pred", "box_preds"]) => {
            (Role::BoxPredictions, 0)
        }
        () if is(&[
            "bbox_prediction",
            "bbox_predictions",
            "box_prediction",
            "box_predictions",
        ]) =>
        {
            (Role::BoxPredictions, 0)
        }
        () if is(&["loc_pred", "reg_pred", "pred_deltas", "pred_boxes"]) => {
            (Role::BoxPredictions, 1)
        }
        () if is(&["bbox_target", "bbox_targets", "box_target", "box_targets"]) => {
            (Role::BoxTargets, 0)
        }
        () if is(&[
            "loc_target",
            "loc_targets",
            "reg_target",
            "reg_targets",
            "gt_boxes",
        ]) =>
        {
            (Role::BoxTargets, 1)
        }
        () if is(&["offset", "offsets", "box_offset", "box_offsets"]) => (Role::Offsets, 0),
        () if is(&["bbox_offset", "bbox_offsets"]) => (Role::Offsets, 0),
        () if is(&["g", "norm", "norms", "gradient_norm", "gradient_norms"]) => (Role::Norms, 0),
        () if is(&["cell"]) => (Role::Cell, 0),
        () if is(&["count"]) => (Role::Count, 0),
        () if is(&["loss"]) => (Role::Loss, 0),
        () if is(&["positives"]) => (Role::Positives, 0),
        () if is(&[
            "pred",
            "preds",
            "prediction",
            "predictions",
            "output",
            "outputs",
        ]) =>
        {
            (Role::Logits, 1)
        }
        () if is(&[
            "cls_score",
            "cls_scores",
            "score",
            "scores",
            "raw",
            "y_score",
        ]) =>
        {
            (Role::Logits, 1)
        }
        () if ends(&["_logit", "_logits"]) => (Role::Logits, 1),
        () if is(&["y_pred"]) => (Role::Logits, 2),
        () if is(&["class", "classes"]) => (Role::Targets, 2),
        () if is(&["x"]) => (Role::Logits, 3),
        () if is(&["y"]) => (Role::Targets, 3),
        () if decided => return None,
        () if ends(&["_prob", "_probs", "_probability", "_probabilities"]) => {
            (Role::Probabilities, 2)
        }
        () if ends(&["_target", "_targets", "_label", "_labels"]) => (Role::Targets, 3),
        () if ends(&["_mask"]) => (Role::Mask, 3),
        () if ends(&["_offset", "_offsets"]) => (Role::Offsets, 1),
        () if name.starts_with("is_") && !name.starts_with("is_ignore") => (Role::Targets, 4),
        () => return None,
    })
}

/// Whether a name says that an example does not count: the reverse of a mask, which must not be passed over.
pub(crate) fn is_reversed_mask(name: &str) -> bool {
    let name = plain(name);
    let name = name.strip_prefix("is_").unwrap_or(&name);
    [
        "ignore",
        "ignored",
        "ignore_mask",
        "invalid",
        "ignore_flag",
        "iscrowd",
        "crowd",
    ]
    .contains(&name)
}

/// The class that a column of class-wise values is for: `logit_0` is `("logit", "0")`, `prob_cat` `("prob", "cat")`.
pub(crate) fn of_class(name: &str) -> Option<(Role, String, String)> {
    of_class_as(name, &[Role::Logits, Role::Probabilities])
}

/// The same for columns of these roles.
pub(crate) fn of_class_as(name: &str, wanted: &[Role]) -> Option<(Role, String, String)> {
    if role(name).is_some() {
        return None;
    }
    let plain = plain(name);
    let base = |base: &str| role(base).filter(|(role, doubt)| wanted.contains(role) && *doubt <= 2);
    let digits = plain.len() - plain.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let at = if digits > 0 && digits < plain.len() {
        plain.len() - digits
    } else {
        // The longest beginning that means something.
        let cuts: Vec<usize> = plain.match_indices('_').map(|(at, _)| at + 1).collect();
        cuts.into_iter()
            .rev()
            .find(|&at| base(&plain[..at]).is_some())?
    };
    let (front, class) = plain.split_at(at);
    let (found, _) = base(front)?;
    // As it was written, since class names are compared with labels.
    let written = name
        .trim_end()
        .get(name.trim_end().len().saturating_sub(class.len())..);
    Some((
        found,
        front.trim_end_matches('_').to_owned(),
        written.unwrap_or(class).to_owned(),
    ))
}

/// The number of a batch in a name, and the name without it: `logits_03`, `03_logits`, `batch3_logits`.
pub(crate) fn batch(name: &str) -> Option<(String, u64)> {
    let plain = plain(name);
    let front = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    if front.len() < plain.len() {
        let number = plain[front.len()..].parse().ok()?;
        for front in [
            front.trim_end_matches('_'),
            front
                .trim_end_matches(['_'])
                .trim_end_matches("batch")
                .trim_end_matches('_'),
        ] {
            if role(front).is_some() {
                return Some((front.to_owned(), number));
            }
        }
    }
    let (before, after) = plain.split_once('_')?;
    let digits = before.trim_start_matches(|c: char| !c.is_ascii_digit());
    let number = digits.parse().ok()?;
    role(after).is_some().then(|| (after.to_owned(), number))
}

/// A file's name without folders and endings.
pub(crate) fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let mut stem = name;
    while let Some((front, end)) = stem.rsplit_once('.') {
        let known = [
            "gz", "csv", "tsv", "txt", "npy", "npz", "json", "jsonl", "ndjson", "dat",
        ];
        if front.is_empty() || !known.contains(&end.to_ascii_lowercase().as_str()) {
            break;
        }
        stem = front;
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_table_mean_what_it_says() {
        let found = |name| role(name).map(|(role, _)| role);
        for name in [
            "logit",
            "Logits",
            "raw_logit",
            "raw_cls_logit",
            "pred",
            "preds",
            "prediction",
            "output",
            "x",
            "cls_score",
            "scores",
            "raw",
        ] {
            assert_eq!(found(name), Some(Role::Logits), "{name}");
        }
        for name in [
            "prob",
            "Probability",
            "p",
            "y_prob",
            "y.prob",
            "conf",
            "confidence",
            "sigmoid",
        ] {
            assert_eq!(found(name), Some(Role::Probabilities), "{name}");
        }
        for name in [
            "target",
            "labels",
            "gt",
            "y",
            "y_true",
            "class",
            "is_object",
        ] {
            assert_eq!(found(name), Some(Role::Targets), "{name}");
        }
        for name in [
            "mask",
            "valid",
            "valid_mask",
            "label_weight",
            "label_weights",
            "weights",
        ] {
            assert_eq!(found(name), Some(Role::Mask), "{name}");
        }
        for name in [
            "alpha",
            "image_id",
            "pred_label",
            "predicted_class",
            "ignored",
            "area",
        ] {
            assert_eq!(found(name), None, "{name}");
        }
    }

    #[test]
    fn columns_of_classes_are_known_by_their_ending() {
        let class = |name| of_class(name).map(|(_, base, class)| (base, class));
        assert_eq!(class("logit_0"), Some(("logit".into(), "0".into())));
        assert_eq!(class("Logit12"), Some(("logit".into(), "12".into())));
        assert_eq!(class("prob_Cat"), Some(("prob".into(), "Cat".into())));
        assert_eq!(class("logit"), None);
        assert_eq!(class("image_0"), None);
    }

    #[test]
    fn the_number_of_a_batch_stands_before_or_behind() {
        for name in ["logits_03", "03_logits", "batch3_logits", "logits_batch3"] {
            assert_eq!(batch(name), Some(("logits".into(), 3)), "{name}");
        }
        assert_eq!(batch("alpha_3"), None);
    }
}

//! What values and targets mean: decided once all of them were seen.

use super::layout::{Layout, Per};
use super::survey::Survey;
use crate::choices::{Choices, Classes, Values};
use crate::name::Role;
use crate::refused::{Ask, Refused, listed};
use crate::words::{Words, say};

/// How rows become examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Each value has its own target.
    Own,
    /// Each row has the id of its class; a sigmoid for each class.
    Ids,
    /// Each row has the id of its class; a softmax.
    Softmax,
    /// Each row has a one-hot target; a softmax.
    OneHot,
}

/// What values and targets mean.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub kind: Kind,
    /// Whether values are probabilities.
    pub probabilities: bool,
    /// Whether -1 is a negative.
    pub minus: bool,
    /// Targets that are ignored.
    pub ignored: Vec<f64>,
    /// The first class's id.
    pub first: f64,
    /// The class of each class name; as many as there are classes for background.
    pub named: Vec<usize>,
    /// Only this class's examples.
    pub class: Option<usize>,
}

impl Plan {
    /// What the values of these layouts mean, which have the same kind.
    ///
    /// # Errors
    /// If that is not clear: what the reader can choose.
    pub fn of(
        layout: &Layout,
        survey: &Survey,
        choices: &Choices,
        notes: &mut Vec<Words>,
    ) -> Result<Self, Refused> {
        let refused = |what: Words| Refused::new(what).of(&layout.values.file);
        if survey.n == 0 {
            return Err(refused(match &layout.mask {
                Some((mask, _)) => say!(
                    "the mask `{}` leaves no example: expected it above 0 somewhere",
                    "掩码 `{}` 没有留下任何样本，应有大于 0 的值",
                    mask.name
                ),
                None => say!(
                    "the file is empty: it holds no example",
                    "文件是空的，没有样本"
                ),
            }));
        }
        if let Some((mask, _)) = &layout.mask
            && !mask.names.is_empty()
        {
            let names = listed(mask.names.iter().map(String::as_str));
            return Err(refused(say!(
                "the mask `{}` has the words {names}: expected numbers, or true and false",
                "掩码 `{}` 中有词 {names}，应为数或 true 和 false",
                mask.name
            )));
        }
        let labels = &survey.labels;
        let position = layout.values.by_position;
        let (values, targets) = (&layout.values.name, &layout.targets.name);
        if position && (labels.fractions > 0 || labels.others() > 0) {
            let shape = if layout.values.columns.is_empty() {
                say!(
                    "an array or table whose columns have no names",
                    "各列没有名称的数组或表"
                )
            } else {
                say!("a table", "一张表")
            };
            let what = Words {
                en: format!(
                    "this is {}, and its column {targets} has values that are no labels, so the targets are missing or \
                     elsewhere",
                    shape.en
                ),
                zh: format!(
                    "这是{}，其第 {targets} 列的值不是标签，可见标签缺失或在别处",
                    shape.zh
                ),
            };
            let hint =
                format!("say which column is what, as in --logits {values} --targets {targets}");
            return Err(refused(what)
                .hint(hint)
                .asking(Ask::Columns(vec![values.clone(), targets.clone()])));
        }
        let probabilities = probabilities(layout, survey, choices)?;
        let kind = kind(layout, survey, choices)?;
        let class = choices.class;
        if let Some(class) = class
            && (matches!(kind, Kind::Softmax | Kind::OneHot) || class >= layout.classes)
        {
            return Err(refused(say!(
                "class {class} was chosen: expected 0 to {} under a sigmoid for each class",
                "选了类别 {class}，应为 0 到 {}，且每类各用一个 sigmoid",
                layout.classes - 1
            )));
        }
        if probabilities
            && layout.classes > 1
            && survey.sums_to_one
            && choices.classes.is_none()
            && class.is_none()
        {
            return Err(refused(say!(
                "the probabilities of each row add up to 1, as those of a softmax do",
                "每行的概率之和为 1，像是 softmax 的输出"
            ))
            .hint("say so with --classes softmax, or --classes sigmoid if they are not")
            .asking(Ask::Classes));
        }
        let mut plan = Self {
            kind,
            probabilities,
            minus: false,
            ignored: choices.ignore.into_iter().collect(),
            first: 0.0,
            named: vec![],
            class,
        };
        if !layout.targets.names.is_empty() {
            plan.named = named(layout, survey, kind, notes)?;
            return Ok(plan);
        }
        let ids = matches!(kind, Kind::Ids | Kind::Softmax);
        let k = layout.classes as f64;
        // -1 and 255 are ignored, but -1 beside +1 alone is the negative, and 255 among 256 classes a class.
        plan.minus =
            !ids && labels.minus > 0 && labels.ones > 0 && labels.minus + labels.ones == labels.n;
        if !ids
            && labels.minus > 0
            && labels.ones > 0
            && labels.ff > 0
            && labels.minus + labels.ones + labels.ff == labels.n
        {
            return Err(refused(say!(
                "the targets `{targets}` are 1, -1 and 255: -1 may be the negative or ignored",
                "标签 `{targets}` 有 1、-1 和 255：-1 可能是负样本，也可能表示忽略"
            ))
            .hint("say which is ignored with --ignore")
            .asking(Ask::Ignored));
        }
        if !plan.minus {
            plan.ignored.push(-1.0);
        }
        if !(ids && k > 255.0) {
            plan.ignored.push(255.0);
        }
        plan.first = first(layout, survey, kind, choices)?;
        let classes = &layout.values.classes;
        if ids && classes.iter().any(|class| class.parse::<u64>().is_err()) {
            let classes = listed(classes.iter().map(String::as_str));
            notes.push(say!(
                "class ids count the columns of logits in their order: {classes}",
                "类别编号按 logit 各列的顺序：{classes}"
            ));
        }
        if plan.minus {
            notes.push(say!(
                "`{targets}` has labels of 1 and -1: -1 is taken for the negative, 0",
                "`{targets}` 的标签是 1 和 -1，-1 视为负样本，即 0"
            ));
        }
        if labels.fractions > 0 && !ids {
            notes.push(say!(
                "`{targets}` has soft targets, between 0 and 1",
                "`{targets}` 是 0 到 1 之间的软标签"
            ));
        }
        Ok(plan)
    }
}

/// Whether values are probabilities.
fn probabilities(layout: &Layout, survey: &Survey, choices: &Choices) -> Result<bool, Refused> {
    let name = &layout.values.name;
    Ok(match choices.values {
        Some(values) => values == Values::Probabilities,
        None if layout.values.role == Some(Role::Probabilities) => true,
        None if survey.hard => {
            return Err(Refused::new(say!(
                "each value of `{name}` is 0 or 1, as decisions are or targets, and neither logits nor probabilities",
                "`{name}` 的值非 0 即 1，像是判定结果或标签，而不是 logit 或概率"
            ))
            .hint("say which column is what with --logits and --targets, or what they are with --as logits or --as probabilities")
            .of(&layout.values.file)
            .asking(Ask::Probabilities));
        }
        None if survey.unit => {
            return Err(Refused::new(say!(
                "each value of `{name}` lies between 0 and 1: logits or probabilities",
                "`{name}` 的值都在 0 到 1 之间：是 logit 还是概率"
            ))
            .hint("say so with --as probabilities, or with --as logits if they are logits all the same")
            .of(&layout.values.file)
            .asking(Ask::Probabilities));
        }
        None => false,
    })
}

fn kind(layout: &Layout, survey: &Survey, choices: &Choices) -> Result<Kind, Refused> {
    let softmax = choices.classes == Some(Classes::Softmax);
    Ok(match (layout.targets_per, softmax) {
        (Per::Row, true) => Kind::Softmax,
        (Per::Row, false) => Kind::Ids,
        (Per::Class, false) => Kind::Own,
        (Per::Class, true) if survey.labels.not_one_hot == 0 => Kind::OneHot,
        (Per::Class, true) => {
            return Err(Refused::new(say!(
                "the targets `{}` have not one 1 in each row, beside 0s: expected that under a softmax",
                "标签 `{}` 并非每行一个 1、其余为 0；softmax 需要这样",
                layout.targets.name
            )));
        }
    })
}

/// The class of each name.
fn named(
    layout: &Layout,
    survey: &Survey,
    kind: Kind,
    notes: &mut Vec<Words>,
) -> Result<Vec<usize>, Refused> {
    let names = &layout.targets.names;
    let k = layout.classes;
    let all = listed(names.iter().map(String::as_str));
    let refused = |what: Words| Refused::new(what).of(&layout.targets.file);
    if !matches!(kind, Kind::Ids | Kind::Softmax) {
        return Err(refused(say!(
            "the targets `{}` are the words {all}: expected 0 and 1, or true and false, beside one logit each",
            "标签 `{}` 是词 {all}：每个样本只有一个 logit 时，应为 0 和 1，或 true 和 false",
            layout.targets.name
        )));
    }
    // Columns that are called as the classes are.
    let classes = &layout.values.classes;
    let called = |name: &String| {
        classes
            .iter()
            .position(|class| class.eq_ignore_ascii_case(name))
    };
    let background = |name: &String| {
        ["background", "bg", "__background__"].contains(&name.to_lowercase().as_str())
    };
    let by_column: Option<Vec<usize>> = names
        .iter()
        .map(|name| called(name).or_else(|| background(name).then_some(k)))
        .collect();
    if let Some(of) = by_column {
        return Ok(of);
    }
    if classes.iter().any(|class| class.parse::<u64>().is_err()) {
        return Err(refused(say!(
            "the targets `{}` have the class names {all}, and the columns of logits are for {}: expected the same",
            "标签 `{}` 的类别名是 {all}，而 logit 各列对应 {}，应相同",
            layout.targets.name,
            listed(classes.iter().map(String::as_str))
        )));
    }
    let mut order: Vec<usize> = (0..names.len())
        .filter(|&id| !background(&names[id]))
        .collect();
    order.sort_by(|&a, &b| names[a].cmp(&names[b]));
    if order.len() != k {
        return Err(refused(say!(
            "the targets `{}` have {} class names, {all}, and there are {k} logits a row: expected as many, since the \
             classes are taken in the order of their names",
            "标签 `{0}` 有 {1} 个类别名：{all}，而每行有 {k} 个 logit；类别按名称排序，应数量相同",
            layout.targets.name,
            order.len()
        )));
    }
    let _ = survey;
    let mut of = vec![k; names.len()];
    for (class, &id) in order.iter().enumerate() {
        of[id] = class;
    }
    if kind == Kind::Softmax && names.iter().any(background) {
        return Err(refused(say!(
            "under a softmax, background needs logits of its own: there are {k} for the other classes",
            "softmax 下背景也需要自己的 logit：现有 {k} 个，属于其他类别"
        )));
    }
    let sorted = listed(order.iter().map(|&id| names[id].as_str()));
    notes.push(say!(
        "classes are in the order of their names: {sorted}",
        "类别按名称排序：{sorted}"
    ));
    Ok(of)
}

/// The first class's id: 0, or 1 if the reader said so or the columns do.
fn first(layout: &Layout, survey: &Survey, kind: Kind, choices: &Choices) -> Result<f64, Refused> {
    let labels = &survey.labels;
    let targets = &layout.targets.name;
    if let Some(first) = choices.first_class {
        return Ok(f64::from(first));
    }
    let ask = |what: Words, hint: &str| {
        Err(Refused::new(what)
            .hint(hint)
            .of(&layout.targets.file)
            .asking(Ask::FirstClass))
    };
    if !matches!(kind, Kind::Ids | Kind::Softmax) {
        let twos = labels.others() > 0
            && labels.zeros == 0
            && labels.most == 2.0
            && labels.least >= -1.0
            && labels.fractions == 0;
        if twos {
            return ask(
                say!(
                    "the targets `{targets}` are 1 and 2: expected 0 and 1",
                    "标签 `{targets}` 为 1 和 2，应为 0 和 1"
                ),
                "if 1 is the negative, say so with --first-class 1",
            );
        }
        return Ok(0.0);
    }
    let k = layout.classes as f64;
    let from_one =
        layout.values.columns.first().is_some_and(|name| {
            crate::name::of_class(name).is_some_and(|(_, _, class)| class == "1")
        });
    if labels.zeros == 0 && labels.most == k {
        if from_one {
            return Ok(1.0);
        }
        return ask(
            say!(
                "the class ids `{targets}` reach from 1 to {k}, the number of classes: the first class may be 0, with {k} for background, or 1",
                "类别编号 `{targets}` 从 1 到 {k}，恰为类别数：第一个类别可能是 0（{k} 为背景），也可能是 1"
            ),
            "say which with --first-class",
        );
    }
    if from_one {
        return ask(
            say!(
                "columns of classes count from 1, and the class ids `{targets}` have a 0 or reach not as far",
                "类别各列从 1 编号，而类别编号 `{targets}` 中有 0 或没有到最后一类"
            ),
            "say with --first-class whether 0 or 1 is the first",
        );
    }
    Ok(0.0)
}

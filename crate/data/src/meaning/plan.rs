//! What values and targets mean: decided once all of them were seen.

use super::layout::{Layout, Per};
use super::survey::Survey;
use crate::choices::{Choices, Classes, Values};
use crate::name::Role;
use crate::refused::{Ask, Refused, listed};

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

/// A finding about K columns that add up to 1.
const SUMS: &str = "the probabilities of each row add up to 1, as those of a softmax do";

impl Plan {
    /// What the values of these layouts mean, which have the same kind.
    ///
    /// # Errors
    /// If that is not clear: what the reader can choose.
    pub fn of(
        layout: &Layout,
        survey: &Survey,
        choices: &Choices,
        notes: &mut Vec<String>,
    ) -> Result<Self, Refused> {
        let refused = |what: String| Refused::new(what).of(&layout.values.file);
        if survey.n == 0 {
            return Err(refused(match &layout.mask {
                Some((mask, _)) => format!(
                    "the mask `{}` leaves no example: expected it above 0 somewhere",
                    mask.name
                ),
                None => "the file is empty: it holds no example".into(),
            }));
        }
        if let Some((mask, _)) = &layout.mask
            && !mask.names.is_empty()
        {
            let names = listed(mask.names.iter().map(String::as_str));
            return Err(refused(format!(
                "the mask `{}` has the words {names}: expected numbers, or true and false",
                mask.name
            )));
        }
        let labels = &survey.labels;
        let position = layout.values.by_position;
        let (values, targets) = (&layout.values.name, &layout.targets.name);
        if position && (labels.fractions > 0 || labels.others() > 0) {
            let shape = if layout.values.columns.is_empty() {
                "an array or table whose columns have no names"
            } else {
                "a table"
            };
            return Err(refused(format!(
                "this is {shape}, and its column {targets} has values that are no labels, so the targets are missing or \
                 elsewhere: say which column is what, as in --logits {values} --targets {targets}"
            ))
            .asking(Ask::Columns(vec![values.clone(), targets.clone()])));
        }
        let probabilities = probabilities(layout, survey, choices)?;
        let kind = kind(layout, survey, choices)?;
        let class = choices.class;
        if let Some(class) = class
            && (matches!(kind, Kind::Softmax | Kind::OneHot) || class >= layout.classes)
        {
            return Err(refused(format!(
                "class {class} was chosen: expected 0 to {} under a sigmoid for each class",
                layout.classes - 1
            )));
        }
        if probabilities
            && layout.classes > 1
            && survey.sums_to_one
            && choices.classes.is_none()
            && class.is_none()
        {
            return Err(refused(format!(
                "{SUMS}: say so with --classes softmax, or --classes sigmoid if they are not"
            )));
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
            return Err(refused(format!(
                "the targets `{targets}` are 1, -1 and 255: -1 may be the negative or ignored; say which is ignored with --ignore"
            ))
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
            notes.push(format!(
                "class ids count the columns of logits in their order: {classes}"
            ));
        }
        if plan.minus {
            notes.push(format!(
                "`{targets}` has labels of 1 and -1: -1 is taken for the negative, 0"
            ));
        }
        if labels.fractions > 0 && !ids {
            notes.push(format!("`{targets}` has soft targets, between 0 and 1"));
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
            return Err(Refused::new(format!(
                "each value of `{name}` is 0 or 1, as decisions are or targets, and neither logits nor probabilities: \
                 say which column is what with --logits and --targets, or what they are with --as logits or --as probabilities"
            ))
            .of(&layout.values.file)
            .asking(Ask::Probabilities));
        }
        None if survey.unit => {
            return Err(Refused::new(format!(
                "each value of `{name}` lies between 0 and 1: are they probabilities? \
                 Say so with --as probabilities, or with --as logits if they are logits all the same"
            ))
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
            return Err(Refused::new(format!(
                "the targets `{}` have not one 1 in each row, beside 0s: expected that under a softmax",
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
    notes: &mut Vec<String>,
) -> Result<Vec<usize>, Refused> {
    let names = &layout.targets.names;
    let k = layout.classes;
    let all = listed(names.iter().map(String::as_str));
    let refused = |what: String| Refused::new(what).of(&layout.targets.file);
    if !matches!(kind, Kind::Ids | Kind::Softmax) {
        return Err(refused(format!(
            "the targets `{}` are the words {all}: expected 0 and 1, or true and false, beside one logit each",
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
        return Err(refused(format!(
            "the targets `{}` have the class names {all}, and the columns of logits are for {}: expected the same",
            layout.targets.name,
            listed(classes.iter().map(String::as_str))
        )));
    }
    let mut order: Vec<usize> = (0..names.len())
        .filter(|&id| !background(&names[id]))
        .collect();
    order.sort_by(|&a, &b| names[a].cmp(&names[b]));
    if order.len() != k {
        return Err(refused(format!(
            "the targets `{}` have {} class names, {all}, and there are {k} logits a row: expected as many, since the \
             classes are taken in the order of their names",
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
        return Err(refused(format!(
            "under a softmax, background needs logits of its own: there are {k} for the other classes"
        )));
    }
    let sorted = order.iter().map(|&id| names[id].as_str());
    notes.push(format!(
        "classes are in the order of their names: {}",
        listed(sorted)
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
    let ask = |what: String| {
        Err(Refused::new(what)
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
            return ask(format!(
                "the targets `{targets}` are 1 and 2: expected 0 and 1; if 1 is the negative, say so with --first-class 1"
            ));
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
        return ask(format!(
            "the class ids `{targets}` reach from 1 to {k}, the number of classes: the first class may be 0, with {k} for background, or 1; \
             say which with --first-class"
        ));
    }
    if from_one {
        return ask(format!(
            "columns of classes count from 1, and the class ids `{targets}` have a 0 or reach not as far: say with --first-class whether 0 or 1 is the first"
        ));
    }
    Ok(0.0)
}

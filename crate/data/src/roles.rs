//! Which column or array is what: by the reader's choice, else by name; by position only where nothing is named.

use crate::choices::{Choices, Values};
use crate::name::{Role, is_reversed_mask, of_class, of_class_as, role};
use crate::refused::{Ask, Refused, listed};
use crate::words::{Words, say};

/// What columns or arrays are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Roles {
    /// For each its role, if it has one.
    pub of: Vec<Option<Role>>,
    /// Columns that are the logits of one class each, in the order of the classes, with the classes' names.
    pub classes: Vec<(usize, String)>,
    /// Columns that are the targets of one class each, in the same order.
    pub target_classes: Vec<(usize, String)>,
    /// Whether roles follow from positions alone, so that values are looked at twice.
    pub by_position: bool,
    /// Columns that could have had a role that another has, as sentences.
    pub passed_over: Vec<Words>,
}

/// Roles that only one column or array can have.
const SINGLE: [Role; 11] = [
    Role::Targets,
    Role::Mask,
    Role::BoxPredictions,
    Role::BoxTargets,
    Role::BoxMask,
    Role::Offsets,
    Role::Norms,
    Role::Cell,
    Role::Count,
    Role::Loss,
    Role::Positives,
];

/// The roles of named columns or arrays.
///
/// # Errors
/// If two are equally likely, or one says the reverse of a mask.
pub(crate) fn by_name(names: &[String], choices: &Choices) -> Result<Roles, Refused> {
    let mut roles = Roles {
        of: vec![None; names.len()],
        ..Roles::default()
    };
    choose(names, choices, &mut roles)?;
    let chosen: Vec<Role> = roles.of.iter().flatten().copied().collect();
    let no_mask = choices.mask.is_some();
    if !no_mask && let Some(name) = names.iter().find(|name| is_reversed_mask(name)) {
        return Err(Refused::new(say!(
            "`{name}` says which examples do not count, and a mask says which do: invert it, or choose a mask",
            "`{name}` 标出不计入的样本，而掩码标出计入的样本：请取反，或另选掩码"
        ))
        .hint("or choose none by an empty name, --mask ''")
            .asking(Ask::Columns(names.to_vec())));
    }
    let counts = names
        .iter()
        .any(|name| role(name).is_some_and(|(it, _)| it == Role::Cell));
    for wanted in SINGLE {
        if chosen.contains(&wanted) || wanted == Role::Mask && no_mask {
            continue;
        }
        // `count`, `loss` and `positives` mean something beside `cell` alone.
        if matches!(wanted, Role::Count | Role::Loss | Role::Positives) && !counts {
            continue;
        }
        if let Some(at) = surest(names, choices, &[wanted], &mut roles)? {
            roles.of[at] = Some(wanted);
        }
    }
    if chosen.iter().any(|it| is_values(*it)) || !roles.classes.is_empty() {
        return Ok(roles);
    }
    let single = surest(
        names,
        choices,
        &[Role::Logits, Role::Probabilities],
        &mut roles,
    )?;
    let classes = class_columns(names, &roles)?;
    one_hot(names, classes.as_ref(), &mut roles);
    match (single, classes) {
        (Some(at), None) => roles.of[at] = role(&names[at]).map(|(it, _)| it),
        (None, Some((of, classes))) => {
            for (at, _) in &classes {
                roles.of[*at] = Some(of);
            }
            roles.classes = classes;
        }
        (Some(at), Some((_, classes))) => {
            let others = classes.iter().map(|(at, _)| names[*at].as_str());
            return Err(unclear(
                names,
                Role::Logits,
                [names[at].as_str()].into_iter().chain(others),
            ));
        }
        (None, None) => {}
    }
    Ok(roles)
}

fn is_values(role: Role) -> bool {
    matches!(role, Role::Logits | Role::Probabilities)
}

/// Takes what the reader chose and is here.
fn choose(names: &[String], choices: &Choices, roles: &mut Roles) -> Result<(), Refused> {
    let find = |wanted: &str| {
        let exact = names.iter().position(|name| name == wanted);
        exact.or_else(|| {
            names
                .iter()
                .position(|name| name.eq_ignore_ascii_case(wanted))
        })
    };
    let singles = [
        (&choices.targets, Role::Targets),
        (&choices.mask, Role::Mask),
        (&choices.offsets, Role::Offsets),
    ];
    for (choice, role) in singles {
        if let Some(at) = choice
            .as_deref()
            .filter(|name| !name.is_empty())
            .and_then(find)
        {
            roles.of[at] = Some(role);
        }
    }
    let Some(wanted) = &choices.logits else {
        return Ok(());
    };
    let named = |at: usize| match (choices.values, role(&names[at])) {
        (None, Some((Role::Probabilities, _))) => Role::Probabilities,
        (Some(Values::Probabilities), _) => Role::Probabilities,
        _ => Role::Logits,
    };
    if let Some(at) = find(wanted) {
        roles.of[at] = Some(named(at));
        return Ok(());
    }
    let several: Vec<&str> = wanted.split(',').map(str::trim).collect();
    let found: Vec<Option<usize>> = several.iter().map(|name| find(name)).collect();
    if several.len() > 1 && found.iter().any(Option::is_some) {
        for (name, at) in several.iter().zip(found) {
            let at = at.ok_or_else(|| missing(name, names))?;
            roles.of[at] = Some(named(at));
            let class = of_class(name).map_or((*name).to_owned(), |(_, _, class)| class);
            roles.classes.push((at, class));
        }
    }
    Ok(())
}

/// No column or array is called so.
pub(crate) fn missing(name: &str, names: &[String]) -> Refused {
    let all = listed(names.iter().map(String::as_str));
    Refused::new(say!(
        "no column or array is called `{name}`: there are {all}",
        "没有名为 `{name}` 的列或数组，现有 {all}"
    ))
    .asking(Ask::Columns(names.to_vec()))
}

/// The one whose name says most surely that it is one of these.
fn surest(
    names: &[String],
    choices: &Choices,
    wanted: &[Role],
    roles: &mut Roles,
) -> Result<Option<usize>, Refused> {
    let free = |at: &usize| roles.of[*at].is_none();
    let found = (0..names.len()).filter(free).filter_map(|at| {
        let (role, doubt) = role(&names[at])?;
        wanted.contains(&role).then_some((doubt, at))
    });
    let mut found: Vec<(u8, usize)> = found.collect();
    found.sort_unstable();
    let [(doubt, first), rest @ ..] = found.as_slice() else {
        return Ok(None);
    };
    // A table of counts has no examples.
    if rest.first().is_some_and(|(next, _)| next == doubt) {
        let equal = found
            .iter()
            .filter(|(it, _)| it == doubt)
            .map(|(_, at)| names[*at].as_str());
        let _ = choices;
        return Err(unclear(names, wanted[0], equal));
    }
    for (_, other) in rest {
        let (other, first, role) = (&names[*other], &names[*first], wanted[0].words());
        roles.passed_over.push(Words {
            en: format!(
                "`{other}` is left out, as `{first}` is taken for the {}",
                role.en
            ),
            zh: format!("不使用 `{other}`，因为 `{first}` 已作为{}", role.zh),
        });
    }
    Ok(Some(*first))
}

fn unclear<'a>(names: &[String], of: Role, equal: impl Iterator<Item = &'a str>) -> Refused {
    let (equal, role) = (listed(equal), of.words());
    let option = of.name().split(' ').next_back().unwrap_or_default();
    Refused::new(Words {
        en: format!(
            "several columns or arrays could be the {}: {equal}",
            role.en
        ),
        zh: format!("可作为{}的列或数组不止一个：{equal}", role.zh),
    })
    .hint(format!("say which with --{option}"))
    .asking(Ask::Columns(names.to_vec()))
}

/// A role, and the columns that have it for one class each, with the classes' names.
type OfClasses = (Role, Vec<(usize, String)>);

/// Columns of class-wise values, such as `logit_0`, `logit_1`, in the order of their classes.
fn class_columns(names: &[String], roles: &Roles) -> Result<Option<OfClasses>, Refused> {
    let all = names
        .iter()
        .enumerate()
        .filter(|(at, _)| roles.of[*at].is_none());
    let all: Vec<_> = all
        .filter_map(|(at, name)| Some((at, of_class(name)?)))
        .collect();
    let Some((_, (role, base, _))) = all.first() else {
        return Ok(None);
    };
    let mut columns: Vec<(usize, String)> = vec![];
    for (at, (_, other, class)) in &all {
        if other != base {
            let both = [all[0].0, *at].map(|at| names[at].as_str());
            return Err(unclear(names, Role::Logits, both.into_iter()));
        }
        columns.push((*at, class.clone()));
    }
    if columns.len() < 2 {
        return Ok(None);
    }
    let number = |class: &str| class.parse::<u64>().ok();
    if columns.iter().all(|(_, class)| number(class).is_some()) {
        columns.sort_by_key(|(_, class)| number(class));
        let first = number(&columns[0].1).unwrap_or(0);
        let steps = columns
            .iter()
            .zip(first..)
            .all(|((_, class), i)| number(class) == Some(i));
        if !steps || first > 1 {
            let there = columns.iter().map(|(at, _)| names[*at].as_str());
            let there = listed(there);
            let role = role.words();
            return Err(Refused::new(Words {
                en: format!(
                    "columns of class-wise {} count neither from 0 nor from 1 without a gap: there are {there}",
                    role.en
                ),
                zh: format!(
                    "各类别的{}列既非从 0 也非从 1 起连续编号：现有 {there}",
                    role.zh
                ),
            })
            .asking(Ask::Columns(names.to_vec())));
        }
    }
    Ok(Some((*role, columns)))
}

/// Columns of one-hot targets, such as `target_0`, `target_1`, for the same classes as the logits'.
fn one_hot(names: &[String], logits: Option<&OfClasses>, roles: &mut Roles) {
    let Some((_, logits)) = logits else { return };
    if roles.of.contains(&Some(Role::Targets)) {
        return;
    }
    let of: Vec<_> = names
        .iter()
        .map(|name| of_class_as(name, &[Role::Targets]))
        .collect();
    let column = |class: &String| {
        let is = |it: &Option<(Role, String, String)>| {
            it.as_ref().is_some_and(|(.., other)| other == class)
        };
        let mut found = of.iter().enumerate().filter(|(_, it)| is(it));
        Some((found.next()?.0, class.clone())).filter(|_| found.next().is_none())
    };
    let columns: Option<Vec<(usize, String)>> =
        logits.iter().map(|(_, class)| column(class)).collect();
    for (at, class) in columns.unwrap_or_default() {
        roles.of[at] = Some(Role::Targets);
        roles.target_classes.push((at, class));
    }
}

/// The roles of columns without names, or with names that are but numbers. `index` says that the first counts rows.
///
/// # Errors
/// As [`by_name`].
pub(crate) fn by_position(
    names: &[String],
    index: bool,
    stem: &str,
    choices: &Choices,
) -> Result<Roles, Refused> {
    let mut roles = Roles {
        of: vec![None; names.len()],
        by_position: true,
        ..Roles::default()
    };
    choose(names, choices, &mut roles)?;
    if index {
        roles.of[0] = Some(Role::Index);
    }
    if roles.of.iter().flatten().any(|role| *role != Role::Index) {
        // Chosen, so no position is trusted.
        roles.by_position = false;
        return Ok(roles);
    }
    let from = usize::from(index);
    match names.len() - from {
        1 => roles.of[from] = role(stem).map(|(it, _)| it),
        n @ (2 | 3) => {
            let order = [Role::Logits, Role::Targets, Role::Mask];
            for (at, role) in order.into_iter().take(n).enumerate() {
                roles.of[from + at] = Some(role);
            }
        }
        _ => {}
    }
    Ok(roles)
}

/// The roles of columns called 0, 1, 2 … beside others that have names: logits of classes where there are targets.
pub(crate) fn numbered(names: &[String], choices: &Choices) -> Result<Roles, Refused> {
    let mut roles = by_name(names, choices)?;
    let targets = roles.of.contains(&Some(Role::Targets));
    let values = roles.of.iter().flatten().any(|role| is_values(*role));
    if targets && !values {
        let numbers = names
            .iter()
            .enumerate()
            .filter(|(_, name)| name.parse::<u32>().is_ok());
        for (at, name) in numbers {
            let of = match choices.values {
                Some(Values::Probabilities) => Role::Probabilities,
                _ => Role::Logits,
            };
            roles.of[at] = Some(of);
            roles.classes.push((at, name.clone()));
        }
    }
    Ok(roles)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Result<Vec<Option<Role>>, String> {
        let names: Vec<String> = names.iter().map(|&name| name.into()).collect();
        let roles = by_name(&names, &Choices::default());
        roles
            .map(|roles| roles.of)
            .map_err(|refused| refused.to_string())
    }

    #[test]
    fn the_surest_name_wins_and_equal_ones_are_refused() {
        use Role::{Logits, Mask, Targets};
        let some = |roles: &[Role]| Ok(roles.iter().map(|role| Some(*role)).collect::<Vec<_>>());
        assert_eq!(named(&["label", "logit"]), some(&[Targets, Logits]));
        assert_eq!(
            named(&["logit", "target", "label_weight"]),
            some(&[Logits, Targets, Mask])
        );
        assert_eq!(
            named(&["logit", "prob", "y"]),
            Ok(vec![Some(Logits), None, Some(Targets)])
        );
        assert!(
            named(&["score", "pred", "label"])
                .unwrap_err()
                .contains("--logits")
        );
        assert!(
            named(&["logit", "label", "target"])
                .unwrap_err()
                .contains("--targets")
        );
        assert!(
            named(&["logit", "target", "ignore"])
                .unwrap_err()
                .contains("do not count")
        );
        assert_eq!(named(&["alpha", "beta"]), Ok(vec![None, None]));
    }

    #[test]
    fn class_columns_come_in_the_order_of_their_numbers() {
        let names = ["logit_2", "label", "logit_0", "logit_1"].map(String::from);
        let roles = by_name(&names, &Choices::default()).unwrap();
        let order: Vec<usize> = roles.classes.iter().map(|(at, _)| *at).collect();
        assert_eq!(order, [2, 3, 0]);
        assert!(
            named(&["logit_0", "logit_2", "label"])
                .unwrap_err()
                .contains("gap")
        );
    }
}

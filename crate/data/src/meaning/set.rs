//! Arrays that belong together: each role once.

use crate::array::{Array, Field};
use crate::choices::Choices;
use crate::name::{self, Role};
use crate::refused::{Ask, Refused, listed};
use crate::roles;
use crate::words::{Words, say};

/// Arrays that belong together, one of each role at most.
#[derive(Clone, Debug, Default)]
pub(crate) struct Set {
    arrays: Vec<Array>,
}

impl Set {
    /// The array that has this role.
    pub fn get(&self, role: Role) -> Option<&Array> {
        self.arrays.iter().find(|array| array.role == Some(role))
    }

    /// Logits or probabilities.
    pub fn values(&self) -> Option<&Array> {
        self.get(Role::Logits)
            .or_else(|| self.get(Role::Probabilities))
    }

    /// All that have a role.
    pub fn arrays(&self) -> &[Array] {
        &self.arrays
    }

    /// Whether there is something that figures can show.
    pub fn is_complete(&self) -> bool {
        let both = |a, b| self.get(a).is_some() && self.get(b).is_some();
        self.values().is_some() && self.get(Role::Targets).is_some()
            || both(Role::BoxPredictions, Role::BoxTargets)
            || both(Role::Cell, Role::Count)
            || self.get(Role::Offsets).is_some()
            || self.get(Role::Norms).is_some()
    }

    fn has_classification(&self) -> bool {
        self.values().is_some() && self.get(Role::Targets).is_some()
    }
}

/// Sets from the arrays of each file: several sets are batches in their order.
///
/// # Errors
/// If roles are unclear or something is missing.
pub(crate) fn sets(
    files: Vec<Vec<Array>>,
    known: &[String],
    choices: &Choices,
    notes: &mut Vec<Words>,
) -> Result<Vec<Set>, Refused> {
    let every: Vec<Array> = files.iter().flatten().cloned().collect();
    let mut all: Vec<String> = known.to_vec();
    for array in every.iter().filter(|array| array.columns.is_empty()) {
        if !all.contains(&array.name) {
            all.push(array.name.clone());
        }
    }
    for choice in [
        &choices.logits,
        &choices.targets,
        &choices.mask,
        &choices.offsets,
    ]
    .into_iter()
    .flatten()
    {
        let is = |name: &String| {
            name.eq_ignore_ascii_case(choice) || choice.contains(',') || choice.is_empty()
        };
        let by_number = chosen_by_number(choices);
        if !by_number && !all.iter().any(is) {
            return Err(roles::missing(choice, &all));
        }
    }
    if let [one] = &files[..] {
        return with_batches(one.clone(), &all, choices, notes);
    }
    let mut single = vec![];
    for arrays in &files {
        single.push(assigned(arrays.clone(), choices, &mut vec![]).ok());
    }
    let complete = |set: &Option<Set>| set.as_ref().is_some_and(Set::is_complete);
    let classification = |set: &Option<Set>| set.as_ref().is_some_and(Set::has_classification);
    let counts = |set: &Option<Set>| {
        set.as_ref()
            .is_some_and(|set| set.get(Role::Cell).is_some())
    };
    if single.iter().all(classification)
        || single.iter().all(counts)
        || single.iter().all(complete) && same_roles(&single)
    {
        let mut sets = vec![];
        for arrays in files {
            sets.push(assigned(arrays, choices, notes)?);
        }
        return Ok(sets);
    }
    // Files of one array each, or a file with boxes beside another.
    let mut pool: Vec<Array> = every;
    let files_of_one = pool.len() == files.len();
    for array in &mut pool {
        if files_of_one && array.role.is_none() {
            array.by_position = false;
        }
    }
    with_batches(pool, &all, choices, notes)
}

/// The set of a table's arrays, which have their roles; none if it has no examples of the classification.
pub(crate) fn of_table(arrays: Vec<Array>) -> Option<Set> {
    let set = Set { arrays };
    set.has_classification().then_some(set)
}

fn same_roles(sets: &[Option<Set>]) -> bool {
    let roles = |set: &Option<Set>| {
        let roles = set
            .iter()
            .flat_map(|set| &set.arrays)
            .filter_map(|array| array.role);
        let mut roles: Vec<Role> = roles.collect();
        roles.sort_unstable();
        roles
    };
    sets.windows(2)
        .all(|pair| roles(&pair[0]) == roles(&pair[1]))
}

/// One set, or several where names carry the numbers of batches.
fn with_batches(
    arrays: Vec<Array>,
    all: &[String],
    choices: &Choices,
    notes: &mut Vec<Words>,
) -> Result<Vec<Set>, Refused> {
    let numbered: Vec<_> = arrays
        .iter()
        .map(|array| name::batch(&array.name))
        .collect();
    let mut numbers: Vec<u64> = numbered
        .iter()
        .flatten()
        .map(|(_, number)| *number)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let plain = arrays
        .iter()
        .zip(&numbered)
        .any(|(array, numbered)| numbered.is_none() && name::role(&array.name).is_some());
    let chosen = choices.logits.is_some() || choices.targets.is_some();
    if numbers.len() < 2
        || plain
        || chosen
        || arrays
            .iter()
            .any(|array| array.role.is_some() && !array.by_position && numbered_none(array))
    {
        let set = assigned(arrays, choices, notes)?;
        complete(&set, all)?;
        return Ok(vec![set]);
    }
    let mut sets = vec![];
    for number in numbers {
        let of = arrays
            .iter()
            .zip(&numbered)
            .filter_map(|(array, numbered)| {
                let (plain, of) = numbered.as_ref()?;
                (*of == number).then(|| {
                    (
                        plain.clone(),
                        Array {
                            role: None,
                            ..array.clone()
                        },
                    )
                })
            });
        let (names, of): (Vec<String>, Vec<Array>) = of.unzip();
        let set = assigned_as(of, &names, choices, notes)?;
        complete(&set, all).map_err(|mut refused| {
            refused.what = Words {
                en: format!("batch {number}: {}", refused.what.en),
                zh: format!("批次 {number}：{}", refused.what.zh),
            };
            refused
        })?;
        sets.push(set);
    }
    Ok(sets)
}

fn numbered_none(array: &Array) -> bool {
    name::batch(&array.name).is_none()
}

/// Says what is missing.
fn complete(set: &Set, names: &[String]) -> Result<(), Refused> {
    if set.is_complete() {
        return Ok(());
    }
    let found = set.arrays.iter().filter(|array| array.role.is_some());
    let found: Vec<Words> = found
        .map(|array| {
            let role = array.role.map(Role::words).unwrap_or_default();
            Words {
                en: format!("{} in `{}`", role.en, array.name),
                zh: format!("`{}` 中的{}", array.name, role.zh),
            }
        })
        .collect();
    let listed = listed(names.iter().map(String::as_str));
    let has = |role| set.get(role).is_some();
    let missing = match () {
        () if set.values().is_some() => say!(
            "targets are missing, which logits are compared with",
            "缺少标签（targets），logit 无从比较"
        ),
        () if has(Role::Targets) => say!("logits are missing", "缺少 logit"),
        () if has(Role::BoxPredictions) => say!(
            "box targets are missing, which box predictions are compared with",
            "缺少目标框，预测框无从比较"
        ),
        () if has(Role::BoxTargets) => say!("box predictions are missing", "缺少预测框"),
        () => Words::default(),
    };
    let refused = if missing.en.is_empty() {
        Refused::new(say!(
            "no names of columns or arrays are known here as logits and targets: there are {listed}",
            "没有认得出是 logit 和标签的列或数组名，现有 {listed}"
        ))
    } else {
        let found = if found.is_empty() {
            say!("nothing known", "认不出的名称")
        } else {
            Words::listed(&found)
        };
        Refused::new(Words {
            en: format!("{}: found {} among {listed}", missing.en, found.en),
            zh: format!("{}：{listed} 中只有{}", missing.zh, found.zh),
        })
    };
    let refused = refused.hint("say which is what with --logits NAME --targets NAME [--mask NAME]");
    Err(refused.asking(Ask::Columns(names.to_vec())))
}

/// Gives roles to arrays that have none yet.
fn assigned(arrays: Vec<Array>, choices: &Choices, notes: &mut Vec<Words>) -> Result<Set, Refused> {
    let names: Vec<String> = arrays.iter().map(|array| array.name.clone()).collect();
    assigned_as(arrays, &names, choices, notes)
}

/// The same with names that carry no number of a batch.
fn assigned_as(
    mut arrays: Vec<Array>,
    names: &[String],
    choices: &Choices,
    notes: &mut Vec<Words>,
) -> Result<Set, Refused> {
    // A table has assigned its columns when it saw their names; others wait for all names.
    let table = arrays.iter().any(|array| array.role.is_some());
    if !table {
        if let [one] = &arrays[..]
            && let Some(split) = split(one, choices)?
        {
            return Ok(Set { arrays: split });
        }
        let found = roles::by_name(names, choices)?;
        if found.classes.len() > 1 {
            return Err(Refused::new(say!(
                "several arrays could be the logits: {}",
                "可作为 logit 的数组不止一个：{}",
                listed(found.classes.iter().map(|(at, _)| names[*at].as_str()))
            ))
            .hint("say which with --logits NAME")
            .asking(Ask::Columns(names.to_vec())));
        }
        notes.extend(found.passed_over);
        for (array, role) in arrays.iter_mut().zip(found.of) {
            array.role = role;
        }
    }
    for (at, array) in arrays.iter().enumerate() {
        let other = arrays[..at]
            .iter()
            .find(|other| array.role.is_some() && other.role == array.role);
        if let Some(other) = other {
            let role = array.role.map(Role::words).unwrap_or_default();
            return Err(Refused::new(Words {
                en: format!(
                    "`{}` and `{}` could both be the {}: say which, or give files of batches one by one",
                    other.name, array.name, role.en
                ),
                zh: format!(
                    "`{}` 和 `{}` 都可能是{}：请指明，或逐个给出各批次的文件",
                    other.name, array.name, role.zh
                ),
            })
            .asking(Ask::Columns(names.to_vec())));
        }
    }
    Ok(Set { arrays })
}

/// An array without a name that means something, whose columns or rows are logits, targets and perhaps a mask.
fn split(array: &Array, choices: &Choices) -> Result<Option<Vec<Array>>, Refused> {
    let chosen = [&choices.logits, &choices.targets, &choices.offsets];
    let chosen = chosen.into_iter().flatten().any(|name| !name.is_empty());
    let named = name::role(&array.name).is_some();
    let Field::View(view) = &array.field else {
        return Ok(None);
    };
    if chosen && !chosen_by_number(choices) || named {
        return Ok(None);
    }
    let (axis, n) = match array.shape[..] {
        [2 | 3, 2 | 3] => {
            return Err(Refused::new(say!(
                "an array of shape {} may hold logits and targets as columns or as rows: save them as two arrays with numpy.savez",
                "形状为 {} 的数组中，logit 和标签可能是列也可能是行：请用 numpy.savez 存成两个数组",
                array.dimensions()
            )));
        }
        [_, n @ (2 | 3)] => (1, n),
        [n @ (2 | 3), _] => (0, n),
        _ => return Ok(None),
    };
    let order = [Role::Logits, Role::Targets, Role::Mask];
    let place = |at: usize| order.get(at).copied();
    let mut parts = vec![];
    for at in 0..n {
        let mut part = array.clone();
        part.shape.remove(axis);
        part.field = Field::View(view.at(axis, at));
        part.name = (at + 1).to_string();
        part.by_position = !chosen;
        part.role = if chosen { None } else { place(at) };
        parts.push(part);
    }
    if chosen {
        let names: Vec<String> = parts.iter().map(|part| part.name.clone()).collect();
        let found = roles::by_position(&names, false, "", choices)?;
        for (part, role) in parts.iter_mut().zip(found.of) {
            part.role = role;
        }
    }
    Ok(Some(parts))
}

fn chosen_by_number(choices: &Choices) -> bool {
    let names = [&choices.logits, &choices.targets, &choices.mask]
        .into_iter()
        .flatten();
    names
        .filter(|name| !name.is_empty())
        .all(|name| ["1", "2", "3"].contains(&name.as_str()))
}

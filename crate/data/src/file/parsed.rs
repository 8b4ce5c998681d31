//! What a whole file gives: arrays with their names, columns with what they are.

use super::json;
use crate::array::{self, Array, Bytes, Field};
use crate::choices::Choices;
use crate::name::{Role, stem};
use crate::place::Places;
use crate::preview::Preview;
use crate::read::Meaning;
use crate::refused::{Refused, short};
use crate::roles;
use crate::text::{Table, Used};
use crate::words::{Words, say};
use std::rc::Rc;

/// What a file gives.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub arrays: Vec<Array>,
    /// Columns of a table, with what they are.
    pub columns: Vec<Meaning>,
    pub notes: Vec<Words>,
    pub preview: Preview,
}

/// The arrays of NumPy's file: one, or those of its fields.
pub(crate) fn npy(bytes: Rc<dyn Bytes>, file: &str) -> Result<Parsed, Refused> {
    let npy = array::open(bytes)?;
    let stem = stem(file);
    let mut parsed = Parsed::default();
    for (name, view) in npy.fields {
        let name = if name.is_empty() {
            stem.to_owned()
        } else {
            name
        };
        let mut shape: Vec<usize> = view.axes.iter().map(|axis| axis.0).collect();
        if shape.is_empty() {
            shape.push(1);
        }
        if shape.contains(&0) {
            return Err(Refused::new(say!(
                "the array `{}` is empty",
                "数组 `{}` 是空的",
                short(&name)
            )));
        }
        let (field, names) = match view.texts() {
            None => (Field::View(view), vec![]),
            Some(texts) => {
                let mut names = crate::names::Names::default();
                let mut ids = vec![];
                for text in texts? {
                    if names.all().len() > crate::names::MOST_NAMES {
                        return Err(Refused::new(say!(
                            "the array `{}` has too many different words: expected classes",
                            "数组 `{}` 中不同的词太多，应为类别名",
                            short(&name)
                        )));
                    }
                    ids.push(f64::from(names.id(text.trim())));
                }
                (Field::Values(Rc::new(ids)), names.all().to_vec())
            }
        };
        parsed.arrays.push(Array {
            file: file.into(),
            name,
            role: None,
            shape,
            field,
            names,
            columns: vec![],
            classes: vec![],
            places: Rc::new(Places::Indices),
            by_position: false,
        });
    }
    let odd_type = !["float32", "float64"].contains(&npy.type_name.as_str());
    if npy.fortran && npy.shape.len() > 1 {
        parsed.notes.push(say!(
            "`{stem}` is in Fortran order",
            "`{stem}` 按 Fortran 顺序存放"
        ));
    }
    if npy.type_name == "float16" && odd_type {
        parsed.notes.push(say!(
            "`{stem}` has half precision (float16)",
            "`{stem}` 为半精度（float16）"
        ));
    }
    Ok(parsed)
}

/// The columns of a table.
pub(crate) fn of_table(mut table: Table, file: &str) -> Parsed {
    let mut parsed = Parsed {
        preview: table.preview.clone(),
        ..Parsed::default()
    };
    for (at, name) in table.names.iter().enumerate() {
        parsed.columns.push(Meaning {
            file: file.into(),
            name: name.clone(),
            role: table.roles.of[at],
            shape: None,
        });
    }
    table_notes(&table, &mut parsed.notes);
    let (rows, places, columns) = table.take();
    parsed.arrays = arrays_of(columns, &table.roles, &Rc::new(places), file, rows);
    parsed
}

/// What was done with a table, in words.
pub(crate) fn table_notes(table: &Table, notes: &mut Vec<Words>) {
    let Some(layout) = table.layout() else { return };
    if layout.integer_names {
        notes.push(say!(
            "the header is 0, 1, 2 …, as pandas names columns that nobody named",
            "表头是 0、1、2…，即 pandas 给无名列的名称"
        ));
    }
    if table.roles.of.first() == Some(&Some(Role::Index))
        || layout.row_names
        || layout.names.is_some() && table.names[0].is_empty()
    {
        notes.push(say!(
            "the first column has no name and is left out as an index",
            "第一列没有名称，按行号处理，不使用"
        ));
    }
    if table.roles.by_position {
        let roles = table
            .roles
            .of
            .iter()
            .flatten()
            .filter(|role| **role != Role::Index)
            .map(|role| role.words());
        let roles = Words::listed(&roles.collect::<Vec<_>>());
        notes.push(Words {
            en: format!("columns have no names: they were taken for {}", roles.en),
            zh: format!("各列没有名称，依次视为{}", roles.zh),
        });
    }
    if table.decimal_commas() {
        notes.push(say!("decimal commas were read", "小数逗号已按小数点读取"));
    }
    if table.has_thousands() {
        notes.push(say!("thousands separators were read", "千位分隔符已去除"));
    }
    if table.empty_rows > 0 {
        notes.push(say!(
            "{} rows of empty cells were passed over",
            "跳过 {} 个空行",
            table.empty_rows
        ));
    }
    notes.extend(table.roles.passed_over.iter().cloned());
}

/// Arrays from columns with their roles.
pub(crate) fn arrays_of(
    columns: Vec<Used>,
    roles: &roles::Roles,
    places: &Rc<Places>,
    file: &str,
    rows: usize,
) -> Vec<Array> {
    let mut arrays: Vec<Array> = vec![];
    let array = |name: String, role, shape, columns: Vec<Rc<Vec<f64>>>, by_position| Array {
        file: file.into(),
        name,
        role,
        shape,
        field: Field::Columns(columns),
        names: vec![],
        columns: vec![],
        classes: vec![],
        places: Rc::clone(places),
        by_position,
    };
    let groups = [&roles.classes, &roles.target_classes];
    let mut of_groups = [vec![], vec![]];
    for Used {
        at,
        name,
        role,
        values,
        names,
    } in columns
    {
        if role == Some(Role::Index) || role.is_none() {
            continue;
        }
        let values = Rc::new(values);
        let place =
            |group: &Vec<(usize, String)>| group.iter().position(|(column, _)| *column == at);
        let group = groups.iter().position(|group| place(group).is_some());
        match group {
            Some(group) => of_groups[group].push((place(groups[group]), name, role, values)),
            None => arrays.push(Array {
                names,
                ..array(name, role, vec![rows], vec![values], roles.by_position)
            }),
        }
    }
    for (group, mut columns) in groups.into_iter().zip(of_groups) {
        columns.sort_by_key(|(place, ..)| *place);
        let Some((.., role, _)) = columns.first() else {
            continue;
        };
        let names: Vec<String> = columns.iter().map(|(_, name, ..)| name.clone()).collect();
        let (role, shape) = (*role, vec![rows, columns.len()]);
        let values = columns.into_iter().map(|(.., values)| values).collect();
        arrays.push(Array {
            columns: names.clone(),
            classes: group.iter().map(|(_, class)| class.clone()).collect(),
            ..array(names.join(","), role, shape, values, false)
        });
    }
    arrays
}

/// JSON's records or arrays.
pub(crate) fn records(bytes: &[u8], file: &str, choices: &Choices) -> Result<Parsed, Refused> {
    let records = json::read(bytes).map_err(Refused::new)?;
    let mut parsed = Parsed::default();
    if records.rows == 0 || records.columns.is_empty() {
        return Err(Refused::new(say!(
            "the JSON is empty: expected objects with a logit and a target",
            "JSON 是空的，应为带 logit 和标签的对象"
        )));
    }
    let names: Vec<String> = records
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let roles = if records.unnamed {
        roles::by_position(&names, false, stem(file), choices)?
    } else {
        roles::by_name(&names, choices)?
    };
    let (rows, arrays) = (records.rows, records.arrays);
    let lines = bytes.trim_ascii_start().first() == Some(&b'{') && !arrays;
    let places = match (arrays, lines) {
        (true, _) => Places::Indices,
        (false, true) => {
            let mut places = Places::Lines(vec![]);
            let lines = bytes.split(|byte| *byte == b'\n').enumerate();
            let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
            lines
                .enumerate()
                .for_each(|(row, (line, _))| places.push(row, line + 1));
            places
        }
        (false, false) => Places::Records,
    };
    let places = Rc::new(places);
    parsed.preview = Preview::of(&names);
    for row in 0..crate::preview::ROWS.min(if arrays { 0 } else { rows }) {
        let cell = |column: &json::Column| {
            let value = column
                .inner
                .is_empty()
                .then(|| column.values.get(row))
                .flatten();
            let name = |value: f64| column.names.all().get(value as usize).cloned();
            value.map_or("…".into(), |&value| {
                name(value)
                    .filter(|_| !column.names.is_empty())
                    .unwrap_or_else(|| value.to_string())
            })
        };
        parsed
            .preview
            .push(records.columns.iter().map(cell).collect());
    }
    let mut plain: Vec<Used> = vec![];
    for (at, column) in records.columns.into_iter().enumerate() {
        parsed.columns.push(Meaning {
            file: file.into(),
            name: column.name.clone(),
            role: roles.of[at],
            shape: (!column.inner.is_empty()).then(|| column.inner.clone()),
        });
        let Some(role) = roles.of[at] else { continue };
        if let Some(fault) = column.fault(rows, arrays) {
            return Err(Refused::new(fault));
        }
        if column.inner.is_empty() {
            plain.push(Used {
                at,
                name: column.name,
                role: Some(role),
                values: column.values,
                names: column.names.all().to_vec(),
            });
            continue;
        }
        let mut shape = column.inner;
        if !arrays {
            shape.insert(0, rows);
        }
        if shape.contains(&0) || shape.iter().product::<usize>() != column.values.len() {
            return Err(Refused::new(say!(
                "`{}` has lists of different lengths, or empty ones: expected equal ones",
                "`{}` 中的列表长度不一或为空，应长度相同",
                short(&column.name)
            )));
        }
        parsed.arrays.push(Array {
            file: file.into(),
            name: column.name,
            role: Some(role),
            shape,
            field: Field::Values(Rc::new(column.values)),
            names: column.names.all().to_vec(),
            columns: vec![],
            classes: vec![],
            places: Rc::clone(&places),
            by_position: false,
        });
    }
    parsed
        .arrays
        .extend(arrays_of(plain, &roles, &places, file, rows));
    parsed.notes.extend(roles.passed_over);
    Ok(parsed)
}

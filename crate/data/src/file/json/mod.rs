//! JSON: records (an array of objects, or an object a line), rows (an array of arrays), or columns (an object of arrays).

mod visit;

use crate::names::{MOST_NAMES, Names};
use crate::refused::short;
use crate::text::{Cell, MISSING, Marks, cell, yes_or_no};
use crate::words::{Words, say};
use serde::de::{DeserializeSeed, IgnoredAny};
use visit::{Row, Top};

/// A column: a value a record, or several, all of one shape.
#[derive(Debug, Default)]
pub(crate) struct Column {
    pub name: String,
    pub values: Vec<f64>,
    /// The shape of what each record has.
    pub inner: Vec<usize>,
    pub names: Names,
    numbers: bool,
    /// Whether its values are out of shape: which is an error only if it is used.
    ragged: bool,
    /// Whether it has something that is neither number nor name.
    odd: bool,
    rows: usize,
}

/// What JSON holds.
#[derive(Debug, Default)]
pub(crate) struct Records {
    pub columns: Vec<Column>,
    pub rows: usize,
    /// Whether columns have no names.
    pub unnamed: bool,
    /// Whether it is an object of arrays, each with a shape of its own.
    pub arrays: bool,
}

/// Reads JSON.
///
/// # Errors
/// What is wrong, with its line.
pub(crate) fn read(bytes: &[u8]) -> Result<Records, Words> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut records = Records::default();
    // One object that fills the file is of columns; several are of a record each.
    let mut first = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
    let one = first.next();
    let lines = bytes.trim_ascii_start().first() == Some(&b'{')
        && matches!(one, Some(Ok(_)))
        && !bytes[first.byte_offset()..].trim_ascii().is_empty();
    if lines {
        for (i, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let mut json = serde_json::Deserializer::from_slice(line);
            let row = Row {
                records: &mut records,
            };
            let done = row.deserialize(&mut json).and_then(|()| json.end());
            done.map_err(|error| {
                let text = error.to_string();
                let text = text.split(" at line ").next().unwrap_or(&text);
                say!("line {}: {text}", "第 {} 行：{text}", i + 1)
            })?;
        }
    } else {
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let done = Top(&mut records)
            .deserialize(&mut json)
            .and_then(|()| json.end());
        done.map_err(|error| {
            say!(
                "this is no JSON of examples: {error}",
                "这不是样本的 JSON：{error}"
            )
        })?;
    }
    if let Some(split) = records.split() {
        records = split;
    }
    for column in &mut records.columns {
        column.settle();
    }
    Ok(records)
}

impl Column {
    /// Why it can't be used, if so.
    pub fn fault(&self, rows: usize, arrays: bool) -> Option<Words> {
        let name = short(&self.name);
        if self.odd || !self.names.is_empty() && self.numbers {
            return Some(say!(
                "`{name}` has values that are no numbers: expected numbers, true and false, or names alone",
                "`{name}` 中有不是数的值，应全为数、true 和 false 或名称"
            ));
        }
        if self.ragged {
            return Some(say!(
                "`{name}` has lists of different lengths: expected equal ones",
                "`{name}` 中的列表长度不一，应相同"
            ));
        }
        (!arrays && self.rows != rows).then(|| {
            say!(
                "`{name}` is missing in some records: {} of {rows} have it",
                "部分记录缺少 `{name}`：{rows} 条中有 {} 条",
                self.rows
            )
        })
    }

    fn settle(&mut self) {
        if self.numbers {
            return;
        }
        let words = self
            .names
            .all()
            .iter()
            .map(|name| yes_or_no(name.as_bytes()));
        let Some(values) = words
            .collect::<Option<Vec<f64>>>()
            .filter(|values| !values.is_empty())
        else {
            return;
        };
        for value in &mut self.values {
            if !value.is_nan() {
                *value = values[*value as usize];
            }
        }
        self.names = Names::default();
    }

    fn text(&mut self, text: &str) {
        match cell(text.as_bytes(), 1, &mut Marks::default()) {
            Cell::Number(value) => {
                self.numbers = true;
                self.values.push(value);
            }
            Cell::Missing => self.values.push(MISSING),
            Cell::Word if self.names.all().len() < MOST_NAMES => {
                let id = self.names.id(text);
                self.values.push(f64::from(id));
            }
            Cell::Word => {
                self.odd = true;
                self.values.push(MISSING);
            }
        }
    }
}

impl Records {
    /// The table that pandas writes with `orient="split"`: names and rows apart.
    fn split(&self) -> Option<Self> {
        let find = |name: &str| self.columns.iter().find(|column| column.name == name);
        let (names, data) = (find("columns")?, find("data")?);
        let others = self
            .columns
            .iter()
            .all(|it| ["columns", "index", "data"].contains(&it.name.as_str()));
        let [rows, n] = data.inner[..] else {
            return None;
        };
        let named = names.names.all().len() == n && names.values.len() == n && names.inner == [n];
        if !self.arrays
            || !others
            || !named
            || data.ragged
            || data.odd
            || data.values.len() != rows * n
            || n == 0
        {
            return None;
        }
        let column = |at: usize| Column {
            name: names.names.all()[at].clone(),
            values: data.values.iter().skip(at).step_by(n).copied().collect(),
            // What is no number was numbered across columns.
            odd: !data.names.is_empty(),
            numbers: true,
            rows,
            ..Column::default()
        };
        Some(Self {
            columns: (0..n).map(column).collect(),
            rows,
            ..Self::default()
        })
    }

    fn column(&mut self, name: &str, guess: usize) -> usize {
        if self
            .columns
            .get(guess)
            .is_some_and(|column| column.name == name)
        {
            return guess;
        }
        let at = self.columns.iter().position(|column| column.name == name);
        at.unwrap_or_else(|| {
            self.columns.push(Column {
                name: name.to_owned(),
                ..Column::default()
            });
            self.columns.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str) -> Vec<(String, Vec<f64>, Vec<usize>)> {
        let records = read(text.as_bytes()).unwrap();
        let column = |it: Column| (it.name, it.values, it.inner);
        records.columns.into_iter().map(column).collect()
    }

    #[test]
    fn records_rows_and_columns_are_read_alike() {
        let x = |inner: &[usize]| ("x".into(), vec![0.5, -2.0], inner.to_vec());
        let y = |inner: &[usize]| ("y".into(), vec![1.0, 0.0], inner.to_vec());
        assert_eq!(
            columns("[{\"x\": 0.5, \"y\": true}, {\"y\": 0, \"x\": -2}]"),
            [x(&[]), y(&[])]
        );
        assert_eq!(
            columns("{\"x\": 0.5, \"y\": \"yes\"}\n\n{\"x\": -2, \"y\": \"no\"}\n"),
            [x(&[]), y(&[])]
        );
        assert_eq!(
            columns("{\"x\": [0.5, -2], \"y\": [1, 0]}"),
            [x(&[2]), y(&[2])]
        );
        assert_eq!(
            columns("{\"x\": {\"0\": 0.5, \"1\": -2}, \"y\": {\"0\": 1, \"1\": 0}}"),
            [x(&[2]), y(&[2])]
        );
        assert_eq!(columns("[[0.5, 1], [-2, 0]]")[1].1, [1.0, 0.0]);
        assert_eq!(columns("{\"x\": [[1, 2, 3], [4, 5, 6]]}")[0].2, [2, 3]);
    }

    #[test]
    fn faults_are_found_where_they_count() {
        let fault = |text: &str, at: usize| {
            let records = read(text.as_bytes()).unwrap();
            records.columns[at].fault(records.rows, records.arrays)
        };
        assert!(
            fault("{\"x\": [[1, 2], [3]]}", 0)
                .unwrap()
                .en
                .contains("different lengths")
        );
        assert!(
            fault("[{\"x\": 1, \"y\": 1}, {\"x\": 1}]", 1)
                .unwrap()
                .en
                .contains("missing")
        );
        assert!(
            fault("[{\"x\": 1}, {\"x\": \"cat\"}]", 0)
                .unwrap()
                .en
                .contains("no numbers")
        );
        assert!(
            read(b"{\"x\": 1}\n{\"x\": }\n")
                .unwrap_err()
                .en
                .contains("line 2")
        );
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}

//! JSON: records (an array of objects, or an object a line), rows (an array of arrays), or columns (an object of arrays).

use crate::names::{MOST_NAMES, Names};
use crate::refused::short;
use crate::text::{Cell, MISSING, Marks, cell, yes_or_no};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

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

/// Nesting, elements of a shape and columns beyond this are no examples.
const DEEPEST: usize = 8;
const MOST_COLUMNS: usize = 1 << 12;

/// Reads JSON.
///
/// # Errors
/// What is wrong, with its line.
pub(crate) fn read(bytes: &[u8]) -> Result<Records, String> {
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
                format!("line {}: {text}", i + 1)
            })?;
        }
    } else {
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let done = Top(&mut records)
            .deserialize(&mut json)
            .and_then(|()| json.end());
        done.map_err(|error| format!("this is no JSON of examples: {error}"))?;
    }
    for column in &mut records.columns {
        column.settle();
    }
    Ok(records)
}

impl Column {
    /// Why it can't be used, if so.
    pub fn fault(&self, rows: usize, arrays: bool) -> Option<String> {
        let name = short(&self.name);
        if self.odd || !self.names.is_empty() && self.numbers {
            return Some(format!(
                "`{name}` has values that are no numbers: expected numbers, true and false, or names alone"
            ));
        }
        if self.ragged {
            return Some(format!(
                "`{name}` has lists of different lengths: expected equal ones"
            ));
        }
        (!arrays && self.rows != rows).then(|| {
            format!(
                "`{name}` is missing in some records: {} of {rows} have it",
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

/// A value of a column: a number, a name, or a list of them.
struct Value<'a> {
    column: &'a mut Column,
    /// The shape found so far, outermost first.
    shape: &'a mut Vec<usize>,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Value<'_> {
    fn number(self, value: f64) {
        self.column.numbers = true;
        self.column.values.push(value);
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a name or a list of them")
    }
    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.number(value);
        Ok(())
    }
    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.number(value as f64);
        Ok(())
    }
    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.number(value as f64);
        Ok(())
    }
    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.number(f64::from(u8::from(value)));
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        self.column.values.push(MISSING);
        Ok(())
    }
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.column.text(text);
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self {
            column,
            shape,
            depth,
        } = self;
        if depth >= DEEPEST {
            return Err(A::Error::custom("lists are nested too deeply"));
        }
        let mut n = 0;
        while list
            .next_element_seed(Value {
                column,
                shape,
                depth: depth + 1,
            })?
            .is_some()
        {
            n += 1;
        }
        if shape.len() <= depth {
            shape.resize(depth + 1, usize::MAX);
        }
        if shape[depth] == usize::MAX {
            shape[depth] = n;
        } else if shape[depth] != n {
            column.ragged = true;
        }
        Ok(())
    }
    /// pandas writes a column as an object from the index to the value.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self {
            column,
            shape,
            depth,
        } = self;
        let mut n = 0;
        while let Some(key) = map.next_key::<String>()? {
            if depth > 0 || key != n.to_string() {
                column.odd = true;
            }
            map.next_value_seed(Value {
                column,
                shape,
                depth: depth + 1,
            })?;
            n += 1;
        }
        if shape.len() <= depth {
            shape.resize(depth + 1, usize::MAX);
        }
        shape[depth] = n;
        Ok(())
    }
}

/// A record or a row.
struct Row<'a> {
    records: &'a mut Records,
}

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Row<'_> {
    /// A shape that a record has is that of all.
    fn shaped(column: &mut Column, shape: Vec<usize>) {
        if column.rows == 0 {
            column.inner = shape;
        } else if column.inner != shape {
            column.ragged = true;
        }
        column.rows += 1;
    }

    fn value(&mut self, value: f64) -> Result<(), &'static str> {
        let at = self.records.column("1", 0);
        self.records.unnamed = true;
        let column = &mut self.records.columns[at];
        column.numbers = true;
        column.values.push(value);
        Self::shaped(column, vec![]);
        self.records.rows += 1;
        Ok(())
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a logit and a target")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.records.unnamed {
            return Err(A::Error::custom("expected a list, as before"));
        }
        let mut guess = 0;
        while let Some(key) = map.next_key::<String>()? {
            let at = self.records.column(&key, guess);
            if self.records.columns.len() > MOST_COLUMNS {
                return Err(A::Error::custom("records have too many different keys"));
            }
            guess = at + 1;
            let column = &mut self.records.columns[at];
            if column.rows > self.records.rows {
                return Err(A::Error::custom(format!(
                    "`{}` stands twice in a record",
                    short(&key)
                )));
            }
            let mut shape = vec![];
            map.next_value_seed(Value {
                column,
                shape: &mut shape,
                depth: 0,
            })?;
            Self::shaped(column, shape);
        }
        self.records.rows += 1;
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        if !self.records.unnamed && self.records.rows > 0 {
            return Err(A::Error::custom("expected an object, as before"));
        }
        self.records.unnamed = true;
        let mut at = 0;
        loop {
            let column = self.records.column(&(at + 1).to_string(), at);
            if self.records.columns.len() > MOST_COLUMNS {
                return Err(A::Error::custom("a row has too many values"));
            }
            let column = &mut self.records.columns[column];
            let mut shape = vec![];
            if list
                .next_element_seed(Value {
                    column,
                    shape: &mut shape,
                    depth: 0,
                })?
                .is_none()
            {
                break;
            }
            Self::shaped(column, shape);
            at += 1;
        }
        // The last column was only tried.
        if self
            .records
            .columns
            .last()
            .is_some_and(|column| column.rows == 0)
        {
            self.records.columns.pop();
        }
        self.records.rows += 1;
        Ok(())
    }
    fn visit_f64<E: Error>(mut self, value: f64) -> Result<(), E> {
        self.value(value).map_err(E::custom)
    }
    fn visit_u64<E: Error>(mut self, value: u64) -> Result<(), E> {
        self.value(value as f64).map_err(E::custom)
    }
    fn visit_i64<E: Error>(mut self, value: i64) -> Result<(), E> {
        self.value(value as f64).map_err(E::custom)
    }
}

/// The whole of a JSON.
struct Top<'a>(&'a mut Records);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects, or an object of arrays")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Row { records: self.0 })?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let records = self.0;
        while let Some(key) = map.next_key::<String>()? {
            if records.columns.iter().any(|column| column.name == key)
                || records.columns.len() > MOST_COLUMNS
            {
                return Err(A::Error::custom(format!(
                    "`{}` stands twice, or keys are too many",
                    short(&key)
                )));
            }
            let mut column = Column {
                name: key,
                ..Column::default()
            };
            let mut shape = vec![];
            map.next_value_seed(Value {
                column: &mut column,
                shape: &mut shape,
                depth: 0,
            })?;
            column.inner = shape;
            column.rows = 1;
            records.columns.push(column);
        }
        records.arrays = records
            .columns
            .iter()
            .any(|column| !column.inner.is_empty());
        records.rows = 1;
        Ok(())
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
                .contains("different lengths")
        );
        assert!(
            fault("[{\"x\": 1, \"y\": 1}, {\"x\": 1}]", 1)
                .unwrap()
                .contains("missing")
        );
        assert!(
            fault("[{\"x\": 1}, {\"x\": \"cat\"}]", 0)
                .unwrap()
                .contains("no numbers")
        );
        assert!(
            read(b"{\"x\": 1}\n{\"x\": }\n")
                .unwrap_err()
                .contains("line 2")
        );
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}

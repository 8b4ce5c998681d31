//! JSON's values as they are parsed: into columns, without a tree in between.

use super::{Column, Records};
use crate::refused::short;
use crate::text::MISSING;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Nesting, elements of a shape and columns beyond this are no examples.
const DEEPEST: usize = 8;
const MOST_COLUMNS: usize = 1 << 12;

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
pub(super) struct Row<'a> {
    pub records: &'a mut Records,
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
pub(super) struct Top<'a>(pub &'a mut Records);

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

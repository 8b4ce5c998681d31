//! One column of a text.

use super::cell::{self, Cell, MISSING, Marks};
use crate::name::Role;
use crate::names::{MOST_NAMES, Names};
use crate::refused::{Refused, short};
use crate::words::say;

/// A column that means something.
#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    /// Where it stands.
    pub at: usize,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub role: Option<Role>,
    /// Its values; the numbers of its names, if it has names.
    pub values: Vec<f64>,
    /// Names of classes.
    pub names: Names,
    /// The line of its first number.
    number: Option<usize>,
    /// Whether its words are yes and no, once that is settled.
    yes_or_no: Option<bool>,
    /// Where an index starts.
    first: Option<f64>,
}

impl Column {
    /// An empty column.
    pub fn new(at: usize, name: String, role: Role) -> Self {
        Self {
            at,
            name,
            role: Some(role),
            ..Self::default()
        }
    }

    /// A number was met on this line.
    pub fn met_number(&mut self, line: usize) {
        self.number.get_or_insert(line);
    }

    /// Reads a cell of this column.
    pub fn read(
        &mut self,
        bytes: &[u8],
        line: usize,
        row: usize,
        marks: &mut Marks,
    ) -> Result<(), Refused> {
        let value = match cell::cell(bytes, line, marks) {
            Cell::Number(value) => {
                self.met_number(line);
                value
            }
            Cell::Missing => MISSING,
            Cell::Word => self.word(bytes, line)?,
        };
        if let (false, Some(number)) = (self.names.is_empty(), self.number) {
            return Err(Refused::new(say!(
                "column `{}` has numbers, as on line {number}, and words, such as `{}`: expected one kind",
                "列 `{}` 既有数（如第 {number} 行）又有词（如 `{}`），应只有一种",
                self.name,
                short(&self.names.all()[0]),
            )));
        }
        if self.role == Some(Role::Index) {
            let row = row as f64;
            let first = *self.first.get_or_insert(value);
            if value != row + first || !(first == 0.0 || first == 1.0) {
                return Err(Refused::new(say!(
                    "line {line}: the first column has no name and counts rows until here, where `{}` stands: name the columns",
                    "第 {line} 行：第一列没有名称，到此处为止都是行号，这里却是 `{}`，请给各列命名",
                    short(&String::from_utf8_lossy(bytes)),
                )));
            }
            return Ok(());
        }
        self.values.push(value);
        Ok(())
    }

    fn word(&mut self, bytes: &[u8], line: usize) -> Result<f64, Refused> {
        let text = String::from_utf8_lossy(bytes);
        if !matches!(self.role, Some(Role::Targets | Role::Mask | Role::Index)) {
            return Err(Refused::new(say!(
                "line {line}, column `{}`: `{}` is not a number",
                "第 {line} 行，列 `{}`：`{}` 不是数",
                self.name,
                short(&text)
            )));
        }
        if self.yes_or_no == Some(true) {
            return cell::yes_or_no(bytes).ok_or_else(|| {
                Refused::new(say!(
                    "line {line}, column `{}`: `{}` stands among words for yes and no",
                    "第 {line} 行，列 `{}`：是与否的词之间出现了 `{}`",
                    self.name,
                    short(&text)
                ))
            });
        }
        if self.names.all().len() >= MOST_NAMES {
            return Err(Refused::new(say!(
                "column `{}` has more than {MOST_NAMES} different words: expected classes",
                "列 `{}` 中不同的词超过 {MOST_NAMES} 个，应为类别名",
                self.name
            )));
        }
        Ok(cell::word(bytes, &mut self.names))
    }

    /// Turns words for yes and no into 1 and 0, if there are no others.
    pub fn settle(&mut self) {
        if self.yes_or_no.is_some() {
            return;
        }
        let words = self
            .names
            .all()
            .iter()
            .map(|name| cell::yes_or_no(name.as_bytes()));
        let Some(values) = words.collect::<Option<Vec<f64>>>() else {
            return;
        };
        if values.is_empty() {
            return;
        }
        for value in &mut self.values {
            if !cell::is_missing(*value) {
                *value = values[*value as usize];
            }
        }
        self.names = Names::default();
        self.yes_or_no = Some(true);
    }

    /// Its values, which are then forgotten. What kind of words it has is settled by the first ones.
    pub fn take(&mut self) -> Used {
        self.settle();
        if !self.names.is_empty() {
            self.yes_or_no = Some(false);
        }
        Used {
            at: self.at,
            name: self.name.clone(),
            role: self.role,
            values: std::mem::take(&mut self.values),
            names: self.names.all().to_vec(),
        }
    }
}

/// What a column gives.
#[derive(Debug)]
pub(crate) struct Used {
    pub at: usize,
    pub name: String,
    pub role: Option<Role>,
    pub values: Vec<f64>,
    pub names: Vec<String>,
}

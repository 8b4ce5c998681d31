//! An array with its name, and what is known of it.

use super::view::View;
use crate::name::Role;
use crate::place::Places;
use crate::refused::Refused;
use crate::words::{Words, say};
use std::rc::Rc;

/// Where an array's values are.
#[derive(Clone, Debug)]
pub(crate) enum Field {
    /// In a file, as NumPy wrote them.
    View(View),
    /// In columns of equal length.
    Columns(Vec<Rc<Vec<f64>>>),
    /// Here, in the order of the axes.
    Values(Rc<Vec<f64>>),
}

/// An array.
#[derive(Clone, Debug)]
pub(crate) struct Array {
    /// The file that it is in.
    pub file: String,
    /// What it is called.
    pub name: String,
    /// What it is, if that is known already.
    pub role: Option<Role>,
    /// How large each dimension is.
    pub shape: Vec<usize>,
    /// Its values; class names as their places in `names`.
    pub field: Field,
    /// The names of classes, if its values are those.
    pub names: Vec<String>,
    /// What its columns are called, if they are one a class.
    pub columns: Vec<String>,
    /// The classes that those are for, as their names have them.
    pub classes: Vec<String>,
    /// Where its rows stand.
    pub places: Rc<Places>,
    /// Whether it has its role from its position alone.
    pub by_position: bool,
}

impl Array {
    /// How many values there are.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Its shape without dimensions of 1.
    pub fn squeezed_shape(&self) -> Vec<usize> {
        self.shape.iter().copied().filter(|&n| n != 1).collect()
    }

    /// Its shape in words.
    pub fn dimensions(&self) -> String {
        let shape: Vec<String> = self.shape.iter().map(usize::to_string).collect();
        match &shape[..] {
            [one] => format!("({one},)"),
            _ => format!("({})", shape.join(", ")),
        }
    }

    /// The same with an axis moved to the end.
    pub fn moved_last(mut self, axis: usize) -> Result<Self, Refused> {
        if axis + 1 == self.shape.len() {
            return Ok(self);
        }
        let n = self.shape.remove(axis);
        self.shape.push(n);
        self.field = match self.field {
            Field::View(view) => Field::View(view.moved_last(axis)),
            Field::Columns(_) | Field::Values(_) => {
                return Err(Refused::new(say!(
                    "`{}` has its classes in dimension {axis}: expected them in the last",
                    "`{}` 的类别在第 {axis} 维，应在最后一维",
                    self.name
                )));
            }
        };
        Ok(self)
    }

    /// Reads values in the order of the axes; `per_row` of them make a row, and rows are read whole.
    pub fn read(
        &self,
        rows: std::ops::Range<usize>,
        per_row: usize,
        out: &mut Vec<f64>,
    ) -> Result<(), Refused> {
        out.clear();
        match &self.field {
            Field::View(view) => view
                .read(rows.start * per_row, rows.end * per_row, out)
                .map_err(|refused| refused.of(&self.file)),
            Field::Values(values) => {
                out.extend_from_slice(&values[rows.start * per_row..rows.end * per_row]);
                Ok(())
            }
            Field::Columns(columns) => {
                match &columns[..] {
                    [column] => out.extend_from_slice(&column[rows]),
                    columns => {
                        for row in rows {
                            out.extend(columns.iter().map(|column| column[row]));
                        }
                    }
                }
                Ok(())
            }
        }
    }

    /// Where a value stands, in words; `per_row` values make a row.
    pub fn place(&self, at: usize, per_row: usize) -> Words {
        let row = at / per_row.max(1);
        match &*self.places {
            Places::Indices if self.shape.len() > 1 => {
                let mut rest = at;
                let mut index = vec![];
                for &n in self.shape.iter().rev() {
                    index.push((rest % n.max(1)).to_string());
                    rest /= n.max(1);
                }
                index.reverse();
                let index = index.join(", ");
                say!("index ({index})", "下标 ({index})")
            }
            places => places.of(row),
        }
    }

    /// Refuses a value: which, where, what is expected.
    pub fn refuse(&self, at: usize, per_row: usize, what: Words) -> Refused {
        let column = match self.columns.get(at % per_row.max(1)) {
            Some(name) if per_row > 1 => name,
            _ => &self.name,
        };
        let place = self.place(at, per_row);
        let column = self.places.column(column);
        let said = Words {
            en: format!("{}, {}: {}", place.en, column.en, what.en),
            zh: format!("{}，{}：{}", place.zh, column.zh, what.zh),
        };
        Refused::new(said).of(&self.file)
    }
}

//! One file as its bytes come in: told apart, unpacked, parsed.

use super::json;
use super::kind::{HEAD, Kind, kind};
use super::limit;
use super::unzip::Unzip;
use crate::array::{self, Array, Bytes, Field};
use crate::choices::Choices;
use crate::name::Role;
use crate::place::Places;
use crate::preview::Preview;
use crate::read::Meaning;
use crate::refused::{Refused, short};
use crate::roles;
use crate::text::{Table, stem};
use flate2::write::MultiGzDecoder;
use std::io::Write;
use std::rc::Rc;

/// What a file gives.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub arrays: Vec<Array>,
    /// Columns of a table, with what they are.
    pub columns: Vec<Meaning>,
    pub notes: Vec<String>,
    pub preview: Preview,
}

/// A file whose bytes are coming.
pub(crate) struct Intake {
    name: String,
    choices: Choices,
    head: Vec<u8>,
    body: Body,
    came: u64,
    /// Whether it lies in another file.
    inside: bool,
}

enum Body {
    Unknown,
    Npy(Vec<u8>),
    Zip(Vec<u8>),
    Json(Vec<u8>),
    Text(Box<Table>),
    Gzip(Box<MultiGzDecoder<Vec<u8>>>, Box<Intake>),
}

/// What is left to do with a whole file.
pub(crate) enum Rest {
    /// Nothing.
    Parsed(Parsed),
    /// To unpack its entries.
    Unzip(Box<Unzip>),
}

impl Intake {
    pub fn new(name: &str, choices: &Choices) -> Self {
        Self {
            name: name.into(),
            choices: choices.clone(),
            head: vec![],
            body: Body::Unknown,
            came: 0,
            inside: false,
        }
    }

    /// The next bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.came += bytes.len() as u64;
        limit::size(self.came)?;
        match &mut self.body {
            Body::Unknown => {
                self.head.extend_from_slice(bytes);
                if self.head.len() >= HEAD {
                    self.begin()
                } else {
                    Ok(())
                }
            }
            Body::Npy(all) | Body::Zip(all) | Body::Json(all) => {
                all.extend_from_slice(bytes);
                Ok(())
            }
            Body::Text(table) => table.push(bytes),
            Body::Gzip(decoder, inner) => {
                // In small pieces: a thousand times as many bytes may come out.
                for piece in bytes.chunks(1 << 12) {
                    decoder.write_all(piece).map_err(broken)?;
                    drain(decoder, inner, self.came)?;
                }
                Ok(())
            }
        }
    }

    fn begin(&mut self) -> Result<(), Refused> {
        let head = std::mem::take(&mut self.head);
        let kind = kind(&head)?;
        self.body = match kind {
            Kind::Npy => Body::Npy(vec![]),
            Kind::Json => Body::Json(vec![]),
            Kind::Text => Body::Text(Box::new(Table::new(&self.name, &self.choices))),
            Kind::Zip | Kind::Gzip if self.inside => {
                return Err(Refused::new(
                    "there is a packed file in a packed file: unpack the outer one",
                ));
            }
            Kind::Zip => Body::Zip(vec![]),
            Kind::Gzip => {
                let name = self.name.strip_suffix(".gz").unwrap_or(&self.name);
                let inner = Self {
                    inside: true,
                    ..Self::new(name, &self.choices)
                };
                Body::Gzip(Box::new(MultiGzDecoder::new(vec![])), Box::new(inner))
            }
        };
        self.came -= head.len() as u64;
        self.push(&head)
    }

    /// The file is whole.
    pub fn finish(mut self) -> Result<Rest, Refused> {
        if matches!(self.body, Body::Unknown) {
            if self.came == 0 {
                return Err(Refused::new("the file is empty: it has no bytes"));
            }
            self.begin()?;
        }
        match self.body {
            Body::Unknown => Ok(Rest::Parsed(Parsed::default())),
            Body::Npy(bytes) => npy(Rc::new(bytes), &self.name).map(Rest::Parsed),
            Body::Json(bytes) => records(&bytes, &self.name, &self.choices).map(Rest::Parsed),
            Body::Text(mut table) => {
                table.finish()?;
                Ok(Rest::Parsed(of_table(*table, &self.name)))
            }
            Body::Zip(bytes) => Unzip::new(bytes).map(|unzip| Rest::Unzip(Box::new(unzip))),
            Body::Gzip(mut decoder, mut inner) => {
                decoder.try_finish().map_err(broken)?;
                drain(&mut decoder, &mut inner, self.came)?;
                inner.finish()
            }
        }
    }
}

fn broken(error: std::io::Error) -> Refused {
    Refused::new(format!("the gzip is cut off or broken: {error}"))
}

fn drain(
    decoder: &mut MultiGzDecoder<Vec<u8>>,
    inner: &mut Intake,
    packed: u64,
) -> Result<(), Refused> {
    let out = std::mem::take(decoder.get_mut());
    limit::unpacked(packed, inner.came + out.len() as u64)?;
    inner.push(&out)
}

/// An entry of an archive.
pub(crate) fn entry(
    name: &str,
    bytes: Rc<dyn Bytes>,
    choices: &Choices,
) -> Result<Parsed, Refused> {
    if name.to_lowercase().ends_with(".npy") {
        return npy(bytes, name);
    }
    let mut intake = Intake {
        inside: true,
        ..Intake::new(name, choices)
    };
    let mut piece = vec![0; 1 << 16];
    let mut at = 0;
    while at < bytes.len() {
        let n = piece.len().min((bytes.len() - at) as usize);
        bytes
            .read_at(at, &mut piece[..n])
            .map_err(|error| Refused::new(error.to_string()))?;
        intake.push(&piece[..n])?;
        at += n as u64;
    }
    match intake.finish()? {
        Rest::Parsed(parsed) => Ok(parsed),
        Rest::Unzip(_) => Err(Refused::new(
            "there is an archive in an archive: unpack the outer one",
        )),
    }
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
            return Err(Refused::new(format!(
                "the array `{}` is empty",
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
                        return Err(Refused::new(format!(
                            "the array `{}` has too many different words: expected classes",
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
            places: Rc::new(Places::Indices),
            by_position: false,
        });
    }
    let odd_type = !["float32", "float64"].contains(&npy.type_name.as_str());
    if npy.fortran && npy.shape.len() > 1 {
        parsed.notes.push(format!("`{stem}` is in Fortran order"));
    }
    if npy.type_name == "float16" && odd_type {
        parsed
            .notes
            .push(format!("`{stem}` has half precision (float16)"));
    }
    Ok(parsed)
}

/// The columns of a table.
pub(crate) fn of_table(table: Table, file: &str) -> Parsed {
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
    let rows = table.rows - table.dropped;
    parsed.arrays = table_arrays(table, file, rows);
    parsed
}

/// What was done with a table, in words.
pub(crate) fn table_notes(table: &Table, notes: &mut Vec<String>) {
    let Some(layout) = table.layout() else { return };
    if layout.integer_names {
        notes.push("the header is 0, 1, 2 …, as pandas names columns that nobody named".into());
    }
    if table.roles.of.first() == Some(&Some(Role::Index))
        || layout.row_names
        || layout.names.is_some() && table.names[0].is_empty()
    {
        notes.push("the first column has no name and is left out as an index".into());
    }
    if table.roles.by_position {
        let roles = table
            .roles
            .of
            .iter()
            .flatten()
            .filter(|role| **role != Role::Index)
            .map(|role| role.name());
        notes.push(format!(
            "columns have no names: they were taken for {}",
            roles.collect::<Vec<_>>().join(", ")
        ));
    }
    if table.decimal_commas() {
        notes.push("decimal commas were read".into());
    }
    if table.has_thousands() {
        notes.push("thousands separators were read".into());
    }
    if table.empty_rows > 0 {
        notes.push(format!(
            "{} rows of empty cells were passed over",
            table.empty_rows
        ));
    }
    notes.extend(table.roles.passed_over.iter().cloned());
}

/// The columns of a table that mean something, class-wise ones together.
pub(crate) fn table_arrays(mut table: Table, file: &str, rows: usize) -> Vec<Array> {
    let columns = std::mem::take(&mut table.columns);
    let places = Rc::new(std::mem::replace(&mut table.places, Places::Records));
    arrays_of(
        columns
            .into_iter()
            .map(|it| (it.at, it.name, it.role, it.values, it.names.all().to_vec()))
            .collect(),
        &table.roles,
        &places,
        file,
        rows,
    )
}

type Used = (usize, String, Option<Role>, Vec<f64>, Vec<String>);

/// Arrays from columns with their roles.
pub(crate) fn arrays_of(
    columns: Vec<Used>,
    roles: &roles::Roles,
    places: &Rc<Places>,
    file: &str,
    rows: usize,
) -> Vec<Array> {
    let mut arrays: Vec<Array> = vec![];
    let mut classes: Vec<Option<Rc<Vec<f64>>>> = vec![None; roles.classes.len()];
    let mut of_classes = None;
    for (at, name, role, values, names) in columns {
        if role == Some(Role::Index) || role.is_none() {
            continue;
        }
        let values = Rc::new(values);
        if let Some(class) = roles.classes.iter().position(|(column, _)| *column == at) {
            classes[class] = Some(values);
            of_classes = role;
            continue;
        }
        arrays.push(Array {
            file: file.into(),
            name: if roles.by_position && name.is_empty() {
                (at + 1).to_string()
            } else {
                name
            },
            role,
            shape: vec![rows],
            field: Field::Columns(vec![values]),
            names,
            columns: vec![],
            places: Rc::clone(places),
            by_position: roles.by_position,
        });
    }
    let classes: Vec<Rc<Vec<f64>>> = classes.into_iter().flatten().collect();
    if !classes.is_empty() {
        arrays.push(Array {
            file: file.into(),
            name: roles
                .classes
                .iter()
                .map(|(_, class)| class.as_str())
                .collect::<Vec<_>>()
                .join(","),
            role: of_classes,
            shape: vec![rows, classes.len()],
            field: Field::Columns(classes),
            names: vec![],
            columns: vec![],
            places: Rc::clone(places),
            by_position: false,
        });
    }
    arrays
}

/// JSON's records or arrays.
fn records(bytes: &[u8], file: &str, choices: &Choices) -> Result<Parsed, Refused> {
    let records = json::read(bytes).map_err(Refused::new)?;
    let mut parsed = Parsed::default();
    if records.rows == 0 || records.columns.is_empty() {
        return Err(Refused::new(
            "the JSON is empty: expected objects with a logit and a target",
        ));
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
            plain.push((
                at,
                column.name,
                Some(role),
                column.values,
                column.names.all().to_vec(),
            ));
            continue;
        }
        let mut shape = column.inner;
        if !arrays {
            shape.insert(0, rows);
        }
        if shape.contains(&0) || shape.iter().product::<usize>() != column.values.len() {
            return Err(Refused::new(format!(
                "`{}` has lists of different lengths, or empty ones: expected equal ones",
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

//! A figure's numbers as tables.

use crate::plot::{Panel, Plot, Unit, partner};
use crate::text::{Lang, Text};

/// A table of a figure's numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it is about: the title of its panel; empty if the figure's own title says it.
    pub title: String,
    /// Column heads: x first.
    pub columns: Vec<String>,
    /// How each column's values are written for people.
    pub units: Vec<Unit>,
    /// Rows of values, as long as the heads; none where a series has no value.
    pub rows: Vec<Vec<Option<f64>>>,
    /// What the figure says about each row; no entries if it says nothing.
    pub notes: Vec<String>,
}

impl Table {
    /// The head of the column of notes; none if there are no notes.
    pub fn noted(&self, lang: Lang) -> Option<&'static str> {
        (!self.notes.is_empty()).then(|| Text::Annotation.get(lang))
    }
}

/// The numbers behind the figure: one table if the panels share their x axis, else one for each panel.
pub fn tables(plot: &Plot) -> Vec<Table> {
    if plot.shared_x {
        return vec![table(&plot.panels)];
    }
    let read = plot.panels.chunks(1).filter(|panels| !panels[0].is_plane());
    read.map(table).collect()
}

fn table(panels: &[Panel]) -> Table {
    let Some(first) = panels.first() else {
        return Table::default();
    };
    let title = if panels.len() == 1 {
        first.title.clone()
    } else {
        String::new()
    };
    let mut columns = vec![first.x.label.clone()];
    let mut units = vec![first.x.unit];
    let series: Vec<_> = panels
        .iter()
        .flat_map(|p| p.series.iter().map(move |s| (p, s)))
        .filter(|(p, s)| p.readable(s))
        .collect();
    for (panel, series) in &series {
        columns.push(match panels.len() {
            1 => series.name.clone(),
            _ => format!("{}: {}", panel.name(), series.name),
        });
        units.push(series.unit(&panel.y));
    }
    // What was pinned also has a column for what B has more.
    let mut both = vec![];
    for &(panel, a) in &series {
        let Some((name, b)) = partner(panel, a) else {
            continue;
        };
        columns.push(match panels.len() {
            1 => format!("B − A · {name}"),
            _ => format!("{}: B − A · {name}", panel.name()),
        });
        units.push(a.unit(&panel.y));
        both.push((a, b));
    }
    let stops = first.stops();
    let values = |&x: &f64| {
        let values = series.iter().map(|(_, s)| s.at(x));
        let more = both.iter().map(|(a, b)| Some(b.at(x)? - a.at(x)?));
        std::iter::once(Some(x)).chain(values).chain(more).collect()
    };
    let mut rows: Vec<Vec<_>> = stops.iter().map(values).collect();
    if first.lies() {
        // Its x axis is what the bars measure.
        columns.remove(0);
        units.remove(0);
        for row in &mut rows {
            row.remove(0);
        }
    }
    // An annotation is about the row next to its point.
    let mut notes = vec![String::new(); stops.len()];
    let mut any = false;
    for annotation in panels.iter().flat_map(|panel| &panel.annotations) {
        let far = |i: &usize| (stops[*i] - annotation.at.0).abs();
        let nearest = (0..stops.len()).min_by(|a, b| far(a).total_cmp(&far(b)));
        if let Some(note) = nearest.and_then(|i| notes.get_mut(i)) {
            if !note.is_empty() {
                note.push_str("; ");
            }
            note.push_str(&annotation.words());
            any = true;
        }
    }
    if !any {
        notes.clear();
    }
    Table {
        title,
        columns,
        units,
        rows,
        notes,
    }
}

/// The tables as CSV: full precision, a blank line between tables. Shares stay shares; what is missing, or no finite
/// number, is an empty cell; what the figure says about a row is its last cell.
pub fn csv(plot: &Plot, lang: Lang) -> String {
    let mut text = String::new();
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    for (i, table) in tables(plot).iter().enumerate() {
        if i > 0 {
            text.push_str("\r\n");
        }
        let mut columns: Vec<_> = table.columns.iter().map(|name| quoted(name)).collect();
        columns.extend(table.noted(lang).map(quoted));
        text.push_str(&columns.join(","));
        text.push_str("\r\n");
        for (j, row) in table.rows.iter().enumerate() {
            let cell = |v: &Option<f64>| {
                let known = v.filter(|v| v.is_finite());
                known.map_or(String::new(), |v| v.to_string())
            };
            let mut cells: Vec<_> = row.iter().map(cell).collect();
            cells.extend(table.notes.get(j).map(|note| match note.as_str() {
                "" => String::new(),
                note => quoted(note),
            }));
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::{Annotation, Axis, Panel, Role, Series, Side};
    use crate::read::tests::plot;

    #[test]
    fn csv_has_full_precision_and_quotes_names() {
        assert_eq!(
            csv(&plot(), Lang::En),
            "\"g\",\"regions\",\"exact, \"\"all\"\"\"\r\n0.25,0.25,0.25\r\n0.75,0.75,0.75\r\n"
        );
    }

    #[test]
    fn what_is_missing_is_an_empty_cell() {
        let edges = vec![0.0, 0.5, 1.0];
        let bars = Series::bars("regions", Role::Regions, edges, vec![f64::NAN, 0.75]);
        let curve = Series::curve("all", Role::Exact, |g| 1.0 / (g - 0.25).max(0.0));
        let axis = |label: &str| Axis::linear(label, 0.0, 1.0);
        let panel = Panel::new(axis("g"), axis("share"), vec![bars, curve]);
        let plot = Plot::one(panel, String::new());
        let csv = csv(&plot, Lang::En);
        assert!(csv.contains("\r\n0.25,,\r\n"), "{csv}");
    }

    #[test]
    fn what_the_figure_says_stands_in_the_row_that_it_is_about() {
        let mut plot = plot();
        let said = Annotation::new((0.9, 0.75), Side::Above, "75 %", "a rise");
        plot.panels[0].annotations.push(said);
        assert!(
            csv(&plot, Lang::En).ends_with(
                ",\"annotation\"\r\n0.25,0.25,0.25,\r\n0.75,0.75,0.75,\"75 % a rise\"\r\n"
            )
        );
    }
}

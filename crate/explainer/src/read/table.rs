//! A figure's numbers as tables.

use crate::plot::{Panel, Plot};

/// A table of a figure's numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Column heads: x first.
    pub columns: Vec<String>,
    /// Rows of values, as long as the heads; none where a series has no value.
    pub rows: Vec<Vec<Option<f64>>>,
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
        return Table {
            columns: vec![],
            rows: vec![],
        };
    };
    let mut columns = vec![first.x.label.clone()];
    let series: Vec<_> = panels
        .iter()
        .flat_map(|p| p.series.iter().map(move |s| (p, s)))
        .filter(|(p, s)| p.readable(s))
        .collect();
    columns.extend(series.iter().map(|(p, s)| {
        if panels.len() > 1 {
            format!("{}: {}", p.y.label, s.name)
        } else {
            s.name.clone()
        }
    }));
    let rows = first
        .stops()
        .into_iter()
        .map(|x| {
            std::iter::once(Some(x))
                .chain(series.iter().map(|(_, s)| s.at(x)))
                .collect()
        })
        .collect();
    Table { columns, rows }
}

/// The tables as CSV: full precision, a blank line between tables.
pub fn csv(plot: &Plot) -> String {
    let mut text = String::new();
    for (i, table) in tables(plot).iter().enumerate() {
        if i > 0 {
            text.push_str("\r\n");
        }
        let quoted = |name: &String| format!("\"{}\"", name.replace('"', "\"\""));
        let columns: Vec<_> = table.columns.iter().map(quoted).collect();
        text.push_str(&columns.join(","));
        text.push_str("\r\n");
        for row in &table.rows {
            let cell = |v: &Option<f64>| v.map_or(String::new(), |v| v.to_string());
            let cells: Vec<_> = row.iter().map(cell).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::tests::plot;

    #[test]
    fn csv_has_full_precision_and_quotes_names() {
        assert_eq!(
            csv(&plot()),
            "\"g\",\"regions\",\"exact, \"\"all\"\"\"\r\n0.25,0.25,0.25\r\n0.75,0.75,0.75\r\n"
        );
    }
}
